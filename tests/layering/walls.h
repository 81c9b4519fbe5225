// Who may include what, as data: the walls of the house.
#pragma once

#include <cctype>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sightline::layering {

inline bool startsWith(std::string_view text, std::string_view prefix)
{
    return text.substr(0, prefix.size()) == prefix;
}
inline bool endsWith(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// The room a file path (from the top, forward slashes) lies in: "core/base", "core/learning/torch",
/// "core/domains/pumpcards", "widgets", "ui", "app"; "tests"; "" for anything else.
inline std::string roomOf(const std::string& path)
{
    for (const char* top : {"app", "ui", "widgets", "tests"}) {
        if (startsWith(path, std::string(top) + "/")) {
            return top;
        }
    }
    if (!startsWith(path, "core/")) {
        return {};
    }
    const auto slash = path.find('/', 5);
    std::string room = path.substr(0, slash);
    if (slash != std::string::npos && (room == "core/domains" || room == "core/learning")) {
        const auto next = path.find('/', slash + 1);
        if (next != std::string::npos) {
            room = path.substr(0, next);
        }
    }
    return room;
}

/// A kind of signal: its room lies inside core/domains.
inline bool isDomainRoom(const std::string& room)
{
    return startsWith(room, "core/domains/");
}

/// What a room may include besides itself, core/data and core/base. A room that is not listed is a new room: the wall
/// must be thought about first.
inline const std::map<std::string, std::set<std::string>>& walls()
{
    static const std::map<std::string, std::set<std::string>> table = {
        {"core/base", {}},
        {"core/data", {}},
        {"core/formats", {}},
        {"core/dsp", {}},
        {"core/imaging", {}},
        {"core/learning", {}},
        {"core/learning/torch", {"core/learning"}},
        {"core/domains", {"core/formats", "core/imaging", "core/dsp"}},
        {"core/jobs", {}},
        {"core/workspace", {}},
        {"core/diagnosis", {"core/workspace", "core/jobs", "core/domains", "core/learning"}},
        // Training and judging must be the same way through the same functions, hence the one neighbour.
        {"core/retraining", {"core/workspace", "core/jobs", "core/domains", "core/learning", "core/diagnosis"}},
        // Reusable widgets know nothing of pumps, mice or whales, nor of where labels live.
        {"widgets", {"core/formats", "core/imaging", "core/dsp", "core/learning", "core/jobs"}},
        {"ui",
         {"widgets", "core/formats", "core/imaging", "core/dsp", "core/learning", "core/jobs", "core/workspace",
          "core/domains", "core/diagnosis", "core/retraining"}},
        {"app",
         {"ui", "widgets", "core/formats", "core/imaging", "core/dsp", "core/learning", "core/jobs", "core/workspace",
          "core/domains", "core/diagnosis", "core/retraining"}},
    };
    return table;
}

inline bool mayInclude(const std::string& from, const std::string& to)
{
    if (from == "tests" || from == to || to == "core/base") {
        return true;
    }
    if (to == "core/data") {
        return from != "core/base";
    }
    if (isDomainRoom(to)) {
        // Only the list of domains and the view of each name a kind of signal.
        return from == "core/domains" || from == "ui";
    }
    if (isDomainRoom(from)) {
        return to == "core/domains" || walls().at("core/domains").contains(to);
    }
    const auto wall = walls().find(from);
    return wall != walls().end() && wall->second.contains(to);
}

/// A third-party library: how its headers begin, in which rooms they may stand, whether in a header of that room too.
struct Library {
    const char* prefix;
    std::vector<std::string> rooms;
    bool inHeaders = false;
};

inline const std::vector<Library>& libraries()
{
    static const std::vector<Library> table = {
        {"torch/", {"core/learning/torch"}},
        {"ATen/", {"core/learning/torch"}},
        {"c10/", {"core/learning/torch"}},
        {"xnnpack.h", {"core/learning/torch"}},
        {"pthreadpool.h", {"core/learning/torch"}},
        {"opencv2/", {"core/imaging"}},
        {"kiss", {"core/dsp"}},
        {"samplerate.h", {"core/dsp"}},
        {"sndfile", {"core/formats", "tests"}},
        {"fftw3.h", {"tests"}},
        {"zip.h", {"core/formats"}},
        {"zipconf.h", {"core/formats"}},
        {"pugi", {"core/formats"}},
        {"qcustomplot.h", {"widgets"}},
        {"CLI/", {"app"}},
        {"spdlog/", {"app"}},
        {"tl/expected.hpp", {"core/base"}, true},
        {"doctest/", {"tests"}, true},
        {"QtTest", {"tests"}, true},
        {"QTest", {"tests"}, true},
        {"QSignalSpy", {"tests"}, true},
        {"QSql", {"core/workspace", "tests"}, true},
        {"QtSql", {"core/workspace", "tests"}, true},
    };
    return table;
}

/// Headers of the operating system and of compilers that end in .h; C++'s own have neither dot nor slash.
inline bool isSystemHeader(const std::string& header)
{
    static const std::set<std::string> known = {
        "cxxabi.h",    "direct.h", "dlfcn.h",  "errno.h",  "execinfo.h", "fcntl.h",   "immintrin.h",
        "io.h",        "link.h",   "malloc.h", "poll.h",   "process.h",  "pthread.h", "sched.h",
        "signal.h",    "stdio.h",  "stdlib.h", "string.h", "time.h",     "unistd.h",  "windows.h",
        "x86intrin.h", "psapi.h",  "limits.h", "spawn.h",  "termios.h",  "stdint.h",  "math.h",
        "langinfo.h",  "locale.h", "glob.h",   "iconv.h",  "pwd.h",
    };
    const bool standard = header.find_first_of("./") == std::string::npos && header.front() >= 'a';
    return standard || startsWith(header, "sys/") || startsWith(header, "linux/") || known.contains(header);
}

/// Rooms of plain C++: no Qt header at all.
inline bool isQtFree(const std::string& room)
{
    static const std::set<std::string> rooms = {"core/base",    "core/data",     "core/formats", "core/dsp",
                                                "core/imaging", "core/learning", "core/domains", "core/learning/torch"};
    return rooms.contains(room) || isDomainRoom(room);
}

inline bool isQtHeader(const std::string& header)
{
    return header.size() > 1 && header[0] == 'Q' &&
           (std::isupper(static_cast<unsigned char>(header[1])) || header[1] == 't');
}

/// Qt's window half, forbidden in core (Qt Core is all a core room may use, and SQL in the workspace).
inline bool isQtWindowHeader(const std::string& header)
{
    static const std::regex pattern(
        "(QtGui|QtWidgets|QtSvg|QtNetwork|QtPrintSupport)\\b.*|Q(Gui)?Application|QWidget.*|Q.*Widget|QMainWindow|"
        "QDialog.*|"
        "Q(Message|Combo|Check|Group|Spin)Box|Q.*Button|QLabel|QAction|QMenu.*|QImage.*|QPixmap.*|QPaint.*|QColor|"
        "QFont.*|"
        "QIcon|QPen|QBrush|QPolygon.*|QPrinter.*|QScreen|QStyle.*|Q.*Layout|QClipboard|QSvg.*|QLocal(Socket|Server)|"
        "QTcp.*|QNetwork.*");
    return std::regex_match(header, pattern);
}

}  // namespace sightline::layering
