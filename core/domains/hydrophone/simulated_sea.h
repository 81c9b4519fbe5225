// The sea without anybody in it: noise by its spectrum alone, so that nobody's recording is needed.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/random.h"

namespace sightline::hydrophone {

/// Power at equally spaced frequencies from 0 to half the rate, both ends included, in any unit.
using PowerSpectrum = std::vector<double>;

/// Gaussian noise of that spectrum raised to `exponent` (beyond 1 its hills are steeper, below 1 flatter), rms 1. One
/// period of an endless noise: its end goes on at its begin. At least two frequencies; without any power it is silent.
std::vector<float> shapedNoise(std::size_t samples, const PowerSpectrum& spectrum, double exponent, Rng& rng);

/// A spectrum as seas have them, drawn at random, for sound of that rate: traffic's broad hill below some hundred
/// hertz, a fall of 2 to 7 dB an octave above it, the recorder's high-pass at 4 to 25 Hz, gentle unevenness, and in
/// half of all cases a few lines of ships or mains.
PowerSpectrum seaSpectrum(double rateHz, Rng& rng);

/// shapedNoise() of a seaSpectrum(), the exponent drawn from 0.6 … 1.6 as in training. rms 1.
std::vector<float> simulatedSea(std::size_t samples, double rateHz, Rng& rng);

/// Root mean square within 50 … 350 Hz, against which the level of calls is given: the median over pieces of an eighth
/// of a second, so that a few calls in it do not matter. 0 for silence and for less than a piece.
double backgroundRms(std::span<const float> samples, double rateHz);

}  // namespace sightline::hydrophone
