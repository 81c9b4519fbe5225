#include "core/domains/pumpcards/cleaning.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/domains/pumpcards/card_work.h"

namespace sightline::pumpcards {

void CardWork::add(Severity severity, const char* kind, std::string message, std::size_t count, std::int64_t line)
{
    Where where{options.file, {}, {}};
    const std::int64_t place = line > 0 ? line : raw.firstLine;
    if (place > 0) {
        where.line = place;
    }
    raw.findings.push_back({severity, kind, std::move(message), where, static_cast<std::int64_t>(count)});
}

void CardWork::truncate(std::size_t count)
{
    raw.positions.resize(count);
    raw.loads.resize(count);
    if (!raw.seconds.empty()) {
        raw.seconds.resize(count);
    }
    if (!raw.lines.empty()) {
        raw.lines.resize(count);
    }
}

Range rangeOf(const std::vector<double>& values, std::size_t count)
{
    if (count == 0) {
        return {};
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count));
    return {*low, *high};
}

Range rangeOf(const std::vector<double>& values)
{
    return rangeOf(values, values.size());
}

std::string percentText(double share)
{
    return formatFixed(100 * share, 1) + " %";
}

std::string countText(std::size_t count, const char* one, const char* many)
{
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

namespace {

constexpr double maxMetres = 1e4;
constexpr double maxNewtons = 1e8;

std::int64_t lineOf(const CardWork& work, std::size_t row)
{
    return row < work.raw.lines.size() ? work.raw.lines[row] : 0;
}

void keepRows(CardWork& work, const std::vector<std::size_t>& rows)
{
    const auto keep = [&rows](auto& values) {
        if (values.empty()) {
            return;
        }
        std::size_t kept = 0;
        for (const std::size_t row : rows) {
            values[kept++] = values[row];
        }
        values.resize(kept);
    };
    keep(work.raw.positions);
    keep(work.raw.loads);
    keep(work.raw.seconds);
    keep(work.raw.lines);
}

void dropBadRows(CardWork& work)
{
    const std::size_t rows = work.raw.positions.size();
    const auto good = [&work](std::size_t row) {
        const double metres = work.raw.positions[row] * work.raw.metresPerUnit;
        const double newtons = work.raw.loads[row] * work.raw.newtonsPerUnit;
        return std::isfinite(metres) && std::isfinite(newtons) && std::abs(metres) <= maxMetres &&
               std::abs(newtons) <= maxNewtons;
    };
    std::vector<std::size_t> kept;
    kept.reserve(rows);
    std::int64_t firstBad = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        if (good(row)) {
            kept.push_back(row);
        } else if (kept.size() == row) {
            firstBad = lineOf(work, row);
        }
    }
    const std::size_t dropped = rows - kept.size();
    if (dropped == 0) {
        return;
    }
    const bool tooMany = dropped * 50 > rows;
    work.add(tooMany ? Severity::Reject : Severity::Info, "bad_rows",
             countText(dropped, "row", "rows") + " of " + std::to_string(rows) +
                 " without two readable numbers dropped" +
                 (tooMany ? ": more than 2 %, the card is not to be trusted" : ""),
             dropped, firstBad);
    keepRows(work, kept);
}

void stripPadding(CardWork& work)
{
    std::size_t count = work.raw.positions.size();
    while (count > 0 && work.raw.positions[count - 1] == 0 && work.raw.loads[count - 1] == 0) {
        --count;
    }
    const std::size_t stripped = work.raw.positions.size() - count;
    if (stripped == 0) {
        return;
    }
    if (stripped >= 2) {
        work.add(Severity::Info, "padding", std::to_string(stripped) + " padding points (0,0) at the end stripped",
                 stripped, lineOf(work, count));
    }
    work.truncate(count);
}

void realign(CardWork& work)
{
    const std::vector<double>& loads = work.raw.loads;
    const std::vector<double>& positions = work.raw.positions;
    const std::size_t rows = loads.size();
    constexpr std::size_t header = 4;
    if (rows < header + 3 || loads[0] != 1 || loads[1] != 0 || !(loads[2] > 0) || loads[3] != std::floor(loads[3]) ||
        loads[3] < 3 || loads[3] >= static_cast<double>(rows)) {
        return;
    }
    const auto count = static_cast<std::size_t>(loads[3]);
    if (header + count > rows) {
        return;
    }
    const std::size_t smuggled = std::min(rows - header - count, count);
    const std::size_t rest = count - smuggled;
    std::vector<double> newLoads(loads.begin() + header, loads.begin() + static_cast<std::ptrdiff_t>(header + count));
    std::vector<double> newPositions(loads.begin() + static_cast<std::ptrdiff_t>(header + count),
                                     loads.begin() + static_cast<std::ptrdiff_t>(header + count + smuggled));
    newPositions.insert(newPositions.end(), positions.begin(), positions.begin() + static_cast<std::ptrdiff_t>(rest));
    const bool restIsZero = std::all_of(positions.begin() + static_cast<std::ptrdiff_t>(rest), positions.end(),
                                        [](double position) { return position == 0; });
    const bool closes = newPositions.front() == newPositions.back() && newLoads.front() == newLoads.back();
    if (!restIsZero || !closes) {
        return;
    }
    const double period = loads[2];
    if (!work.raw.strokesPerMinute) {
        work.raw.strokesPerMinute = 60 / period;
    }
    work.raw.positions = std::move(newPositions);
    work.raw.loads = std::move(newLoads);
    work.raw.seconds.clear();
    work.raw.lines.clear();
    work.add(Severity::Info, "realigned",
             "the load column began with a header (1, 0, period " + formatNumber(period) + " s, " +
                 std::to_string(count) +
                 " points) and ended with the first positions: pairs formed anew, the loop closes exactly",
             count);
}

void removeClosingPoint(CardWork& work)
{
    const std::size_t count = work.raw.positions.size();
    if (count < 2 || work.raw.positions.front() != work.raw.positions.back() ||
        work.raw.loads.front() != work.raw.loads.back()) {
        return;
    }
    work.truncate(count - 1);
    work.closed = true;
    work.add(Severity::Info, "closed", "closed loop: the last point repeated the first and was dropped");
}

using Part = std::pair<std::size_t, std::size_t>;  ///< [begin, end)

// The parts of a record that are one stroke each, from bottom to bottom; empty where there is only one stroke. A
// quarter of the stroke above and below the middle must be passed, or noise at mid-stroke would count.
std::vector<Part> strokes(const CardWork& work)
{
    const std::vector<double>& p = work.raw.positions;
    const Range range = rangeOf(p);
    // Foreign points at the end are no second stroke: rule 6 asks about them.
    if (p.size() < 20 || range.span() * work.raw.metresPerUnit < 0.1 || extraPointsReach(work) > 0.1) {
        return {};
    }
    const double low = range.low + 0.25 * range.span();
    const double high = range.low + 0.75 * range.span();
    std::vector<std::size_t> bottoms;
    std::size_t rises = 0;
    bool below = p.front() < range.low + 0.5 * range.span();
    std::size_t bottom = 0;
    const bool startsBelow = below;
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (below) {
            bottom = p[i] < p[bottom] ? i : bottom;
            if (p[i] > high) {
                bottoms.push_back(bottom);
                ++rises;
                below = false;
            }
        } else if (p[i] < low) {
            below = true;
            bottom = i;
        }
    }
    if (rises < 2) {
        return {};
    }
    if (below) {
        bottoms.push_back(bottom);
    }
    // A start in the middle of a rise is no bottom: that stroke is incomplete.
    const double tolerance = 0.05 * range.span();
    std::vector<Part> parts;
    for (std::size_t i = 0; i + 1 < bottoms.size(); ++i) {
        const bool complete = i > 0 || !startsBelow || bottoms[i] > 0 || p[bottoms[i]] - range.low <= tolerance;
        const bool reachesBottom = p[bottoms[i + 1]] - range.low <= 2 * tolerance;
        if (complete && reachesBottom) {
            parts.emplace_back(bottoms[i], bottoms[i + 1]);
        }
    }
    // The last point of a record of whole strokes may itself be the bottom.
    if (!parts.empty() && below && parts.back().second == bottom && bottom + 1 == p.size()) {
        parts.back().second = p.size();
    }
    return parts;
}

