#include "core/domains/mouse/readers/mapping.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/domains/mouse/readers/units.h"

namespace sightline::mouse {

namespace {

/// Events from readings: words of events where there are any, else presses and releases from what is held.
class EventMaker {
public:
    EventMaker(const ReadTable& read, Codes codes, double seconds, double perX, double perY)
        : m_read(read), m_codes(codes), m_seconds(seconds), m_perX(perX), m_perY(perY)
    {
    }

    void take(const Reading& reading, std::vector<RawEvent>& events)
    {
        RawEvent raw;
        raw.line = reading.line;
        raw.event.seconds = reading.time * m_seconds;
        raw.event.x = static_cast<float>(reading.x * m_perX);
        raw.event.y = static_cast<float>(reading.y * m_perY);
        raw.event.pointer = reading.pointer;
        switch (reading.word) {
            case Word::Press:
            case Word::Release:
                raw.event.kind = reading.word == Word::Press ? EventKind::Press : EventKind::Release;
                raw.event.button = buttonOfReading(reading);
                events.push_back(raw);
                break;
            case Word::Click:
            case Word::ContextMenu:
            case Word::DoubleClick:
                if (!m_read.hasPresses && reading.word != Word::DoubleClick) {
                    raw.event.kind = EventKind::Press;
                    raw.event.button = reading.word == Word::ContextMenu ? Button::Right : buttonOfReading(reading);
                    events.push_back(raw);
                    raw.event.kind = EventKind::Release;
                    events.push_back(raw);
                }
                break;
            case Word::Scroll:
                raw.event.kind = EventKind::Scroll;
                raw.event.scrollY = static_cast<float>(reading.scroll);
                events.push_back(raw);
                break;
            case Word::Leave:
                raw.event.kind = EventKind::Leave;
                events.push_back(raw);
                break;
            case Word::Resize:
                raw.event.kind = EventKind::Resize;
                events.push_back(raw);
                break;
            default:
                events.push_back(raw);
                if (!m_read.hasEvents) {
                    followHeld(reading, raw, events);
                }
        }
    }

private:
    [[nodiscard]] Button buttonOfReading(const Reading& reading) const
    {
        if (reading.code != noCode) {
            return buttonOf(reading.code, m_codes);
        }
        return reading.button && *reading.button != Button::None ? *reading.button : Button::Left;
    }

    /// Without words of events a button is pressed where it begins to be named.
    void followHeld(const Reading& reading, RawEvent raw, std::vector<RawEvent>& events)
    {
        const Button now = reading.code > 0 ? buttonOf(reading.code, m_codes) : reading.button.value_or(Button::None);
        if (now == m_held) {
            return;
        }
        if (m_held != Button::None) {
            raw.event.kind = EventKind::Release;
            raw.event.button = m_held;
            events.push_back(raw);
        }
        if (now != Button::None) {
            raw.event.kind = EventKind::Press;
            raw.event.button = now;
            events.push_back(raw);
        }
        m_held = now;
    }

    const ReadTable& m_read;
    Codes m_codes;
    double m_seconds;
    double m_perX;
    double m_perY;
    Button m_held = Button::None;
};

std::string labelWord(const std::string& columnName, const std::string& text)
{
    std::string ignored;
    const std::string name = plainName(columnName, ignored);
    const bool yes = text == "1" || equalsIgnoreCase(text, "true") || equalsIgnoreCase(text, "yes");
    const bool no = text == "0" || equalsIgnoreCase(text, "false") || equalsIgnoreCase(text, "no");
    if (yes || no) {
        if (name == "isbot") {
            return yes ? "machine" : "human";
        }
        if (name == "ishuman") {
            return yes ? "human" : "machine";
        }
        if (name == "isillegal") {
            return yes ? "impostor" : "";
        }
    }
    return text;
}

void dropPrivate(const EventTable& table, const Columns& columns, std::int64_t rows, SessionFile& file)
{
    for (std::size_t i = 0; i < table.names.size(); ++i) {
        const bool used =
            std::any_of(columns.of.begin(), columns.of.end(), [i](const auto& entry) { return entry.second == i; });
        if (!used && isPrivateField(table.names[i])) {
            file.droppedForPrivacy[table.names[i]] = rows;
        }
    }
}

}  // namespace

bool holdsEvents(const std::vector<std::string>& names, const Answers& answers)
{
    const auto columns = columnsOf(names, answers);
    return !columns || columns->holdEvents();
}

Result<void> takeEvents(EventTable& table, const Answers& answers, SessionFile& file, Progress& progress)
{
    const auto columns = columnsOf(table.names, answers);
    if (!columns) {
        return tl::unexpected(columns.error());
    }
    if (!columns->holdEvents()) {
        return fail(ErrorCode::NotMine, "no column of time or position");
    }
    const auto read = readRows(table.rows, *columns, progress);
    if (!read) {
        return tl::unexpected(read.error());
    }
    for (const auto& [role, column] : columns->of) {
        file.assumptions.push_back(std::string(roleKey(role)) + ": column \"" + table.names[column] + "\"");
    }
    const auto seconds = secondsPerUnit(*read, *columns, answers, file);
    if (!seconds) {
        return tl::unexpected(seconds.error());
    }
    const auto buttons = columns->find(Role::Button);
    const auto codes = buttonCodes(*read, buttons ? table.names[*buttons] : std::string(), answers, file);
    if (!codes) {
        return tl::unexpected(codes.error());
    }
    const bool shares = countsInShares(*read);
    if (shares) {
        file.assumptions.emplace_back("positions are shares of a screen; taken as of 1920 x 1080 pixels");
    }
    std::int64_t rows = 0;
    for (const ReadSession& one : read->sessions) {
        RawSession raw;
        raw.session.id = one.id;
        raw.session.account = one.user;
        raw.session.label =
            columns->find(Role::Label) ? labelWord(table.names[columns->of.at(Role::Label)], one.label) : std::string();
        raw.events.reserve(one.rows.size());
        EventMaker maker(*read, codes->value_or(Codes::None), *seconds, shares ? 1920 : 1, shares ? 1080 : 1);
        for (const Reading& reading : one.rows) {
            maker.take(reading, raw.events);
        }
        rows += static_cast<std::int64_t>(one.rows.size());
        file.sessions.push_back(std::move(raw));
    }
    read->lost.addTo(file.findings);
    dropPrivate(table, *columns, rows, file);
    file.layout = table.reader + "|" + lowerAscii(join(table.names, ","));
    return {};
}

}  // namespace sightline::mouse
