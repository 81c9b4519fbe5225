#include "ui/hydrophone/playback_sound.h"

#include <algorithm>
#include <cmath>

namespace sightline::ui {

namespace {

/// Periods of the lowest frequency that the filter rings, and samples that the resampler's sinc is long.
constexpr double ringingPeriods = 8;
constexpr double sincSamples = 512;
constexpr float bentFrom = 0.8F;

float bent(float value)
{
    const float size = std::abs(value);
    if (size <= bentFrom)
        return value;
    constexpr float room = 1 - bentFrom;
    return std::copysign(bentFrom + room * std::tanh((size - bentFrom) / room), value);
}

}  // namespace

Interval heardHertz(const Interval& recordedHertz, double speed)
{
    return {recordedHertz.begin * speed, recordedHertz.end * speed};
}

double gainFor(const std::vector<float>& samples)
{
    float peak = 0;
    for (const float value : samples)
        peak = std::max(peak, std::abs(value));
    return peak > 0 ? std::clamp(0.5 / static_cast<double>(peak), 1.0, 1000.0) : 1.0;
}

Result<std::vector<float>> playbackOf(const SoundFileRef& file, formats::ChannelChoice channel,
                                      const Interval& recordedSeconds, const PlaybackSettings& settings,
                                      Progress& progress)
{
    const formats::SoundInfo& info = file->info();
    const double rate = info.rateHz;
    double margin = sincSamples / std::min(rate, settings.outputHz / settings.speed);
    if (settings.band && settings.band->lowHertz > 0)
        margin = std::max(margin, std::min(ringingPeriods / settings.band->lowHertz, 5.0));
    const auto frameAt = [&](double seconds) {
        return std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(seconds * rate)), 0, info.frames);
    };
    const std::int64_t begin = frameAt(recordedSeconds.begin - margin);
    const std::int64_t end = frameAt(recordedSeconds.end + margin);
    std::vector<float> samples(static_cast<std::size_t>(std::max<std::int64_t>(end - begin, 0)));
    if (const auto read = file->readInto(begin, samples, channel, progress); !read)
        return tl::unexpected(read.error());
    double mean = 0;
    for (const float value : samples)
        mean += static_cast<double>(value);
    mean /= static_cast<double>(std::max<std::size_t>(samples.size(), 1));
    for (float& value : samples)
        value -= static_cast<float>(mean);
    if (settings.band) {
        if (const auto filtered = dsp::keepBand(samples, rate, *settings.band); !filtered)
            return tl::unexpected(filtered.error());
    }
    Result<std::vector<float>> heard = dsp::resampled(samples, rate * settings.speed, settings.outputHz);
    if (!heard)
        return heard;
    const auto outputAt = [&](double seconds) {
        const double since = seconds - static_cast<double>(begin) / rate;
        return static_cast<std::size_t>(std::clamp(std::round(since / settings.speed * settings.outputHz), 0.0,
                                                   static_cast<double>(heard->size())));
    };
    const std::size_t first = outputAt(recordedSeconds.begin);
    const std::size_t last = std::max(outputAt(recordedSeconds.end), first);
    std::vector<float> cut(heard->begin() + static_cast<std::ptrdiff_t>(first),
                           heard->begin() + static_cast<std::ptrdiff_t>(last));
    for (float& value : cut)
        value = bent(value * static_cast<float>(settings.gain));
    return cut;
}

}  // namespace sightline::ui
