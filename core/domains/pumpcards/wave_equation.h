// The damped wave equation of a rod string, one stroke as one period.
//
//     u_tt = a² u_xx - c u_t,   F = E A u_x
//
// x down from the polished rod, u displacement positive down (u = -position), F tension. There is no gravity in it: the
// pump load still contains the rod weight; subtract weightInFluid() once and the lower line sits near zero.
// Sources: Gibbs 1963 (Fourier), Everitt and Jennings 1992 (SPE-18189, finite differences).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/domains/pumpcards/card.h"
#include "core/domains/pumpcards/rod_string.h"

namespace sightline::pumpcards {

/// Nothing is known at the pump, so errors grow with frequency and the band must be limited.
inline constexpr int defaultHarmonics = 20;
inline constexpr int defaultDepthSteps = 100;

/// Surface card → pump card, harmonic by harmonic through the tapers. `surface`: one stroke at equal time steps, the
/// first point not repeated. The result has as many points, positions shifted so that the lowest is 0.
/// Invalid: fewer than 8 points, no rods, a period, length, area, mass or modulus that is not positive.
Result<std::vector<CardPoint>> pumpCardByFourier(const RodString& rods, std::span<const CardPoint> surface,
                                                 double periodSeconds, int harmonics = defaultHarmonics);

/// The same by marching down a grid of about `depthSteps` steps, shared among the sections by length (at least 2 each).
/// Invalid also where a step is longer than sound travels in one time step (dx / (a dt) > 1): use more.
Result<std::vector<CardPoint>> pumpCardByDifferences(const RodString& rods, std::span<const CardPoint> surface,
                                                     double periodSeconds, int depthSteps = defaultDepthSteps);

/// What the polished rod feels when it moves as `surfacePosition` (metres) while the pump pulls with `pumpLoad`
/// (newtons), both one stroke at the same equal time steps. Well-posed, unlike the way down; harmonics are damped by
/// exp(-(k/rollOffHarmonic)²), as a load cell does.
Result<std::vector<double>> surfaceLoad(const RodString& rods, std::span<const double> surfacePosition,
                                        std::span<const double> pumpLoad, double periodSeconds, double rollOffHarmonic);

}  // namespace sightline::pumpcards
