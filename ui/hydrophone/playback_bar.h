// Play, stop, how fast and what band: the part of a sound's toolbar one listens with.
#pragma once

#include <optional>

#include <QWidget>

#include "ui/hydrophone/sound_player.h"

class QComboBox;
class QToolButton;

namespace sightline::ui {

class PlaybackBar final : public QWidget {
    Q_OBJECT
public:
    /// `io` must outlive the bar.
    explicit PlaybackBar(jobs::Lane& io, QWidget* parent = nullptr);

    [[nodiscard]] SoundPlayer& player() { return *m_player; }
    void setSound(const SoundFileRef& file, formats::ChannelChoice channel);
    /// At the chosen speed; of that band alone where filtering is chosen.
    void play(const Interval& recorded, const Interval& hertz);

    [[nodiscard]] double speed() const;
    [[nodiscard]] bool filters() const;
    [[nodiscard]] bool loops() const;
    /// What is heard of a band of the recording: "60 Hz to 350 Hz, heard as 240 Hz to 1.4 kHz"; empty at speed 1.
    [[nodiscard]] QString heardText(const Interval& hertz) const;

Q_SIGNALS:
    /// The button was pressed; Space means the same.
    void playAsked();
    /// The user chose another speed or band.
    void chosen();

private:
    void showState();

    SoundPlayer* m_player = nullptr;
    QToolButton* m_play = nullptr;
    QToolButton* m_stop = nullptr;
    QComboBox* m_speeds = nullptr;
    QToolButton* m_filter = nullptr;
    QToolButton* m_loop = nullptr;
};

}  // namespace sightline::ui
