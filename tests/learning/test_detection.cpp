#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/random.h"
#include "core/learning/detection.h"

using namespace sightline;
using namespace sightline::learning;
using doctest::Approx;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

using Events = std::vector<DetectedEvent>;
using Boxes = std::vector<TruthBox>;

void checkCounts(const EventCounts& counts, const EventCounts& expected)
{
    CHECK(counts.found == expected.found);
    CHECK(counts.missed == expected.missed);
    CHECK(counts.falseAlarms == expected.falseAlarms);
    CHECK(counts.ignored == expected.ignored);
}

void checkCounts(const Events& events, const Boxes& boxes, const EventRule& rule, const EventCounts& expected)
{
    const auto counts = matchEvents(events, boxes, rule);
    REQUIRE(counts);
    checkCounts(*counts, expected);
}

/// Crowded, in quarters of a second and of a logit, so that many events share boxes, lie on edges and tie.
struct Scene {
    Events events;
    Boxes boxes;
    std::vector<ListenedTime> listened;

    explicit Scene(std::uint64_t seed, std::size_t recordings = 3)
    {
        Rng random(seed);
        for (std::size_t r = 0; r < recordings; ++r) {
            listened.push_back({{0, 120}, {}});
            for (std::size_t i = 5 + random.below(20); i > 0; --i) {
                const double begin = static_cast<double>(random.below(460)) / 4;
                boxes.push_back({r, {begin, begin + static_cast<double>(random.below(12)) / 4}, random.chance(0.25)});
            }
            for (std::size_t i = 10 + random.below(30); i > 0; --i) {
                events.push_back(
                    {r, static_cast<double>(random.below(480)) / 4, static_cast<double>(random.below(24)) / 4 - 3});
            }
        }
    }
};

/// The definition: the largest number of pairs, by Kuhn's method on all pairs of one threshold.
EventCounts countedPlainly(const Scene& scene, const EventRule& rule)
{
    const auto inside = [&](const DetectedEvent& event, const TruthBox& box) {
        return event.recording == box.recording && event.peakSeconds >= box.seconds.begin - rule.toleranceSeconds &&
               event.peakSeconds <= box.seconds.end + rule.toleranceSeconds;
    };
    std::vector<int> finder(scene.boxes.size(), -1);
    const auto seek = [&](const auto& self, int event, std::vector<bool>& seen) -> bool {
        for (std::size_t b = 0; b < scene.boxes.size(); ++b) {
            if (scene.boxes[b].ignored || seen[b] ||
                !inside(scene.events[static_cast<std::size_t>(event)], scene.boxes[b])) {
                continue;
            }
            seen[b] = true;
            if (finder[b] < 0 || self(self, finder[b], seen)) {
                finder[b] = event;
                return true;
            }
        }
        return false;
    };
    EventCounts counts;
    for (std::size_t e = 0; e < scene.events.size(); ++e) {
        if (scene.events[e].score < rule.threshold) {
            continue;
        }
        std::vector<bool> seen(scene.boxes.size(), false);
        if (seek(seek, static_cast<int>(e), seen)) {
            ++counts.found;
        } else if (std::any_of(scene.boxes.begin(), scene.boxes.end(),
                               [&](const TruthBox& box) { return inside(scene.events[e], box); })) {
            ++counts.ignored;
        } else {
            ++counts.falseAlarms;
        }
    }
    for (std::size_t b = 0; b < scene.boxes.size(); ++b) {
        counts.missed += !scene.boxes[b].ignored && finder[b] < 0 ? 1 : 0;
    }
    return counts;
}

double f1At(const Scene& scene, double threshold)
{
    const EventCounts counts = *matchEvents(scene.events, scene.boxes, {.threshold = threshold});
    const auto found = static_cast<double>(counts.found);
    return 2 * found / (2 * found + static_cast<double>(counts.missed + counts.falseAlarms));
}

bool same(const Figure& a, const Figure& b)
{
    return a.value == b.value && a.low == b.low && a.high == b.high && a.n == b.n;
}

}  // namespace

