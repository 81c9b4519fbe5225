#include "core/domains/mouse/readers/mapping.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "core/base/text.h"

namespace sightline::mouse {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr int noCode = std::numeric_limits<int>::min();

struct RoleWords {
    Role role;
    const char* key;
    std::vector<std::string_view> names;  ///< lower case, without blanks, dashes and units
};

const std::vector<RoleWords>& roleWords()
{
    static const std::vector<RoleWords> words = {
        {Role::Time,
         "time",
         {"clienttimestamp", "timestamp", "time", "t", "ts", "elapsed", "elapsedtime", "eventtime", "cursor", "millis",
          "milliseconds", "ms", "epoch", "tick", "ticks"}},
        {Role::X,
         "x",
         {"x", "xpos", "posx", "clientx", "pagex", "screenx", "mousex", "xcoord", "xcoordinate", "coordx", "xposition",
          "positionx", "cursorx", "pointerx"}},
        {Role::Y,
         "y",
         {"y", "ypos", "posy", "clienty", "pagey", "screeny", "mousey", "ycoord", "ycoordinate", "coordy", "yposition",
          "positiony", "cursory", "pointery"}},
        {Role::Button, "button", {"button", "buttons", "which", "btn", "mousebutton", "buttoncode"}},
        {Role::Event, "event", {"event", "state", "eventtype", "type", "kind", "action", "eventname", "status"}},
        {Role::Session, "session", {"session", "sessionid", "sid", "trajectory", "trajectoryid", "trial", "trialid"}},
        {Role::User,
         "user",
         {"user", "userid", "username", "subject", "subjectid", "participant", "participantid", "account", "uid"}},
        {Role::Label, "label", {"label", "class", "isbot", "ishuman", "isillegal", "target"}},
        {Role::Pointer, "pointer", {"pointer", "pointertype"}},
        {Role::ScrollY, "scroll", {"wheel", "deltay", "scrolly", "dy"}}};
    return words;
}

/// "Client X (px)" → "clientx"; the unit of a time at its end is cut off and returned.
std::string plainName(std::string_view name, std::string& unit)
{
    std::string lower = lowerAscii(trim(name));
    for (const auto& [ending, meaning] : std::array<std::pair<std::string_view, const char*>, 10>{{{"(ms)", "ms"},
                                                                                                   {"[ms]", "ms"},
                                                                                                   {"_ms", "ms"},
                                                                                                   {" ms", "ms"},
                                                                                                   {"(s)", "s"},
                                                                                                   {"[s]", "s"},
                                                                                                   {"_s", "s"},
                                                                                                   {"_us", "us"},
                                                                                                   {"(us)", "us"},
                                                                                                   {"_sec", "s"}}}) {
        if (lower.size() > ending.size() && lower.ends_with(ending)) {
            unit = meaning;
            lower.resize(lower.size() - ending.size());
            break;
        }
    }
    std::erase_if(lower, [](char c) { return c == ' ' || c == '_' || c == '-' || c == '.' || c == '"'; });
    const std::size_t bracket = lower.find_first_of("([");
    return lower.substr(0, bracket);
}

struct Columns {
    std::map<Role, std::size_t> of;
    std::string timeUnit;  ///< as the column's name says, or empty

    [[nodiscard]] std::optional<std::size_t> find(Role role) const
    {
        const auto found = of.find(role);
        return found == of.end() ? std::nullopt : std::optional(found->second);
    }
};

/// The column an answer names: by its name in any case, else by its number from 1.
Result<std::size_t> columnNamed(const std::vector<std::string>& names, const std::string& key, const std::string& text)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (equalsIgnoreCase(trim(names[i]), text)) {
            return i;
        }
    }
    const auto number = parseInteger(text);
    if (number && *number >= 1 && static_cast<std::size_t>(*number) <= names.size()) {
        return static_cast<std::size_t>(*number) - 1;
    }
    return fail(ErrorCode::Invalid,
                key + "=" + text + " names no column; there are " + join(names, ", ") + " (or a number from 1)");
}

