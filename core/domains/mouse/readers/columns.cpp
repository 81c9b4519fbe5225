#include "core/domains/mouse/readers/columns.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/domains/mouse/readers/session_file.h"

namespace sightline::mouse {

namespace {

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

}  // namespace

const char* roleKey(Role role)
{
    const auto found = std::find_if(roleWords().begin(), roleWords().end(),
                                    [role](const RoleWords& words) { return words.role == role; });
    return found->key;
}

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

}  // namespace sightline::mouse
