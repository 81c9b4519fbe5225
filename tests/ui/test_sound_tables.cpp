// Label tables and the hydrophone tab: written, read back, taken over from other programs, taken back.
#include <cmath>
#include <map>

#include <QPushButton>
#include <QTest>

#include "core/base/file.h"
#include "core/formats/selection_table.h"
#include "tests/ui/sound_fixture.h"
#include "widgets/banner.h"
#include "widgets/deployment_strip.h"

using namespace sightline;
using namespace sightline::ui;

namespace {

constexpr const char* twoLabels = "22\t24.5\tupcall\n33\t34\tupcall\n";

}  // namespace

class TestSoundTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
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
        dropOn(*fixture.window, table);
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
        dropOn(*fixture.window, fixture.write(QStringLiteral("dive_labels.txt"),
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

    void undoTakesATableBackAsAWhole()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        const std::vector<std::string> before = names(fixture);
        const SampleKey event = *tabOf(fixture)->review().currentKey();
        tabOf(fixture)->review().label("upcall");
        fixture.window->openPaths({fixture.write(QStringLiteral("dive_labels.txt"), twoLabels)});
        QTRY_COMPARE_WITH_TIMEOUT(labelsOf(fixture).size(), std::size_t{3}, 20000);
        QTRY_VERIFY(tabOf(fixture)->sound().banner().isVisible());
        fixture.press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(labelsOf(fixture).size(), std::size_t{1});
        QVERIFY(names(fixture) == before);
        QVERIFY(!tabOf(fixture)->sound().banner().isVisible());
        // Then it is the turn of what was done before, and of nothing else.
        fixture.press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(labelsOf(fixture).size(), std::size_t{0});
        QVERIFY(tabOf(fixture)->review().currentKey() == event);
        fixture.press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(labelsOf(fixture).size(), std::size_t{0});
    }

    void undoTakesBackWhatWasLabelledSinceFirst()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        fixture.window->openPaths({fixture.write(QStringLiteral("dive_labels.txt"), twoLabels)});
        QTRY_COMPARE_WITH_TIMEOUT(labelsOf(fixture).size(), std::size_t{2}, 20000);
        tabOf(fixture)->review().label("upcall");
        QCOMPARE(labelsOf(fixture).size(), std::size_t{3});
        fixture.press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(labelsOf(fixture).size(), std::size_t{2});
    }

    void aTableIsKnownByItsContentAndWhereItIsOpened()
    {
        BenchFixture fixture(listeningLoader());
        const QString table = fixture.write(QStringLiteral("dive_labels.txt"), twoLabels);
        // Nothing is shown that it could be about.
        fixture.window->openPaths({table});
        QTRY_VERIFY_WITH_TIMEOUT(fixture.session->issues().rowCount() > 0, 20000);
        QVERIFY(!tabOf(fixture)->sound().banner().isVisible());
        openMinute(fixture);
        // Recordings of another kind are opened as ever.
        const QString cards = fixture.simulate(QStringLiteral("cards.csv"), 3);
        fixture.window->openPaths({table, cards});
        QTRY_COMPARE_WITH_TIMEOUT(labelsOf(fixture).size(), std::size_t{2}, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.store().size(), 3, 20000);
        QVERIFY(!looksLikeLabelTable(words::toPath(cards)));
        QVERIFY(!looksLikeLabelTable(words::toPath(fixture.folder.filePath(QStringLiteral("dive.wav")))));
    }

    void aMessageLeavesTheSpectrogramItsRoom()
    {
        BenchFixture fixture(listeningLoader());
        fixture.window->openPaths({sound(fixture, QStringLiteral("site_20240501_000000.wav"), 60, {15}),
                                   sound(fixture, QStringLiteral("site_20240501_010000.wav"), 60, {40})});
        QTRY_COMPARE_WITH_TIMEOUT(benchOf(fixture).store().size(), 4, 20000);
        SoundView& view = tabOf(fixture)->sound();
        QTRY_VERIFY(!view.deployment().pictureArea().isEmpty());
        fixture.window->openPaths({fixture.write(
            QStringLiteral("site_20240501_000000.a rather long name.Table.1.selections.txt"),
            "Selection\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)\tBegin File\tSpecies\n"
            "1\t22\t24.5\t60\t200\tsite_20240501_000000.wav\tUp call\n"
            "2\t30\tx\t60\t200\tsite_20240501_000000.wav\tUp call\n"
            "3\t30\t31\t60\t200\telsewhere.wav\tUp call\n")});
        QTRY_VERIFY_WITH_TIMEOUT(view.banner().isVisible(), 20000);
        QTRY_VERIFY(view.banner().height() < 48);
        const widgets::SpectrogramView& spectrogram = spectrogramOf(fixture);
        QTRY_VERIFY2(spectrogram.height() >= 150, qPrintable(QString::number(spectrogram.height())));
        // Nothing lies over it.
        QVERIFY(spectrogram.mapTo(&view, QPoint(0, spectrogram.height())).y() <= view.events().geometry().top());
        QVERIFY(view.events().geometry().bottom() < view.height());
        QVERIFY2(view.banner().text().contains(QStringLiteral("elsewhere.wav")), qPrintable(view.banner().text()));
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
};

QTEST_MAIN(TestSoundTables)
#include "test_sound_tables.moc"