TEST_CASE("An event finds a box when its peak lies within the tolerance of it, edges included")
{
    const Boxes box = {{0, {10, 12}, false}};
    checkCounts({{0, 11, 1}}, box, {}, {.found = 1});
    checkCounts({{0, 9, 1}}, box, {}, {.found = 1});
    checkCounts({{0, 13, 1}}, box, {}, {.found = 1});
    checkCounts({{0, 8.99, 1}}, box, {}, {.missed = 1, .falseAlarms = 1});
    checkCounts({{0, 13.01, 1}}, box, {}, {.missed = 1, .falseAlarms = 1});
    checkCounts({{0, 13.01, 1}}, box, {.toleranceSeconds = 1.5}, {.found = 1});
    checkCounts({{0, 9.5, 1}}, box, {.toleranceSeconds = 0}, {.missed = 1, .falseAlarms = 1});
    checkCounts({{1, 11, 1}}, box, {}, {.missed = 1, .falseAlarms = 1});
}

TEST_CASE("One event per box counts, and one box per event")
{
    checkCounts({{0, 10.5, 1}, {0, 11, 3}, {0, 11.5, 2}}, {{0, {10, 12}, false}}, {}, {.found = 1, .ignored = 2});
    checkCounts({{0, 11, 1}}, {{0, {10, 12}, false}, {0, {10, 12}, false}}, {}, {.found = 1, .missed = 1});
    // The better event could find either box; the other only the first. Both are found.
    const Boxes neighbours = {{0, {10, 12}, false}, {0, {13, 15}, false}};
    checkCounts({{0, 12.5, 5}, {0, 10, 1}}, neighbours, {}, {.found = 2});
    checkCounts({{0, 10, 5}, {0, 12.5, 1}}, neighbours, {}, {.found = 2});
    checkCounts({{0, 12.5, 5}, {0, 15, 1}}, neighbours, {}, {.found = 2});
    checkCounts({{0, 15, 1}, {0, 12.5, 5}, {0, 12.75, 2}}, neighbours, {}, {.found = 2, .ignored = 1});
}

TEST_CASE("Ignored boxes are never missed and their events count neither way")
{
    checkCounts({}, {{0, {10, 12}, true}}, {}, {});
    checkCounts({{0, 11, 1}, {0, 12.5, 1}}, {{0, {10, 12}, true}}, {}, {.ignored = 2});
    // In an ignored box and in a counted one.
    checkCounts({{0, 12.5, 1}}, {{0, {10, 12}, true}, {0, {13, 15}, false}}, {}, {.found = 1});
    checkCounts({{0, 11, 1}}, {{0, {10, 12}, true}, {0, {13, 15}, false}}, {}, {.missed = 1, .ignored = 1});
}

TEST_CASE("Events below the threshold do not exist; those on it do")
{
    const Events events = {{0, 11, 2}, {0, 40, 1}};
    const Boxes boxes = {{0, {10, 12}, false}};
    checkCounts(events, boxes, {.threshold = 1}, {.found = 1, .falseAlarms = 1});
    checkCounts(events, boxes, {.threshold = 1.5}, {.found = 1});
    checkCounts(events, boxes, {.threshold = 2}, {.found = 1});
    checkCounts(events, boxes, {.threshold = 2.5}, {.missed = 1});
    checkCounts(events, boxes, {.threshold = infinite}, {.missed = 1});
}

TEST_CASE("Nothing in, nothing counted")
{
    checkCounts({}, {}, {}, {});
    checkCounts({{0, 1, 1}}, {}, {}, {.falseAlarms = 1});
    checkCounts({}, {{0, {1, 2}, false}}, {}, {.missed = 1});
    CHECK(eventCurve({}, {})->size() == 1);
    CHECK_FALSE(bestEventThreshold({}, {})->has_value());
    CHECK_FALSE(bestEventThreshold({{0, 50, 1}}, {{0, {1, 2}, false}})->has_value());
    CHECK(recallAtPrecision({}, {})->n == 0);
    const EventFigures nothing = *eventFigures({}, {}, {});
    CHECK(std::isnan(nothing.f1.value));
    CHECK(std::isnan(nothing.falseAlarmsPerHour.value));
    CHECK(nothing.recall.low == 0);
    CHECK(nothing.recall.high == 1);
}

