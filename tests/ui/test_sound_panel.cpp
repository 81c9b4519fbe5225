// A sound recording on the screen: views linked, selection measured, presets and channels chosen.
#include <QComboBox>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <numbers>

#include "core/base/file.h"
#include "core/formats/sound_writer.h"
#include "ui/hydrophone/sound_panel.h"
#include "widgets/overview_strip.h"
#include "widgets/spectrogram_view.h"
#include "widgets/waveform_view.h"

using namespace sightline;
using namespace sightline::ui;

namespace {

/// Ten seconds at 8 kHz: a tone of 1 kHz from second 4 to 6 on the first channel, of 2 kHz on the second.
SoundFileRef twoChannels(const QTemporaryDir& folder)
{
    const auto path = pathFromUtf8(folder.filePath(QStringLiteral("two.wav")).toStdString());
    auto writer = formats::SoundWriter::create(path, 8000, 2, formats::WavSamples::Signed24);
    std::vector<float> samples;
    for (int i = 0; i < 80000; ++i) {
        const double t = i / 8000.0;
        const double level = t > 4 && t < 6 ? 0.5 : 0.0005;
        for (const double hertz : {1000.0, 2000.0})
            samples.push_back(static_cast<float>(level * std::sin(2 * std::numbers::pi * hertz * t)));
    }
    if (!writer || !writer->write(samples) || !writer->close())
        return {};
    return formats::SoundFile::open(path).value_or(nullptr);
}

}  // namespace

class SoundPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void allViewsShowOnePart()
    {
        const QTemporaryDir folder;
        jobs::InlineLane lane;
        SoundPanel panel(lane, lane);
        panel.resize(900, 600);
        panel.show();
        panel.setSound(twoChannels(folder), {});
        QVERIFY(panel.sound());
        QTRY_VERIFY(!panel.overview().isEmpty());
        QCOMPARE(panel.spectrogram().viewport().seconds, (Interval{0, 10}));
        QTest::keyClick(&panel.waveform(), Qt::Key_Plus);
        QVERIFY(std::abs(panel.spectrogram().viewport().seconds.length() - 8) < 1e-9);
        QCOMPARE(panel.spectrogram().viewport(), panel.waveform().viewport());
        QCOMPARE(panel.overview().shown(), panel.spectrogram().viewport().seconds);
        QTest::keyClick(&panel.overview(), Qt::Key_Home);
        QCOMPARE(panel.spectrogram().viewport().seconds.begin, 0.0);
        panel.goTo({7, 7.1});
        QVERIFY(panel.spectrogram().viewport().seconds.overlap({7, 7.1}) > 0.099);
        QCOMPARE(panel.spectrogram().viewport(), panel.waveform().viewport());
    }

    void aSelectionIsMeasuredAndGivenUp()
    {
        const QTemporaryDir folder;
        jobs::InlineLane lane;
        SoundPanel panel(lane, lane);
        panel.resize(900, 600);
        panel.show();
        panel.setSound(twoChannels(folder), {});
        QVERIFY(panel.measuresText().contains(QStringLiteral("WAV")));
        QSignalSpy changed(&panel, &SoundPanel::selectionChanged);
        Q_EMIT panel.spectrogram().boxDrawn({Interval{4.5, 5.5}, Interval{500, 1500}, {}});
        QCOMPARE(changed.size(), 1);
        QVERIFY(panel.selection());
        QCOMPARE(panel.waveform().boxes().size(), std::size_t{1});
        QTRY_VERIFY2(panel.measuresText().contains(QStringLiteral("peak 1.000 kHz")), qPrintable(panel.measuresText()));
        QVERIFY2(panel.measuresText().contains(QStringLiteral("-6.0 dBFS")), qPrintable(panel.measuresText()));
        QTest::keyClick(&panel.spectrogram(), Qt::Key_Delete);
        QVERIFY(!panel.selection());
        QCOMPARE(changed.size(), 2);
        QVERIFY(panel.spectrogram().boxes().empty());
    }

    void boxesOfTheRecordingAreReported()
    {
        const QTemporaryDir folder;
        jobs::InlineLane lane;
        SoundPanel panel(lane, lane);
        panel.resize(900, 600);
        panel.setSound(twoChannels(folder), {});
        widgets::TimeBox box{QStringLiteral("a"), {Interval{4, 6}, Interval{800, 1200}, {}}};
        box.editable = true;
        panel.setBoxes({box});
        QSignalSpy chosen(&panel, &SoundPanel::boxSelected), moved(&panel, &SoundPanel::boxChanged);
        QTest::keyClick(&panel.spectrogram(), Qt::Key_P);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(panel.waveform().selectedBox(), QStringLiteral("a"));
        QTest::keyClick(&panel.spectrogram(), Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(moved.size(), 1);
        QCOMPARE(panel.waveform().boxes(), panel.spectrogram().boxes());
        QVERIFY(panel.waveform().boxes()[0].where.seconds->begin > 4);
    }

    void presetsAndChannelsChangeThePicture()
    {
        const QTemporaryDir folder;
        jobs::InlineLane lane;
        SoundPanel panel(lane, lane);
        panel.resize(900, 600);
        panel.show();
        panel.setSound(twoChannels(folder), {});
        panel.setLook(lookOf("right-whale", 8000));
        QCOMPARE(panel.spectrogram().viewport().hertz, (Interval{50, 350}));
        QCOMPARE(panel.look().stft.window, 1024);
        // By hand: another window, the same band; the preset is no longer named.
        auto& dialog = panel.dialog();
        SpectrogramLook byHand = panel.look();
        byHand.preset.clear();
        byHand.stft.hop = 512;
        Q_EMIT dialog.lookChanged(byHand);
        QCOMPARE(panel.look(), byHand);
        QCOMPARE(dialog.look(), byHand);
        QComboBox* channels = nullptr;
        for (QComboBox* each : panel.findChildren<QComboBox*>()) {
            if (each->accessibleName() == QStringLiteral("Channel"))
                channels = each;
        }
        QVERIFY(channels != nullptr);
        QCOMPARE(channels->count(), 3);
        channels->setCurrentIndex(1);
        Q_EMIT channels->activated(1);
        Q_EMIT panel.spectrogram().boxDrawn({Interval{4.5, 5.5}, {}, {}});
        QTRY_VERIFY2(panel.measuresText().contains(QStringLiteral("peak 2.000 kHz")), qPrintable(panel.measuresText()));
        panel.setSound(nullptr, {});
        QVERIFY(!panel.sound());
        QVERIFY(panel.spectrogram().boxes().empty());
    }
};

QTEST_MAIN(SoundPanelTest)
#include "test_sound_panel.moc"
