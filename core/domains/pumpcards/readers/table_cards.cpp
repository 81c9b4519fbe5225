#include "core/domains/pumpcards/readers/table_cards.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "core/base/text.h"

namespace sightline::pumpcards {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Rows of one card, by index into the columns read.
struct Block {
    std::string card;
    std::string kind;
    std::string label;
    std::string well;
    double spm = nan;
    std::vector<std::uint32_t> rows;
    std::vector<std::pair<std::size_t, std::string>> others;  ///< columns without a role whose cell never changes
};

/// The numeric columns asked for, and which rows belong together.
struct Columns {
    std::vector<std::size_t> wanted;
    std::vector<std::vector<double>> values;  ///< as `wanted`
    std::vector<std::int64_t> lines;
    std::vector<Block> blocks;

    [[nodiscard]] const std::vector<double>& column(std::size_t index) const
    {
        const auto found = std::find(wanted.begin(), wanted.end(), index);
        return values[static_cast<std::size_t>(found - wanted.begin())];
    }
};

std::string_view cellAt(const formats::Row& row, const std::optional<std::size_t>& column)
{
    return column && *column < row.cells.size() ? row.cells[*column] : std::string_view();
}

/// Reads all data rows once.
class Extraction {
public:
    Extraction(TableInput& input, const TableLayout& layout) : m_input(input), m_layout(layout)
    {
        std::vector<std::size_t> wanted = layout.candidates;
        for (const auto& column : {layout.position, layout.load, layout.order, layout.time}) {
            if (column && std::find(wanted.begin(), wanted.end(), *column) == wanted.end()) {
                wanted.push_back(*column);
            }
        }
        m_columns.wanted = std::move(wanted);
        m_columns.values.resize(m_columns.wanted.size());
        for (std::size_t column = 0; layout.hasHeader && column < layout.names.size() && m_others.size() < 32;
             ++column) {
            const bool read =
                std::find(m_columns.wanted.begin(), m_columns.wanted.end(), column) != m_columns.wanted.end();
            if (!layout.has(column) && !read && !layout.names[column].empty()) {
                m_others.push_back(column);
            }
        }
    }

    Result<Columns> run(Progress& progress)
    {
        m_input.rows.rewind();
        formats::Row row;
        std::size_t count = 0;
        while (m_input.rows.next(row)) {
            if (++count % 4096 == 0 && progress.cancelled()) {
                return fail(ErrorCode::Cancelled, "reading was stopped");
            }
            if (row.line >= m_input.head.firstDataLine && m_input.head.firstDataLine > 0) {
                take(row);
            }
        }
        return std::move(m_columns);
    }

private:
    void take(const formats::Row& row)
    {
        for (std::size_t i = 0; i < m_columns.wanted.size(); ++i) {
            const auto value = parseNumber(cellAt(row, m_columns.wanted[i]), m_input.decimalComma);
            m_columns.values[i].push_back(value.value_or(nan));
        }
        Block& block = blockOf(row);
        for (auto other = block.others.begin(); other != block.others.end();) {
            other = cellAt(row, other->first) == other->second ? other + 1 : block.others.erase(other);
        }
        block.rows.push_back(static_cast<std::uint32_t>(m_columns.lines.size()));
        m_columns.lines.push_back(row.line);
    }

    Block& blockOf(const formats::Row& row)
    {
        const std::string_view card = cellAt(row, m_layout.card);
        const std::string_view kind = cellAt(row, m_layout.kind);
        if (!m_columns.blocks.empty()) {
            Block& last = m_columns.blocks[m_last];
            if (last.card == card && last.kind == kind) {
                return last;
            }
        }
        std::string key(card);
        key += '\x1f';
        key += kind;
        const auto [found, isNew] = m_byKey.emplace(std::move(key), m_columns.blocks.size());
        m_last = found->second;
        if (isNew) {
            Block block;
            block.card = card;
            block.kind = kind;
            block.label = cellAt(row, m_layout.label);
            block.well = cellAt(row, m_layout.well);
            block.spm = parseNumber(cellAt(row, m_layout.spm), m_input.decimalComma).value_or(nan);
            for (const std::size_t column : m_others) {
                block.others.emplace_back(column, cellAt(row, column));
            }
            m_columns.blocks.push_back(std::move(block));
        }
        return m_columns.blocks[m_last];
    }

