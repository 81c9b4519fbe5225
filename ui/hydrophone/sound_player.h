// Plays a stretch of a recording, made a second at a time in the io lane while it is heard.
#pragma once

#include <memory>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/jobs/job.h"
#include "ui/hydrophone/audio_output.h"
#include "ui/hydrophone/playback_sound.h"

namespace sightline::ui {

/// Times are recorded seconds.
class SoundPlayer final : public QObject {
    Q_OBJECT
public:
    enum class State { Stopped, Playing, Paused };

    /// `io` must outlive the player.
    explicit SoundPlayer(jobs::Lane& io, QObject* parent = nullptr);
    ~SoundPlayer() override;

    /// Another than the sound card.
    void setOutput(std::unique_ptr<AudioOutput> output);
    /// Stops what plays of another sound.
    void setSound(SoundFileRef file, formats::ChannelChoice channel);

    /// From its begin, as loud as it can be; rate and gain of `settings` are found here.
    void play(const Interval& stretch, const PlaybackSettings& settings);
    /// Goes on from there: to the stretch's end, or to the recording's if it lies outside. Nothing while stopped.
    void seek(double seconds);
    void pause();
    void resume();
    void stop();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Interval& stretch() const { return m_stretch; }
    [[nodiscard]] const PlaybackSettings& settings() const { return m_settings; }
    /// At its end the stretch begins anew, without a pause; may be changed while it plays.
    void setLooping(bool looping) { m_looping = looping; }
    [[nodiscard]] bool looping() const { return m_looping; }
    /// What is heard just now.
    [[nodiscard]] double position() const;

Q_SIGNALS:
    void moved(double seconds);
    void stateChanged();
    /// Nothing is to be heard, and why.
    void failed(const sightline::Error& error);

private:
    void begin(double seconds);
    void fetch();
    void take(std::vector<float> samples);
    void feed();
    void setState(State state);

    jobs::Lane& m_io;
    std::unique_ptr<AudioOutput> m_output;
    SoundFileRef m_file;
    formats::ChannelChoice m_channel;
    Interval m_stretch;
    PlaybackSettings m_settings;
    bool m_gainKnown = false;
    bool m_looping = false;
    bool m_wrapped = false;  ///< what is heard began before the stretch's begin last came round
    State m_state = State::Stopped;
    double m_from = 0;             ///< where the first sample written lies
    double m_next = 0;             ///< where the next one to be made lies
    std::vector<float> m_queue;    ///< made and not written
    std::size_t m_queueBegin = 0;  ///< what of it has been written
    std::size_t m_written = 0;
    std::unique_ptr<jobs::Job> m_job;
    QTimer m_tick;
};

}  // namespace sightline::ui
