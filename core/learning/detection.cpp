#include "core/learning/detection.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <utility>

#include "core/base/text.h"

namespace sightline::learning {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();
constexpr double peakReachSeconds = 0.64;
constexpr double leakLogits = 4;
constexpr double mostWindows = 1e7;
constexpr double mostBlocks = 1e5;
constexpr double secondsPerHour = 3600;

bool isSound(const Interval& interval)
{
    return std::isfinite(interval.begin) && std::isfinite(interval.end) && interval.end >= interval.begin;
}

Result<void> checkBoxes(const std::vector<TruthBox>& boxes)
{
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (!isSound(boxes[i].seconds)) {
            return fail(ErrorCode::Invalid, "box " + std::to_string(i) + " from " +
                                                formatNumber(boxes[i].seconds.begin) + " to " +
                                                formatNumber(boxes[i].seconds.end) + " s is no stretch of time");
        }
    }
    return {};
}

Result<void> check(const std::vector<DetectedEvent>& events, const std::vector<TruthBox>& boxes, const EventRule& rule)
{
    if (!(rule.toleranceSeconds >= 0) || !std::isfinite(rule.toleranceSeconds)) {
        return fail(ErrorCode::Invalid, "a tolerance of " + formatNumber(rule.toleranceSeconds) + " s");
    }
    if (std::isnan(rule.threshold)) {
        return fail(ErrorCode::Invalid, "the threshold is not a number");
    }
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (!std::isfinite(events[i].peakSeconds) || !std::isfinite(events[i].score)) {
            return fail(ErrorCode::Invalid, "time or score of event " + std::to_string(i) + " is not a finite number");
        }
    }
    return checkBoxes(boxes);
}

/// Calls visit(event, box) for every event in a box, by one sweep through recordings and times.
template <class Visit>
void visitEventsInBoxes(const std::vector<DetectedEvent>& events, const std::vector<TruthBox>& boxes, double tolerance,
                        Visit visit)
{
    std::vector<std::size_t> byPeak(events.size());
    std::iota(byPeak.begin(), byPeak.end(), std::size_t{0});
    std::sort(byPeak.begin(), byPeak.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(events[a].recording, events[a].peakSeconds) <
               std::pair(events[b].recording, events[b].peakSeconds);
    });
    std::vector<std::size_t> byBegin(boxes.size());
    std::iota(byBegin.begin(), byBegin.end(), std::size_t{0});
    std::sort(byBegin.begin(), byBegin.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(boxes[a].recording, boxes[a].seconds.begin) <
               std::pair(boxes[b].recording, boxes[b].seconds.begin);
    });
    std::vector<std::size_t> open;
    std::size_t next = 0;
    for (const std::size_t e : byPeak) {
        const DetectedEvent& event = events[e];
        while (next < byBegin.size() &&
               std::pair(boxes[byBegin[next]].recording, boxes[byBegin[next]].seconds.begin - tolerance) <=
                   std::pair(event.recording, event.peakSeconds)) {
            open.push_back(byBegin[next++]);
        }
        std::erase_if(open, [&](std::size_t b) {
            return boxes[b].recording != event.recording || boxes[b].seconds.end + tolerance < event.peakSeconds;
        });
        for (const std::size_t b : open) {
            visit(e, b);
        }
    }
}

/// What becomes of an event.
enum class Fate { Finds, Ignored, FalseAlarm };

/// The largest matching of events and boxes, grown event by event: a found box stays found, maybe by another event.
class Matching {
public:
    Matching(const std::vector<DetectedEvent>& events, const std::vector<TruthBox>& boxes, double tolerance)
        : m_boxesOf(events.size()),
          m_inAnyBox(events.size(), false),
          m_finder(boxes.size(), nobody),
          m_reachedFrom(boxes.size(), nobody),
          m_closed(boxes.size(), false),
          m_foundBy(events.size(), nobody)
    {
        visitEventsInBoxes(events, boxes, tolerance, [&](std::size_t event, std::size_t box) {
            m_inAnyBox[event] = true;
            if (!boxes[box].ignored) {
                m_boxesOf[event].push_back(box);
            }
        });
    }

