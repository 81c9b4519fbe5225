// The hydrophone tab: a recording and its events in the list, boxes over the sound, labels that come back.
#include <algorithm>
#include <cmath>
#include <future>

#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QTest>

#include "tests/ui/sound_fixture.h"
#include "ui/review/measures_panel.h"
#include "ui/review/verdict_panel.h"
#include "ui/status_strip.h"
#include "widgets/deployment_strip.h"

using namespace sightline;
using namespace sightline::ui;

namespace {

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

}  // namespace

class TestSoundTab : public QObject {
    Q_OBJECT

    static void drag(QWidget& view, QPoint from, QPoint to)
    {
        QTest::mousePress(&view, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&view, &move);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
    }
    /// Some label of the panel says so.
    static bool shows(const QWidget& panel, const QString& text)
    {
        const QList<QLabel*> labels = panel.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* one) { return one->isVisible() && one->text().contains(text); });
    }
    /// Moves the edge of the box in view; returns its new name.
    static std::string dragEnd(const BenchFixture& fixture, double from, double to)
    {
        widgets::SpectrogramView& view = spectrogramOf(fixture);
        const int y = view.plotArea().center().y();
        drag(view, QPoint(qRound(view.xOf(from)), y), QPoint(qRound(view.xOf(to)), y));
        return view.selectedBox().toStdString();
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

    void theRecordingLookedAtIsListenedToNext()
    {
        BenchFixture fixture(listeningLoader());
        QStringList heard;
        connect(benchOf(fixture).listener(), &Listener::heard, this, [&](const std::string& id) {
            const RecordingRef one = benchOf(fixture).store().recording(id);
            heard << words::fromPath(one->recording->info().path.stem());
        });
        fixture.window->openPaths({sound(fixture, QStringLiteral("first.wav"), 3600, {15}),
                                   sound(fixture, QStringLiteral("second.wav"), 60, {15}),
                                   sound(fixture, QStringLiteral("third.wav"), 60, {40})});
        QTRY_VERIFY_WITH_TIMEOUT(
            benchOf(fixture).store().recordings().size() == 3 && fixture.session->listening().has_value(), 20000);
        for (const RecordingRef& open : benchOf(fixture).store().recordings()) {
            if (open->recording->info().path.stem() == "third") {
                tabOf(fixture)->review().select(open->samples.front().key);
            }
        }
        QTRY_COMPARE_WITH_TIMEOUT(heard.size(), 3, 60000);
        QCOMPARE(heard, QStringList({QStringLiteral("first"), QStringLiteral("third"), QStringLiteral("second")}));
    }

    void theWindowDoesNotWaitForMeasures()
    {
        BenchFixture fixture(listeningLoader());
        openMinute(fixture);
        auto& panel = *fixture.window->findChild<SoundTab*>()->findChild<MeasuresPanel*>();
        const auto shown = [&] {
            QString text;
            for (const QLabel* label : panel.findChildren<QLabel*>()) {
                text += (label->isVisibleTo(&panel) ? label->text() : QString()) + QLatin1Char('\n');
            }
            return text;
        };
        const QString level = QStringLiteral("AES17");
        const double seconds = benchOf(fixture).store().row(1).sample().extent.seconds->length();
        const QString duration = QStringLiteral("\n%1\n").arg(QLocale().toString(seconds, 'f', 3));
        QTRY_VERIFY_WITH_TIMEOUT(shown().contains(duration) && shown().contains(level), 20000);
        // Nothing is read while every thread that reads is busy.
        std::promise<void> gate;
        const std::shared_future<void> opened = gate.get_future().share();
        for (int i = 0; i < 8; ++i) {
            fixture.session->ioLane().post([opened] { opened.wait(); });
        }
        tabOf(fixture)->review().select(benchOf(fixture).store().row(0).key());
        QTRY_VERIFY(!shown().contains(level));  // nor do those of another sample stay
        gate.set_value();
        QTRY_VERIFY_WITH_TIMEOUT(shown().contains(level), 20000);
        QVERIFY(!shown().contains(duration));
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
        QVERIFY(store.row(0).verdict->reason.find("shorter than one window of 2.05 s") != std::string::npos);
        QTRY_VERIFY(shows(tabOf(fixture)->verdict(), QStringLiteral("horter than one window of 2.05 s")));
        QVERIFY(!store.row(0).badSignal());  // nothing is wrong with the hydrophone
        QVERIFY(!shows(tabOf(fixture)->verdict(), QStringLiteral("Check the sensor first")));
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
