// Short-time Fourier transforms and mel bands: against the definition, against librosa, and in blocks.
#include <QtTest>

#include <complex>

#include "core/dsp/mel.h"
#include "core/dsp/stft.h"
#include "tests/dsp/reference.h"

using namespace sightline;
using namespace sightline::dsp;

namespace {

WindowShape shapeNamed(const QString& name)
{
    return name == "hann"             ? WindowShape::Hann
           : name == "hamming"        ? WindowShape::Hamming
           : name == "blackman"       ? WindowShape::Blackman
           : name == "blackmanharris" ? WindowShape::BlackmanHarris
                                      : WindowShape::Rectangular;
}

StftSettings settingsOf(const QJsonObject& entry)
{
    StftSettings settings;
    settings.fft = entry["fft"].toInt();
    settings.window = entry["window"].toInt();
    settings.hop = entry["hop"].toInt();
    settings.shape = shapeNamed(entry["shape"].toString());
    settings.placement = entry["centre"].toBool() ? FramePlacement::Centred : FramePlacement::Whole;
    return settings;
}

Stft stftOf(const StftSettings& settings)
{
    return Stft::create(settings).value();
}

constexpr double tolerance = 1e-4;

}  // namespace

class TestStft : public QObject {
    Q_OBJECT

    std::vector<float> m_signal = test::referenceSignal();
    QJsonObject m_reference = test::reference();

private Q_SLOTS:
    void initTestCase() { QVERIFY2(!m_reference.isEmpty(), "tests/dsp/reference/librosa.json is missing"); }

    void windowsEqualScipys()
    {
        for (const auto& value : m_reference["windows"].toArray()) {
            const QJsonObject entry = value.toObject();
            const auto symmetry = entry["periodic"].toBool() ? WindowSymmetry::Periodic : WindowSymmetry::Symmetric;
            const auto window = windowOf(shapeNamed(entry["shape"].toString()), symmetry, 37);
            QVERIFY2(test::differenceFrom(entry, window) < 1e-6, qPrintable(entry["shape"].toString()));
        }
        QCOMPARE(windowOf(WindowShape::Hann, WindowSymmetry::Symmetric, 1), std::vector<float>{1.0F});
        QVERIFY(windowOf(WindowShape::Hann, WindowSymmetry::Periodic, 0).empty());
    }

    void powerEqualsLibrosas()
    {
        for (const auto& value : m_reference["stft"].toArray()) {
            const QJsonObject entry = value.toObject();
            const Stft stft = stftOf(settingsOf(entry));
            QCOMPARE(stft.frameCount(static_cast<std::int64_t>(m_signal.size())), entry["frames"].toInteger());
            const double difference = test::differenceFrom(entry, stft.power(m_signal));
            QVERIFY2(difference < tolerance / 100,
                     qPrintable(QString("fft %1: %2").arg(stft.settings().fft).arg(difference)));
        }
    }

    void spectrumEqualsTheDefinition_data()
    {
        QTest::addColumn<int>("fft");
        QTest::addColumn<int>("window");
        for (const auto& [fft, window] :
             {std::pair(4, 4), {8, 5}, {30, 30}, {64, 40}, {98, 98}, {256, 256}, {1250, 999}}) {
            QTest::addRow("%d", fft) << fft << window;
        }
    }
    void spectrumEqualsTheDefinition()
    {
        QFETCH(int, fft);
        QFETCH(int, window);
        StftSettings settings{window, fft, 997, WindowShape::Hann, WindowSymmetry::Periodic, FramePlacement::Centred};
        const Stft stft = stftOf(settings);
        const auto weights = windowOf(settings.shape, settings.symmetry, window);
        const auto got = stft.spectrum(m_signal);
        const auto bins = static_cast<std::size_t>(stft.bins());
        for (const std::size_t frame : {std::size_t{0}, std::size_t{5}, got.size() / bins - 1}) {
            const std::int64_t begin = static_cast<std::int64_t>(frame) * settings.hop - fft / 2 + (fft - window) / 2;
            for (std::size_t bin = 0; bin < bins; bin += 1 + bins / 9) {
                std::complex<double> sum;
                for (int i = 0; i < window; ++i) {
                    const std::int64_t at = begin + i;
                    const bool inside = at >= 0 && at < static_cast<std::int64_t>(m_signal.size());
                    const double sample = inside ? m_signal[static_cast<std::size_t>(at)] : 0;
                    const double place = i + (fft - window) / 2;
                    sum += std::polar(sample * weights[static_cast<std::size_t>(i)],
                                      -2 * std::numbers::pi * static_cast<double>(bin) * place / fft);
                }
                const std::complex<double> value = got[frame * bins + bin];
                QVERIFY2(std::abs(value - sum) < 2e-6 * std::sqrt(fft) * 10, qPrintable(QString::number(bin)));
            }
        }
    }