    TableInput& m_input;
    const TableLayout& m_layout;
    Columns m_columns;
    std::vector<std::size_t> m_others;
    std::unordered_map<std::string, std::size_t> m_byKey;
    std::size_t m_last = 0;
};

std::vector<double> picked(const std::vector<double>& column, const std::vector<std::uint32_t>& rows)
{
    std::vector<double> values;
    values.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        values.push_back(column[row]);
    }
    return values;
}

// ---- Which column is what, by the data -------------------------------------------------------------------------

/// The first rows as text, for layouts without names.
std::vector<std::vector<std::string>> firstRows(TableInput& input)
{
    constexpr std::size_t maxRows = 4000;
    std::vector<std::vector<std::string>> rows;
    input.rows.rewind();
    formats::Row row;
    while (rows.size() < maxRows && input.rows.next(row)) {
        if (row.line >= input.head.firstDataLine) {
            rows.emplace_back(row.cells.begin(), row.cells.end());
        }
    }
    return rows;
}

std::string cellOf(const std::vector<std::string>& row, std::size_t column)
{
    return column < row.size() ? row[column] : std::string();
}

/// The same text over runs of twenty rows and more.
bool comesInRuns(const std::vector<std::vector<std::string>>& rows, std::size_t column)
{
    std::size_t changes = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        changes += cellOf(rows[i], column) != cellOf(rows[i - 1], column) ? 1 : 0;
    }
    return rows.size() >= 20 && rows.size() / (changes + 1) >= 20;
}

/// Whole numbers that nearly always go up by one.
bool counts(const std::vector<std::vector<std::string>>& rows, std::size_t column)
{
    std::size_t steps = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto before = parseInteger(cellOf(rows[i - 1], column));
        const auto now = parseInteger(cellOf(rows[i], column));
        steps += before && now && *now == *before + 1 ? 1 : 0;
    }
    return rows.size() >= 10 && steps * 10 >= (rows.size() - 1) * 9;
}

/// Fractions that go up in equal steps.
bool looksLikeClock(const std::vector<std::vector<std::string>>& rows, std::size_t column, bool decimalComma)
{
    std::size_t equal = 0;
    double step = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto before = parseNumber(cellOf(rows[i - 1], column), decimalComma);
        const auto now = parseNumber(cellOf(rows[i], column), decimalComma);
        if (before && now && *now > *before) {
            step = step > 0 ? step : *now - *before;
            equal += std::abs(*now - *before - step) <= 0.02 * step ? 1 : 0;
        }
    }
    return rows.size() >= 20 && equal * 10 >= (rows.size() - 1) * 9;
}

/// Card, order and time columns of a table without names. Two columns are always position and load.
void findRolesByData(TableInput& input, TableLayout& layout, std::vector<std::string>& assumptions)
{
    if (layout.hasHeader || input.head.columns < 3) {
        return;
    }
    const auto rows = firstRows(input);
    std::size_t left = layout.candidates.size();
    const auto take = [&](std::optional<std::size_t>& role, std::size_t column, const char* meaning) {
        role = column;
        assumptions.push_back(layout.names[column] + " is the " + meaning + " (guessed from its values)");
        const auto place = std::find(layout.candidates.begin(), layout.candidates.end(), column);
        if (place != layout.candidates.end()) {
            layout.candidates.erase(place);
            --left;
        }
    };
    for (std::size_t column = 0; column < input.head.columns; ++column) {
        const bool number = column < input.head.numeric.size() && input.head.numeric[column];
        if (layout.has(column) || (number && left <= 2)) {
            continue;
        }
        const bool whole = rows.empty() || !number || parseInteger(cellOf(rows.front(), column)).has_value();
        if (!layout.card && whole && comesInRuns(rows, column)) {
            take(layout.card, column, "card");
        } else if (!layout.label && !number && layout.card && comesInRuns(rows, column)) {
            take(layout.label, column, "label");
        } else if (!layout.order && number && counts(rows, column)) {
            take(layout.order, column, "point number");
        } else if (!layout.time && number && looksLikeClock(rows, column, input.decimalComma)) {
            take(layout.time, column, "time in seconds");
        }
    }
}

struct Vote {
    std::size_t column = 0;
    std::size_t likely = 0;  ///< cards in which the column looks like a position
    double excess = 0;       ///< mean over the cards that can be judged
};