TEST_CASE("Counts are those of the largest matching, at every threshold, and the curve's")
{
    std::size_t shared = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const Scene scene(seed);
        const auto curve = eventCurve(scene.events, scene.boxes);
        REQUIRE(curve);
        std::size_t foundBefore = 0;
        for (const OperatingPoint& point : *curve) {
            const EventRule rule = {.threshold = point.threshold};
            const EventCounts expected = countedPlainly(scene, rule);
            checkCounts(scene.events, scene.boxes, rule, expected);
            CHECK(point.truePositives == expected.found);
            CHECK(point.falsePositives == expected.falseAlarms);
            CHECK(point.positives == expected.found + expected.missed);  // never more found than boxes
            CHECK(point.truePositives >= foundBefore);                   // a stricter threshold never finds more
            foundBefore = point.truePositives;
            shared += expected.ignored;
        }
    }
    CHECK(shared > 1000);  // the scenes are crowded indeed
}

TEST_CASE("Order and place in time change nothing; an event outside all boxes only lowers precision")
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Scene scene(seed);
        const EventRule rule = {.threshold = -1};
        const EventFigures figures = *eventFigures(scene.events, scene.boxes, scene.listened, rule);

        Scene moved = scene;
        for (DetectedEvent& event : moved.events) {
            event.peakSeconds += 4096;
        }
        for (TruthBox& box : moved.boxes) {
            box.seconds = {box.seconds.begin + 4096, box.seconds.end + 4096};
        }
        for (ListenedTime& time : moved.listened) {
            time.seconds = {time.seconds.begin + 4096, time.seconds.end + 4096};
        }
        Rng random(seed);
        random.shuffle(std::span(moved.events));
        random.shuffle(std::span(moved.boxes));
        const EventFigures other = *eventFigures(moved.events, moved.boxes, moved.listened, rule);
        checkCounts(other.counts, figures.counts);
        CHECK(same(other.f1, figures.f1));
        CHECK(same(other.falseAlarmsPerHour, figures.falseAlarmsPerHour));
        CHECK(bestEventThreshold(moved.events, moved.boxes).value() ==
              bestEventThreshold(scene.events, scene.boxes).value());

        Scene louder = scene;
        louder.listened[0].seconds.end = 200;
        const EventFigures before = *eventFigures(louder.events, louder.boxes, louder.listened, rule);
        louder.events.push_back({0, 180, 2});
        const EventFigures after = *eventFigures(louder.events, louder.boxes, louder.listened, rule);
        CHECK(same(after.recall, before.recall));
        CHECK(after.precision.value < before.precision.value);
        CHECK(after.f1.value < before.f1.value);
        CHECK(after.falseAlarmsPerHour.value > before.falseAlarmsPerHour.value);
        CHECK(after.counts.ignored == before.counts.ignored);
    }
}

TEST_CASE("The figures of a case worked out by hand")
{
    // Found, found, missed; a false alarm in each recording; a second event in a found box; one in a possible call.
    const Boxes boxes = {{0, {10, 12}, false}, {0, {50, 52}, false}, {1, {10, 12}, false}, {1, {70, 75}, true}};
    const Events events = {{0, 11, 3}, {0, 51, 2}, {0, 51.5, 1}, {0, 90, 1}, {1, 30, 1}, {1, 72, 4}, {1, 11, -9}};
    // The masks overlap: 300 s of 3900 are not listened to, one hour is, and another in the second recording.
    const std::vector<ListenedTime> listened = {{{0, 3900}, {{1000, 1200}, {1100, 1300}}}, {{0, 3600}, {}}};
    const EventFigures figures = *eventFigures(events, boxes, listened, {.threshold = 0});
    checkCounts(figures.counts, {.found = 2, .missed = 1, .falseAlarms = 2, .ignored = 2});
    CHECK(same(figures.precision, proportion(2, 4)));
    CHECK(same(figures.recall, proportion(2, 3)));
    CHECK(figures.f1.value == Approx(4.0 / 7));
    // Draws are 0+0, 0+1 and 1+1: F1 4/5 of the first alone, 0 of the second alone.
    CHECK(figures.f1.low == 0);
    CHECK(figures.f1.high == Approx(0.8));
    CHECK(figures.f1.n == 2);
    CHECK(figures.falseAlarmsPerHour.value == Approx(1));
    CHECK_FALSE(figures.drawnByBlocks);
}