    void allLanesGiveTheSameBits()
    {
        for (const int fft : {34, 512, 2048}) {
            const Stft stft = stftOf({fft, fft, 100, WindowShape::Hann, {}, {}});
            const auto narrow = stft.withLanes("x4").value().power(m_signal);
            for (const std::string& name : Stft::lanes()) {
                QVERIFY2(stft.withLanes(name).value().power(m_signal) == narrow, name.c_str());
            }
        }
        QCOMPARE(stftOf({}).withLanes("x3").error().code, ErrorCode::Invalid);
    }

    void blocksGiveTheSameBits_data()
    {
        QTest::addColumn<int>("hop");
        QTest::addColumn<bool>("centred");
        QTest::newRow("overlapping") << 100 << true;
        QTest::newRow("whole frames") << 128 << false;
        QTest::newRow("with holes") << 3000 << true;
        QTest::newRow("sample by sample") << 1 << true;
    }
    void blocksGiveTheSameBits()
    {
        QFETCH(int, hop);
        QFETCH(bool, centred);
        // Long enough for several blocks at a hop of 1 and of 3,000.
        std::vector<float> signal;
        while (signal.size() < (hop == 1 ? 20'000U : 700'000U)) {
            signal.insert(signal.end(), m_signal.begin(), m_signal.end());
        }
        const auto placement = centred ? FramePlacement::Centred : FramePlacement::Whole;
        const Stft stft = stftOf({512, 512, hop, WindowShape::Hann, WindowSymmetry::Periodic, placement});
        const auto bins = static_cast<std::size_t>(stft.bins());
        const std::int64_t samples = static_cast<std::int64_t>(signal.size());
        const std::int64_t first = 3;
        const std::int64_t frames = stft.frameCount(samples) - first;
        std::int64_t lastRead = 0;
        const SampleReader read = [&](std::int64_t from, std::span<float> out) -> Result<void> {
            if (from < lastRead || from + static_cast<std::int64_t>(out.size()) > samples) {
                return fail(ErrorCode::Internal, "asked twice, or for what is not there");
            }
            lastRead = from + static_cast<std::int64_t>(out.size());
            std::copy_n(signal.begin() + from, out.size(), out.begin());
            return {};
        };
        std::vector<float> got;
        int blocks = 0;
        const FrameSink sink = [&](std::int64_t from, std::int64_t count, std::span<const float> rows) -> Result<void> {
            if (from != first + static_cast<std::int64_t>(got.size() / bins) ||
                rows.size() != static_cast<std::size_t>(count) * bins) {
                return fail(ErrorCode::Internal, "frames out of order");
            }
            got.insert(got.end(), rows.begin(), rows.end());
            ++blocks;
            return {};
        };
        NoProgress quiet;
        const auto done = stft.powerInBlocks(read, samples, first, frames, sink, quiet);
        QVERIFY2(done, done ? "" : done.error().message.c_str());
        const auto whole = stft.power(signal);
        QVERIFY(std::equal(got.begin(), got.end(), whole.begin() + 3 * static_cast<std::ptrdiff_t>(bins), whole.end()));
        QVERIFY(blocks > 1);
    }

