// Another sample rate, and bands cut out: for models of a fixed rate and for listening.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dsp/stft.h"

namespace sightline::dsp {

/// A whole signal at another rate, by a windowed sinc with a proper low-pass (97 dB, 90 % of the band): by LowerRate
/// where it can, else by libsamplerate. The result has round(samples · to / from) samples and is not delayed.
/// Invalid: a rate that is not positive, or a ratio beyond 1:256. Whether upsampling makes sense is the caller's to
/// say.
Result<std::vector<float>> resampled(std::span<const float> signal, double fromHz, double toHz);

/// A band-pass, low-pass or high-pass that delays nothing: Butterworth sections of fourth order run forwards and then
/// backwards (so attenuation at the edges is 6 dB, and 48 dB an octave beyond). For listening and for drawing, never
/// for a network's input.
struct Band {
    double lowHertz = 0;   ///< 0: no high-pass
    double highHertz = 0;  ///< 0 or half the rate and above: no low-pass
};
/// In place. Both ends are continued by a reflection, so that a cut does not click. Invalid: edges in the wrong order,
/// negative or not numbers.
Result<void> keepBand(std::span<float> signal, double rateHz, Band band);

}  // namespace sightline::dsp
