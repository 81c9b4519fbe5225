// Comma-separated text that any program reads back (RFC 4180).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sightline::formats {

/// The text as one cell: quoted where it holds a comma, a quote, a line end, or blanks at its ends.
std::string csvCell(std::string_view text);
/// The cells as one line, with "\n".
std::string csvLine(const std::vector<std::string>& cells);

}  // namespace sightline::formats
