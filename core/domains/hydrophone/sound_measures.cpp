#include "core/domains/hydrophone/sound_measures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/file.h"
#include "core/dsp/stft.h"

namespace sightline::hydrophone {

namespace {

constexpr std::int64_t samplesLookedAt = std::int64_t{1} << 22;
constexpr double fullScaleSine = 0.5;  // mean square
constexpr double leastMeanSquare = 1e-20;

/// The longest power of two that fits into a stretch, between 64 samples and what gives bins of 1 Hz.
int fftFor(std::int64_t samples, double rateHz)
{
    int fft = 64;
    while (fft * 2 <= samples && rateHz / fft > 1 && fft < 131072) {
        fft *= 2;
    }
    return fft;
}

/// Frames of the file.
struct Stretch {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// The mean power of each bin.
struct Spectrum {
    std::vector<double> power;
    bool sampled = false;
};

/// A constant offset is no sound.
void removeOffset(std::span<float> samples)
{
    double offset = 0;
    for (const float sample : samples) {
        offset += static_cast<double>(sample);
    }
    for (float& sample : samples) {
        sample -= static_cast<float>(offset / static_cast<double>(samples.size()));
    }
}

Result<Spectrum> meanSpectrum(const formats::SoundFile& file, formats::ChannelChoice channel, const Stretch& stretch,
                              const dsp::StftSettings& settings, Progress& progress)
{
    const Result<dsp::Stft> stft = dsp::Stft::create(settings);
    if (!stft) {
        return tl::unexpected(stft.error());
    }
    const std::int64_t frames = stft->frameCount(std::max<std::int64_t>(stretch.end - stretch.begin, settings.fft));
    const std::int64_t most = std::max<std::int64_t>(samplesLookedAt / settings.hop, 1);
    const std::int64_t looked = std::min(frames, most);
    Spectrum mean{std::vector<double>(static_cast<std::size_t>(stft->bins())), frames > most};
    std::vector<float> samples(static_cast<std::size_t>(settings.fft));
    std::vector<float> row(mean.power.size());
    for (std::int64_t i = 0; i < looked; ++i) {
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "stopped");
        }
        const std::int64_t frame = mean.sampled ? (2 * i + 1) * frames / (2 * looked) : i;
        const std::int64_t first = stretch.begin + frame * settings.hop;
        std::fill(samples.begin(), samples.end(), 0.0F);
        const std::span<float> there = std::span<float>(samples).first(
            static_cast<std::size_t>(std::min<std::int64_t>(settings.fft, stretch.end - first)));
        if (const auto read = file.readInto(first, there, channel, progress); !read) {
            return tl::unexpected(read.error());
        }
        removeOffset(there);
        stft->power(samples, 0, 0, 1, row);
        for (std::size_t bin = 0; bin < row.size(); ++bin) {
            mean.power[bin] += static_cast<double>(row[bin]) / static_cast<double>(looked);
        }
    }
    return mean;
}

double windowEnergy(const dsp::StftSettings& settings)
{
    double energy = 0;
    for (const float value : dsp::windowOf(settings.shape, settings.symmetry, settings.window)) {
        energy += static_cast<double>(value) * static_cast<double>(value);
    }
    return energy;
}

/// Between the bins where the running sum passes 5 % and 95 % of all.
Interval middleBand(std::span<const double> power, double all, double hertzPerBin, std::size_t first)
{
    Interval band;
    double sum = 0;
    bool begun = false;
    for (std::size_t k = 0; k < power.size(); ++k) {
        sum += power[k];
        if (!begun && sum >= 0.05 * all) {
            band.begin = static_cast<double>(first + k) * hertzPerBin;
            begun = true;
        }
        if (sum >= 0.95 * all) {
            band.end = static_cast<double>(first + k) * hertzPerBin;
            break;
        }
    }
    return band;
}

}  // namespace

Result<SoundMeasures> measuresOf(const formats::SoundFile& file, formats::ChannelChoice channel,
                                 const Interval& seconds, const std::optional<Interval>& hertz, Progress& progress)
{
    const formats::SoundInfo& info = file.info();
    const auto frameAt = [&](double at) {
        return std::clamp<std::int64_t>(std::llround(at * info.rateHz), 0, info.frames);
    };
    const Stretch stretch{frameAt(seconds.begin), frameAt(seconds.end)};
    const std::int64_t length = stretch.end - stretch.begin;
    if (length < 2) {
        return fail(ErrorCode::Invalid, "there is no sound from " + nameOf(seconds) + " s",
                    {utf8(file.path()), {}, {}});
    }
    dsp::StftSettings settings;
    settings.window = settings.fft = fftFor(length, info.rateHz);
    settings.hop = settings.fft / 2;
    settings.placement = dsp::FramePlacement::Whole;
    const Result<Spectrum> mean = meanSpectrum(file, channel, stretch, settings, progress);
    if (!mean) {
        return tl::unexpected(mean.error());
    }
    const double hertzPerBin = info.rateHz / settings.fft;
    const auto lastOfAll = static_cast<double>(mean->power.size() - 1);
    const Interval band = hertz.value_or(Interval{0, info.rateHz / 2});
    const auto first = static_cast<std::size_t>(std::clamp(std::ceil(band.begin / hertzPerBin - 1e-9), 0.0, lastOfAll));
    const auto last = static_cast<std::size_t>(
        std::clamp(std::floor(band.end / hertzPerBin + 1e-9), static_cast<double>(first), lastOfAll));
    const std::span<const double> power(mean->power.data() + first, last - first + 1);
    double sum = 0;
    for (const double one : power) {
        sum += one;
    }
    SoundMeasures measures;
    measures.seconds = static_cast<double>(length) / info.rateHz;
    measures.sampled = mean->sampled;
    // Parseval, one side of the spectrum.
    const double covered = std::min(1.0, static_cast<double>(length) / settings.fft);
    const double meanSquare = 2 * sum / settings.fft / windowEnergy(settings) / covered;
    measures.levelDecibel = 10 * std::log10(std::max(meanSquare, leastMeanSquare) / fullScaleSine);
    if (sum > 0) {
        const auto loudest = std::max_element(power.begin(), power.end());
        measures.peakHertz =
            static_cast<double>(first + static_cast<std::size_t>(loudest - power.begin())) * hertzPerBin;
        measures.bandHertz = middleBand(power, sum, hertzPerBin, first);
    }
    return measures;
}

}  // namespace sightline::hydrophone
