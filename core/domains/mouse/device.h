// What lies between whoever moves a pointer and the file: pointer, screen, the recorder and its clock.
#pragma once

#include <cstddef>

#include "core/base/random.h"
#include "core/domains/mouse/session.h"

namespace sightline::mouse {

struct Point {
    double x = 0;
    double y = 0;
};
double distanceOf(Point a, Point b);

struct Device {
    double width = 1280;  ///< pixels of the screen
    double height = 720;
    double reportSeconds = 0.008;  ///< the pointer tells its place so often
    double clockSeconds = 0.008;   ///< the recorder writes at most one place in so long
    double tickSeconds = 0.0001;   ///< times are whole multiples of it
    double countPixels = 1;        ///< the pointer goes in steps of so many pixels
};
/// One of those in use: a browser, a page with raw events, a remote desktop …
Device deviceOf(Rng& rng);

/// Writes a session down as the device does: whole pixels, its own clock, nothing while the pointer stands still.
class Recorder {
public:
    Recorder(const Device& device, std::size_t events, Rng& rng);

    /// The pointer is here now. Times must not run back.
    void move(double seconds, Point to);
    void wait(double seconds) { m_now += seconds; }
    void press(Button button);
    void release(Button button);
    void scroll(double steps);  ///< downwards

    [[nodiscard]] double now() const { return m_now; }
    [[nodiscard]] Point at() const { return m_at; }
    [[nodiscard]] const Device& device() const { return m_device; }
    [[nodiscard]] std::size_t size() const { return m_session.events.size(); }
    Session take();

private:
    [[nodiscard]] Point seen(Point at) const;
    void write();
    void flush();
    MouseEvent& add(EventKind kind);

    Device m_device;
    Rng& m_rng;
    Session m_session;
    double m_now = 0;
    double m_due = 0;  ///< no move is written before
    Point m_at;
    Point m_seen;
    bool m_unwritten = false;
};

}  // namespace sightline::mouse
