#include "core/domains/pumpcards/metrics.h"

#include <algorithm>
#include <cmath>

#include "core/base/translate.h"
#include "core/dsp/closed_curve.h"

namespace sightline::pumpcards {

namespace {

using domains::Measure;
using Quantity = domains::Measure::Quantity;

constexpr const char* needsSpeed = SL_TR_NOOP("pumpcards", "SPM not in the file");

double quantile(std::vector<double> values, double part)
{
    const auto place = static_cast<std::ptrdiff_t>(std::lround(part * static_cast<double>(values.size() - 1)));
    std::nth_element(values.begin(), values.begin() + place, values.end());
    return values[static_cast<std::size_t>(place)];
}

Measure known(const char* id, const char* name, Quantity quantity, double value, const char* source)
{
    return {id, name, quantity, value, source, ""};
}

Measure unknownMeasure(const char* id, const char* name, Quantity quantity, const char* missing)
{
    return {id, name, quantity, std::nullopt, "", missing};
}

}  // namespace

CardMetrics metricsOf(std::span<const CardPoint> points)
{
    CardMetrics metrics;
    if (points.empty()) {
        return metrics;
    }
    std::vector<double> position(points.size());
    std::vector<double> load(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        position[i] = points[i].positionMetre;
        load[i] = points[i].loadNewton;
    }
    const auto [lowest, highest] = std::ranges::minmax(load);
    const auto [left, right] = std::ranges::minmax_element(position);
    metrics.peakLoadNewton = highest;
    metrics.minimumLoadNewton = lowest;
    metrics.rangeNewton = highest - lowest;
    metrics.strokeMetre = *right - *left;
    metrics.topIndex = static_cast<std::size_t>(std::ranges::max_element(position) - position.begin());
    metrics.signedAreaJoule = dsp::signedArea(position, load);
    metrics.areaJoule = std::abs(metrics.signedAreaJoule);
    return metrics;
}

std::optional<double> fillageOf(std::span<const CardPoint> points)
{
    constexpr std::size_t fewestPoints = 8;
    const CardMetrics metrics = metricsOf(points);
    if (points.size() < fewestPoints || !(metrics.strokeMetre > 0) || !(metrics.rangeNewton > 0)) {
        return std::nullopt;
    }
    std::vector<double> loads(points.size());
    std::ranges::transform(points, loads.begin(), &CardPoint::loadNewton);
    const double middle = (quantile(loads, 0.1) + quantile(loads, 0.9)) / 2;
    const double bottom = std::ranges::min(points, {}, &CardPoint::positionMetre).positionMetre;
    const std::size_t n = points.size();
    std::optional<double> transfer;
    // From the top once round: the way down ends where the position stops falling, at its lowest point.
    for (std::size_t step = 0; step + 1 < n; ++step) {
        const CardPoint& from = points[(metrics.topIndex + step) % n];
        const CardPoint& to = points[(metrics.topIndex + step + 1) % n];
        if (from.loadNewton >= middle && to.loadNewton < middle) {
            const double part = (from.loadNewton - middle) / (from.loadNewton - to.loadNewton);
            transfer = from.positionMetre + part * (to.positionMetre - from.positionMetre);
        }
        if (to.positionMetre <= bottom) {
            break;
        }
    }
    if (!transfer) {
        return std::nullopt;
    }
    return std::clamp((*transfer - bottom) / metrics.strokeMetre, 0.0, 1.0);
}

double powerWatt(double areaJoule, double strokesPerMinute)
{
    return areaJoule * strokesPerMinute / 60;
}

std::vector<Measure> measuresOf(const Card& card)
{
    if (card.points.empty()) {
        return {};
    }
    const CardMetrics metrics = metricsOf(card.points);
    const bool surface = card.kind == CardKind::Surface || card.kind == CardKind::Predicted;
    const char* source =
        card.kind == CardKind::Surface || card.kind == CardKind::PumpMeasured ? "measured" : "computed";
    std::vector<Measure> list;
    list.push_back(known("pprl", surface ? SL_TR_NOOP("pumpcards", "PPRL") : SL_TR_NOOP("pumpcards", "Highest load"),
                         Quantity::Force, metrics.peakLoadNewton, source));
    list.push_back(known("mprl", surface ? SL_TR_NOOP("pumpcards", "MPRL") : SL_TR_NOOP("pumpcards", "Lowest load"),
                         Quantity::Force, metrics.minimumLoadNewton, source));
    list.push_back(
        known("load_range", SL_TR_NOOP("pumpcards", "Load range"), Quantity::Force, metrics.rangeNewton, "computed"));
    list.push_back(known("stroke",
                         surface ? SL_TR_NOOP("pumpcards", "Stroke") : SL_TR_NOOP("pumpcards", "Plunger stroke"),
                         Quantity::Length, metrics.strokeMetre, source));
    if (card.strokesPerMinute) {
        list.push_back(known("spm", SL_TR_NOOP("pumpcards", "SPM"), Quantity::Frequency, *card.strokesPerMinute / 60,
                             "from input"));
    } else {
        list.push_back(unknownMeasure("spm", SL_TR_NOOP("pumpcards", "SPM"), Quantity::Frequency, needsSpeed));
    }
    list.push_back(known("area", SL_TR_NOOP("pumpcards", "Area (work per stroke)"), Quantity::Work, metrics.areaJoule,
                         "computed"));
    const char* powerId = surface ? "prhp" : "pump_power";
    const char* powerName =
        surface ? SL_TR_NOOP("pumpcards", "Polished-rod power") : SL_TR_NOOP("pumpcards", "Pump power");
    if (card.strokesPerMinute) {
        list.push_back(known(powerId, powerName, Quantity::Power, powerWatt(metrics.areaJoule, *card.strokesPerMinute),
                             "computed"));
    } else {
        list.push_back(unknownMeasure(powerId, powerName, Quantity::Power, needsSpeed));
    }
    if (surface) {
        list.push_back(unknownMeasure("fillage", SL_TR_NOOP("pumpcards", "Fillage"), Quantity::Ratio,
                                      SL_TR_NOOP("pumpcards", "needs a pump card")));
    } else if (const std::optional<double> fillage = fillageOf(card.points)) {
        list.push_back(known("fillage", SL_TR_NOOP("pumpcards", "Fillage (tubing taken as anchored)"), Quantity::Ratio,
                             *fillage, "computed"));
    } else {
        list.push_back(unknownMeasure("fillage", SL_TR_NOOP("pumpcards", "Fillage"), Quantity::Ratio,
                                      SL_TR_NOOP("pumpcards", "no load transfer found on the way down")));
    }
    list.push_back(known("points", SL_TR_NOOP("pumpcards", "Points"), Quantity::Count,
                         static_cast<double>(card.points.size()), "measured"));
    return list;
}

}  // namespace sightline::pumpcards
