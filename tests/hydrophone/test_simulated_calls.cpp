// Calls that no whale made: their pitch, their level, their place; and noise that has the spectrum asked for.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

#include <QTest>

#include "core/domains/hydrophone/front_end.h"
#include "core/domains/hydrophone/simulated_calls.h"
#include "core/domains/hydrophone/simulated_sea.h"
#include "core/domains/hydrophone/templates.h"
#include "core/dsp/stft.h"

using namespace sightline;
using namespace sightline::hydrophone;

namespace {

constexpr double rateHz = 2000;
constexpr int kinds = static_cast<int>(CallKind::Moan) + 1;

double rmsOf(std::span<const float> samples)
{
    double squares = 0;
    for (const float sample : samples) {
        squares += static_cast<double>(sample) * sample;
    }
    return std::sqrt(squares / static_cast<double>(samples.size()));
}

/// Upward crossings of zero, in seconds, between neighbouring samples by a straight line.
std::vector<double> crossings(std::span<const float> samples, double rate)
{
    std::vector<double> at;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        if (samples[i - 1] < 0 && samples[i] >= 0) {
            const double share = static_cast<double>(samples[i - 1]) / (samples[i - 1] - samples[i]);
            at.push_back((static_cast<double>(i - 1) + share) / rate);
        }
    }
    return at;
}

/// Mean power of a band.
double powerOf(std::span<const float> samples, double lowHertz, double highHertz)
{
    const auto stft = dsp::Stft::create({.window = 512, .fft = 512, .hop = 256});
    const std::vector<float> rows = stft->power(samples);
    const auto bins = static_cast<std::size_t>(stft->bins());
    double power = 0;
    std::size_t many = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double hertz = dsp::binHertz(static_cast<int>(i % bins), 512, rateHz);
        if (hertz >= lowHertz && hertz < highHertz) {
            power += rows[i];
            ++many;
        }
    }
    return power / static_cast<double>(many);
}

std::vector<float> background(double seconds, std::uint64_t seed)
{
    Rng rng(seed);
    return simulatedSea(static_cast<std::size_t>(seconds * rateHz), rateHz, rng);
}

}  // namespace

class TestSimulatedCalls : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thePitchRisesAsAsked_data();
    void thePitchRisesAsAsked();
    void flatStartEchoesAndHarmonics();
    void drawsStayWithinTheirBounds();
    void theOthersAreWhatTheyAreCalled();
    void theLevelIsAsAsked();
    void cutOffAtTheEdges();
    void noiseHasTheSpectrumAskedFor();
    void backgroundIsMeasuredInItsBand();
    void scenesAreTheSameForTheSameSeed();
    void theMiddleHoldsTheCall();
};

void TestSimulatedCalls::thePitchRisesAsAsked_data()
{
    QTest::addColumn<double>("from");
    QTest::addColumn<double>("to");
    QTest::addColumn<double>("bend");
    QTest::newRow("straight") << 60.0 << 140.0 << 1.0;
    QTest::newRow("late") << 100.0 << 250.0 << 2.6;
    QTest::newRow("early") << 80.0 << 180.0 << 0.8;
}

void TestSimulatedCalls::thePitchRisesAsAsked()
{
    QFETCH(const double, from);
    QFETCH(const double, to);
    QFETCH(const double, bend);
    UpcallShape shape;
    shape.fromHertz = from;
    shape.toHertz = to;
    shape.bend = bend;
    // Far above the rate in use, so that crossings tell the pitch well.
    const double rate = 20000;
    const SimulatedCall call = upcallOf(shape, rate);
    QCOMPARE(call.length, static_cast<std::size_t>(18000));
    QCOMPARE(call.samples.size(), call.length);
    QVERIFY(std::abs(rmsOf(call.samples) - 1) < 1e-4);
    const std::vector<double> at = crossings(call.samples, rate);
    QVERIFY(at.size() > 60);
    for (std::size_t i = 2; i + 1 < at.size(); ++i) {
        const double hertz = 1 / (at[i] - at[i - 1]);
        const double t = (at[i] + at[i - 1]) / 2 / shape.seconds;
        const double asked = from + (to - from) * std::pow(t, bend);
        QVERIFY2(std::abs(hertz - asked) < 2, qPrintable(QStringLiteral("%1 for %2").arg(hertz).arg(asked)));
    }
    QVERIFY(std::abs(call.hertz.begin - from) < 1 && std::abs(call.hertz.end - to) < 1);
}

