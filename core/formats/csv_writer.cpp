#include "core/formats/csv_writer.h"

#include "core/base/text.h"

namespace sightline::formats {

std::string csvCell(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos && trim(text).size() == text.size()) {
        return std::string(text);
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c;
        if (c == '"') {
            quoted += c;
        }
    }
    return quoted + '"';
}

std::string csvLine(const std::vector<std::string>& cells)
{
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += (i > 0 ? "," : "") + csvCell(cells[i]);
    }
    return line + '\n';
}

}  // namespace sightline::formats
