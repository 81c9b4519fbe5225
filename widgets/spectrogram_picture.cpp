#include "widgets/spectrogram_picture.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sightline::widgets {

namespace {

/// So many pixels are enough to know their usual levels by.
constexpr std::size_t pixelsCounted = 100'000;

struct BinRange {
    int begin = 0, end = 0;  ///< empty: outside the band
};

/// The bins of each row of pixels from the top; a row within one bin has that bin.
std::vector<BinRange> binsOfRows(const SpectrogramShape& shape, const FrequencyAxis& axis, int rows)
{
    std::vector<BinRange> ranges(static_cast<std::size_t>(rows));
    const auto binAt = [&](int edge) {
        const double hertz = axis.hertzAt(1 - static_cast<double>(edge) / rows);
        return static_cast<int>(std::floor(hertz / shape.hertzPerBin + 0.5));
    };
    for (int row = 0; row < rows; ++row) {
        const int begin = binAt(row + 1), end = std::max(binAt(row), begin + 1);
        ranges[static_cast<std::size_t>(row)] = {std::clamp(begin, 0, shape.bins), std::clamp(end, 0, shape.bins)};
    }
    return ranges;
}

/// A column of the wanted level, or of another one that is there.
struct Column {
    const std::uint16_t* bins = nullptr;
    bool preliminary = false;
};

class Finder {
public:
    Finder(const TileStore& store, const dsp::TileGrid& grid) : m_store(store), m_highest(grid.levelOfAll()) {}

    Column column(std::int64_t frame, int level)
    {
        for (int at = level; at <= std::max(m_highest, level); ++at) {
            if (const Column found = on(at, frame, at != level); found.bins != nullptr)
                return found;
        }
        for (int at = level - 1; at >= std::max(level - 4, 0); --at) {
            if (const Column found = on(at, frame, true); found.bins != nullptr)
                return found;
        }
        return {nullptr, true};
    }

private:
    struct Known {
        TileId id{-1, -1};
        const LevelTile* tile = nullptr;
    };
    Column on(int level, std::int64_t frame, bool other)
    {
        const TileId id{level, dsp::TileGrid::tileOf(frame, level)};
        Known& known = m_known[static_cast<std::size_t>(level)];
        if (known.id != id)
            known = {id, m_store.find(id)};
        const std::int64_t column = (frame >> level) - id.tile * dsp::TileGrid::columnsPerTile;
        if (known.tile == nullptr || column >= known.tile->columns)
            return {};
        return {known.tile->values.data() + column * known.tile->bins, other || known.tile->estimated};
    }

    const TileStore& m_store;
    int m_highest;
    std::array<Known, dsp::TileGrid::highestLevel + 1> m_known;
};

void raise(std::uint16_t* to, const std::uint16_t* bins, const std::vector<BinRange>& rows)
{
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::uint16_t most = to[row];
        for (int bin = rows[row].begin; bin < rows[row].end; ++bin)
            most = std::max(most, bins[bin]);
        to[row] = most;
    }
}

}  // namespace

int SpectrogramPicture::levelFor(const SpectrogramShape& shape, const Interval& seconds, int pixels)
{
    const double frames = seconds.length() * shape.framesPerSecond / std::max(pixels, 1);
    return std::min(dsp::TileGrid::levelFor(frames), shape.grid.levelOfAll());
}

std::vector<TileId> SpectrogramPicture::tilesOf(const SpectrogramShape& shape, const Timeline& timeline,
                                                const Interval& seconds, int level)
{
    std::vector<TileId> tiles;
    if (shape.grid.frames <= 0)
        return tiles;
    const auto frameAt = [&](double axisSeconds) {
        const auto frame =
            static_cast<std::int64_t>(std::floor(timeline.recordedNear(axisSeconds) * shape.framesPerSecond + 0.5));
        return std::clamp<std::int64_t>(frame, 0, shape.grid.frames - 1);
    };
    const std::int64_t first = dsp::TileGrid::tileOf(frameAt(seconds.begin), level);
    const std::int64_t last = dsp::TileGrid::tileOf(frameAt(seconds.end), level);
    for (std::int64_t tile = first; tile <= last; ++tile)
        tiles.push_back({level, tile});
    return tiles;
}

