#include "core/formats/selection_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/formats/delimited.h"
#include "core/formats/selection_parts.h"
#include "core/formats/text_file.h"

namespace sightline::formats {

namespace {

constexpr std::uintmax_t largestTable = std::uintmax_t{256} << 20;
constexpr const char* brokenRow = "a row was left out: a number is missing or cannot be read";
constexpr long long largestChannel = 65536;

using Names = std::vector<std::string_view>;
const Names beginNames{"begintimes", "begintime"};
const Names endNames{"endtimes", "endtime"};
const Names lengthNames{"calllength", "calllengths"};
const Names offsetNames{"fileoffsets", "fileoffset"};
const Names lowNames{"lowfreqhz", "lowfreq"};
const Names highNames{"highfreqhz", "highfreq"};
const Names channelNames{"channel"};
const Names selectionNames{"selection"};
const Names viewNames{"view"};
const Names ravenFileNames{"beginfile", "beginpath"};
const Names csvFileNames{"filename", "beginfile", "file", "beginpath"};

std::string_view firstLine(std::string_view text)
{
    std::string_view first;
    eachLine(text, [&](const SelectionLine& line) {
        first = line.text;
        return false;
    });
    return first;
}

/// A difference of long cumulative times carries the noise of their last bits; the tables are decimal.
double wholeNanoseconds(double seconds)
{
    return std::round(seconds * 1e9) / 1e9;
}

using Cells = std::vector<std::string_view>;

/// Rows of cells. Raven quotes nothing and its comments may begin with any sign; a quoted header is another program's.
class TableRows {
public:
    explicit TableRows(std::string_view text) : m_text(text)
    {
        const std::string_view first = firstLine(text);
        const bool quoted = first.find('"') != std::string_view::npos;
        if (first.find('\t') != std::string_view::npos) {
            m_delimiter = '\t';
        } else if (first.find(';') != std::string_view::npos) {
            m_delimiter = ';';
        }
        m_plain = m_delimiter == '\t' && !quoted;
    }

    void each(const std::function<bool(std::int64_t, const Cells&)>& visit)
    {
        if (m_plain) {
            eachLine(m_text, [&](const SelectionLine& line) {
                Cells cells = split(line.text, '\t');
                std::transform(cells.begin(), cells.end(), cells.begin(), trim);
                return visit(line.number, cells);
            });
            return;
        }
        DelimitedRows rows(m_text, {m_delimiter, false});
        Row row;
        while (rows.next(row) && visit(row.line, row.cells)) {
        }
        m_openQuote = rows.openQuoteLine();
    }

    [[nodiscard]] std::optional<std::int64_t> openQuote() const { return m_openQuote; }

private:
    std::string_view m_text;
    char m_delimiter = ',';
    bool m_plain = false;
    std::optional<std::int64_t> m_openQuote;
};

/// Which column holds what.
struct Layout {
    using Column = std::optional<std::size_t>;
    std::vector<std::string> names;
    SelectionKind kind = SelectionKind::Csv;
    Column begin, end, length, offset, low, high, channel, selection, view, file;

    [[nodiscard]] bool isTable() const { return begin && (end || length); }
    /// True where a member of the box holds the column.
    [[nodiscard]] bool taken(std::size_t column) const
    {
        const std::array all{begin, end, length, offset, low, high, channel, selection, view, file};
        return std::find(all.begin(), all.end(), Column(column)) != all.end();
    }
};

/// Every column gets a name of its own, so that none is lost on the way through.
std::vector<std::string> uniqueNames(const Cells& header)
{
    std::vector<std::string> names;
    std::set<std::string> used;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const std::string wanted = header[i].empty() ? "Column " + std::to_string(i + 1) : std::string(header[i]);
        std::string name = wanted;
        for (int n = 2; !used.insert(lowerAscii(name)).second; ++n) {
            name = wanted + " (" + std::to_string(n) + ")";
        }
        names.push_back(name);
    }
    return names;
}

Layout layoutOf(const Cells& header)
{
    Layout layout;
    layout.names = uniqueNames(header);
    std::vector<std::string> keys;
    std::transform(layout.names.begin(), layout.names.end(), std::back_inserter(keys), selectionColumnKey);
    const auto find = [&](const Names& names) -> Layout::Column {
        for (const std::string_view name : names) {
            const auto at = std::find(keys.begin(), keys.end(), name);
            if (at != keys.end()) {
                return static_cast<std::size_t>(at - keys.begin());
            }
        }
        return std::nullopt;
    };
    layout.begin = find(beginNames);
    layout.end = find(endNames);
    if (!layout.end) {
        layout.length = find(lengthNames);
    }
    if (layout.begin && keys[*layout.begin] == "begintimes" &&
        layout.names[*layout.begin].find('_') == std::string::npos) {
        layout.kind = SelectionKind::Raven;
    }
    layout.offset = find(offsetNames);
    layout.low = find(lowNames);
    layout.high = find(highNames);
    layout.channel = find(channelNames);
    layout.selection = find(selectionNames);
    layout.view = find(viewNames);
    layout.file = find(layout.kind == SelectionKind::Raven ? ravenFileNames : csvFileNames);
    return layout;
}

class TableReader {
public:
    TableReader(Layout layout, std::string file) : m_layout(std::move(layout)), m_file(file), m_notes(std::move(file))
    {
        m_table.kind = m_layout.kind;
        m_table.columns = m_layout.names;
    }

