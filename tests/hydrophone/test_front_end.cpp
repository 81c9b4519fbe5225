// From sound files of several rates to the picture of a window.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <random>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "core/domains/hydrophone/front_end.h"
#include "core/formats/sound_writer.h"

using namespace sightline;
using namespace sightline::hydrophone;

namespace {

constexpr double pi = std::numbers::pi;

/// Noise, a tone of 120 Hz and an offset, as a recorder of that rate would hold them.
std::vector<float> soundAt(int rateHz, double seconds)
{
    std::mt19937 random(5);
    std::normal_distribution<double> noise(0, 0.01);
    std::vector<float> samples(static_cast<std::size_t>(seconds * rateHz));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / rateHz;
        samples[i] = static_cast<float>(0.05 * std::sin(2 * pi * 120 * t) + noise(random) - 0.1);
    }
    return samples;
}

}  // namespace

class TestFrontEnd : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWindowHasOneSetOfBits_data();
    void aWindowHasOneSetOfBits();
    void offsetAndDriftAreTakenAway();
    void whatIsTooHighDoesNotFoldBack();
    void aToneLightsItsBandAndLoudnessDoesNotMatter();
    void silenceIsGrey();
    void theEdgesAreWhereTheyBelong();
    void refusesWhatItCannotHear();
    void recipesAreChecked();

private:
    std::shared_ptr<const formats::SoundFile> write(const QString& name, int rateHz, std::span<const float> samples)
    {
        const std::filesystem::path path = m_folder.filePath(name).toStdU16String();
        auto writer = formats::SoundWriter::create(path, rateHz, 1, formats::WavSamples::Float32);
        if (!writer || !writer->write(samples) || !writer->close()) {
            qFatal("cannot write a test sound");
        }
        auto opened = formats::SoundFile::open(path);
        return opened ? *opened : nullptr;
    }
    static std::shared_ptr<const LowRateSound> heard(const std::shared_ptr<const formats::SoundFile>& file,
                                                     double rateHz = 2000)
    {
        auto made = LowRateSound::create(file, 0, {}, rateHz);
        return made ? *made : nullptr;
    }
    static FrontEnd frontEnd() { return *FrontEnd::create(upcallRecipe()); }

    QTemporaryDir m_folder;
    NoProgress m_unheard;
};

void TestFrontEnd::aWindowHasOneSetOfBits_data()
{
    QTest::addColumn<int>("rateHz");
    QTest::addColumn<double>("seconds");
    QTest::newRow("as it is heard") << 2000 << 70.0;
    QTest::newRow("a whole multiple") << 48000 << 40.0;
    QTest::newRow("no multiple") << 44100 << 40.0;
}

void TestFrontEnd::aWindowHasOneSetOfBits()
{
    QFETCH(const int, rateHz);
    QFETCH(const double, seconds);
    const auto file = write(QStringLiteral("bits.wav"), rateHz, soundAt(rateHz, seconds));
    const FrontEnd how = frontEnd();

    // In order, backwards, and each window alone on a fresh reader.
    const FrameStore forwards(heard(file), how);
    const FrameStore backwards(heard(file), how);
    const std::int64_t windows = forwards.windows();
    QCOMPARE(windows, how.windows(static_cast<std::int64_t>(std::llround(seconds * 2000))));
    std::vector<SignalImage> pictures;
    for (std::int64_t i = 0; i < windows; ++i) {
        pictures.push_back(*forwards.picture(i, m_unheard));
    }
    for (std::int64_t i = windows - 1; i >= 0; i -= 7) {
        QVERIFY(*backwards.picture(i, m_unheard) == pictures[static_cast<std::size_t>(i)]);
    }
    for (const std::int64_t i : {std::int64_t{0}, windows / 3, windows - 1}) {
        const FrameStore alone(heard(file), how);
        QVERIFY(*alone.picture(i, m_unheard) == pictures[static_cast<std::size_t>(i)]);

        // As training does: from samples in memory.
        const dsp::SampleRange range = how.samplesOf(i * how.framesPerStep(), how.framesPerWindow());
        std::vector<float> samples(static_cast<std::size_t>(range.count));
        QVERIFY(alone.sound().readInto(range.begin, samples, m_unheard));
        const auto rows = how.melPower(samples, range.begin, i * how.framesPerStep(), how.framesPerWindow());
        QVERIFY(how.picture(rows) == pictures[static_cast<std::size_t>(i)]);
    }
}

void TestFrontEnd::offsetAndDriftAreTakenAway()
{
    std::vector<float> samples = soundAt(2000, 60);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] += static_cast<float>(i) * 1e-6F;
    }
    const auto sound = heard(write(QStringLiteral("drift.wav"), 2000, samples));
    std::vector<float> read(samples.size());
    QVERIFY(sound->readInto(0, read, m_unheard));
    for (std::size_t second = 0; second < 60; ++second) {
        double mean = 0;
        for (std::size_t i = 0; i < 2000; ++i) {
            mean += read[second * 2000 + i] / 2000.0;
        }
        QVERIFY(std::abs(mean) < 2e-3);
    }
}