void TestSimulatedCalls::flatStartEchoesAndHarmonics()
{
    UpcallShape shape;
    shape.flatShare = 0.3;
    const std::vector<double> at = crossings(upcallOf(shape, 20000).samples, 20000);
    QVERIFY(std::abs(1 / (at[10] - at[9]) - 80) < 1);  // at 0.12 of 0.27 s
    QVERIFY(at.back() - at[at.size() - 2] < 1.0 / 170);

    const SimulatedCall dry = upcallOf(UpcallShape{}, rateHz);
    shape = {};
    shape.echoes = {{0.1, -0.5}};
    const SimulatedCall wet = upcallOf(shape, rateHz);
    QCOMPARE(wet.samples.size(), dry.samples.size() + 200);
    QCOMPARE(wet.length, dry.length);
    for (std::size_t i = 0; i < wet.samples.size(); ++i) {
        const float first = i < dry.length ? dry.samples[i] : 0.0F;
        const float second = i >= 200 ? dry.samples[i - 200] : 0.0F;
        QVERIFY(std::abs(wet.samples[i] - (first - 0.5F * second)) < 1e-5F);
    }

    shape = {};
    shape.second = 0.5;
    const double above = powerOf(upcallOf(shape, rateHz).samples, 200, 360);
    QVERIFY(above > 20 * powerOf(dry.samples, 200, 360));
}

void TestSimulatedCalls::drawsStayWithinTheirBounds()
{
    Rng rng(3);
    std::size_t echoed = 0;
    for (int i = 0; i < 500; ++i) {
        const UpcallShape shape = drawnUpcall(rng);
        QVERIFY(shape.fromHertz >= 55 && shape.fromHertz <= 115);
        QVERIFY(shape.toHertz - shape.fromHertz >= 55 && shape.toHertz - shape.fromHertz <= 150);
        QVERIFY(shape.seconds >= 0.55 && shape.seconds <= 1.35);
        QVERIFY(shape.flatShare <= 0.35 && shape.second <= 0.5);
        echoed += shape.echoes.empty() ? 0 : 1;
    }
    QVERIFY(echoed > 200 && echoed < 300);

    std::map<std::string, int> drawn;
    for (int i = 0; i < 4000; ++i) {
        ++drawn[toString(drawnOther(rng))];
    }
    QCOMPARE(static_cast<int>(drawn.size()), kinds - 1);
    QVERIFY(!drawn.contains("upcall"));
    QVERIFY(drawn["moan"] > 400 && drawn["arch"] > 180 && drawn["arch"] < 320);
}

void TestSimulatedCalls::theOthersAreWhatTheyAreCalled()
{
    for (int number = 0; number < kinds; ++number) {
        const auto kind = static_cast<CallKind>(number);
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            Rng rng(seed);
            const SimulatedCall call = simulatedCall(kind, rateHz, rng);
            const double seconds = static_cast<double>(call.length) / rateHz;
            const double span = call.hertz.length();
            QCOMPARE(call.kind, kind);
            QVERIFY(call.samples.size() >= call.length && call.samples.size() <= call.length + 500);
            QVERIFY(std::all_of(call.samples.begin(), call.samples.end(), [](float x) { return std::isfinite(x); }));
            switch (kind) {
                case CallKind::Upcall:
                case CallKind::Reversed: QVERIFY(seconds <= 1.36 && span > 50); break;
                case CallKind::Tone: QVERIFY(span <= 12 && seconds >= 0.39 && seconds <= 5.01); break;
                case CallKind::FinPulse: QVERIFY(call.hertz.end <= 45 && call.hertz.begin >= 10); break;
                case CallKind::Wiggly: QVERIFY(call.hertz.begin >= 40 && call.hertz.end <= 600); break;
                case CallKind::Knock: QVERIFY(seconds <= 0.31); break;
                case CallKind::TooSteep: QVERIFY(span > 90 && seconds <= 0.26); break;
                case CallKind::TooSlow: QVERIFY(span <= 100 && seconds >= 2.49); break;
                case CallKind::TooHigh: QVERIFY(call.hertz.begin >= 229); break;
                case CallKind::Arch: QVERIFY(span > 49 && span < 151); break;
                case CallKind::Moan: QVERIFY(seconds <= 1.21 && call.hertz.end <= 258); break;
            }
        }
    }
    // Backwards: what rose falls.
    Rng rng(11);
    const SimulatedCall reversed = simulatedCall(CallKind::Reversed, 20000, rng);
    const std::vector<double> at = crossings(std::span(reversed.samples).first(reversed.length), 20000);
    QVERIFY(at[1] - at[0] < 0.75 * (at[at.size() - 2] - at[at.size() - 3]));
}

void TestSimulatedCalls::theLevelIsAsAsked()
{
    Rng rng(2);
    for (const double decibel : {-8.0, 0.0, 14.0}) {
        const SimulatedCall call = simulatedCall(CallKind::Upcall, rateHz, rng);
        std::vector<float> samples(20000);
        addCall(samples, 10000, call, decibel, 0.01);
        const std::size_t first = 10000 - call.length / 2;
        QVERIFY(std::all_of(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(first),
                            [](float x) { return x == 0.0F; }));
        const double ratio = rmsOf(std::span(samples).subspan(first, call.samples.size())) / rmsOf(call.samples);
        QVERIFY(std::abs(20 * std::log10(ratio / 0.01) - decibel) < 0.01);
    }
}

