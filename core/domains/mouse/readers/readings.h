// A table's rows as readings: the numbers and words of each, before anybody has decided what they count in.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/domains/mouse/readers/columns.h"
#include "core/domains/mouse/readers/session_file.h"
#include "core/formats/row_source.h"

namespace sightline::mouse {

inline constexpr int noCode = std::numeric_limits<int>::min();

/// One row, its numbers as the file has them.
struct Reading {
    double time = 0;
    double x = std::numeric_limits<double>::quiet_NaN();
    double y = std::numeric_limits<double>::quiet_NaN();
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
    std::vector<ReadSession> sessions;  ///< in order of appearance
    Dropped lost;
    bool hasEvents = false;  ///< an event column
    bool hasPresses = false;
    bool numericButtons = false;
    std::map<int, std::size_t> pressesWith;  ///< code of a button → presses
};

/// By the session column, else by the user's, else one session. Cancelled.
Result<ReadTable> readRows(formats::RowSource& rows, const Columns& columns, Progress& progress);

/// All positions between 0 and 1, and not all whole: shares of a screen.
bool countsInShares(const ReadTable& read);

}  // namespace sightline::mouse