    /// Takes one event more; Finds: one box more is found.
    Fate take(std::size_t event)
    {
        return findsOneMore(event) ? Fate::Finds : m_inAnyBox[event] ? Fate::Ignored : Fate::FalseAlarm;
    }
    [[nodiscard]] bool isFound(std::size_t box) const { return m_finder[box] != nobody; }

private:
    bool findsOneMore(std::size_t event)
    {
        std::vector<std::size_t> reached;
        std::vector<std::size_t> waiting = {event};
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            for (const std::size_t box : m_boxesOf[waiting[i]]) {
                if (m_closed[box] || m_reachedFrom[box] != nobody) {
                    continue;
                }
                m_reachedFrom[box] = waiting[i];
                reached.push_back(box);
                if (m_finder[box] == nobody) {
                    reassign(box);
                    forget(reached);
                    return true;
                }
                waiting.push_back(m_finder[box]);
            }
        }
        // No way leads from these boxes to a free one, and none ever will (Hall's condition is tight on them).
        for (const std::size_t box : reached) {
            m_closed[box] = true;
        }
        forget(reached);
        return false;
    }

    void reassign(std::size_t box)
    {
        while (box != nobody) {
            const std::size_t event = m_reachedFrom[box];
            m_finder[box] = event;
            std::swap(box, m_foundBy[event]);  // the box it leaves goes to the event it was reached from
        }
    }

    void forget(const std::vector<std::size_t>& reached)
    {
        for (const std::size_t box : reached) {
            m_reachedFrom[box] = nobody;
        }
    }

    std::vector<std::vector<std::size_t>> m_boxesOf;  ///< counted ones
    std::vector<bool> m_inAnyBox;
    std::vector<std::size_t> m_finder;  ///< per box
    std::vector<std::size_t> m_reachedFrom;
    std::vector<bool> m_closed;
    std::vector<std::size_t> m_foundBy;  ///< per event its box
};

std::size_t countedBoxes(const std::vector<TruthBox>& boxes)
{
    return static_cast<std::size_t>(
        std::count_if(boxes.begin(), boxes.end(), [](const TruthBox& box) { return !box.ignored; }));
}

/// Takes every event at or above the threshold; alarm(event) hears of the false ones.
template <class Alarm>
EventCounts countEvents(Matching& matching, const std::vector<DetectedEvent>& events,
                        const std::vector<TruthBox>& boxes, double threshold, Alarm alarm)
{
    EventCounts counts;
    for (std::size_t e = 0; e < events.size(); ++e) {
        if (events[e].score < threshold) {
            continue;
        }
        switch (matching.take(e)) {
            case Fate::Finds: ++counts.found; break;
            case Fate::Ignored: ++counts.ignored; break;
            case Fate::FalseAlarm:
                ++counts.falseAlarms;
                alarm(events[e]);
                break;
        }
    }
    counts.missed = countedBoxes(boxes) - counts.found;
    return counts;
}

/// 2 × found / (2 × found + missed + false alarms); not a number where there is nothing.
double f1Of(double found, double missed, double falseAlarms)
{
    const double all = 2 * found + missed + falseAlarms;
    return all > 0 ? 2 * found / all : none;
}

/// What is drawn for an interval: a recording or a block of its time.
struct Unit {
    double found = 0;
    double missed = 0;
    double falseAlarms = 0;
    double seconds = 0;
};