void SpectrogramPicture::compose(const TileStore& store, const Timeline& timeline, const Interval& seconds,
                                 const FrequencyAxis& axis, QSize pixels)
{
    m_size = pixels;
    m_preliminary = false;
    const auto height = static_cast<std::size_t>(std::max(pixels.height(), 0));
    m_steps.assign(height * static_cast<std::size_t>(std::max(pixels.width(), 0)), 0);
    if (!store.source() || m_steps.empty())
        return;
    const SpectrogramShape shape = store.source()->shape();
    const int level = levelFor(shape, seconds, pixels.width());
    const std::vector<BinRange> rows = binsOfRows(shape, axis, pixels.height());
    Finder finder(store, shape.grid);
    const double perPixel = seconds.length() / pixels.width();
    std::int64_t lastFirst = -1, lastEnd = -1;
    for (int x = 0; x < pixels.width(); ++x) {
        // The middle decides whether a pixel lies in a gap.
        const std::optional<double> middle = timeline.recordedAt(seconds.begin + (x + 0.5) * perPixel);
        if (!middle)
            continue;
        const auto columnAt = [&](double recorded) {
            const auto frame = static_cast<std::int64_t>(std::floor(recorded * shape.framesPerSecond + 0.5));
            return std::clamp<std::int64_t>(frame, 0, shape.grid.frames - 1) >> level;
        };
        const std::int64_t first = columnAt(*middle - perPixel / 2);
        const std::int64_t end = std::max(columnAt(*middle + perPixel / 2), first + 1);
        std::uint16_t* const to = m_steps.data() + static_cast<std::size_t>(x) * height;
        if (x > 0 && first == lastFirst && end == lastEnd) {
            std::copy(to - height, to, to);
            continue;
        }
        lastFirst = first;
        lastEnd = end;
        const std::uint16_t* before = nullptr;
        for (std::int64_t column = first; column < end; ++column) {
            const Column found = finder.column(column << level, level);
            m_preliminary |= found.preliminary;
            if (found.bins != nullptr && found.bins != before)
                raise(to, found.bins, rows);
            before = found.bins;
        }
    }
}

std::uint16_t SpectrogramPicture::step(int x, int y) const
{
    if (x < 0 || y < 0 || x >= m_size.width() || y >= m_size.height())
        return 0;
    return m_steps[static_cast<std::size_t>(x) * static_cast<std::size_t>(m_size.height()) +
                   static_cast<std::size_t>(y)];
}

std::optional<int> SpectrogramPicture::strongestRow(int x) const
{
    if (x < 0 || x >= m_size.width() || m_size.height() < 1)
        return {};
    const auto begin = m_steps.begin() + static_cast<std::ptrdiff_t>(x) * m_size.height();
    const auto strongest = std::max_element(begin, begin + m_size.height());
    return *strongest == 0 ? std::nullopt : std::optional<int>(static_cast<int>(strongest - begin));
}

std::optional<Contrast> SpectrogramPicture::usualContrast() const
{
    std::array<std::uint32_t, steps::count> counts{};
    const auto height = static_cast<std::size_t>(std::max(m_size.height(), 0));
    // Of a large picture every so many columns tell the same.
    const std::size_t stride = (1 + m_steps.size() / pixelsCounted) * height;
    double all = 0;
    for (std::size_t column = 0; column < m_steps.size(); column += stride) {
        for (std::size_t i = column; i < column + height; ++i)
            ++counts[m_steps[i]];
        all += static_cast<double>(height);
    }
    all -= counts[0];
    if (all < 1)
        return {};
    const auto quantile = [&](double share) {
        double below = 0;
        std::size_t step = 1;
        for (; step + 1 < counts.size(); ++step) {
            below += counts[step];
            if (below >= share * all)
                break;
        }
        return steps::toDecibel(static_cast<std::uint16_t>(step));
    };
    const Contrast found{quantile(0.10), quantile(0.997)};
    // Digital silence has one level: still a range, so that it is drawn dark.
    return found.highest - found.lowest < 6 ? Contrast{found.lowest, found.lowest + 6} : found;
}

void SpectrogramPicture::colour(QImage& image, const Contrast& contrast, imaging::ColourMap map, QRgb empty) const
{
    if (m_size.isEmpty()) {
        image = {};
        return;
    }
    if (image.size() != m_size || image.format() != QImage::Format_RGB32)
        image = QImage(m_size, QImage::Format_RGB32);
    std::array<QRgb, steps::count> colours{};
    const auto& palette = imaging::palette(map);
    const double range = std::max(contrast.highest - contrast.lowest, 0.1);
    for (std::size_t step = 1; step < colours.size(); ++step) {
        const double share = (steps::toDecibel(static_cast<std::uint16_t>(step)) - contrast.lowest) / range;
        const imaging::Rgb& colour = palette[static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * 255))];
        colours[step] = qRgb(colour.red, colour.green, colour.blue);
    }
    colours[0] = empty;
    // In squares, since columns become rows: else every pixel is a line of the cache.
    constexpr int square = 32;
    const int width = m_size.width(), height = m_size.height();
    auto* const pixels = reinterpret_cast<QRgb*>(image.bits());
    const auto pixelsPerLine = static_cast<std::ptrdiff_t>(image.bytesPerLine() / qsizetype{sizeof(QRgb)});
    for (int left = 0; left < width; left += square) {
        const int right = std::min(left + square, width);
        for (int top = 0; top < height; top += square) {
            const int bottom = std::min(top + square, height);
            for (int y = top; y < bottom; ++y) {
                QRgb* const line = pixels + y * pixelsPerLine;
                const std::uint16_t* step = m_steps.data() + static_cast<std::ptrdiff_t>(left) * height + y;
                for (int x = left; x < right; ++x, step += height)
                    line[x] = colours[*step];
            }
        }
    }
}

}  // namespace sightline::widgets