TEST_CASE("One recording is drawn by blocks of time, the same ones for the same seed")
{
    const Scene scene(3, 1);
    const EventFigures figures = *eventFigures(scene.events, scene.boxes, scene.listened, {}, {.blockSeconds = 10});
    CHECK(figures.drawnByBlocks);
    CHECK(figures.f1.n == 12);
    CHECK(figures.f1.low < figures.f1.value);
    CHECK(figures.f1.high > figures.f1.value);
    CHECK(figures.falseAlarmsPerHour.low < figures.falseAlarmsPerHour.value);
    const EventDraws again = {.blockSeconds = 10, .seed = 1};
    CHECK(same(figures.f1, eventFigures(scene.events, scene.boxes, scene.listened, {}, again)->f1));
    const EventDraws others = {.blockSeconds = 10, .seed = 2};
    const EventFigures drawn = *eventFigures(scene.events, scene.boxes, scene.listened, {}, others);
    CHECK(drawn.f1.value == figures.f1.value);
    CHECK_FALSE((same(drawn.f1, figures.f1) && same(drawn.falseAlarmsPerHour, figures.falseAlarmsPerHour)));
    // A recording nobody listened to is no second one.
    std::vector<ListenedTime> two = scene.listened;
    two.push_back({{0, 60}, {{0, 60}}});
    CHECK(eventFigures(scene.events, scene.boxes, two)->drawnByBlocks);
}

TEST_CASE("An interval never claims a certainty that nobody has")
{
    const Boxes boxes = {{0, {10, 12}, false}, {1, {10, 12}, false}, {2, {10, 12}, false}};
    const Events events = {{0, 11, 1}, {1, 11, 1}, {2, 11, 1}};
    const std::vector<ListenedTime> hours = {{{0, 3600}, {}}, {{0, 3600}, {}}, {{0, 3600}, {}}};
    const EventFigures perfect = *eventFigures(events, boxes, hours);
    CHECK(perfect.f1.value == 1);
    CHECK(perfect.f1.low == proportion(3, 3).low);
    CHECK(perfect.falseAlarmsPerHour.value == 0);
    CHECK(perfect.falseAlarmsPerHour.high == Approx(3.688879454 / 3));  // Garwood's limit of no events
    const EventFigures deaf = *eventFigures({}, boxes, hours);
    CHECK(deaf.f1.value == 0);
    CHECK(deaf.f1.high == proportion(0, 3).high);
    // A single block says nothing of the spread.
    const EventFigures single = *eventFigures({{0, 11, 1}, {0, 30, 1}}, {{0, {10, 12}, false}}, {{{0, 50}, {}}});
    CHECK(single.f1.value == Approx(2.0 / 3));
    CHECK(std::isnan(single.f1.low));
    CHECK(std::isnan(single.falseAlarmsPerHour.high));
}

TEST_CASE("Recall at a precision is the highest of all thresholds that have it")
{
    // By score: found, false, found, found, ..., so precision falls below 0.75 and comes back.
    const Boxes boxes = {{0, {10, 11}, false}, {0, {20, 21}, false}, {0, {30, 31}, false}, {0, {40, 41}, false}};
    const Events events = {{0, 10, 9}, {0, 60, 8}, {0, 20, 7}, {0, 30, 6}, {0, 70, 5}};
    CHECK(same(*recallAtPrecision(events, boxes, 1, 0.75), proportion(3, 4)));
    CHECK(same(*recallAtPrecision(events, boxes), proportion(1, 4)));
    CHECK(same(*recallAtPrecision({{0, 60, 8}, {0, 20, 7}}, boxes), proportion(0, 4)));
}