double unmaskedSeconds(const Interval& part, std::vector<Interval> masked)
{
    std::sort(masked.begin(), masked.end(), [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
    double seconds = part.length();
    double from = part.begin;
    for (const Interval& mask : masked) {
        const double begin = std::max(mask.begin, from);
        const double end = std::min(mask.end, part.end);
        if (end > begin) {
            seconds -= end - begin;
            from = end;
        }
    }
    return std::max(0.0, seconds);
}

/// Recordings, each cut into equal blocks of time, one after the other in one list.
class Units {
public:
    Units(const std::vector<ListenedTime>& listened, double blockSeconds) : m_listened(listened)
    {
        const auto heard = std::count_if(listened.begin(), listened.end(), [](const ListenedTime& time) {
            return unmaskedSeconds(time.seconds, time.masked) > 0;
        });
        m_byBlocks = heard < 2;
        for (const ListenedTime& time : listened) {
            const double length = time.seconds.length();
            const double blocks = m_byBlocks ? std::clamp(std::floor(length / blockSeconds), 1.0, mostBlocks) : 1;
            m_first.push_back(m_units.size());
            m_count.push_back(static_cast<std::size_t>(blocks));
            for (double i = 0; i < blocks; ++i) {
                const Interval part = {time.seconds.begin + length * i / blocks,
                                       time.seconds.begin + length * (i + 1) / blocks};
                m_units.push_back({.seconds = unmaskedSeconds(part, time.masked)});
            }
        }
    }

    Unit& at(std::size_t recording, double seconds)
    {
        const Interval& span = m_listened[recording].seconds;
        const auto blocks = static_cast<double>(m_count[recording]);
        const double place = span.length() > 0 ? (seconds - span.begin) / span.length() * blocks : 0;
        return m_units[m_first[recording] + static_cast<std::size_t>(std::clamp(std::floor(place), 0.0, blocks - 1))];
    }

    [[nodiscard]] bool byBlocks() const { return m_byBlocks; }
    [[nodiscard]] const std::vector<Unit>& all() const { return m_units; }

private:
    const std::vector<ListenedTime>& m_listened;
    std::vector<Unit> m_units;
    std::vector<std::size_t> m_first;
    std::vector<std::size_t> m_count;
    bool m_byBlocks = false;
};

Unit sumOf(const std::vector<Unit>& units, Weights weights)
{
    Unit sum;
    for (std::size_t i = 0; i < units.size(); ++i) {
        const double weight = weights.empty() ? 1 : weights[i];
        sum.found += weight * units[i].found;
        sum.missed += weight * units[i].missed;
        sum.falseAlarms += weight * units[i].falseAlarms;
        sum.seconds += weight * units[i].seconds;
    }
    return sum;
}

void drawIntervals(const std::vector<Unit>& units, std::uint64_t seed, EventFigures& figures)
{
    const auto statistics = [&units](Weights weights, std::span<double> values) {
        const Unit sum = sumOf(units, weights);
        values[0] = f1Of(sum.found, sum.missed, sum.falseAlarms);
        values[1] = sum.seconds > 0 ? sum.falseAlarms / (sum.seconds / secondsPerHour) : none;
    };
    const std::vector<Figure> drawn = bootstrap(std::vector<std::string>(units.size()), 2, statistics, seed);
    figures.f1 = drawn[0];
    figures.falseAlarmsPerHour = drawn[1];
    const Unit sum = sumOf(units, {});
    if (units.size() < 2) {
        figures.f1.low = figures.f1.high = none;
        figures.falseAlarmsPerHour.low = figures.falseAlarmsPerHour.high = none;
    } else if (figures.f1.value == 0 || figures.f1.value == 1) {
        const auto speaking = static_cast<std::size_t>(std::count_if(units.begin(), units.end(), [](const Unit& unit) {
            return unit.found + unit.missed + unit.falseAlarms > 0;
        }));
        const Figure few = proportion(figures.f1.value == 0 ? 0 : speaking, speaking);
        figures.f1.low = few.low;
        figures.f1.high = few.high;
    }
    if (sum.falseAlarms == 0 && sum.seconds > 0) {
        // Poisson's exact 95 % interval of a count of 0 (Garwood 1936).
        figures.falseAlarmsPerHour.low = 0;
        figures.falseAlarmsPerHour.high = -std::log(0.025) / (sum.seconds / secondsPerHour);
    }
}

Result<void> checkListened(const std::vector<ListenedTime>& listened, const EventDraws& draws)
{
    if (!(draws.blockSeconds > 0) || !std::isfinite(draws.blockSeconds)) {
        return fail(ErrorCode::Invalid, "blocks of " + formatNumber(draws.blockSeconds) + " s");
    }
    for (std::size_t i = 0; i < listened.size(); ++i) {
        if (!isSound(listened[i].seconds) ||
            !std::all_of(listened[i].masked.begin(), listened[i].masked.end(), isSound)) {
            return fail(ErrorCode::Invalid, "the listened time of recording " + std::to_string(i) +
                                                " or a mask in it is no stretch of time");
        }
    }
    return {};
}

Result<void> checkPlace(const std::string& what, std::size_t recording, const Interval& seconds, double tolerance,
                        const std::vector<ListenedTime>& listened)
{
    if (recording >= listened.size()) {
        return fail(ErrorCode::Invalid, what + " is of recording " + std::to_string(recording) + ", none of " +
                                            std::to_string(listened.size()));
    }
    const Interval& span = listened[recording].seconds;
    if (seconds.end < span.begin - tolerance || seconds.begin > span.end + tolerance) {
        return fail(ErrorCode::Invalid, what + " at " + formatNumber(seconds.begin) + " s lies outside the " +
                                            formatNumber(span.begin) + " to " + formatNumber(span.end) +
                                            " s listened to of recording " + std::to_string(recording));
    }
    return {};
}

Result<void> checkPlaces(const std::vector<DetectedEvent>& events, const std::vector<TruthBox>& boxes,
                         const std::vector<ListenedTime>& listened, double tolerance)
{
    for (std::size_t i = 0; i < events.size(); ++i) {
        const Interval peak = {events[i].peakSeconds, events[i].peakSeconds};
        if (auto ok = checkPlace("event " + std::to_string(i), events[i].recording, peak, tolerance, listened); !ok) {
            return ok;
        }
    }
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (auto ok = checkPlace("box " + std::to_string(i), boxes[i].recording, boxes[i].seconds, tolerance, listened);
            !ok) {
            return ok;
        }
    }
    return {};
}

/// Whether a's F1 is above (1), equal to (0) or below (-1) b's: in whole numbers, since ties matter.
int compareF1(const OperatingPoint& a, const OperatingPoint& b)
{
    const std::size_t left = a.truePositives * (b.truePositives + b.falsePositives + b.positives);
    const std::size_t right = b.truePositives * (a.truePositives + a.falsePositives + a.positives);
    return left == right ? 0 : (left > right ? 1 : -1);
}

}  // namespace

