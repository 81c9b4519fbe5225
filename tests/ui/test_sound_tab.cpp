// The hydrophone tab: a recording and its events in the list, boxes over the sound, labels that come back.
#include <atomic>
#include <cmath>

#include <QMimeData>
#include <QMouseEvent>
#include <QPushButton>
#include <QTest>

#include "core/base/file.h"
#include "core/formats/selection_table.h"
#include "core/formats/sound_writer.h"
#include "tests/support/bright_middle.h"
#include "tests/ui/bench_fixture.h"
#include "ui/hydrophone/sound_tab.h"
#include "ui/status_strip.h"
#include "widgets/banner.h"
#include "widgets/deployment_strip.h"
#include "widgets/spectrogram_view.h"

using namespace sightline;
using namespace sightline::ui;

namespace {

/// Counts the pictures it was asked about.
class CountingMiddle final : public learning::Classifier {
public:
    static inline std::atomic<int> pictures{0};
    explicit CountingMiddle(learning::ModelPtr model) : m_middle(std::move(model)) {}
    [[nodiscard]] const learning::ModelInfo& info() const override { return m_middle.info(); }
    [[nodiscard]] std::string device() const override { return m_middle.device(); }
    [[nodiscard]] Result<std::vector<std::vector<float>>> classify(std::span<const Example> examples) override
    {
        pictures += static_cast<int>(examples.size());
        return m_middle.classify(examples);
    }

private:
    testing::BrightMiddle m_middle;
};

/// A sound card that takes what it gets.
class Deaf final : public AudioOutput {
public:
    Result<int> open() override { return 48000; }
    [[nodiscard]] std::size_t room() const override { return 4800; }
    void write(std::span<const float> /*samples*/) override {}
    [[nodiscard]] std::size_t pending() const override { return 0; }
    void setPaused(bool /*paused*/) override {}
    void close() override {}
};

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
        loaded.classifier = std::make_shared<CountingMiddle>(model);
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

    /// Two calls heard in a minute, the first event chosen and in view.
    static void openMinute(const BenchFixture& fixture)
    {
        fixture.window->openPaths({sound(fixture, QStringLiteral("dive.wav"), 60, {15, 40})});
        QTRY_COMPARE_WITH_TIMEOUT(benchOf(fixture).store().size(), 3, 20000);
        tabOf(fixture)->review().select(benchOf(fixture).store().row(1).key());
        spectrogramOf(fixture).zoomTime(15, 6);
    }
    static widgets::SpectrogramView& spectrogramOf(const BenchFixture& fixture)
    {
        return tabOf(fixture)->sound().panel().spectrogram();
    }
    static void drag(QWidget& view, QPoint from, QPoint to)
    {
        QTest::mousePress(&view, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&view, &move);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
    }
    /// Moves the edge of the box in view; returns its new name.
    static std::string dragEnd(const BenchFixture& fixture, double from, double to)
    {
        widgets::SpectrogramView& view = spectrogramOf(fixture);
        const int y = view.plotArea().center().y();
        drag(view, QPoint(qRound(view.xOf(from)), y), QPoint(qRound(view.xOf(to)), y));
        return view.selectedBox().toStdString();
    }
    static void dropOn(QWidget& view, const QString& file)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter({40, 40}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&view, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({40, 40}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&view, &drop);
    }
    static std::vector<Label> labelsOf(const BenchFixture& fixture)
    {
        fixture.session->settle();
        return fixture.session->workspace()->labels("hydrophone", "calls").value_or(std::vector<Label>{});
    }
    static std::size_t eventCount(const BenchFixture& fixture)
    {
        return fixture.session->workspace()->events("hydrophone", "calls").value_or(std::vector<LabelEvent>{}).size();
    }

private Q_SLOTS:
    void aRecordingIsChosenWhenItOpens()
    {
        BenchFixture fixture(listeningLoader());
        fixture.window->openPaths({sound(fixture, QStringLiteral("dive.wav"), 60, {15, 40})});
        QTRY_VERIFY_WITH_TIMEOUT(tabOf(fixture)->review().current() != nullptr, 20000);
        QCOMPARE(tabOf(fixture)->review().current()->index, std::size_t{0});
        QVERIFY(tabOf(fixture)->sound().panel().sound() != nullptr);
        // Where one was is returned to, though it has to be heard first.
        QTRY_COMPARE_WITH_TIMEOUT(benchOf(fixture).store().size(), 3, 20000);
        const SampleKey event = benchOf(fixture).store().row(2).key();
        tabOf(fixture)->review().select(event);
        benchOf(fixture).rememberPlace(event);
        fixture.session->settle();
        fixture.restart();
        QTRY_VERIFY_WITH_TIMEOUT(tabOf(fixture)->review().currentKey() == event, 20000);
    }