CardWork stroke(const CardWork& work, std::size_t begin, std::size_t end, std::size_t number)
{
    const auto cut = [begin, end](const auto& values) {
        using Values = std::decay_t<decltype(values)>;
        return values.empty() ? Values{}
                              : Values(values.begin() + static_cast<std::ptrdiff_t>(begin),
                                       values.begin() + static_cast<std::ptrdiff_t>(end));
    };
    RawCard part;
    part.id = work.raw.id.empty() ? std::string() : work.raw.id + "/" + std::to_string(number);
    part.label = work.raw.label;
    part.well = work.raw.well;
    part.kind = work.raw.kind;
    part.kindKnown = work.raw.kindKnown;
    part.controllerType = work.raw.controllerType;
    part.positions = cut(work.raw.positions);
    part.loads = cut(work.raw.loads);
    part.seconds = cut(work.raw.seconds);
    part.lines = cut(work.raw.lines);
    part.metresPerUnit = work.raw.metresPerUnit;
    part.newtonsPerUnit = work.raw.newtonsPerUnit;
    part.fileLength = work.raw.fileLength;
    part.fileForce = work.raw.fileForce;
    part.strokesPerMinute = work.raw.strokesPerMinute;
    if (!work.raw.seconds.empty() && end > begin) {
        // To the next bottom; at the end of the record one step is added.
        const std::size_t last = std::min(end, work.raw.seconds.size() - 1);
        const double step = end > last && last > 0 ? work.raw.seconds[last] - work.raw.seconds[last - 1] : 0;
        const double period = work.raw.seconds[last] + step - work.raw.seconds[begin];
        if (std::isfinite(period) && period > 0) {
            part.strokesPerMinute = 60 / period;
        }
    }
    part.timeMicroseconds = work.raw.timeMicroseconds;
    part.firstLine = lineOf(work, begin) > 0 ? lineOf(work, begin) : work.raw.firstLine;
    part.wellData = work.raw.wellData;
    part.findings = work.raw.findings;
    return {std::move(part), work.options, false, 0};
}

