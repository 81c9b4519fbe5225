#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/domains/pumpcards/cleaning.h"
#include "core/domains/pumpcards/picture.h"
#include "support.h"

using namespace sightline;
using namespace sightline::pumpcards;
using namespace sightline::pumpcards::test;

namespace {

Example pictureOf(const Card& card, const ImageRecipe& recipe = strokesRecipe())
{
    const Result<Stroke> stroke = prepare(card, recipe);
    return stroke ? draw(*stroke, recipe) : Example{};
}

double ink(std::span<const float> pixels)
{
    return std::accumulate(pixels.begin(), pixels.end(), 0.0);
}

/// Mean absolute difference per unit of ink: 0 equal, 2 nothing in common.
double difference(const SignalImage& a, const SignalImage& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        sum += std::abs(a.pixels[i] - b.pixels[i]);
    }
    return 2 * sum / (ink(a.pixels) + ink(b.pixels));
}

double largestScalarDifference(const Example& a, const Example& b)
{
    double largest = 0;
    for (std::size_t i = 0; i < a.scalars.size(); ++i) {
        largest = std::max(largest, static_cast<double>(std::abs(a.scalars[i] - b.scalars[i])));
    }
    return largest;
}

Card quantised(Card card, double newton)
{
    for (CardPoint& point : card.points) {
        point.loadNewton = std::round(point.loadNewton / newton) * newton;
    }
    return card;
}

}  // namespace