std::vector<Vote> votes(const Columns& columns, const std::vector<std::size_t>& candidates)
{
    std::vector<Vote> result;
    for (const std::size_t column : candidates) {
        Vote vote{column, 0, 0};
        std::size_t judged = 0;
        for (std::size_t b = 0; b < std::min<std::size_t>(columns.blocks.size(), 200); ++b) {
            const auto likeness = positionLikeness(picked(columns.column(column), columns.blocks[b].rows));
            vote.likely += likeness.likely() ? 1 : 0;
            if (std::isfinite(likeness.excess)) {
                vote.excess += likeness.excess;
                ++judged;
            }
        }
        vote.excess = judged == 0 ? std::numeric_limits<double>::infinity() : vote.excess / static_cast<double>(judged);
        result.push_back(vote);
    }
    std::sort(result.begin(), result.end(), [](const Vote& a, const Vote& b) {
        return a.likely != b.likely ? a.likely > b.likely : a.excess < b.excess;
    });
    return result;
}

std::vector<std::string> samplesOf(const Columns& columns, std::size_t columnCount)
{
    std::vector<std::string> samples(columnCount);
    for (const std::size_t column : columns.wanted) {
        const std::vector<double>& values = columns.column(column);
        for (std::size_t i = 0; i < std::min<std::size_t>(values.size(), 3) && column < columnCount; ++i) {
            samples[column] += (i > 0 ? ", " : "") + (std::isfinite(values[i]) ? formatNumber(values[i]) : "?");
        }
        if (column < columnCount) {
            samples[column] += " …";
        }
    }
    return samples;
}

/// The format's own order of columns, where the roles found by the data agree with it.
bool documentedAs(const TableInput& input, const TableLayout& layout, std::size_t column, Role role)
{
    if (layout.hasHeader || input.documented.size() != input.head.columns || input.documented[column] != role) {
        return false;
    }
    for (std::size_t i = 0; i < input.documented.size(); ++i) {
        const bool wrongCard = input.documented[i] == Role::Card && layout.card != i;
        const bool wrongOrder = input.documented[i] == Role::Order && layout.order != i;
        if (wrongCard || wrongOrder) {
            return false;
        }
    }
    return true;
}

/// Two open columns of numbers and nothing unexplained beside them.
bool isBareTable(const TableInput& input, const TableLayout& layout, std::size_t rows)
{
    bool explained = !layout.hasHeader && layout.candidates.size() == 2 && rows >= 5;
    for (std::size_t column = 0; column < input.head.columns; ++column) {
        explained = explained && (layout.has(column) || std::find(layout.candidates.begin(), layout.candidates.end(),
                                                                  column) != layout.candidates.end());
    }
    return explained;
}

/// Decides position and load among the candidates, or adds the questions. False: nothing looks like a position, and
/// nothing else says that this is a card table.
bool decideSignals(const TableInput& input, const Columns& columns, TableCards& result)
{
    TableLayout& layout = result.layout;
    const auto remove = [&layout](std::size_t column) { std::erase(layout.candidates, column); };
    if (layout.position && !layout.load && layout.candidates.size() == 1) {
        layout.load = layout.candidates.front();
        result.assumptions.push_back(layout.names[*layout.load] + " is the load (the only other column of numbers)");
        return true;
    }
    if (layout.load && !layout.position && layout.candidates.size() == 1) {
        layout.position = layout.candidates.front();
        result.assumptions.push_back(layout.names[*layout.position] +
                                     " is the position (the only other column of numbers)");
        return true;
    }
    const std::vector<Vote> ranked = votes(columns, layout.candidates);
    if (!layout.position && !layout.ambiguous() && !ranked.empty()) {
        const bool clear = ranked[0].likely > 0 && (ranked.size() == 1 || ranked[0].likely >= 3 * ranked[1].likely);
        std::optional<std::size_t> chosen = clear ? std::optional(ranked[0].column) : std::nullopt;
        std::string why = " (it rises and falls once per stroke and starts near zero)";
        for (const Vote& vote : ranked) {
            // The format's own order stands where the data do not speak for another column.
            if (!clear && documentedAs(input, layout, vote.column, Role::Position)) {
                chosen = vote.column;
                why = " (by the layout of a " + input.documentedName + ")";
            }
        }
        if (chosen) {
            layout.position = chosen;
            remove(*chosen);
            result.assumptions.push_back(layout.names[*chosen] + " is the position" + why);
        }
    }
    if (layout.position && !layout.load && layout.candidates.size() == 1) {
        layout.load = layout.candidates.front();
        result.assumptions.push_back(layout.names[*layout.load] + " is the load (the other column)");
        return true;
    }
    if (layout.position && layout.load) {
        return true;
    }
    const bool ours = layout.namedPosition || layout.namedLoad || layout.ambiguous() || layout.position ||
                      isBareTable(input, layout, columns.lines.size());
    if (!ours) {
        return false;
    }
    const std::vector<std::string> samples = samplesOf(columns, layout.names.size());
    const std::string why = layout.ambiguous() ? "several columns could be meant"
                            : layout.position  ? "several columns could be the load"
                                               : "no column alone rises and falls once per stroke from near zero";
    if (!layout.position) {
        const std::vector<std::size_t>& named = layout.positionsNamed;
        const auto best = std::find_if(ranked.begin(), ranked.end(), [&](const Vote& vote) {
            return named.empty() || std::find(named.begin(), named.end(), vote.column) != named.end();
        });
        const auto suggestion = best == ranked.end() ? std::nullopt : std::optional(best->column);
        result.questions.push_back(columnQuestion(Role::Position, layout, samples, suggestion, why));
    }
    if (!layout.load) {
        const auto suggestion =
            layout.candidates.size() == 2 && ranked.size() == 2 ? std::optional(ranked.back().column) : std::nullopt;
        result.questions.push_back(columnQuestion(Role::Load, layout, samples, suggestion, why));
    }
    return true;
}

