#include "core/dsp/closed_curve.h"

#include <cassert>

namespace sightline::dsp {

std::vector<double> resampledClosed(std::span<const double> signal, std::size_t count)
{
    if (signal.empty()) {
        return {};
    }
    const std::size_t n = signal.size();
    const double step = static_cast<double>(n) / static_cast<double>(count);
    std::vector<double> out(count);
    for (std::size_t j = 0; j < count; ++j) {
        const double place = static_cast<double>(j) * step;
        const std::size_t before = static_cast<std::size_t>(place) % n;
        const double part = place - static_cast<double>(static_cast<std::size_t>(place));
        const double next = signal[before + 1 == n ? 0 : before + 1];
        out[j] = signal[before] + part * (next - signal[before]);
    }
    return out;
}

double signedArea(std::span<const double> x, std::span<const double> y)
{
    assert(x.size() == y.size());
    const std::size_t n = x.size();
    if (n < 3) {
        return 0;
    }
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t next = i + 1 == n ? 0 : i + 1;
        // Relative to the first point: a card far from the origin keeps its digits.
        sum += (x[i] - x[0]) * (y[next] - y[0]) - (x[next] - x[0]) * (y[i] - y[0]);
    }
    return sum / 2;
}

}  // namespace sightline::dsp