    Result<void> askForLabels(std::string_view column)
    {
        if (column.empty()) {
            return {};
        }
        for (std::size_t i = 0; i < m_layout.names.size(); ++i) {
            if (equalsIgnoreCase(m_layout.names[i], trim(column))) {
                m_asked = i;
                return {};
            }
        }
        return fail(
            ErrorCode::Invalid,
            "there is no column \"" + std::string(trim(column)) + "\"; the table has " + join(m_layout.names, ", "),
            {m_file, {}, {}});
    }

    void readRow(std::int64_t line, const Cells& cells)
    {
        ++m_rows;
        m_firstRow = m_firstRow == 0 ? line : m_firstRow;
        SelectionBox box;
        box.line = line;
        if (!readTimes(box, cells) || !readBand(box, cells) || !readNames(box, cells)) {
            return;
        }
        readFurther(box, cells);
        if (!repeats(box)) {
            m_table.boxes.push_back(std::move(box));
        }
    }

    Result<SelectionTable> finish(std::optional<std::int64_t> openQuote)
    {
        if (openQuote) {
            m_notes.add(Severity::Doubt, "open_quote", "a quote is never closed: it was taken as text", *openQuote);
        }
        if (m_table.boxes.empty() && m_rows > 0) {
            return fail(ErrorCode::Corrupt,
                        "none of the table's " + std::to_string(m_rows) +
                            " rows can be used: a time or frequency is missing, not a number, or ends before it begins",
                        {m_file, m_firstRow, {}});
        }
        countChannels();
        chooseLabels();
        lookForCumulativeTimes();
        m_table.findings = m_notes.findings();
        return std::move(m_table);
    }

private:
    static std::string_view cell(const Cells& cells, Layout::Column column)
    {
        return column && *column < cells.size() ? cells[*column] : std::string_view();
    }

    bool readTimes(SelectionBox& box, const Cells& cells)
    {
        const std::optional<double> begin = selectionSeconds(cell(cells, m_layout.begin));
        std::optional<double> end = selectionNumber(cell(cells, m_layout.end ? m_layout.end : m_layout.length));
        if (begin && end && m_layout.length) {
            end = wholeNanoseconds(*begin + *end);
        }
        const std::optional<double> offset = m_layout.offset ? selectionSeconds(cell(cells, m_layout.offset)) : begin;
        if (!begin || !end || !offset) {
            m_notes.add(Severity::Doubt, "broken_number", brokenRow, box.line);
            return false;
        }
        box.seconds = {*begin, *end};
        if (!inOrder(box.seconds, m_notes, box.line)) {
            return false;
        }
        if (*offset != *begin) {
            box.seconds = {*offset, wholeNanoseconds(*offset + (*end - *begin))};
        }
        return true;
    }

    bool readBand(SelectionBox& box, const Cells& cells)
    {
        const std::string_view lowCell = cell(cells, m_layout.low);
        const std::string_view highCell = cell(cells, m_layout.high);
        const std::optional<double> low = selectionNumber(lowCell);
        const std::optional<double> high = selectionNumber(highCell);
        if ((!lowCell.empty() && !low) || (!highCell.empty() && !high)) {
            m_notes.add(Severity::Doubt, "broken_number", brokenRow, box.line);
            return false;
        }
        box.hertz = selectionBand(low, high, m_notes, box.line);
        return true;
    }

