// Simulated sounds: as long as asked, the boxes where the calls are, the same for the same seed, nothing left behind.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include "core/base/file.h"
#include "core/domains/hydrophone/simulated_sea.h"
#include "core/domains/hydrophone/simulator.h"
#include "core/domains/hydrophone/templates.h"
#include "core/formats/selection_table.h"
#include "core/formats/sound_file.h"

using namespace sightline;
using namespace sightline::hydrophone;

namespace {

class StoppedAfter final : public Progress {
public:
    explicit StoppedAfter(int asked) : m_left(asked) {}
    [[nodiscard]] bool cancelled() const override { return m_left-- <= 0; }
    void report(double fraction, std::string_view /*stage*/) override { last = fraction; }
    double last = 0;

private:
    mutable int m_left;
};

}  // namespace

class TestSimulator : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void soundAndBoxes();
    void theCallsAreInTheBoxes();
    void theSeaChangesSlowly();
    void sameSeedSameBytes();
    void withoutCalls();
    void refusalsLeaveNothingBehind();

private:
    [[nodiscard]] std::filesystem::path path(const char* name) const
    {
        return pathFromUtf8(m_folder.path().toStdString()) / name;
    }
    [[nodiscard]] static std::vector<float> samplesOf(const std::filesystem::path& sound)
    {
        NoProgress unheard;
        const auto file = formats::SoundFile::open(sound);
        if (!file) {
            return {};
        }
        std::vector<float> samples(static_cast<std::size_t>((*file)->info().frames));
        return (*file)->readInto(0, samples, {}, unheard) ? samples : std::vector<float>();
    }

    QTemporaryDir m_folder;
    static constexpr std::size_t calls = 12;
};

void TestSimulator::initTestCase()
{
    StoppedAfter never(1000);
    QVERIFY(simulateSound(calls, 3, path("sea.wav"), never));
    QCOMPARE(never.last, 1.0);
}

void TestSimulator::soundAndBoxes()
{
    const auto file = formats::SoundFile::open(path("sea.wav"));
    QVERIFY(file);
    QCOMPARE((*file)->info().rateHz, 2000.0);
    QCOMPARE((*file)->info().channels, 1);
    QCOMPARE((*file)->info().frames, static_cast<std::int64_t>(calls * 20 * 2000));
    QVERIFY((*file)->info().findings.empty());

    const std::filesystem::path labels = path("sea.Table.1.selections.txt");
    QVERIFY(formats::soundBelongsTo(labels, path("sea.wav")));
    const auto table = formats::readSelectionTable(labels);
    QVERIFY(table);
    QVERIFY(table->findings.empty());
    QVERIFY(table->kind == formats::SelectionKind::Raven);
    QCOMPARE(table->labelColumn, std::string("Species"));
    QCOMPARE(table->boxes.size(), calls);
    for (std::size_t i = 0; i < calls; ++i) {
        const formats::SelectionBox& box = table->boxes[i];
        QCOMPARE(box.label, std::string("upcall"));
        QVERIFY(box.seconds.begin >= 20.0 * static_cast<double>(i));
        QVERIFY(box.seconds.end <= 20.0 * static_cast<double>(i + 1));
        QVERIFY(box.seconds.length() > 0.5 && box.seconds.length() < 1.4);
        QVERIFY(box.hertz && box.hertz->begin >= 54 && box.hertz->end <= 266);
    }
}

void TestSimulator::theCallsAreInTheBoxes()
{
    NoProgress unheard;
    const TemplateScores templates(samplesOf(path("sea.wav")));
    const auto scores = templates.scores(0, templates.frames(), unheard);
    QVERIFY(scores);
    const std::vector<float> best = bestOfTemplates(*scores);
    const auto table = formats::readSelectionTable(path("sea.Table.1.selections.txt"));
    QVERIFY(table);
    std::size_t heard = 0;
    for (const formats::SelectionBox& box : table->boxes) {
        const auto from = best.begin() + static_cast<std::ptrdiff_t>(box.seconds.begin / 0.032);
        const auto to = best.begin() + static_cast<std::ptrdiff_t>(box.seconds.end / 0.032);
        heard += *std::max_element(from, to) > 50 ? 1 : 0;
    }
    QVERIFY2(heard >= calls * 2 / 3, qPrintable(QString::number(heard)));
}

