#include "ui/hydrophone/sound_overview.h"
#include "core/base/little_endian.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace sightline::ui {

namespace {

constexpr std::string_view mark = "SLOV0001";  // kind and version of stored overviews
constexpr double stepsPerDecibel = 20;
constexpr double lowestDecibel = -250;
constexpr std::size_t stepCount = std::size_t{1} << 14;

std::uint16_t stepOf(float power)
{
    const double decibel = 10 * std::log10(std::max(static_cast<double>(power), 1e-30));
    const double step = std::round((decibel - lowestDecibel) * stepsPerDecibel);
    return static_cast<std::uint16_t>(std::clamp(step, 0.0, static_cast<double>(stepCount - 1)));
}

const std::vector<float>& powersOfSteps()
{
    static const std::vector<float> powers = [] {
        std::vector<float> made(stepCount);
        for (std::size_t step = 0; step < stepCount; ++step)
            made[step] =
                static_cast<float>(std::pow(10.0, (static_cast<double>(step) / stepsPerDecibel + lowestDecibel) / 10));
        return made;
    }();
    return powers;
}

}  // namespace

int SoundOverview::levelFor(const dsp::TileGrid& grid, int bins)
{
    int level = 0;
    while (level < dsp::TileGrid::highestLevel && grid.columns(level) * bins > mostValues)
        ++level;
    return level;
}

Result<SoundOverview> SoundOverview::build(const dsp::Stft& stft, const dsp::SampleReader& read, std::int64_t samples,
                                           Progress& progress)
{
    SoundOverview overview;
    overview.m_grid = {stft.frameCount(samples)};
    overview.m_bins = stft.bins();
    overview.m_level = levelFor(overview.m_grid, overview.m_bins);
    overview.m_columns = overview.m_grid.columns(overview.m_level);
    const auto bins = static_cast<std::size_t>(overview.m_bins);
    overview.m_maximum.resize(static_cast<std::size_t>(overview.m_columns) * bins);
    overview.m_mean.resize(overview.m_maximum.size());
    std::vector<float> most(bins), sum(bins);
    std::int64_t frames = 0;
    std::int64_t column = 0;
    const auto finish = [&] {
        const std::size_t at = static_cast<std::size_t>(column) * bins;
        for (std::size_t bin = 0; bin < bins; ++bin) {
            overview.m_maximum[at + bin] = stepOf(most[bin]);
            overview.m_mean[at + bin] = stepOf(sum[bin] / static_cast<float>(std::max<std::int64_t>(frames, 1)));
        }
        std::fill(most.begin(), most.end(), 0.0F);
        std::fill(sum.begin(), sum.end(), 0.0F);
        frames = 0;
    };
    const dsp::FrameSink sink = [&](std::int64_t first, std::int64_t count,
                                    std::span<const float> rows) -> Result<void> {
        for (std::int64_t frame = 0; frame < count; ++frame) {
            if ((first + frame) >> overview.m_level != column) {
                finish();
                column = (first + frame) >> overview.m_level;
            }
            const float* const row = rows.data() + static_cast<std::size_t>(frame) * bins;
            for (std::size_t bin = 0; bin < bins; ++bin) {
                most[bin] = std::max(most[bin], row[bin]);
                sum[bin] += row[bin];
            }
            ++frames;
        }
        return {};
    };
    if (const auto done = stft.powerInBlocks(read, samples, 0, overview.m_grid.frames, sink, progress); !done)
        return tl::unexpected(done.error());
    if (frames > 0)
        finish();
    return overview;
}

Result<dsp::SpectrogramTile> SoundOverview::tile(int level, std::int64_t tile) const
{
    if (level < m_level || level > dsp::TileGrid::highestLevel || tile < 0 || tile >= m_grid.tiles(level))
        return fail(ErrorCode::Invalid,
                    "the overview has no tile " + std::to_string(tile) + " on level " + std::to_string(level));
    dsp::SpectrogramTile result;
    result.level = level;
    result.tile = tile;
    result.bins = m_bins;
    const std::int64_t first = tile * dsp::TileGrid::columnsPerTile;
    result.columns =
        static_cast<int>(std::min(m_grid.columns(level) - first, std::int64_t{dsp::TileGrid::columnsPerTile}));
    const auto bins = static_cast<std::size_t>(m_bins);
    result.maximum.resize(static_cast<std::size_t>(result.columns) * bins);
    result.mean.resize(result.maximum.size());
    const std::vector<float>& powers = powersOfSteps();
    const std::int64_t each = std::int64_t{1} << (level - m_level);
    for (std::int64_t column = 0; column < result.columns; ++column) {
        const std::int64_t begin = (first + column) * each, end = std::min(begin + each, m_columns);
        float* const most = result.maximum.data() + static_cast<std::size_t>(column) * bins;
        float* const mean = result.mean.data() + static_cast<std::size_t>(column) * bins;
        for (std::int64_t own = begin; own < end; ++own) {
            const std::size_t at = static_cast<std::size_t>(own) * bins;
            for (std::size_t bin = 0; bin < bins; ++bin) {
                most[bin] = std::max(most[bin], powers[m_maximum[at + bin]]);
                mean[bin] += powers[m_mean[at + bin]] / static_cast<float>(end - begin);
            }
        }
    }
    return result;
}

std::vector<double> SoundOverview::meanPower() const
{
    const auto bins = static_cast<std::size_t>(m_bins);
    std::vector<double> mean(bins);
    const std::vector<float>& powers = powersOfSteps();
    for (std::size_t i = 0; i < m_mean.size(); ++i)
        mean[i % bins] += static_cast<double>(powers[m_mean[i]]);
    for (double& value : mean)
        value /= static_cast<double>(std::max<std::int64_t>(m_columns, 1));
    return mean;
}

std::string SoundOverview::bytes() const
{
    std::string out(mark);
    out.reserve(mark.size() + 16 + 4 * m_maximum.size());
    appendLittleEndian(out, static_cast<std::uint64_t>(m_grid.frames), 8);
    appendLittleEndian(out, static_cast<std::uint64_t>(m_bins), 8);
    for (const std::vector<std::uint16_t>* values : {&m_maximum, &m_mean}) {
        for (const std::uint16_t value : *values)
            appendLittleEndian(out, value, 2);
    }
    return out;
}

Result<SoundOverview> SoundOverview::fromBytes(std::string_view bytes, const dsp::TileGrid& grid, int bins)
{
    SoundOverview overview;
    overview.m_grid = grid;
    overview.m_bins = bins;
    overview.m_level = levelFor(grid, bins);
    overview.m_columns = grid.columns(overview.m_level);
    const auto values = static_cast<std::size_t>(overview.m_columns) * static_cast<std::size_t>(bins);
    const std::size_t head = mark.size() + 16;
    if (bytes.size() != head + 4 * values || bytes.substr(0, mark.size()) != mark ||
        littleEndian(bytes, mark.size(), 8) != static_cast<std::uint64_t>(grid.frames) ||
        littleEndian(bytes, mark.size() + 8, 8) != static_cast<std::uint64_t>(bins))
        return fail(ErrorCode::Corrupt, "this is no stored overview of this sound");
    overview.m_maximum.resize(values);
    overview.m_mean.resize(values);
    for (std::size_t i = 0; i < values; ++i) {
        overview.m_maximum[i] = static_cast<std::uint16_t>(littleEndian(bytes, head + 2 * i, 2) % stepCount);
        overview.m_mean[i] = static_cast<std::uint16_t>(littleEndian(bytes, head + 2 * (values + i), 2) % stepCount);
    }
    return overview;
}

}  // namespace sightline::ui