TEST_CASE("The best threshold lies in the middle of those that are as good")
{
    const Boxes boxes = {{0, {10, 11}, false}, {0, {20, 21}, false}};
    // Both found from 4 down, the false alarm at 1.
    CHECK(**bestEventThreshold({{0, 10, 6}, {0, 20, 4}, {0, 60, 1}}, boxes) == 2.5);
    // A second event in a found box changes nothing and does not narrow the range.
    CHECK(**bestEventThreshold({{0, 10, 6}, {0, 20, 4}, {0, 20.5, 3}, {0, 60, 1}}, boxes) == 2.5);
    // Nothing known below the last score.
    CHECK(**bestEventThreshold({{0, 10, 6}, {0, 20, 4}}, boxes) == 4);
    CHECK(**bestEventThreshold({{0, 10, 6}, {0, 20, 4}, {0, 20.5, 3}}, boxes) == 3.5);
    // Two ranges with F1 2/3, (5, 6] and (1, 4]: found alone; both found with two false alarms. The wider one.
    CHECK(**bestEventThreshold({{0, 10, 6}, {0, 60, 5}, {0, 65, 5}, {0, 20, 4}, {0, 70, 1}}, boxes) == 2.5);

    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Scene scene(seed);
        const auto best = bestEventThreshold(scene.events, scene.boxes);
        REQUIRE(best);
        REQUIRE(best->has_value());
        for (double threshold = -4; threshold < 4; threshold += 0.125) {
            CHECK(f1At(scene, threshold) <= f1At(scene, **best));
        }
    }
}

TEST_CASE("Input that is none is refused with its place")
{
    const Boxes box = {{0, {1, 2}, false}};
    CHECK_FALSE(matchEvents({{0, notANumber, 1}}, box));
    CHECK_FALSE(matchEvents({}, {{0, {2, 1}, false}}));
    CHECK_FALSE(matchEvents({}, {{0, {0, infinite}, false}}));
    CHECK_FALSE(matchEvents({}, box, {.toleranceSeconds = -1}));
    CHECK_FALSE(matchEvents({}, box, {.threshold = notANumber}));
    CHECK_FALSE(eventCurve({{0, 1, infinite}}, box));
    const auto score = bestEventThreshold({{0, 1, 1}, {0, 1, notANumber}}, box);
    REQUIRE_FALSE(score);
    CHECK(score.error().message == "time or score of event 1 is not a finite number");
    CHECK_FALSE(eventFigures({}, box, {}));
    CHECK_FALSE(eventFigures({}, box, {{{0, 10}, {}}}, {}, {.blockSeconds = 0}));
    CHECK_FALSE(eventFigures({}, box, {{{0, 10}, {{5, 4}}}}));
    const auto outside = eventFigures({{0, 11.5, 1}}, box, {{{0, 10}, {}}});
    REQUIRE_FALSE(outside);
    CHECK(outside.error().message == "event 0 at 11.5 s lies outside the 0 to 10 s listened to of recording 0");
    CHECK_FALSE(windowTruth(box, 0, {0, 10}, 0));
    CHECK_FALSE(windowTruth(box, 0, {0, 10}, 1e-9));
    CHECK_FALSE(windowTruth(box, 0, {10, 0}, 4));
    CHECK_FALSE(windowScores({0, 0, {1}}, {}));
    CHECK_FALSE(windowScores({0, 1, {1, std::numeric_limits<float>::quiet_NaN()}}, {}));
    CHECK_FALSE(windowRanking({{}}, {}));
}

