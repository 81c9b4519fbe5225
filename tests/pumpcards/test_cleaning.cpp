// The rules of cleaning and the validity gate, one by one, and what they give on the field cards.
#include <QFile>
#include <QtTest>
#include <cmath>
#include <map>
#include <numbers>

#include "core/base/file.h"
#include "core/domains/pumpcards/cleaning.h"
#include "core/domains/pumpcards/readers.h"

using namespace sightline;
using namespace sightline::pumpcards;

namespace {

/// A clockwise loop in metres and kilonewtons that starts at the bottom of the stroke.
RawCard loop(int points, double strokes = 1)
{
    RawCard raw;
    raw.id = "c";
    for (int i = 0; i < points; ++i) {
        const double angle = 2 * std::numbers::pi * strokes * i / points;
        raw.positions.push_back(1.5 * (1 - std::cos(angle)));
        raw.loads.push_back(std::round((40 + 15 * std::sin(angle + 0.5) + std::sin(3 * angle)) * 10) / 10);
        raw.lines.push_back(i + 2);
    }
    return raw;
}

std::vector<Card> clean(const RawCard& raw, CleaningOptions options = {})
{
    options.file = "cards.csv";
    return cleaned(raw, options);
}

const Finding* find(const Card& card, const std::string& kind)
{
    const auto found = std::find_if(card.findings.begin(), card.findings.end(),
                                    [&](const Finding& finding) { return finding.kind == kind; });
    return found == card.findings.end() ? nullptr : &*found;
}

bool has(const Card& card, const std::string& kind, Severity severity)
{
    const Finding* finding = find(card, kind);
    return finding != nullptr && finding->severity == severity;
}

}  // namespace