void TestSimulator::theSeaChangesSlowly()
{
    const std::vector<float> samples = samplesOf(path("sea.wav"));
    const auto decibel = [&](double seconds, double length) {
        const auto part = std::span(samples).subspan(static_cast<std::size_t>(seconds * 2000),
                                                     static_cast<std::size_t>(length * 2000));
        return 20 * std::log10(backgroundRms(part, 2000));
    };
    // Over minutes it does change, from one twenty seconds to the next by little; nothing clips.
    double most = 0;
    double least = 0;
    for (double at = 0; at < 220; at += 20) {
        QVERIFY(std::abs(decibel(at, 20) - decibel(at + 20, 20)) < 6);
        most = std::max(most, decibel(at, 20) - decibel(0, 20));
        least = std::min(least, decibel(at, 20) - decibel(0, 20));
    }
    QVERIFY2(most - least > 1, qPrintable(QString::number(most - least)));
    QVERIFY(std::all_of(samples.begin(), samples.end(), [](float x) { return std::abs(x) < 0.9F; }));
}

void TestSimulator::sameSeedSameBytes()
{
    NoProgress unheard;
    QVERIFY(simulateSound(calls, 3, path("again.wav"), unheard));
    QVERIFY(simulateSound(2, 3, path("shorter.wav"), unheard));
    QVERIFY(simulateSound(2, 4, path("other.wav"), unheard));
    QVERIFY(*readFile(path("sea.wav")) == *readFile(path("again.wav")));
    QVERIFY(*readFile(path("sea.Table.1.selections.txt")) == *readFile(path("again.Table.1.selections.txt")));
    const std::vector<float> all = samplesOf(path("sea.wav"));
    const std::vector<float> begin = samplesOf(path("shorter.wav"));
    QCOMPARE(begin.size(), std::size_t{80000});
    QVERIFY(std::equal(begin.begin(), begin.end(), all.begin()));
    QVERIFY(begin != samplesOf(path("other.wav")));
}

void TestSimulator::withoutCalls()
{
    NoProgress unheard;
    QVERIFY(simulateSound(0, 1, path("empty.WAV"), unheard));
    QCOMPARE(samplesOf(path("empty.WAV")).size(), std::size_t{40000});
    const auto table = formats::readSelectionTable(path("empty.Table.1.selections.txt"));
    QVERIFY(table);
    QVERIFY(table->boxes.empty());
}

void TestSimulator::refusalsLeaveNothingBehind()
{
    QTemporaryDir folder;
    const std::filesystem::path place = pathFromUtf8(folder.path().toStdString());
    NoProgress unheard;
    const auto named = simulateSound(1, 1, place / "sea.flac", unheard);
    QVERIFY(!named);
    QCOMPARE(named.error().code, ErrorCode::Invalid);
    QVERIFY(named.error().text().find("sea.flac") != std::string::npos);
    QCOMPARE(simulateSound(200'000'000, 1, place / "sea.wav", unheard).error().code, ErrorCode::Invalid);

    StoppedAfter soon(3);
    QCOMPARE(simulateSound(1000, 1, place / "sea.wav", soon).error().code, ErrorCode::Cancelled);

    // Where the table should lie there is a folder.
    std::filesystem::create_directories(place / "sea.Table.1.selections.txt" / "in_the_way");
    QVERIFY(!simulateSound(1, 1, place / "sea.wav", unheard));
    std::filesystem::remove_all(place / "sea.Table.1.selections.txt");
    QVERIFY(std::filesystem::is_empty(place));
}

QTEST_GUILESS_MAIN(TestSimulator)
#include "test_simulator.moc"
