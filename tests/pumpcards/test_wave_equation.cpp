#include <QtTest>

#include "core/domains/pumpcards/metrics.h"
#include "core/domains/pumpcards/rod_string.h"
#include "core/domains/pumpcards/wave_equation.h"
#include "core/dsp/fourier.h"
#include "support.h"

using namespace sightline;
using namespace sightline::pumpcards;
using namespace sightline::pumpcards::test;

namespace {

constexpr double psi = pascalsPerPsi;
constexpr double standardGravityField = 32.174 * metresPerFoot;  // gc of the reference files

double inches(double metre)
{
    return metre / metresPerInch;
}
double pounds(double newton)
{
    return newton / newtonsPerPoundForce;
}

/// 2,000 ft of 3/4 in rod at 490 lb/ft³: the reference case of the field.
RodString referenceRods()
{
    const double diameter = 0.75 * metresPerInch;
    const double area = std::numbers::pi / 4 * diameter * diameter;
    const double density = 490 * newtonsPerPoundForce / standardGravityField / std::pow(metresPerFoot, 3);
    return {{2000 * metresPerFoot, area, density * area, 30.5e6 * psi, 0.8}};
}

RodSection section(double diameterInch, double poundsPerFoot, double feet, double damping)
{
    const double diameter = diameterInch * metresPerInch;
    return {feet * metresPerFoot, std::numbers::pi / 4 * diameter * diameter,
            poundsPerFoot * newtonsPerPoundForce / standardGravityField / metresPerFoot, 30.5e6 * psi, damping};
}

std::vector<CardPoint> smoothSurface(std::size_t count)
{
    std::vector<CardPoint> points(count);
    for (std::size_t j = 0; j < count; ++j) {
        const double turn = 2 * std::numbers::pi * static_cast<double>(j) / static_cast<double>(count);
        points[j] = {1.5 * (1 - std::cos(turn + 0.1 * std::sin(turn))),
                     40000 + 12000 * std::sin(turn) + 3000 * std::sin(3 * turn + 0.4) + 800 * std::cos(7 * turn)};
    }
    return points;
}

}  // namespace

