// A session as the screen needs it: its path in two drawings, its speed against time, the places of its events.
#pragma once

#include <vector>

#include <QString>

#include "core/domains/mouse/picture.h"
#include "core/domains/mouse/session.h"
#include "widgets/track_view.h"

namespace sightline::ui {

/// The colours' scale and the speed axis, px/s: as the picture's inks.
inline constexpr double slowest = 50;
inline constexpr double fastest = 5000;
/// Seconds without an event that break a line.
inline constexpr double pathBreakSeconds = 1;

enum class MouseDrawing {
    OnScreen,   ///< where on the screen
    FromCentre  ///< every stroke starts at the centre: nothing is known of the place
};

/// A session's path with what the file says of every event of it.
class MousePath {
public:
    MousePath() = default;
    /// The session must outlive the path.
    explicit MousePath(const mouse::Session& session);

    [[nodiscard]] bool empty() const { return m_points.empty(); }
    [[nodiscard]] int count() const { return static_cast<int>(m_points.size()); }
    [[nodiscard]] const mouse::PathPoint& point(int index) const { return m_points[static_cast<std::size_t>(index)]; }
    /// A line leads here from the event before.
    [[nodiscard]] bool joined(int index) const;
    /// The event at a time or the last before it; 0 before the first.
    [[nodiscard]] int at(double seconds) const;
    /// Of the lines, how many are faster than the colours' end.
    [[nodiscard]] double shareAbove() const;
    /// By event; speeds of events that no line leads to are not numbers.
    [[nodiscard]] std::vector<double> seconds() const;
    [[nodiscard]] std::vector<float> speeds() const;

    [[nodiscard]] widgets::TrackRef track(MouseDrawing drawing) const;
    /// "12.84 s · 640, 361 · 812 px/s · left button down".
    [[nodiscard]] QString readout(int index) const;

private:
    [[nodiscard]] std::vector<widgets::TrackMark> marks() const;

    const mouse::Session* m_session = nullptr;
    std::vector<mouse::PathPoint> m_points;
};

/// Several paths as one to lie behind another: their lines one after the other, no marks.
widgets::TrackRef together(const std::vector<widgets::TrackRef>& tracks);

}  // namespace sightline::ui
