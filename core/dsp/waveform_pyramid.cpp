#include "core/dsp/waveform_pyramid.h"
#include "core/base/little_endian.h"

#include <algorithm>
#include <cmath>

namespace sightline::dsp {

namespace {

constexpr std::string_view mark = "SLWP0001";  // kind and version of stored pyramids

std::int16_t scaled(float value, bool up)
{
    const float at = std::clamp(value, -1.0F, 1.0F) * 32767.0F;
    return static_cast<std::int16_t>(up ? std::ceil(at) : std::floor(at));
}

std::int64_t pairsOf(std::int64_t count, std::int64_t each)
{
    return (count + each - 1) / each;
}

}  // namespace

MinMax joined(MinMax a, MinMax b)
{
    return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

MinMax minMaxOf(std::span<const float> samples)
{
    if (samples.empty()) {
        return {};
    }
    const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
    return {scaled(*low, false), scaled(*high, true)};
}

Result<WaveformPyramid> WaveformPyramid::build(const SampleReader& read, std::int64_t samples, Progress& progress)
{
    WaveformPyramid pyramid;
    pyramid.m_samples = std::max<std::int64_t>(samples, 0);
    pyramid.m_levels.emplace_back();
    std::vector<float> block;
    constexpr std::int64_t samplesAtOnce = base * 64;
    for (std::int64_t at = 0; at < samples; at += samplesAtOnce) {
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "stopped");
        }
        block.resize(static_cast<std::size_t>(std::min(samplesAtOnce, samples - at)));
        if (const auto got = read(at, block); !got) {
            return tl::unexpected(got.error());
        }
        for (std::size_t begin = 0; begin < block.size(); begin += base) {
            const std::size_t count = std::min<std::size_t>(base, block.size() - begin);
            pyramid.m_levels[0].push_back(minMaxOf(std::span<const float>(block).subspan(begin, count)));
        }
        progress.report(static_cast<double>(at) / static_cast<double>(samples), "waveform");
    }
    pyramid.addLevels();
    return pyramid;
}

void WaveformPyramid::addLevels()
{
    while (m_levels.back().size() > 1) {
        const std::vector<MinMax>& below = m_levels.back();
        std::vector<MinMax> level;
        for (std::size_t i = 0; i < below.size(); i += factor) {
            MinMax pair = below[i];
            for (std::size_t j = i + 1; j < std::min<std::size_t>(i + factor, below.size()); ++j) {
                pair = joined(pair, below[j]);
            }
            level.push_back(pair);
        }
        m_levels.push_back(std::move(level));
    }
}

bool WaveformPyramid::isFineEnough(SampleRange range, int columns) const
{
    return columns > 0 && range.count / columns >= base;
}

std::vector<MinMax> WaveformPyramid::columns(SampleRange range, int columns) const
{
    std::vector<MinMax> out(static_cast<std::size_t>(std::max(columns, 0)));
    std::size_t level = 0;
    std::int64_t each = base;
    while (level + 1 < m_levels.size() && columns > 0 && each * factor <= range.count / columns) {
        each *= factor;
        ++level;
    }
    const std::vector<MinMax>& pairs = m_levels[level];
    for (std::size_t column = 0; column < out.size(); ++column) {
        const auto edge = [&](std::size_t c) {
            return range.begin +
                   static_cast<std::int64_t>(static_cast<double>(range.count) * static_cast<double>(c) / columns);
        };
        const std::int64_t begin = std::clamp<std::int64_t>(edge(column), 0, m_samples);
        const std::int64_t end = std::clamp<std::int64_t>(edge(column + 1), begin, m_samples);
        for (std::int64_t pair = begin / each; pair < pairsOf(end, each); ++pair) {
            const MinMax next = pairs[static_cast<std::size_t>(pair)];
            out[column] = pair == begin / each ? next : joined(out[column], next);
        }
    }
    return out;
}

std::string WaveformPyramid::bytes() const
{
    std::string out(mark);
    appendLittleEndian(out, static_cast<std::uint64_t>(m_samples), 8);
    // The levels above follow from the first.
    for (const MinMax& pair : m_levels[0]) {
        appendLittleEndian(out, static_cast<std::uint16_t>(pair.low), 2);
        appendLittleEndian(out, static_cast<std::uint16_t>(pair.high), 2);
    }
    return out;
}

Result<WaveformPyramid> WaveformPyramid::fromBytes(std::string_view bytes, std::int64_t samples)
{
    const std::size_t head = mark.size() + 8;
    const auto pairs = static_cast<std::size_t>(pairsOf(std::max<std::int64_t>(samples, 0), base));
    if (bytes.size() != head + 4 * pairs || bytes.substr(0, mark.size()) != mark ||
        littleEndian(bytes, mark.size(), 8) != static_cast<std::uint64_t>(samples)) {
        return fail(ErrorCode::Corrupt, "this is no stored waveform of this sound");
    }
    WaveformPyramid pyramid;
    pyramid.m_samples = samples;
    pyramid.m_levels.emplace_back();
    for (std::size_t i = 0; i < pairs; ++i) {
        pyramid.m_levels[0].push_back(
            {static_cast<std::int16_t>(static_cast<std::uint16_t>(littleEndian(bytes, head + 4 * i, 2))),
             static_cast<std::int16_t>(static_cast<std::uint16_t>(littleEndian(bytes, head + 4 * i + 2, 2)))});
    }
    pyramid.addLevels();
    return pyramid;
}

Result<std::vector<MinMax>> estimatedColumns(const SampleReader& read, std::int64_t samples, SampleRange range,
                                             int columns, Progress& progress)
{
    // One place a column: each costs a disk's seek, and what is exact follows soon.
    constexpr std::int64_t samplesPerRead = 512;
    std::vector<MinMax> out(static_cast<std::size_t>(std::max(columns, 0)));
    std::vector<float> part;
    for (int column = 0; column < columns; ++column) {
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "stopped");
        }
        const double share = static_cast<double>(column) / columns;
        const std::int64_t at = range.begin + static_cast<std::int64_t>(share * static_cast<double>(range.count));
        const std::int64_t begin = std::clamp<std::int64_t>(at, 0, samples);
        part.resize(static_cast<std::size_t>(std::min(samplesPerRead, samples - begin)));
        if (part.empty() || at + samplesPerRead < 0) {
            continue;
        }
        if (const auto got = read(begin, part); !got) {
            return tl::unexpected(got.error());
        }
        out[static_cast<std::size_t>(column)] = minMaxOf(part);
    }
    return out;
}

}  // namespace sightline::dsp