class TestWaveEquation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void taperAgainstIndependentComputation()
    {
        const auto rows = numberTable(QStringLiteral(SIGHTLINE_TEST_DATA "/cards/wave_equation_taper.csv"));
        QCOMPARE(rows.size(), std::size_t(240));
        const RodString rods = {section(0.875, 2.224, 1200, 0.6), section(0.75, 1.634, 2300, 0.9)};
        const auto surface = fieldUnits(rows, 0, 1);
        const auto fourier = pumpCardByFourier(rods, surface, 60 / 8.5);
        const auto differences = pumpCardByDifferences(rods, surface, 60 / 8.5);
        QVERIFY(fourier && differences);
        QVERIFY(pounds(rms(loadsOf(*fourier), loadsOf(fieldUnits(rows, 4, 5)))) < 0.01);
        QVERIFY(inches(rms(positionsOf(*fourier), positionsOf(fieldUnits(rows, 4, 5)))) < 0.001);
        QVERIFY(pounds(rms(loadsOf(*differences), loadsOf(fieldUnits(rows, 2, 3)))) < 0.5);
        QVERIFY(inches(rms(positionsOf(*differences), positionsOf(fieldUnits(rows, 2, 3)))) < 0.001);
        // Two methods, one well.
        QVERIFY(pounds(rms(loadsOf(*fourier), loadsOf(*differences))) < 10);
    }

    void fieldReference()
    {
        const QString folder = qEnvironmentVariable("SIGHTLINE_FIELD_DATA");
        if (folder.isEmpty()) {
            QSKIP("SIGHTLINE_FIELD_DATA is not set");
        }
        const auto rows = numberTable(folder + "/cards/wave_equation_case.csv");
        std::vector<std::vector<double>> numbers;
        for (const auto& row : rows) {
            numbers.emplace_back(row.begin() + 1, row.end());
        }
        QCOMPARE(numbers.size(), std::size_t(360));
        const auto surface = fieldUnits(numbers, 0, 1);
        const auto fourier = pumpCardByFourier(referenceRods(), surface, 4.0);
        const auto differences = pumpCardByDifferences(referenceRods(), surface, 4.0);
        QVERIFY(fourier && differences);
        const double differencesRms = pounds(rms(loadsOf(*differences), loadsOf(fieldUnits(numbers, 2, 3))));
        const double fourierRms = pounds(rms(loadsOf(*fourier), loadsOf(fieldUnits(numbers, 4, 5))));
        QVERIFY2(differencesRms < 0.9, qPrintable(QString::number(differencesRms)));
        QVERIFY2(fourierRms < 0.6, qPrintable(QString::number(fourierRms)));

        const CardMetrics top = metricsOf(surface);
        QVERIFY(std::abs(inches(top.strokeMetre) - 53.94) < 0.01);
        QVERIFY(std::abs(pounds(top.peakLoadNewton) - 8747) < 1);
        QVERIFY(std::abs(pounds(inches(top.areaJoule)) - 195518) < 20);
        QVERIFY(std::abs(powerWatt(top.areaJoule, 15) / wattsPerHorsepower - 7.41) < 0.01);
        const CardMetrics pump = metricsOf(*fourier);
        QVERIFY(std::abs(inches(pump.strokeMetre) - 48.30) < 0.02);
        QVERIFY(std::abs(pounds(pump.minimumLoadNewton) - 2763) < 2);
        QVERIFY(std::abs(pounds(pump.peakLoadNewton) - 7312) < 2);
        const CardMetrics marched = metricsOf(*differences);
        QVERIFY(std::abs(inches(marched.strokeMetre) - 48.27) < 0.02);
        QVERIFY(std::abs(pounds(marched.minimumLoadNewton) - 2701) < 2);
        QVERIFY(std::abs(pounds(marched.peakLoadNewton) - 7621) < 2);
        QVERIFY(std::abs(powerWatt(marched.areaJoule, 15) / wattsPerHorsepower - 6.58) < 0.01);
        const double between = pounds(rms(loadsOf(*fourier), loadsOf(*differences)));
        QVERIFY(std::abs(between - 98) < 2);
    }

    void oneRodInTwoPiecesIsOneRod()
    {
        const RodString whole = referenceRods();
        RodString halves = {whole[0], whole[0]};
        halves[0].lengthMetre /= 2;
        halves[1].lengthMetre /= 2;
        const auto surface = smoothSurface(300);
        const auto a = pumpCardByFourier(whole, surface, 5.0);
        const auto b = pumpCardByFourier(halves, surface, 5.0);
        QVERIFY(rms(loadsOf(*a), loadsOf(*b)) < 1e-3);
        QVERIFY(rms(positionsOf(*a), positionsOf(*b)) < 1e-9);
        const auto c = pumpCardByDifferences(whole, surface, 5.0);
        const auto d = pumpCardByDifferences(halves, surface, 5.0);
        QVERIFY(rms(loadsOf(*c), loadsOf(*d)) < 1e-2);
    }

    void aShiftInTimeStaysAShift()
    {
        const auto surface = smoothSurface(240);
        std::vector<CardPoint> later = surface;
        std::rotate(later.rbegin(), later.rbegin() + 37, later.rend());
        for (const bool fourier : {true, false}) {
            const auto first = fourier ? pumpCardByFourier(referenceRods(), surface, 5.0)
                                       : pumpCardByDifferences(referenceRods(), surface, 5.0);
            const auto second = fourier ? pumpCardByFourier(referenceRods(), later, 5.0)
                                        : pumpCardByDifferences(referenceRods(), later, 5.0);
            std::vector<double> expected = loadsOf(*first);
            std::rotate(expected.rbegin(), expected.rbegin() + 37, expected.rend());
            QVERIFY(rms(expected, loadsOf(*second)) < 1e-2);
        }
    }

    void thePumpGetsLessPowerThanThePolishedRod()
    {
        const auto rows = numberTable(QStringLiteral(SIGHTLINE_TEST_DATA "/cards/wave_equation_taper.csv"));
        const auto surface = fieldUnits(rows, 0, 1);
        double before = metricsOf(surface).areaJoule;
        for (const double damping : {0.0, 0.3, 0.8, 1.5}) {
            RodString rods = referenceRods();
            rods[0].dampingPerSecond = damping;
            const double pump = metricsOf(*pumpCardByFourier(rods, surface, 5.0)).areaJoule;
            QVERIFY(damping == 0 ? std::abs(pump - before) < 1e-3 * before : pump < before);
            before = pump;
        }
    }

    void aConstantLoadStretchesTheRodsOnly()
    {
        RodString rods = {section(1.0, 2.904, 1500, 0.7), section(0.875, 2.224, 1500, 0.7)};
        std::vector<CardPoint> still(100, CardPoint{2.0, 30000});
        const auto pump = pumpCardByFourier(rods, still, 6.0);
        for (const CardPoint& point : *pump) {
            QVERIFY(std::abs(point.loadNewton - 30000) < 1e-6);
        }
        const double stretch = 30000 / springNewtonPerMetre(rods);
        const double byHand =
            30000 * (rods[0].lengthMetre / rods[0].stiffnessNewton() + rods[1].lengthMetre / rods[1].stiffnessNewton());
        QVERIFY(std::abs(stretch - byHand) < 1e-12);
    }

    void theWayUpUndoesTheWayDown()
    {
        const RodString rods = {section(0.875, 2.224, 1500, 0.9), section(0.75, 1.634, 2000, 0.9)};
        const auto surface = smoothSurface(256);
        const auto pump = pumpCardByFourier(rods, surface, 7.0, 12);
        const auto back = surfaceLoad(rods, positionsOf(surface), loadsOf(*pump), 7.0, 1e6);
        QVERIFY(back.has_value());
        // Only the harmonics that were kept on the way down can come back.
        auto expected = dsp::fourierSeries(loadsOf(surface));
        auto got = dsp::fourierSeries(*back);
        for (std::size_t k = 0; k <= 12; ++k) {
            QVERIFY(std::abs(expected[k] - got[k]) < 1e-3);
        }
    }

    void refusals()
    {
        const auto surface = smoothSurface(100);
        const auto invalid = [](const auto& result) {
            return !result && result.error().code == ErrorCode::Invalid && !result.error().message.empty();
        };
        QVERIFY(invalid(pumpCardByFourier({}, surface, 5)));
        QVERIFY(invalid(pumpCardByFourier(referenceRods(), surface, 0)));
        QVERIFY(invalid(pumpCardByFourier(referenceRods(), std::vector<CardPoint>(3), 5)));
        RodString broken = referenceRods();
        broken[0].areaSquareMetre = 0;
        QVERIFY(invalid(pumpCardByFourier(broken, surface, 5)));
        QVERIFY(invalid(pumpCardByDifferences(referenceRods(), surface, 5, 2)));  // sound outruns the grid
        QVERIFY(invalid(surfaceLoad(referenceRods(), positionsOf(surface), std::vector<double>(7), 5, 30)));
        QVERIFY(invalid(surfaceLoad(referenceRods(), positionsOf(surface), loadsOf(surface), 5, 0)));
    }

    void publishedRodFigures()
    {
        // 2,000 ft of the reference rod: 3,007 lbf in air, 2,624 at SG 1.
        const RodString bare = referenceRods();
        const double air = pounds(weightInAir(bare)) * standardGravityField / standardGravity;
        QVERIFY(std::abs(air - 3007) < 1);
        QVERIFY(std::abs(air * weightInFluid(bare, 1) / weightInAir(bare) - 2624) < 1);
        QVERIFY(std::abs(bare[0].soundMetrePerSecond() / metresPerFoot - 16982) < 2);
        // With couplings sound is slower: vendors use 16,300 ft/s.
        const RodSection coupled = apiRod(ApiRod::ThreeQuarters, 600, 0.5);
        QVERIFY(std::abs(coupled.soundMetrePerSecond() / metresPerFoot - 16300) < 60);
        QCOMPARE(poundsPerFoot(ApiRod::SevenEighths), 2.224);
        QVERIFY(std::abs(pounds(weightInAir({apiRod(ApiRod::SevenEighths, 1000 * metresPerFoot, 0)})) - 2224) < 0.01);
        QCOMPARE(lengthOf({coupled, coupled}), 1200.0);
    }
};

QTEST_GUILESS_MAIN(TestWaveEquation)
#include "test_wave_equation.moc"
