// Windows, picture, features and score: properties, not pixels.
#include <QtTest>
#include <cmath>

#include "core/base/random.h"
#include "core/domains/mouse/cleaning.h"
#include "core/domains/mouse/features.h"
#include "core/domains/mouse/picture.h"
#include "core/domains/mouse/score.h"
#include "tests/mouse/support.h"

using namespace sightline;
using namespace sightline::mouse;

namespace {

Session straight(std::size_t events, double pixelsPerSecond, double stepSeconds = 0.01, double fromX = 100)
{
    RawSession raw;
    for (std::size_t i = 0; i < events; ++i) {
        RawEvent row;
        row.event.seconds = static_cast<double>(i) * stepSeconds;
        row.event.x = static_cast<float>(fromX + static_cast<double>(i) * stepSeconds * pixelsPerSecond);
        row.event.y = 300;
        raw.events.push_back(row);
    }
    return cleaned(std::move(raw), {});
}

double ink(const SignalImage& image, int channel)
{
    double sum = 0;
    for (const float pixel : image.channel(channel)) {
        sum += static_cast<double>(pixel);
    }
    return sum;
}

Session wandering(std::size_t events, std::uint64_t seed)
{
    Rng rng(seed);
    RawSession raw;
    double t = 0;
    double x = 500;
    double y = 400;
    for (std::size_t i = 0; i < events; ++i) {
        t += rng.chance(0.05) ? 0.5 : 0.01;
        x = std::clamp(x + 20 * rng.normal(), 0.0, 1900.0);
        y = std::clamp(y + 20 * rng.normal(), 0.0, 1000.0);
        RawEvent row;
        row.event.seconds = t;
        row.event.x = static_cast<float>(x);
        row.event.y = static_cast<float>(y);
        const bool press = rng.chance(0.03);
        row.event.kind = press ? EventKind::Press : EventKind::Move;
        row.event.button = press ? (rng.chance(0.3) ? Button::Right : Button::Left) : Button::None;
        raw.events.push_back(row);
    }
    return cleaned(std::move(raw), {});
}

Verdict verdictOf(std::vector<float> probabilities)
{
    Verdict verdict;
    verdict.classIds = {"a", "b", "c"};
    verdict.probabilities = std::move(probabilities);
    return verdict;
}

}  // namespace

