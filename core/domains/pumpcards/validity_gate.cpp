#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/text.h"
#include "core/domains/pumpcards/card_work.h"

namespace sightline::pumpcards {

namespace {

std::size_t indexOfTop(const std::vector<double>& values)
{
    return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

void checkExtraPoints(CardWork& work)
{
    // A card that starts just after the bottom reaches it only at its end: that alone is nothing foreign.
    if (extraPointsReach(work) <= 0.05) {
        return;
    }
    const std::size_t extra = work.raw.positions.size() - pointsBeforeExtra;
    if (work.options.dropExtraPoints) {
        work.truncate(pointsBeforeExtra);
        work.add(Severity::Info, "extra_points",
                 "points 200-249 leave the stroke of the first 200 and were dropped, as agreed", extra);
    } else {
        work.add(
            Severity::Reject, "extra_points",
            "points 200-249 leave the stroke of the first 200: two recordings in one card (extra_points=drop keeps "
            "the first 200)",
            extra);
    }
}

void checkPointCount(CardWork& work)
{
    const std::size_t count = work.raw.positions.size();
    if (count == 0) {
        if (worst(work.raw.findings) != Severity::Reject) {
            work.add(Severity::Reject, "few_points", "no point is left after cleaning", 0);
        }
    } else if (count < 20) {
        work.add(Severity::Reject, "few_points",
                 countText(count, "point", "points") + " only: 20 are the least for a card", count);
    } else if (count < 60) {
        work.add(Severity::Doubt, "few_points", std::to_string(count) + " points only: the shape is coarse", count);
    } else if (count < 100 && work.raw.kind == CardKind::Surface) {
        work.add(Severity::Info, "few_points", std::to_string(count) + " points: too coarse for a computed pump card",
                 count);
    }
}

void checkClosure(CardWork& work)
{
    const double stroke = rangeOf(work.raw.positions).span();
    const double load = rangeOf(work.raw.loads).span();
    if (work.closed || stroke <= 0 || load <= 0) {
        return;
    }
    const double gap = std::max(std::abs(work.raw.positions.front() - work.raw.positions.back()) / stroke,
                                std::abs(work.raw.loads.front() - work.raw.loads.back()) / load);
    if (gap > 0.15) {
        work.add(Severity::Reject, "open_loop",
                 "open loop: start and end differ by " + percentText(gap) + " of the span");
    } else if (gap > 0.05) {
        work.add(Severity::Doubt, "not_closed",
                 "the loop does not close: start and end differ by " + percentText(gap) + " of the span");
    }
}

void checkStrokeShape(CardWork& work)
{
    const std::vector<double>& p = work.raw.positions;
    const double span = rangeOf(p).span();
    if (span <= 0) {
        return;
    }
    // From the bottom round to the bottom, so that a card that starts elsewhere is judged the same.
    const auto bottom = static_cast<std::size_t>(std::min_element(p.begin(), p.end()) - p.begin());
    std::vector<double> turned(p.begin() + static_cast<std::ptrdiff_t>(bottom), p.end());
    turned.insert(turned.end(), p.begin(), p.begin() + static_cast<std::ptrdiff_t>(bottom));
    const std::size_t top = indexOfTop(turned);
    double reach = turned.front();
    double reversal = 0;
    for (std::size_t i = 0; i < turned.size(); ++i) {
        reach = i <= top ? std::max(reach, turned[i]) : std::min(reach, turned[i]);
        reversal = std::max(reversal, std::abs(turned[i] - reach));
    }
    if (reversal > 0.01 * span) {
        work.add(Severity::Doubt, "reversals",
                 "the position is not one rise and one fall: it turns back by " + percentText(reversal / span) +
                     " of the stroke");
    }
    const double topShare = static_cast<double>(indexOfTop(p)) / static_cast<double>(p.size());
    if (topShare < 0.35 || topShare > 0.65) {
        work.add(Severity::Doubt, "wrong_start",
                 "wrong start or rotated: the top of the stroke lies at " + percentText(topShare) +
                     " of the points, expected 35-65 %");
    }
}

std::size_t longestRun(const std::vector<double>& values, double of)
{
    std::size_t longest = 0;
    std::size_t run = 0;
    // Twice round: a run may pass the start of the loop.
    for (std::size_t i = 0; i < 2 * values.size(); ++i) {
        run = values[i % values.size()] == of ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return std::min(longest, values.size());
}

void checkLoads(CardWork& work)
{
    const std::vector<double>& loads = work.raw.loads;
    const auto share = [&loads](std::size_t count) {
        return static_cast<double>(count) / static_cast<double>(loads.size());
    };
    if (work.raw.kind == CardKind::Surface) {
        const auto zeros =
            static_cast<std::size_t>(std::count_if(loads.begin(), loads.end(), [](double load) { return load <= 0; }));
        if (share(zeros) > 0.05) {
            work.add(Severity::Reject, "zero_load",
                     "zero or negative load in " + percentText(share(zeros)) + " of the points: the load cell fails",
                     zeros);
        } else if (zeros > 0) {
            work.add(Severity::Doubt, "zero_load", "zero or negative load in " + countText(zeros, "point", "points"),
                     zeros);
        }
    }
    const Range range = rangeOf(loads);
    // Computed cards may be flat by construction.
    if (range.span() <= 0 || (work.raw.kind != CardKind::Surface && work.raw.kind != CardKind::PumpMeasured)) {
        return;
    }
    const std::size_t atTop = longestRun(loads, range.high);
    const std::size_t atBottom = longestRun(loads, range.low);
    if (share(std::max(atTop, atBottom)) > 0.05) {
        const bool top = atTop >= atBottom;
        work.add(Severity::Doubt, "clipped",
                 std::string("clipped: the ") + (top ? "highest" : "lowest") + " load stands still for " +
                     percentText(share(top ? atTop : atBottom)) + " of the points",
                 std::max(atTop, atBottom));
    }
}

void checkDirection(CardWork& work)
{
    const std::vector<double>& p = work.raw.positions;
    const std::vector<double>& f = work.raw.loads;
    double area = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
        const std::size_t next = (i + 1) % p.size();
        area += p[i] * f[next] - p[next] * f[i];
    }
    if (area <= 0) {
        return;
    }
    if (!work.options.reverseCounterClockwise) {
        work.add(Severity::Doubt, "counter_clockwise",
                 "the loop runs counter-clockwise: reversed, or a sign is mirrored (direction=reverse turns it round)");
        return;
    }
    // The first point stays first.
    std::reverse(work.raw.positions.begin() + 1, work.raw.positions.end());
    std::reverse(work.raw.loads.begin() + 1, work.raw.loads.end());
    work.raw.seconds.clear();
    work.add(Severity::Info, "counter_clockwise", "the loop ran counter-clockwise and was turned round, as asked");
}

void checkRanges(CardWork& work)
{
    const double stroke = rangeOf(work.raw.positions).span() * work.raw.metresPerUnit;
    const Range load = rangeOf(work.raw.loads);
    const double peak = std::max(std::abs(load.low), std::abs(load.high));
    if (stroke < 0.1) {
        work.add(Severity::Reject, "stopped", "stopped: the stroke is " + formatFixed(stroke, 3) + " m");
    }
    if (load.span() < 0.01 * peak || peak == 0) {
        work.add(Severity::Reject, "flat_load", "the load does not change: a dead sensor or a stopped unit");
    }
    const double peakKilonewton = peak * work.raw.newtonsPerUnit / 1000;
    const bool loadFits = peakKilonewton <= 250 && (peakKilonewton >= 1 || work.raw.kind != CardKind::Surface);
    if (stroke > 12 || !loadFits) {
        work.add(Severity::Doubt, "out_of_range",
                 "stroke " + formatFixed(stroke, 2) + " m and peak load " + formatFixed(peakKilonewton, 2) +
                     " kN are no pumping unit's: is the unit right?");
    }
}

void checkStep(CardWork& work)
{
    work.quantumNewton = smallestCommonStep(work.raw.loads) * work.raw.newtonsPerUnit;
    constexpr double drawnStepNewton = 100;
    if (work.quantumNewton < drawnStepNewton * (1 - 1e-6)) {
        work.add(Severity::Info, "load_step",
                 work.quantumNewton > 0
                     ? "loads come in steps of " + formatNumber(std::round(work.quantumNewton * 1e6) / 1e6) +
                           " N; the picture rounds to 0.1 kN"
                     : "loads have no common step; the picture rounds to 0.1 kN");
    }
}

}  // namespace

void passGate(CardWork& work)
{
    checkExtraPoints(work);
    checkPointCount(work);
    if (work.raw.positions.size() >= 20) {
        checkClosure(work);
        checkStrokeShape(work);
        checkLoads(work);
        checkDirection(work);
        checkRanges(work);
        checkStep(work);
    }
}

double extraPointsReach(const CardWork& work)
{
    const std::vector<double>& p = work.raw.positions;
    if (p.size() != pointsBeforeExtra + 50) {
        return 0;
    }
    const Range stroke = rangeOf(p, pointsBeforeExtra);
    const Range all = rangeOf(p);
    const double beyond = std::max(all.high - stroke.high, stroke.low - all.low);
    return stroke.span() > 0 ? beyond / stroke.span() : 0;
}

double smallestCommonStep(const std::vector<double>& values)
{
    static constexpr std::array<double, 19> steps{100,  50,   20,   10,    5,     2,     1,      0.5,    0.2,   0.1,
                                                  0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001};
    for (const double step : steps) {
        const bool all = std::all_of(values.begin(), values.end(), [step](double value) {
            const double multiple = value / step;
            // Decimal text is off by rounding only; single precision from a blob is off by far more.
            return std::abs(multiple - std::round(multiple)) <=
                   std::min(1e-2, 1e-9 * std::max(1.0, std::abs(multiple)));
        });
        if (all) {
            return step;
        }
    }
    return 0;
}

}  // namespace sightline::pumpcards
