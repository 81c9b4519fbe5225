// A window in numbers, for a judge without eyes.
#pragma once

#include <string>
#include <vector>

#include "core/data/image_recipe.h"
#include "core/domains/mouse/picture.h"

namespace sightline::mouse {

/// Percentiles of speed, step length, turning angle, acceleration, |dx| and |dy|, a histogram of directions, spreads,
/// presses and drags; with the recipe's `clock` those of time steps and the shares of gaps, with `position` those of
/// the places on the screen. As many for every window of a recipe, all finite.
std::vector<float> featuresOf(const std::vector<PathPoint>& points, const ImageRecipe& recipe);

/// The histograms of a shortcut probe: what identifies a device or a desk rather than a hand.
enum class Probe { Clock, Speed, Position, Reach };
inline constexpr Probe allProbes[] = {Probe::Clock, Probe::Speed, Probe::Position, Probe::Reach};
const char* toString(Probe probe);  ///< "clock", "speed", "position", "reach"
/// clock: shares of time steps by size; speed: shares of speeds by size; position: share of time in each of 64 fields
/// of the screen; reach: largest x and y. As many for every window, all finite.
std::vector<float> probeOf(const std::vector<PathPoint>& points, Probe probe);

}  // namespace sightline::mouse
