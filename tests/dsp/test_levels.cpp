// Decibels, PCEN, cepstra and whitening: against librosa and their definitions.
#include <QtTest>

#include "core/dsp/levels.h"
#include "core/dsp/mel.h"
#include "core/dsp/stft.h"
#include "tests/dsp/reference.h"

using namespace sightline;
using namespace sightline::dsp;

class TestLevels : public QObject {
    Q_OBJECT

    QJsonObject m_reference = test::reference();
    std::vector<float> m_bands;

private Q_SLOTS:
    void initTestCase()
    {
        const Stft stft = Stft::create({1024, 1024, 256, {}, {}, {}}).value();
        StftSettings hann{1024, 1024, 256, WindowShape::Hann, WindowSymmetry::Periodic, FramePlacement::Centred};
        const auto signal = test::referenceSignal();
        const auto rows = Stft::create(hann).value().power(signal);
        const auto bank = MelBank::create({16000, 1024, 64, 0, 8000, {}, {}, {}});
        QVERIFY(bank);
        m_bands = bank->apply(rows, stft.frameCount(static_cast<std::int64_t>(signal.size())));
    }

    void decibelEqualsLibrosas()
    {
        auto values = m_bands;
        toDecibel(values);
        QVERIFY(test::differenceFrom(m_reference["decibel"].toObject(), values) < 1e-5);
        const auto cepstrum = cepstra(values, 64, 20);
        QVERIFY(cepstrum);
        QVERIFY(test::differenceFrom(m_reference["mfcc"].toObject(), *cepstrum) < 1e-5);
        QVERIFY(!cepstra(values, 64, 65));
    }

    void decibelClips()
    {
        std::vector<float> values = {100, 1, 0};
        toDecibel(values);
        QCOMPARE(values, (std::vector<float>{20, 0, -60}));
        values = {100, 1, 0};
        toDecibel(values, {1e-10, 1, true, {}});
        QCOMPARE(values, (std::vector<float>{0, -20, -120}));
    }

    void pcenEqualsLibrosas()
    {
        PcenSettings settings;
        settings.smoothing = PcenSettings::smoothingOf(0.4, 16000, 256);
        auto values = m_bands;
        for (float& value : values) {
            value *= 2147483648.0F;
        }
        auto blocks = values;
        auto pcen = Pcen::create(64, settings).value();
        pcen.apply(values);
        QVERIFY(test::differenceFrom(m_reference["pcen"].toObject(), values) < 1e-5);
        // In blocks the same bits.
        pcen.restart();
        pcen.apply(std::span(blocks).first(64 * 7));
        pcen.apply(std::span(blocks).subspan(64 * 7));
        QVERIFY(blocks == values);
    }

    void pcenOfSteadySoundIsSteady()
    {
        PcenSettings settings{1, 2, 0.5, 1e-6, 0.1, true};
        auto pcen = Pcen::create({settings, settings}).value();
        std::vector<float> rows = {5, 500, 5, 500, 5, 500};
        pcen.apply(rows);
        // Energy over its mean is 1 whatever its level: (1 + 2)^0.5 - 2^0.5.
        for (const float value : rows) {
            QVERIFY(std::abs(value - (std::sqrt(3.0) - std::sqrt(2.0))) < 1e-5);
        }
        QVERIFY(!Pcen::create(0, {}));
        settings.smoothing = 0;
        QVERIFY(!Pcen::create(3, settings));
    }

    void whiteningRemovesLinesAndBroadband()
    {
        // Bands of different levels, one frame 12 dB louder, one cell 20 dB above all.
        constexpr int bands = 5;
        constexpr int frames = 7;
        std::vector<float> rows;
        for (int frame = 0; frame < frames; ++frame) {
            for (int band = 0; band < bands; ++band) {
                rows.push_back(
                    static_cast<float>(10 * band + (frame == 3 ? 12 : 0) + (frame == 5 && band == 2 ? 20 : 0)));
            }
        }
        whitenByMedian(rows, bands);
        for (int i = 0; i < bands * frames; ++i) {
            QCOMPARE(rows[static_cast<std::size_t>(i)], i == 5 * bands + 2 ? 20.0F : 0.0F);
        }
        std::vector<float> four = {4, 1, 3, 2};
        QCOMPARE(medianOf(four), 2.5F);
        QCOMPARE(medianOf({}), 0.0F);
    }
};

QTEST_APPLESS_MAIN(TestLevels)
#include "test_levels.moc"
