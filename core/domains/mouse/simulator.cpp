#include "core/domains/mouse/simulator.h"

#include <algorithm>
#include <string>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/mouse/device.h"
#include "core/domains/mouse/hands.h"
#include "core/domains/mouse/programs.h"

namespace sightline::mouse {

namespace {

constexpr std::size_t fewestPeople = 6;
constexpr std::size_t sessionsOfPerson = 10;
constexpr std::size_t usualEvents = 450;

struct Simulated {
    Session session;
    std::string id;
    std::string account;  ///< empty for a program
    std::string label;
    double clockSeconds = 0;
};

Simulated simulated(std::size_t index, std::size_t people, std::uint64_t seed)
{
    Rng rng(mixSeed(seed, index));
    Simulated made;
    if (index % 2 == 0) {
        const std::size_t person = index / 2 % people;
        const Device device = deviceOfPerson(seed, person);
        made = {humanSession(handOf(seed, person), device, usualEvents, rng), "hand",
                "person-" + std::to_string(person + 1), "human", device.clockSeconds};
    } else {
        const auto program = static_cast<Program>(index / 2 % programCount);
        const Device device = deviceOf(rng);
        made = {machineSession(program, device, usualEvents, rng), toString(program), "", "machine",
                device.clockSeconds};
    }
    made.id += "-" + std::to_string(index);
    return made;
}

/// As the collector's page counts them.
int buttonCode(Button button)
{
    return button == Button::Left ? 0 : button == Button::Middle ? 1 : button == Button::Right ? 2 : -1;
}

const char* kindWord(EventKind kind)
{
    switch (kind) {
        case EventKind::Press: return "down";
        case EventKind::Release: return "up";
        case EventKind::Scroll: return "wheel";
        default: return "move";
    }
}

std::string jsonOf(const Simulated& made)
{
    const Session& session = made.session;
    std::string text =
        "{\"format\":\"sightline-mouse\",\"version\":1,\"session\":\"" + made.id + "\",\"label\":\"" + made.label +
        "\"," + (made.account.empty() ? "" : "\"account\":\"" + made.account + "\",") +
        "\"space\":\"client\",\"viewport\":[" + formatNumber(session.screenWidth) + "," +
        formatNumber(session.screenHeight) +
        "],\"pixelRatio\":1,\"source\":\"simulated\",\"medianStepMs\":" + formatNumber(made.clockSeconds * 1000) +
        ",\n\"columns\":[\"t\",\"kind\",\"x\",\"y\",\"button\",\"buttons\",\"wheel\",\"pointer\"],\n\"events\":[";
    int held = 0;
    bool first = true;
    for (const MouseEvent& event : session.events) {
        const int bit = event.button == Button::Right ? 2 : 1;
        held = event.kind == EventKind::Press ? held | bit : event.kind == EventKind::Release ? held & ~bit : held;
        text += (first ? "[" : ",\n[") + formatFixed(event.seconds * 1000, 1) + ",\"" + kindWord(event.kind) + "\"," +
                formatNumber(static_cast<double>(event.x)) + "," + formatNumber(static_cast<double>(event.y)) + "," +
                std::to_string(buttonCode(event.button)) + "," + std::to_string(held) + "," +
                formatNumber(static_cast<double>(event.scrollY)) + ",\"mouse\"]";
        first = false;
    }
    return text + "]}";
}

std::string rowsOf(const Simulated& made)
{
    std::string text;
    for (const MouseEvent& event : made.session.events) {
        const char* state = event.kind == EventKind::Press     ? "pressed"
                            : event.kind == EventKind::Release ? "released"
                            : event.kind == EventKind::Scroll  ? "scroll"
                                                               : "move";
        text += made.id + "," + made.account + "," + made.label + "," + formatFixed(event.seconds * 1000, 1) + "," +
                formatNumber(static_cast<double>(event.x)) + "," + formatNumber(static_cast<double>(event.y)) + "," +
                toString(event.button) + "," + state + "\n";
    }
    return text;
}

}  // namespace

Result<void> simulateFile(std::size_t count, std::uint64_t seed, const std::filesystem::path& out, Progress& progress)
{
    const bool csv = equalsIgnoreCase(utf8(out.extension()), ".csv");
    const std::size_t people = std::max(fewestPeople, count / (2 * sessionsOfPerson));
    std::string text = csv ? "session,user,label,time_ms,x,y,button,event\n" : "[";
    for (std::size_t i = 0; i < count; ++i) {
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "simulating was stopped");
        }
        const Simulated made = simulated(i, people, seed);
        text += csv ? rowsOf(made) : (i == 0 ? "" : ",\n") + jsonOf(made);
        progress.report(static_cast<double>(i + 1) / static_cast<double>(count), "simulating");
    }
    return writeFileAtomically(out, csv ? text : text + "]\n");
}

}  // namespace sightline::mouse