    bool readNames(SelectionBox& box, const Cells& cells)
    {
        const std::string_view channel = cell(cells, m_layout.channel);
        if (!channel.empty()) {
            const std::optional<long long> value = parseInteger(channel);
            if (!value || *value < 0 || *value > largestChannel) {
                m_notes.add(Severity::Doubt, "broken_number", brokenRow, box.line);
                return false;
            }
            box.channel = static_cast<int>(*value);
        }
        box.selection = parseInteger(cell(cells, m_layout.selection)).value_or(0);
        box.file = cell(cells, m_layout.file);
        return true;
    }

    void readFurther(SelectionBox& box, const Cells& cells)
    {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i].empty()) {
                continue;
            }
            if (i >= m_layout.names.size()) {
                m_notes.add(Severity::Info, "extra_cells", "a cell without a column was left out", box.line);
                continue;
            }
            if (m_asked == i) {
                box.label = cells[i];
            } else if (!m_layout.taken(i)) {
                box.further.emplace_back(m_layout.names[i], cells[i]);
            }
        }
    }

    /// Raven lists a selection once per view; what the second row adds is kept.
    bool repeats(const SelectionBox& box)
    {
        if (box.selection == 0) {
            return false;
        }
        const auto [at, isNew] =
            m_seen.try_emplace({box.selection, box.file, box.seconds.begin, box.seconds.end, box.channel.value_or(-1)},
                               m_table.boxes.size());
        if (isNew) {
            return false;
        }
        SelectionBox& first = m_table.boxes[at->second];
        const bool sameBand = !first.hertz || !box.hertz || *first.hertz == *box.hertz;
        if (!sameBand || !mergeable(first, box)) {
            return false;
        }
        first.hertz = first.hertz ? first.hertz : box.hertz;
        first.label = first.label.empty() ? box.label : first.label;
        for (const auto& entry : box.further) {
            if (std::find(first.further.begin(), first.further.end(), entry) == first.further.end()) {
                first.further.push_back(entry);
            }
        }
        m_notes.add(Severity::Info, "repeated_selection",
                    "a selection is listed again, for another view: it is one box", box.line);
        return true;
    }

    /// Measurements may differ from view to view; labels and words that say different things make two boxes.
    [[nodiscard]] bool mergeable(const SelectionBox& first, const SelectionBox& second) const
    {
        if (!first.label.empty() && !second.label.empty() && first.label != second.label) {
            return false;
        }
        return std::all_of(second.further.begin(), second.further.end(), [&](const auto& entry) {
            return std::all_of(first.further.begin(), first.further.end(), [&](const auto& known) {
                return known.first != entry.first || known.second == entry.second;
            });
        });
    }

    void countChannels()
    {
        const auto zero = std::find_if(m_table.boxes.begin(), m_table.boxes.end(),
                                       [](const SelectionBox& box) { return box.channel == 0; });
        if (zero != m_table.boxes.end()) {
            m_notes.add(Severity::Info, "channels_from_zero",
                        "the table counts its channels from 0, others from 1: they were taken as they are", zero->line);
            return;
        }
        for (SelectionBox& box : m_table.boxes) {
            if (box.channel) {
                --*box.channel;
            }
        }
    }

    [[nodiscard]] bool hasWords(const std::string& column) const
    {
        return std::any_of(m_table.boxes.begin(), m_table.boxes.end(), [&](const SelectionBox& box) {
            return std::any_of(box.further.begin(), box.further.end(),
                               [&](const auto& entry) { return entry.first == column; });
        });
    }

    /// The column labels come from when none was asked for.
    [[nodiscard]] std::string usualLabelColumn() const
    {
        Names wanted{"species", "annotation"};
        if (m_layout.kind == SelectionKind::Csv) {
            wanted.insert(wanted.begin(), "label");
        }
        std::string first;
        for (const std::string_view name : wanted) {
            const auto at = std::find_if(m_layout.names.begin(), m_layout.names.end(),
                                         [&](const std::string& have) { return equalsIgnoreCase(have, name); });
            if (at == m_layout.names.end()) {
                continue;
            }
            if (hasWords(*at)) {
                return *at;
            }
            first = first.empty() ? *at : first;
        }
        return first;
    }

    void chooseLabels()
    {
        if (m_asked) {
            m_table.labelColumn = m_layout.names[*m_asked];
            return;
        }
        m_table.labelColumn = usualLabelColumn();
        if (m_table.labelColumn.empty()) {
            for (const SelectionBox& box : m_table.boxes) {
                m_notes.add(Severity::Doubt, "no_label_column",
                            "a box has no label: the table has no column Species or Annotation", box.line);
            }
            return;
        }
        for (SelectionBox& box : m_table.boxes) {
            const auto at = std::find_if(box.further.begin(), box.further.end(),
                                         [&](const auto& entry) { return entry.first == m_table.labelColumn; });
            if (at != box.further.end()) {
                box.label = std::move(at->second);
                box.further.erase(at);
            }
        }
    }

    void lookForCumulativeTimes()
    {
        if (m_layout.kind != SelectionKind::Raven || m_layout.offset || m_table.boxes.empty()) {
            return;
        }
        const SelectionBox& first = m_table.boxes.front();
        const auto other = std::find_if(m_table.boxes.begin(), m_table.boxes.end(),
                                        [&](const SelectionBox& box) { return box.file != first.file; });
        if (other != m_table.boxes.end()) {
            m_notes.add(Severity::Doubt, "maybe_cumulative",
                        "the table of several files has no File Offset: Begin Time was taken as the time in each file",
                        other->line);
        }
    }

    Layout m_layout;
    std::string m_file;
    SelectionNotes m_notes;
    SelectionTable m_table;
    std::optional<std::size_t> m_asked;
    std::int64_t m_rows = 0;
    std::int64_t m_firstRow = 0;
    std::map<std::tuple<std::int64_t, std::string, double, double, int>, std::size_t> m_seen;
};