void TestFrontEnd::whatIsTooHighDoesNotFoldBack()
{
    // 1,900 Hz would come back as 100 Hz.
    std::vector<float> samples(48000 * 4);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] = static_cast<float>(std::sin(2 * pi * 1900 * static_cast<double>(i) / 48000));
    }
    const auto sound = heard(write(QStringLiteral("high.wav"), 48000, samples));
    std::vector<float> read(static_cast<std::size_t>(sound->samples()));
    QVERIFY(sound->readInto(0, read, m_unheard));
    // Where the tone begins and ends it is no tone; the mean of a second carries that half a second far.
    const auto loudest = std::max_element(read.begin() + 1200, read.end() - 1200,
                                          [](float a, float b) { return std::abs(a) < std::abs(b); });
    QVERIFY2(std::abs(*loudest) < 1e-4F, qPrintable(QString::number(*loudest)));  // 80 dB below
}

void TestFrontEnd::aToneLightsItsBandAndLoudnessDoesNotMatter()
{
    std::vector<float> samples = soundAt(8000, 10);
    const FrontEnd how = frontEnd();
    const FrameStore soft(heard(write(QStringLiteral("soft.wav"), 8000, samples)), how);
    const SignalImage picture = *soft.picture(20, m_unheard);
    QCOMPARE(picture.channels, 1);
    QCOMPARE(picture.height, 48);
    QCOMPARE(picture.width, 64);
    int brightest = 0;
    double most = 0;
    for (int row = 0; row < picture.height; ++row) {
        double light = 0;
        for (int column = 0; column < picture.width; ++column) {
            light += picture.pixels[static_cast<std::size_t>(row * picture.width + column)];
        }
        if (light > most) {
            most = light;
            brightest = row;
        }
    }
    const int band = picture.height - 1 - brightest;
    QVERIFY(how.mel().lowHertz(band) < 120 && how.mel().highHertz(band) > 120);

    for (float& sample : samples) {
        sample *= 8;
    }
    const FrameStore loud(heard(write(QStringLiteral("loud.wav"), 8000, samples)), how);
    const SignalImage same = *loud.picture(20, m_unheard);
    for (std::size_t i = 0; i < same.pixels.size(); ++i) {
        QVERIFY(std::abs(same.pixels[i] - picture.pixels[i]) < 1e-4F);
    }
}

void TestFrontEnd::silenceIsGrey()
{
    const FrameStore store(heard(write(QStringLiteral("silent.wav"), 2000, std::vector<float>(10000))), frontEnd());
    const SignalImage picture = *store.picture(0, m_unheard);
    for (const float pixel : picture.pixels) {
        QCOMPARE(pixel, 0.375F);
    }
}

void TestFrontEnd::theEdgesAreWhereTheyBelong()
{
    const auto sound = heard(write(QStringLiteral("edges.wav"), 44100, soundAt(44100, 5.003)));
    QCOMPARE(sound->samples(), std::int64_t{10006});
    std::vector<float> around(40);
    QVERIFY(sound->readInto(-20, around, m_unheard));
    QVERIFY(std::all_of(around.begin(), around.begin() + 20, [](float value) { return value == 0.0F; }));
    QVERIFY(std::any_of(around.begin() + 20, around.end(), [](float value) { return value != 0.0F; }));
    QVERIFY(sound->readInto(sound->samples(), around, m_unheard));
    QVERIFY(std::all_of(around.begin(), around.end(), [](float value) { return value == 0.0F; }));

    // Too short for one window.
    const FrameStore store(heard(write(QStringLiteral("short.wav"), 2000, std::vector<float>(4000))), frontEnd());
    QCOMPARE(store.windows(), std::int64_t{0});
    QCOMPARE(store.picture(0, m_unheard).error().code, ErrorCode::Invalid);
}

void TestFrontEnd::refusesWhatItCannotHear()
{
    const auto file = write(QStringLiteral("slow.wav"), 1000, soundAt(1000, 5));
    const auto slow = LowRateSound::create(file, 0, {}, 2000);
    QVERIFY(!slow);
    QCOMPARE(slow.error().code, ErrorCode::Invalid);
    QVERIFY(slow.error().message.find("1000 Hz") != std::string::npos);
    QVERIFY(!LowRateSound::create(file, 1, {}, 500));
    QVERIFY(!LowRateSound::create(file, 0, {1}, 500));
    QVERIFY(!LowRateSound::create(file, 0, {}, 0));
    QVERIFY(!LowRateSound::create(file, 0, {}, 2));
}

void TestFrontEnd::recipesAreChecked()
{
    QVERIFY(FrontEnd::create(upcallRecipe()));
    QVERIFY(!FrontEnd::create({"mouse-planes-1", {}}));
    for (const auto& [name, value] : std::vector<std::pair<std::string, double>>{
             {"rate", 0}, {"fft", 511}, {"window", 1024}, {"hop", 0}, {"bands", 400}, {"high", 1500}, {"frames", 0}}) {
        ImageRecipe wrong = upcallRecipe();
        wrong.parameters[name] = value;
        const auto made = FrontEnd::create(wrong);
        QVERIFY2(!made, name.c_str());
        QCOMPARE(made.error().code, ErrorCode::Invalid);
    }
}

QTEST_GUILESS_MAIN(TestFrontEnd)
#include "test_front_end.moc"
