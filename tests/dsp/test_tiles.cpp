// Long signals looked at from afar: waveform pyramids and spectrogram tiles against all frames and samples.
#include <QtTest>

#include <cmath>

#include "core/base/random.h"
#include "core/dsp/spectrogram_tiles.h"
#include "core/dsp/waveform_pyramid.h"

using namespace sightline;
using namespace sightline::dsp;

class TestTiles : public QObject {
    Q_OBJECT

    std::vector<float> m_signal;
    NoProgress m_quiet;
    std::int64_t m_read = 0;
    SampleReader m_reader = [this](std::int64_t first, std::span<float> out) -> Result<void> {
        if (first < 0 || first + static_cast<std::int64_t>(out.size()) > count()) {
            return fail(ErrorCode::Internal, "outside the signal");
        }
        m_read += static_cast<std::int64_t>(out.size());
        std::copy_n(m_signal.begin() + first, out.size(), out.begin());
        return {};
    };
    [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(m_signal.size()); }
    static Stft stft() { return Stft::create({64, 64, 32, {}, {}, {}}).value(); }

private Q_SLOTS:
    void initTestCase()
    {
        Rng rng(5);
        for (int i = 0; i < 300'000; ++i) {
            m_signal.push_back(static_cast<float>(0.3 * std::sin(1e-4 * i) + 0.1 * rng.normal()));
        }
        m_signal[123'456] = 3;
    }

    void pyramidKeepsMinimumAndMaximum()
    {
        m_read = 0;
        const auto pyramid = WaveformPyramid::build(m_reader, count(), m_quiet);
        QVERIFY(pyramid);
        QCOMPARE(m_read, count());
        QCOMPARE(pyramid->levels()[0].size(), 74U);
        QCOMPARE(pyramid->levels().back().size(), 1U);
        QCOMPARE(pyramid->levels().back()[0], minMaxOf(m_signal));
        QCOMPARE(pyramid->levels().back()[0].highest(), 1.0F);
        for (const int columns : {1, 3, 18, 73}) {
            QVERIFY(pyramid->isFineEnough({0, count()}, columns));
            const auto drawn = pyramid->columns({0, count()}, columns);
            for (int c = 0; c < columns; ++c) {
                const std::int64_t begin = count() * c / columns;
                const std::int64_t end = count() * (c + 1) / columns;
                const MinMax exact = minMaxOf(std::span<const float>(m_signal).subspan(
                    static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
                const MinMax got = drawn[static_cast<std::size_t>(c)];
                QVERIFY(got.low <= exact.low && got.high >= exact.high);
            }
        }
        QVERIFY(!pyramid->isFineEnough({0, count()}, 100));
        QCOMPARE(pyramid->columns({-10 * count(), count()}, 4), std::vector<MinMax>(4));
    }

    void pyramidIsStored()
    {
        const auto pyramid = WaveformPyramid::build(m_reader, count(), m_quiet);
        const std::string bytes = pyramid->bytes();
        const auto again = WaveformPyramid::fromBytes(bytes, count());
        QVERIFY(again && again->levels() == pyramid->levels());
        QCOMPARE(WaveformPyramid::fromBytes(bytes, count() + 1).error().code, ErrorCode::Corrupt);
        QCOMPARE(WaveformPyramid::fromBytes(bytes.substr(1), count()).error().code, ErrorCode::Corrupt);
        const auto empty = WaveformPyramid::build(m_reader, 0, m_quiet);
        QVERIFY(empty && WaveformPyramid::fromBytes(empty->bytes(), 0));
        QCOMPARE(empty->columns({0, 100}, 2), std::vector<MinMax>(2));
    }

    void estimateReadsLittle()
    {
        m_read = 0;
        const auto columns = estimatedColumns(m_reader, count(), {0, count()}, 20, m_quiet);
        QVERIFY(columns && columns->size() == 20 && m_read < count() / 10);
        QVERIFY((*columns)[0].high > 0);
    }

    void gridCountsUp()
    {
        const TileGrid grid{1'000'000};
        QCOMPARE(grid.tiles(0), 1954);
        QCOMPARE(grid.levelOfAll(), 11);
        QCOMPARE(grid.tiles(11), 1);
        QCOMPARE(TileGrid::levelFor(0.01), 0);
        QCOMPARE(TileGrid::levelFor(9), 3);
        std::int64_t at = 0;
        for (std::int64_t tile = 0; tile < grid.tiles(3); ++tile) {
            QCOMPARE(grid.framesOf(3, tile).begin, at);
            QCOMPARE(TileGrid::tileOf(at, 3), tile);
            at = grid.framesOf(3, tile).end();
        }
        QCOMPARE(at, grid.frames);
        QCOMPARE((TileGrid{0}).tiles(0), 0);
    }

    void tilesHoldMaximumAndMean_data()
    {
        QTest::addColumn<int>("level");
        QTest::newRow("frames") << 0;
        QTest::newRow("eight frames a column") << 3;
        QTest::newRow("everything") << 5;
    }
    void tilesHoldMaximumAndMean()
    {
        QFETCH(int, level);
        const auto rows = stft().power(m_signal);
        const auto bins = static_cast<std::size_t>(stft().bins());
        const TileGrid grid{stft().frameCount(count())};
        for (std::int64_t index = 0; index < grid.tiles(level);
             index += std::max<std::int64_t>(grid.tiles(level) - 1, 1)) {
            const auto tile = computeTile(stft(), m_reader, count(), level, index, 0, m_quiet);
            QVERIFY(tile && !tile->estimated);
            const std::int64_t each = TileGrid::framesPerColumn(level);
            for (std::int64_t column = 0; column < tile->columns; column += 37) {
                const std::int64_t begin = grid.framesOf(level, index).begin + column * each;
                const std::int64_t end = std::min(begin + each, grid.frames);
                for (std::size_t bin = 0; bin < bins; bin += 5) {
                    float highest = 0;
                    double sum = 0;
                    for (std::int64_t frame = begin; frame < end; ++frame) {
                        const float value = rows[static_cast<std::size_t>(frame) * bins + bin];
                        highest = std::max(highest, value);
                        sum += value;
                    }
                    const std::size_t at = static_cast<std::size_t>(column) * bins + bin;
                    QCOMPARE(tile->maximum[at], highest);
                    const double mean = sum / static_cast<double>(end - begin);
                    QVERIFY(std::abs(tile->mean[at] - mean) < 1e-5 * mean);
                }
            }
        }
        QCOMPARE(computeTile(stft(), m_reader, count(), level, grid.tiles(level), 0, m_quiet).error().code,
                 ErrorCode::Invalid);
    }

    void tilesAreBuiltFromThoseBelow()
    {
        const TileGrid grid{stft().frameCount(count())};
        const std::int64_t last = grid.tiles(4) - 1;
        for (std::int64_t tile = 0; tile <= last; ++tile) {
            const auto left = computeTile(stft(), m_reader, count(), 3, 2 * tile, 0, m_quiet);
            const auto right = computeTile(stft(), m_reader, count(), 3, 2 * tile + 1, 0, m_quiet);
            const auto built = tileAbove(grid, *left, right ? &*right : nullptr);
            const auto direct = computeTile(stft(), m_reader, count(), 4, tile, 0, m_quiet);
            QVERIFY(built && direct && built->maximum == direct->maximum);
            QCOMPARE(built->columns, direct->columns);
            for (std::size_t i = 0; i < direct->mean.size(); i += 11) {
                QVERIFY(std::abs(built->mean[i] - direct->mean[i]) <= 1e-4F * direct->mean[i]);
            }
            if (right) {
                QVERIFY(!tileAbove(grid, *right, &*left));
            }
        }
    }

    void estimateIsMarkedAndReadsLittle()
    {
        m_read = 0;
        const TileGrid grid{stft().frameCount(count())};
        const auto tile = computeTile(stft(), m_reader, count(), grid.levelOfAll(), 0, 1, m_quiet);
        QVERIFY(tile && tile->estimated);
        QVERIFY(m_read < count() / 4);
        const auto exact = computeTile(stft(), m_reader, count(), grid.levelOfAll(), 0, 0, m_quiet);
        for (std::size_t i = 0; i < tile->maximum.size(); ++i) {
            QVERIFY(tile->maximum[i] <= exact->maximum[i]);
        }
        QVERIFY(!computeTile(stft(), m_reader, count(), 0, 0, 1, m_quiet)->estimated);
    }
};

QTEST_APPLESS_MAIN(TestTiles)
#include "test_tiles.moc"
