#include "ui/hydrophone/selection_measures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace sightline::ui {

namespace {

constexpr std::int64_t samplesLookedAt = std::int64_t{1} << 22;
constexpr double fullScaleSine = 0.5;  // mean square

/// The longest power of two that fits into a stretch, between 64 samples and what gives bins of 1 Hz.
int fftFor(std::int64_t samples, double rateHz)
{
    int fft = 64;
    while (fft * 2 <= samples && rateHz / fft > 1 && fft < 131072)
        fft *= 2;
    return fft;
}

}  // namespace

Result<SelectionMeasures> measureSelection(const SoundFileRef& file, formats::ChannelChoice channel,
                                           const Interval& recordedSeconds, const std::optional<Interval>& hertz,
                                           Progress& progress)
{
    const formats::SoundInfo& info = file->info();
    const auto frameAt = [&](double seconds) {
        return std::clamp<std::int64_t>(std::llround(seconds * info.rateHz), 0, info.frames);
    };
    const std::int64_t begin = frameAt(recordedSeconds.begin), end = frameAt(recordedSeconds.end);
    if (end - begin < 2)
        return fail(ErrorCode::Invalid, "the selection holds no sound");
    dsp::StftSettings settings;
    settings.window = settings.fft = fftFor(end - begin, info.rateHz);
    settings.hop = std::max(settings.fft / 2, 1);
    settings.placement = dsp::FramePlacement::Whole;
    const Result<dsp::Stft> stft = dsp::Stft::create(settings);
    if (!stft)
        return tl::unexpected(stft.error());

    SelectionMeasures measures;
    measures.seconds = static_cast<double>(end - begin) / info.rateHz;
    const std::int64_t length = std::max<std::int64_t>(end - begin, settings.fft);
    const std::int64_t frames = stft->frameCount(length);
    const std::int64_t most = std::max<std::int64_t>(samplesLookedAt / settings.hop, 1);
    measures.sampled = frames > most;
    const std::int64_t looked = std::min(frames, most);
    std::vector<double> mean(static_cast<std::size_t>(stft->bins()));
    std::vector<float> samples(static_cast<std::size_t>(settings.fft)), row(mean.size());
    for (std::int64_t i = 0; i < looked; ++i) {
        if (progress.cancelled())
            return fail(ErrorCode::Cancelled, "stopped");
        const std::int64_t frame = measures.sampled ? (2 * i + 1) * frames / (2 * looked) : i;
        const std::int64_t first = begin + frame * settings.hop;
        std::fill(samples.begin(), samples.end(), 0.0F);
        const auto there = static_cast<std::size_t>(std::min<std::int64_t>(settings.fft, end - first));
        if (const auto read = file->readInto(first, std::span<float>(samples).first(there), channel, progress); !read)
            return tl::unexpected(read.error());
        // A constant offset is no sound.
        double offset = 0;
        for (std::size_t k = 0; k < there; ++k)
            offset += static_cast<double>(samples[k]);
        for (std::size_t k = 0; k < there; ++k)
            samples[k] -= static_cast<float>(offset / static_cast<double>(there));
        stft->power(samples, 0, 0, 1, row);
        for (std::size_t bin = 0; bin < mean.size(); ++bin)
            mean[bin] += static_cast<double>(row[bin]);
    }
    double windowEnergy = 0;
    for (const float value : dsp::windowOf(settings.shape, settings.symmetry, settings.window))
        windowEnergy += static_cast<double>(value) * static_cast<double>(value);
    const double covered = std::min(1.0, static_cast<double>(end - begin) / settings.fft);
    const double perHertz = info.rateHz / settings.fft;
    const Interval band = hertz.value_or(Interval{0, info.rateHz / 2});
    const auto firstBin = static_cast<std::size_t>(
        std::clamp(std::ceil(band.begin / perHertz - 1e-9), 0.0, static_cast<double>(mean.size() - 1)));
    const auto lastBin = static_cast<std::size_t>(std::clamp(
        std::floor(band.end / perHertz + 1e-9), static_cast<double>(firstBin), static_cast<double>(mean.size() - 1)));
    double sum = 0;
    std::size_t peak = firstBin;
    for (std::size_t bin = firstBin; bin <= lastBin; ++bin) {
        sum += mean[bin];
        if (mean[bin] > mean[peak])
            peak = bin;
    }
    // Parseval, one side of the spectrum.
    const double meanSquare = 2 * sum / static_cast<double>(looked) / settings.fft / windowEnergy / covered;
    measures.levelDecibel = 10 * std::log10(std::max(meanSquare, 1e-20) / fullScaleSine);
    measures.peakHertz = static_cast<double>(peak) * perHertz;
    measures.middleHertz = {static_cast<double>(firstBin) * perHertz, static_cast<double>(lastBin) * perHertz};
    double below = 0;
    bool found = false;
    for (std::size_t bin = firstBin; bin <= lastBin && sum > 0; ++bin) {
        below += mean[bin];
        if (!found && below >= 0.05 * sum) {
            measures.middleHertz.begin = static_cast<double>(bin) * perHertz;
            found = true;
        }
        if (below >= 0.95 * sum) {
            measures.middleHertz.end = static_cast<double>(bin) * perHertz;
            break;
        }
    }
    return measures;
}

}  // namespace sightline::ui
