// Up-sweeps found by templates: the right moment, the right shape, the same bits; and the published floor.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>

#include <QTest>

#include "core/base/random.h"
#include "core/domains/hydrophone/templates.h"
#include "core/formats/selection_table.h"
#include "core/formats/sound_writer.h"
#include "core/learning/curves.h"
#include "core/learning/detection.h"

using namespace sightline;
using namespace sightline::hydrophone;

namespace {

constexpr double rateHz = 2000;
constexpr double secondsPerFrame = 64 / rateHz;
constexpr std::size_t width = TemplateScores::count;

std::vector<float> noise(double seconds, std::uint64_t seed = 1)
{
    Rng rng(seed);
    std::vector<float> samples(static_cast<std::size_t>(seconds * rateHz));
    for (float& sample : samples) {
        sample = static_cast<float>(0.01 * rng.normal());
    }
    return samples;
}

/// A straight sweep around `middle`, 8 dB above the noise of 50 … 350 Hz.
void addSweep(std::vector<float>& samples, double middle, double fromHertz, double toHertz, double seconds)
{
    const auto first = static_cast<std::size_t>((middle - seconds / 2) * rateHz);
    const auto many = static_cast<std::size_t>(seconds * rateHz);
    for (std::size_t i = 0; i < many; ++i) {
        const double t = static_cast<double>(i) / rateHz;
        const double turns = fromHertz * t + (toHertz - fromHertz) * t * t / (2 * seconds);
        samples[first + i] += static_cast<float>(0.02 * std::sin(2 * std::numbers::pi * turns));
    }
}

std::vector<float> scoresOf(const std::vector<float>& samples)
{
    NoProgress unheard;
    const TemplateScores templates(samples);
    return *templates.scores(0, templates.frames(), unheard);
}

float highest(const std::vector<float>& scores)
{
    return *std::max_element(scores.begin(), scores.end());
}

/// The best frames, none of two closer than 1.5 s.
std::vector<learning::DetectedEvent> peaksOf(const std::vector<float>& best)
{
    constexpr std::size_t apart = 47;
    std::vector<learning::DetectedEvent> events;
    for (std::size_t i = 0; i < best.size(); ++i) {
        const std::size_t from = i > apart ? i - apart : 0;
        const std::size_t to = std::min(i + apart + 1, best.size());
        const auto top = std::max_element(best.begin() + static_cast<std::ptrdiff_t>(from),
                                          best.begin() + static_cast<std::ptrdiff_t>(to));
        if (static_cast<std::size_t>(top - best.begin()) == i) {
            events.push_back({0, static_cast<double>(i) * secondsPerFrame, static_cast<double>(best[i])});
        }
    }
    return events;
}

}  // namespace

class TestTemplates : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSweepIsFoundWhereItIs_data();
    void aSweepIsFoundWhereItIs();
    void othersAreNot_data();
    void othersAreNot();
    void loudnessAndSteadyTonesDoNotMatter();
    void oneSetOfBits();
    void whatIsFarAwayDoesNotMatter();
    void theEdges();
    void refusals();
    void features();
    void fieldRecordingReachesTheFloor();
};

void TestTemplates::aSweepIsFoundWhereItIs_data()
{
    QTest::addColumn<int>("which");
    for (int i = 0; i < TemplateScores::count; ++i) {
        QTest::addRow("template %d", i + 1) << i;
    }
}

void TestTemplates::aSweepIsFoundWhereItIs()
{
    QFETCH(const int, which);
    const UpsweepTemplate shape = TemplateScores::templates()[static_cast<std::size_t>(which)];
    std::vector<float> samples = noise(60);
    addSweep(samples, 30.2, shape.fromHertz, shape.toHertz, shape.seconds);
    const std::vector<float> scores = scoresOf(samples);
    const auto top = static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
    QCOMPARE(static_cast<int>(top % width), which);
    const std::size_t frame = top / width;
    const double seconds = static_cast<double>(frame) * secondsPerFrame;
    QVERIFY2(std::abs(seconds - 30.2) < 0.1, qPrintable(QString::number(seconds)));
    QVERIFY(scores[top] > 60);
    QVERIFY(highest(scoresOf(noise(60))) < 40);
}