Result<EventCounts> matchEvents(const std::vector<DetectedEvent>& events, const std::vector<TruthBox>& boxes,
                                const EventRule& rule)
{
    if (auto ok = check(events, boxes, rule); !ok) {
        return tl::unexpected(ok.error());
    }
    Matching matching(events, boxes, rule.toleranceSeconds);
    return countEvents(matching, events, boxes, rule.threshold, [](const DetectedEvent& /*event*/) {});
}

Result<std::vector<OperatingPoint>> eventCurve(const std::vector<DetectedEvent>& events,
                                               const std::vector<TruthBox>& boxes, double toleranceSeconds)
{
    if (auto ok = check(events, boxes, {.toleranceSeconds = toleranceSeconds}); !ok) {
        return tl::unexpected(ok.error());
    }
    std::vector<std::size_t> byScore(events.size());
    std::iota(byScore.begin(), byScore.end(), std::size_t{0});
    std::sort(byScore.begin(), byScore.end(),
              [&](std::size_t a, std::size_t b) { return events[a].score > events[b].score; });
    Matching matching(events, boxes, toleranceSeconds);
    OperatingPoint point;
    point.positives = countedBoxes(boxes);
    std::vector<OperatingPoint> points = {point};
    for (std::size_t i = 0; i < byScore.size(); ++i) {
        const std::size_t event = byScore[i];
        const Fate fate = matching.take(event);
        point.truePositives += fate == Fate::Finds ? 1 : 0;
        point.falsePositives += fate == Fate::FalseAlarm ? 1 : 0;
        if (i + 1 == byScore.size() || events[byScore[i + 1]].score != events[event].score) {
            point.threshold = events[event].score;
            points.push_back(point);
        }
    }
    return points;
}

