// What the numbers of a table count in: the unit of its times, the codes of its buttons. Answered, named by the column,
// given away by the data, or else asked.
#pragma once

#include <optional>
#include <string>

#include "core/domains/mouse/readers/readings.h"

namespace sightline::mouse {

/// Keys of the answers (--map); those of the columns are roleKey()'s.
namespace key {
inline constexpr const char* timeUnit = "time_unit";        ///< s, ms, us, ticks (100 ns)
inline constexpr const char* buttonCodes = "button_codes";  ///< dom, which, mask
}  // namespace key

/// Seconds per unit of the time column; where it must be asked, 1 and a question of the file's. Says in the file's
/// assumptions what was taken. Invalid: an answer that is no unit.
Result<double> secondsPerUnit(const ReadTable& read, const Columns& columns, const Answers& answers, SessionFile& file);

/// How a column of buttons counts: the DOM's `button` (0 left), `which` (1 left, 3 right), a mask (2 right); None:
/// words.
enum class Codes { None, Dom, Which, Mask };
Button buttonOf(int code, Codes codes);

/// Nothing where it must be asked; that is then among the file's questions. `columnName`: of the buttons. Invalid: an
/// answer that is no scheme.
Result<std::optional<Codes>> buttonCodes(const ReadTable& read, const std::string& columnName, const Answers& answers,
                                         SessionFile& file);

}  // namespace sightline::mouse