void TestTemplates::othersAreNot_data()
{
    QTest::addColumn<double>("from");
    QTest::addColumn<double>("to");
    QTest::addColumn<double>("seconds");
    QTest::newRow("down-sweep") << 200.0 << 80.0 << 0.8;
    QTest::newRow("tone") << 120.0 << 120.0 << 2.0;
    QTest::newRow("too slow") << 60.0 << 200.0 << 6.0;
    QTest::newRow("too steep") << 60.0 << 300.0 << 0.15;
    QTest::newRow("too high") << 260.0 << 340.0 << 0.8;
    QTest::newRow("fin pulse") << 26.0 << 18.0 << 0.8;
}

void TestTemplates::othersAreNot()
{
    QFETCH(const double, from);
    QFETCH(const double, to);
    QFETCH(const double, seconds);
    std::vector<float> call = noise(60);
    addSweep(call, 30.2, 80, 200, 0.8);
    std::vector<float> other = noise(60);
    addSweep(other, 30.2, from, to, seconds);
    const float score = highest(scoresOf(other));
    QVERIFY2(score < 0.5F * highest(scoresOf(call)), qPrintable(QString::number(static_cast<double>(score))));
}

void TestTemplates::loudnessAndSteadyTonesDoNotMatter()
{
    std::vector<float> samples = noise(60);
    addSweep(samples, 30.2, 80, 200, 0.8);
    const std::vector<float> scores = scoresOf(samples);
    std::vector<float> louder = samples;
    for (float& sample : louder) {
        sample *= 16;
    }
    const std::vector<float> same = scoresOf(louder);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        QVERIFY(std::abs(scores[i] - same[i]) < 0.01F);
    }

    std::vector<float> humming = samples;
    addSweep(humming, 30, 150, 150, 59);
    const std::vector<float> other = scoresOf(humming);
    const auto top = std::max_element(other.begin(), other.end()) - other.begin();
    QVERIFY(std::abs(static_cast<double>(top) / width * secondsPerFrame - 30.2) < 0.15);
    QVERIFY(highest(other) > 0.7F * highest(scores));
}

void TestTemplates::oneSetOfBits()
{
    std::vector<float> samples = noise(100);
    addSweep(samples, 50, 80, 200, 0.8);
    const std::vector<float> all = scoresOf(samples);
    NoProgress unheard;
    const TemplateScores backwards(samples);
    for (std::int64_t first = backwards.frames() - 64; first >= 0; first -= 61) {
        const auto part = *backwards.scores(first, 64, unheard);
        QVERIFY(std::equal(part.begin(), part.end(), all.begin() + first * TemplateScores::count));
    }
    for (const std::int64_t first : {0, 500, 1500, 2900}) {
        const TemplateScores alone(samples);
        const auto part = *alone.scores(first, 64, unheard);
        QVERIFY(std::equal(part.begin(), part.end(), all.begin() + first * TemplateScores::count));
    }
}

void TestTemplates::whatIsFarAwayDoesNotMatter()
{
    std::vector<float> samples = noise(120);
    addSweep(samples, 60, 80, 200, 0.8);
    const std::vector<float> before = scoresOf(samples);
    const std::vector<float> loud = noise(120, 7);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double seconds = static_cast<double>(i) / rateHz;
        if (seconds < 36 || seconds > 84) {
            samples[i] += 20 * loud[i];
        }
    }
    samples.resize(samples.size() - 40000);
    const std::vector<float> after = scoresOf(samples);
    const auto from = static_cast<std::ptrdiff_t>(58.5 / secondsPerFrame) * TemplateScores::count;
    const auto to = static_cast<std::ptrdiff_t>(61.5 / secondsPerFrame) * TemplateScores::count;
    QVERIFY(std::equal(before.begin() + from, before.begin() + to, after.begin() + from));
    QVERIFY(*std::max_element(before.begin() + from, before.begin() + to) > 60);
}

void TestTemplates::theEdges()
{
    NoProgress unheard;
    // Calls at the very begin and end, in a sound of three seconds.
    std::vector<float> brief = noise(3);
    addSweep(brief, 0.45, 80, 200, 0.8);
    addSweep(brief, 2.5, 80, 200, 0.8);
    const std::vector<float> best = bestOfTemplates(scoresOf(brief));
    QCOMPARE(static_cast<std::int64_t>(best.size()), TemplateScores(brief).frames());
    QVERIFY(best[14] > 50 && best[78] > 50 && best[46] < 30);

    const TemplateScores templates(brief);
    const auto beyond = *templates.scores(templates.frames() + 100, 10, unheard);
    QVERIFY(std::all_of(beyond.begin(), beyond.end(), [](float score) { return score == 0.0F; }));
    for (const std::vector<float>& still : {std::vector<float>(), std::vector<float>(20000)}) {
        const std::vector<float> scores = scoresOf(still);
        QVERIFY(std::all_of(scores.begin(), scores.end(), [](float score) { return score == 0.0F; }));
    }
}

