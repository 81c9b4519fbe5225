// Label tables of sound: Raven selection tables, Audacity labels and CSV with begin_time, end_time, filename, label.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/data/extent.h"
#include "core/data/finding.h"

namespace sightline::formats {

enum class SelectionKind { Raven, Audacity, Csv };

/// One labelled box of one sound file.
struct SelectionBox {
    Interval seconds;               ///< within its own file; begin == end is a point label
    std::optional<Interval> hertz;  ///< none: the full band
    std::optional<int> channel;     ///< counted from 0
    std::string label;
    std::string file;  ///< as the table names it; empty: the table does not say
    /// The cells no member above holds, by column name in the table's order; blank cells are left out.
    std::vector<std::pair<std::string, std::string>> further;
    std::int64_t selection = 0;  ///< its number in the table, 0 without
    std::int64_t line = 0;       ///< in the table it was read from, 0: made here

    /// The same box with the same text, wherever and under which number it stands.
    bool operator==(const SelectionBox& other) const;
};

struct SelectionTable {
    SelectionKind kind = SelectionKind::Raven;
    std::vector<std::string>
        columns;              ///< all, in the file's order; a name used twice ends in " (2)"; none in Audacity's
    std::string labelColumn;  ///< the one of `columns` the labels came from, or empty
    std::vector<SelectionBox> boxes;  ///< in the file's order
    /// Kinds, each with the first line and a count: broken_number, end_before_begin, swapped_band, half_band,
    /// repeated_selection, channels_from_zero, extra_cells, open_quote, no_label_column, guessed_encoding,
    /// maybe_cumulative (several files, but no File Offset: Begin Time was taken as the time in each file).
    std::vector<Finding> findings;
};

/// Reads a table known by its content, not by its name. Columns may stand in any order and numbers have a decimal
/// comma. With a column File Offset the box begins there and keeps its duration (Begin Time then runs on over all
/// files). Channels count from 1, or from 0 where a 0 occurs. A Selection listed once per view is one box. Rows that
/// make no sense are left out, with a finding. The label is the column `labelColumn` (any case), else Species, else
/// Annotation (in CSV: label before both), the first of them that is not blank all the way down. Audacity's labels have
/// one text, whatever `labelColumn` says. A table without rows has no boxes. NotMine: no such table. Corrupt: no row
/// can be used; the first is named. Invalid: there is no column of that name. Unreadable: as readFile().
Result<SelectionTable> readSelectionTable(const std::filesystem::path& path, std::string_view labelColumn = {});

/// The same from bytes; `file` is for messages.
Result<SelectionTable> parseSelectionTable(std::string bytes, std::string_view labelColumn = {},
                                           const std::string& file = {});

/// Sound files with their lengths, in the order they follow each other.
using FileSeconds = std::vector<std::pair<std::string, double>>;

/// A Raven selection table: one row per box, channels from 1, Begin File and File Offset in each row where any box
/// names a file, all further columns. Begin Time counts within each file, or over all files where `lengths` are given.
/// Selection numbers are kept where each box has its own. Tabs and line ends inside a text become blanks.
/// Invalid: a time or frequency that no reader takes back; a box's file is not among the `lengths`; a bad length.
Result<std::string> ravenText(const SelectionTable& table, const FileSeconds& lengths = {});
/// Audacity's labels: times, label and band. Files, channels and further columns have no place in them: pass the boxes
/// of one file. Invalid: as above.
Result<std::string> audacityText(const std::vector<SelectionBox>& boxes);
/// CSV with begin_time, end_time, filename, low_freq, high_freq, channel (from 1), label and all further columns.
/// Invalid: as above.
Result<std::string> selectionCsvText(const SelectionTable& table);

/// The three texts above, written by writeFileAtomically() with its errors.
Result<void> writeRaven(const std::filesystem::path& path, const SelectionTable& table,
                        const FileSeconds& lengths = {});
Result<void> writeAudacity(const std::filesystem::path& path, const std::vector<SelectionBox>& boxes);
Result<void> writeSelectionCsv(const std::filesystem::path& path, const SelectionTable& table);

/// True where the table's name begins with the sound's (without its ending, in any case) and does not go on with a
/// letter or digit: "dive.Table.1.selections.txt" and "dive_calls.txt" belong to "dive.wav", "dive2.txt" does not.
/// Folders do not matter.
bool soundBelongsTo(const std::filesystem::path& tablePath, const std::filesystem::path& soundPath);
/// The index of the sound with the longest such name: "a_1.txt" belongs to "a_1.wav" rather than to "a.wav".
std::optional<std::size_t> soundOfTable(const std::filesystem::path& tablePath,
                                        const std::vector<std::filesystem::path>& sounds);

}  // namespace sightline::formats
