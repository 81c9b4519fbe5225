// drawAugmented(): amounts were measured at strength 0.5 (twice the given figures at strength 1).
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/domains/pumpcards/picture.h"
#include "core/dsp/fourier.h"

namespace sightline::pumpcards {

namespace {

double spanOf(const std::vector<double>& values)
{
    const auto [lowest, highest] = std::ranges::minmax(values);
    return highest - lowest;
}

/// Load against position by up to ±2 samples, harmonics above 6 louder or softer, harmonics 1-5 with random parts of
/// 0.8 % of the range.
std::vector<double> changedSeries(const std::vector<double>& load, double strength, Rng& rng)
{
    const double range = spanOf(load);
    const double shift = strength * rng.uniform(-2, 2);
    const double ringing = 1 + strength * rng.uniform(-0.4, 0.4);
    std::vector<std::complex<double>> series = dsp::fourierSeries(load);
    const double step = -2 * std::numbers::pi * shift / static_cast<double>(load.size());
    constexpr std::size_t lastSlow = 5;
    constexpr std::size_t lastUnchanged = 6;
    for (std::size_t k = 1; k < series.size(); ++k) {
        series[k] *= std::polar(k > lastUnchanged ? ringing : 1.0, step * static_cast<double>(k));
        if (k <= lastSlow) {
            // A part of amplitude A at harmonic k has the coefficient A/2.
            series[k] += std::complex<double>(rng.normal(), rng.normal()) * (strength * 0.008 * range / 2);
        }
    }
    return dsp::fromFourierSeries(series, load.size());
}

AxisWarp randomWarp(double strength, Rng& rng)
{
    AxisWarp warp;
    warp.bend = strength * rng.uniform(-0.06, 0.06);
    warp.scale = 1 + strength * rng.uniform(-0.06, 0.06);
    warp.shift = strength * rng.uniform(-0.03, 0.03) + (1 - warp.scale) / 2;  // scaled about the middle
    return warp;
}

}  // namespace

Example drawAugmented(const Stroke& stroke, const ImageRecipe& recipe, double strength, Rng& rng)
{
    if (!(strength > 0)) {
        return draw(stroke, recipe);
    }
    Stroke changed = stroke;
    changed.load = changedSeries(stroke.load, strength, rng);
    const double noise = strength * 0.004 * rng.uniform() * spanOf(stroke.load);
    const double positionGain = 1 + strength * rng.uniform(-0.08, 0.08);
    const double loadGain = 1 + strength * rng.uniform(-0.08, 0.08);
    for (std::size_t i = 0; i < changed.load.size(); ++i) {
        changed.load[i] = (changed.load[i] + noise * rng.normal()) * loadGain;
        changed.position[i] *= positionGain;
    }
    roundLoads(changed.load, recipe);
    const AxisWarp across = randomWarp(strength, rng);
    const AxisWarp up = randomWarp(strength, rng);
    return draw(changed, recipe, across, up);
}

}  // namespace sightline::pumpcards