    void aLabelIsMovedByTheMouseAndComesBack()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        const SampleKey before = *tabOf(fixture)->review().currentKey();
        tabOf(fixture)->review().label("upcall");
        tabOf(fixture)->review().select(before);
        const double end = benchOf(fixture).store().get(before)->sample().extent.seconds->end;
        const widgets::Viewport shown = spectrogramOf(fixture).viewport();
        dragEnd(fixture, end, end + 1);
        QTRY_VERIFY(tabOf(fixture)->review().currentKey() != before);
        const SampleRow* moved = tabOf(fixture)->review().current();
        QVERIFY(moved != nullptr && moved->label.has_value());
        QCOMPARE(QString::fromStdString(moved->label->label.classId), "upcall");
        QVERIFY(std::abs(moved->sample().extent.seconds->end - end - 1) < 0.1);
        QCOMPARE(benchOf(fixture).store().get(before), nullptr);
        QCOMPARE(spectrogramOf(fixture).viewport(), shown);
        const SampleKey after = moved->key();
        QCOMPARE(labelsOf(fixture).size(), std::size_t{1});
        QVERIFY(labelsOf(fixture).front().subject == after);

        fixture.press(Qt::Key_Z);
        QVERIFY(tabOf(fixture)->review().currentKey() == before);
        QVERIFY(labelsOf(fixture).front().subject == before);
        fixture.press(Qt::Key_Z, Qt::ShiftModifier);
        QVERIFY(tabOf(fixture)->review().currentKey() == after);
        QCOMPARE(labelsOf(fixture).size(), std::size_t{1});
    }

    void nudgesAreOneMove()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        const SampleKey before = *tabOf(fixture)->review().currentKey();
        tabOf(fixture)->review().label("upcall");
        tabOf(fixture)->review().select(before);
        const std::size_t events = eventCount(fixture);
        const Interval seconds = *tabOf(fixture)->review().current()->sample().extent.seconds;
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(&spectrogramOf(fixture), Qt::Key_Right, Qt::AltModifier);
        }
        QCOMPARE(eventCount(fixture), events);
        QTRY_VERIFY(tabOf(fixture)->review().currentKey() != before);
        QCOMPARE(eventCount(fixture), events + 1);
        const Interval moved = *tabOf(fixture)->review().current()->sample().extent.seconds;
        QVERIFY(moved.begin > seconds.begin);
        QVERIFY(std::abs(moved.end - seconds.end) < 1e-6);
        // Another sample chosen meanwhile: the move is told all the same.
        QTest::keyClick(&spectrogramOf(fixture), Qt::Key_Right, Qt::AltModifier);
        tabOf(fixture)->review().select(benchOf(fixture).store().row(0).key());
        QTRY_COMPARE(eventCount(fixture), events + 2);
        QCOMPARE(tabOf(fixture)->review().current()->index, std::size_t{0});
    }

    void deleteRemovesALabelAndUndoBringsItBack()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        const SampleKey event = *tabOf(fixture)->review().currentKey();
        // What the model heard stays.
        QTest::keyClick(&spectrogramOf(fixture), Qt::Key_Delete);
        QVERIFY(tabOf(fixture)->review().currentKey() == event);
        const auto drawn = benchOf(fixture).addBox(event.recording, Extent{Interval{22, 24}, Interval{60, 200}, {}});
        tabOf(fixture)->review().select(*drawn);
        tabOf(fixture)->review().label("upcall");
        tabOf(fixture)->review().select(*drawn);
        QCOMPARE(labelsOf(fixture).size(), std::size_t{1});
        QTest::keyClick(&spectrogramOf(fixture), Qt::Key_Delete);
        QCOMPARE(labelsOf(fixture).size(), std::size_t{0});
        QCOMPARE(benchOf(fixture).store().get(*drawn), nullptr);
        QVERIFY(tabOf(fixture)->review().current() != nullptr);
        fixture.press(Qt::Key_Z);
        QCOMPARE(labelsOf(fixture).size(), std::size_t{1});
        QVERIFY(tabOf(fixture)->review().currentKey() == *drawn);
        // One that waits for its label is simply gone.
        const auto waiting = benchOf(fixture).addBox(event.recording, Extent{Interval{30, 31}, {}, {}});
        tabOf(fixture)->review().select(*waiting);
        QTest::keyClick(&spectrogramOf(fixture), Qt::Key_Delete);
        QCOMPARE(benchOf(fixture).store().get(*waiting), nullptr);
    }

    void aMovedEventWaitsForItsLabel()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        const SampleKey event = *tabOf(fixture)->review().currentKey();
        const Interval seconds = *tabOf(fixture)->review().current()->sample().extent.seconds;
        dragEnd(fixture, seconds.end, seconds.end + 0.5);
        QTRY_VERIFY(tabOf(fixture)->review().currentKey() != event);
        QVERIFY(!tabOf(fixture)->review().current()->label.has_value());
        QCOMPARE(benchOf(fixture).store().size(), 3);
        QCOMPARE(eventCount(fixture), std::size_t{0});
        tabOf(fixture)->review().label("upcall");
        QVERIFY(std::abs(labelsOf(fixture).front().extent.seconds->end - seconds.end - 0.5) < 0.1);
    }

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

    void whatWasHeardIsNotListenedToAgain()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        const int pictures = CountingMiddle::pictures;
        QVERIFY(pictures > 0);
        const std::vector<std::string> before = names(fixture);
        fixture.session->settle();
        fixture.restart();
        QTRY_COMPARE_WITH_TIMEOUT(names(fixture), before, 20000);
        QCOMPARE(CountingMiddle::pictures.load(), pictures);
        QCOMPARE(QString::fromStdString(benchOf(fixture).store().row(1).verdict->bestClass()), "upcall");
    }

    void theThresholdMovesWithoutListening()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        tabOf(fixture)->review().label("upcall");
        EventBar& bar = tabOf(fixture)->sound().events();
        QTRY_VERIFY2(bar.text().contains(QStringLiteral("1 of 1 boxes found")), qPrintable(bar.text()));
        QVERIFY2(bar.text().contains(QStringLiteral("precision 0.50")), qPrintable(bar.text()));
        const int pictures = CountingMiddle::pictures;
        const int shown = benchOf(fixture).store().size();
        QTest::keyClick(&bar.slider(), Qt::Key_Home);
        QCOMPARE(bar.slider().value(), 1);
        QCOMPARE(benchOf(fixture).eventThreshold(), 0.01);
        QVERIFY(benchOf(fixture).store().size() > shown);
        const SampleRow& faint = benchOf(fixture).store().row(1);
        QVERIFY(faint.verdict.has_value());
        QCOMPARE(CountingMiddle::pictures.load(), pictures);
        // It is the model's, and comes back with it.
        fixture.session->settle();
        QTRY_VERIFY(fixture.session->workspace()->setting("listening.threshold.listens000000001").value_or("") ==
                    "0.01");
        fixture.restart();
        QTRY_COMPARE_WITH_TIMEOUT(benchOf(fixture).eventThreshold(), 0.01, 20000);
    }

    void listeningStopsAndBeginsAnew()
    {
        BenchFixture fixture(listeningLoader());
        fixture.window->openPaths({sound(fixture, QStringLiteral("hours.wav"), 3600, {15, 40})});
        QTRY_VERIFY_WITH_TIMEOUT(fixture.session->listening().has_value(), 20000);
        EventBar& bar = tabOf(fixture)->sound().events();
        QTRY_VERIFY_WITH_TIMEOUT(bar.text().contains(QStringLiteral("× real time")), 20000);
        Q_EMIT fixture.window->status().cancelRequested();
        QVERIFY(!fixture.session->listening().has_value());
        QTRY_VERIFY(bar.text().contains(QStringLiteral("Not listened through")));
        QPushButton* listen = bar.findChild<QPushButton*>();
        QVERIFY(listen != nullptr && listen->isVisible());
        QTest::mouseClick(listen, Qt::LeftButton);
        QTRY_VERIFY(fixture.session->listening().has_value());
        benchOf(fixture).listener()->cancel();
    }

    void tablesOfBoxesReadBack()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        const std::string recording = tabOf(fixture)->review().currentKey()->recording;
        const auto drawn = benchOf(fixture).addBox(recording, Extent{Interval{22, 24.5}, Interval{60, 200}, {}});
        tabOf(fixture)->review().select(*drawn);
        tabOf(fixture)->review().label("upcall");
        const std::vector<TabExport> exports = tabOf(fixture)->exports();
        QCOMPARE(exports.size(), std::size_t{4});
        const auto read = [&](std::size_t which, const QString& name) {
            const std::filesystem::path file = words::toPath(fixture.folder.filePath(name));
            if (const auto written = exports[which].write(file); !written) {
                qFatal("%s", written.error().text().c_str());
            }
            const auto table = formats::readSelectionTable(file);
            if (!table) {
                qFatal("%s", table.error().text().c_str());
            }
            return *table;
        };
        const auto labels = read(0, QStringLiteral("labels.txt"));
        QCOMPARE(labels.boxes.size(), std::size_t{1});
        const formats::SelectionBox& box = labels.boxes.front();
        QCOMPARE(box.seconds, (Interval{22, 24.5}));
        QCOMPARE(box.hertz.value_or(Interval{}), (Interval{60, 200}));
        QCOMPARE(box.channel.value_or(-1), 0);
        QCOMPARE(QString::fromStdString(box.label), "upcall");
        QCOMPARE(QString::fromStdString(box.file), "dive.wav");
        QVERIFY(box.further.front() == (std::pair<std::string, std::string>("Confidence", "sure")));
        // Written again, it is the same table.
        const auto again = formats::parseSelectionTable(formats::ravenText(labels).value_or(""));
        QVERIFY(again && again->boxes == labels.boxes);

        const auto all = read(1, QStringLiteral("all.txt"));
        QCOMPARE(all.boxes.size(), std::size_t{3});
        for (std::size_t i = 0; i < 3; ++i) {
            const SampleRow& row = benchOf(fixture).store().row(static_cast<int>(i) + 1);
            QCOMPARE(all.boxes[i].seconds, *row.sample().extent.seconds);
        }
        const auto& further = all.boxes[0].further;
        QVERIFY(further.front() == (std::pair<std::string, std::string>("Confidence", "event")));
        QCOMPARE(QString::fromStdString(further[1].first), "Probability");
        QVERIFY(std::stod(further[1].second) > 0.5);
        QCOMPARE(read(2, QStringLiteral("audacity.txt")).boxes.size(), std::size_t{3});
        QCOMPARE(read(3, QStringLiteral("events.csv")).boxes.size(), std::size_t{2});
        // What a model said and nobody confirmed is a sure label to no reader.
        for (const char* name : {"all.txt", "audacity.txt", "events.csv"}) {
            const auto rows =
                domains::findDomain("hydrophone")->labelTable(words::toPath(fixture.folder.filePath(name)), {});
            QVERIFY(rows.has_value());
            int sure = 0;
            for (const domains::TableBox& one : rows->boxes) {
                QCOMPARE(QString::fromStdString(one.label), "upcall");
                sure += one.sure ? 1 : 0;
            }
            QCOMPARE(sure, QLatin1String(name) == QLatin1String("events.csv") ? 0 : 1);
        }
    }

    void aTableOfLabelsIsTakenOver()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        const QString table = fixture.write(QStringLiteral("dive.Table.1.selections.txt"),
                                            "Selection\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)\t"
                                            "Begin File\tSpecies\tConfidence\n"
                                            "1\t22\t24.5\t60\t200\tdive.wav\tUp call\tDetected\n"
                                            "2\t30\t32\t60\t200\tdive.wav\tUp call\tPossible\n"
                                            "3\t33\tx\t60\t200\tdive.wav\tUp call\tDetected\n"
                                            "4\t50\t52\t60\t200\tdive.wav\tUp call\tevent\n"
                                            "5\t50\t90\t60\t200\tdive.wav\tUp call\tDetected\n"
                                            "6\t1\t2\t60\t200\tother.wav\tUp call\tDetected\n"
                                            "7\t52\t53\t60\t200\tdive.wav\tmasked\t\n"
                                            "8\t22\t24.5\t300\t400\tdive.wav\tbackground\tDetected\n");
        const QStringList before = [&] {
            QStringList all;
            for (const std::string& name : names(fixture)) {
                all << QString::fromStdString(name);
            }
            return all;
        }();
        widgets::Banner* banner = &tabOf(fixture)->sound().banner();
        dropOn(tabOf(fixture)->sound(), table);
        QTRY_COMPARE_WITH_TIMEOUT(labelsOf(fixture).size(), std::size_t{4}, 20000);
        QTRY_VERIFY(banner->text().contains(QStringLiteral("4 label")));
        QVERIFY2(banner->text().contains(QStringLiteral("1 verdict")), qPrintable(banner->text()));
        QVERIFY2(banner->text().contains(QStringLiteral("other.wav")), qPrintable(banner->text()));
        QString issues;
        for (const Issue& issue : fixture.session->issues().issues()) {
            issues += issue.message + QLatin1Char('\n');
        }
        QVERIFY2(issues.contains(QStringLiteral("selections.txt:4")), qPrintable(issues));
        QVERIFY2(issues.contains(QStringLiteral("selections.txt:6")), qPrintable(issues));
        std::map<std::string, Label> byName;
        for (const Label& label : labelsOf(fixture)) {
            QCOMPARE(label.origin, LabelOrigin::Import);
            byName[label.subject.sample] = label;
        }
        QCOMPARE(QString::fromStdString(byName["22-24.5"].classId), "upcall");
        QCOMPARE(byName["22-24.5"].certainty, Certainty::Sure);
        QCOMPARE(byName["30-32"].certainty, Certainty::Unsure);
        QCOMPARE(byName["52-53"].certainty, Certainty::BadData);
        // Another band of the same time is another box, with a row of its own.
        QCOMPARE(QString::fromStdString(byName["22-24.5@300-400"].classId), "background");
        const std::string recording = tabOf(fixture)->review().currentKey()->recording;
        const SampleRow* row = benchOf(fixture).store().get({recording, "22-24.5@300-400"});
        QVERIFY(row != nullptr && row->label.has_value());
        QCOMPARE(row->sample().extent.hertz->begin, 300.0);
        // Whoever looks at it learns that a file said so; moved and taken back, it is the box of the table again.
        QVERIFY(row->label->action == LabelAction::Import);
        const SampleKey imported = row->key();
        QVERIFY(
            benchOf(fixture).moveBox(imported, Extent{Interval{22, 26}, Interval{300, 400}, {}}, "ann").has_value());
        const auto back = benchOf(fixture).undo("ann");
        QVERIFY(back.has_value());
        QCOMPARE(QString::fromStdString(back->sample), QString::fromStdString(imported.sample));
        QVERIFY(benchOf(fixture).store().get(imported) != nullptr);

        // Once more: nothing is added twice. Its banner has nothing to take back.
        banner->hide();
        tabOf(fixture)->importLabels(words::toPath(table));
        QTRY_VERIFY(banner->isVisible() && banner->text().contains(QStringLiteral("4 were there already")));
        QCOMPARE(labelsOf(fixture).size(), std::size_t{4});
        QCOMPARE(names(fixture).size(), static_cast<std::size_t>(before.size()) + 4);
    }

    void whatATableAddedIsTakenBackByAButton()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        const std::vector<std::string> before = names(fixture);
        dropOn(tabOf(fixture)->sound(), fixture.write(QStringLiteral("dive_labels.txt"),
                                                      "22\t24.5\tupcall\n30\t31\tupcall (event 0.93)\n"
                                                      "33\t34\tupcall\n"));
        QTRY_COMPARE_WITH_TIMEOUT(labelsOf(fixture).size(), std::size_t{2}, 20000);
        // What was judged since stays.
        const std::string recording = tabOf(fixture)->review().currentKey()->recording;
        tabOf(fixture)->review().select({recording, "33-34"});
        tabOf(fixture)->review().label("background");
        widgets::Banner* banner = &tabOf(fixture)->sound().banner();
        QTRY_VERIFY(banner->isVisible());
        for (QPushButton* button : banner->findChildren<QPushButton*>()) {
            if (button->text() == QStringLiteral("Take back")) {
                QTest::mouseClick(button, Qt::LeftButton);
                break;
            }
        }
        QTRY_COMPARE(labelsOf(fixture).size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(labelsOf(fixture).front().classId), "background");
        QCOMPARE(names(fixture).size(), before.size() + 1);
        // It stays gone.
        fixture.restart();
        QTRY_COMPARE_WITH_TIMEOUT(names(fixture).size(), before.size() + 1, 20000);
    }

    void boxesOfOneTimeInTwoBandsAreTwo()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        const std::string recording = tabOf(fixture)->review().currentKey()->recording;
        const auto low = benchOf(fixture).addBox(recording, Extent{Interval{22, 24}, Interval{60, 200}, {}});
        const auto high = benchOf(fixture).addBox(recording, Extent{Interval{22, 24}, Interval{300, 500}, {}});
        QVERIFY(low && high && *low != *high);
        QCOMPARE(*benchOf(fixture).addBox(recording, Extent{Interval{22, 24}, Interval{60, 200}, {}}), *low);
        for (const SampleKey& key : {*low, *high}) {
            tabOf(fixture)->review().select(key);
            tabOf(fixture)->review().label("upcall");
        }
        QCOMPARE(labelsOf(fixture).size(), std::size_t{2});
        QCOMPARE(benchOf(fixture).store().get(*low)->sample().extent.hertz->end, 200.0);
        QCOMPARE(benchOf(fixture).store().get(*high)->sample().extent.hertz->end, 500.0);
        const std::vector<std::string> before = names(fixture);
        fixture.restart();
        QTRY_COMPARE_WITH_TIMEOUT(names(fixture), before, 20000);
        QCOMPARE(benchOf(fixture).store().get(*high)->sample().extent.hertz->end, 500.0);
    }

    void timesOfSeveralFilesRunOnInRaven()
    {
        BenchFixture fixture(listeningLoader());
        fixture.window->openPaths(
            {sound(fixture, QStringLiteral("a.wav"), 60, {15}), sound(fixture, QStringLiteral("b.wav"), 30, {10})});
        QTRY_COMPARE_WITH_TIMEOUT(benchOf(fixture).store().size(), 4, 20000);
        const std::filesystem::path file = words::toPath(fixture.folder.filePath(QStringLiteral("both.txt")));
        QVERIFY(tabOf(fixture)->exports()[1].write(file).has_value());
        const QString text = QString::fromStdString(readFile(file).value_or(""));
        const QStringList lines = text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        const QStringList head = lines[0].split(QLatin1Char('\t'));
        const auto cell = [&](int line, const char* column) {
            return lines[line].split(QLatin1Char('\t'))[head.indexOf(QLatin1String(column))];
        };
        QCOMPARE(cell(2, "Begin File"), "b.wav");
        QCOMPARE(cell(2, "Channel"), "1");
        QVERIFY(std::abs(cell(2, "Begin Time (s)").toDouble() - cell(2, "File Offset (s)").toDouble() - 60) < 1e-9);
        const auto back = formats::readSelectionTable(file);
        QVERIFY(back.has_value());
        QVERIFY(back->boxes[1].seconds.begin < 10 && back->boxes[1].seconds.end > 10);
    }

    void spacePlaysAndEscStops()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        SoundPlayer& player = tabOf(fixture)->sound().panel().playback().player();
        player.setOutput(std::make_unique<Deaf>());
        const Interval event = *tabOf(fixture)->review().current()->sample().extent.seconds;
        fixture.press(Qt::Key_Space);
        QVERIFY(player.state() == SoundPlayer::State::Playing);
        QVERIFY(std::abs(player.stretch().begin - event.begin + 2) < 1e-9);
        QVERIFY(std::abs(player.stretch().end - event.end - 2) < 1e-9);
        QVERIFY(spectrogramOf(fixture).playhead().has_value());
        fixture.press(Qt::Key_Space);
        QVERIFY(player.state() == SoundPlayer::State::Paused);
        fixture.press(Qt::Key_Escape);
        QVERIFY(player.state() == SoundPlayer::State::Stopped);
        QVERIFY(!spectrogramOf(fixture).playhead().has_value());
    }

    void aDeploymentIsGoneAroundIn()
    {
        BenchFixture fixture(listeningLoader());
        fixture.window->openPaths({sound(fixture, QStringLiteral("site_20240501_000000.wav"), 60, {15}),
                                   sound(fixture, QStringLiteral("site_20240501_010000.wav"), 60, {40})});
        QTRY_COMPARE_WITH_TIMEOUT(benchOf(fixture).store().size(), 4, 20000);
        widgets::DeploymentStrip& strip = tabOf(fixture)->sound().deployment();
        QTRY_COMPARE(strip.pieces().size(), std::size_t{2});
        QVERIFY(strip.isVisible());
        QTRY_COMPARE(strip.pieces()[1].events, 1);
        QVERIFY(std::abs(strip.pieces()[1].seconds - 60) < 0.01);
        QTest::mouseClick(&strip, Qt::LeftButton, {}, strip.rectOf(strip.pieces()[1]).center());
        const SampleRow* shown = tabOf(fixture)->review().current();
        QCOMPARE(shown->key().recording, strip.pieces()[1].id.toStdString());
        QCOMPARE(shown->index, std::size_t{0});
        // What went on for long is drawn above, and a click in it goes to that moment.
        const QString id = strip.pieces()[1].id;
        QTRY_VERIFY(strip.levelAt(id, 40, 110).has_value());
        QTRY_VERIFY(!strip.pictureArea().isEmpty());
        // The calls are 20 dB and more above what is around them.
        QVERIFY(*strip.levelAt(id, 40, 110) > *strip.levelAt(id, 20, 110) + 6);
        spectrogramOf(fixture).zoomTime(10, 6);
        const double length = spectrogramOf(fixture).viewport().seconds.length();
        const QRect bar = strip.rectOf(strip.pieces()[1]);
        QTest::mouseClick(&strip, Qt::LeftButton, {}, QPoint(bar.right(), strip.pictureArea().center().y()));
        QVERIFY(std::abs(spectrogramOf(fixture).viewport().seconds.length() - length) < 1e-6);
        QVERIFY(spectrogramOf(fixture).viewport().seconds.end > 55);
        QCOMPARE(strip.seen(), spectrogramOf(fixture).viewport().seconds);
        QVERIFY(!QDir(fixture.folder.filePath(QStringLiteral("w.sightline.d/sounds"))).isEmpty());
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
