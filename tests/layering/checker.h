// Judges the text of one file by the walls.
#pragma once

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/layering/walls.h"

namespace sightline::layering {

struct Include {
    int line = 0;
    bool angle = false;
    std::string header;
};

inline std::vector<Include> includesOf(const std::string& text)
{
    static const std::regex pattern(R"(^\s*#\s*include(?:_next)?\s*([<"])([^>"]+)[>"].*)");
    std::vector<Include> found;
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        std::smatch match;
        if (line.find('#') != std::string::npos && std::regex_match(line, match, pattern)) {
            found.push_back({number, match[1] == "<", match[2]});
        }
    }
    return found;
}

/// Why this third-party or system header must not stand in this file; empty when it may.
inline std::string foreignViolation(const std::string& path, const std::string& room, const std::string& header)
{
    const bool isHeader = endsWith(path, ".h");
    if (header == "nlohmann/json_fwd.hpp") {
        return {};
    }
    if (startsWith(header, "nlohmann/")) {
        static const std::set<std::string> rooms = {"core/data", "core/learning", "core/retraining", "tests"};
        return isHeader && !rooms.contains(room) ? "JSON may stand in .cpp files here, not in headers" : "";
    }
    for (const Library& library : libraries()) {
        if (!startsWith(header, library.prefix)) {
            continue;
        }
        if (std::find(library.rooms.begin(), library.rooms.end(), room) == library.rooms.end()) {
            return "belongs to " + library.rooms.front() + " alone";
        }
        return isHeader && !library.inHeaders ? "may stand in .cpp files only" : "";
    }
    if (isQtHeader(header)) {
        if (isQtFree(room)) {
            return "this room is plain C++, without Qt";
        }
        if (startsWith(room, "core/") && isQtWindowHeader(header)) {
            return "core rooms may use Qt Core, not its window half";
        }
        return {};
    }
    return isSystemHeader(header) ? "" : "is no known library: give it one room in tests/layering/walls.h";
}

/// Every violation in one file, as "path:line: header: why". `exists` answers whether a path from the top is there.
template <class Exists>
std::vector<std::string> violationsIn(const std::string& path, const std::string& text, Exists exists)
{
    std::vector<std::string> violations;
    const std::string room = roomOf(path);
    if (room != "tests" && !isDomainRoom(room) && !walls().contains(room)) {
        violations.push_back(path + ":1: lies in no known room: give it walls in tests/layering/walls.h");
        return violations;
    }
    for (const Include& include : includesOf(text)) {
        std::string why;
        const std::string target = roomOf(include.header);
        if (include.angle) {
            why = target.empty() || target == "app" || target == "ui" ? foreignViolation(path, room, include.header)
                                                                      : "own headers are included with quotes";
        } else if (endsWith(include.header, ".moc")) {
            continue;
        } else if (room == "tests" && exists(path.substr(0, path.rfind('/') + 1) + include.header)) {
            continue;  // a test's own helper, beside it
        } else if (target.empty()) {
            why = exists(include.header) ? "lies outside the rooms"
                                         : "own headers are named from the top, foreign ones with <>";
        } else if (!exists(include.header)) {
            why = "is not there";
        } else if (!mayInclude(room, target)) {
            why = room + " must not look into " + target;
        }
        if (!why.empty()) {
            violations.push_back(path + ":" + std::to_string(include.line) + ": " + include.header + ": " + why);
        }
    }
    return violations;
}

/// The most files that may include torch's headers: each costs half a minute and a gigabyte.
inline constexpr std::size_t mostTorchFiles = 8;

/// Entries of the top folder that have no business there.
inline std::vector<std::string> strangersAtTheTop(const std::vector<std::string>& entries)
{
    static const std::set<std::string> known = {"CMakeLists.txt",
                                                "app",
                                                "ui",
                                                "widgets",
                                                "core",
                                                "resources",
                                                "translations",
                                                "tests",
                                                "packaging",
                                                "README.md",
                                                "LICENSE",
                                                "CMakePresets.json",
                                                "CMakeUserPresets.json",
                                                "compile_commands.json"};
    std::vector<std::string> strangers;
    for (const std::string& entry : entries) {
        // Dot files belong to tools; build folders are nobody's source.
        if (!known.contains(entry) && entry.front() != '.' && !startsWith(entry, "build") &&
            !endsWith(entry, ".user")) {
            strangers.push_back(entry);
        }
    }
    return strangers;
}

}  // namespace sightline::layering
