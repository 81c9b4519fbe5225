#include <QtTest>

#include <set>

#include "core/domains/pumpcards/metrics.h"
#include "support.h"

using namespace sightline;
using namespace sightline::pumpcards;
using namespace sightline::pumpcards::test;

namespace {

const domains::Measure* find(const std::vector<domains::Measure>& list, const std::string& id)
{
    const auto found = std::ranges::find(list, id, &domains::Measure::id);
    return found == list.end() ? nullptr : &*found;
}

/// A pump card with level lines whose load is released at `fillage` of the stroke.
Card poundCard(double fillage)
{
    Card card;
    card.kind = CardKind::PumpComputed;
    const double stroke = 2.54;
    for (int i = 0; i < 100; ++i) {
        card.points.push_back({stroke * i / 100.0, 20000});
    }
    for (int i = 0; i < 100; ++i) {
        const double position = stroke * (100 - i) / 100.0;
        card.points.push_back({position, position > fillage * stroke ? 20000.0 : 1000.0});
    }
    return card;
}

}  // namespace

class TestMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sandiaCards_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<double>("peakPounds");
        QTest::addColumn<double>("leastPounds");
        QTest::addColumn<double>("strokeInches");
        QTest::addColumn<double>("areaInchPounds");
        // PPRL, MPRL, stroke and area as published with the data; 0: not published for this repeat.
        QTest::newRow("E03 A") << "SX6E03A" << 13344.0 << 7040.0 << 143.5 << 441828.0;
        QTest::newRow("E03 B") << "SX6E03B" << 0.0 << 0.0 << 0.0 << 441828.0;
        QTest::newRow("I03 A") << "SX6I03A" << 14518.0 << 4717.0 << 0.0 << 802672.0;
        QTest::newRow("I03 B") << "SX6I03B" << 0.0 << 0.0 << 0.0 << 802672.0;
    }
    void sandiaCards()
    {
        QFETCH(QString, file);
        QFETCH(double, peakPounds);
        QFETCH(double, leastPounds);
        QFETCH(double, strokeInches);
        QFETCH(double, areaInchPounds);
        const auto rows = numberTable(SIGHTLINE_TEST_DATA "/cards/sandia/sandia_surface_" + file + "_realigned.csv");
        QVERIFY(rows.size() >= 94);
        const CardMetrics metrics = metricsOf(fieldUnits(rows, 0, 1));
        const auto pounds = [](double newton) { return newton / newtonsPerPoundForce; };
        if (peakPounds > 0) {
            QVERIFY(std::abs(pounds(metrics.peakLoadNewton) - peakPounds) < 1);
            QVERIFY(std::abs(pounds(metrics.minimumLoadNewton) - leastPounds) < 1);
        }
        if (strokeInches > 0) {
            QVERIFY(std::abs(metrics.strokeMetre / metresPerInch - strokeInches) < 0.1);
        }
        const double area = pounds(metrics.areaJoule) / metresPerInch;
        const double tolerance = peakPounds > 0 ? 1e-5 : 0.0035;  // the repeats agree to 0.2-0.3 %
        QVERIFY2(std::abs(area / areaInchPounds - 1) < tolerance, qPrintable(QString::number(area)));
        QVERIFY(metrics.signedAreaJoule < 0);  // clockwise
    }
    void publishedChecks()
    {
        QVERIFY(std::abs(powerWatt(32210, 3.72) - 1997) < 1);
        const double footPounds = 5829 * newtonsPerPoundForce * metresPerFoot;
        QVERIFY(std::abs(powerWatt(footPounds, 6.4) / wattsPerHorsepower - 1.13) < 0.005);
    }
    void fillage()
    {
        QVERIFY(std::abs(*fillageOf(poundCard(0.95 / 2.54).points) - 0.374) < 0.01);
        for (const double part : {0.15, 0.5, 0.8, 0.97}) {
            const Card card = poundCard(part);
            QVERIFY(std::abs(*fillageOf(card.points) - part) < 0.011);
            // It does not matter where the recording begins.
            std::vector<CardPoint> turned = card.points;
            std::rotate(turned.begin(), turned.begin() + 70, turned.end());
            QCOMPARE(*fillageOf(turned), *fillageOf(card.points));
        }
        QVERIFY(!fillageOf({}));
        QVERIFY(!fillageOf(std::vector<CardPoint>(50, CardPoint{1, 1})));
    }
    void measuresSayWhatIsMissing()
    {
        Card card = roundedCard(200);
        const auto without = measuresOf(card);
        QVERIFY(find(without, "pprl") != nullptr);
        QCOMPARE(*find(without, "pprl")->value, metricsOf(card.points).peakLoadNewton);
        QVERIFY(!find(without, "spm")->value);
        QVERIFY(!find(without, "prhp")->value);
        QVERIFY(!find(without, "prhp")->missing.empty());
        QVERIFY(!find(without, "fillage")->value);
        card.strokesPerMinute = 6.0;
        const auto with = measuresOf(card);
        QCOMPARE(*find(with, "spm")->value, 0.1);
        QCOMPARE(*find(with, "prhp")->value, metricsOf(card.points).areaJoule * 0.1);
        std::set<std::string> ids;
        for (const auto& measure : with) {
            QVERIFY(ids.insert(measure.id).second);
            QVERIFY(measure.value.has_value() != measure.source.empty());
            QVERIFY(measure.value.has_value() == measure.missing.empty());
        }
        const auto pump = measuresOf(poundCard(0.5));
        QVERIFY(find(pump, "fillage")->value.has_value());
        QVERIFY(find(pump, "pump_power") != nullptr);
        QVERIFY(measuresOf(Card{}).empty());
    }
    void degenerate()
    {
        QCOMPARE(metricsOf({}).areaJoule, 0.0);
        const CardMetrics one = metricsOf(std::vector<CardPoint>{{1.0, 5.0}});
        QCOMPARE(one.peakLoadNewton, 5.0);
        QCOMPARE(one.strokeMetre, 0.0);
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "test_metrics.moc"
