#include "ui/mouse/mouse_replay.h"

#include <algorithm>

namespace sightline::ui {

namespace {
constexpr int tickMilliseconds = 16;
/// A longer pause is played as one of this length.
constexpr double longestPause = 0.4;
constexpr double trailSeconds = 1.5;
}  // namespace

MouseReplay::MouseReplay(QObject* parent) : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(tickMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, [this] { advance(static_cast<double>(m_since.nsecsElapsed()) / 1e9); });
}

void MouseReplay::setTimes(const std::vector<double>& seconds)
{
    stop();
    m_played.clear();
    m_played.reserve(seconds.size());
    double now = 0;
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        now += i == 0 ? 0 : std::min(seconds[i] - seconds[i - 1], longestPause);
        m_played.push_back(now);
    }
    m_event = 0;
}

void MouseReplay::setSpeed(double speed)
{
    m_speed = speed;
}

void MouseReplay::start(int event)
{
    if (m_played.empty()) {
        return;
    }
    const int last = static_cast<int>(m_played.size()) - 1;
    m_event = event < 0 || event >= last ? 0 : event;
    m_now = m_played[static_cast<std::size_t>(m_event)];
    m_since.start();
    m_timer.start();
    Q_EMIT playingChanged(true);
    Q_EMIT moved(m_event);
}

void MouseReplay::stop()
{
    if (playing()) {
        m_timer.stop();
        Q_EMIT playingChanged(false);
    }
}

void MouseReplay::advance(double seconds)
{
    m_since.start();
    m_now += seconds * m_speed;
    const auto after = std::upper_bound(m_played.begin() + m_event, m_played.end(), m_now);
    const int event = std::max(m_event, static_cast<int>(after - m_played.begin()) - 1);
    if (event != m_event) {
        m_event = event;
        Q_EMIT moved(m_event);
    }
    if (m_event == static_cast<int>(m_played.size()) - 1) {
        stop();
    }
}

int MouseReplay::trail() const
{
    const auto here = m_played.begin() + m_event;
    return static_cast<int>(here - std::lower_bound(m_played.begin(), here, m_now - trailSeconds * m_speed)) + 1;
}

}  // namespace sightline::ui
