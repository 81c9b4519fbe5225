// Tables whose header says exactly what they are: Balabit, SapiMouse, Chao Shen.
#include <array>
#include <functional>

#include "core/base/text.h"
#include "core/domains/mouse/readers/reader_classes.h"
#include "core/domains/mouse/readers/session_file.h"
#include "core/formats/delimited.h"

namespace sightline::mouse {

namespace {

using formats::Row;

/// The first line, lower case, without blanks around commas.
std::string headerOf(std::string_view text)
{
    const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    std::vector<std::string> cells;
    for (const std::string_view cell : split(line, ',')) {
        cells.push_back(lowerAscii(trim(cell)));
    }
    return join(cells, ",");
}

/// What a row means; nothing for a malformed one.
using RowMeaning = std::function<std::optional<RawEvent>(const Row&)>;

struct KnownTable {
    std::string header;  ///< as headerOf() gives it
    RowMeaning meaning;
    std::string clock;         ///< an assumption in words
    std::string dropped = {};  ///< the column that is left out for privacy's sake
};

/// One session a file.
domains::ReadOutcome readKnown(const domains::Reader& reader, const KnownTable& table,
                               const domains::ReadRequest& request, Progress& progress)
{
    auto own = takeFile(reader, request, [&](std::string_view head) { return headerOf(head) == table.header; });
    if (!own) {
        return outcomeOf(own.error());
    }
    SessionFile& file = own->file;
    if (!table.dropped.empty()) {
        file.droppedForPrivacy[table.dropped] = 1;
    }
    file.assumptions.push_back(table.clock);
    formats::DelimitedRows rows(own->text, {',', false});
    Row row;
    rows.next(row);  // the header
    RawSession raw;
    constexpr std::size_t usualBytesPerRow = 32;
    raw.events.reserve(own->text.size() / usualBytesPerRow);
    Dropped lost;
    std::size_t count = 0;
    while (rows.next(row)) {
        constexpr std::size_t rowsBetweenQuestions = 0x3FFF;
        if ((++count & rowsBetweenQuestions) == 0) {
            if (progress.cancelled()) {
                return Error{ErrorCode::Cancelled, "reading was stopped", {}};
            }
            progress.report(static_cast<double>(rows.offset()) / static_cast<double>(own->text.size()), "reading");
        }
        if (auto event = table.meaning(row)) {
            event->line = row.line;
            raw.events.push_back(*event);
        } else {
            lost.add(dropped::malformed, row.line);
        }
    }
    lost.addTo(raw.session.findings);
    file.findings = raw.events.empty() ? raw.session.findings : std::vector<Finding>();
    file.sessions.push_back(std::move(raw));
    return finish(std::move(file), request, progress);
}

/// Position and time of a row with so many cells; nothing where a number is missing.
std::optional<RawEvent> placedEvent(const Row& row, std::size_t cells, std::size_t time, std::size_t x, std::size_t y,
                                    double secondsPerUnit)
{
    const auto seconds = numberIn(row, time);
    const auto right = numberIn(row, x);
    const auto down = numberIn(row, y);
    if (row.cells.size() != cells || !seconds || !right || !down) {
        return std::nullopt;
    }
    RawEvent raw;
    raw.event.seconds = *seconds * secondsPerUnit;
    raw.event.x = static_cast<float>(*right);
    raw.event.y = static_cast<float>(*down);
    return raw;
}

/// Button and state in Balabit's words, which SapiMouse shares.
bool takeState(MouseEvent& event, std::string_view button, std::string_view state)
{
    if (equalsIgnoreCase(button, "Scroll")) {
        event.kind = EventKind::Scroll;
        event.scrollY = equalsIgnoreCase(state, "Up") ? -1.0F : 1.0F;
        return equalsIgnoreCase(state, "Up") || equalsIgnoreCase(state, "Down");
    }
    const auto which = buttonWord(button);
    switch (eventWord(state)) {
        case Word::Move:
        case Word::Drag: return which.has_value();
        case Word::Press: event.kind = EventKind::Press; break;
        case Word::Release: event.kind = EventKind::Release; break;
        default: return false;
    }
    event.button = which.value_or(Button::None);
    return event.button != Button::None;
}

std::optional<RawEvent> chaoShenEvent(const Row& row)
{
    auto raw = placedEvent(row, 6, 4, 0, 1, 1e-3);
    const auto code = parseInteger(row.cells.size() > 2 ? row.cells[2] : std::string_view());
    if (!raw || !code) {
        return std::nullopt;
    }
    struct Message {
        int code;
        EventKind kind;
        Button button;
    };
    // Windows messages; a double click stands where the second press would.
    static constexpr std::array<Message, 13> messages = {{{512, EventKind::Move, Button::None},
                                                          {513, EventKind::Press, Button::Left},
                                                          {514, EventKind::Release, Button::Left},
                                                          {515, EventKind::Press, Button::Left},
                                                          {516, EventKind::Press, Button::Right},
                                                          {517, EventKind::Release, Button::Right},
                                                          {518, EventKind::Press, Button::Right},
                                                          {519, EventKind::Press, Button::Middle},
                                                          {520, EventKind::Release, Button::Middle},
                                                          {521, EventKind::Press, Button::Middle},
                                                          {522, EventKind::Scroll, Button::None},
                                                          {523, EventKind::Press, Button::Other},
                                                          {524, EventKind::Release, Button::Other}}};
    for (const Message& message : messages) {
        if (message.code == *code) {
            raw->event.kind = message.kind;
            raw->event.button = message.button;
            return raw;
        }
    }
    return std::nullopt;
}

}  // namespace

domains::ReadOutcome BalabitReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    const auto meaning = [](const Row& row) -> std::optional<RawEvent> {
        auto raw = placedEvent(row, 6, 1, 4, 5, 1);
        const auto recorded = numberIn(row, 0);
        if (!raw || !recorded || !takeState(raw->event, row.cells[2], row.cells[3])) {
            return std::nullopt;
        }
        raw->recorded = *recorded;
        return raw;
    };
    return readKnown(*this,
                     {"record timestamp,client timestamp,button,state,x,y", meaning, "time: client timestamp, seconds"},
                     request, progress);
}

domains::ReadOutcome SapiMouseReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    const auto meaning = [](const Row& row) -> std::optional<RawEvent> {
        auto raw = placedEvent(row, 5, 0, 3, 4, 1e-3);
        if (!raw || !takeState(raw->event, row.cells[1], row.cells[2])) {
            return std::nullopt;
        }
        return raw;
    };
    return readKnown(*this, {"client timestamp,button,state,x,y", meaning, "time: client timestamp, milliseconds"},
                     request, progress);
}

domains::ReadOutcome ChaoShenReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    return readKnown(
        *this,
        {"x,y,eventcode,eventname,timestamp,processid", chaoShenEvent, "time: tick count, milliseconds", "ProcessID"},
        request, progress);
}

}  // namespace sightline::mouse
