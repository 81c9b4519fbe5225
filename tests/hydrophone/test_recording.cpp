// Sound files as recordings: clock, channels, windows, boxes.
#include <cmath>
#include <filesystem>
#include <numbers>

#include <QTemporaryDir>
#include <QTest>

#include "core/domains/hydrophone/boxes.h"
#include "core/domains/hydrophone/hydrophone_domain.h"
#include "core/domains/hydrophone/sound_measures.h"
#include "core/domains/hydrophone/sound_recording.h"
#include "core/formats/sound_time.h"
#include "core/formats/sound_writer.h"

using namespace sightline;
using namespace sightline::hydrophone;

namespace {

std::vector<float> tone(int rateHz, double seconds, double hertz, double level)
{
    std::vector<float> samples(static_cast<std::size_t>(seconds * rateHz));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] =
            static_cast<float>(level * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rateHz));
    }
    return samples;
}

Label box(double begin, double end, const char* classId, Certainty certainty = Certainty::Sure)
{
    Label label;
    label.extent.seconds = Interval{begin, end};
    label.task = "calls";
    label.classId = classId;
    label.certainty = certainty;
    return label;
}

}  // namespace

class TestRecording : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<domains::Domain> m_domain = makeHydrophoneDomain();

    std::filesystem::path write(const QString& name, int rateHz, int channels, const std::vector<float>& samples)
    {
        const std::filesystem::path path = m_folder.filePath(name).toStdU16String();
        auto writer = formats::SoundWriter::create(path, rateHz, channels);
        if (!writer || !writer->write(samples) || !writer->close()) {
            qFatal("cannot write a test sound");
        }
        return path;
    }

    domains::ReadOutcome read(const std::filesystem::path& path, const Answers& answers = {})
    {
        NoProgress progress;
        return m_domain->readers().front()->read({path, answers}, progress);
    }
    std::shared_ptr<const SoundRecording> open(const std::filesystem::path& path, const Answers& answers = {})
    {
        const domains::ReadOutcome outcome = read(path, answers);
        const auto* recording = std::get_if<domains::RecordingPtr>(&outcome);
        return recording == nullptr ? nullptr : std::dynamic_pointer_cast<const SoundRecording>(*recording);
    }

