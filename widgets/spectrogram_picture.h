// The visible part of a spectrogram as a picture, composed from whatever tiles are there.
#pragma once

#include <QImage>
#include <QSize>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/imaging/colour_map.h"
#include "widgets/frequency_axis.h"
#include "widgets/tile_store.h"
#include "widgets/timeline.h"

namespace sightline::widgets {

/// What is drawn in the lowest and in the highest colour, in the unit of the source.
struct Contrast {
    double lowest = -100;
    double highest = 0;
    bool operator==(const Contrast&) const = default;
};

/// Levels of every pixel, largest where a pixel stands for several columns or bins. One thread.
class SpectrogramPicture {
public:
    /// Tiles of `level`, else coarser ones, else finer ones. Gaps and what has no tile yet are empty.
    void compose(const TileStore& store, const Timeline& timeline, const Interval& seconds, const FrequencyAxis& axis,
                 QSize pixels);
    /// A pixel from the top left; 0: nothing there.
    [[nodiscard]] std::uint16_t step(int x, int y) const;
    [[nodiscard]] QSize size() const { return m_size; }
    /// The row of the strongest level of a column; nothing if the column is empty.
    [[nodiscard]] std::optional<int> strongestRow(int x) const;
    /// From the level below which 10 % of the pixels lie to that of 99.7 %; nothing if there are none. Of large
    /// pictures some columns are counted, evenly spread.
    [[nodiscard]] std::optional<Contrast> usualContrast() const;
    /// Some of it is missing, from a coarser level, or an estimate.
    [[nodiscard]] bool preliminary() const { return m_preliminary; }
    /// Into an image that is used again and again: taking new memory for each costs as much as colouring it.
    void colour(QImage& image, const Contrast& contrast, imaging::ColourMap map, QRgb empty) const;

    /// The level whose columns are about as wide as a pixel.
    [[nodiscard]] static int levelFor(const SpectrogramShape& shape, const Interval& seconds, int pixels);
    /// The tiles of a level that a span of time needs, from left to right.
    [[nodiscard]] static std::vector<TileId> tilesOf(const SpectrogramShape& shape, const Timeline& timeline,
                                                     const Interval& seconds, int level);

private:
    QSize m_size;
    bool m_preliminary = false;
    std::vector<std::uint16_t> m_steps;  ///< one column after the other, top to bottom
};

}  // namespace sightline::widgets
