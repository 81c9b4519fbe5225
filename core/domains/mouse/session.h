// A mouse session: what one pointer did, in the order it did it, cleaned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/data/sample.h"
#include "core/domains/recording.h"

namespace sightline::mouse {

enum class EventKind : std::uint8_t { Move, Press, Release, Scroll, Leave, Resize };
enum class Button : std::uint8_t { None, Left, Middle, Right, Other };
enum class Pointer : std::uint8_t { Unknown, Mouse, Pen, Touch };
const char* toString(EventKind kind);    ///< "move", "press", …
const char* toString(Button button);     ///< "none", "left", …
const char* toString(Pointer pointer);   ///< "unknown", "mouse", "pen", "touch"
std::uint8_t buttonMask(Button button);  ///< its bit in MouseEvent::held; 0 for None

/// Where no position is known (no coordinates in the file, 65535) both x and y are NaN: the path is broken there.
struct MouseEvent {
    double seconds = 0;  ///< from the session's first event; never decreasing once cleaned
    float x = 0;         ///< pixels to the right
    float y = 0;         ///< pixels down
    float scrollX = 0;   ///< of a Scroll: steps to the right
    float scrollY = 0;   ///< and down
    EventKind kind = EventKind::Move;
    Button button = Button::None;  ///< of a Press or Release
    std::uint8_t held = 0;         ///< buttons held after the event, rebuilt from presses and releases
    Pointer pointer = Pointer::Unknown;

    [[nodiscard]] bool placed() const { return x == x && y == y; }
    bool operator==(const MouseEvent&) const = default;
};

struct Session {
    std::string id;        ///< as the file gives it, else its number from 0
    std::string account;   ///< whose session it is, or is said to be; empty if nobody says
    bool claimed = false;  ///< the account is only claimed: it says nothing of whose hand it was
    std::string label;     ///< another label the file carries: "human", "machine", or empty
    std::optional<std::int64_t> startMicroseconds;  ///< UTC, if the file says it
    double screenWidth = 0;                         ///< pixels, as declared in the file; 0: not declared
    double screenHeight = 0;
    std::string space;  ///< what the coordinates count from: "client", "page", "screen", or empty
    std::vector<MouseEvent> events;
    std::vector<std::uint32_t> path;  ///< indices of the events a path is drawn through: placed, and no scrolls
    std::int64_t firstLine = 0;       ///< in the file, from 1; 0 unknown
    std::string contentHash;          ///< of the cleaned events
    std::vector<Finding> findings;

    [[nodiscard]] double durationSeconds() const { return events.empty() ? 0 : events.back().seconds; }
};

class MouseRecording final : public domains::Recording {
public:
    MouseRecording(RecordingInfo info, std::vector<Session> sessions);
    [[nodiscard]] const std::vector<Session>& sessions() const { return m_sessions; }
    /// By id; nullptr if there is none.
    [[nodiscard]] const Session* find(const std::string& id) const;

private:
    std::vector<Session> m_sessions;
    std::unordered_map<std::string, std::size_t> m_places;  ///< by id
};

/// A sample's key: its session and which window of it, "session@3"; and the way back.
std::string windowKey(const std::string& session, std::size_t number);
std::string sessionPart(const std::string& sampleKey);
std::optional<std::size_t> windowPart(const std::string& sampleKey);

/// The session a sample is a window of; NotFound if the recording holds no mouse sessions or not this one.
Result<const Session*> sessionOf(const domains::Recording& recording, const Sample& sample);

}  // namespace sightline::mouse