bool returnsToStart(const std::vector<double>& positions)
{
    return positions.size() >= 3 && std::abs(positions.front() - positions.back()) <= 0.05 * rangeOf(positions).span();
}

Card gated(CardWork work)
{
    passGate(work);
    Card card;
    card.id = std::move(work.raw.id);
    card.label = std::move(work.raw.label);
    card.well = std::move(work.raw.well);
    card.kind = work.raw.kind;
    card.controllerType = std::move(work.raw.controllerType);
    card.points.reserve(work.raw.positions.size());
    for (std::size_t i = 0; i < work.raw.positions.size(); ++i) {
        card.points.push_back(
            {work.raw.positions[i] * work.raw.metresPerUnit, work.raw.loads[i] * work.raw.newtonsPerUnit});
    }
    const bool timed = !work.raw.seconds.empty() && std::all_of(work.raw.seconds.begin(), work.raw.seconds.end(),
                                                                [](double second) { return std::isfinite(second); });
    if (timed) {
        card.seconds = std::move(work.raw.seconds);
    }
    if (timed && !work.raw.strokesPerMinute && returnsToStart(work.raw.positions)) {
        const std::size_t count = card.seconds.size();
        const double period =
            card.seconds.back() - card.seconds.front() + card.seconds[count - 1] - card.seconds[count - 2];
        work.raw.strokesPerMinute = 60 / period;
    }
    if (work.raw.strokesPerMinute && std::isfinite(*work.raw.strokesPerMinute) && *work.raw.strokesPerMinute > 0) {
        card.strokesPerMinute = work.raw.strokesPerMinute;
    }
    card.timeMicroseconds = work.raw.timeMicroseconds;
    card.fileLength = work.raw.fileLength;
    card.fileForce = work.raw.fileForce;
    card.closed = work.closed;
    card.loadQuantumNewton = work.quantumNewton;
    card.firstLine = work.raw.firstLine;
    card.wellData = std::move(work.raw.wellData);
    card.findings = std::move(work.raw.findings);
    return card;
}

std::int64_t millionths(double value)
{
    return std::llround(value * 1e6);
}

}  // namespace

std::vector<Card> cleaned(RawCard raw, const CleaningOptions& options)
{
    raw.loads.resize(raw.positions.size(), std::numeric_limits<double>::quiet_NaN());
    if (raw.seconds.size() != raw.positions.size()) {
        raw.seconds.clear();
    }
    CardWork work{std::move(raw), options, false, 0};
    dropBadRows(work);
    stripPadding(work);
    realign(work);
    removeClosingPoint(work);
    std::vector<Card> cards;
    const auto parts = strokes(work);
    if (parts.empty()) {
        cards.push_back(gated(std::move(work)));
        return cards;
    }
    std::size_t used = 0;
    for (const auto& [begin, end] : parts) {
        used += end - begin;
    }
    const std::size_t left = work.raw.positions.size() - used;
    work.add(Severity::Info, "several_strokes",
             countText(parts.size(), "stroke", "strokes") + " cut at the bottom of each" +
                 (left > 0 ? "; " + std::to_string(left) + " points of incomplete strokes left out" : ""),
             parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        cards.push_back(gated(stroke(work, parts[i].first, parts[i].second, i)));
    }
    return cards;
}

std::string contentHash(const Card& card)
{
    Sha256 hash;
    hash.add(card.kind == CardKind::Surface ? "surface" : "pump");
    for (const CardPoint& point : card.points) {
        hash.add(static_cast<std::uint64_t>(millionths(point.positionMetre)));
        hash.add(static_cast<std::uint64_t>(millionths(point.loadNewton)));
    }
    return hash.hex().substr(0, 32);
}

}  // namespace sightline::pumpcards
