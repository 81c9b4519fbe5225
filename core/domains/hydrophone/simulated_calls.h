// Up-calls that no whale made, and what is taken for them: drawn at random, at a given level, into a given background.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/data/extent.h"

namespace sightline::hydrophone {

enum class CallKind {
    Upcall,
    Reversed,  ///< an up-call played backwards
    Tone,      ///< 45 … 360 Hz, 0.4 … 5 s, drifting by at most 12 Hz
    FinPulse,  ///< 22 … 45 Hz, falling by 3 … 12 Hz
    Wiggly,    ///< up and down between 40 and 600 Hz, as in humpbacks' songs
    Knock,     ///< 30 … 300 ms of noise that dies away
    TooSteep,  ///< up to some 300 Hz in 0.08 … 0.25 s
    TooSlow,   ///< up by 20 … 100 Hz in 2.5 … 5 s
    TooHigh,   ///< an up-sweep above 230 Hz
    Arch,      ///< up and down again
    Moan       ///< short, level or falling, with harmonics
};
const char* toString(CallKind kind);  ///< "upcall", "reversed", "tone", "fin_pulse", …
/// All but the up-call, with TooSteep and TooSlow, TooHigh and Arch half as often as the others.
CallKind drawnOther(Rng& rng);

/// f(t) = from + (to - from) · t^bend over the share of the time after the flat start.
struct UpcallShape {
    struct Echo {
        double seconds = 0;
        double gain = 0;
    };
    double fromHertz = 80;
    double toHertz = 180;
    double seconds = 0.9;
    double bend = 1;
    double flatShare = 0;  ///< of the time, at the lowest frequency first
    double attack = 0.2;   ///< as a share of the time; sin²
    double release = 0.2;
    double tilt = 0;    ///< the amplitude grows by e^tilt from begin to end
    double second = 0;  ///< amplitude of the second harmonic …
    double third = 0;   ///< … and of the third
    std::vector<Echo> echoes;
};
UpcallShape drawnUpcall(Rng& rng);

/// One event, its rms without echoes 1 over its length.
struct SimulatedCall {
    CallKind kind = CallKind::Upcall;
    std::vector<float> samples;  ///< with its echoes, which may outlast it
    std::size_t length = 0;      ///< of the event itself, in samples
    Interval hertz;              ///< of its fundamental; of a knock: the whole band
};
SimulatedCall upcallOf(const UpcallShape& shape, double rateHz);
/// Drawn at random within the bounds above. Harmonics that would lie above half the rate are left out.
SimulatedCall simulatedCall(CallKind kind, double rateHz, Rng& rng);

/// Adds a call so that its own middle lies on sample `middle`, `decibel` above `background` (rms). What lies outside
/// `samples` is cut off.
void addCall(std::span<float> samples, std::int64_t middle, const SimulatedCall& call, double decibel,
             double background);

/// Makes a training example of a background (noise, or a recording played backwards): with `upcall` there is one
/// within 0.4 s of the middle of `samples`, without it in more than half of all cases something else. Other events
/// anywhere (0.8 on average in ten seconds or less, as densely in more), and up-calls 1.9 … 4.8 s beside the middle
/// (0.3 on average), so that a judge learns to ask what is in the middle. Levels are -8 … 14 dB against the
/// background's rms within 50 … 350 Hz; in the end everything becomes louder or softer by at most 10 dB. Deterministic
/// in `rng`.
void addScene(std::span<float> samples, double rateHz, bool upcall, Rng& rng);

}  // namespace sightline::hydrophone
