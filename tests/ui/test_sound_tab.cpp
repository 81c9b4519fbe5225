// The hydrophone tab: a recording and its events in the list, boxes over the sound, labels that come back.
#include <QTest>

#include "core/formats/sound_writer.h"
#include "tests/support/bright_middle.h"
#include "tests/ui/bench_fixture.h"
#include "ui/hydrophone/sound_tab.h"
#include "widgets/spectrogram_view.h"

using namespace sightline;
using namespace sightline::ui;

namespace {

ModelLoader listeningLoader()
{
    return [](const std::optional<std::filesystem::path>& file, const domains::Domain& domain, const std::string& task,
              learning::DeviceChoice choice) -> Result<LoadedModel> {
        if (domain.id() != "hydrophone") {
            return standInLoader()(file, domain, task, choice);
        }
        LoadedModel loaded;
        auto model = std::make_shared<learning::Model>();
        learning::ModelInfo& info = model->info;
        info.id = "listens000000001";
        info.name = "Bright middle";
        info.domain = domain.id();
        info.task = task;
        info.classIds = {"upcall", "background"};
        info.recipe = domain.defaultRecipe(task);
        info.channels = 1;
        info.height = 48;
        info.width = 64;
        info.report.dataOrigin = "simulated";
        learning::Detection detection;
        detection.background = "background";
        detection.smoothSteps = 6;
        detection.separationSeconds = 1.5;
        detection.marginSeconds = 0.5;
        info.detection = detection;
        loaded.info = info;
        loaded.device.device = "cpu";
        loaded.classifier = std::make_shared<testing::BrightMiddle>(model);
        return loaded;
    };
}

}  // namespace

class TestSoundTab : public QObject {
    Q_OBJECT

    static QString sound(const BenchFixture& fixture, const QString& name, double seconds,
                         const std::vector<double>& calls)
    {
        const QString path = fixture.folder.filePath(name);
        auto writer = formats::SoundWriter::create(words::toPath(path), testing::rateHz, 1);
        if (!writer || !writer->write(testing::soundWithCalls(seconds, calls)) || !writer->close()) {
            qFatal("cannot write a test sound");
        }
        return path;
    }
    static SoundTab* tabOf(const BenchFixture& fixture) { return fixture.window->findChild<SoundTab*>(); }
    static Bench& benchOf(const BenchFixture& fixture) { return *fixture.session->bench("hydrophone"); }
    static std::vector<std::string> names(const BenchFixture& fixture)
    {
        std::vector<std::string> all;
        for (int i = 0; i < benchOf(fixture).store().size(); ++i) {
            all.push_back(benchOf(fixture).store().row(i).key().sample);
        }
        return all;
    }

private Q_SLOTS:
    void aRecordingShowsItsEvents()
    {
        BenchFixture fixture(listeningLoader());
        fixture.window->openPaths({sound(fixture, QStringLiteral("dive.wav"), 60, {15, 40})});
        SampleStore& store = benchOf(fixture).store();
        QTRY_COMPARE_WITH_TIMEOUT(store.size(), 3, 20000);
        QVERIFY(names(fixture)[0].starts_with("0-"));
        for (const int row : {1, 2}) {
            const Interval seconds = *store.row(row).sample().extent.seconds;
            const double call = row == 1 ? 15 : 40;
            QVERIFY(seconds.begin < call && call < seconds.end);
            QCOMPARE(QString::fromStdString(store.row(row).verdict->bestClass()), "upcall");
        }
        // All of it is judged by its surest event.
        QCOMPARE(QString::fromStdString(store.row(0).verdict->bestClass()), "upcall");
        SoundTab* const tab = tabOf(fixture);
        QVERIFY(tab != nullptr);
        tab->review().select(store.row(1).key());
        QTRY_VERIFY(tab->sound().panel().sound() != nullptr);
        QCOMPARE(tab->sound().panel().spectrogram().boxes().size(), std::size_t{2});
        QCOMPARE(tab->sound().panel().spectrogram().selectedBox().toStdString(), store.row(1).key().sample);
        // Its picture is that of the window around its middle.
        QTRY_VERIFY(!tab->pictureImage().isNull());
    }

    void aLabelIsABoxAndComesBack()
    {
        BenchFixture fixture(listeningLoader());
        fixture.window->openPaths({sound(fixture, QStringLiteral("dive.wav"), 60, {15, 40})});
        QTRY_COMPARE_WITH_TIMEOUT(benchOf(fixture).store().size(), 3, 20000);
        tabOf(fixture)->review().select(benchOf(fixture).store().row(1).key());
        tabOf(fixture)->review().label("background");
        const auto drawn = benchOf(fixture).addBox(benchOf(fixture).store().row(0).key().recording,
                                                   Extent{Interval{22, 24}, Interval{60, 200}, {}});
        QVERIFY(drawn.has_value());
        QCOMPARE(QString::fromStdString(drawn->sample), "22-24");
        tabOf(fixture)->review().select(*drawn);
        tabOf(fixture)->review().label("upcall");
        fixture.session->settle();
        const auto labels = fixture.session->workspace()->labels("hydrophone", "calls");
        QVERIFY(labels.has_value());
        QCOMPARE(labels->size(), std::size_t{2});
        for (const Label& label : *labels) {
            QVERIFY(label.extent.seconds.has_value());
            QCOMPARE(nameOf(*label.extent.seconds), label.subject.sample);
        }
        const std::vector<std::string> before = names(fixture);
        fixture.restart();
        QTRY_COMPARE_WITH_TIMEOUT(names(fixture), before, 20000);
        const SampleRow* row = benchOf(fixture).store().get(*drawn);
        QVERIFY(row != nullptr && row->label.has_value());
        QCOMPARE(QString::fromStdString(row->label->label.classId), "upcall");
        QCOMPARE(row->sample().extent.hertz->end, 200.0);
    }

    void whatCannotBeListenedToSaysWhy()
    {
        BenchFixture fixture(listeningLoader());
        fixture.window->openPaths({sound(fixture, QStringLiteral("short.wav"), 1, {})});
        SampleStore& store = benchOf(fixture).store();
        QTRY_COMPARE_WITH_TIMEOUT(store.size(), 1, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(store.row(0).verdict.has_value(), 20000);
        QVERIFY(store.row(0).verdict->rejected);
        QVERIFY(store.row(0).verdict->reason.find("2.05 s") != std::string::npos);
    }

    void aBrokenSoundIsNamed()
    {
        BenchFixture fixture(listeningLoader());
        fixture.window->openPaths(
            {fixture.write(QStringLiteral("whale.wav"), QByteArray("RIFF\x24\0\0\0WAVEfmt ", 16))});
        QTRY_VERIFY_WITH_TIMEOUT(fixture.session->issues().rowCount() > 0, 20000);
        QCOMPARE(benchOf(fixture).store().size(), 0);
    }
};

QTEST_MAIN(TestSoundTab)
#include "test_sound_tab.moc"