// ---- From rows to cards ----------------------------------------------------------------------------------------

void sortByOrder(RawCard& card, std::vector<double> order)
{
    const bool complete = std::all_of(order.begin(), order.end(), [](double value) { return std::isfinite(value); });
    if (!complete || order.size() < 2) {
        return;
    }
    std::vector<std::size_t> rows(order.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const bool sorted = std::is_sorted(order.begin(), order.end());
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) { return order[a] < order[b]; });
    // The same number with the same values is the same point, exported twice.
    const auto same = [&](std::size_t a, std::size_t b) {
        return order[a] == order[b] && card.positions[a] == card.positions[b] && card.loads[a] == card.loads[b];
    };
    const std::size_t before = rows.size();
    rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());
    const auto arrange = [&rows](auto& values) {
        if (values.empty()) {
            return;
        }
        std::remove_reference_t<decltype(values)> arranged;
        arranged.reserve(rows.size());
        for (const std::size_t row : rows) {
            arranged.push_back(values[row]);
        }
        values = std::move(arranged);
    };
    const Where where{{}, card.firstLine, {}};
    if (!sorted) {
        card.findings.push_back({Severity::Info, "sorted", "the rows were sorted by their point number", where, 1});
    }
    if (rows.size() < before) {
        card.findings.push_back(
            {Severity::Info, "repeated_points",
             std::to_string(before - rows.size()) + " points that stood twice under the same number were dropped",
             where, static_cast<std::int64_t>(before - rows.size())});
    }
    if (!sorted || rows.size() < before) {
        arrange(card.positions);
        arrange(card.loads);
        arrange(card.seconds);
        arrange(card.lines);
    }
}

RawCard rawCardOf(const Block& block, const Columns& columns, const TableLayout& layout, std::optional<CardKind> kind)
{
    RawCard card;
    card.id = block.card;
    card.label = block.label;
    card.well = block.well;
    card.positions = picked(columns.column(*layout.position), block.rows);
    card.loads = picked(columns.column(*layout.load), block.rows);
    if (layout.time) {
        card.seconds = picked(columns.column(*layout.time), block.rows);
        for (double& second : card.seconds) {
            second *= layout.secondsPerUnit;
        }
    }
    card.lines.reserve(block.rows.size());
    for (const std::uint32_t row : block.rows) {
        card.lines.push_back(columns.lines[row]);
    }
    card.firstLine = card.lines.empty() ? 0 : card.lines.front();
    const auto ownKind = parseCardKind(block.kind);
    if (!ownKind && !block.kind.empty()) {
        card.controllerType = block.kind;
    }
    if (const auto known = ownKind ? ownKind : kind) {
        card.kind = *known;
        card.kindKnown = true;
    }
    if (std::isfinite(block.spm) && block.spm > 0) {
        card.strokesPerMinute = block.spm;
    }
    for (const auto& [column, text] : block.others) {
        if (!text.empty()) {
            card.wellData[layout.names[column]] = text;
        }
    }
    if (layout.order) {
        sortByOrder(card, picked(columns.column(*layout.order), block.rows));
    }
    return card;
}

