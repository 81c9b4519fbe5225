// What Sightline's own page records: {"format":"sightline-mouse","version":1,…,"columns":[…],"events":[[…],…]}, or an
// array of such sessions.
#include <algorithm>
#include <map>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/mouse/readers/reader_classes.h"
#include "core/domains/mouse/readers/session_file.h"
#include "core/formats/json_tree.h"
#include "core/formats/timestamp.h"

namespace sightline::mouse {

namespace {

using formats::JsonValue;

constexpr std::string_view formatName = "sightline-mouse";

std::string textOf(const JsonValue& object, std::string_view name)
{
    const JsonValue* value = object.find(name);
    return value == nullptr ? std::string() : value->scalarText();
}

/// Where each known column stands; -1: not there.
struct Columns {
    int t = -1, kind = -1, x = -1, y = -1, button = -1, wheel = -1, pointer = -1;
    std::vector<std::string> unknown;
};

Columns columnsOf(const JsonValue& object)
{
    Columns columns;
    const std::map<std::string, int*> known = {{"t", &columns.t},
                                               {"kind", &columns.kind},
                                               {"x", &columns.x},
                                               {"y", &columns.y},
                                               {"button", &columns.button},
                                               {"wheel", &columns.wheel},
                                               {"pointer", &columns.pointer}};
    const JsonValue* names = object.find("columns");
    if (names == nullptr || names->array() == nullptr) {
        return columns;
    }
    int index = 0;
    for (const JsonValue& name : *names->array()) {
        const auto found = known.find(lowerAscii(name.scalarText()));
        if (found != known.end()) {
            *found->second = index;
        } else if (!equalsIgnoreCase(name.scalarText(), "buttons")) {  // rebuilt from presses and releases
            columns.unknown.push_back(name.scalarText());
        }
        ++index;
    }
    return columns;
}

const JsonValue* cell(const JsonValue::Array& row, int column)
{
    return column >= 0 && static_cast<std::size_t>(column) < row.size() ? &row[static_cast<std::size_t>(column)]
                                                                        : nullptr;
}

std::optional<double> number(const JsonValue::Array& row, int column)
{
    const JsonValue* value = cell(row, column);
    return value == nullptr ? std::nullopt : value->number();
}

Button buttonOf(std::optional<double> code)
{
    const int which = code ? static_cast<int>(*code) : 0;
    return which == 0 ? Button::Left : which == 1 ? Button::Middle : which == 2 ? Button::Right : Button::Other;
}

Pointer pointerOf(const std::string& text)
{
    return text == "mouse"   ? Pointer::Mouse
           : text == "pen"   ? Pointer::Pen
           : text == "touch" ? Pointer::Touch
                             : Pointer::Unknown;
}

/// Nothing for a row without a time or of a kind the version does not know.
std::optional<RawEvent> eventOf(const JsonValue::Array& row, const Columns& columns)
{
    const JsonValue* kind = cell(row, columns.kind);
    const auto t = number(row, columns.t);
    if (kind == nullptr || !t) {
        return std::nullopt;
    }
    constexpr auto nan = std::numeric_limits<double>::quiet_NaN();
    RawEvent raw;
    raw.event.seconds = *t * 1e-3;
    raw.event.x = static_cast<float>(number(row, columns.x).value_or(nan));
    raw.event.y = static_cast<float>(number(row, columns.y).value_or(nan));
    const JsonValue* pointer = cell(row, columns.pointer);
    raw.event.pointer = pointer == nullptr ? Pointer::Unknown : pointerOf(pointer->scalarText());
    const std::string word = kind->scalarText();
    if (word == "down" || word == "up") {
        raw.event.kind = word == "down" ? EventKind::Press : EventKind::Release;
        raw.event.button = buttonOf(number(row, columns.button));
    } else if (word == "wheel") {
        raw.event.kind = EventKind::Scroll;
        raw.event.scrollY = static_cast<float>(number(row, columns.wheel).value_or(0));
    } else if (word == "leave" || word == "hidden") {
        raw.event.kind = EventKind::Leave;
    } else if (word == "resize") {
        raw.event.kind = EventKind::Resize;
    } else if (word == "shown") {
        raw.event.kind = EventKind::Leave;  // nothing is known of the pointer until it moves
    } else if (word != "move" && word != "enter") {
        return std::nullopt;
    }
    return raw;
}

void takeLabel(Session& session, const std::string& label)
{
    if (equalsIgnoreCase(label, "human") || equalsIgnoreCase(label, "machine") || equalsIgnoreCase(label, "bot")) {
        session.label = lowerAscii(label);
    } else {
        session.account = label;
    }
}

Result<RawSession> sessionOf(const JsonValue& object, std::vector<std::string>& assumptions)
{
    const JsonValue* version = object.find("version");
    if (version == nullptr || version->number() != 1.0) {
        return fail(ErrorCode::Corrupt,
                    "version " + textOf(object, "version") +
                        " of the collector's format is not known here; this program reads version 1");
    }
    const Columns columns = columnsOf(object);
    const JsonValue* events = object.find("events");
    if (events == nullptr || events->array() == nullptr || columns.t < 0 || columns.kind < 0) {
        return fail(ErrorCode::Corrupt, "the collector's session lacks its events or the names of their columns");
    }
    RawSession raw;
    Session& session = raw.session;
    session.id = textOf(object, "session");
    session.space = textOf(object, "space");
    session.startMicroseconds = formats::parseTimestamp(textOf(object, "startedUtc"));
    takeLabel(session, textOf(object, "label"));
    if (const std::string user = textOf(object, "account"); !user.empty()) {
        session.account = user;
    }
    const JsonValue* viewport = object.find("viewport");
    if (viewport != nullptr && viewport->array() != nullptr && viewport->array()->size() == 2) {
        session.screenWidth = viewport->array()->at(0).number().value_or(0);
        session.screenHeight = viewport->array()->at(1).number().value_or(0);
    }
    if (const std::string source = textOf(object, "source"); !source.empty()) {
        const std::string step = textOf(object, "medianStepMs");
        assumptions.push_back("recorded from " + source + " events" +
                              (step.empty() ? std::string() : ", median step " + step + " ms"));
    }
    Dropped lost;
    raw.events.reserve(events->array()->size());
    for (const JsonValue& row : *events->array()) {
        const auto event = row.array() == nullptr ? std::nullopt : eventOf(*row.array(), columns);
        if (event) {
            raw.events.push_back(*event);
        } else {
            lost.add(dropped::malformed, 0);
        }
    }
    lost.addTo(session.findings);
    if (!columns.unknown.empty()) {
        session.findings.push_back({Severity::Info,
                                    "unknown_column",
                                    "columns this program does not use: " + join(columns.unknown, ", "),
                                    {},
                                    1});
    }
    return raw;
}

}  // namespace

domains::ReadOutcome CollectorReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    const auto isMine = [](std::string_view head) {
        const std::string_view begin = trim(head);
        return !begin.empty() && (begin.front() == '{' || begin.front() == '[') &&
               begin.substr(0, 512).find("\"" + std::string(formatName) + "\"") != std::string_view::npos;
    };
    auto own = takeFile(*this, request, isMine, {12, 1200});
    if (!own) {
        return outcomeOf(own.error());
    }
    SessionFile& file = own->file;
    const std::string path = utf8(request.path);
    const auto tree = formats::parseJson(own->text, path);
    if (!tree) {
        return tree.error();
    }
    std::vector<const JsonValue*> objects;
    if (tree->array() != nullptr) {
        for (const JsonValue& one : *tree->array()) {
            objects.push_back(&one);
        }
    } else {
        objects.push_back(&*tree);
    }
    std::vector<std::string> assumptions{"time: milliseconds of the page's events"};
    for (const JsonValue* object : objects) {
        auto raw = sessionOf(*object, assumptions);
        if (!raw) {
            Error error = raw.error();
            error.where.file = path;
            return error;
        }
        file.sessions.push_back(std::move(*raw));
    }
    std::sort(assumptions.begin(), assumptions.end());
    assumptions.erase(std::unique(assumptions.begin(), assumptions.end()), assumptions.end());
    file.assumptions.insert(file.assumptions.end(), assumptions.begin(), assumptions.end());
    return finish(std::move(file), request, progress);
}

}  // namespace sightline::mouse