/// Nothing where the first row is no header of such a table.
std::optional<Result<SelectionTable>> readTable(std::string_view text, std::string_view labelColumn,
                                                const std::string& file)
{
    TableRows rows(text);
    std::optional<TableReader> reader;
    Result<void> asked;
    rows.each([&](std::int64_t line, const Cells& cells) {
        if (reader) {
            reader->readRow(line, cells);
            return true;
        }
        Layout layout = layoutOf(cells);
        if (!layout.isTable()) {
            return false;
        }
        reader.emplace(std::move(layout), file);
        asked = reader->askForLabels(labelColumn);
        return asked.has_value();
    });
    if (!reader) {
        return std::nullopt;
    }
    if (!asked) {
        return tl::unexpected<Error>(asked.error());
    }
    return reader->finish(rows.openQuote());
}

}  // namespace

bool SelectionBox::operator==(const SelectionBox& other) const
{
    return seconds == other.seconds && hertz == other.hertz && channel == other.channel && label == other.label &&
           file == other.file && further == other.further;
}

Result<SelectionTable> parseSelectionTable(std::string bytes, std::string_view labelColumn, const std::string& file)
{
    auto decoded = decodeText(std::move(bytes), {}, file);
    if (!decoded) {
        return tl::unexpected<Error>(decoded.error());
    }
    const std::string_view text = decoded->utf8;
    std::optional<Result<SelectionTable>> table = readTable(text, labelColumn, file);
    if (!table && looksLikeAudacity(text)) {
        table = readAudacity(text, file);
    }
    if (!table) {
        return fail(ErrorCode::NotMine,
                    "this is no table of sound labels: neither Raven's (Begin Time (s), End Time (s)) nor Audacity's "
                    "(begin, end, text) nor CSV with begin_time and end_time",
                    {file, {}, {}});
    }
    if (*table && decoded->guessed) {
        (*table)->findings.push_back({Severity::Info,
                                      "guessed_encoding",
                                      "the text was read as " + decoded->encoding + ", which is a guess",
                                      {file, {}, {}}});
    }
    return std::move(*table);
}

Result<SelectionTable> readSelectionTable(const std::filesystem::path& path, std::string_view labelColumn)
{
    const auto head = readFileHead(path, 4096);
    if (!head) {
        return tl::unexpected<Error>(head.error());
    }
    if (looksBinary(*head)) {
        return fail(ErrorCode::NotMine, "the file is not text", {utf8(path), {}, {}});
    }
    auto bytes = readFile(path, largestTable);
    if (!bytes) {
        return tl::unexpected<Error>(bytes.error());
    }
    return parseSelectionTable(std::move(*bytes), labelColumn, utf8(path));
}

}  // namespace sightline::formats
