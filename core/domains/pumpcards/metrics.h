// Numbers of a card, as the field computes them.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/domains/domain.h"
#include "core/domains/pumpcards/card.h"

namespace sightline::pumpcards {

/// Of one closed stroke. All zero for no points.
struct CardMetrics {
    double peakLoadNewton = 0;     ///< PPRL
    double minimumLoadNewton = 0;  ///< MPRL
    double rangeNewton = 0;
    double strokeMetre = 0;
    double areaJoule = 0;        ///< work of one stroke: |shoelace|
    double signedAreaJoule = 0;  ///< negative: clockwise, as a card should run
    std::size_t topIndex = 0;    ///< first point of greatest position
};
CardMetrics metricsOf(std::span<const CardPoint> points);

/// Pump card: the part of the stroke over which the fluid load is given up, effective / net stroke. The transfer point
/// is the last crossing, on the way down, of the level midway between the two load lines (their 10 % and 90 %
/// quantiles). Nothing for fewer than 8 points or a card without stroke or load range.
std::optional<double> fillageOf(std::span<const CardPoint> points);

/// P = W n: area times strokes per second. Of a pump card: the power that reaches the pump.
double powerWatt(double areaJoule, double strokesPerMinute);

/// Everything shown beside a card, in reading order; what is not known says what it would need.
std::vector<domains::Measure> measuresOf(const Card& card);

}  // namespace sightline::pumpcards
