// Playing a recording: what reaches the sound card, where one is in it, and a machine that has none.
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <numbers>

#include "core/base/file.h"
#include "core/formats/sound_writer.h"
#include "ui/hydrophone/sound_panel.h"
#include "widgets/spectrogram_view.h"
#include "widgets/waveform_view.h"

using namespace sightline;
using namespace sightline::ui;

namespace {

constexpr int rateHz = 8000;

/// Ten seconds: from second 4 to 6 a tone of 500 Hz, else next to nothing.
SoundFileRef toneInTheMiddle(const QTemporaryDir& folder)
{
    const auto path = pathFromUtf8(folder.filePath(QStringLiteral("tone.wav")).toStdString());
    auto writer = formats::SoundWriter::create(path, rateHz, 1, formats::WavSamples::Signed24);
    std::vector<float> samples;
    for (int i = 0; i < 10 * rateHz; ++i) {
        const double t = static_cast<double>(i) / rateHz;
        const double level = t > 4 && t < 6 ? 0.1 : 0.0001;
        samples.push_back(static_cast<float>(level * std::sin(2 * std::numbers::pi * 500 * t)));
    }
    if (!writer || !writer->write(samples) || !writer->close())
        return {};
    return formats::SoundFile::open(path).value_or(nullptr);
}

/// A sound card whose time the test makes pass.
class Ears final : public AudioOutput {
public:
    struct Shared {
        std::vector<float> written;
        std::size_t heard = 0;
        bool paused = false;
        bool open = false;
        bool missing = false;
    };
    explicit Ears(Shared& shared) : m_shared(shared) {}
    Result<int> open() override
    {
        if (m_shared.missing)
            return fail(ErrorCode::NotFound, "no sound device");
        const bool missing = m_shared.missing;
        m_shared = {};
        m_shared.missing = missing;
        m_shared.open = true;
        return rateHz;
    }
    [[nodiscard]] std::size_t room() const override { return rateHz / 2 - pending(); }
    void write(std::span<const float> samples) override
    {
        m_shared.written.insert(m_shared.written.end(), samples.begin(), samples.end());
    }
    [[nodiscard]] std::size_t pending() const override { return m_shared.written.size() - m_shared.heard; }
    void setPaused(bool paused) override { m_shared.paused = paused; }
    void close() override { m_shared.open = false; }

private:
    Shared& m_shared;
};

/// Rising zero crossings a second.
double pitch(const std::vector<float>& samples)
{
    int crossings = 0;
    for (std::size_t i = 1; i < samples.size(); ++i)
        crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
    return crossings * static_cast<double>(rateHz) / static_cast<double>(samples.size());
}

float loudest(const std::vector<float>& samples)
{
    float most = 0;
    for (const float sample : samples)
        most = std::max(most, std::abs(sample));
    return most;
}

}  // namespace

class SoundPlayerTest : public QObject {
    Q_OBJECT