Result<Columns> columnsOf(const std::vector<std::string>& names, const Answers& answers)
{
    Columns columns;
    for (const RoleWords& words : roleWords()) {
        if (const auto answer = answerTo(answers, words.key)) {
            if (equalsIgnoreCase(*answer, "none")) {
                continue;
            }
            auto column = columnNamed(names, words.key, *answer);
            if (!column) {
                return tl::unexpected(column.error());
            }
            columns.of[words.role] = *column;
            continue;
        }
        // The words are in order of preference, so that "client timestamp" wins over "record timestamp".
        for (const std::string_view word : words.names) {
            for (std::size_t i = 0; i < names.size() && columns.of.count(words.role) == 0; ++i) {
                std::string unit;
                if (plainName(names[i], unit) == word) {
                    columns.of[words.role] = i;
                }
            }
        }
    }
    if (const auto time = columns.find(Role::Time)) {
        static_cast<void>(plainName(names[*time], columns.timeUnit));
        if (columns.timeUnit.empty() && lowerAscii(names[*time]).find("milli") != std::string::npos) {
            columns.timeUnit = "ms";
        }
    }
    return columns;
}

/// One row, its numbers as the file has them.
struct Reading {
    double time = 0;
    double x = nan;
    double y = nan;
    double scroll = 0;
    int code = noCode;             ///< of a button column with numbers
    std::optional<Button> button;  ///< of a button column with words
    Word word = Word::Unknown;
    Pointer pointer = Pointer::Unknown;
    std::int64_t line = 0;
};

struct ReadSession {
    std::string id;
    std::string user;
    std::string label;
    std::vector<Reading> rows;
};

struct ReadTable {
    std::vector<ReadSession> sessions;
    Dropped lost;
    std::map<std::string, std::int64_t> unknownWords;
    bool hasEvents = false;  ///< an event column
    bool hasPresses = false;
    bool numericButtons = false;
    std::set<int> pressCodes;
    std::map<int, std::size_t> pressesWith;
};

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
    reading.x = right.value_or(nan);
    reading.y = down.value_or(nan);
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