class TestPicture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shapeAndRange()
    {
        const Example example = pictureOf(roundedCard(200));
        QCOMPARE(example.image.channels, 3);
        QCOMPARE(example.image.width, 64);
        QCOMPARE(example.image.height, 64);
        for (const float pixel : example.image.pixels) {
            QVERIFY(pixel >= 0.0F && pixel <= 1.0F);
        }
        QCOMPARE(example.scalars.size(), scalarNames(strokesRecipe()).size());
        QCOMPARE(example.scalars.size(), std::size_t(12));
    }
    void strokesAndAbsoluteScale()
    {
        const Example example = pictureOf(roundedCard(200));
        // A clockwise card: the up-stroke runs over the upper half, the down-stroke under it.
        const auto rowsAbove = [&](int channel) { return ink(example.image.channel(channel).first(32 * 64)); };
        QVERIFY(rowsAbove(0) > 0.8 * ink(example.image.channel(0)));
        QVERIFY(rowsAbove(1) < 0.2 * ink(example.image.channel(1)));
        // The margin stays clean: 8 % of 64 pixels is 5.12.
        for (int i = 0; i < 64; ++i) {
            for (const int edge : {0, 1, 2, 3, 60, 61, 62, 63}) {
                QCOMPARE(example.image.channel(0)[static_cast<std::size_t>(edge * 64 + i)], 0.0F);
                QCOMPARE(example.image.channel(1)[static_cast<std::size_t>(i * 64 + edge)], 0.0F);
            }
        }
        // 3 m of 10 m and 20-35 kN of 120 kN: columns 0-19 and rows 44-52 from the top.
        const auto absolute = example.image.channel(2);
        for (int row = 0; row < 64; ++row) {
            for (int column = 0; column < 64; ++column) {
                const bool inside = column <= 19 && row >= 44 && row <= 53;
                QVERIFY(inside || absolute[static_cast<std::size_t>(row * 64 + column)] == 0.0F);
            }
        }
        QVERIFY(ink(absolute) > 10);
    }
    void anExactSegment()
    {
        // Two levels, one step: the top line lies at margin and the bottom line at 63 - margin.
        Card card;
        for (int i = 0; i < 128; ++i) {
            card.points.push_back({i / 127.0, 30000});
        }
        for (int i = 0; i < 128; ++i) {
            card.points.push_back({1 - i / 127.0, 10000});
        }
        const Example example = pictureOf(card);
        // y = 63 - (5.12 + 52.76) = 5.12: 88 % of the ink on row 5, 12 % on row 6.
        const auto up = example.image.channel(0);
        QVERIFY(std::abs(up[5 * 64 + 32] - 0.88F) < 0.06F);
        QVERIFY(std::abs(up[6 * 64 + 32] - 0.12F) < 0.06F);
        QCOMPARE(up[4 * 64 + 32], 0.0F);
    }
    void countAndStartDoNotMatter()
    {
        const Example reference = pictureOf(roundedCard(250));
        for (const std::size_t count : {197U, 200U, 360U}) {
            const Example other = pictureOf(roundedCard(count));
            QVERIFY2(difference(reference.image, other.image) < 0.12,
                     qPrintable(QString::number(difference(reference.image, other.image))));
            QVERIFY(largestScalarDifference(reference, other) < 0.02);
        }
        Card lifted = roundedCard(250);
        for (CardPoint& point : lifted.points) {
            point.positionMetre += 0.7;  // where the sensor's zero lies
        }
        QVERIFY(difference(reference.image, pictureOf(lifted).image) < 1e-5);
    }
    void paddingAndResolutionNeverReachThePicture()
    {
        const Card card = quantised(roundedCard(200), 100);
        const Example plain = pictureOf(card);

        RawCard raw;  // metres and kilonewtons
        raw.id = card.id;
        for (const CardPoint& point : card.points) {
            raw.positions.push_back(point.positionMetre);
            raw.loads.push_back(point.loadNewton / 1000);
        }
        raw.positions.insert(raw.positions.end(), 50, 0.0);
        raw.loads.insert(raw.loads.end(), 50, 0.0);
        const std::vector<Card> stripped = cleaned(raw, {});
        QCOMPARE(stripped.size(), std::size_t(1));
        QCOMPARE(stripped[0].points.size(), std::size_t(200));
        QVERIFY(difference(pictureOf(stripped[0]).image, plain.image) < 1e-5);
        QVERIFY(largestScalarDifference(pictureOf(stripped[0]), plain) < 1e-5);

        // A finer recorder: the same card to 1 N, to 10 N and to 0.1 kN.
        for (const double newton : {1.0, 10.0, 100.0}) {
            const Example other = pictureOf(quantised(roundedCard(200), newton));
            QVERIFY(difference(plain.image, other.image) < 0.02);
            QVERIFY(largestScalarDifference(plain, other) < 0.005);
        }
    }
    void parametersAreHonoured()
    {
        ImageRecipe recipe = strokesRecipe();
        recipe.parameters["size"] = 224;
        recipe.parameters["substeps"] = 24;
        recipe.parameters["speed_scalars"] = 0;
        const Example large = pictureOf(roundedCard(200), recipe);
        QCOMPARE(large.image.width, 224);
        QCOMPARE(large.scalars.size(), std::size_t(10));
        QCOMPARE(scalarNames(recipe).size(), std::size_t(10));
        // A line is about as thin as at 64 pixels: ink grows with the length only.
        const double ratio = ink(large.image.channel(0)) / ink(pictureOf(roundedCard(200)).image.channel(0));
        QVERIFY2(ratio > 3.2 && ratio < 3.8, qPrintable(QString::number(ratio)));
    }
    void scalarsSayLoadsInTheOpen()
    {
        Card card = roundedCard(200, 3.0, 20000, 35000);
        card.strokesPerMinute = 6;
        const Example example = pictureOf(card);
        const auto names = scalarNames(strokesRecipe());
        for (const std::string& name : names) {
            QVERIFY2(scalarTitle(name) != name, name.c_str());
        }
        QCOMPARE(scalarTitle("of_another_recipe"), std::string("of_another_recipe"));
        const auto value = [&](const char* name) {
            const auto place = std::ranges::find(names, name) - names.begin();
            return static_cast<double>(example.scalars.at(static_cast<std::size_t>(place)));
        };
        QVERIFY(std::abs(value("log_pprl") - std::log1p(35.0)) < 0.01);
        QVERIFY(std::abs(value("log_mprl") - std::log1p(20.0)) < 0.01);
        QVERIFY(std::abs(value("log_stroke") - std::log1p(3.0)) < 0.001);
        QVERIFY(std::abs(value("log_range") - std::log1p(15.0)) < 0.01);
        QVERIFY(value("area_ratio") > 0.7 && value("area_ratio") < 1.0);
        QVERIFY(std::abs(value("up_mid_load") - 35.0 / 30) < 0.02);
        QVERIFY(std::abs(value("down_mid_load") - 20.0 / 30) < 0.02);
        QVERIFY(std::abs(value("mid_ratio") - 1) < 0.03);
        QVERIFY(std::abs(value("top_place") - 0.5) < 0.01);
        QVERIFY(std::abs(value("log_spm") - std::log1p(6.0)) < 1e-6);
        QCOMPARE(value("spm_known"), 1.0);
        QCOMPARE(pictureOf(roundedCard(200)).scalars.back(), 0.0F);
    }
    void degenerateCards()
    {
        Card card = roundedCard(50, 0.0, 1000, 1000);
        for (CardPoint& point : card.points) {
            point = {1.0, 5000.0};
        }
        const Example still = pictureOf(card);  // rejected by the gate, but never a crash or a NaN
        QVERIFY(!still.image.empty());
        for (const float value : still.scalars) {
            QVERIFY(std::isfinite(value));
        }
        QCOMPARE(prepare(Card{}, strokesRecipe()).error().code, ErrorCode::Invalid);
        card.points[3].loadNewton = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(prepare(card, strokesRecipe()).error().code, ErrorCode::Invalid);
        ImageRecipe unknown = strokesRecipe();
        unknown.id = "whale-mel-1";
        QCOMPARE(prepare(roundedCard(200), unknown).error().code, ErrorCode::Invalid);
        for (const auto& [name, bad] :
             std::vector<std::pair<std::string, double>>{{"size", 0},
                                                         {"size", -4},
                                                         {"points", 1e9},
                                                         {"margin", 0.6},
                                                         {"substeps", 0},
                                                         {"absolute_load_N", 0},
                                                         {"absolute_position_m", std::nan("")}}) {
            ImageRecipe broken = strokesRecipe();
            broken.parameters[name] = bad;
            QCOMPARE(prepare(roundedCard(200), broken).error().code, ErrorCode::Invalid);
        }
    }
    void augmentationIsRepeatableAndNothingAtZero()
    {
        const ImageRecipe recipe = strokesRecipe();
        const Stroke stroke = *prepare(roundedCard(200), recipe);
        const Example plain = draw(stroke, recipe);
        Rng zero(1);
        QCOMPARE(drawAugmented(stroke, recipe, 0, zero), plain);
        Rng first(42);
        Rng same(42);
        Rng other(43);
        const Example a = drawAugmented(stroke, recipe, 0.5, first);
        QCOMPARE(drawAugmented(stroke, recipe, 0.5, same), a);
        QVERIFY(!(drawAugmented(stroke, recipe, 0.5, other) == a));
        QVERIFY(!(a == plain));
    }
    void augmentationKeepsTheCardsSense()
    {
        const ImageRecipe recipe = strokesRecipe();
        const Stroke stroke = *prepare(roundedCard(200), recipe);
        const Example plain = draw(stroke, recipe);
        Rng rng(7);
        for (int i = 0; i < 50; ++i) {
            const Example changed = drawAugmented(stroke, recipe, 0.5, rng);
            QVERIFY(std::abs(changed.scalars[0] - plain.scalars[0]) < 0.06F);  // peak load within 4 % and noise
            QVERIFY(std::abs(changed.scalars[2] - plain.scalars[2]) < 0.04F);
            QVERIFY(std::abs(changed.scalars[9] - plain.scalars[9]) < 0.01F);  // never mirrored
            QVERIFY(ink(changed.image.channel(0).first(32 * 64)) > 0.7 * ink(changed.image.channel(0)));
            for (const float pixel : changed.image.pixels) {
                QVERIFY(pixel >= 0.0F && pixel <= 1.0F);
            }
        }
    }
    void drawingSpeed()
    {
        const Card card = roundedCard(200);
        const ImageRecipe recipe = strokesRecipe();
        QBENCHMARK
        {
            const Example example = draw(*prepare(card, recipe), recipe);
            QVERIFY(!example.image.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestPicture)
#include "test_picture.moc"
