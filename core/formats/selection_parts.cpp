#include "core/formats/selection_parts.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace sightline::formats {

std::string selectionColumnKey(std::string_view name)
{
    std::string key;
    for (const char c : lowerAscii(name)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
            key += c;
        }
    }
    return key;
}

void SelectionNotes::add(Severity severity, const char* kind, const char* what, std::int64_t line)
{
    const auto same = std::find_if(m_notes.begin(), m_notes.end(),
                                   [&](const Note& note) { return std::string_view(note.kind) == kind; });
    if (same == m_notes.end()) {
        m_notes.push_back({severity, kind, what, line, 1});
    } else {
        ++same->count;
    }
}

std::vector<Finding> SelectionNotes::findings() const
{
    std::vector<Finding> result;
    for (const Note& note : m_notes) {
        std::string message = note.what;
        const std::string place = "line " + std::to_string(note.line);
        message += note.count == 1 ? " (" + place + ")"
                                   : " (" + std::to_string(note.count) + " times, the first in " + place + ")";
        const std::optional<std::int64_t> line = note.line;
        result.push_back({note.severity, note.kind, message, {m_file, line, {}}, note.count});
    }
    return result;
}

void eachLine(std::string_view text, const std::function<bool(const SelectionLine&)>& visit)
{
    std::int64_t number = 1;
    std::size_t from = 0;
    while (from < text.size()) {
        const std::size_t end = std::min(text.find_first_of("\r\n", from), text.size());
        const std::string_view line = text.substr(from, end - from);
        if (!trim(line).empty() && !visit({number, line})) {
            return;
        }
        ++number;
        from = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
    }
}

std::optional<double> selectionNumber(std::string_view cell)
{
    std::optional<double> value = parseNumber(cell);
    if (!value) {
        value = parseNumber(cell, true);
    }
    return value && std::abs(*value) <= largestSelectionValue ? value : std::nullopt;
}

std::optional<double> selectionSeconds(std::string_view cell)
{
    const std::optional<double> value = selectionNumber(cell);
    return value && *value >= 0 ? value : std::nullopt;
}

std::optional<Interval> selectionBand(std::optional<double> low, std::optional<double> high, SelectionNotes& notes,
                                      std::int64_t line)
{
    const bool hasLow = low && *low >= 0;
    const bool hasHigh = high && *high >= 0;
    if ((!hasLow && !hasHigh) || (hasLow && hasHigh && *low == 0 && *high == 0)) {
        return std::nullopt;
    }
    if (!hasLow || !hasHigh) {
        notes.add(Severity::Info, "half_band",
                  "a box has one edge of its band only: without the lower it begins at 0 Hz, without the upper it "
                  "has the full band",
                  line);
        return hasHigh ? std::optional(Interval{0, *high}) : std::nullopt;
    }
    if (*high < *low) {
        notes.add(Severity::Doubt, "swapped_band", "a box ends below the frequency it begins at: the two were swapped",
                  line);
        std::swap(low, high);
    }
    return Interval{*low, *high};
}

bool inOrder(const Interval& seconds, SelectionNotes& notes, std::int64_t line)
{
    if (seconds.end >= seconds.begin) {
        return true;
    }
    notes.add(Severity::Doubt, "end_before_begin", "a row was left out: its end lies before its begin", line);
    return false;
}

}  // namespace sightline::formats