Result<ReadTable> readRows(EventTable& table, const Columns& columns, Progress& progress)
{
    ReadTable read;
    read.hasEvents = columns.find(Role::Event).has_value();
    std::map<std::string, std::size_t, std::less<>> sessionOf;
    std::string lastId;
    std::size_t last = 0;
    formats::Row row;
    std::size_t count = 0;
    std::int64_t lastBroken = 0;
    while (table.rows.next(row)) {
        constexpr std::size_t rowsBetweenQuestions = 0x3FFF;
        if ((++count & rowsBetweenQuestions) == 0 && progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "reading was stopped");
        }
        auto reading = readingOf(row, columns);
        if (!reading) {
            read.lost.add(dropped::malformed, row.line);
            lastBroken = row.line;
            continue;
        }
        if (reading->word == Word::Unknown) {
            ++read.unknownWords[std::string(cellAt(row, columns.find(Role::Event)))];
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
    static_cast<void>(lastBroken);
    return read;
}

/// Middle step between different times of the longest session; 0 where no time passes.
double medianStep(const ReadTable& read)
{
    const auto longest = std::max_element(read.sessions.begin(), read.sessions.end(),
                                          [](const auto& a, const auto& b) { return a.rows.size() < b.rows.size(); });
    std::vector<double> steps;
    for (std::size_t i = 1; longest != read.sessions.end() && i < longest->rows.size(); ++i) {
        const double step = longest->rows[i].time - longest->rows[i - 1].time;
        if (step > 0) {
            steps.push_back(step);
        }
    }
    if (steps.empty()) {
        return 0;
    }
    const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
    std::nth_element(steps.begin(), middle, steps.end());
    return *middle;
}

struct TimeUnit {
    const char* id;
    double seconds;
    const char* name;
};
constexpr std::array<TimeUnit, 4> timeUnits = {{{"s", 1, "seconds"},
                                                {"ms", 1e-3, "milliseconds"},
                                                {"us", 1e-6, "microseconds"},
                                                {"ticks", 1e-7, "ticks of 100 ns"}}};

const TimeUnit* findUnit(std::string_view id)
{
    const auto* const found =
        std::find_if(timeUnits.begin(), timeUnits.end(), [&](const TimeUnit& unit) { return unit.id == id; });
    return found == timeUnits.end() ? nullptr : found;
}

/// The one unit in which a step lies between the two bounds; "" for none or several.
std::string onlyUnitBetween(double step, double shortest, double longest)
{
    std::string found;
    for (const TimeUnit& unit : timeUnits) {
        const double seconds = step * unit.seconds;
        if (seconds >= shortest && seconds <= longest) {
            if (!found.empty()) {
                return {};
            }
            found = unit.id;
        }
    }
    return found;
}

/// The unit in which a step between events is a pointer's usual one, else one it can be; "" where two fit. Times since
/// 1970 (ticks: since the year 1) give the unit away by their size.
std::string unitByData(double step, double first)
{
    struct Epoch {
        double from;
        double to;
        const char* unit;
    };
    for (const Epoch epoch :
         {Epoch{1e9, 3e9, "s"}, Epoch{1e12, 3e12, "ms"}, Epoch{1e15, 3e15, "us"}, Epoch{6e17, 7e17, "ticks"}}) {
        if (first >= epoch.from && first < epoch.to) {
            return epoch.unit;
        }
    }
    constexpr double usual = 0.004;
    constexpr double shortest = 0.0009;
    constexpr double longest = 0.31;
    const std::string likely = onlyUnitBetween(step, usual, longest);
    return likely.empty() ? onlyUnitBetween(step, shortest, usual) : likely;
}

Result<double> secondsPerUnit(const ReadTable& read, const Columns& columns, const Answers& answers, SessionFile& file)
{
    const auto answer = answerTo(answers, key::timeUnit);
    const double step = medianStep(read);
    const double first =
        read.sessions.empty() || read.sessions.front().rows.empty() ? 0 : read.sessions.front().rows.front().time;
    std::string id = answer ? *answer : !columns.timeUnit.empty() ? columns.timeUnit : unitByData(step, first);
    const char* from = answer ? "answered" : !columns.timeUnit.empty() ? "column name" : "by the steps";
    if (step == 0 && id.empty()) {
        id = "ms";  // no time passes: any unit will do
    }
    const TimeUnit* unit = findUnit(id);
    if (unit == nullptr && answer) {
        return fail(ErrorCode::Invalid, "time_unit=" + id + " cannot be read: use s, ms, us or ticks");
    }
    if (unit == nullptr) {
        Question question;
        question.key = key::timeUnit;
        question.text = "In which unit does the time column count?";
        for (const TimeUnit& one : timeUnits) {
            question.choices.push_back({one.id, one.name});
        }
        question.suggestion = step < 0.5 ? "s" : "ms";
        question.why = "the middle step between two events is " + formatNumber(step) +
                       ", which is no usual step in only one of the units";
        file.questions.push_back(std::move(question));
        return 1.0;
    }
    file.assumptions.push_back(std::string("time in ") + unit->name + " (" + from + ")");
    return unit->seconds;
}

enum class Codes { None, Dom, Which, Mask };

Button buttonOf(int code, Codes codes)
{
    switch (codes) {
        case Codes::Dom:
            return code == 0 ? Button::Left : code == 1 ? Button::Middle : code == 2 ? Button::Right : Button::Other;
        case Codes::Which:
            return code == 1 ? Button::Left : code == 2 ? Button::Middle : code == 3 ? Button::Right : Button::Other;
        case Codes::Mask:
            return (code & 1) != 0   ? Button::Left
                   : (code & 2) != 0 ? Button::Right
                   : (code & 4) != 0 ? Button::Middle
                                     : Button::Other;
        case Codes::None: break;
    }
    return Button::Left;
}

std::string clicksAs(const ReadTable& read, Codes codes)
{
    std::size_t left = 0;
    std::size_t right = 0;
    for (const auto& [code, count] : read.pressesWith) {
        const Button button = buttonOf(code, codes);
        left += button == Button::Left ? count : 0;
        right += button == Button::Right ? count : 0;
    }
    return "left clicks " + std::to_string(left) + ", right clicks " + std::to_string(right);
}

/// Nothing where it must be asked; that is then among the file's questions.
Result<std::optional<Codes>> buttonCodes(const ReadTable& read, const EventTable& table, const Columns& columns,
                                         const Answers& answers, SessionFile& file)
{
    struct Scheme {
        Codes codes;
        const char* id;
        const char* name;
    };
    static constexpr std::array<Scheme, 3> schemes = {{{Codes::Dom, "dom", "0 left, 1 middle, 2 right"},
                                                       {Codes::Which, "which", "1 left, 2 middle, 3 right"},
                                                       {Codes::Mask, "mask", "sum of 1 left, 2 right, 4 middle"}}};
    if (!read.numericButtons) {
        return Codes::None;
    }
    const auto chosen = [&](Codes codes, const char* from) {
        for (const Scheme& scheme : schemes) {
            if (scheme.codes == codes) {
                file.assumptions.push_back(std::string("buttons: ") + scheme.name + " (" + from +
                                           "): " + clicksAs(read, codes));
            }
        }
        return std::optional(codes);
    };
    if (const auto answer = answerTo(answers, key::buttonCodes)) {
        for (const Scheme& scheme : schemes) {
            if (*answer == scheme.id) {
                return chosen(scheme.codes, "answered");
            }
        }
        return fail(ErrorCode::Invalid, "button_codes=" + *answer + " cannot be read: use dom, which or mask");
    }
    std::string ignored;
    const std::string name = plainName(table.names[*columns.find(Role::Button)], ignored);
    if (name == "buttons" || !read.hasEvents) {
        return chosen(Codes::Mask, name == "buttons" ? "column name" : "no column of events");
    }
    if (name == "which") {
        return chosen(Codes::Which, "column name");
    }
    const auto has = [&](int code) { return read.pressesWith.count(code) != 0; };
    if (read.pressesWith.empty() || has(0)) {
        return chosen(Codes::Dom, read.pressesWith.empty() ? "no clicks" : "clicks with 0");
    }
    if (has(3)) {
        return chosen(Codes::Which, "clicks with 3");
    }
    if (has(4)) {
        return chosen(Codes::Mask, "clicks with 4");
    }
    Question question;
    question.key = key::buttonCodes;
    question.text = "Which number is which button?";
    std::vector<std::string> readings;
    for (const Scheme& scheme : schemes) {
        question.choices.push_back({scheme.id, scheme.name});
        readings.push_back(std::string(scheme.id) + ": " + clicksAs(read, scheme.codes));
    }
    question.suggestion = "which";
    question.why = "all clicks have the code 1 or 2 (" + join(readings, "; ") + ")";
    file.questions.push_back(std::move(question));
    return std::nullopt;
}

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

/// All positions between 0 and 1, and not all whole: shares of a screen.
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
    return !columns || (columns->find(Role::Time) && columns->find(Role::X) && columns->find(Role::Y));
}

Result<void> takeEvents(EventTable& table, const Answers& answers, SessionFile& file, Progress& progress)
{
    const auto columns = columnsOf(table.names, answers);
    if (!columns) {
        return tl::unexpected(columns.error());
    }
    if (!columns->find(Role::Time) || !columns->find(Role::X) || !columns->find(Role::Y)) {
        return fail(ErrorCode::NotMine, "no column of time or position");
    }
    const auto read = readRows(table, *columns, progress);
    if (!read) {
        return tl::unexpected(read.error());
    }
    for (const auto& [role, column] : columns->of) {
        const auto words = std::find_if(roleWords().begin(), roleWords().end(),
                                        [role = role](const RoleWords& one) { return one.role == role; });
        file.assumptions.push_back(std::string(words->key) + ": column \"" + table.names[column] + "\"");
    }
    const auto seconds = secondsPerUnit(*read, *columns, answers, file);
    if (!seconds) {
        return tl::unexpected(seconds.error());
    }
    const auto codes = buttonCodes(*read, table, *columns, answers, file);
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
