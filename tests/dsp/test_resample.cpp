// Tones through resampling and filters: those inside the band stay what they are, those outside vanish.
#include <QtTest>

#include <cmath>
#include <numbers>

#include "core/dsp/resample.h"

using namespace sightline;
using namespace sightline::dsp;

namespace {

std::vector<float> tone(double hertz, double rateHz, std::size_t count)
{
    std::vector<float> signal(count);
    for (std::size_t i = 0; i < count; ++i) {
        signal[i] = static_cast<float>(std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rateHz));
    }
    return signal;
}

/// The largest difference away from both ends.
double difference(std::span<const float> a, std::span<const float> b)
{
    double largest = a.size() == b.size() ? 0 : 1e9;
    for (std::size_t i = a.size() / 8; i < std::min(a.size(), b.size()) * 7 / 8; ++i) {
        largest = std::max(largest, static_cast<double>(std::abs(a[i] - b[i])));
    }
    return largest;
}

}  // namespace

class TestResample : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tonesStayInPlace_data()
    {
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::newRow("down") << 10000.0 << 2000.0;
        QTest::newRow("odd ratio") << 44100.0 << 16000.0;
        QTest::newRow("up") << 2000.0 << 48000.0;
        QTest::newRow("same") << 2000.0 << 2000.0;
        QTest::newRow("rate that is no integer") << 2000.5 << 1999.25;
    }
    void tonesStayInPlace()
    {
        QFETCH(double, from);
        QFETCH(double, to);
        const double hertz = 0.3 * std::min(from, to);
        const auto seconds = 0.5;
        const auto out = resampled(tone(hertz, from, static_cast<std::size_t>(from * seconds)), from, to);
        QVERIFY(out);
        const auto count = static_cast<std::size_t>(std::llround(std::floor(from * seconds) * to / from));
        QCOMPARE(out->size(), count);
        QVERIFY2(difference(*out, tone(hertz, to, count)) < 2e-3,
                 qPrintable(QString::number(difference(*out, tone(hertz, to, count)))));
    }

    void nothingFoldsBack()
    {
        const auto out = resampled(tone(3500, 10000, 20000), 10000, 2000);
        QVERIFY(out);
        QVERIFY(difference(*out, std::vector<float>(out->size())) < 1e-4);
    }

    void refusesImpossibleRates()
    {
        QCOMPARE(resampled({}, 0, 2000).error().code, ErrorCode::Invalid);
        QCOMPARE(resampled({}, 2000, -1).error().code, ErrorCode::Invalid);
        QCOMPARE(resampled({}, 500000, 100).error().code, ErrorCode::Invalid);
        QVERIFY(resampled({}, 8000, 2000)->empty());
    }

    void bandsAreKept_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("gain100");
        QTest::addColumn<double>("gain1000");
        // Forwards and backwards: 1 / (1 + (f / edge)^8), up to the bending of the frequency axis.
        QTest::newRow("low-pass") << 0.0 << 300.0 << 1.0 << 0.0;
        QTest::newRow("high-pass") << 300.0 << 0.0 << 0.0 << 1.0;
        QTest::newRow("band-pass") << 30.0 << 300.0 << 1.0 << 0.0;
        QTest::newRow("edge") << 100.0 << 0.0 << 0.5 << 1.0;
        QTest::newRow("all") << 0.0 << 5000.0 << 1.0 << 1.0;
    }
    void bandsAreKept()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(double, gain100);
        QFETCH(double, gain1000);
        constexpr double rate = 10000;
        for (const auto& [hertz, gain] : {std::pair(100.0, gain100), {1000.0, gain1000}}) {
            auto signal = tone(hertz, rate, 20000);
            auto expected = signal;
            for (float& x : expected) {
                x *= static_cast<float>(gain);
            }
            QVERIFY(keepBand(signal, rate, {low, high}));
            // Where it was, not later: the filter delays nothing.
            QVERIFY2(difference(signal, expected) < 2e-3, qPrintable(QString::number(hertz)));
        }
    }

    void offsetsDoNotClick()
    {
        std::vector<float> flat(3000, 0.5F);
        QVERIFY(keepBand(flat, 10000, {20, 0}));
        QVERIFY(std::all_of(flat.begin(), flat.end(), [](float x) { return std::abs(x) < 1e-6; }));
        std::vector<float> kept(3000, 0.5F);
        QVERIFY(keepBand(kept, 10000, {0, 200}));
        QVERIFY(std::all_of(kept.begin(), kept.end(), [](float x) { return std::abs(x - 0.5F) < 1e-6; }));
        std::vector<float> one = {1};
        QVERIFY(keepBand(one, 10000, {20, 200}));
    }

    void refusesImpossibleBands()
    {
        std::vector<float> signal(10);
        QVERIFY(!keepBand(signal, 1000, {200, 100}));
        QVERIFY(!keepBand(signal, 1000, {600, 0}));
        QVERIFY(!keepBand(signal, 1000, {-1, 0}));
        QVERIFY(!keepBand(signal, 1000, {std::nan(""), 0}));
    }
};

QTEST_APPLESS_MAIN(TestResample)
#include "test_resample.moc"
