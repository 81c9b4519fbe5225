// Periodic real signals as Fourier series, of any length: one stroke of a rod, one turn of a crank.
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace sightline::dsp {

/// The coefficients c[0..n/2] of x[j] = c[0] + 2 Re Σ c[k] exp(+2πi jk/n), scaled so that c[0] is the mean. For even n
/// the last one (Nyquist) is real and counts once. Empty for an empty signal. Double precision, any n ≥ 1; lengths
/// with small prime factors are fast. Thread-safe: every thread keeps its own plans.
std::vector<std::complex<double>> fourierSeries(std::span<const double> signal);

/// The inverse for a signal of `count` samples. Missing coefficients are zero; those above count/2 are left out, so a
/// series may be drawn with more or fewer samples than it was taken from.
std::vector<double> fromFourierSeries(std::span<const std::complex<double>> series, std::size_t count);

/// The periodic signal x(j - samples), band-limited: a positive shift moves it later. The Nyquist coefficient of an
/// even length keeps its real part, since half of it is unknowable.
std::vector<double> shiftedPeriodic(std::span<const double> signal, double samples);

}  // namespace sightline::dsp
