#include "core/domains/mouse/programs.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/domains/mouse/hands.h"

namespace sightline::mouse {

namespace {

/// The share of a minimum-jerk movement done after the share `t` of its time (Flash and Hogan, 1985).
double minimumJerk(double t)
{
    return t * t * t * (10 + t * (6 * t - 15));
}

enum class Easing { Even, InOut, Out, Jerk };

double eased(double t, Easing easing)
{
    switch (easing) {
        case Easing::Even: return t;
        case Easing::InOut: return t < 0.5 ? 2 * t * t : 1 - 2 * (1 - t) * (1 - t);
        case Easing::Out: return 1 - (1 - t) * (1 - t) * (1 - t);
        case Easing::Jerk: return minimumJerk(t);
    }
    return t;
}

Point between(Point a, Point b, double share)
{
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

/// How one script was written: its targets, its pauses, its clock.
class Script {
public:
    Script(Program program, const Device& device, std::size_t events, Rng& rng)
        : m_program(program),
          m_rng(rng),
          m_recorder(device, events, rng),
          m_easing(program == Program::Jerk ? Easing::Jerk : static_cast<Easing>(rng.below(3))),
          m_stepSeconds(rng.chance(0.5) ? 0.01 : rng.uniform(0.004, 0.03)),
          m_sleepGrain(rng.chance(0.3) ? 0.0156 : 0.001),
          m_sleepNoise(rng.chance(0.4) ? 0 : rng.uniform(0, 0.4)),
          m_speed(std::exp(rng.uniform(std::log(300.0), std::log(4000.0)))),
          m_evenTime(rng.chance(0.5) ? rng.uniform(0.1, 1.2) : 0),
          m_pause(std::exp(rng.uniform(std::log(0.02), std::log(1.5)))),
          m_pauseNoise(rng.chance(0.5) ? 0 : rng.uniform(0.1, 0.8)),
          m_hold(rng.chance(0.5) ? rng.uniform(0, 0.1) : 0),
          m_clickShare(rng.chance(0.6) ? 1 : rng.uniform(0, 1)),
          m_shake(rng.chance(0.6) ? 0 : rng.uniform(0.5, 2))
    {
        // A form is filled in, a list is walked through: the same few places again and again.
        const std::size_t places = rng.chance(0.4) ? 3 + rng.below(8) : 0;
        for (std::size_t i = 0; i < places; ++i) {
            m_places.push_back(anywhere());
        }
    }

    Session run(std::size_t events)
    {
        while (m_recorder.size() < events) {
            if (m_program == Program::Jiggle) {
                jiggle();
                continue;
            }
            go(target());
            if (m_rng.chance(m_clickShare)) {
                const Button button = m_rng.chance(0.05) ? Button::Right : Button::Left;
                m_recorder.press(button);
                sleep(m_hold);
                m_recorder.release(button);
            }
            sleep(m_pause * (1 + m_pauseNoise * m_rng.uniform(-1, 1)));
        }
        return m_recorder.take();
    }

private:
    Point anywhere()
    {
        const Device& device = m_recorder.device();
        return {m_rng.uniform(10, device.width - 10), m_rng.uniform(10, device.height - 10)};
    }
    Point target()
    {
        const Point at = m_places.empty() ? anywhere() : m_places[m_next++ % m_places.size()];
        return {at.x + m_rng.uniform(-3, 3), at.y + m_rng.uniform(-3, 3)};
    }

    /// What a system makes of "wait so long".
    void sleep(double seconds)
    {
        const double noisy = seconds * (1 + m_sleepNoise * m_rng.uniform());
        m_recorder.wait(std::max(noisy, std::ceil(noisy / m_sleepGrain) * m_sleepGrain));
    }
    void step(Point to)
    {
        sleep(m_stepSeconds);
        m_recorder.move(m_recorder.now(),
                        {to.x + m_shake * m_rng.uniform(-1, 1), to.y + m_shake * m_rng.uniform(-1, 1)});
    }

    void go(Point to)
    {
        switch (m_program) {
            case Program::Bezier: curve(to); break;
            case Program::Steps: strides(to); break;
            case Program::Wind: blown(to); break;
            case Program::Jump: step(to); break;
            default: along({}, {}, to); break;
        }
    }

    /// A cubic whose handles stand off the straight way by `a` and `b`; straight for none.
    void along(Point a, Point b, Point to)
    {
        const Point from = m_recorder.at();
        const double seconds = m_evenTime > 0 ? m_evenTime : distanceOf(from, to) / m_speed;
        const int steps = std::max(2, static_cast<int>(seconds / m_stepSeconds));
        for (int i = 1; i <= steps; ++i) {
            const double t = eased(static_cast<double>(i) / steps, m_easing);
            const double first = 3 * (1 - t) * (1 - t) * t;
            const double second = 3 * (1 - t) * t * t;
            const Point straight = between(from, to, t);
            step({straight.x + first * a.x + second * b.x, straight.y + first * a.y + second * b.y});
        }
    }
    void curve(Point to)
    {
        const double reach = 0.35 * distanceOf(m_recorder.at(), to);
        const auto handle = [&] { return Point{reach * m_rng.uniform(-1, 1), reach * m_rng.uniform(-1, 1)}; };
        const Point first = handle();
        along(first, handle(), to);
    }
    void strides(Point to)
    {
        const double stride = std::max(2.0, m_speed * m_stepSeconds);
        while (distanceOf(m_recorder.at(), to) > stride + 4) {
            step(between(m_recorder.at(), to, stride / distanceOf(m_recorder.at(), to)));
        }
        step(to);
    }
    /// A pull that is even, and a gust that forgets itself: what scripts use to look like a hand.
    void blown(Point to)
    {
        const double most = std::max(3.0, m_speed * m_stepSeconds);
        Point velocity;
        Point gust;
        Point at = m_recorder.at();
        for (int i = 0; i < 2000 && distanceOf(at, to) > 3; ++i) {
            const double distance = distanceOf(at, to);
            const double calm = std::min(1.0, distance / 60);
            gust = {0.6 * gust.x + calm * m_rng.uniform(-2, 2), 0.6 * gust.y + calm * m_rng.uniform(-2, 2)};
            velocity = {velocity.x + gust.x + 4 * (to.x - at.x) / distance,
                        velocity.y + gust.y + 4 * (to.y - at.y) / distance};
            const double limit = std::max(2.0, most * std::min(1.0, distance / 50)) * m_rng.uniform(0.6, 1);
            const double speed = std::hypot(velocity.x, velocity.y);
            if (speed > limit) {
                velocity = {velocity.x * limit / speed, velocity.y * limit / speed};
            }
            at = {at.x + velocity.x, at.y + velocity.y};
            step(at);
        }
        step(to);
    }
    void jiggle()
    {
        const Point from = m_recorder.at();
        const double reach = m_hold > 0 ? 4 : 40;
        step({from.x + reach * m_rng.uniform(-1, 1), from.y + reach * m_rng.uniform(-1, 1)});
        if (m_evenTime > 0) {
            step(from);
        }
        sleep(m_pause);
    }

    Program m_program;
    Rng& m_rng;
    Recorder m_recorder;
    Easing m_easing;
    double m_stepSeconds;
    double m_sleepGrain;
    double m_sleepNoise;  ///< of a wait, as a share of it
    double m_speed;       ///< px/s
    double m_evenTime;    ///< every movement takes as long; 0: by its length
    double m_pause;
    double m_pauseNoise;
    double m_hold;
    double m_clickShare;
    double m_shake;  ///< pixels
    std::vector<Point> m_places;
    std::size_t m_next = 0;
};

Session replayed(const Device& device, std::size_t events, Rng& rng)
{
    const std::size_t length = 40 + rng.below(60);
    const Session store = humanSession(handOf(rng.next(), 0), device, length, rng);
    const float shake = static_cast<float>(rng.chance(0.3) ? 0 : rng.uniform(0.5, 2));
    const double faster = rng.uniform(0.7, 1.4);
    const double pause = rng.uniform(0.1, 1);
    const auto shaken = [&](float value, double size) {
        const float moved = std::round(value + shake * static_cast<float>(rng.uniform(-1, 1)));
        return std::clamp(moved, 0.0F, static_cast<float>(size - 1));
    };
    Session session = store;
    session.events.clear();
    double start = 0;
    while (session.events.size() < events) {
        for (MouseEvent event : store.events) {
            event.seconds = start + event.seconds / faster;
            if (event.kind == EventKind::Move) {
                event.x = shaken(event.x, device.width);
                event.y = shaken(event.y, device.height);
            }
            session.events.push_back(event);
        }
        start = session.events.back().seconds + pause;
    }
    return session;
}

}  // namespace

const char* toString(Program program)
{
    switch (program) {
        case Program::Lines: return "lines";
        case Program::Bezier: return "bezier";
        case Program::Steps: return "steps";
        case Program::Jerk: return "jerk";
        case Program::Wind: return "wind";
        case Program::Replay: return "replay";
        case Program::Jump: return "jump";
        case Program::Jiggle: return "jiggle";
    }
    return "lines";
}

Session machineSession(Program program, const Device& device, std::size_t events, Rng& rng)
{
    return program == Program::Replay ? replayed(device, events, rng)
                                      : Script(program, device, events, rng).run(events);
}

}  // namespace sightline::mouse
