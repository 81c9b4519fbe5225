#include "core/domains/hydrophone/low_rate_sound.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/hydrophone/latest_blocks.h"
#include "core/dsp/lower_rate.h"
#include "core/dsp/resample.h"

namespace sightline::hydrophone {

namespace {

using Block = LatestBlocks::Block;

/// Samples of a block, about: it is a whole number of periods of the two rates.
constexpr std::int64_t blockSamples = 32768;
/// Kept per stretch: more than an hour at 2 kHz, 32 MB; training draws from all over it.
constexpr std::size_t blocksKept = 256;
/// Beside a block, so that no edge of the resampling's filter (some 70 samples of the lower rate) reaches into it.
constexpr std::int64_t filterReach = 128;
constexpr double largestRatio = 256;

/// Takes from each sample of [begin, begin + out.size()) the mean of the samples at most `half` away that exist.
void takeSlowDrift(std::span<const float> signal, std::size_t begin, std::size_t half, std::span<float> out)
{
    std::vector<double> sums(signal.size() + 1);
    for (std::size_t i = 0; i < signal.size(); ++i) {
        sums[i + 1] = sums[i] + signal[i];
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::size_t at = begin + i;
        const std::size_t from = at > half ? at - half : 0;
        const std::size_t to = std::min(at + half + 1, signal.size());
        out[i] = static_cast<float>(signal[at] - (sums[to] - sums[from]) / static_cast<double>(to - from));
    }
}

}  // namespace

struct LowRateSound::Inside {
    std::shared_ptr<const formats::SoundFile> file;
    formats::SoundSegment segment;
    formats::ChannelChoice channel;
    double fromHz = 0;
    double toHz = 0;
    std::int64_t samples = 0;
    std::int64_t framesPerPeriod = 1;   ///< after so many frames of the file …
    std::int64_t samplesPerPeriod = 1;  ///< … both rates have a sample at the same moment
    std::int64_t block = blockSamples;
    std::optional<dsp::LowerRate> lower;  ///< nothing where the rates are alike, or too odd a pair for it

    LatestBlocks latest{blocksKept};