void TestTemplates::refusals()
{
    NoProgress unheard;
    const TemplateScores templates(noise(5));
    QCOMPARE(templates.scores(-1, 10, unheard).error().code, ErrorCode::Invalid);
    QCOMPARE(templates.scores(0, -1, unheard).error().code, ErrorCode::Invalid);

    class Stopped final : public Progress {
        [[nodiscard]] bool cancelled() const override { return true; }
        void report(double /*fraction*/, std::string_view /*stage*/) override {}
    } stopped;
    QCOMPARE(templates.scores(0, 10, stopped).error().code, ErrorCode::Cancelled);
}

void TestTemplates::features()
{
    const std::vector<std::string> names = windowFeatureNames();
    QCOMPARE(names.size(), width + 2);
    std::vector<float> scores(64 * width, 1.0F);
    scores[24 * width + 3] = 50;  // a quarter of a second before the middle
    scores[39 * width + 5] = 40;
    scores[23 * width + 1] = 70;  // just outside
    const std::vector<float> told = windowFeatures(scores);
    QCOMPARE(told, (std::vector<float>{1, 1, 1, 50, 1, 40, 1, 50, 70}));
}

void TestTemplates::fieldRecordingReachesTheFloor()
{
    const QByteArray data = qgetenv("SIGHTLINE_FIELD_DATA");
    if (data.isEmpty()) {
        QSKIP("no field recordings: set SIGHTLINE_FIELD_DATA");
    }
    const std::filesystem::path folder = std::filesystem::path(data.toStdString()) / "hydrophone" / "narw_dclde2013";
    const auto file = formats::SoundFile::open(folder / "NOPP6_EST_20090329_121500.flac");
    const auto table = formats::readSelectionTable(folder / "NOPP6_EST_20090329_121500.RIWH.Table.1.selections.txt");
    QVERIFY(file && table);
    QCOMPARE(table->boxes.size(), std::size_t{43});
    std::vector<learning::TruthBox> boxes;
    for (const formats::SelectionBox& box : table->boxes) {
        boxes.push_back({0, box.seconds, false});
    }
    auto sound = LowRateSound::create(*file, 0, {}, rateHz);
    QVERIFY(sound);
    NoProgress unheard;
    const TemplateScores templates(*sound);
    const auto scores = templates.scores(0, templates.frames(), unheard);
    QVERIFY(scores);
    const std::vector<float> best = bestOfTemplates(*scores);

    const auto events = peaksOf(best);
    const auto threshold = learning::bestEventThreshold(events, boxes);
    QVERIFY(threshold && *threshold);
    const auto figures =
        learning::eventFigures(events, boxes, {{{0, 900}, {}}}, {.toleranceSeconds = 1, .threshold = **threshold});
    QVERIFY(figures);
    const auto windows = learning::windowTruth(boxes, 0, {0, 900}, 4);
    QVERIFY(windows);
    QCOMPARE(windows->size(), std::size_t{225});
    std::vector<double> highest;
    for (const learning::TruthWindow& window : *windows) {
        const auto from = static_cast<std::ptrdiff_t>(std::ceil(window.seconds.begin / secondsPerFrame));
        const auto to = static_cast<std::ptrdiff_t>(std::ceil(window.seconds.end / secondsPerFrame));
        highest.push_back(static_cast<double>(*std::max_element(best.begin() + from, best.begin() + to)));
    }
    const auto ranking = learning::windowRanking(*windows, highest);
    QVERIFY(ranking);
    const double average = ranking->figures().averagePrecision;
    const QString told = QStringLiteral("F1 %1 (P %2, R %3) at %4, AP of 4-s windows %5")
                             .arg(figures->f1.value)
                             .arg(figures->precision.value)
                             .arg(figures->recall.value)
                             .arg(**threshold)
                             .arg(average);
    qInfo("%s", qPrintable(told));
    QVERIFY2(figures->f1.value >= 0.9, qPrintable(told));
    QVERIFY2(average >= 0.85, qPrintable(told));
}

QTEST_GUILESS_MAIN(TestTemplates)
#include "test_templates.moc"
