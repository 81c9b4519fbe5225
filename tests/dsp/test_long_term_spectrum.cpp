// The long-term spectrum: a tone has its level in its band at its time, whatever else the signal does.
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/dsp/long_term_spectrum.h"

using namespace sightline;
using namespace sightline::dsp;

namespace {

constexpr double rate = 8000;

/// Silence, but for a sine in [begin, end) seconds.
SampleReader tone(double hertz, double amplitude, double begin, double end, std::int64_t* read = nullptr)
{
    return [=](std::int64_t first, std::span<float> out) -> Result<void> {
        if (read != nullptr)
            *read += static_cast<std::int64_t>(out.size());
        for (std::size_t i = 0; i < out.size(); ++i) {
            const double t = static_cast<double>(first + static_cast<std::int64_t>(i)) / rate;
            out[i] = t >= begin && t < end ? static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * hertz * t))
                                           : 0.0F;
        }
        return {};
    };
}

constexpr std::int64_t samplesOf(double seconds)
{
    return static_cast<std::int64_t>(seconds * rate);
}

class Stopped final : public Progress {
public:
    [[nodiscard]] bool cancelled() const override { return true; }
    void report(double, std::string_view) override {}
};

}  // namespace

class TestLongTermSpectrum : public QObject {
    Q_OBJECT

    NoProgress m_unheard;

private Q_SLOTS:
    void aToneHasItsLevelInItsBandAtItsTime()
    {
        // Four hours; the tone sounds in the third.
        const std::int64_t samples = samplesOf(4 * 3600);
        const auto spectrum = longTermSpectrum(tone(1000, 0.1, 7200, 10800), samples, rate, 4, m_unheard);
        QVERIFY(spectrum);
        QVERIFY(spectrum->estimated);
        QCOMPARE(spectrum->columns, LongTermSpectrum::mostColumns);
        const int band = spectrum->bandAt(1000);
        QVERIFY(spectrum->edgesHertz[static_cast<std::size_t>(band)] < 1000);
        QVERIFY(spectrum->edgesHertz[static_cast<std::size_t>(band) + 1] > 1000);
        const int within = spectrum->columnAt(9000);
        QVERIFY(std::abs(spectrum->level(within, band) + 20) < 0.1F);
        QCOMPARE(spectrum->level(spectrum->columnAt(3600), band), LongTermSpectrum::silence);
        QCOMPARE(spectrum->level(spectrum->columnAt(14000), band), LongTermSpectrum::silence);
        QVERIFY(spectrum->level(within, spectrum->bandAt(400)) < -100);
        QVERIFY(spectrum->level(within, spectrum->bandAt(2500)) < -100);
    }

    void allOfAShortSignalIsLookedAt()
    {
        // A minute, the tone in half of a column: the column's mean is that much lower.
        const std::int64_t samples = samplesOf(64);
        const auto spectrum = longTermSpectrum(tone(1000, 1, 32, 32.25), samples, rate, 8, m_unheard);
        QVERIFY(spectrum);
        QVERIFY(!spectrum->estimated);
        const int column = spectrum->columnAt(32.1);
        const float level = spectrum->level(column, spectrum->bandAt(1000));
        QVERIFY2(std::abs(level - 10 * std::log10(0.5)) < 2, qPrintable(QString::number(level)));
    }

    void anEstimateReadsLittle()
    {
        std::int64_t read = 0;
        const std::int64_t day = samplesOf(24 * 3600);
        QVERIFY(longTermSpectrum(tone(1000, 1, 0, 1, &read), day, rate, 1, m_unheard));
        QVERIFY(read <= LongTermSpectrum::mostColumns * std::int64_t{4096});
    }

    void bandsCoverEverythingOnce()
    {
        const auto spectrum = longTermSpectrum(tone(1000, 0, 0, 0), samplesOf(60), rate, 1, m_unheard);
        QVERIFY(spectrum);
        QVERIFY(std::is_sorted(spectrum->edgesHertz.begin(), spectrum->edgesHertz.end()));
        QCOMPARE(spectrum->edgesHertz.back(), rate / 2);
        QVERIFY(spectrum->bands() > 60);
        QCOMPARE(spectrum->bandAt(rate), -1);
        QCOMPARE(spectrum->bandAt(0), -1);
        for (int band = 0; band < spectrum->bands(); ++band) {
            const auto at = static_cast<std::size_t>(band);
            QCOMPARE(spectrum->bandAt((spectrum->edgesHertz[at] + spectrum->edgesHertz[at + 1]) / 2), band);
        }
    }

    void whatIsKeptComesBack()
    {
        const std::int64_t samples = samplesOf(600);
        const auto spectrum = longTermSpectrum(tone(300, 0.5, 100, 300), samples, rate, 2, m_unheard);
        QVERIFY(spectrum);
        const auto again = LongTermSpectrum::fromBytes(spectrum->bytes(), samples, rate);
        QVERIFY(again);
        QVERIFY(*again == *spectrum);
        QVERIFY(!LongTermSpectrum::fromBytes(spectrum->bytes(), samples + 1, rate));
        QVERIFY(!LongTermSpectrum::fromBytes(spectrum->bytes(), samples, rate / 2));
        QCOMPARE(LongTermSpectrum::fromBytes(spectrum->bytes().substr(1), samples, rate).error().code,
                 ErrorCode::Corrupt);
    }

    void whatCannotBeDoneIsSaid()
    {
        const auto reader = tone(300, 1, 0, 10);
        QCOMPARE(longTermSpectrum(reader, 80000, rate, 0, m_unheard).error().code, ErrorCode::Invalid);
        Stopped stopped;
        QCOMPARE(longTermSpectrum(reader, 80000, rate, 1, stopped).error().code, ErrorCode::Cancelled);
        const auto tiny = longTermSpectrum(reader, 100, rate, 1, m_unheard);
        QVERIFY(tiny);
        QCOMPARE(tiny->columns, 0);
        const SampleReader broken = [](std::int64_t, std::span<float>) -> Result<void> {
            return fail(ErrorCode::Unreadable, "gone");
        };
        QCOMPARE(longTermSpectrum(broken, 80000, rate, 1, m_unheard).error().code, ErrorCode::Unreadable);
    }
};

QTEST_APPLESS_MAIN(TestLongTermSpectrum)
#include "test_long_term_spectrum.moc"
