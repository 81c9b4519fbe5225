// rrweb: an array of {type, timestamp, data}, or {"events": […]}. Positions come in batches, sent after the fact.
#include <algorithm>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/mouse/readers/reader_classes.h"
#include "core/domains/mouse/readers/session_file.h"
#include "core/formats/json_tree.h"

namespace sightline::mouse {

namespace {

using formats::JsonValue;

constexpr auto nan = std::numeric_limits<float>::quiet_NaN();

std::optional<double> numberOf(const JsonValue& object, std::string_view name)
{
    const JsonValue* value = object.find(name);
    return value == nullptr ? std::nullopt : value->number();
}

int codeOf(const JsonValue& object, std::string_view name)
{
    return static_cast<int>(numberOf(object, name).value_or(-1));
}

namespace type {
constexpr int incremental = 3;
constexpr int meta = 4;
}  // namespace type
namespace source {
constexpr int move = 1;
constexpr int interaction = 2;
constexpr int scroll = 3;
constexpr int resize = 4;
constexpr int touchMove = 6;
constexpr int drag = 12;
}  // namespace source
namespace interaction {
constexpr int up = 0;
constexpr int down = 1;
constexpr int click = 2;
constexpr int contextMenu = 3;
constexpr int doubleClick = 4;
constexpr int blur = 6;
constexpr int touchStart = 7;
constexpr int touchEnd = 9;
}  // namespace interaction

/// Reads the events in file order; presses get their button from the click or context menu that follows.
class Recording {
public:
    RawSession session;
    Dropped lost;
    std::int64_t privateEvents = 0;

    void take(const JsonValue& event)
    {
        const JsonValue* data = event.find("data");
        const auto time = numberOf(event, "timestamp");
        const int kind = codeOf(event, "type");
        if (data == nullptr || data->object() == nullptr || !time) {
            lost.add(dropped::malformed, 0);
        } else if (kind == type::meta) {
            session.session.screenWidth = numberOf(*data, "width").value_or(0);
            session.session.screenHeight = numberOf(*data, "height").value_or(0);
            ++privateEvents;  // its href
        } else if (kind == type::incremental) {
            takeIncremental(*data, *time * 1e-3);
        } else {
            lost.add(dropped::otherEvent, 0);
        }
    }

    /// Batches overlap the events between them: sorted by time, those of one time in file order.
    void finish()
    {
        std::stable_sort(session.events.begin(), session.events.end(),
                         [](const RawEvent& a, const RawEvent& b) { return a.event.seconds < b.event.seconds; });
        if (!session.events.empty()) {
            constexpr double microsecondsPerSecond = 1e6;
            session.session.startMicroseconds =
                static_cast<std::int64_t>(session.events.front().event.seconds * microsecondsPerSecond);
        }
        lost.addTo(session.session.findings);
    }

private:
    void add(EventKind kind, double seconds, float x, float y, Button button = Button::None,
             Pointer pointer = Pointer::Unknown)
    {
        RawEvent raw;
        raw.event.kind = kind;
        raw.event.seconds = seconds;
        raw.event.x = x;
        raw.event.y = y;
        raw.event.button = button;
        raw.event.pointer = pointer;
        session.events.push_back(raw);
    }

    static float place(const JsonValue& object, const char* name)
    {
        const auto value = numberOf(object, name);
        return value ? static_cast<float>(*value) : nan;
    }

    void takeIncremental(const JsonValue& data, double seconds)
    {
        switch (codeOf(data, "source")) {
            case source::move:
            case source::drag: takePositions(data, seconds, Pointer::Mouse); break;
            case source::touchMove: takePositions(data, seconds, Pointer::Touch); break;
            case source::interaction: takeInteraction(data, seconds); break;
            case source::scroll: {
                const float y = place(data, "y");
                add(EventKind::Scroll, seconds, nan, nan);
                session.events.back().event.scrollY = y > m_scrolledTo ? 1.0F : -1.0F;
                m_scrolledTo = y;
                break;
            }
            case source::resize: add(EventKind::Resize, seconds, nan, nan); break;
            default: lost.add(dropped::otherEvent, 0); break;
        }
    }

    void takePositions(const JsonValue& data, double seconds, Pointer pointer)
    {
        const JsonValue* positions = data.find("positions");
        if (positions == nullptr || positions->array() == nullptr) {
            lost.add(dropped::malformed, 0);
            return;
        }
        for (const JsonValue& one : *positions->array()) {
            add(EventKind::Move, seconds + numberOf(one, "timeOffset").value_or(0) * 1e-3, place(one, "x"),
                place(one, "y"), Button::None, pointer);
        }
    }

