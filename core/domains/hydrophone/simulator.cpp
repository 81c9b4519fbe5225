#include "core/domains/hydrophone/simulator.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>
#include <vector>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/domains/hydrophone/simulated_calls.h"
#include "core/domains/hydrophone/simulated_sea.h"
#include "core/formats/selection_table.h"
#include "core/formats/sound_writer.h"

namespace sightline::hydrophone {

namespace {

constexpr int rateHz = 2000;
/// One up-call in each.
constexpr std::size_t slotSeconds = 20;
constexpr std::size_t slotSamples = slotSeconds * rateHz;
constexpr std::size_t mostCalls = 10'000'000;

/// Pieces of noise that fade into each other, two of them at any time.
constexpr std::size_t noiseSamples = 8000;
constexpr std::size_t noiseStep = noiseSamples / 2;
static_assert(slotSamples % noiseStep == 0);
constexpr std::size_t stepsPerChange = 30;  ///< a minute
constexpr double loudness = 0.01;           ///< rms, full scale = 1
constexpr double loudnessDecibel = 4;       ///< it wanders by at most that

constexpr double softest = -2;
constexpr double loudest = 14;
/// The longest event lasts 5 s: so far from an edge it lies within its slot.
constexpr double edgeSeconds = 3;
/// Between the middles of a call and of something else.
constexpr double apartSeconds = 4;
constexpr std::size_t mostOthers = 3;

/// What the seed is mixed with, so that the parts do not share their random numbers.
enum class Part : std::uint64_t { Spectrum = 1, Noise = 2, Events = 3 };

Rng rngOf(std::uint64_t seed, Part part, std::size_t index)
{
    return Rng(mixSeed(mixSeed(seed, static_cast<std::uint64_t>(part)), index));
}

/// Endless noise, given piece after piece.
class SlowlyChangingSea {
public:
    explicit SlowlyChangingSea(std::uint64_t seed) : m_seed(seed), m_tail(faded(0, noiseStep, noiseSamples)) {}

    /// The next noiseStep samples.
    void next(std::span<float> out)
    {
        ++m_step;
        const std::vector<float> rising = faded(m_step, 0, noiseStep);
        for (std::size_t i = 0; i < noiseStep; ++i) {
            out[i] = m_tail[i] + rising[i];
        }
        m_tail = std::move(m_falling);
    }

private:
    /// Samples [from, to) of a piece; keeps its second half.
    std::vector<float> faded(std::size_t step, std::size_t from, std::size_t to)
    {
        const std::size_t minute = step / stepsPerChange;
        const double share = static_cast<double>(step % stepsPerChange) / stepsPerChange;
        const auto [before, loudBefore] = at(minute);
        const auto [after, loudAfter] = at(minute + 1);
        PowerSpectrum spectrum(before.size());
        for (std::size_t i = 0; i < spectrum.size(); ++i) {
            spectrum[i] = std::pow(before[i], 1 - share) * std::pow(after[i], share);
        }
        const double decibel = (1 - share) * loudBefore + share * loudAfter;
        const double gain = loudness * std::pow(10.0, decibel / 20);
        Rng rng = rngOf(m_seed, Part::Noise, step);
        std::vector<float> piece = shapedNoise(noiseSamples, spectrum, 1, rng);
        for (std::size_t i = 0; i < piece.size(); ++i) {
            // The squares of two such halves add up to 1, and so do the powers of two noises.
            const double fade = std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / noiseSamples);
            piece[i] = static_cast<float>(piece[i] * gain * fade);
        }
        m_falling.assign(piece.begin() + noiseStep, piece.end());
        return {piece.begin() + static_cast<std::ptrdiff_t>(from), piece.begin() + static_cast<std::ptrdiff_t>(to)};
    }
    /// Spectrum and loudness at the begin of a minute.
    std::pair<PowerSpectrum, double> at(std::size_t minute) const
    {
        Rng rng = rngOf(m_seed, Part::Spectrum, minute);
        PowerSpectrum spectrum = seaSpectrum(rateHz, rng);
        const double sum = std::accumulate(spectrum.begin(), spectrum.end(), 1e-12);
        for (double& power : spectrum) {
            power = (power + 1e-9 * sum) / sum;
        }
        return {std::move(spectrum), rng.uniform(-loudnessDecibel, loudnessDecibel)};
    }

