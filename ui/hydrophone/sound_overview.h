// A whole recording's spectrogram in a few thousand columns: made once in the background, kept on disk.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/dsp/spectrogram_tiles.h"

namespace sightline::ui {

/// Column i holds the largest and the mean power of frames [i, i + 1) · 2^level. Kept as steps of a twentieth of a
/// decibel: what a screen shows needs no more. Immutable once built; thread-safe.
class SoundOverview {
public:
    /// Values of all columns together; the level follows from it.
    static constexpr std::int64_t mostValues = std::int64_t{4} << 20;
    /// The lowest level whose columns times bins are no more than that.
    [[nodiscard]] static int levelFor(const dsp::TileGrid& grid, int bins);

    /// Reads the whole signal once, in blocks. The reader's errors, or Cancelled.
    static Result<SoundOverview> build(const dsp::Stft& stft, const dsp::SampleReader& read, std::int64_t samples,
                                       Progress& progress);

    [[nodiscard]] int level() const { return m_level; }
    [[nodiscard]] int bins() const { return m_bins; }
    [[nodiscard]] std::int64_t columns() const { return m_columns; }
    [[nodiscard]] const dsp::TileGrid& grid() const { return m_grid; }
    /// A tile of this level or a coarser one, without reading. Invalid: no such tile, or a finer one.
    [[nodiscard]] Result<dsp::SpectrogramTile> tile(int level, std::int64_t tile) const;
    /// Mean power of every bin over the whole recording.
    [[nodiscard]] std::vector<double> meanPower() const;

    /// To keep it. Corrupt if the bytes are not those of an overview of such a spectrogram.
    [[nodiscard]] std::string bytes() const;
    static Result<SoundOverview> fromBytes(std::string_view bytes, const dsp::TileGrid& grid, int bins);

private:
    dsp::TileGrid m_grid;
    int m_level = 0;
    int m_bins = 0;
    std::int64_t m_columns = 0;
    std::vector<std::uint16_t> m_maximum, m_mean;
};

}  // namespace sightline::ui
