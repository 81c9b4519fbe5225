#include <QtTest>

#include <cmath>
#include <complex>
#include <numbers>

#include "core/dsp/closed_curve.h"
#include "core/dsp/fourier.h"

using namespace sightline::dsp;
using Complex = std::complex<double>;

namespace {

std::vector<double> wobble(std::size_t count)
{
    std::vector<double> signal(count);
    for (std::size_t j = 0; j < count; ++j) {
        const double x = static_cast<double>(j);
        signal[j] = std::sin(1.7 * x) + 0.01 * x * x - 3.0 * std::cos(0.2 * x + 1.0);
    }
    return signal;
}

double largestDifference(const std::vector<double>& a, const std::vector<double>& b)
{
    double largest = a.size() == b.size() ? 0 : 1e9;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        largest = std::max(largest, std::abs(a[i] - b[i]));
    }
    return largest;
}

}  // namespace

class TestFourier : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lengths_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {1, 2, 3, 4, 5, 7, 16, 61, 64, 67, 94, 197, 200, 250, 256, 360}) {
            QTest::newRow(qPrintable(QString::number(count))) << count;
        }
    }
    void lengths()
    {
        QFETCH(int, count);
        const std::vector<double> signal = wobble(static_cast<std::size_t>(count));
        const std::vector<Complex> series = fourierSeries(signal);
        QCOMPARE(series.size(), static_cast<std::size_t>(count / 2 + 1));
        for (std::size_t k = 0; k < series.size(); ++k) {
            Complex sum = 0;
            for (std::size_t j = 0; j < signal.size(); ++j) {
                sum += signal[j] * std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(j * k) / count);
            }
            QVERIFY(std::abs(series[k] - sum / static_cast<double>(count)) < 1e-10);
        }
        QVERIFY(largestDifference(fromFourierSeries(series, signal.size()), signal) < 1e-10);
    }
    void nothing()
    {
        QVERIFY(fourierSeries({}).empty());
        QVERIFY(fromFourierSeries({}, 0).empty());
        QCOMPARE(fromFourierSeries({}, 3), std::vector<double>(3, 0.0));
        QVERIFY(shiftedPeriodic({}, 1.5).empty());
    }
    void wholeShiftsAreRotations()
    {
        for (const std::size_t count : {7U, 256U}) {
            const std::vector<double> signal = wobble(count);
            const std::vector<double> shifted = shiftedPeriodic(signal, 3.0);
            for (std::size_t j = 0; j < count; ++j) {
                QVERIFY(std::abs(shifted[(j + 3) % count] - signal[j]) < 1e-10);
            }
        }
    }
    void fractionalShiftOfASineIsExact()
    {
        std::vector<double> signal(50);
        std::vector<double> expected(50);
        for (std::size_t j = 0; j < 50; ++j) {
            signal[j] = std::sin(2.0 * std::numbers::pi * 3.0 * static_cast<double>(j) / 50.0);
            expected[j] = std::sin(2.0 * std::numbers::pi * 3.0 * (static_cast<double>(j) - 0.37) / 50.0);
        }
        QVERIFY(largestDifference(shiftedPeriodic(signal, 0.37), expected) < 1e-12);
    }
    void seriesCanBeDrawnWithOtherCounts()
    {
        std::vector<double> coarse(20);
        std::vector<double> fine(50);
        const auto tone = [](double phase) { return 2.0 + std::cos(2.0 * std::numbers::pi * 4.0 * phase + 0.3); };
        for (std::size_t j = 0; j < 20; ++j) {
            coarse[j] = tone(static_cast<double>(j) / 20.0);
        }
        for (std::size_t j = 0; j < 50; ++j) {
            fine[j] = tone(static_cast<double>(j) / 50.0);
        }
        QVERIFY(largestDifference(fromFourierSeries(fourierSeries(coarse), 50), fine) < 1e-12);
        QVERIFY(largestDifference(fromFourierSeries(fourierSeries(fine), 20), coarse) < 1e-12);
    }
    void closedResampling()
    {
        const std::vector<double> signal = {0, 1, 2, 1};
        QCOMPARE(resampledClosed(signal, 4), signal);
        QCOMPARE(resampledClosed(signal, 8), (std::vector<double>{0, 0.5, 1, 1.5, 2, 1.5, 1, 0.5}));
        QCOMPARE(resampledClosed(signal, 2), (std::vector<double>{0, 2}));
        QCOMPARE(resampledClosed(std::vector<double>{5.0}, 3), (std::vector<double>{5, 5, 5}));
        QVERIFY(resampledClosed({}, 3).empty());
    }
    void area()
    {
        const std::vector<double> x = {0, 2, 2, 0};
        const std::vector<double> y = {0, 0, 3, 3};
        QCOMPARE(signedArea(x, y), 6.0);
        QCOMPARE(signedArea(std::vector<double>(x.rbegin(), x.rend()), std::vector<double>(y.rbegin(), y.rend())),
                 -6.0);
        std::vector<double> farX = x;
        std::vector<double> farY = y;
        for (std::size_t i = 0; i < 4; ++i) {
            farX[i] += 1e9;
            farY[i] -= 1e9;
        }
        QCOMPARE(signedArea(farX, farY), 6.0);
        QCOMPARE(signedArea(std::vector<double>{0, 1}, std::vector<double>{0, 1}), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestFourier)
#include "test_fourier.moc"
