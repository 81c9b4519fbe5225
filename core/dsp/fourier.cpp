#include "core/dsp/fourier.h"

#include <kissfft.hh>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numbers>

namespace sightline::dsp {

namespace {

using Complex = std::complex<double>;

/// A plan has scratch memory of its own, so no two threads may share one.
kissfft<double>& plan(std::size_t count, bool inverse)
{
    thread_local std::map<std::pair<std::size_t, bool>, std::unique_ptr<kissfft<double>>> plans;
    constexpr std::size_t plansKept = 64;
    if (plans.size() > plansKept) {
        plans.clear();
    }
    auto& slot = plans[{count, inverse}];
    if (!slot) {
        slot = std::make_unique<kissfft<double>>(count, inverse);
    }
    return *slot;
}

}  // namespace

std::vector<Complex> fourierSeries(std::span<const double> signal)
{
    const std::size_t count = signal.size();
    if (count == 0) {
        return {};
    }
    std::vector<Complex> in(signal.begin(), signal.end());
    std::vector<Complex> out(count);
    plan(count, false).transform(in.data(), out.data());
    out.resize(count / 2 + 1);
    for (Complex& value : out) {
        value /= static_cast<double>(count);
    }
    return out;
}

std::vector<double> fromFourierSeries(std::span<const Complex> series, std::size_t count)
{
    if (count == 0) {
        return {};
    }
    std::vector<Complex> spectrum(count);
    const std::size_t used = std::min(series.size(), count / 2 + 1);
    for (std::size_t k = 0; k < used; ++k) {
        if (k == 0 || 2 * k == count) {
            spectrum[k] = series[k].real();
        } else {
            spectrum[k] = series[k];
            spectrum[count - k] = std::conj(series[k]);
        }
    }
    std::vector<Complex> out(count);
    plan(count, true).transform(spectrum.data(), out.data());
    std::vector<double> signal(count);
    std::transform(out.begin(), out.end(), signal.begin(), [](const Complex& value) { return value.real(); });
    return signal;
}

std::vector<double> shiftedPeriodic(std::span<const double> signal, double samples)
{
    std::vector<Complex> series = fourierSeries(signal);
    const double step =
        -2.0 * std::numbers::pi * samples / static_cast<double>(std::max<std::size_t>(signal.size(), 1));
    for (std::size_t k = 1; k < series.size(); ++k) {
        series[k] *= std::polar(1.0, step * static_cast<double>(k));
    }
    return fromFourierSeries(series, signal.size());
}

}  // namespace sightline::dsp
