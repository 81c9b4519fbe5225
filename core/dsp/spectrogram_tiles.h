// A long spectrogram in tiles of equal width, at levels from single frames to the whole recording.
#pragma once

#include <cstdint>
#include <vector>

#include "core/dsp/stft.h"

namespace sightline::dsp {

/// On level n a column stands for 2^n frames; a tile has 512 columns.
struct TileGrid {
    static constexpr std::int64_t columnsPerTile = 512;
    static constexpr int highestLevel = 40;

    std::int64_t frames = 0;  ///< of the whole spectrogram

    [[nodiscard]] static std::int64_t framesPerColumn(int level) { return std::int64_t{1} << level; }
    [[nodiscard]] std::int64_t columns(int level) const;
    [[nodiscard]] std::int64_t tiles(int level) const;
    /// The tile a frame lies in.
    [[nodiscard]] static std::int64_t tileOf(std::int64_t frame, int level);
    /// The frames of a tile, cut at the end of the spectrogram.
    [[nodiscard]] SampleRange framesOf(int level, std::int64_t tile) const;
    /// The coarsest level that still has a column for every pixel when so many frames share a pixel.
    [[nodiscard]] static int levelFor(double framesPerPixel);
    /// The lowest level on which one tile shows everything.
    [[nodiscard]] int levelOfAll() const;
};

/// Largest and mean power of the frames of each column: the largest is drawn, so that a short call does not vanish when
/// hours are looked at.
struct SpectrogramTile {
    int level = 0;
    std::int64_t tile = 0;
    int columns = 0;
    int bins = 0;
    bool estimated = false;      ///< from some frames of each column only
    std::vector<float> maximum;  ///< columns · bins, one column after the other
    std::vector<float> mean;     ///< the same
};

/// Computes a tile. With `framesPerColumn` above 0 only so many frames of each column are looked at, spread evenly over
/// it: a first picture of hours in a moment, marked as an estimate where that leaves frames out.
/// Invalid: no such tile. Else the reader's errors, or Cancelled.
Result<SpectrogramTile> computeTile(const Stft& stft, const SampleReader& read, std::int64_t samples, int level,
                                    std::int64_t tile, std::int64_t framesPerColumn, Progress& progress);

/// The tile above two neighbours (tile 2n and 2n + 1 of one level; the right one may be missing at the end), without
/// reading again. `grid` is the spectrogram's. Invalid: they are no such neighbours.
Result<SpectrogramTile> tileAbove(const TileGrid& grid, const SpectrogramTile& left, const SpectrogramTile* right);

}  // namespace sightline::dsp
