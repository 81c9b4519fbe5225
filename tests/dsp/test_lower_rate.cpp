// Tones through the filters of a lower rate, cuts at any place, and the same signal through libsamplerate.
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "core/dsp/lower_rate.h"
#include "core/dsp/resample.h"

using namespace sightline;
using namespace sightline::dsp;

namespace {

std::vector<float> tone(double hertz, double rateHz, double seconds)
{
    std::vector<float> signal(static_cast<std::size_t>(std::lround(seconds * rateHz)));
    for (std::size_t i = 0; i < signal.size(); ++i) {
        signal[i] = static_cast<float>(std::cos(2 * std::numbers::pi * hertz * static_cast<double>(i) / rateHz));
    }
    return signal;
}

std::vector<float> noise(std::size_t count)
{
    std::mt19937 random(3);
    std::normal_distribution<float> draw(0, 0.1F);
    std::vector<float> signal(count);
    std::generate(signal.begin(), signal.end(), [&] { return draw(random); });
    return signal;
}

/// The largest difference away from both ends; `b` empty: from silence.
double difference(std::span<const float> a, std::span<const float> b, std::int64_t reach)
{
    double largest = 0;
    for (auto i = static_cast<std::size_t>(reach); i + static_cast<std::size_t>(reach) < a.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - (b.empty() ? 0.0 : b[i])));
    }
    return largest;
}

}  // namespace

class TestLowerRate : public QObject {
    Q_OBJECT

private:
    static void addRates()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        for (const auto& [from, to] : {std::pair(48000, 2000),
                                       {96000, 2000},
                                       {384000, 2000},
                                       {44100, 2000},
                                       {22050, 2000},
                                       {250000, 2000},
                                       {10000, 2000},
                                       {4000, 2000},
                                       {3000, 2000},
                                       {2400, 2000},
                                       {31250, 2000},
                                       {44100, 16000}}) {
            QTest::newRow(qPrintable(QStringLiteral("%1 to %2").arg(from).arg(to))) << from << to;
        }
    }

private Q_SLOTS:
    void whatIsLowStays_data() { addRates(); }
    void whatIsLowStays()
    {
        QFETCH(const int, from);
        QFETCH(const int, to);
        const auto lower = LowerRate::create(from, to);
        QVERIFY(lower);
        for (const double share : {0.0, 0.01, 0.2, 0.4, 0.45}) {
            const double hertz = share * to;
            const auto out = lower->apply(tone(hertz, from, 1));
            const auto expected = tone(hertz, to, 1);
            QCOMPARE(out.size(), expected.size());
            const double worst = difference(out, expected, lower->reach());
            QVERIFY2(worst < 1.15e-4, qPrintable(QString::number(worst)));  // 0.001 dB
        }
    }

    void whatIsHighDoesNotFoldBack_data() { addRates(); }
    void whatIsHighDoesNotFoldBack()
    {
        QFETCH(const int, from);
        QFETCH(const int, to);
        const auto lower = LowerRate::create(from, to);
        for (int i = 0; i <= 40; ++i) {
            // From half the lower rate, in steps that grow, to half the higher one.
            const double hertz = 0.5 * to * std::pow(static_cast<double>(from) / to, i / 40.0);
            const auto out = lower->apply(tone(hertz, from, 0.5));
            const double worst = difference(out, {}, lower->reach());
            QVERIFY2(worst < 1.41e-5, qPrintable(QStringLiteral("%1 Hz: %2").arg(hertz).arg(worst)));  // 97 dB
        }
    }

    void aCutChangesNoBit_data() { addRates(); }
    void aCutChangesNoBit()
    {
        QFETCH(const int, from);
        QFETCH(const int, to);
        const auto lower = LowerRate::create(from, to);
        const std::vector<float> signal = noise(static_cast<std::size_t>(from));
        const std::vector<float> whole = lower->apply(signal);
        // A fifth of a second into it both rates have a sample.
        const auto begin = signal.begin() + from / 5;
        const std::vector<float> part = lower->apply(std::span(begin, begin + from / 2 + 7));
        const auto reach = static_cast<std::size_t>(lower->reach());
        QVERIFY(part.size() > 2 * reach);
        for (std::size_t i = reach; i + reach < part.size(); ++i) {
            QCOMPARE(part[i], whole[static_cast<std::size_t>(to / 5) + i]);
        }
    }

    void agreesWithTheLibrary_data() { addRates(); }
    void agreesWithTheLibrary()
    {
        QFETCH(const int, from);
        QFETCH(const int, to);
        // Sound below 0.4 of the lower rate, with an offset; rates that are no whole numbers go to libsamplerate.
        auto signal = tone(0.4 * to, from, 1);
        const auto slow = tone(0.037 * to, from, 1);
        for (std::size_t i = 0; i < signal.size(); ++i) {
            signal[i] = 0.3F * signal[i] + 0.5F * slow[i] - 0.1F;
        }
        const auto own = LowerRate::create(from, to)->apply(signal);
        const auto other = resampled(signal, from * std::numbers::pi, to * std::numbers::pi);
        QVERIFY(other);
        QCOMPARE(own.size(), other->size());
        const double worst = difference(own, *other, to / 10);
        QVERIFY2(worst < 1e-4, qPrintable(QString::number(worst)));
    }

    void twoStagesCostLessThanOne()
    {
        // One filter of 100 Hz transition at 48 kHz has some 3,100 taps for each of 2,000 samples a second.
        QVERIFY(LowerRate::create(48000, 2000)->operationsPerSecond() < 2e6);
        QVERIFY(LowerRate::create(384000, 2000)->operationsPerSecond() < 4e6);
    }

    void shortSignalsAndNone()
    {
        const auto lower = LowerRate::create(48000, 2000);
        QVERIFY(lower->apply({}).empty());
        QCOMPARE(lower->apply(std::vector<float>(11, 1.0F)).size(), std::size_t{0});
        QCOMPARE(lower->apply(std::vector<float>(13, 1.0F)).size(), std::size_t{1});
        QCOMPARE(lower->apply(std::vector<float>(240, 1.0F)).size(), std::size_t{10});
    }

    void refusesWhatIsNotLower()
    {
        QVERIFY(!LowerRate::create(2000, 2000));
        QVERIFY(!LowerRate::create(2000, 4000));
        QVERIFY(!LowerRate::create(2000, 0));
        QVERIFY(!LowerRate::create(0, -2));
        QVERIFY(!LowerRate::create(9999991, 9999973));  // nothing in common
    }
};

QTEST_APPLESS_MAIN(TestLowerRate)
#include "test_lower_rate.moc"