class TestCleaning : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void leavesAGoodCardAlone()
    {
        const RawCard raw = loop(120);
        const auto cards = clean(raw);
        QCOMPARE(cards.size(), std::size_t{1});
        QVERIFY(cards[0].findings.empty());
        QCOMPARE(cards[0].points.size(), raw.positions.size());
        for (std::size_t i = 0; i < raw.positions.size(); ++i) {
            QCOMPARE(cards[0].points[i].positionMetre, raw.positions[i]);
            QCOMPARE(cards[0].points[i].loadNewton, raw.loads[i] * 1000);
        }
        QVERIFY(std::abs(cards[0].loadQuantumNewton - 100) < 1e-9);
    }

    void convertsToSi()
    {
        RawCard raw = loop(120);
        raw.metresPerUnit = 0.0254;
        raw.newtonsPerUnit = 4.4482216152605;
        raw.positions[1] = 100;
        const Card card = clean(raw)[0];
        QCOMPARE(card.points[1].positionMetre, 2.54);
        QVERIFY(has(card, "out_of_range", Severity::Doubt));  // 55 lbf is no pumping unit's
    }

    void dropsRowsWithoutNumbers()
    {
        RawCard raw = loop(200);
        raw.loads[7] = NAN;
        raw.positions[8] = INFINITY;
        raw.loads[9] = 1e30;
        Card card = clean(raw)[0];
        QVERIFY(has(card, "bad_rows", Severity::Info));
        QCOMPARE(find(card, "bad_rows")->count, 3);
        QCOMPARE(find(card, "bad_rows")->where.line.value(), 9);
        QCOMPARE(card.points.size(), std::size_t{197});
        raw.loads[20] = raw.loads[21] = NAN;
        card = clean(raw)[0];
        QVERIFY(has(card, "bad_rows", Severity::Reject));
    }

    void survivesACardWithoutAnyNumber()
    {
        RawCard raw = loop(50);
        std::fill(raw.loads.begin(), raw.loads.end(), NAN);
        const Card card = clean(raw)[0];
        QVERIFY(card.points.empty());
        QCOMPARE(worst(card.findings), Severity::Reject);
        QCOMPARE(worst(clean(RawCard{})[0].findings), Severity::Reject);
    }

    void stripsPadding()
    {
        RawCard raw = loop(120);
        raw.positions.insert(raw.positions.end(), 50, 0.0);
        raw.loads.insert(raw.loads.end(), 50, 0.0);
        raw.lines.clear();
        const Card card = clean(raw)[0];
        QVERIFY(has(card, "padding", Severity::Info));
        QCOMPARE(find(card, "padding")->count, 50);
        QCOMPARE(contentHash(card), contentHash(clean(loop(120))[0]));
    }

    void stripsASingleZeroPairSilently()
    {
        RawCard raw = loop(120);
        raw.positions.push_back(0);
        raw.loads.push_back(0);
        const Card card = clean(raw)[0];
        QVERIFY(find(card, "padding") == nullptr);
        QCOMPARE(card.points.size(), std::size_t{120});
    }

    void realignsOnlyWhatThenCloses()
    {
        RawCard good = loop(94);
        good.positions.push_back(good.positions.front());
        good.loads.push_back(good.loads.front());
        for (double& position : good.positions) {
            position += 0.25;
        }
        const std::size_t count = 95;
        const std::size_t rows = 102;
        const std::size_t smuggled = rows - 4 - count;
        RawCard raw;
        raw.positions.assign(good.positions.begin() + static_cast<std::ptrdiff_t>(smuggled), good.positions.end());
        raw.positions.resize(rows, 0.0);
        raw.loads = {1, 0, 8.5, static_cast<double>(count)};
        raw.loads.insert(raw.loads.end(), good.loads.begin(), good.loads.end());
        raw.loads.insert(raw.loads.end(), good.positions.begin(),
                         good.positions.begin() + static_cast<std::ptrdiff_t>(smuggled));
        Card card = clean(raw)[0];
        QVERIFY(has(card, "realigned", Severity::Info));
        QVERIFY(card.closed);
        QCOMPARE(card.points.size(), std::size_t{94});
        QVERIFY(std::abs(card.strokesPerMinute.value() - 60 / 8.5) < 1e-9);
        QCOMPARE(card.points[3].positionMetre, good.positions[3]);
        QCOMPARE(card.points[3].loadNewton, good.loads[3] * 1000);

        RawCard open = raw;
        open.loads[4] += 1;
        QVERIFY(find(clean(open)[0], "realigned") == nullptr);
        RawCard filled = raw;
        filled.positions.back() = 1;
        QVERIFY(find(clean(filled)[0], "realigned") == nullptr);
    }

    void dropsTheRepeatedFirstPoint()
    {
        RawCard raw = loop(120);
        raw.positions.push_back(raw.positions.front());
        raw.loads.push_back(raw.loads.front());
        raw.lines.push_back(200);
        const Card card = clean(raw)[0];
        QVERIFY(card.closed);
        QVERIFY(has(card, "closed", Severity::Info));
        QCOMPARE(contentHash(card), contentHash(clean(loop(120))[0]));
    }

    void cutsSeveralStrokesAtTheBottom()
    {
        RawCard raw = loop(400, 4);
        for (std::size_t i = 0; i < raw.positions.size(); ++i) {
            raw.seconds.push_back(0.08 * static_cast<double>(i));
        }
        const auto cards = clean(raw);
        QCOMPARE(cards.size(), std::size_t{4});
        const Card whole = clean(loop(100))[0];
        for (std::size_t i = 0; i < cards.size(); ++i) {
            QCOMPARE(cards[i].id, "c/" + std::to_string(i));
            QVERIFY(has(cards[i], "several_strokes", Severity::Info));
            QVERIFY(cards[i].points.size() >= 99 && cards[i].points.size() <= 101);
            QVERIFY(std::abs(cards[i].strokesPerMinute.value() - 7.5) < 0.1);
            QCOMPARE(cards[i].points.size(), cards[i].seconds.size());
        }
        QVERIFY(std::abs(cards[1].points[30].loadNewton - whole.points[30].loadNewton) < 1500);
    }

    void leavesOutIncompleteStrokes()
    {
        RawCard raw = loop(400, 4);
        const auto drop = [](auto& values) {
            values.erase(values.begin(), values.begin() + 30);
            values.resize(values.size() - 30);
        };
        drop(raw.positions);
        drop(raw.loads);
        drop(raw.lines);
        const auto cards = clean(raw);
        QCOMPARE(cards.size(), std::size_t{2});
        QVERIFY(find(cards[0], "several_strokes")->message.find("140 points") != std::string::npos ||
                find(cards[0], "several_strokes")->message.find("139 points") != std::string::npos);
    }

    void doesNotTakeNoiseForStrokes()
    {
        RawCard raw = loop(200);
        for (std::size_t i = 40; i < 60; ++i) {
            raw.positions[i] += i % 2 == 0 ? 0.2 : -0.2;  // jitter about mid-stroke
        }
        QCOMPARE(clean(raw).size(), std::size_t{1});
    }

    void keepsExtraPointsOnlyWithConsent()
    {
        RawCard raw = loop(200);
        for (int i = 0; i < 50; ++i) {
            raw.positions.push_back(3 + 0.01 * (i + 1));
            raw.loads.push_back(40);
        }
        raw.lines.clear();
        QVERIFY(has(clean(raw)[0], "extra_points", Severity::Reject));
        CleaningOptions consent;
        consent.dropExtraPoints = true;
        const Card card = clean(raw, consent)[0];
        QVERIFY(has(card, "extra_points", Severity::Info));
        QCOMPARE(contentHash(card), contentHash(clean(loop(200))[0]));
    }

    void countsPoints_data()
    {
        QTest::addColumn<int>("points");
        QTest::addColumn<int>("severity");
        QTest::newRow("19") << 19 << static_cast<int>(Severity::Reject);
        QTest::newRow("20") << 20 << static_cast<int>(Severity::Doubt);
        QTest::newRow("59") << 59 << static_cast<int>(Severity::Doubt);
        QTest::newRow("60") << 60 << static_cast<int>(Severity::Info);
        QTest::newRow("99") << 99 << static_cast<int>(Severity::Info);
        QTest::newRow("100") << 100 << -1;
    }

    void countsPoints()
    {
        QFETCH(int, points);
        QFETCH(int, severity);
        const Card card = clean(loop(points))[0];
        const Finding* finding = find(card, "few_points");
        QCOMPARE(finding == nullptr ? -1 : static_cast<int>(finding->severity), severity);
    }

    void judgesClosure()
    {
        RawCard raw = loop(100);
        raw.loads.back() = raw.loads.front() + 0.10 * 30;
        QVERIFY(has(clean(raw)[0], "not_closed", Severity::Doubt));
        raw.loads.back() = raw.loads.front() + 0.20 * 30;
        QVERIFY(has(clean(raw)[0], "open_loop", Severity::Reject));
    }

    void judgesTheStroke()
    {
        RawCard raw = loop(100);
        raw.positions[20] = raw.positions[18] - 0.1;
        QVERIFY(has(clean(raw)[0], "reversals", Severity::Doubt));
        raw = loop(100);
        std::rotate(raw.positions.begin(), raw.positions.begin() + 25, raw.positions.end());
        std::rotate(raw.loads.begin(), raw.loads.begin() + 25, raw.loads.end());
        const Card rotated = clean(raw)[0];
        QVERIFY(has(rotated, "wrong_start", Severity::Doubt));
        QVERIFY(find(rotated, "reversals") == nullptr);
    }

    void judgesZeroLoads()
    {
        RawCard raw = loop(100);
        raw.loads[50] = 0;
        QVERIFY(has(clean(raw)[0], "zero_load", Severity::Doubt));
        for (std::size_t i = 50; i < 56; ++i) {
            raw.loads[i] = -1;
        }
        QVERIFY(has(clean(raw)[0], "zero_load", Severity::Reject));
        raw.kind = CardKind::PumpMeasured;
        QVERIFY(find(clean(raw)[0], "zero_load") == nullptr);
    }

    void judgesClipping()
    {
        RawCard raw = loop(100);
        for (double& load : raw.loads) {
            load = std::min(load, 50.0);
        }
        QVERIFY(has(clean(raw)[0], "clipped", Severity::Doubt));
        raw.kind = CardKind::PumpComputed;
        QVERIFY(find(clean(raw)[0], "clipped") == nullptr);
    }

    void judgesDirection()
    {
        RawCard raw = loop(100);
        std::reverse(raw.positions.begin() + 1, raw.positions.end());
        std::reverse(raw.loads.begin() + 1, raw.loads.end());
        QVERIFY(has(clean(raw)[0], "counter_clockwise", Severity::Doubt));
        CleaningOptions turn;
        turn.reverseCounterClockwise = true;
        const Card card = clean(raw, turn)[0];
        QVERIFY(has(card, "counter_clockwise", Severity::Info));
        QCOMPARE(contentHash(card), contentHash(clean(loop(100))[0]));
    }

    void rejectsWhatDoesNotMove()
    {
        RawCard raw = loop(100);
        for (double& position : raw.positions) {
            position *= 0.03;
        }
        QVERIFY(has(clean(raw)[0], "stopped", Severity::Reject));
        raw = loop(100);
        std::fill(raw.loads.begin(), raw.loads.end(), 40.0);
        QVERIFY(has(clean(raw)[0], "flat_load", Severity::Reject));
    }

    void findsTheLoadStep_data()
    {
        QTest::addColumn<QVector<double>>("values");
        QTest::addColumn<double>("step");
        QTest::newRow("tenths") << QVector<double>{28.6, 28.9, 31.0} << 0.1;
        QTest::newRow("hundredths") << QVector<double>{28.69, 28.92} << 0.01;
        QTest::newRow("fives") << QVector<double>{5, 15, 20} << 5.0;
        QTest::newRow("hundreds") << QVector<double>{12400, 9300} << 100.0;
        QTest::newRow("none") << QVector<double>{std::numbers::pi, std::numbers::e, std::numbers::sqrt2} << 0.0;
        QTest::newRow("single precision") << QVector<double>{28.69F, 28.92F} << 0.0;
    }

    void findsTheLoadStep()
    {
        QFETCH(QVector<double>, values);
        QFETCH(double, step);
        QCOMPARE(smallestCommonStep({values.begin(), values.end()}), step);
    }

    void hashesContent()
    {
        const Card card = clean(loop(100))[0];
        QCOMPARE(contentHash(card).size(), std::size_t{32});
        Card other = card;
        other.points[5].loadNewton += 1e-8;
        other.id = "other";
        other.label = "label";
        QCOMPARE(contentHash(other), contentHash(card));
        other.points[5].loadNewton += 1e-5;
        QVERIFY(contentHash(other) != contentHash(card));
        other = card;
        other.kind = CardKind::PumpMeasured;
        QVERIFY(contentHash(other) != contentHash(card));
    }

    // The counts the rules were specified with.
    void givesTheKnownCountsOnTheFieldCards()
    {
        const QString path = qEnvironmentVariable("SIGHTLINE_FIELD_DATA") + "/cards/field_cards.csv";
        if (!QFile::exists(path)) {
            QSKIP("SIGHTLINE_FIELD_DATA is not set");
        }
        domains::RecordingPtr recording;
        for (const auto& reader : cardReaders()) {
            NoProgress progress;
            auto outcome = reader->read({pathFromUtf8(path.toStdString()), {}}, progress);
            if (auto* read = std::get_if<domains::RecordingPtr>(&outcome)) {
                recording = *read;
            }
        }
        const auto* cards = dynamic_cast<const CardRecording*>(recording.get());
        QVERIFY(cards != nullptr);
        QCOMPARE(cards->cards().size(), std::size_t{825});
        std::map<std::string, int> counts;
        int rejected = 0;
        int fine = 0;
        for (const Card& card : cards->cards()) {
            for (const Finding& finding : card.findings) {
                ++counts[finding.kind + "/" + toString(finding.severity)];
            }
            rejected += worst(card.findings) == Severity::Reject ? 1 : 0;
            // Two hundred points and loads finer than 0.1 kN: one recorder.
            const std::size_t recorded = card.points.size() + (card.closed ? 1 : 0);
            fine += recorded == 200 && card.loadQuantumNewton < 99 ? 1 : 0;
        }
        QCOMPARE(counts["open_loop/reject"], 16);
        QCOMPARE(counts["not_closed/doubt"], 42);
        QCOMPARE(counts["zero_load/reject"], 8);
        QCOMPARE(counts["zero_load/doubt"], 0);
        QCOMPARE(counts["reversals/doubt"], 7);
        QCOMPARE(counts["wrong_start/doubt"], 6);
        QCOMPARE(counts["counter_clockwise/doubt"], 3);
        QCOMPARE(counts["extra_points/reject"], 5);
        QCOMPARE(counts["closed/info"], 663);
        QCOMPARE(rejected, 24);
        QCOMPARE(fine, 101);
    }
};

QTEST_GUILESS_MAIN(TestCleaning)
#include "test_cleaning.moc"