    Result<Block> compute(std::int64_t number, Progress& progress) const;
};

Result<Block> LowRateSound::Inside::compute(std::int64_t number, Progress& progress) const
{
    const auto half = static_cast<std::int64_t>(std::lround(toHz / 2));
    const std::int64_t begin = number * block;
    const std::int64_t end = std::min(begin + block, samples);
    // The moment the file is read from is one of both rates.
    const std::int64_t reach = half + std::max(filterReach, lower ? lower->reach() : 0);
    const std::int64_t firstPeriod = std::max<std::int64_t>(0, begin - reach) / samplesPerPeriod;
    const std::int64_t lastPeriod = (end + reach + samplesPerPeriod - 1) / samplesPerPeriod;
    const std::int64_t firstFrame = firstPeriod * framesPerPeriod;
    const std::int64_t endFrame = std::min(lastPeriod * framesPerPeriod, segment.frames);
    std::vector<float> frames(static_cast<std::size_t>(endFrame - firstFrame));
    if (auto read = file->readInto(segment.firstFrame + firstFrame, frames, channel, progress); !read) {
        return tl::unexpected(read.error());
    }
    if (lower) {
        frames = lower->apply(frames);
    } else if (fromHz != toHz) {
        auto slower = dsp::resampled(frames, fromHz, toHz);
        if (!slower) {
            return tl::unexpected(slower.error());
        }
        frames = std::move(*slower);
    }
    // Rounding may leave the last sample of the segment just outside.
    const auto offset = static_cast<std::size_t>(begin - firstPeriod * samplesPerPeriod);
    const auto wanted = static_cast<std::size_t>(end - begin);
    frames.resize(std::max(frames.size(), offset + wanted));
    auto values = std::make_shared<std::vector<float>>(wanted);
    takeSlowDrift(frames, offset, static_cast<std::size_t>(half), *values);
    return Block(std::move(values));
}

std::int64_t samplesAtRate(const formats::SoundInfo& info, std::size_t segment, double rateHz)
{
    const formats::SoundSegment& part = info.segments[segment];
    const double from = std::round(part.rateHz > 0 ? part.rateHz : info.rateHz);
    return from >= 1 && rateHz >= 1 ? std::llround(static_cast<double>(part.frames) * std::round(rateHz) / from) : 0;
}

LowRateSound::LowRateSound(std::unique_ptr<Inside> inside) : m_inside(std::move(inside)) {}
LowRateSound::~LowRateSound() = default;

Result<std::shared_ptr<const LowRateSound>> LowRateSound::create(std::shared_ptr<const formats::SoundFile> file,
                                                                 std::size_t segment, formats::ChannelChoice channel,
                                                                 double rateHz)
{
    const formats::SoundInfo& info = file->info();
    const Where where{utf8(file->path()), {}, {}};
    if (segment >= info.segments.size()) {
        return fail(ErrorCode::Invalid, "there is no segment " + std::to_string(segment), where);
    }
    if (channel.channel != formats::ChannelChoice::mean && (channel.channel < 0 || channel.channel >= info.channels)) {
        return fail(ErrorCode::Invalid, "there is no channel " + std::to_string(channel.channel + 1), where);
    }
    auto inside = std::make_unique<Inside>();
    inside->segment = info.segments[segment];
    inside->fromHz = inside->segment.rateHz > 0 ? inside->segment.rateHz : info.rateHz;
    inside->toHz = rateHz;
    if (!(rateHz >= 1) || !(inside->fromHz > 0) || inside->fromHz / rateHz > largestRatio) {
        return fail(
            ErrorCode::Invalid,
            "a sound of " + formatNumber(inside->fromHz) + " Hz cannot be heard at " + formatNumber(rateHz) + " Hz",
            where);
    }
    if (inside->fromHz < rateHz) {
        return fail(ErrorCode::Invalid,
                    "recorded at " + formatNumber(inside->fromHz) + " Hz, below the " + formatNumber(rateHz) +
                        " Hz that are listened to: higher frequencies are not in it",
                    where);
    }
    // Rates are whole numbers of hertz in all but odd headers; those take the nearest.
    const auto from = static_cast<std::int64_t>(std::llround(inside->fromHz));
    const auto to = static_cast<std::int64_t>(std::llround(rateHz));
    const std::int64_t common = std::gcd(from, to);
    inside->framesPerPeriod = from / common;
    inside->samplesPerPeriod = to / common;
    inside->lower = dsp::LowerRate::create(from, to);
    inside->fromHz = static_cast<double>(from);
    inside->toHz = static_cast<double>(to);
    inside->block = std::max<std::int64_t>(1, blockSamples / inside->samplesPerPeriod) * inside->samplesPerPeriod;
    inside->samples = samplesAtRate(info, segment, rateHz);
    inside->file = std::move(file);
    inside->channel = channel;
    return std::shared_ptr<const LowRateSound>(new LowRateSound(std::move(inside)));
}

double LowRateSound::rateHz() const
{
    return m_inside->toHz;
}

std::int64_t LowRateSound::samples() const
{
    return m_inside->samples;
}

Result<void> LowRateSound::readInto(std::int64_t first, std::span<float> out, Progress& progress) const
{
    std::fill(out.begin(), out.end(), 0.0F);
    const std::int64_t end = std::min(first + static_cast<std::int64_t>(out.size()), m_inside->samples);
    for (std::int64_t at = std::max<std::int64_t>(first, 0); at < end;) {
        const std::int64_t number = at / m_inside->block;
        const std::int64_t stop = std::min(end, (number + 1) * m_inside->block);
        const auto block = m_inside->latest.get(number, [&] { return m_inside->compute(number, progress); });
        if (!block) {
            return tl::unexpected(block.error());
        }
        const auto from = (*block)->begin() + (at - number * m_inside->block);
        std::copy(from, from + (stop - at), out.begin() + (at - first));
        at = stop;
    }
    return {};
}

}  // namespace sightline::hydrophone