    std::uint64_t m_seed;
    std::size_t m_step = 0;
    std::vector<float> m_falling;
    std::vector<float> m_tail;
};

/// Adds the events of a slot, all of them within it.
void addEvents(std::span<float> slot, std::size_t number, bool upcall, std::uint64_t seed,
               std::vector<formats::SelectionBox>& boxes)
{
    Rng rng = rngOf(seed, Part::Events, number);
    const double background = backgroundRms(slot, rateHz);
    const auto add = [&](CallKind kind, double middleSeconds) {
        const SimulatedCall call = simulatedCall(kind, rateHz, rng);
        const double decibel = rng.uniform(softest, loudest);
        const auto middle = static_cast<std::int64_t>(std::llround(middleSeconds * rateHz));
        addCall(slot, middle, call, decibel, background);
        const auto begin =
            static_cast<std::int64_t>(number * slotSamples) + middle - static_cast<std::int64_t>(call.length / 2);
        formats::SelectionBox box;
        box.seconds.begin = static_cast<double>(begin) / rateHz;
        box.seconds.end = static_cast<double>(begin + static_cast<std::int64_t>(call.length)) / rateHz;
        box.hertz = Interval{std::round(call.hertz.begin), std::round(call.hertz.end)};
        box.channel = 0;
        box.label = toString(kind);
        return box;
    };
    const double callSeconds = rng.uniform(edgeSeconds, slotSeconds - edgeSeconds);
    if (upcall) {
        boxes.push_back(add(CallKind::Upcall, callSeconds));
    }
    const std::size_t others = rng.below(mostOthers + 1);
    for (std::size_t i = 0; i < others; ++i) {
        const double seconds = rng.uniform(edgeSeconds, slotSeconds - edgeSeconds);
        const CallKind kind = drawnOther(rng);
        if (!upcall || std::abs(seconds - callSeconds) > apartSeconds) {
            add(kind, seconds);
        }
    }
}

}  // namespace

Result<void> simulateSound(std::size_t count, std::uint64_t seed, const std::filesystem::path& out, Progress& progress)
{
    const Where where{utf8(out), {}, {}};
    if (!equalsIgnoreCase(utf8(out.extension()), ".wav")) {
        return fail(ErrorCode::Invalid, "simulated sound is written as WAV: choose a name that ends in .wav", where);
    }
    if (count > mostCalls) {
        return fail(ErrorCode::Invalid, "more than " + std::to_string(mostCalls) + " calls are not simulated", where);
    }
    auto writer = formats::SoundWriter::create(out, rateHz, 1);
    if (!writer) {
        return tl::unexpected(writer.error());
    }
    formats::SelectionTable table;
    table.columns = {"Species"};
    table.labelColumn = "Species";
    SlowlyChangingSea sea(seed);
    std::vector<float> slot(slotSamples);
    const std::size_t slots = std::max<std::size_t>(count, 1);
    for (std::size_t number = 0; number < slots; ++number) {
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "simulating was stopped");
        }
        for (std::size_t at = 0; at < slotSamples; at += noiseStep) {
            sea.next(std::span(slot).subspan(at, noiseStep));
        }
        addEvents(slot, number, number < count, seed, table.boxes);
        if (auto written = writer->write(slot); !written) {
            return written;
        }
        progress.report(static_cast<double>(number + 1) / static_cast<double>(slots), "simulating");
    }
    std::filesystem::path labels = out;
    labels.replace_extension();
    labels += ".Table.1.selections.txt";
    if (auto written = formats::writeRaven(labels, table); !written) {
        return written;
    }
    auto closed = writer->close();
    if (!closed) {
        std::error_code ignored;
        std::filesystem::remove(labels, ignored);
    }
    return closed;
}

}  // namespace sightline::hydrophone
