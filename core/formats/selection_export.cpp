// Writes label tables of sound, and says which sound a table belongs to.
#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/formats/csv_writer.h"
#include "core/formats/selection_parts.h"

namespace sightline::formats {

namespace {

/// Other programs may not read exponents.
std::string plainNumber(double value)
{
    std::string text = formatNumber(value);
    return text.find_first_of("eE") == std::string::npos ? text : formatFixed(value, 12);
}

/// A text as a cell of a format that cannot quote.
std::string unquotedCell(std::string_view text)
{
    std::string cell(trim(text));
    std::replace_if(
        cell.begin(), cell.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return cell;
}

bool fits(const Interval& interval)
{
    return interval.begin >= 0 && interval.end >= interval.begin && interval.end <= largestSelectionValue;
}

Result<void> checkBoxes(const std::vector<SelectionBox>& boxes)
{
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const SelectionBox& box = boxes[i];
        if (!fits(box.seconds) || (box.hertz && !fits(*box.hertz)) || box.channel.value_or(0) < 0) {
            return fail(ErrorCode::Invalid, "box " + std::to_string(i + 1) +
                                                " cannot be written: its time, band or channel is negative, "
                                                "not a number, too large, or ends before it begins");
        }
    }
    return {};
}

template <class Test>
bool any(const std::vector<SelectionBox>& boxes, Test test)
{
    return std::any_of(boxes.begin(), boxes.end(), test);
}

bool namesFiles(const std::vector<SelectionBox>& boxes)
{
    return any(boxes, [](const SelectionBox& box) { return !box.file.empty(); });
}

bool hasBands(const std::vector<SelectionBox>& boxes)
{
    return any(boxes, [](const SelectionBox& box) { return box.hertz.has_value(); });
}

bool hasChannels(const std::vector<SelectionBox>& boxes)
{
    return any(boxes, [](const SelectionBox& box) { return box.channel.has_value(); });
}

std::string bandEdge(const SelectionBox& box, double Interval::*edge)
{
    return box.hertz ? plainNumber((*box.hertz).*edge) : std::string();
}

std::string channelCell(const SelectionBox& box)
{
    return box.channel ? std::to_string(*box.channel + 1) : std::string();
}

/// The keys of the columns the writers fill from a box's members.
bool isBoxColumn(const std::string& key)
{
    static const std::set<std::string> keys{"selection", "view",      "channel",     "begintimes", "begintime",
                                            "endtimes",  "endtime",   "lowfreqhz",   "lowfreq",    "highfreqhz",
                                            "highfreq",  "beginfile", "fileoffsets", "fileoffset", "filename"};
    return keys.count(key) > 0;
}

struct FurtherColumn {
    std::string name;    ///< as in SelectionBox::further
    std::string header;  ///< as written: never that of a member's column, which a reader would take it for
};

/// The columns of no member: those of the table first, then those only boxes know.
std::vector<FurtherColumn> furtherColumns(const SelectionTable& table, const std::string& labelHeader)
{
    std::set<std::string> known;
    for (const SelectionBox& box : table.boxes) {
        for (const auto& entry : box.further) {
            known.insert(entry.first);
        }
    }
    std::vector<std::string> names;
    std::set<std::string> used;
    for (const std::string& name : table.columns) {
        const std::string key = selectionColumnKey(name);
        const bool held = isBoxColumn(key) || key == "calllength" || key == "calllengths" || name == table.labelColumn;
        if ((known.count(name) > 0 || !held) && used.insert(name).second) {
            names.push_back(name);
        }
    }
    std::copy_if(known.begin(), known.end(), std::back_inserter(names),
                 [&](const std::string& name) { return used.insert(name).second; });
    std::vector<FurtherColumn> result;
    for (const std::string& name : names) {
        const bool clashes = isBoxColumn(selectionColumnKey(name)) || equalsIgnoreCase(name, labelHeader);
        result.push_back({name, clashes ? name + " (2)" : name});
    }
    return result;
}

void appendHeaders(std::vector<std::string>& cells, const std::vector<FurtherColumn>& columns)
{
    for (const FurtherColumn& column : columns) {
        cells.push_back(column.header);
    }
}

void appendFurther(std::vector<std::string>& cells, const SelectionBox& box, const std::vector<FurtherColumn>& columns)
{
    for (const FurtherColumn& column : columns) {
        const auto at = std::find_if(box.further.begin(), box.further.end(),
                                     [&](const auto& entry) { return entry.first == column.name; });
        cells.push_back(at == box.further.end() ? std::string() : at->second);
    }
}

/// The header its own kind had, else the usual one.
std::string labelHeader(const SelectionTable& table, SelectionKind kind, const char* usual)
{
    const bool own = table.kind == kind && !table.labelColumn.empty();
    return own && !isBoxColumn(selectionColumnKey(table.labelColumn)) ? table.labelColumn : usual;
}

/// Where each file begins in the row of all files. Empty without lengths.
using Starts = std::vector<std::pair<std::string, double>>;

Result<Starts> fileStarts(const std::vector<SelectionBox>& boxes, const FileSeconds& lengths)
{
    Starts starts;
    double sum = 0;
    for (const auto& entry : lengths) {
        if (!(entry.second >= 0 && sum + entry.second <= largestSelectionValue)) {
            return fail(ErrorCode::Invalid, "the length of " + entry.first + " is not a time");
        }
        starts.emplace_back(entry.first, sum);
        sum += entry.second;
    }
    for (const SelectionBox& box : boxes) {
        const bool known =
            std::any_of(starts.begin(), starts.end(), [&](const auto& entry) { return entry.first == box.file; });
        if (!starts.empty() && !known) {
            return fail(ErrorCode::Invalid, box.file.empty() ? "times over all files need a file name in each box"
                                                             : "the length of " + box.file + " is not known");
        }
    }
    return starts;
}

double startOf(const Starts& starts, const std::string& file)
{
    const auto at = std::find_if(starts.begin(), starts.end(), [&](const auto& entry) { return entry.first == file; });
    return at == starts.end() ? 0 : at->second;
}

bool hasOwnNumbers(const std::vector<SelectionBox>& boxes)
{
    std::set<std::int64_t> used;
    return std::all_of(boxes.begin(), boxes.end(),
                       [&](const SelectionBox& box) { return box.selection > 0 && used.insert(box.selection).second; });
}

std::string tabLine(const std::vector<std::string>& cells)
{
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += (i > 0 ? "\t" : "") + unquotedCell(cells[i]);
    }
    return line + "\n";
}

std::string stemOf(const std::filesystem::path& soundPath)
{
    std::string stem = utf8(soundPath.stem());
    // HARP recorders: "dive.x.wav".
    if (stem.size() > 2 && equalsIgnoreCase(std::string_view(stem).substr(stem.size() - 2), ".x")) {
        stem.resize(stem.size() - 2);
    }
    return stem;
}

bool goesOn(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

Result<std::string> ravenText(const SelectionTable& table, const FileSeconds& lengths)
{
    const std::vector<SelectionBox>& boxes = table.boxes;
    if (const auto checked = checkBoxes(boxes); !checked) {
        return tl::unexpected<Error>(checked.error());
    }
    const auto starts = fileStarts(boxes, lengths);
    if (!starts) {
        return tl::unexpected<Error>(starts.error());
    }
    const bool bands = hasBands(boxes);
    const bool ownNumbers = hasOwnNumbers(boxes);
    const std::string label = labelHeader(table, SelectionKind::Raven, "Species");
    const std::vector<FurtherColumn> further = furtherColumns(table, label);
    // Without Begin File a reader would take Begin Path for it.
    const bool files =
        namesFiles(boxes) || std::any_of(further.begin(), further.end(), [](const FurtherColumn& column) {
            return selectionColumnKey(column.header) == "beginpath";
        });

    std::vector<std::string> cells{"Selection", "View", "Channel", "Begin Time (s)", "End Time (s)"};
    if (bands) {
        cells.insert(cells.end(), {"Low Freq (Hz)", "High Freq (Hz)"});
    }
    if (files) {
        cells.insert(cells.end(), {"Begin File", "File Offset (s)"});
    }
    cells.push_back(label);
    appendHeaders(cells, further);
    std::string text = tabLine(cells);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const SelectionBox& box = boxes[i];
        const double start = startOf(*starts, box.file);
        const std::int64_t number = ownNumbers ? box.selection : static_cast<std::int64_t>(i + 1);
        cells = {std::to_string(number), "Spectrogram 1", channelCell(box), plainNumber(start + box.seconds.begin),
                 plainNumber(start + box.seconds.end)};
        if (bands) {
            cells.insert(cells.end(), {bandEdge(box, &Interval::begin), bandEdge(box, &Interval::end)});
        }
        if (files) {
            cells.insert(cells.end(), {box.file, plainNumber(box.seconds.begin)});
        }
        cells.push_back(box.label);
        appendFurther(cells, box, further);
        text += tabLine(cells);
    }
    return text;
}

Result<std::string> audacityText(const std::vector<SelectionBox>& boxes)
{
    if (const auto checked = checkBoxes(boxes); !checked) {
        return tl::unexpected<Error>(checked.error());
    }
    // At least the six decimals Audacity writes itself: its reader needs none of them, but they tell labels from
    // numbers.
    const auto seconds = [](double value) {
        const std::string fixed = formatFixed(value, 6);
        return parseNumber(fixed) == value ? fixed : plainNumber(value);
    };
    std::string text;
    for (const SelectionBox& box : boxes) {
        text += seconds(box.seconds.begin) + "\t" + seconds(box.seconds.end) + "\t" + unquotedCell(box.label) + "\n";
        if (box.hertz) {
            text += "\\\t" + plainNumber(box.hertz->begin) + "\t" + plainNumber(box.hertz->end) + "\n";
        }
    }
    return text;
}

Result<std::string> selectionCsvText(const SelectionTable& table)
{
    const std::vector<SelectionBox>& boxes = table.boxes;
    if (const auto checked = checkBoxes(boxes); !checked) {
        return tl::unexpected<Error>(checked.error());
    }
    const bool bands = hasBands(boxes);
    const bool channels = hasChannels(boxes);
    const std::string label = labelHeader(table, SelectionKind::Csv, "label");
    const std::vector<FurtherColumn> further = furtherColumns(table, label);
    std::vector<std::string> cells{"begin_time", "end_time", "filename"};
    if (bands) {
        cells.insert(cells.end(), {"low_freq", "high_freq"});
    }
    if (channels) {
        cells.emplace_back("channel");
    }
    cells.push_back(label);
    appendHeaders(cells, further);
    std::string text = csvLine(cells);
    for (const SelectionBox& box : boxes) {
        cells = {plainNumber(box.seconds.begin), plainNumber(box.seconds.end), box.file};
        if (bands) {
            cells.insert(cells.end(), {bandEdge(box, &Interval::begin), bandEdge(box, &Interval::end)});
        }
        if (channels) {
            cells.push_back(channelCell(box));
        }
        cells.push_back(box.label);
        appendFurther(cells, box, further);
        text += csvLine(cells);
    }
    return text;
}

namespace {

Result<void> writeText(const std::filesystem::path& path, const Result<std::string>& text)
{
    return text ? writeFileAtomically(path, *text) : Result<void>(tl::unexpected<Error>(text.error()));
}

}  // namespace

Result<void> writeRaven(const std::filesystem::path& path, const SelectionTable& table, const FileSeconds& lengths)
{
    return writeText(path, ravenText(table, lengths));
}

Result<void> writeAudacity(const std::filesystem::path& path, const std::vector<SelectionBox>& boxes)
{
    return writeText(path, audacityText(boxes));
}

Result<void> writeSelectionCsv(const std::filesystem::path& path, const SelectionTable& table)
{
    return writeText(path, selectionCsvText(table));
}

bool soundBelongsTo(const std::filesystem::path& tablePath, const std::filesystem::path& soundPath)
{
    const std::string stem = stemOf(soundPath);
    const std::string name = utf8(tablePath.filename());
    return !stem.empty() && startsWithIgnoreCase(name, stem) &&
           (name.size() == stem.size() || !goesOn(name[stem.size()]));
}

std::optional<std::size_t> soundOfTable(const std::filesystem::path& tablePath,
                                        const std::vector<std::filesystem::path>& sounds)
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < sounds.size(); ++i) {
        if (soundBelongsTo(tablePath, sounds[i]) &&
            (!best || stemOf(sounds[i]).size() > stemOf(sounds[*best]).size())) {
            best = i;
        }
    }
    return best;
}

}  // namespace sightline::formats
