#include "core/domains/mouse/simulator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/file.h"
#include "core/base/text.h"

namespace sightline::mouse {

namespace {

constexpr double screenWidth = 1280;
constexpr double screenHeight = 720;
constexpr std::size_t people = 6;
constexpr std::size_t usualEvents = 450;

struct Point {
    double x = 0;
    double y = 0;
};

double distanceOf(Point a, Point b)
{
    return std::hypot(b.x - a.x, b.y - a.y);
}

/// Where to next, and how large the thing is that is aimed at.
struct Target {
    Point at;
    double width = 30;
};

Target nextTarget(Point from, Rng& rng)
{
    Target target;
    do {
        target.at = {rng.uniform(30, screenWidth - 30), rng.uniform(30, screenHeight - 30)};
    } while (distanceOf(from, target.at) < 40);
    target.width = std::exp(rng.uniform(std::log(12.0), std::log(90.0)));
    return target;
}

/// Appends events on whole pixels; repeats of the same pixel at a later time are what a mouse does not report.
class Recorder {
public:
    explicit Recorder(std::size_t events) { m_session.events.reserve(events + 64); }

    double now = 0;
    Point at{screenWidth / 2, screenHeight / 2};

    void move(double seconds, Point to)
    {
        const float x = static_cast<float>(std::round(std::clamp(to.x, 0.0, screenWidth - 1)));
        const float y = static_cast<float>(std::round(std::clamp(to.y, 0.0, screenHeight - 1)));
        const bool still =
            !m_session.events.empty() && m_session.events.back().x == x && m_session.events.back().y == y;
        at = to;
        now = seconds;
        if (!still) {
            add(EventKind::Move, x, y, Button::None);
        }
    }

    void click(Button button, double heldSeconds)
    {
        const float x = static_cast<float>(std::round(std::clamp(at.x, 0.0, screenWidth - 1)));
        const float y = static_cast<float>(std::round(std::clamp(at.y, 0.0, screenHeight - 1)));
        add(EventKind::Press, x, y, button);
        now += heldSeconds;
        add(EventKind::Release, x, y, button);
    }