    /// Lets everything be heard that is written, until the player stops.
    static void hearAll(SoundPlayer& player, Ears::Shared& ears)
    {
        QTRY_VERIFY_WITH_TIMEOUT((ears.heard = ears.written.size(), player.state() == SoundPlayer::State::Stopped),
                                 10000);
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aStretchIsHeardExactly()
    {
        const QTemporaryDir folder;
        jobs::InlineLane lane;
        SoundPlayer player(lane);
        Ears::Shared ears;
        player.setOutput(std::make_unique<Ears>(ears));
        player.setSound(toneInTheMiddle(folder), {});
        QSignalSpy moved(&player, &SoundPlayer::moved);
        PlaybackSettings settings;
        settings.speed = 2;
        player.play({4.5, 5.5}, settings);
        QVERIFY(player.state() == SoundPlayer::State::Playing);
        hearAll(player, ears);
        // Half as long, an octave higher, as loud as it can be without bending.
        QCOMPARE(ears.written.size(), std::size_t{rateHz / 2});
        QVERIFY2(std::abs(pitch(ears.written) - 1000) < 15, qPrintable(QString::number(pitch(ears.written))));
        QVERIFY(std::abs(loudest(ears.written) - 0.5F) < 0.05F);
        QVERIFY(!ears.open);
        QCOMPARE(moved.first().first().toDouble(), 4.5);
        QVERIFY(std::abs(moved.last().first().toDouble() - 5.5) < 1e-6);
    }

    void thePositionIsWhatIsHeardNotWhatIsWritten()
    {
        const QTemporaryDir folder;
        jobs::InlineLane lane;
        SoundPlayer player(lane);
        Ears::Shared ears;
        player.setOutput(std::make_unique<Ears>(ears));
        player.setSound(toneInTheMiddle(folder), {});
        player.play({2, 9}, {});
        QTRY_VERIFY(ears.written.size() >= rateHz / 4);
        QCOMPARE(player.position(), 2.0);
        ears.heard = rateHz / 8;
        QVERIFY(std::abs(player.position() - 2.125) < 1e-9);
        player.pause();
        QVERIFY(ears.paused);
        QVERIFY(player.state() == SoundPlayer::State::Paused);
        player.resume();
        QVERIFY(!ears.paused);
        // Inside the stretch its end stays, outside the recording's counts.
        player.seek(5);
        QCOMPARE(player.stretch().end, 9.0);
        QTRY_VERIFY(loudest(ears.written) > 0.4F);
        player.seek(9.5);
        QCOMPARE(player.stretch().end, 10.0);
        hearAll(player, ears);
        QCOMPARE(ears.written.size(), std::size_t{rateHz / 2});
    }

    void aSelectionIsHeardAgainAndAgain()
    {
        const QTemporaryDir folder;
        jobs::InlineLane lane;
        SoundPlayer player(lane);
        Ears::Shared ears;
        player.setOutput(std::make_unique<Ears>(ears));
        player.setSound(toneInTheMiddle(folder), {0});
        player.setLooping(true);
        player.play({3.5, 4.5}, {});
        for (int turn = 0; turn < 200 && ears.written.size() < 3 * rateHz + 100; ++turn) {
            ears.heard = ears.written.size();
            QTest::qWait(5);
            QVERIFY(player.state() == SoundPlayer::State::Playing);
            QVERIFY(player.position() >= 3.5 && player.position() <= 4.5);
        }
        // Half of each second is the tone, three times.
        QVERIFY(ears.written.size() >= 3 * rateHz);
        for (int round = 0; round < 3; ++round) {
            const auto loudest = [&](double from, double to) {
                const auto at = [&](double t) { return ears.written.begin() + static_cast<int>((round + t) * rateHz); };
                return *std::max_element(at(from), at(to));
            };
            QVERIFY(loudest(0.6, 0.9) > 50 * loudest(0.1, 0.4));
        }
        // Let go, it ends with this round.
        player.setLooping(false);
        hearAll(player, ears);
        QVERIFY(player.state() == SoundPlayer::State::Stopped);
    }

    void aMachineWithoutSoundSaysSo()
    {
        const QTemporaryDir folder;
        jobs::InlineLane lane;
        SoundPlayer player(lane);
        Ears::Shared ears;
        ears.missing = true;
        player.setOutput(std::make_unique<Ears>(ears));
        player.setSound(toneInTheMiddle(folder), {});
        QSignalSpy failed(&player, &SoundPlayer::failed);
        player.play({4, 6}, {});
        QCOMPARE(failed.size(), 1);
        QVERIFY(player.state() == SoundPlayer::State::Stopped);
        // The real one: whatever this machine has, nothing breaks.
        player.setOutput(nullptr);
        player.play({4, 4.1}, {});
        player.stop();
        QVERIFY(player.state() == SoundPlayer::State::Stopped);
    }

    void thePanelPlaysWhatIsChosen()
    {
        const QTemporaryDir folder;
        jobs::InlineLane lane;
        SoundPanel panel(lane, lane);
        panel.resize(900, 600);
        panel.show();
        Ears::Shared ears;
        SoundPlayer& player = panel.playback().player();
        player.setOutput(std::make_unique<Ears>(ears));
        panel.setSound(toneInTheMiddle(folder), {});
        // A drawn selection exactly.
        Q_EMIT panel.spectrogram().boxDrawn({Interval{4.5, 5.5}, Interval{400, 600}, {}});
        panel.togglePlaying();
        QCOMPARE(player.stretch(), (Interval{4.5, 5.5}));
        QVERIFY(!player.settings().band.has_value());
        QCOMPARE(panel.spectrogram().playhead().value_or(-1), 4.5);
        QCOMPARE(panel.waveform().playhead().value_or(-1), 4.5);
        panel.togglePlaying();
        QVERIFY(player.state() == SoundPlayer::State::Paused);
        QVERIFY(panel.stopPlaying());
        QVERIFY(!panel.stopPlaying());
        QVERIFY(!panel.spectrogram().playhead().has_value());
        panel.clearSelection();
        // A box with two seconds around it, within the recording.
        panel.setBoxes({{QStringLiteral("a"), {Interval{1, 3}, Interval{400, 600}, {}}}});
        panel.setSelectedBox(QStringLiteral("a"));
        panel.togglePlaying();
        QCOMPARE(player.stretch(), (Interval{0, 5}));
        // A double click goes there, playing or not.
        const QPoint at(qRound(panel.spectrogram().xOf(7)), panel.spectrogram().plotArea().center().y());
        QTest::mouseDClick(&panel.spectrogram(), Qt::LeftButton, {}, at);
        QVERIFY(std::abs(player.position() - 7) < 0.05);
        panel.stopPlaying();
        panel.setSelectedBox({});
        QTest::mouseDClick(&panel.spectrogram(), Qt::LeftButton, {}, at);
        QVERIFY(std::abs(panel.spectrogram().playhead().value_or(-1) - 7) < 0.05);
        panel.togglePlaying();
        QVERIFY(std::abs(player.stretch().begin - 7) < 0.05);
        QCOMPARE(player.stretch().end, 10.0);
        panel.stopPlaying();
    }
};

QTEST_MAIN(SoundPlayerTest)
#include "test_sound_player.moc"
