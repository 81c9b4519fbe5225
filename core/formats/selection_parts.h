// Inside of selection_table: what the readers and writers of label tables share.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/formats/selection_table.h"

namespace sightline::formats {

/// Seconds and hertz beyond this are damage, not measurements.
inline constexpr double largestSelectionValue = 1e9;

/// A column name without case, blanks and signs: "Begin Time (s)" -> "begintimes", "begin_time" -> "begintime".
std::string selectionColumnKey(std::string_view name);

/// Collects what was noticed, once per kind with its first line.
class SelectionNotes {
public:
    explicit SelectionNotes(std::string file) : m_file(std::move(file)) {}

    /// `what` is a sentence about one case; how often and where is added to it.
    void add(Severity severity, const char* kind, const char* what, std::int64_t line);
    [[nodiscard]] std::vector<Finding> findings() const;

private:
    struct Note {
        Severity severity;
        const char* kind;
        const char* what;
        std::int64_t line;
        std::int64_t count;
    };
    std::string m_file;
    std::vector<Note> m_notes;
};

struct SelectionLine {
    std::int64_t number = 0;
    std::string_view text;
};
/// Gives every line that is not blank until `visit` returns false.
void eachLine(std::string_view text, const std::function<bool(const SelectionLine&)>& visit);

/// With a decimal point or comma; thousands are never separated in these tables.
std::optional<double> selectionNumber(std::string_view cell);
/// The same, not negative.
std::optional<double> selectionSeconds(std::string_view cell);
/// The band two numbers mean. Negative is Audacity's "undefined"; both 0 is no band.
std::optional<Interval> selectionBand(std::optional<double> low, std::optional<double> high, SelectionNotes& notes,
                                      std::int64_t line);
/// False, with a note, where the end lies before the begin.
bool inOrder(const Interval& seconds, SelectionNotes& notes, std::int64_t line);

/// Whether the text is Audacity's labels, by its first 200 lines.
bool looksLikeAudacity(std::string_view text);
/// Corrupt: no label can be used.
Result<SelectionTable> readAudacity(std::string_view text, const std::string& file);

}  // namespace sightline::formats