    [[nodiscard]] std::size_t size() const { return m_session.events.size(); }
    [[nodiscard]] const std::vector<MouseEvent>& events() const { return m_session.events; }
    Session take()
    {
        m_session.screenWidth = screenWidth;
        m_session.screenHeight = screenHeight;
        m_session.space = "client";
        return std::move(m_session);
    }

private:
    void add(EventKind kind, float x, float y, Button button)
    {
        MouseEvent event;
        event.seconds = std::round(now * 1e4) / 1e4;
        event.x = x;
        event.y = y;
        event.kind = kind;
        event.button = button;
        event.pointer = Pointer::Mouse;
        m_session.events.push_back(event);
    }
    Session m_session;
};

/// The share of a minimum-jerk movement done after the share `t` of its time (Flash and Hogan, 1985).
double minimumJerk(double t)
{
    return t * t * t * (10 + t * (6 * t - 15));
}

/// Time warped so that the greatest speed comes at the share `skew` instead of in the middle.
double warped(double t, double skew)
{
    return std::pow(t, std::log(0.5) / std::log(skew));
}

void humanStroke(Recorder& recorder, const Hand& hand, Point to, double width, Rng& rng)
{
    const Point from = recorder.at;
    const double distance = distanceOf(from, to);
    if (distance < 1) {
        return;
    }
    const double bits = std::log2(distance / width + 1);
    const double duration = (hand.reactionSeconds * 0.6 + hand.perBitSeconds * bits) * std::exp(0.15 * rng.normal());
    const double bend = hand.bend * distance * rng.normal();
    const double skew = std::clamp(hand.skew + 0.04 * rng.normal(), 0.25, 0.6);
    const double phase = rng.uniform(0, 2 * std::numbers::pi);
    const double alongX = (to.x - from.x) / distance;
    const double alongY = (to.y - from.y) / distance;
    const double begin = recorder.now;
    for (double t = hand.clockSeconds; t < duration; t += hand.clockSeconds * std::exp(0.06 * rng.normal())) {
        const double part = minimumJerk(warped(t / duration, skew));
        const double side = bend * 4 * part * (1 - part);
        const double shake =
            hand.tremorPixels * std::sin(2 * std::numbers::pi * hand.tremorHertz * (begin + t) + phase);
        recorder.move(begin + t, {from.x + alongX * part * distance - alongY * (side + shake) + 0.15 * rng.normal(),
                                  from.y + alongY * part * distance + alongX * (side + shake) + 0.15 * rng.normal()});
    }
    recorder.move(begin + duration, to);
}

void humanAim(Recorder& recorder, const Hand& hand, const Target& target, Rng& rng)
{
    const double distance = distanceOf(recorder.at, target.at);
    Point end{target.at.x + 0.12 * target.width * rng.normal(), target.at.y + 0.12 * target.width * rng.normal()};
    if (rng.chance(hand.overshoot) && distance > 120) {
        const double beyond = 1 + std::abs(0.06 * rng.normal());
        const Point from = recorder.at;
        humanStroke(recorder, hand, {from.x + (end.x - from.x) * beyond, from.y + (end.y - from.y) * beyond},
                    target.width, rng);
        recorder.now += 0.05 + 0.03 * rng.uniform();
    }
    humanStroke(recorder, hand, end, target.width, rng);
}

void lineOf(Recorder& recorder, Point to, double speed, double clock)
{
    const Point from = recorder.at;
    const double duration = distanceOf(from, to) / speed;
    const double begin = recorder.now;
    for (double t = clock; t < duration; t += clock) {
        const double part = t / duration;
        recorder.move(begin + t, {from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part});
    }
    recorder.move(begin + duration, to);
}

void bezierOf(Recorder& recorder, Point to, Rng& rng)
{
    const Point from = recorder.at;
    const double distance = distanceOf(from, to);
    const auto between = [&](double part) {
        return Point{from.x + (to.x - from.x) * part + rng.uniform(-0.25, 0.25) * distance,
                     from.y + (to.y - from.y) * part + rng.uniform(-0.25, 0.25) * distance};
    };
    const Point a = between(0.3);
    const Point b = between(0.7);
    const int steps = 20 + static_cast<int>(rng.below(30));
    const double clock = rng.uniform(0.008, 0.016);
    for (int i = 1; i <= steps; ++i) {
        const double t = static_cast<double>(i) / steps;
        const double u = 1 - t;
        recorder.move(recorder.now + clock,
                      {u * u * u * from.x + 3 * u * u * t * a.x + 3 * u * t * t * b.x + t * t * t * to.x,
                       u * u * u * from.y + 3 * u * u * t * a.y + 3 * u * t * t * b.y + t * t * t * to.y});
    }
}

void stepsOf(Recorder& recorder, Point to, Rng& rng)
{
    const double clock = rng.chance(0.5) ? 0.01 : 0.1;
    constexpr double stride = 9;
    while (distanceOf(recorder.at, to) > stride) {
        const double distance = distanceOf(recorder.at, to);
        recorder.move(recorder.now + clock, {recorder.at.x + (to.x - recorder.at.x) * stride / distance,
                                             recorder.at.y + (to.y - recorder.at.y) * stride / distance});
    }
    recorder.move(recorder.now + clock, to);
}

/// Minimum jerk without a hand's faults: what a program does that was told how people move.
void jerkOf(Recorder& recorder, Point to, double clock)
{
    const Point from = recorder.at;
    const double duration = 0.2 + distanceOf(from, to) / 1500;
    const double begin = recorder.now;
    for (double t = clock; t <= duration; t += clock) {
        const double part = minimumJerk(t / duration);
        recorder.move(begin + t, {from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part});
    }
}

Session replayed(std::size_t events, Rng& rng)
{
    // One human stroke after the other from a small store, moved to where it is wanted and shaken by a pixel.
    const Session store = humanSession(handOf(rng.next(), rng.below(people)), 120, rng);
    Session session;
    session.screenWidth = screenWidth;
    session.screenHeight = screenHeight;
    session.space = "client";
    double start = 0;
    while (session.events.size() < events) {
        for (MouseEvent event : store.events) {
            event.seconds = std::round((start + event.seconds) * 1e4) / 1e4;
            if (event.kind == EventKind::Move) {
                event.x = std::clamp(event.x + static_cast<float>(std::round(rng.uniform(-1.4, 1.4))), 0.0F, 1279.0F);
                event.y = std::clamp(event.y + static_cast<float>(std::round(rng.uniform(-1.4, 1.4))), 0.0F, 719.0F);
            }
            session.events.push_back(event);
        }
        start = session.events.back().seconds + 0.5;
    }
    return session;
}

std::string sessionJson(const Session& session, const std::string& id, const std::string& label,
                        const std::string& account, double clock)
{
    std::string text = "{\"format\":\"sightline-mouse\",\"version\":1,\"session\":\"" + id + "\",\"label\":\"" + label +
                       "\"," + (account.empty() ? "" : "\"account\":\"" + account + "\",") +
                       "\"space\":\"client\",\"viewport\":[1280,720],\"pixelRatio\":1,\"source\":\"simulated\","
                       "\"medianStepMs\":" +
                       formatNumber(clock * 1000) +
                       ",\n\"columns\":[\"t\",\"kind\",\"x\",\"y\",\"button\",\"buttons\",\"wheel\",\"pointer\"],\n"
                       "\"events\":[";
    int held = 0;
    bool first = true;
    for (const MouseEvent& event : session.events) {
        const int code = event.button == Button::Right ? 2 : event.button == Button::Left ? 0 : -1;
        const int bit = event.button == Button::Right ? 2 : 1;
        held = event.kind == EventKind::Press ? held | bit : event.kind == EventKind::Release ? held & ~bit : held;
        const char* kind = event.kind == EventKind::Press ? "down" : event.kind == EventKind::Release ? "up" : "move";
        text += (first ? "[" : ",\n[") + formatFixed(event.seconds * 1000, 1) + ",\"" + kind + "\"," +
                formatNumber(static_cast<double>(event.x)) + "," + formatNumber(static_cast<double>(event.y)) + "," +
                std::to_string(code) + "," + std::to_string(held) + ",0,\"mouse\"]";
        first = false;
    }
    return text + "]}";
}

void appendCsv(const Session& session, const std::string& id, const std::string& label, const std::string& account,
               std::string& text)
{
    for (const MouseEvent& event : session.events) {
        const char* state = event.kind == EventKind::Press     ? "pressed"
                            : event.kind == EventKind::Release ? "released"
                                                               : "move";
        text += id + "," + account + "," + label + "," + formatFixed(event.seconds * 1000, 1) + "," +
                formatNumber(static_cast<double>(event.x)) + "," + formatNumber(static_cast<double>(event.y)) + "," +
                toString(event.button) + "," + state + "\n";
    }
}

}  // namespace

Hand handOf(std::uint64_t seed, std::size_t person)
{
    Rng rng(mixSeed(mixSeed(seed, 0x68616E64), person));
    Hand hand;
    hand.reactionSeconds = rng.uniform(0.08, 0.25);
    hand.perBitSeconds = rng.uniform(0.09, 0.2);
    hand.skew = rng.uniform(0.32, 0.5);
    hand.bend = rng.uniform(0.02, 0.12);
    hand.tremorPixels = rng.uniform(0.2, 1.2);
    hand.tremorHertz = rng.uniform(7, 12);
    hand.overshoot = rng.uniform(0.05, 0.6);
    hand.pauseSeconds = rng.uniform(0.3, 1.2);
    hand.pressSeconds = rng.uniform(0.06, 0.14);
    hand.rightShare = rng.uniform(0.02, 0.15);
    hand.clockSeconds = rng.chance(0.5) ? 0.008 : 0.0167;
    return hand;
}

const char* toString(Program program)
{
    switch (program) {
        case Program::Lines: return "lines";
        case Program::Bezier: return "bezier";
        case Program::Steps: return "steps";
        case Program::Replay: return "replay";
        case Program::Jerk: return "jerk";
    }
    return "lines";
}

Session humanSession(const Hand& hand, std::size_t events, Rng& rng)
{
    Recorder recorder(events);
    while (recorder.size() < events) {
        const Target target = nextTarget(recorder.at, rng);
        humanAim(recorder, hand, target, rng);
        if (rng.chance(0.75)) {
            recorder.now += 0.08 + 0.1 * rng.uniform();
            recorder.click(rng.chance(hand.rightShare) ? Button::Right : Button::Left,
                           hand.pressSeconds * std::exp(0.2 * rng.normal()));
        }
        recorder.now += hand.pauseSeconds * std::exp(0.7 * rng.normal());
    }
    return recorder.take();
}

Session machineSession(Program program, std::size_t events, Rng& rng)
{
    if (program == Program::Replay) {
        return replayed(events, rng);
    }
    Recorder recorder(events);
    const double speed = rng.uniform(400, 2500);
    const double clock = rng.chance(0.5) ? 0.008 : 0.0167;
    const double pause = rng.uniform(0.2, 1.0);
    const bool evenPauses = rng.chance(0.5);
    while (recorder.size() < events) {
        const Point to = nextTarget(recorder.at, rng).at;
        switch (program) {
            case Program::Lines: lineOf(recorder, to, speed, clock); break;
            case Program::Bezier: bezierOf(recorder, to, rng); break;
            case Program::Steps: stepsOf(recorder, to, rng); break;
            default: jerkOf(recorder, to, clock); break;
        }
        if (rng.chance(0.75)) {
            recorder.click(rng.chance(0.05) ? Button::Right : Button::Left, evenPauses ? 0.05 : rng.uniform(0.02, 0.1));
        }
        recorder.now += evenPauses ? pause : pause * rng.uniform(0.5, 1.5);
    }
    return recorder.take();
}

Result<void> simulateFile(std::size_t count, std::uint64_t seed, const std::filesystem::path& out, Progress& progress)
{
    const bool csv = equalsIgnoreCase(utf8(out.extension()), ".csv");
    std::string text = csv ? "session,user,label,time_ms,x,y,button,event\n" : "[";
    for (std::size_t i = 0; i < count; ++i) {
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "simulating was stopped");
        }
        Rng rng(mixSeed(seed, i));
        const bool human = i % 2 == 0;
        const std::size_t person = i / 2 % people;
        const auto program = static_cast<Program>(i / 2 % programCount);
        const Hand hand = handOf(seed, person);
        const Session session =
            human ? humanSession(hand, usualEvents, rng) : machineSession(program, usualEvents, rng);
        const std::string id = (human ? "hand-" : std::string(toString(program)) + "-") + std::to_string(i);
        const std::string account = human ? "person-" + std::to_string(person + 1) : std::string();
        const std::string label = human ? "human" : "machine";
        if (csv) {
            appendCsv(session, id, label, account, text);
        } else {
            text += (i == 0 ? "" : ",\n") + sessionJson(session, id, label, account, hand.clockSeconds);
        }
        progress.report(static_cast<double>(i + 1) / static_cast<double>(count), "simulating");
    }
    return writeFileAtomically(out, csv ? text : text + "]\n");
}

}  // namespace sightline::mouse