Result<Figure> recallAtPrecision(const std::vector<DetectedEvent>& events, const std::vector<TruthBox>& boxes,
                                 double toleranceSeconds, double leastPrecision)
{
    const auto curve = eventCurve(events, boxes, toleranceSeconds);
    if (!curve) {
        return tl::unexpected(curve.error());
    }
    std::size_t found = 0;
    for (const OperatingPoint& point : *curve) {
        if (point.precision() >= leastPrecision) {
            found = std::max(found, point.truePositives);
        }
    }
    return proportion(found, curve->front().positives);
}

Result<std::optional<double>> bestEventThreshold(const std::vector<DetectedEvent>& events,
                                                 const std::vector<TruthBox>& boxes, double toleranceSeconds)
{
    const auto curve = eventCurve(events, boxes, toleranceSeconds);
    if (!curve) {
        return tl::unexpected(curve.error());
    }
    const std::vector<OperatingPoint>& points = *curve;
    const OperatingPoint& best =
        *std::max_element(points.begin(), points.end(),
                          [](const OperatingPoint& a, const OperatingPoint& b) { return compareF1(a, b) < 0; });
    if (best.truePositives == 0) {
        return std::optional<double>();
    }
    std::optional<double> threshold;
    double widest = -1;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (compareF1(points[i], best) != 0) {
            continue;
        }
        const double strictest = points[i].threshold;
        while (i + 1 < points.size() && compareF1(points[i + 1], best) == 0) {
            ++i;
        }
        // As good down to the next score, which is none of them; below the last score nothing is known.
        const double below = i + 1 < points.size() ? points[i + 1].threshold : points[i].threshold;
        if (strictest - below > widest) {
            widest = strictest - below;
            const double middle = std::midpoint(below, strictest);
            threshold = middle > below ? middle : strictest;
        }
    }
    return threshold;
}

Result<EventFigures> eventFigures(const std::vector<DetectedEvent>& events, const std::vector<TruthBox>& boxes,
                                  const std::vector<ListenedTime>& listened, const EventRule& rule,
                                  const EventDraws& draws)
{
    auto ok = check(events, boxes, rule).and_then([&] { return checkListened(listened, draws); }).and_then([&] {
        return checkPlaces(events, boxes, listened, rule.toleranceSeconds);
    });
    if (!ok) {
        return tl::unexpected(ok.error());
    }
    Matching matching(events, boxes, rule.toleranceSeconds);
    Units units(listened, draws.blockSeconds);
    EventFigures figures;
    figures.counts = countEvents(matching, events, boxes, rule.threshold, [&](const DetectedEvent& event) {
        ++units.at(event.recording, event.peakSeconds).falseAlarms;
    });
    for (std::size_t b = 0; b < boxes.size(); ++b) {
        if (!boxes[b].ignored) {
            Unit& unit = units.at(boxes[b].recording, std::midpoint(boxes[b].seconds.begin, boxes[b].seconds.end));
            ++(matching.isFound(b) ? unit.found : unit.missed);
        }
    }
    const EventCounts& counts = figures.counts;
    figures.precision = proportion(counts.found, counts.found + counts.falseAlarms);
    figures.recall = proportion(counts.found, counts.found + counts.missed);
    figures.drawnByBlocks = units.byBlocks();
    drawIntervals(units.all(), draws.seed, figures);
    return figures;
}