void takeCommentItems(const std::map<std::string, std::string>& items, TableCards& result)
{
    for (RawCard& card : result.cards) {
        for (const auto& [name, value] : items) {
            card.wellData.emplace(name, value);
            const auto number = parseNumber(value);
            if (number && *number > 0 && !card.strokesPerMinute) {
                card.strokesPerMinute = name == "spm"        ? std::optional(*number)
                                        : name == "period_s" ? std::optional(60 / *number)
                                                             : std::nullopt;
            }
        }
        if (const auto well = items.find("well"); well != items.end() && card.well.empty()) {
            card.well = well->second;
        }
    }
    if (const auto kind = items.find("kind"); kind != items.end() && parseCardKind(kind->second)) {
        for (RawCard& card : result.cards) {
            card.kind = card.kindKnown ? card.kind : *parseCardKind(kind->second);
            card.kindKnown = true;
        }
        result.assumptions.push_back(kind->second + " card (from a comment line)");
    }
}

/// Ids that change with every row count points, not cards.
bool countsPoints(const Columns& columns, const TableLayout& layout)
{
    return layout.card && !layout.cardAnswered && columns.blocks.size() > 10 &&
           columns.lines.size() < 3 * columns.blocks.size();
}

void takeUnits(const TableInput& input, TableLayout& layout)
{
    takeUnitsFromNames(layout);
    for (const std::string& comment : input.comments) {
        takeUnitsFromComment(layout, comment);
    }
}

}  // namespace

std::map<std::string, std::string> itemsOf(const std::vector<std::string>& comments)
{
    std::map<std::string, std::string> items;
    for (const std::string& comment : comments) {
        std::size_t begin = 0;
        while (begin < comment.size()) {
            const std::size_t end = std::min(comment.find_first_of(" \t;,", begin), comment.size());
            const std::string_view item = std::string_view(comment).substr(begin, end - begin);
            const std::size_t equals = item.find('=');
            if (equals != std::string_view::npos && equals > 0 && equals + 1 < item.size()) {
                items.emplace(lowerAscii(item.substr(0, equals)), item.substr(equals + 1));
            }
            begin = end + 1;
        }
    }
    return items;
}

std::string layoutKey(const std::string& reader, const TableLayout& layout)
{
    return reader + "|" +
           (layout.hasHeader ? lowerAscii(join(layout.names, "|")) : std::to_string(layout.names.size()) + " columns");
}

Result<TableCards> cardsFromTable(TableInput input, const Answers& answers, Progress& progress)
{
    auto layout = layoutOf(input.head, answers);
    if (!layout) {
        return tl::unexpected(layout.error());
    }
    TableCards result;
    result.layout = std::move(*layout);
    const bool named = result.layout.namedPosition && result.layout.namedLoad;
    if (input.head.firstDataLine == 0) {
        return named ? fail(ErrorCode::Corrupt, "the columns are named, but no row of numbers follows",
                            {{}, input.head.headerLine, {}})
                     : fail(ErrorCode::NotMine, "no table of numbers");
    }
    findRolesByData(input, result.layout, result.assumptions);
    const bool open = !result.layout.position || !result.layout.load;
    if (open && result.layout.candidates.empty()) {
        return fail(ErrorCode::NotMine, "no columns for position and load");
    }
    auto columns = Extraction(input, result.layout).run(progress);
    if (columns && countsPoints(*columns, result.layout)) {
        result.layout.order = result.layout.order ? result.layout.order : result.layout.card;
        result.layout.card.reset();
        columns = Extraction(input, result.layout).run(progress);
    }
    if (!columns) {
        return tl::unexpected(columns.error());
    }
    if (open && !decideSignals(input, *columns, result)) {
        return fail(ErrorCode::NotMine, "no column looks like the position of a rod");
    }
    if (!result.questions.empty()) {
        return result;
    }
    takeUnits(input, result.layout);
    const std::optional<CardKind> kind = result.layout.columnKind ? result.layout.columnKind : input.kind;
    for (const Block& block : columns->blocks) {
        result.cards.push_back(rawCardOf(block, *columns, result.layout, kind));
    }
    takeCommentItems(itemsOf(input.comments), result);
    if (!input.head.titles.empty()) {
        for (RawCard& card : result.cards) {
            card.wellData.emplace("title", join(input.head.titles, "; "));
        }
    }
    return result;
}

}  // namespace sightline::pumpcards
