// Spectra computed where the networks run against the signal room's own.
#include <algorithm>
#include <cmath>
#include <random>

#include <QTest>

#include "core/dsp/stft.h"
#include "core/learning/engine.h"

using namespace sightline;

class TestSpectra : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalTheSignalRooms_data();
    void equalTheSignalRooms();
    void sayWhatIsWrong();

private:
    /// nullptr where the torch half was not built.
    static learning::Engine* engine()
    {
        const auto loaded = learning::loadEngine();
        return loaded ? *loaded : nullptr;
    }
};

void TestSpectra::equalTheSignalRooms_data()
{
    QTest::addColumn<int>("window");
    QTest::addColumn<int>("fft");
    QTest::addColumn<int>("hop");
    QTest::addColumn<int>("samples");
    QTest::newRow("up-calls") << 256 << 512 << 64 << 20000;
    QTest::newRow("several pieces") << 1024 << 1024 << 8 << 60000;
    QTest::newRow("no power of two") << 300 << 360 << 100 << 5000;
    QTest::newRow("one frame") << 512 << 512 << 128 << 512;
    QTest::newRow("too short") << 512 << 512 << 128 << 511;
}

void TestSpectra::equalTheSignalRooms()
{
    QFETCH(const int, window);
    QFETCH(const int, fft);
    QFETCH(const int, hop);
    QFETCH(const int, samples);
    learning::Engine* const torch = engine();
    if (torch == nullptr) {
        QSKIP("the torch half was not built");
    }
    std::mt19937 random(7);
    std::normal_distribution<float> noise(0.0F, 0.1F);
    std::vector<float> signal(static_cast<std::size_t>(samples));
    for (std::size_t i = 0; i < signal.size(); ++i) {
        signal[i] = noise(random) + 0.5F * std::sin(0.3F * static_cast<float>(i));
    }
    const auto stft = dsp::Stft::create({.window = window,
                                         .fft = fft,
                                         .hop = hop,
                                         .shape = dsp::WindowShape::Hann,
                                         .symmetry = dsp::WindowSymmetry::Periodic,
                                         .placement = dsp::FramePlacement::Whole});
    QVERIFY(stft);
    const std::vector<float> expected = stft->power(signal);

    learning::FrameTransform transform{.fft = static_cast<std::size_t>(fft),
                                       .hop = static_cast<std::size_t>(hop),
                                       .weights = std::vector<float>(static_cast<std::size_t>(fft))};
    const std::vector<float> weights = dsp::windowOf(dsp::WindowShape::Hann, dsp::WindowSymmetry::Periodic, window);
    std::copy(weights.begin(), weights.end(), transform.weights.begin() + (fft - window) / 2);
    const auto found = torch->powerSpectra(transform, signal);
    QVERIFY2(found, found ? "" : found.error().text().c_str());
    QCOMPARE(found->size(), expected.size());
    QCOMPARE(found->size(), learning::framesIn(transform, signal.size()) * learning::binsOf(transform));
    const float largest = expected.empty() ? 1.0F : *std::max_element(expected.begin(), expected.end());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QVERIFY(std::abs((*found)[i] - expected[i]) <= 1e-3F * largest);
    }
}

void TestSpectra::sayWhatIsWrong()
{
    learning::Engine* const torch = engine();
    if (torch == nullptr) {
        QSKIP("the torch half was not built");
    }
    const std::vector<float> signal(100);
    for (const learning::FrameTransform& wrong :
         {learning::FrameTransform{.fft = 5, .hop = 1, .weights = std::vector<float>(5)},
          learning::FrameTransform{.fft = 4, .hop = 0, .weights = std::vector<float>(4)},
          learning::FrameTransform{.fft = 4, .hop = 1, .weights = std::vector<float>(3)}}) {
        const auto refused = torch->powerSpectra(wrong, signal);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
    }
}

QTEST_GUILESS_MAIN(TestSpectra)
#include "test_spectra.moc"
