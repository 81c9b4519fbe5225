#include "core/domains/mouse/hands.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace sightline::mouse {

namespace {

/// Standard deviations of a log-normal that a stroke shows; the rest is cut off.
constexpr double shown = 2.576;

double normalShare(double z)
{
    return 0.5 * (1 + std::erf(z / std::numbers::sqrt2));
}

double logUniform(Rng& rng, double low, double high)
{
    return std::exp(rng.uniform(std::log(low), std::log(high)));
}

/// One stroke of the kinematic theory of rapid movements (Plamondon, 1995; sigma-lognormal): an arc travelled with a
/// log-normal speed. Strokes that overlap add up.
struct Stroke {
    double begin = 0;
    double seconds = 0.3;
    double spread = 0.3;
    Point by;         ///< from its begin to its end
    double turn = 0;  ///< of the direction on the way, radians

    [[nodiscard]] double end() const { return begin + seconds; }
    /// How much of the way is done at a time.
    [[nodiscard]] double share(double time) const
    {
        const double part = std::clamp((time - begin) / seconds, 0.0, 1.0);
        const double low = std::exp(-shown * spread);
        const double at = low + part * (std::exp(shown * spread) - low);
        const double tail = normalShare(-shown);
        return std::clamp((normalShare(std::log(at) / spread) - tail) / (1 - 2 * tail), 0.0, 1.0);
    }
    [[nodiscard]] Point moved(double time) const
    {
        const double done = share(time);
        if (std::abs(turn) < 1e-4) {
            return {by.x * done, by.y * done};
        }
        const double chord = std::hypot(by.x, by.y);
        const double radius = chord / (2 * std::sin(turn / 2));
        const double from = std::atan2(by.y, by.x) - turn / 2;
        const double now = from + turn * done;
        return {radius * (std::sin(now) - std::sin(from)), radius * (std::cos(from) - std::cos(now))};
    }
};

/// A wobble that forgets itself (Ornstein-Uhlenbeck) with deviation 1.
class Wobble {
public:
    explicit Wobble(double memorySeconds) : m_memory(memorySeconds) {}
    void step(double seconds, Rng& rng)
    {
        const double kept = std::exp(-seconds / m_memory);
        const double fresh = std::sqrt(1 - kept * kept);
        m_at = {m_at.x * kept + fresh * rng.normal(), m_at.y * kept + fresh * rng.normal()};
    }
    [[nodiscard]] Point at() const { return m_at; }

private:
    double m_memory;
    Point m_at;
};

/// The strokes under way, and the pointer they move.
class Motion {
public:
    Motion(Recorder& recorder, const Hand& hand, Rng& rng)
        : m_recorder(recorder),
          m_hand(hand),
          m_rng(rng),
          m_base(recorder.at()),
          m_end(recorder.at()),
          m_before(recorder.at())
    {
    }

    /// Where the pointer will be once all strokes are done, and when.
    [[nodiscard]] Point end() const { return m_end; }
    [[nodiscard]] double endTime() const { return m_endTime; }

    void add(const Stroke& stroke)
    {
        m_strokes.push_back(stroke);
        m_end = {m_end.x + stroke.by.x, m_end.y + stroke.by.y};
        m_endTime = std::max(m_endTime, stroke.end());
    }

