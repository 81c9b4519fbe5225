#include "ui/mouse/mouse_track.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace sightline::ui {

namespace {

/// As in the picture of the network: a stroke ends with a pause of so many seconds or a press.
constexpr double strokeBreakSeconds = 0.3;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(sightline::ui::MousePath)
};

/// Green left, red right: as in the picture; both are told apart by lightness, too.
QColor colourOf(mouse::Button button)
{
    switch (button) {
        case mouse::Button::Left: return QColor(0, 158, 96);
        case mouse::Button::Right: return QColor(213, 60, 40);
        default: return QColor(0, 114, 178);
    }
}

QString heldText(std::uint8_t held)
{
    if ((held & mouse::buttonMask(mouse::Button::Left)) != 0) {
        return Words::tr("left button down");
    }
    if ((held & mouse::buttonMask(mouse::Button::Right)) != 0) {
        return Words::tr("right button down");
    }
    return held != 0 ? Words::tr("button down") : QString();
}

}  // namespace

MousePath::MousePath(const mouse::Session& session)
    : m_session(&session), m_points(mouse::pathOf(session, {0, session.path.size()}))
{
}

bool MousePath::joined(int index) const
{
    const mouse::PathPoint& here = point(index);
    return index > 0 && !here.broken && here.step <= pathBreakSeconds;
}

int MousePath::at(double seconds) const
{
    const auto after =
        std::upper_bound(m_points.begin(), m_points.end(), seconds,
                         [](double time, const mouse::PathPoint& point) { return time < point.seconds; });
    return std::max(0, static_cast<int>(after - m_points.begin()) - 1);
}

double MousePath::shareAbove() const
{
    int lines = 0;
    int above = 0;
    for (int i = 0; i < count(); ++i) {
        lines += joined(i) ? 1 : 0;
        above += joined(i) && point(i).speed > fastest ? 1 : 0;
    }
    return lines > 0 ? static_cast<double>(above) / lines : 0;
}

std::vector<double> MousePath::seconds() const
{
    std::vector<double> times;
    times.reserve(m_points.size());
    for (const mouse::PathPoint& one : m_points) {
        times.push_back(one.seconds);
    }
    return times;
}

std::vector<float> MousePath::speeds() const
{
    std::vector<float> speeds;
    speeds.reserve(m_points.size());
    for (int i = 0; i < count(); ++i) {
        speeds.push_back(joined(i) ? static_cast<float>(point(i).speed) : std::numeric_limits<float>::quiet_NaN());
    }
    return speeds;
}

std::vector<widgets::TrackMark> MousePath::marks() const
{
    using Kind = widgets::TrackMark::Kind;
    std::vector<widgets::TrackMark> marks;
    int point = -1;  // of the path: the last one at or before the event
    for (std::size_t i = 0; i < m_session->events.size(); ++i) {
        const bool onPath = point + 1 < count() && m_session->path[static_cast<std::size_t>(point) + 1] == i;
        point += onPath ? 1 : 0;
        const mouse::MouseEvent& event = m_session->events[i];
        if (point < 0) {
            continue;
        }
        if (event.kind == mouse::EventKind::Press && onPath) {
            marks.push_back({Kind::Disc, point, colourOf(event.button)});
        } else if (event.kind == mouse::EventKind::Scroll && event.scrollY != 0) {
            marks.push_back({event.scrollY < 0 ? Kind::TickUp : Kind::TickDown, point, {}});
        }
    }
    return marks;
}

widgets::TrackRef MousePath::track(MouseDrawing drawing) const
{
    auto track = std::make_shared<widgets::Track>();
    track->points.reserve(m_points.size());
    const bool onScreen = drawing == MouseDrawing::OnScreen;
    QPointF start;
    bool begins = true;
    double reach = 1;
    for (int i = 0; i < count(); ++i) {
        const mouse::PathPoint& here = point(i);
        const QPointF at(here.x, here.y);
        const bool connected = onScreen ? joined(i) : i > 0 && !here.broken && here.step <= strokeBreakSeconds;
        widgets::TrackPoint shown{at, static_cast<float>(here.speed), connected,
                                  here.held != 0 && here.kind == mouse::EventKind::Move};
        if (!onScreen) {
            if (begins || !connected) {
                // Where a stroke goes on from the one before, that one's end is the new centre.
                start = connected ? QPointF(point(i - 1).x, point(i - 1).y) : at;
                shown.joined = false;
            }
            shown.at = at - start;
            reach = std::max(reach, std::hypot(shown.at.x(), shown.at.y()));
            begins = here.kind == mouse::EventKind::Press;
        }
        track->points.push_back(shown);
    }
    track->marks = marks();
    if (!onScreen) {
        track->frame = QRectF(-reach, -reach, 2 * reach, 2 * reach);
    } else if (m_session->screenWidth > 0 && m_session->screenHeight > 0) {
        track->frame = QRectF(0, 0, m_session->screenWidth, m_session->screenHeight);
    }
    return track;
}

QString MousePath::readout(int index) const
{
    const mouse::PathPoint& here = point(index);
    const QLocale locale;
    QStringList parts;
    parts << Words::tr("%1 s").arg(locale.toString(here.seconds, 'f', 2))
          << Words::tr("x %1, y %2").arg(locale.toString(here.x, 'f', 0), locale.toString(here.y, 'f', 0));
    if (joined(index)) {
        parts << Words::tr("%1 px/s").arg(locale.toString(here.speed, 'f', 0));
    } else if (index > 0) {
        parts << Words::tr("after a pause of %1 s").arg(locale.toString(here.step, 'f', 1));
    }
    const QString held = heldText(here.held);
    if (!held.isEmpty()) {
        parts << held;
    }
    return parts.join(QStringLiteral(" · "));
}

widgets::TrackRef together(const std::vector<widgets::TrackRef>& tracks)
{
    auto all = std::make_shared<widgets::Track>();
    for (const widgets::TrackRef& track : tracks) {
        all->points.insert(all->points.end(), track->points.begin(), track->points.end());
    }
    return all;
}

}  // namespace sightline::ui