private Q_SLOTS:
    void theNameTellsTheTimeAndTheAnswerItsZone()
    {
        const auto path = write("NOPP6_EST_20090329_121500.wav", 2000, 1, tone(2000, 10, 100, 0.1));
        const auto local = open(path);
        QVERIFY(local != nullptr);
        QVERIFY(local->start().has_value());
        QVERIFY(!local->start()->utc);
        QVERIFY(!local->info().startMicroseconds.has_value());
        QVERIFY(QString::fromStdString(local->info().assumptions.front()).contains("unknown zone"));
        for (const char* zone : {"-5", "-05:00", "-0500", "UTC-5"}) {
            const auto known = open(path, {{"zone", zone}});
            QVERIFY2(known != nullptr, zone);
            QCOMPARE(QString::fromStdString(formats::civilText(*known->info().startMicroseconds)),
                     "2009-03-29 17:15:00");
            QCOMPARE(*known->dateTimeAt(2.5) - *known->info().startMicroseconds, std::int64_t{2'500'000});
        }
        const auto broken = read(path, {{"zone", "east"}});
        QVERIFY(std::holds_alternative<Error>(broken));
        QVERIFY(std::get<Error>(broken).message.find("east") != std::string::npos);
        QCOMPARE(QString::fromStdString(std::get<Error>(broken).where.file),
                 QString::fromStdU16String(path.u16string()));
    }

    void channelsAreChosen()
    {
        std::vector<float> both;
        const auto left = tone(2000, 4, 100, 0.5);
        for (const float sample : left) {
            both.insert(both.end(), {sample, -sample});
        }
        const auto path = write("two.wav", 2000, 2, both);
        NoProgress progress;
        const auto level = [&](const Answers& answers) {
            const auto recording = open(path, answers);
            const auto measures = measuresOf(*recording->file(), recording->channel(), {0, 4}, std::nullopt, progress);
            return measures ? measures->levelDecibel : 1.0;
        };
        QVERIFY(level({}) < -80);
        QVERIFY(std::abs(level({{"channel", "2"}}) - 20 * std::log10(0.5)) < 0.05);
        QVERIFY(std::holds_alternative<Error>(read(path, {{"channel", "3"}})));
        QVERIFY(std::holds_alternative<Error>(read(path, {{"channel", "0"}})));
    }

    void whatIsNoSoundIsNotMine()
    {
        QFile file(m_folder.filePath("table.wav"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("position,load\n1,2\n");
        file.close();
        QVERIFY(std::holds_alternative<domains::NotMine>(read(file.fileName().toStdU16String())));
    }

    void aLabelTableBesideASoundIsNobodysRecording()
    {
        const std::filesystem::path table = m_folder.filePath("ten.Table.1.selections.txt").toStdU16String();
        QFile file(QString::fromStdU16String(table.u16string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)\tSpecies\n");
        for (int row = 1; row < 9; ++row) {
            file.write(QByteArray::number(row) + "\tSpectrogram 1\t1\t" + QByteArray::number(row) + "\t" +
                       QByteArray::number(row + 1) + "\t60\t200\tupcall\n");
        }
        file.close();
        NoProgress progress;
        const auto opened = domains::openFile(domains::allDomains(), {table, {}}, {}, progress);
        QVERIFY(std::holds_alternative<domains::NotMine>(opened.outcome));
    }

    void windowsAreCutOnOneGrid()
    {
        const auto recording = open(write("ten.wav", 48000, 1, tone(48000, 10, 100, 0.1)));
        const auto samples = m_domain->samples(*recording, m_domain->defaultRecipe("calls"));
        QVERIFY(samples.has_value());
        QVERIFY(!samples->isHeld());
        QCOMPARE(QString::fromStdString((*samples)[0].key.sample), "0-2.048");
        QCOMPARE(QString::fromStdString((*samples)[10].key.sample), "1.28-3.328");
        QVERIFY((*samples)[samples->size() - 1].extent.seconds->end <= 10 + 0.032);
        QVERIFY((*samples)[0].contentHash != (*samples)[1].contentHash);
        const auto grid = WindowGrid::create(*recording, m_domain->defaultRecipe("calls"));
        QCOMPARE(*grid->nearest(1.28 + 1.024), std::size_t{10});
        QCOMPARE(*grid->nearest(0), std::size_t{0});
        QVERIFY(!grid->nearest(100).has_value());
        QCOMPARE(m_domain->extentNamed("1.28-3.328")->seconds->begin, 1.28);
        QVERIFY(!m_domain->extentNamed("card 7").has_value());
        QVERIFY(!m_domain->extentNamed("3-1").has_value());
    }

    void whatCannotBeListenedToIsOneRejectedSample_data()
    {
        QTest::addColumn<int>("rate");
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("kind");
        QTest::newRow("low rate") << 1000 << 20.0 << "rate_too_low";
        QTest::newRow("short") << 48000 << 0.5 << "too_short";
    }
    void whatCannotBeListenedToIsOneRejectedSample()
    {
        QFETCH(int, rate);
        QFETCH(double, seconds);
        QFETCH(QString, kind);
        const auto recording = open(write("deaf.wav", rate, 1, tone(rate, seconds, 100, 0.1)));
        const auto samples = m_domain->samples(*recording, m_domain->defaultRecipe("calls"));
        QCOMPARE(samples->size(), std::size_t{1});
        QCOMPARE(worst((*samples)[0].findings), Severity::Reject);
        QCOMPARE(QString::fromStdString((*samples)[0].findings.front().kind), kind);
    }

    void measuresTellPitchAndLevel()
    {
        // A sine of a tenth of full scale is -20 dB, whoever asks: the list of measures or a selection's line.
        const auto recording = open(write("pitch.wav", 8000, 1, tone(8000, 5, 440, 0.1)));
        NoProgress progress;
        const formats::SoundFile& file = *recording->file();
        const auto measures = measuresOf(file, {0}, {1, 3}, std::nullopt, progress);
        QVERIFY(std::abs(*measures->peakHertz - 440) < 8);
        QVERIFY(std::abs(measures->levelDecibel + 20) < 0.05);
        QVERIFY(measures->bandHertz->begin <= 440 && measures->bandHertz->end >= 436);
        QVERIFY(measures->bandHertz->length() < 20);
        Sample sample;
        sample.extent.seconds = Interval{1, 3};
        const auto listed = m_domain->measures(*recording, sample);
        QVERIFY(listed.has_value() && listed->back().id == "level");
        QCOMPARE(*listed->back().value, measures->levelDecibel);
        const auto elsewhere = measuresOf(file, {0}, {1, 3}, Interval{1000, 2000}, progress);
        QVERIFY(*elsewhere->peakHertz >= 990 && *elsewhere->peakHertz <= 2010);
        QVERIFY(elsewhere->levelDecibel < -80);
        QCOMPARE(measuresOf(file, {0}, {50, 60}, std::nullopt, progress).error().code, ErrorCode::Invalid);
    }

    void aBandIsMeasuredWithoutItsNeighboursAndTheOffset()
    {
        std::vector<float> samples = tone(8000, 4, 1000, 0.5);
        const std::vector<float> weak = tone(8000, 4, 2000, 0.05);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            samples[i] += weak[i] + 0.01F;
        }
        const auto recording = open(write("two.wav", 8000, 1, samples));
        NoProgress progress;
        const auto call = measuresOf(*recording->file(), {0}, {2, 3.8}, Interval{900, 1100}, progress);
        QVERIFY(call && std::abs(call->seconds - 1.8) < 1e-6);
        QVERIFY(std::abs(*call->peakHertz - 1000) < 2);
        QVERIFY(std::abs(call->levelDecibel + 6.02) < 0.2);
        QVERIFY(call->bandHertz->begin > 990 && call->bandHertz->end < 1010);
        const auto faint = measuresOf(*recording->file(), {0}, {2, 3.8}, Interval{1900, 2100}, progress);
        QVERIFY(faint && std::abs(faint->levelDecibel + 26.02) < 0.3);
        const auto silent = open(write("silent.wav", 8000, 1, std::vector<float>(8000, 0.0F)));
        QVERIFY(!measuresOf(*silent->file(), {0}, {0, 1}, {}, progress)->peakHertz);
    }

    void boxesBecomeWindows()
    {
        const auto recording = open(write("minute.wav", 2000, 1, tone(2000, 60, 100, 0.1)));
        const auto grid = WindowGrid::create(*recording, m_domain->defaultRecipe("calls"));
        NoProgress progress;
        const auto late = [](const Interval& one, Progress&) -> Result<double> { return one.end - 0.5; };
        const std::vector<Label> labels = {box(10, 14, "upcall"), box(30, 34, "", Certainty::Unsure)};
        const auto places = placesOf(*grid, labels, 60, 1000, late, progress);
        QVERIFY(places.has_value());
        std::size_t calls = 0;
        for (const domains::LabelledPlace& place : *places) {
            const Interval window = grid->seconds(place.index);
            if (place.classId == "upcall") {
                ++calls;
                QVERIFY(std::abs(window.middle() - 13.5) <= grid->hopSeconds());
                QCOMPARE(*place.label, std::size_t{0});
            } else {
                QVERIFY(!place.label.has_value());
                QCOMPARE(window.overlap({9.5, 14.5}), 0.0);
            }
            QCOMPARE(window.overlap({30, 34}), 0.0);
        }
        QCOMPARE(calls, std::size_t{1});
        QVERIFY(places->size() > 20);
        // No more than asked for, spread over the recording.
        const auto few = placesOf(*grid, labels, 60, 5, late, progress);
        QCOMPARE(few->size(), std::size_t{6});
        QVERIFY(grid->seconds(few->back().index).begin > 40);
        // A call in a masked stretch is none.
        const auto hidden =
            placesOf(*grid, {box(10, 14, "upcall"), box(0, 20, "", Certainty::Unsure)}, 60, 1000, late, progress);
        QVERIFY(std::none_of(hidden->begin(), hidden->end(), [](const auto& one) { return one.classId == "upcall"; }));
    }

    void aBoxCoversTheWindowsOfItsMiddle()
    {
        const std::vector<Label> labels = {box(10, 14, "upcall"), box(30, 34, "upcall", Certainty::Unsure)};
        QCOMPARE(classOfWindow({11, 13}, labels).value_or(""), std::string("upcall"));
        QVERIFY(!classOfWindow({8.5, 10.5}, labels).has_value());
        QCOMPARE(classOfWindow({20, 22}, labels).value_or(""), std::string("background"));
        QVERIFY(!classOfWindow({31, 33}, labels).has_value());
        QVERIFY(!classOfWindow({20, 22}, {}).has_value());
    }
};

QTEST_GUILESS_MAIN(TestRecording)
#include "test_recording.moc"