    void runUntil(double time)
    {
        const double step = m_recorder.device().reportSeconds;
        while (m_recorder.now() + step <= time) {
            const double now = m_recorder.now() + step;
            Point at = m_base;
            for (const Stroke& stroke : m_strokes) {
                const Point moved = stroke.moved(now);
                at = {at.x + moved.x, at.y + moved.y};
            }
            retire(now);
            const double speed = distanceOf(m_before, at) / step;
            m_before = at;
            // A hand errs with its speed, and hardly trembles at rest.
            const double wanted = m_hand.tremorPixels * (0.1 + std::min(speed / 300, 3.0));
            m_amount += (wanted - m_amount) * (1 - std::exp(-step / 0.04));
            m_fast.step(step, m_rng);
            m_slow.step(step, m_rng);
            m_recorder.move(now, {at.x + m_amount * (0.5 * m_fast.at().x + m_slow.at().x),
                                  at.y + m_amount * (0.5 * m_fast.at().y + m_slow.at().y)});
        }
        m_recorder.wait(std::max(0.0, time - m_recorder.now()));
    }
    void finish() { runUntil(m_endTime); }

private:
    void retire(double now)
    {
        for (std::size_t i = m_strokes.size(); i-- > 0;) {
            if (now >= m_strokes[i].end()) {
                m_base = {m_base.x + m_strokes[i].by.x, m_base.y + m_strokes[i].by.y};
                m_strokes.erase(m_strokes.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
    }

    Recorder& m_recorder;
    const Hand& m_hand;
    Rng& m_rng;
    std::vector<Stroke> m_strokes;
    Point m_base;  ///< without the strokes under way
    Point m_end;
    double m_endTime = 0;
    Point m_before;
    double m_amount = 0;
    Wobble m_fast{0.02};
    Wobble m_slow{0.12};
};

class Person {
public:
    Person(const Hand& hand, const Device& device, std::size_t events, Rng& rng)
        : m_hand(hand), m_rng(rng), m_recorder(device, events, rng), m_motion(m_recorder, hand, rng)
    {
    }

    Session work(std::size_t events)
    {
        while (m_recorder.size() < events) {
            double what = m_rng.uniform();
            if ((what -= m_hand.wanderShare) < 0) {
                wander();
            } else if ((what -= m_hand.dragShare) < 0) {
                drag();
            } else if ((what -= m_hand.scrollShare) < 0) {
                scroll();
            } else {
                aimAndClick();
            }
            if (!m_rng.chance(m_hand.flow)) {
                m_motion.finish();
                m_recorder.wait(m_hand.pauseSeconds * std::exp(0.9 * m_rng.normal()));
            }
        }
        return m_recorder.take();
    }

private:
    [[nodiscard]] Point inside(Point at) const
    {
        const Device& device = m_recorder.device();
        return {std::clamp(at.x, 4.0, device.width - 5), std::clamp(at.y, 4.0, device.height - 5)};
    }

    /// Mostly something near, now and then the other end of the screen.
    Point somewhere()
    {
        const Device& device = m_recorder.device();
        const Point from = m_motion.end();
        Point at;
        do {
            if (m_rng.chance(0.4)) {
                at = {m_rng.uniform(10, device.width - 10), m_rng.uniform(10, device.height - 10)};
            } else {
                const double distance = 220 * std::exp(0.8 * m_rng.normal());
                const double angle = m_rng.uniform(0, 2 * std::numbers::pi);
                // Screens are wide: people move across more than up and down.
                at = inside({from.x + distance * std::cos(angle), from.y + 0.6 * distance * std::sin(angle)});
            }
        } while (distanceOf(from, at) < 12);
        return at;
    }

    void strokeBy(Point by, double begin, double seconds)
    {
        m_motion.add({begin, std::max(seconds, 0.06), m_hand.spread * std::exp(0.15 * m_rng.normal()), by,
                      m_hand.turnRadians * m_rng.normal()});
    }

    /// When the next stroke may begin: while the one before is still ending, or now.
    double nextBegin(double lastSeconds)
    {
        return std::max(m_recorder.now(), m_motion.endTime() - m_hand.overlap * lastSeconds);
    }

    /// A first stroke that ends near the target, and smaller ones that mend the rest (Woodworth, 1899; Meyer et al.,
    /// 1988).
    void aimAt(Point target, double width)
    {
        double begin = std::max(m_recorder.now(), m_motion.endTime() - m_hand.overlap * m_lastSeconds);
        for (int k = 0; k < 4; ++k) {
            const Point from = m_motion.end();
            const double distance = distanceOf(from, target);
            if (k > 0 && distance < 0.4 * width) {
                break;
            }
            const double error = k == 0 ? m_hand.aimError : 0.12;
            const double reach = (k == 0 ? 0.97 : 1.0) + error * m_rng.normal();
            const double askew = 0.6 * error * m_rng.normal();
            const Point way{target.x - from.x, target.y - from.y};
            const Point by{reach * (way.x * std::cos(askew) - way.y * std::sin(askew)),
                           reach * (way.x * std::sin(askew) + way.y * std::cos(askew))};
            const double bits = std::log2(distance / width + 1);
            m_lastSeconds = (0.5 * m_hand.reactionSeconds + m_hand.perBitSeconds * bits) *
                            std::exp(0.2 * m_rng.normal()) * (k == 0 ? 1.0 : 1.2);
            strokeBy(by, begin, m_lastSeconds);
            begin = nextBegin(m_lastSeconds);
        }
    }

    void aimAndClick()
    {
        aimAt(somewhere(), logUniform(m_rng, 12, 120));
        if (!m_rng.chance(m_hand.clickShare)) {
            m_motion.runUntil(m_motion.endTime() - m_hand.overlap * m_lastSeconds);
            return;
        }
        m_motion.runUntil(m_motion.endTime() + 0.03 + 0.2 * m_rng.uniform());
        const Button button = m_rng.chance(m_hand.rightShare) ? Button::Right : Button::Left;
        const int clicks = button == Button::Left && m_rng.chance(m_hand.doubleShare) ? 2 : 1;
        for (int i = 0; i < clicks; ++i) {
            m_recorder.press(button);
            hold(m_hand.pressSeconds);
            m_recorder.release(button);
            hold(m_hand.pressSeconds);
        }
    }

    /// The finger is down, the hand trembles.
    void hold(double seconds) { m_motion.runUntil(m_recorder.now() + seconds * std::exp(0.25 * m_rng.normal())); }

    void drag()
    {
        aimAt(somewhere(), logUniform(m_rng, 15, 80));
        m_motion.runUntil(m_motion.endTime() + 0.05 + 0.2 * m_rng.uniform());
        m_recorder.press(Button::Left);
        hold(m_hand.pressSeconds);
        aimAt(somewhere(), logUniform(m_rng, 15, 80));
        m_motion.runUntil(m_motion.endTime() + 0.03 + 0.2 * m_rng.uniform());
        m_recorder.release(Button::Left);
    }

    void scroll()
    {
        m_motion.finish();
        const double direction = m_rng.chance(0.75) ? 1 : -1;
        const auto steps = 3 + m_rng.below(12);
        for (std::size_t i = 0; i < steps; ++i) {
            m_recorder.scroll(direction);
            m_recorder.wait(0.03 + 0.15 * m_rng.uniform());
        }
    }

    /// A chain of slow strokes whose direction drifts.
    void wander()
    {
        const auto strokes = 2 + m_rng.below(7);
        double angle = m_rng.uniform(0, 2 * std::numbers::pi);
        for (std::size_t i = 0; i < strokes; ++i) {
            angle += 0.9 * m_rng.normal();
            const double length = 80 * std::exp(0.9 * m_rng.normal());
            const Point from = m_motion.end();
            const Point to = inside({from.x + length * std::cos(angle), from.y + length * std::sin(angle)});
            m_lastSeconds = 0.18 * std::exp(0.4 * m_rng.normal()) + length / 700;
            strokeBy({to.x - from.x, to.y - from.y}, nextBegin(m_lastSeconds), m_lastSeconds);
            if (m_rng.chance(0.15)) {
                m_motion.runUntil(m_motion.endTime() + 0.3 * m_rng.uniform());
            }
        }
        m_motion.runUntil(m_motion.endTime() - m_hand.overlap * m_lastSeconds);
    }

    const Hand& m_hand;
    Rng& m_rng;
    Recorder m_recorder;
    Motion m_motion;
    double m_lastSeconds = 0.2;
};

Rng rngOf(std::uint64_t seed, std::size_t person, std::uint64_t what)
{
    return Rng(mixSeed(mixSeed(seed, what), person));
}

}  // namespace

Hand handOf(std::uint64_t seed, std::size_t person)
{
    Rng rng = rngOf(seed, person, 0x68616E64);
    Hand hand;
    hand.reactionSeconds = rng.uniform(0.08, 0.25);
    hand.perBitSeconds = logUniform(rng, 0.03, 0.2);
    hand.spread = rng.uniform(0.2, 0.42);
    hand.turnRadians = rng.uniform(0.08, 0.45);
    hand.aimError = rng.uniform(0.04, 0.14);
    hand.overlap = rng.uniform(0.05, 0.5);
    hand.tremorPixels = logUniform(rng, 0.3, 2);
    hand.flow = rng.uniform(0.1, 0.97);
    hand.pauseSeconds = logUniform(rng, 0.2, 2);
    hand.clickShare = rng.uniform(0.4, 0.9);
    hand.rightShare = rng.uniform(0.01, 0.15);
    hand.doubleShare = rng.uniform(0, 0.15);
    hand.pressSeconds = rng.uniform(0.05, 0.15);
    hand.wanderShare = rng.uniform(0.05, 0.6);
    hand.dragShare = rng.uniform(0, 0.15);
    hand.scrollShare = rng.uniform(0, 0.12);
    return hand;
}

Device deviceOfPerson(std::uint64_t seed, std::size_t person)
{
    Rng rng = rngOf(seed, person, 0x64657669);
    return deviceOf(rng);
}

Session humanSession(const Hand& hand, const Device& device, std::size_t events, Rng& rng)
{
    return Person(hand, device, events, rng).work(events);
}

}  // namespace sightline::mouse
