#include "core/dsp/spectrogram_tiles.h"

#include <algorithm>
#include <cmath>

namespace sightline::dsp {

namespace {

std::int64_t parts(std::int64_t count, std::int64_t each)
{
    return (count + each - 1) / each;
}

/// Adds a frame to a column whose sums are means only when it is complete.
void addFrame(SpectrogramTile& tile, std::size_t column, std::span<const float> row)
{
    float* const maximum = tile.maximum.data() + column * row.size();
    float* const sum = tile.mean.data() + column * row.size();
    for (std::size_t bin = 0; bin < row.size(); ++bin) {
        maximum[bin] = std::max(maximum[bin], row[bin]);
        sum[bin] += row[bin];
    }
}

void scaleColumn(SpectrogramTile& tile, std::size_t column, double frames)
{
    const auto bins = static_cast<std::size_t>(tile.bins);
    const auto factor = static_cast<float>(1.0 / std::max(frames, 1.0));
    std::for_each_n(tile.mean.begin() + static_cast<std::ptrdiff_t>(column * bins), bins,
                    [&](float& value) { value *= factor; });
}

}  // namespace

std::int64_t TileGrid::columns(int level) const
{
    return parts(frames, framesPerColumn(level));
}

std::int64_t TileGrid::tiles(int level) const
{
    return parts(columns(level), columnsPerTile);
}

std::int64_t TileGrid::tileOf(std::int64_t frame, int level)
{
    return frame / framesPerColumn(level) / columnsPerTile;
}

SampleRange TileGrid::framesOf(int level, std::int64_t tile) const
{
    const std::int64_t each = framesPerColumn(level) * columnsPerTile;
    const std::int64_t begin = std::clamp<std::int64_t>(tile * each, 0, frames);
    return {begin, std::clamp<std::int64_t>(begin + each, begin, frames) - begin};
}

int TileGrid::levelFor(double framesPerPixel)
{
    return framesPerPixel > 1 ? std::min(static_cast<int>(std::floor(std::log2(framesPerPixel))), highestLevel) : 0;
}

int TileGrid::levelOfAll() const
{
    int level = 0;
    while (level < highestLevel && tiles(level) > 1) {
        ++level;
    }
    return level;
}

Result<SpectrogramTile> computeTile(const Stft& stft, const SampleReader& read, std::int64_t samples, int level,
                                    std::int64_t tile, std::int64_t framesPerColumn, Progress& progress)
{
    const TileGrid grid{stft.frameCount(samples)};
    if (level < 0 || level > TileGrid::highestLevel || tile < 0 || tile >= grid.tiles(level)) {
        return fail(ErrorCode::Invalid,
                    "the spectrogram has no tile " + std::to_string(tile) + " on level " + std::to_string(level));
    }
    const SampleRange frames = grid.framesOf(level, tile);
    const std::int64_t each = TileGrid::framesPerColumn(level);
    SpectrogramTile result;
    result.level = level;
    result.tile = tile;
    result.columns = static_cast<int>(parts(frames.count, each));
    result.bins = stft.bins();
    result.estimated = framesPerColumn > 0 && framesPerColumn < each;
    const auto bins = static_cast<std::size_t>(result.bins);
    result.maximum.resize(static_cast<std::size_t>(result.columns) * bins);
    result.mean.resize(result.maximum.size());
    const FrameSink sink = [&](std::int64_t first, std::int64_t count, std::span<const float> rows) -> Result<void> {
        for (std::int64_t i = 0; i < count; ++i) {
            const auto column = static_cast<std::size_t>((first + i - frames.begin) / each);
            addFrame(result, column, rows.subspan(static_cast<std::size_t>(i) * bins, bins));
        }
        return {};
    };
    if (!result.estimated) {
        if (const auto done = stft.powerInBlocks(read, samples, frames.begin, frames.count, sink, progress); !done) {
            return tl::unexpected(done.error());
        }
    }
    for (int column = 0; column < result.columns; ++column) {
        const std::int64_t begin = frames.begin + column * each;
        const std::int64_t there = std::min(each, frames.end() - begin);
        const std::int64_t looked = result.estimated ? std::min(there, framesPerColumn) : there;
        if (result.estimated) {
            if (progress.cancelled()) {
                return fail(ErrorCode::Cancelled, "stopped");
            }
            NoProgress within;
            for (std::int64_t i = 0; i < looked; ++i) {
                // In the middle of equal parts of the column.
                const std::int64_t frame = begin + (2 * i + 1) * there / (2 * looked);
                if (const auto done = stft.powerInBlocks(read, samples, frame, 1, sink, within); !done) {
                    return tl::unexpected(done.error());
                }
            }
        }
        scaleColumn(result, static_cast<std::size_t>(column), static_cast<double>(looked));
    }
    return result;
}

Result<SpectrogramTile> tileAbove(const TileGrid& grid, const SpectrogramTile& left, const SpectrogramTile* right)
{
    const bool neighbours =
        left.tile % 2 == 0 &&
        (!right || (right->tile == left.tile + 1 && right->level == left.level && right->bins == left.bins));
    const bool complete = right || left.tile + 1 == grid.tiles(left.level);
    if (!neighbours || !complete || left.level >= TileGrid::highestLevel) {
        return fail(ErrorCode::Invalid, "these tiles do not lie side by side");
    }
    SpectrogramTile above;
    above.level = left.level + 1;
    above.tile = left.tile / 2;
    above.bins = left.bins;
    above.estimated = left.estimated || (right && right->estimated);
    above.columns = static_cast<int>(parts(left.columns + (right ? right->columns : 0), 2));
    const auto bins = static_cast<std::size_t>(above.bins);
    above.maximum.resize(static_cast<std::size_t>(above.columns) * bins);
    above.mean.resize(above.maximum.size());
    const std::int64_t each = TileGrid::framesPerColumn(left.level);
    const std::int64_t firstFrame = left.tile * TileGrid::columnsPerTile * each;
    std::vector<double> weights(static_cast<std::size_t>(above.columns));
    const auto add = [&](const SpectrogramTile& from, int offset) {
        for (int column = 0; column < from.columns; ++column) {
            const auto to = static_cast<std::size_t>((offset + column) / 2);
            // The last column of a recording may stand for fewer frames.
            const std::int64_t begin = firstFrame + (offset + column) * each;
            const auto weight = static_cast<double>(std::min(each, grid.frames - begin));
            weights[to] += weight;
            for (std::size_t bin = 0; bin < bins; ++bin) {
                const std::size_t source = static_cast<std::size_t>(column) * bins + bin;
                above.maximum[to * bins + bin] = std::max(above.maximum[to * bins + bin], from.maximum[source]);
                above.mean[to * bins + bin] += from.mean[source] * static_cast<float>(weight);
            }
        }
    };
    add(left, 0);
    if (right) {
        add(*right, left.columns);
    }
    for (std::size_t column = 0; column < weights.size(); ++column) {
        scaleColumn(above, column, weights[column]);
    }
    return above;
}

}  // namespace sightline::dsp