Result<std::vector<TruthWindow>> windowTruth(const std::vector<TruthBox>& boxes, std::size_t recording,
                                             const Interval& span, double windowSeconds, double minimumOverlapSeconds)
{
    if (auto ok = checkBoxes(boxes); !ok) {
        return tl::unexpected(ok.error());
    }
    if (!isSound(span) || !(windowSeconds > 0) || !std::isfinite(windowSeconds) || !(minimumOverlapSeconds > 0)) {
        return fail(ErrorCode::Invalid, "windows of " + formatNumber(windowSeconds) + " s with an overlap of " +
                                            formatNumber(minimumOverlapSeconds) + " s from " +
                                            formatNumber(span.begin) + " to " + formatNumber(span.end) + " s");
    }
    constexpr double rounding = 1e-9;  // of a window: 0.3 s hold three of 0.1 s
    const double count = std::floor(span.length() / windowSeconds + rounding);
    if (count > mostWindows) {
        return fail(ErrorCode::Invalid, "more than ten million windows of " + formatNumber(windowSeconds) + " s");
    }
    std::vector<TruthWindow> windows(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < windows.size(); ++i) {
        windows[i].seconds = {span.begin + static_cast<double>(i) * windowSeconds,
                              span.begin + static_cast<double>(i + 1) * windowSeconds};
    }
    for (const TruthBox& box : boxes) {
        if (box.recording != recording || box.seconds.end < span.begin || box.seconds.begin > span.end) {
            continue;
        }
        const double least = std::min({minimumOverlapSeconds, windowSeconds / 2, box.seconds.length()});
        const double first = std::floor((box.seconds.begin - span.begin) / windowSeconds) - 1;
        for (auto i = static_cast<std::size_t>(std::max(0.0, first)); i < windows.size(); ++i) {
            TruthWindow& window = windows[i];
            if (window.seconds.begin > box.seconds.end) {
                break;
            }
            const double overlap =
                std::min(window.seconds.end, box.seconds.end) - std::max(window.seconds.begin, box.seconds.begin);
            if (overlap >= least - rounding * windowSeconds) {
                (box.ignored ? window.ignored : window.positive) = true;
            }
        }
    }
    for (TruthWindow& window : windows) {
        window.ignored = window.ignored && !window.positive;
    }
    return windows;
}

Result<std::vector<double>> windowScores(const ScoreTrack& track, const std::vector<TruthWindow>& windows)
{
    if (!(track.hopSeconds > 0) || !std::isfinite(track.hopSeconds) || !std::isfinite(track.firstSeconds)) {
        return fail(ErrorCode::Invalid, "scores from " + formatNumber(track.firstSeconds) + " s on, every " +
                                            formatNumber(track.hopSeconds) + " s");
    }
    const std::vector<float>& logits = track.logits;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (!std::isfinite(logits[i])) {
            return fail(ErrorCode::Invalid, "logit " + std::to_string(i) + " is not a finite number");
        }
    }
    constexpr double rounding = 1e-6;  // of a hop: steps that fall on an edge belong to what begins there
    const auto size = static_cast<double>(logits.size());
    const auto reach =
        static_cast<std::size_t>(std::min(size, std::floor(peakReachSeconds / track.hopSeconds + rounding)));
    std::vector<double> discounted(logits.size());
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const auto from = logits.begin() + static_cast<std::ptrdiff_t>(i - std::min(i, reach));
        const auto to = logits.begin() + static_cast<std::ptrdiff_t>(std::min(logits.size(), i + reach + 1));
        const bool isPeak = std::none_of(from, to, [&](float other) { return other > logits[i]; });
        discounted[i] = static_cast<double>(logits[i]) - (isPeak ? 0 : leakLogits);
    }
    const auto stepAt = [&](double seconds) {
        const double step = std::ceil((seconds - track.firstSeconds) / track.hopSeconds - rounding);
        return static_cast<std::size_t>(std::clamp(step, 0.0, size));
    };
    std::vector<double> scores;
    scores.reserve(windows.size());
    for (std::size_t w = 0; w < windows.size(); ++w) {
        if (!isSound(windows[w].seconds)) {
            return fail(ErrorCode::Invalid, "window " + std::to_string(w) + " is no stretch of time");
        }
        double highest = -std::numeric_limits<double>::infinity();
        for (std::size_t i = stepAt(windows[w].seconds.begin); i < stepAt(windows[w].seconds.end); ++i) {
            highest = std::max(highest, discounted[i]);
        }
        scores.push_back(highest);
    }
    return scores;
}

Result<BinaryScores> windowRanking(const std::vector<TruthWindow>& windows, const std::vector<double>& scores)
{
    if (windows.size() != scores.size()) {
        return fail(ErrorCode::Invalid,
                    std::to_string(scores.size()) + " scores for " + std::to_string(windows.size()) + " windows");
    }
    std::vector<double> kept;
    std::vector<bool> positive;
    for (std::size_t i = 0; i < windows.size(); ++i) {
        if (!windows[i].ignored) {
            kept.push_back(scores[i]);
            positive.push_back(windows[i].positive);
        }
    }
    return BinaryScores::make(kept, positive);
}

}  // namespace sightline::learning
