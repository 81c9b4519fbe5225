#include "core/domains/hydrophone/simulated_calls.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/domains/hydrophone/simulated_sea.h"

namespace sightline::hydrophone {

namespace {

constexpr double pi = std::numbers::pi;

/// Draws of an event's level and of its place in a scene.
constexpr double softest = -8;
constexpr double loudest = 14;
constexpr double othersOnAverage = 0.8;
constexpr double othersSeconds = 10;
constexpr double besideOnAverage = 0.3;
constexpr double besideNearest = 1.9;
constexpr double besideFarthest = 4.8;
constexpr double middleShift = 0.4;
constexpr double centredOthers = 0.56;  ///< of the examples without an up-call
constexpr double mostGain = 10;

/// What a voiced event sounds like apart from its pitch.
struct Voice {
    double attack = 0.1;
    double release = 0.1;
    double tilt = 0;
    double second = 0;
    double third = 0;
};

std::size_t lengthOf(double seconds, double rateHz)
{
    return std::max<std::size_t>(static_cast<std::size_t>(std::lround(seconds * rateHz)), 2);
}

/// sin² at both ends. t in [0,1].
double envelope(const Voice& voice, double t)
{
    const auto rise = [](double share, double of) {
        const double s = of > 0 && share < of ? std::sin(pi / 2 * share / of) : 1;
        return s * s;
    };
    return rise(t, voice.attack) * rise(1 - t, voice.release) * std::exp(voice.tilt * t);
}

void scaleToUnit(std::vector<float>& samples)
{
    double squares = 0;
    for (const float sample : samples) {
        squares += static_cast<double>(sample) * sample;
    }
    const double rms = std::sqrt(squares / static_cast<double>(samples.size()));
    for (float& sample : samples) {
        sample = rms > 0 ? static_cast<float>(sample / rms) : 0.0F;
    }
}

/// `pitch` gives the fundamental in hertz at a share of the time.
template <class Pitch>
SimulatedCall voiced(CallKind kind, double seconds, double rateHz, const Voice& voice, Pitch pitch)
{
    SimulatedCall call;
    call.kind = kind;
    call.length = lengthOf(seconds, rateHz);
    call.samples.resize(call.length);
    std::vector<double> hertz(call.length);
    for (std::size_t i = 0; i < call.length; ++i) {
        hertz[i] = pitch((static_cast<double>(i) + 0.5) / static_cast<double>(call.length));
    }
    const auto [lowest, highest] = std::minmax_element(hertz.begin(), hertz.end());
    call.hertz = {*lowest, *highest};
    const std::array<double, 3> amplitudes = {1, voice.second, voice.third};
    double turns = 0;
    for (std::size_t i = 0; i < call.length; ++i) {
        turns += hertz[i] / rateHz;
        double value = 0;
        for (std::size_t k = 0; k < amplitudes.size(); ++k) {
            const auto times = static_cast<double>(k + 1);
            if (amplitudes[k] != 0 && times * *highest < 0.48 * rateHz) {
                value += amplitudes[k] * std::sin(2 * pi * times * turns);
            }
        }
        const double t = (static_cast<double>(i) + 0.5) / static_cast<double>(call.length);
        call.samples[i] = static_cast<float>(value * envelope(voice, t));
    }
    scaleToUnit(call.samples);
    return call;
}

void addEchoes(SimulatedCall& call, const std::vector<UpcallShape::Echo>& echoes, double rateHz)
{
    const std::vector<float> dry = call.samples;
    for (const UpcallShape::Echo& echo : echoes) {
        const auto delay = static_cast<std::size_t>(std::lround(echo.seconds * rateHz));
        call.samples.resize(std::max(call.samples.size(), dry.size() + delay));
        for (std::size_t i = 0; i < dry.size(); ++i) {
            call.samples[i + delay] += static_cast<float>(echo.gain * dry[i]);
        }
    }
}

std::vector<UpcallShape::Echo> drawnEchoes(Rng& rng)
{
    std::vector<UpcallShape::Echo> echoes;
    if (rng.chance(0.5)) {
        echoes.resize(1 + rng.below(3));
        for (UpcallShape::Echo& echo : echoes) {
            echo.seconds = rng.uniform(0.005, 0.25);
            echo.gain = rng.uniform(-0.5, 0.5);
        }
    }
    return echoes;
}

Voice drawnVoice(double harmonics, Rng& rng)
{
    Voice voice;
    voice.attack = rng.uniform(0.05, 0.45);
    voice.release = rng.uniform(0.05, 0.45);
    voice.tilt = rng.uniform(-1.2, 1.2);
    if (rng.chance(harmonics)) {
        voice.second = rng.uniform(0.05, 0.5);
        voice.third = rng.uniform(0.05, 0.5);
    }
    return voice;
}

double between(double from, double to, double share)
{
    return from + (to - from) * share;
}

SimulatedCall dryUpcall(const UpcallShape& shape, double rateHz)
{
    const Voice voice{shape.attack, shape.release, shape.tilt, shape.second, shape.third};
    return voiced(CallKind::Upcall, shape.seconds, rateHz, voice, [&](double t) {
        const double moving = std::max(0.0, (t - shape.flatShare) / (1 - shape.flatShare));
        return between(shape.fromHertz, shape.toHertz, std::pow(moving, shape.bend));
    });
}

SimulatedCall line(CallKind kind, double fromHertz, double toHertz, double seconds, double rateHz, const Voice& voice)
{
    return voiced(kind, seconds, rateHz, voice, [&](double t) { return between(fromHertz, toHertz, t); });
}

SimulatedCall drawnWiggle(double rateHz, Rng& rng)
{
    std::vector<double> knots(3 + rng.below(3));
    for (double& knot : knots) {
        knot = rng.uniform(40, 600);
    }
    // Rising all the way it would be what it must not be.
    if (std::is_sorted(knots.begin(), knots.end())) {
        std::reverse(knots.begin(), knots.end());
    }
    const double seconds = rng.uniform(0.4, 2.5);
    const Voice voice = drawnVoice(0.6, rng);
    return voiced(CallKind::Wiggly, seconds, rateHz, voice, [&](double t) {
        const double place = t * static_cast<double>(knots.size() - 1);
        const std::size_t at = std::min(static_cast<std::size_t>(place), knots.size() - 2);
        const double share = (1 - std::cos(pi * (place - static_cast<double>(at)))) / 2;
        return between(knots[at], knots[at + 1], share);
    });
}

SimulatedCall drawnKnock(double rateHz, Rng& rng)
{
    SimulatedCall call;
    call.kind = CallKind::Knock;
    call.length = lengthOf(rng.uniform(0.03, 0.3), rateHz);
    call.hertz = {0, rateHz / 2};
    for (std::size_t i = 0; i < call.length; ++i) {
        const double t = static_cast<double>(i) / static_cast<double>(call.length);
        call.samples.push_back(static_cast<float>(rng.normal() * std::exp(-4 * t)));
    }
    scaleToUnit(call.samples);
    return call;
}

SimulatedCall dryCall(CallKind kind, double rateHz, Rng& rng)
{
    switch (kind) {
        case CallKind::Upcall: break;
        case CallKind::Reversed: {
            SimulatedCall call = dryUpcall(drawnUpcall(rng), rateHz);
            call.kind = kind;
            std::reverse(call.samples.begin(), call.samples.end());
            return call;
        }
        case CallKind::Tone: {
            const double hertz = rng.uniform(45, 360);
            const double drift = rng.uniform(-12, 12);
            const double seconds = rng.uniform(0.4, 5);
            return line(kind, hertz - drift / 2, hertz + drift / 2, seconds, rateHz, drawnVoice(0, rng));
        }
        case CallKind::FinPulse: {
            const double hertz = rng.uniform(22, 45);
            const double fall = rng.uniform(3, 12);
            const double seconds = rng.uniform(0.5, 1);
            return line(kind, hertz, hertz - fall, seconds, rateHz, drawnVoice(0, rng));
        }
        case CallKind::Wiggly: return drawnWiggle(rateHz, rng);
        case CallKind::Knock: return drawnKnock(rateHz, rng);
        case CallKind::TooSteep: {
            const double from = rng.uniform(60, 110);
            const double to = rng.uniform(220, 330);
            const double seconds = rng.uniform(0.08, 0.25);
            return line(kind, from, to, seconds, rateHz, drawnVoice(0.3, rng));
        }
        case CallKind::TooSlow: {
            const double from = rng.uniform(50, 160);
            const double rise = rng.uniform(20, 100);
            const double seconds = rng.uniform(2.5, 5);
            return line(kind, from, from + rise, seconds, rateHz, drawnVoice(0.3, rng));
        }
        case CallKind::TooHigh: {
            const double from = rng.uniform(230, 420);
            const double rise = rng.uniform(55, 200);
            const double seconds = rng.uniform(0.4, 1.35);
            return line(kind, from, from + rise, seconds, rateHz, drawnVoice(0.3, rng));
        }
        case CallKind::Arch: {
            const double from = rng.uniform(55, 160);
            const double rise = rng.uniform(50, 150);
            const double seconds = rng.uniform(0.6, 1.8);
            return voiced(kind, seconds, rateHz, drawnVoice(0.3, rng),
                          [&](double t) { return from + rise * std::sin(pi * t); });
        }
        case CallKind::Moan: {
            const double from = rng.uniform(50, 250);
            const double change = rng.uniform(-0.3, 0.03) * from;
            const double seconds = rng.uniform(0.3, 1.2);
            return line(kind, from, from + change, seconds, rateHz, drawnVoice(0.8, rng));
        }
    }
    return dryUpcall(drawnUpcall(rng), rateHz);
}

/// Poisson, by multiplying uniform numbers: for small means.
std::size_t drawnCount(double mean, Rng& rng)
{
    const double limit = std::exp(-mean);
    std::size_t many = 0;
    for (double product = rng.uniform(); product > limit; product *= rng.uniform()) {
        ++many;
    }
    return many;
}

}  // namespace

const char* toString(CallKind kind)
{
    switch (kind) {
        case CallKind::Upcall: return "upcall";
        case CallKind::Reversed: return "reversed";
        case CallKind::Tone: return "tone";
        case CallKind::FinPulse: return "fin_pulse";
        case CallKind::Wiggly: return "wiggly";
        case CallKind::Knock: return "knock";
        case CallKind::TooSteep: return "too_steep";
        case CallKind::TooSlow: return "too_slow";
        case CallKind::TooHigh: return "too_high";
        case CallKind::Arch: return "arch";
        case CallKind::Moan: return "moan";
    }
    return "upcall";
}

CallKind drawnOther(Rng& rng)
{
    constexpr std::array<std::array<CallKind, 2>, 8> kinds = {{{CallKind::Reversed, CallKind::Reversed},
                                                               {CallKind::Tone, CallKind::Tone},
                                                               {CallKind::FinPulse, CallKind::FinPulse},
                                                               {CallKind::Wiggly, CallKind::Wiggly},
                                                               {CallKind::Knock, CallKind::Knock},
                                                               {CallKind::TooSteep, CallKind::TooSlow},
                                                               {CallKind::TooHigh, CallKind::Arch},
                                                               {CallKind::Moan, CallKind::Moan}}};
    const auto& pair = kinds[rng.below(kinds.size())];
    return pair[rng.below(pair.size())];
}

UpcallShape drawnUpcall(Rng& rng)
{
    UpcallShape shape;
    shape.fromHertz = rng.uniform(55, 115);
    shape.toHertz = shape.fromHertz + rng.uniform(55, 150);
    shape.seconds = rng.uniform(0.55, 1.35);
    shape.bend = rng.uniform(0.8, 2.6);
    if (rng.chance(0.3)) {
        shape.flatShare = rng.uniform(0.05, 0.35);
    }
    const Voice voice = drawnVoice(0.3, rng);
    shape.attack = voice.attack;
    shape.release = voice.release;
    shape.tilt = voice.tilt;
    shape.second = voice.second;
    shape.third = voice.third;
    shape.echoes = drawnEchoes(rng);
    return shape;
}

SimulatedCall upcallOf(const UpcallShape& shape, double rateHz)
{
    SimulatedCall call = dryUpcall(shape, rateHz);
    addEchoes(call, shape.echoes, rateHz);
    return call;
}

SimulatedCall simulatedCall(CallKind kind, double rateHz, Rng& rng)
{
    if (kind == CallKind::Upcall) {
        return upcallOf(drawnUpcall(rng), rateHz);
    }
    SimulatedCall call = dryCall(kind, rateHz, rng);
    addEchoes(call, drawnEchoes(rng), rateHz);
    return call;
}

void addCall(std::span<float> samples, std::int64_t middle, const SimulatedCall& call, double decibel,
             double background)
{
    const double gain = background * std::pow(10.0, decibel / 20);
    const std::int64_t first = middle - static_cast<std::int64_t>(call.length / 2);
    const auto end =
        std::min(static_cast<std::int64_t>(call.samples.size()), static_cast<std::int64_t>(samples.size()) - first);
    for (std::int64_t i = std::max<std::int64_t>(0, -first); i < end; ++i) {
        samples[static_cast<std::size_t>(first + i)] +=
            static_cast<float>(gain * call.samples[static_cast<std::size_t>(i)]);
    }
}

void addScene(std::span<float> samples, double rateHz, bool upcall, Rng& rng)
{
    const double background = backgroundRms(samples, rateHz);
    const double seconds = static_cast<double>(samples.size()) / rateHz;
    const auto add = [&](CallKind kind, double middle) {
        const SimulatedCall call = simulatedCall(kind, rateHz, rng);
        const double decibel = rng.uniform(softest, loudest);
        addCall(samples, std::llround(middle * rateHz), call, decibel, background);
    };
    if (upcall) {
        add(CallKind::Upcall, seconds / 2 + rng.uniform(-middleShift, middleShift));
    } else if (rng.chance(centredOthers)) {
        const CallKind kind = drawnOther(rng);
        add(kind, seconds / 2 + rng.uniform(-middleShift, middleShift));
    }
    const std::size_t others = drawnCount(othersOnAverage * std::max(1.0, seconds / othersSeconds), rng);
    for (std::size_t i = 0; i < others; ++i) {
        const CallKind kind = drawnOther(rng);
        add(kind, rng.uniform(0, seconds));
    }
    const std::size_t beside = drawnCount(besideOnAverage, rng);
    for (std::size_t i = 0; i < beside; ++i) {
        const double side = rng.chance(0.5) ? 1 : -1;
        add(CallKind::Upcall, seconds / 2 + side * rng.uniform(besideNearest, besideFarthest));
    }
    const double gain = std::pow(10.0, rng.uniform(-mostGain, mostGain) / 20);
    for (float& sample : samples) {
        sample = static_cast<float>(sample * gain);
    }
}

}  // namespace sightline::hydrophone