TEST_CASE("A window is positive when a box overlaps it by a second, half of it, or lies in it")
{
    const auto positives = [](const Boxes& boxes, double window) {
        std::vector<std::size_t> places;
        const auto windows = *windowTruth(boxes, 0, {0, 17}, window);
        for (std::size_t i = 0; i < windows.size(); ++i) {
            if (windows[i].positive) {
                places.push_back(i);
            }
        }
        return places;
    };
    using Places = std::vector<std::size_t>;
    CHECK(windowTruth({}, 0, {0, 17}, 4)->size() == 4);  // the last second is no window
    CHECK(windowTruth({}, 0, {0, 0.3}, 0.1)->size() == 3);
    CHECK(positives({{0, {3, 5}, false}}, 4) == Places{0, 1});
    CHECK(positives({{0, {3.25, 6}, false}}, 4) == Places{1});
    CHECK(positives({{0, {3.5, 4.5}, false}}, 4).empty());  // half a second in each
    CHECK(positives({{0, {3, 13}, false}}, 4) == Places{0, 1, 2, 3});
    CHECK(positives({{0, {5, 5.5}, false}}, 4) == Places{1});  // shorter than a second, wholly inside
    CHECK(positives({{0, {0.5, 1.5}, false}}, 1) == Places{0, 1});
    CHECK(positives({{1, {5, 7}, false}}, 4).empty());
    CHECK(positives({{0, {5, 7}, true}}, 4).empty());
    CHECK(positives({{0, {100, 107}, false}}, 4).empty());

    const auto windows = *windowTruth({{0, {5, 7}, true}, {0, {8, 10}, true}, {0, {9, 11}, false}}, 0, {0, 16}, 4);
    CHECK(windows[1].ignored);
    CHECK_FALSE(windows[2].ignored);
    CHECK(windows[2].positive);
    const auto later = *windowTruth({{0, {105, 107}, false}}, 0, {100, 116}, 4);
    CHECK(later[1].positive);
    CHECK(later[1].seconds == Interval{104, 108});
}

TEST_CASE("A window's score is its highest logit, where what is no peak loses four")
{
    const auto windows = *windowTruth({}, 0, {0, 12}, 4);
    // A peak at 3.5 s whose flank reaches over the edge at 4 s.
    ScoreTrack track = {0, 0.5, std::vector<float>(24, -3)};
    track.logits[7] = 6;
    track.logits[8] = 5;
    CHECK(*windowScores(track, windows) == std::vector<double>{6, 1, -3});
    // 0.64 s are one step of 0.5 s: a step further off it is a peak of its own.
    track.logits[8] = -3;
    track.logits[9] = 5;
    CHECK(*windowScores(track, windows) == std::vector<double>{6, 5, -3});
    // Equal neighbours are both peaks, and a step on the edge belongs to what begins there.
    track.logits[9] = -3;
    track.logits[8] = 6;
    CHECK(*windowScores(track, windows) == std::vector<double>{6, 6, -3});
    // Five steps of 0.128 s are exactly 0.64 s.
    ScoreTrack fine = {0, 0.128, std::vector<float>(94, -20)};
    fine.logits[29] = 6;  // 3.712 s
    fine.logits[34] = 5;  // 4.352 s
    CHECK((*windowScores(fine, windows))[1] == 1);
    fine.logits[34] = -20;
    fine.logits[35] = 5;
    CHECK((*windowScores(fine, windows))[1] == 5);
    // Windows nobody scored; a track that begins late.
    CHECK(*windowScores({5, 1, {2}}, windows) == std::vector<double>{-infinite, 2, -infinite});
}

TEST_CASE("Ignored windows do not rank")
{
    const auto windows = *windowTruth({{0, {1, 3}, false}, {0, {5, 7}, true}, {0, {13, 15}, false}}, 0, {0, 20}, 4);
    const auto ranking = windowRanking(windows, {3, 9, 1, 2, -infinite});
    REQUIRE(ranking);
    CHECK(ranking->positives() == 2);
    CHECK(ranking->negatives() == 2);
    CHECK(ranking->figures().auc == 1);
    CHECK(ranking->figures().averagePrecision == 1);
    const auto swapped = windowRanking(windows, {3, 9, 2.5, 2, 0});
    CHECK(swapped->figures().auc == Approx(0.75));
    CHECK(swapped->figures().averagePrecision == Approx((1 + 2.0 / 3) / 2));
}
