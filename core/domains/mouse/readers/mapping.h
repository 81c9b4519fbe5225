// From columns with any names to events: what each column is, in which unit time counts, which code is which button.
#pragma once

#include <string>
#include <vector>

#include "core/domains/mouse/readers/session_file.h"
#include "core/formats/row_source.h"

namespace sightline::mouse {

/// A table of events, whatever container its rows come from.
struct EventTable {
    std::vector<std::string> names;  ///< of the columns; the rows hold as many cells
    formats::RowSource& rows;        ///< without the header
    std::string reader;              ///< id, for the layout
};

/// True where time, x and y are columns by their names or by the answers.
bool holdsEvents(const std::vector<std::string>& names, const Answers& answers);

/// Fills sessions, questions, assumptions and findings of `file`. Sessions come in order of appearance, by the session
/// column where there is one. Invalid: an answer that names no column or is none of the choices. NotMine: no column of
/// time or position. Cancelled.
Result<void> takeEvents(EventTable& table, const Answers& answers, SessionFile& file, Progress& progress);

}  // namespace sightline::mouse
