#include <QtTest>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/imaging/colour_map.h"
#include "core/imaging/ink.h"

using namespace sightline;
using namespace sightline::imaging;

namespace {

double luminance(const Rgb& colour)
{
    const auto linear = [](std::uint8_t byte) {
        const double value = byte / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

}  // namespace

class TestImaging : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inkEqualsLength_data()
    {
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("y");
        QTest::newRow("along a row") << 10.0 << 0.0;
        QTest::newRow("between rows") << 9.0 << 0.3;
        QTest::newRow("diagonal") << 7.0 << 11.0;
        QTest::newRow("steep and backwards") << -1.5 << 12.25;
    }
    void inkEqualsLength()
    {
        QFETCH(double, x);
        QFETCH(double, y);
        std::vector<float> pixels(32 * 32);
        const std::vector<PlanePoint> points = {{8.2, 8.7}, {8.2 + x, 8.7 + y}};
        addLine({pixels, 32, 32}, points, 40);
        const double ink = std::accumulate(pixels.begin(), pixels.end(), 0.0);
        QVERIFY(std::abs(ink - std::hypot(x, y)) < 1e-4);
    }
    void oneStepGoesToFourNeighbours()
    {
        std::vector<float> pixels(4 * 4);
        // One step of length 1 starting at (1.25, 2.5).
        addLine({pixels, 4, 4}, std::vector<PlanePoint>{{1.25, 2.5}, {2.25, 2.5}}, 1);
        QCOMPARE(pixels[2 * 4 + 1], 0.375F);
        QCOMPARE(pixels[2 * 4 + 2], 0.125F);
        QCOMPARE(pixels[3 * 4 + 1], 0.375F);
        QCOMPARE(pixels[3 * 4 + 2], 0.125F);
        QCOMPARE(std::accumulate(pixels.begin(), pixels.end(), 0.0F), 1.0F);
    }
    void theEdgeCutsAndNothingIsWrittenOutside()
    {
        std::vector<float> pixels(8 * 8 + 2, -7.0F);
        const Plane plane{std::span<float>(pixels).subspan(1, 64), 8, 8};
        std::fill(plane.pixels.begin(), plane.pixels.end(), 0.0F);
        const double nan = std::numeric_limits<double>::quiet_NaN();
        addLine(plane, std::vector<PlanePoint>{{-20, -20}, {30, 30}, {1e12, -1e12}, {nan, 3}, {4, nan}}, 50);
        QCOMPARE(pixels.front(), -7.0F);
        QCOMPARE(pixels.back(), -7.0F);
        QVERIFY(plane.pixels[9] > 0.0F);
        addLine(plane, std::vector<PlanePoint>{}, 6);
        addLine(plane, std::vector<PlanePoint>{{1, 1}}, 6);
    }
    void clamping()
    {
        std::vector<float> pixels = {-1.0F, 0.5F, 3.0F, 1.0F};
        clampInk({pixels, 2, 2});
        QCOMPARE(pixels, (std::vector<float>{0.0F, 0.5F, 1.0F, 1.0F}));
    }
    void mapsRiseInLightness_data()
    {
        QTest::addColumn<int>("map");
        for (const ColourMap map : {ColourMap::Grey, ColourMap::Viridis, ColourMap::Cividis}) {
            QTest::newRow(toString(map)) << static_cast<int>(map);
        }
    }
    void mapsRiseInLightness()
    {
        QFETCH(int, map);
        const auto& colours = palette(static_cast<ColourMap>(map));
        for (std::size_t i = 8; i < colours.size(); i += 8) {
            QVERIFY(luminance(colours[i]) > luminance(colours[i - 8]));
        }
    }
    void publishedEnds()
    {
        // The published tables of viridis and cividis begin and end with these colours.
        const auto near = [](Rgb a, Rgb b) {
            return std::abs(a.red - b.red) <= 3 && std::abs(a.green - b.green) <= 3 && std::abs(a.blue - b.blue) <= 3;
        };
        QVERIFY(near(palette(ColourMap::Viridis)[0], {68, 1, 84}));
        QVERIFY(near(palette(ColourMap::Viridis)[255], {253, 231, 37}));
        QVERIFY(near(palette(ColourMap::Cividis)[0], {0, 34, 78}));
        QVERIFY(near(palette(ColourMap::Cividis)[255], {254, 232, 56}));
    }
    void colouriseClamps()
    {
        const std::vector<float> values = {-1.0F, 0.0F, 1.0F, 7.0F, std::numeric_limits<float>::quiet_NaN()};
        const std::vector<std::uint8_t> bytes = colourise(values, ColourMap::Grey);
        QCOMPARE(bytes, (std::vector<std::uint8_t>{0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0}));
    }
    void resizing()
    {
        SignalImage image(2, 4, 4);
        std::iota(image.pixels.begin(), image.pixels.end(), 0.0F);
        const Result<SignalImage> half = resized(image, 2, 2);
        QVERIFY(half.has_value());
        QCOMPARE(half->channel(0)[0], (0.0F + 1.0F + 4.0F + 5.0F) / 4.0F);
        QCOMPARE(half->channel(1)[3], (26.0F + 27.0F + 30.0F + 31.0F) / 4.0F);
        QCOMPARE(*resized(image, 4, 4), image);
        QCOMPARE(resized(SignalImage{}, 4, 4).error().code, ErrorCode::Invalid);
        QCOMPARE(resized(image, 0, 4).error().code, ErrorCode::Invalid);
    }
};

QTEST_GUILESS_MAIN(TestImaging)
#include "test_imaging.moc"
