// Closed curves sampled in order: the last sample is followed by the first.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sightline::dsp {

/// One coordinate of the curve at `count` places equally spaced in sample index, by linear interpolation; place 0 is
/// sample 0, and sample n is sample 0 again (not among the places). Empty for an empty signal.
std::vector<double> resampledClosed(std::span<const double> signal, std::size_t count);

/// Signed area enclosed by the closed curve (shoelace formula): positive when it runs counter-clockwise with x to the
/// right and y up. x and y have equal lengths; 0 below three points.
double signedArea(std::span<const double> x, std::span<const double> y);

}  // namespace sightline::dsp