    void takeInteraction(const JsonValue& data, double seconds)
    {
        const float x = place(data, "x");
        const float y = place(data, "y");
        switch (codeOf(data, "type")) {
            case interaction::down:
                m_pressed = session.events.size();
                add(EventKind::Press, seconds, x, y, Button::Left);
                m_released.reset();
                break;
            case interaction::up:
                m_released = session.events.size();
                add(EventKind::Release, seconds, x, y, Button::Left);
                break;
            case interaction::contextMenu:  // the press before it was the right button's
                if (m_pressed) {
                    session.events[*m_pressed].event.button = Button::Right;
                }
                if (m_released) {
                    session.events[*m_released].event.button = Button::Right;
                }
                break;
            case interaction::click:
            case interaction::doubleClick: break;  // said by press and release
            case interaction::blur: add(EventKind::Leave, seconds, nan, nan); break;
            case interaction::touchStart: add(EventKind::Press, seconds, x, y, Button::Left, Pointer::Touch); break;
            case interaction::touchEnd: add(EventKind::Release, seconds, x, y, Button::Left, Pointer::Touch); break;
            default: lost.add(dropped::otherEvent, 0); break;
        }
        // A right button's release may follow its context menu.
        if (codeOf(data, "type") == interaction::up && m_pressed &&
            session.events[*m_pressed].event.button == Button::Right) {
            session.events.back().event.button = Button::Right;
        }
    }

    std::optional<std::size_t> m_pressed;
    std::optional<std::size_t> m_released;
    float m_scrolledTo = 0;
};

const JsonValue::Array* eventsOf(const JsonValue& tree)
{
    const JsonValue* events = tree.array() != nullptr ? &tree : tree.find("events");
    return events == nullptr ? nullptr : events->array();
}

bool isRrwebEvent(const JsonValue& value)
{
    return value.find("type") != nullptr && value.find("timestamp") != nullptr && value.find("data") != nullptr;
}

/// rrweb's packer (fflate) leaves texts where objects should be.
bool isPacked(const JsonValue::Array& events)
{
    return !events.empty() && std::all_of(events.begin(), events.end(), [](const JsonValue& event) {
        const JsonValue* data = event.find("data");
        return event.text() != nullptr || (data != nullptr && data->text() != nullptr);
    });
}

}  // namespace

domains::ReadOutcome RrwebReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    const auto isMine = [](std::string_view head) {
        const std::string_view begin = trim(head);
        const auto holds = [&](const char* key) { return begin.find(key) != std::string_view::npos; };
        const bool json = !begin.empty() && (begin.front() == '[' || begin.front() == '{');
        return json && holds("\"type\"") && holds("\"timestamp\"") && holds("\"data\"");
    };
    auto own = takeFile(*this, request, isMine, {0, 0});  // the page's content is for nobody to see
    if (!own) {
        return outcomeOf(own.error());
    }
    SessionFile& file = own->file;
    const std::string path = utf8(request.path);
    const auto tree = formats::parseJson(own->text, path);
    if (!tree) {
        // An object a line is another reader's.
        return trim(own->text).front() == '[' ? domains::ReadOutcome(tree.error())
                                              : domains::ReadOutcome(domains::NotMine{});
    }
    const JsonValue::Array* events = eventsOf(*tree);
    if (events == nullptr || events->empty()) {
        return domains::NotMine{};
    }
    if (isPacked(*events)) {
        return Error{ErrorCode::Corrupt,
                     "the events are packed (rrweb's fflate packer): unpack them before opening",
                     {path, {}, {}}};
    }
    if (!isRrwebEvent(events->front())) {
        return domains::NotMine{};
    }
    Recording recording;
    for (const JsonValue& event : *events) {
        recording.take(event);
    }
    recording.finish();
    recording.session.session.space = "client";
    file.sessions.push_back(std::move(recording.session));
    file.droppedForPrivacy["href"] = recording.privateEvents;
    file.droppedForPrivacy["page content"] = static_cast<std::int64_t>(events->size());
    file.assumptions.emplace_back("time: timestamp + timeOffset, milliseconds; events sorted by it");
    file.assumptions.emplace_back("left button, or right where a context menu follows: rrweb does not say which");
    return finish(std::move(file), request, progress);
}

}  // namespace sightline::mouse
