#include "core/domains/mouse/readers/readings.h"

#include <cmath>

#include "core/base/text.h"

namespace sightline::mouse {

namespace {

std::string_view cellAt(const formats::Row& row, std::optional<std::size_t> column)
{
    return column && *column < row.cells.size() ? row.cells[*column] : std::string_view();
}

Pointer pointerWord(std::string_view text)
{
    const std::string word = lowerAscii(trim(text));
    return word == "mouse"   ? Pointer::Mouse
           : word == "pen"   ? Pointer::Pen
           : word == "touch" ? Pointer::Touch
                             : Pointer::Unknown;
}

bool isClick(Word word)
{
    return word == Word::Press || word == Word::Click || word == Word::ContextMenu || word == Word::DoubleClick;
}

/// Nothing for a row that lacks its time.
std::optional<Reading> readingOf(const formats::Row& row, const Columns& columns)
{
    const auto time = parseNumber(cellAt(row, columns.find(Role::Time)));
    if (!time) {
        return std::nullopt;
    }
    Reading reading;
    reading.time = *time;
    reading.line = row.line;
    const std::string_view x = cellAt(row, columns.find(Role::X));
    const std::string_view y = cellAt(row, columns.find(Role::Y));
    const auto isAbsent = [](std::string_view text) { return text.empty() || equalsIgnoreCase(text, "nan"); };
    const auto right = parseNumber(x);
    const auto down = parseNumber(y);
    if ((!right && !isAbsent(x)) || (!down && !isAbsent(y))) {
        return std::nullopt;
    }
    reading.x = right.value_or(std::numeric_limits<double>::quiet_NaN());
    reading.y = down.value_or(std::numeric_limits<double>::quiet_NaN());
    reading.scroll = parseNumber(cellAt(row, columns.find(Role::ScrollY))).value_or(0);
    const std::string_view button = cellAt(row, columns.find(Role::Button));
    if (const auto code = parseNumber(button)) {
        reading.code = static_cast<int>(*code);
    } else if (columns.find(Role::Button)) {
        reading.button = buttonWord(button);
    }
    const std::string_view word = cellAt(row, columns.find(Role::Event));
    reading.word = columns.find(Role::Event) ? eventWord(word) : Word::Move;
    reading.pointer =
        startsWithIgnoreCase(word, "touch") ? Pointer::Touch : pointerWord(cellAt(row, columns.find(Role::Pointer)));
    return reading;
}

}  // namespace

Result<ReadTable> readRows(formats::RowSource& rows, const Columns& columns, Progress& progress)
{
    ReadTable read;
    read.hasEvents = columns.find(Role::Event).has_value();
    std::map<std::string, std::size_t, std::less<>> sessionOf;
    std::string lastId;
    std::size_t last = 0;
    formats::Row row;
    std::size_t count = 0;
    while (rows.next(row)) {
        constexpr std::size_t rowsBetweenQuestions = 0x3FFF;
        if ((++count & rowsBetweenQuestions) == 0 && progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "reading was stopped");
        }
        auto reading = readingOf(row, columns);
        if (!reading) {
            read.lost.add(dropped::malformed, row.line);
            continue;
        }
        if (reading->word == Word::Unknown) {
            read.lost.add(dropped::otherEvent, row.line);
            continue;
        }
        read.hasPresses = read.hasPresses || reading->word == Word::Press;
        if (reading->code != noCode) {
            read.numericButtons = true;
            if (isClick(reading->word)) {
                ++read.pressesWith[reading->code];
            }
        }
        const std::string_view id = cellAt(row, columns.find(Role::Session));
        const std::string_view user = cellAt(row, columns.find(Role::User));
        const bool bySession = columns.find(Role::Session).has_value();
        const std::string_view name = bySession ? id : user;
        if (read.sessions.empty() || name != lastId) {
            lastId = std::string(name);
            const auto found = sessionOf.find(lastId);
            last = found == sessionOf.end() ? read.sessions.size() : found->second;
            if (found == sessionOf.end()) {
                sessionOf.emplace(lastId, last);
                read.sessions.push_back({bySession ? std::string(id) : std::string(),
                                         std::string(user),
                                         std::string(cellAt(row, columns.find(Role::Label))),
                                         {}});
            }
        }
        read.sessions[last].rows.push_back(*reading);
    }
    return read;
}

bool countsInShares(const ReadTable& read)
{
    bool fraction = false;
    for (const ReadSession& session : read.sessions) {
        for (const Reading& reading : session.rows) {
            if (!std::isnan(reading.x) && !std::isnan(reading.y)) {
                if (reading.x < 0 || reading.x > 1 || reading.y < 0 || reading.y > 1) {
                    return false;
                }
                fraction = fraction || (reading.x != 0 && reading.x != 1);
            }
        }
    }
    return fraction;
}

}  // namespace sightline::mouse
