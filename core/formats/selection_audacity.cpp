// Audacity's labels: begin, end and text, and a second line with the band.
#include "core/base/text.h"
#include "core/formats/selection_parts.h"

namespace sightline::formats {

namespace {

constexpr const char* brokenLine =
    "a line was left out: a number is missing or cannot be read, or a band has no label above it";

bool isBandLine(std::string_view line)
{
    return line.substr(0, 1) == "\\";
}

bool hasSixDecimals(std::string_view cell)
{
    const std::size_t sign = cell.find_first_of(".,");
    return sign != std::string_view::npos && cell.size() - sign == 7;
}

}  // namespace

/// Three columns of numbers are some measurement: labels show a word, a band, or the six decimals Audacity writes.
bool looksLikeAudacity(std::string_view text)
{
    constexpr int linesToLookAt = 200;
    int good = 0;
    int bad = 0;
    bool sure = false;
    eachLine(text, [&](const SelectionLine& line) {
        const auto cells = split(line.text, '\t');
        if (isBandLine(line.text)) {
            sure = sure || (good > 0 && cells.size() == 3 && selectionNumber(cells[1]) && selectionNumber(cells[2]));
            return good > 0;
        }
        if (cells.size() >= 2 && cells.size() <= 3 && selectionNumber(cells[0]) && selectionNumber(cells[1])) {
            ++good;
            const std::string_view label = cells.size() == 3 ? trim(cells[2]) : std::string_view();
            const bool word = !label.empty() && !selectionNumber(label);
            sure =
                sure || word ||
                (cells.size() == 3 && hasSixDecimals(cells[0]) && hasSixDecimals(cells[1]) && !hasSixDecimals(label));
        } else {
            ++bad;
        }
        return good > 0 && good + bad < linesToLookAt;
    });
    return sure && good > bad;
}

Result<SelectionTable> readAudacity(std::string_view text, const std::string& file)
{
    SelectionTable table;
    table.kind = SelectionKind::Audacity;
    SelectionNotes notes(file);
    std::int64_t firstRow = 0;
    bool takesBand = false;  // the line above is a label that was kept
    bool dropsBand = false;  // it was left out: so is its band
    eachLine(text, [&](const SelectionLine& line) {
        const auto cells = split(line.text, '\t');
        if (isBandLine(line.text)) {
            const std::optional<double> low = cells.size() > 2 ? selectionNumber(cells[1]) : std::nullopt;
            const std::optional<double> high = cells.size() > 2 ? selectionNumber(cells[2]) : std::nullopt;
            if (takesBand && low && high) {
                table.boxes.back().hertz = selectionBand(low, high, notes, line.number);
            } else if (!dropsBand) {
                notes.add(Severity::Doubt, "broken_number", brokenLine, line.number);
            }
            takesBand = false;
            dropsBand = false;
            return true;
        }
        firstRow = firstRow == 0 ? line.number : firstRow;
        SelectionBox box;
        const std::optional<double> begin = selectionSeconds(cells[0]);
        const std::optional<double> end = cells.size() > 1 ? selectionNumber(cells[1]) : std::nullopt;
        if (begin && end) {
            box.seconds = {*begin, *end};
        } else {
            notes.add(Severity::Doubt, "broken_number", brokenLine, line.number);
        }
        takesBand = begin && end && inOrder(box.seconds, notes, line.number);
        dropsBand = !takesBand;
        if (takesBand) {
            box.line = line.number;
            box.label = cells.size() > 2 ? trim(cells[2]) : std::string_view();
            table.boxes.push_back(std::move(box));
        }
        return true;
    });
    if (table.boxes.empty()) {
        return fail(ErrorCode::Corrupt,
                    "none of the labels can be used: each ends before it begins or has a negative time",
                    {file, firstRow, {}});
    }
    table.findings = notes.findings();
    return table;
}

}  // namespace sightline::formats