class TestPicture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void windowsCoverTheWholeSession_data()
    {
        QTest::addColumn<int>("events");
        QTest::addColumn<int>("windows");
        QTest::newRow("none") << 0 << 1;
        QTest::newRow("few") << 50 << 1;
        QTest::newRow("one") << 200 << 1;
        QTest::newRow("one more") << 201 << 2;
        QTest::newRow("even") << 1000 << 9;
        QTest::newRow("long") << 100000 << 100;
    }
    void windowsCoverTheWholeSession()
    {
        QFETCH(int, events);
        QFETCH(int, windows);
        const ImageRecipe recipe = ownerRecipe();
        const Session session = straight(static_cast<std::size_t>(events), 5);
        QCOMPARE(windowCount(session, recipe), static_cast<std::size_t>(windows));
        const Window first = windowAt(session, recipe, 0);
        const Window last = windowAt(session, recipe, static_cast<std::size_t>(windows) - 1);
        QCOMPARE(first.first, std::size_t(0));
        QCOMPARE(last.first + last.count, session.path.size());  // flush right
        for (std::size_t k = 1; k < static_cast<std::size_t>(windows); ++k) {
            QVERIFY(windowAt(session, recipe, k).first > windowAt(session, recipe, k - 1).first);
            QCOMPARE(windowAt(session, recipe, k).count, std::size_t(200));
        }
    }

    void speedIsSplitAmongTheInks()
    {
        const ImageRecipe recipe = ownerRecipe();
        struct Case {
            double speed;
            int plane;
        };
        for (const Case one : {Case{8000, 0}, Case{500, 1}, Case{30, 2}}) {
            const Session session = straight(100, one.speed);
            const Example example = draw(session, {0, 100}, recipe);
            QCOMPARE(example.image.channels, 10);
            QCOMPARE(example.image.width, 64);
            for (int plane = 0; plane < 3; ++plane) {
                const double there = ink(example.image, plane);
                QVERIFY2((plane == one.plane) == (there > 0.5),
                         qPrintable(QString("speed %1 plane %2").arg(one.speed).arg(plane)));
            }
        }
    }

    void theRosetteForgetsThePlace()
    {
        const ImageRecipe recipe = ownerRecipe();
        const Example here = draw(straight(60, 400, 0.01, 100), {0, 60}, recipe);
        const Example there = draw(straight(60, 400, 0.01, 900), {0, 60}, recipe);
        QVERIFY(here.image.channels == 10);
        for (int plane = 5; plane < 10; ++plane) {
            QVERIFY(std::ranges::equal(here.image.channel(plane), there.image.channel(plane)));
        }
        QVERIFY(!std::ranges::equal(here.image.channel(1), there.image.channel(1)));
    }

    void noLineBridgesAGap()
    {
        RawSession raw;
        for (const auto& [t, x] :
             std::vector<std::pair<double, float>>{{0, 100}, {0.01, 110}, {30, 1900}, {30.01, 1890}}) {
            RawEvent row;
            row.event.seconds = t;
            row.event.x = x;
            row.event.y = 500;
            raw.events.push_back(row);
        }
        const Session session = cleaned(std::move(raw), {});
        const Example example = draw(session, {0, 4}, ownerRecipe());
        for (int plane = 0; plane < 3; ++plane) {
            const auto row = example.image.channel(plane).subspan(64 * 28 + 20, 20);  // between the two pieces
            QVERIFY(std::all_of(row.begin(), row.end(), [](float pixel) { return pixel == 0; }));
        }
    }

    void clicksAreDiscsOfTheirOwn()
    {
        for (const Button button : {Button::Left, Button::Right}) {
            RawSession raw;
            RawEvent row;
            row.event.x = 992;
            row.event.y = 576;
            raw.events.push_back(row);
            row.event.seconds = 0.1;
            row.event.kind = EventKind::Press;
            row.event.button = button;
            raw.events.push_back(row);
            const Example example = draw(cleaned(std::move(raw), {}), {0, 2}, ownerRecipe());
            const int mine = button == Button::Left ? 3 : 4;
            QVERIFY(std::abs(ink(example.image, mine) - 3.14159 * 2.5 * 2.5) < 2);
            QCOMPARE(ink(example.image, 7 - mine), 0.0);
        }
    }

    void placesAreWhereTheInkIs()
    {
        ImageRecipe recipe = ownerRecipe();
        recipe.parameters["spd"] = recipe.parameters["own"] = recipe.parameters["time"] = 1;
        const Session session = wandering(200, 11);
        const Window window{0, 200};
        const std::vector<PathPoint> points = pathOf(session, window);
        const Example example = draw(session, window, recipe);
        for (std::size_t drawing = 0; drawing < 5; ++drawing) {
            const std::vector<PixelPlace> places = placesOf(session, window, recipe, drawing);
            QCOMPARE(places.size(), points.size());
            int looked = 0;
            for (std::size_t i = 1; i < points.size(); ++i) {
                const int x = static_cast<int>(std::lround(places[i].x));
                const int y = static_cast<int>(std::lround(places[i].y));
                if (points[i].broken || points[i].step > 0.3 || x < 0 || y < 0 || x >= 64 || y >= 64) {
                    continue;
                }
                float most = 0;
                for (std::size_t plane = drawing * planesPerDrawing; plane < (drawing + 1) * planesPerDrawing;
                     ++plane) {
                    most = std::max(
                        most, example.image.channel(static_cast<int>(plane))[static_cast<std::size_t>(y * 64 + x)]);
                }
                QVERIFY2(most > 0, qPrintable(QStringLiteral("drawing %1, point %2").arg(drawing).arg(i)));
                ++looked;
            }
            QVERIFY(looked > 10);
        }
        QVERIFY(placesOf(session, window, recipe, 5).empty());
    }

    void everythingStaysBetweenZeroAndOne()
    {
        for (ImageRecipe recipe : {ownerRecipe(), machineRecipe()}) {
            recipe.parameters["spd"] = 1;
            recipe.parameters["position"] = 1;
            QVERIFY(checkRecipe(recipe).has_value());
            std::size_t features = 0;
            for (std::uint64_t seed = 0; seed < 8; ++seed) {
                const Session session = wandering(1 + 70 * seed, seed);
                Rng rng(seed);
                for (const double strength : {0.0, 0.5, 1.0}) {
                    const Example example = drawAugmented(session, 0, recipe, strength, rng);
                    QCOMPARE(example.image.channels, static_cast<int>(planesOf(recipe).size()));
                    QVERIFY(std::all_of(example.image.pixels.begin(), example.image.pixels.end(),
                                        [](float pixel) { return pixel >= 0 && pixel <= 1; }));
                    QVERIFY(std::all_of(example.features.begin(), example.features.end(),
                                        [](float number) { return std::isfinite(number); }));
                    features = features == 0 ? example.features.size() : features;
                    QCOMPARE(example.features.size(), features);
                }
            }
        }
    }

    void noStrengthIsThePlainPicture()
    {
        const Session session = wandering(900, 3);
        Rng rng(1);
        const ImageRecipe recipe = ownerRecipe();
        QCOMPARE(drawAugmented(session, 2, recipe, 0, rng), draw(session, windowAt(session, recipe, 2), recipe));
        Rng one(5);
        Rng other(5);
        QCOMPARE(drawAugmented(session, 2, recipe, 0.5, one), drawAugmented(session, 2, recipe, 0.5, other));
    }

    void withoutTheClockNoFeatureKnowsIt()
    {
        // The same path at another sampling of time: only speeds and the clock may differ.
        ImageRecipe blind = ownerRecipe();
        blind.parameters["clock"] = 0;
        const Session session = wandering(200, 4);
        const std::size_t with = draw(session, {0, 200}, ownerRecipe()).features.size();
        const std::size_t without = draw(session, {0, 200}, blind).features.size();
        QCOMPARE(with, without + 7);
    }

    void senselessRecipesAreRefused()
    {
        ImageRecipe recipe = ownerRecipe();
        recipe.parameters["window"] = 5000;
        QVERIFY(!checkRecipe(recipe).has_value());
        recipe = ownerRecipe();
        recipe.parameters["abs"] = 0;
        recipe.parameters["ros"] = 0;
        QVERIFY(!checkRecipe(recipe).has_value());
        recipe = ownerRecipe();
        recipe.id = "mouse-planes-9";
        QVERIFY(!checkRecipe(recipe).has_value());
    }

    void speedUsesTheLastDifferentTime()
    {
        RawSession raw;
        for (const auto& [t, x] : std::vector<std::pair<double, float>>{{0, 0}, {0.1, 10}, {0.1, 30}, {0.101, 31}}) {
            RawEvent row;
            row.event.seconds = t;
            row.event.x = x;
            raw.events.push_back(row);
        }
        const std::vector<PathPoint> points = pathOf(cleaned(std::move(raw), {}), {0, 4});
        QVERIFY(std::abs(points[1].speed - 100) < 1e-6);
        QVERIFY(std::abs(points[2].speed - 200) < 1e-6);  // 20 px in the 0.1 s since the last different time
        QVERIFY(std::abs(points[3].speed - 250) < 1e-6);  // 1 px in 1 ms: no less than 4 ms count
    }

    void scoresAreClippedLogRatios()
    {
        const double even = clippedLogRatio({0.5F, 0.25F, 0.25F}, 0);
        QVERIFY(std::abs(even) < 1e-6);
        QCOMPARE(clippedLogRatio({1.0F, 0.0F, 0.0F}, 0), 5.0);
        QCOMPARE(clippedLogRatio({1.0F, 0.0F, 0.0F}, 1), -5.0);
        Sample sample;
        sample.key = {"r", "s@0"};
        const std::vector<std::pair<Sample, Verdict>> windows = {{sample, verdictOf({1, 0, 0})},
                                                                 {sample, verdictOf({0.5F, 0.25F, 0.25F})}};
        QVERIFY(std::abs(sessionScore(windows, "a").value_or(99) - 2.5) < 1e-6);
        QVERIFY(!sessionScore(windows, "z").has_value());
        QVERIFY(!sessionScore({}, "a").has_value());
    }

    void sessionsGetOneVerdictEach()
    {
        std::vector<std::pair<Sample, Verdict>> windows;
        for (const auto& [name, count] : std::vector<std::pair<std::string, int>>{{"long", 4}, {"short", 2}}) {
            for (int k = 0; k < count; ++k) {
                Sample sample;
                sample.key = {"r", windowKey(name, static_cast<std::size_t>(k))};
                windows.emplace_back(sample, verdictOf({0.1F, 0.7F, 0.2F}));
            }
        }
        Verdict rejected;
        rejected.rejected = true;
        rejected.reason = "too short";
        Sample broken;
        broken.key = {"r", "broken@0"};
        windows.emplace_back(broken, rejected);
        const std::vector<Verdict> verdicts = sessionVerdicts(windows);
        QCOMPARE(verdicts.size(), std::size_t(3));
        QCOMPARE(verdicts[0].bestClass(), std::string("b"));
        QVERIFY(!verdicts[0].abstained);
        QVERIFY(std::abs(verdicts[0].probabilities[0] + verdicts[0].probabilities[1] + verdicts[0].probabilities[2] -
                         1) < 1e-6F);
        QVERIFY(verdicts[1].abstained);
        QVERIFY(verdicts[1].reason.find("2 windows") != std::string::npos);
        QVERIFY(verdicts[2].rejected);
        QCOMPARE(verdicts[2].reason, std::string("too short"));
    }
};

QTEST_GUILESS_MAIN(TestPicture)
#include "test_picture.moc"
