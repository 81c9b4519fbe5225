#include "core/domains/mouse/device.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace sightline::mouse {

namespace {

template <class T, std::size_t N>
const T& anyOf(const std::array<T, N>& list, Rng& rng)
{
    return list[rng.below(N)];
}

}  // namespace

double distanceOf(Point a, Point b)
{
    return std::hypot(b.x - a.x, b.y - a.y);
}

Device deviceOf(Rng& rng)
{
    static constexpr std::array<std::pair<double, double>, 6> screens = {
        {{1280, 720}, {1366, 768}, {1440, 900}, {1536, 864}, {1920, 1080}, {2560, 1440}}};
    // A page with raw or merged events, one frame of a browser, a thinning logger, a remote desktop.
    static constexpr std::array<double, 10> clocks = {0.004, 0.008, 0.01, 0.0167, 0.0167,
                                                      0.033, 0.05,  0.1,  0.109,  0.125};
    static constexpr std::array<double, 4> ticks = {0.0001, 0.001, 0.001, 0.0156};
    Device device;
    std::tie(device.width, device.height) = anyOf(screens, rng);
    device.reportSeconds = rng.chance(0.7) ? 0.008 : 0.002;
    device.clockSeconds = anyOf(clocks, rng);
    device.tickSeconds = anyOf(ticks, rng);
    device.countPixels = rng.chance(0.6) ? 1 : rng.uniform(1, 2.5);
    return device;
}

Recorder::Recorder(const Device& device, std::size_t events, Rng& rng) : m_device(device), m_rng(rng)
{
    m_session.events.reserve(events + 64);
    m_at = {device.width * rng.uniform(0.2, 0.8), device.height * rng.uniform(0.2, 0.8)};
    m_seen = seen(m_at);
}

Point Recorder::seen(Point at) const
{
    const auto coordinate = [&](double value, double size) {
        const double counts = std::round(value / m_device.countPixels) * m_device.countPixels;
        return std::clamp(std::round(counts), 0.0, size - 1);
    };
    return {coordinate(at.x, m_device.width), coordinate(at.y, m_device.height)};
}

void Recorder::move(double seconds, Point to)
{
    if (m_unwritten && seconds > m_due) {
        m_now = std::max(m_now, m_due);
        write();
    }
    m_now = std::max(m_now, seconds);
    m_at = to;
    const Point there = seen(to);
    if (there.x == m_seen.x && there.y == m_seen.y) {
        return;
    }
    m_seen = there;
    m_unwritten = true;
    if (m_now >= m_due) {
        write();
    }
}

void Recorder::write()
{
    add(EventKind::Move);
    m_due = m_now + m_device.clockSeconds * std::exp(0.05 * m_rng.normal());
    m_unwritten = false;
}

void Recorder::flush()
{
    if (m_unwritten) {
        write();
    }
}

void Recorder::press(Button button)
{
    flush();
    add(EventKind::Press).button = button;
}

void Recorder::release(Button button)
{
    flush();
    add(EventKind::Release).button = button;
}

void Recorder::scroll(double steps)
{
    flush();
    add(EventKind::Scroll).scrollY = static_cast<float>(steps);
}

MouseEvent& Recorder::add(EventKind kind)
{
    MouseEvent event;
    event.seconds = std::floor(m_now / m_device.tickSeconds + 1e-6) * m_device.tickSeconds;
    event.x = static_cast<float>(m_seen.x);
    event.y = static_cast<float>(m_seen.y);
    event.kind = kind;
    event.pointer = Pointer::Mouse;
    return m_session.events.emplace_back(event);
}

Session Recorder::take()
{
    flush();
    m_session.screenWidth = m_device.width;
    m_session.screenHeight = m_device.height;
    m_session.space = "client";
    return std::move(m_session);
}

}  // namespace sightline::mouse