    void stopsWhenAsked()
    {
        class Stopped : public Progress {
            [[nodiscard]] bool cancelled() const override { return true; }
            void report(double /*fraction*/, std::string_view /*stage*/) override {}
        } stopped;
        const SampleReader read = [](std::int64_t, std::span<float>) -> Result<void> { return {}; };
        const FrameSink sink = [](std::int64_t, std::int64_t, std::span<const float>) -> Result<void> { return {}; };
        QCOMPARE(stftOf({}).powerInBlocks(read, 1000, 0, 4, sink, stopped).error().code, ErrorCode::Cancelled);
    }

    void refusesImpossibleSettings()
    {
        QVERIFY(!Stft::create({3, 3, 1, {}, {}, {}}));
        QVERIFY(!Stft::create({100, 99, 10, {}, {}, {}}));
        QVERIFY(!Stft::create({100, 64, 10, {}, {}, {}}));
        QVERIFY(!Stft::create({64, 64, 0, {}, {}, {}}));
        QVERIFY(!Stft::create({64, 1 << 19, 10, {}, {}, {}}));
        QCOMPARE(stftOf({}).frameCount(0), 0);
        QVERIFY(stftOf({}).power(std::vector<float>()).empty());
    }

    void melEqualsLibrosas()
    {
        const auto rows =
            stftOf({1024, 1024, 256, WindowShape::Hann, WindowSymmetry::Periodic, FramePlacement::Centred})
                .power(m_signal);
        for (const auto& value : m_reference["mel"].toArray()) {
            const QJsonObject entry = value.toObject();
            MelSettings settings;
            settings.rateHz = 16000;
            settings.fft = 1024;
            settings.bands = entry["bands"].toInt();
            settings.lowHertz = entry["low"].toDouble();
            settings.highHertz = entry["high"].toDouble();
            settings.scale = entry["htk"].toBool() ? MelScale::Htk : MelScale::Slaney;
            settings.norm = entry["area"].toBool() ? MelNorm::Area : MelNorm::Peak;
            const auto bank = MelBank::create(settings);
            QVERIFY2(bank, bank ? "" : bank.error().message.c_str());
            std::vector<float> weights;
            for (int band = 0; band < bank->bands(); ++band) {
                for (int bin = 0; bin < bank->bins(); ++bin) {
                    weights.push_back(bank->weight(band, bin));
                }
            }
            QVERIFY(test::differenceFrom(entry["weights"].toObject(), weights) < 1e-6);
            const auto frames = static_cast<std::int64_t>(rows.size()) / bank->bins();
            QVERIFY(test::differenceFrom(entry["power"].toObject(), bank->apply(rows, frames)) < tolerance / 100);
        }
    }

    void melScalesTurnBack()
    {
        for (const MelScale scale : {MelScale::Slaney, MelScale::Htk}) {
            for (const double hertz : {0.0, 20.0, 999.0, 1000.0, 1001.0, 96000.0}) {
                QVERIFY(std::abs(hertzOfMel(scale, melOfHertz(scale, hertz)) - hertz) < 1e-8 * (1 + hertz));
            }
        }
        // The published anchors: 1,000 Hz is 1,000 mel (HTK, within a mel) and 15 mel (Slaney).
        QVERIFY(std::abs(melOfHertz(MelScale::Htk, 1000) - 1000) < 1);
        QCOMPARE(melOfHertz(MelScale::Slaney, 1000), 15.0);
    }

    void melSaysWhichBandsAreEmpty()
    {
        const auto bank = MelBank::create({2000, 256, 400, 0, 1000, MelScale::Slaney, MelNorm::Area, MelSlopes::Hertz});
        QVERIFY(!bank);
        QCOMPARE(bank.error().code, ErrorCode::Invalid);
        QVERIFY(bank.error().message.find("see no bin of an FFT of 256") != std::string::npos);
        QVERIFY(!MelBank::create({2000, 256, 8, 0, 1001, {}, {}, {}}));
        QVERIFY(!MelBank::create({2000, 256, 8, 500, 400, {}, {}, {}}));
    }
};

QTEST_APPLESS_MAIN(TestStft)
#include "test_stft.moc"