void TestSimulatedCalls::cutOffAtTheEdges()
{
    const SimulatedCall call = upcallOf(UpcallShape{}, rateHz);
    std::vector<float> whole(6000);
    addCall(whole, 3000, call, 0, 1);
    for (const std::int64_t begins : {2700, 3000, 4000, -500}) {
        std::vector<float> part(800);
        addCall(part, 3000 - begins, call, 0, 1);
        for (std::size_t i = 0; i < part.size(); ++i) {
            const std::int64_t at = begins + static_cast<std::int64_t>(i);
            QCOMPARE(part[i], at >= 0 ? whole[static_cast<std::size_t>(at)] : 0.0F);
        }
    }
}

void TestSimulatedCalls::noiseHasTheSpectrumAskedFor()
{
    // 20 dB less above 500 Hz.
    PowerSpectrum spectrum(101, 1.0);
    std::fill(spectrum.begin() + 50, spectrum.end(), 0.01);
    for (const double exponent : {0.6, 1.0, 1.6}) {
        Rng rng(4);
        const std::vector<float> noise = shapedNoise(100000, spectrum, exponent, rng);
        QCOMPARE(noise.size(), std::size_t{100000});
        QVERIFY(std::abs(rmsOf(noise) - 1) < 0.02);
        const double decibel = 10 * std::log10(powerOf(noise, 100, 450) / powerOf(noise, 550, 900));
        QVERIFY2(std::abs(decibel - 20 * exponent) < 0.5, qPrintable(QString::number(decibel)));
        // Gaussian: a third lies beyond one deviation.
        const auto beyond = std::count_if(noise.begin(), noise.end(), [](float x) { return std::abs(x) > 1; });
        QVERIFY(std::abs(static_cast<double>(beyond) / 100000 - 0.3173) < 0.01);
    }
    Rng rng(1);
    QCOMPARE(rmsOf(shapedNoise(1000, PowerSpectrum(5), 1, rng)), 0.0);
    QVERIFY(shapedNoise(0, spectrum, 1, rng).empty());
    for (int i = 0; i < 50; ++i) {
        const PowerSpectrum sea = seaSpectrum(rateHz, rng);
        QVERIFY(std::all_of(sea.begin(), sea.end(), [](double p) { return std::isfinite(p) && p >= 0; }));
        QVERIFY(std::accumulate(sea.begin(), sea.begin() + 128, 0.0) >
                std::accumulate(sea.begin() + 129, sea.end(), 0.0));
    }
}

void TestSimulatedCalls::backgroundIsMeasuredInItsBand()
{
    Rng rng(9);
    // White: the band holds 0.3 of the power.
    std::vector<float> samples = shapedNoise(60000, PowerSpectrum(3, 1.0), 1, rng);
    const double rms = backgroundRms(samples, rateHz);
    QVERIFY2(std::abs(20 * std::log10(rms / std::sqrt(0.3))) < 0.4, qPrintable(QString::number(rms)));
    // Not moved by what is brief or out of band.
    addCall(samples, 30000, upcallOf(UpcallShape{}, rateHz), 20, 1);
    Rng fin(1);
    addCall(samples, 10000, simulatedCall(CallKind::FinPulse, rateHz, fin), 30, 1);
    QVERIFY(std::abs(20 * std::log10(backgroundRms(samples, rateHz) / rms)) < 0.3);
    QCOMPARE(backgroundRms(std::vector<float>(100), rateHz), 0.0);
    QCOMPARE(backgroundRms(std::vector<float>(5000), rateHz), 0.0);
}

void TestSimulatedCalls::scenesAreTheSameForTheSameSeed()
{
    for (const bool upcall : {true, false}) {
        std::vector<float> first = background(4, 1);
        std::vector<float> second = first;
        std::vector<float> other = first;
        Rng a(7);
        Rng b(7);
        Rng c(8);
        addScene(first, rateHz, upcall, a);
        addScene(second, rateHz, upcall, b);
        addScene(other, rateHz, upcall, c);
        QVERIFY(first == second);
        QVERIFY(first != other);
        QCOMPARE(a.next(), b.next());
    }
}

void TestSimulatedCalls::theMiddleHoldsTheCall()
{
    // The templates, which know nothing of the simulation, hear the calls in the middle and few where there are none.
    NoProgress unheard;
    int heard = 0;
    int falselyHeard = 0;
    constexpr int scenes = 60;
    for (int i = 0; i < scenes; ++i) {
        for (const bool upcall : {true, false}) {
            std::vector<float> samples = background(12, 100 + static_cast<std::uint64_t>(i));
            Rng rng(mixSeed(5, static_cast<std::uint64_t>(i)));
            addScene(samples, rateHz, upcall, rng);
            const TemplateScores templates(samples);
            const std::vector<float> scores = *templates.scores(188 - 16, 32, unheard);
            const std::vector<float> best = bestOfTemplates(scores);
            const bool found = *std::max_element(best.begin(), best.end()) > 40;
            heard += upcall && found ? 1 : 0;
            falselyHeard += !upcall && found ? 1 : 0;
        }
    }
    QVERIFY2(heard >= scenes / 2, qPrintable(QString::number(heard)));
    QVERIFY2(falselyHeard <= scenes / 4, qPrintable(QString::number(falselyHeard)));
}

QTEST_GUILESS_MAIN(TestSimulatedCalls)
#include "test_simulated_calls.moc"
