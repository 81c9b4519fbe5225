// Plays a session's events at their own pace, or slower, or faster; pauses are cut short.
#pragma once

#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace sightline::ui {

class MouseReplay final : public QObject {
    Q_OBJECT
public:
    explicit MouseReplay(QObject* parent = nullptr);

    /// When each event happened, never decreasing. Stops.
    void setTimes(const std::vector<double>& seconds);
    /// 1: as it was.
    void setSpeed(double speed);
    [[nodiscard]] double speed() const { return m_speed; }
    [[nodiscard]] bool playing() const { return m_timer.isActive(); }
    /// From an event on, from the first if it is the last.
    void start(int event);
    void stop();
    /// The event on the screen after so many seconds of playing more.
    void advance(double seconds);
    /// How many events of the present place and the seconds played before it belong to the trail.
    [[nodiscard]] int trail() const;

Q_SIGNALS:
    void moved(int event);
    void playingChanged(bool playing);

private:
    std::vector<double> m_played;  ///< when each event is played at speed 1
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_speed = 1;
    double m_now = 0;
    int m_event = 0;
};

}  // namespace sightline::ui
