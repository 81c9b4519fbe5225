#include "core/formats/delimited.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/base/text.h"

namespace sightline::formats {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

bool isComment(std::string_view line)
{
    return !line.empty() && (line.front() == '#' || line.front() == '%' || line.substr(0, 2) == "//");
}

std::size_t lineEnd(std::string_view text, std::size_t from)
{
    const std::size_t end = text.find_first_of("\r\n", from);
    return end == std::string_view::npos ? text.size() : end;
}

struct Fit {
    double score = 0;
    bool decimalComma = false;
};

// How well the sample reads with a delimiter: the share of rows of the usual width, times the share of numbers.
Fit fitOf(std::string_view sample, char delimiter)
{
    DelimitedRows rows(sample, {delimiter, false});
    std::map<std::size_t, std::size_t> widths;
    std::size_t rowCount = 0;
    std::size_t cells = 0;
    std::size_t pointNumbers = 0;
    std::size_t commaNumbers = 0;
    Row row;
    while (rowCount < 100 && rows.next(row)) {
        ++rowCount;
        ++widths[row.cells.size()];
        for (const std::string_view cell : row.cells) {
            ++cells;
            pointNumbers += parseNumber(cell) ? 1 : 0;
            commaNumbers += delimiter != ',' && parseNumber(cell, true) ? 1 : 0;
        }
    }
    if (rowCount == 0 || cells == 0) {
        return {};
    }
    const auto usual = std::max_element(widths.begin(), widths.end(),
                                        [](const auto& a, const auto& b) { return a.second < b.second; });
    if (usual->first < 2) {
        return {};
    }
    const bool comma = commaNumbers > pointNumbers;
    const double numbers = static_cast<double>(comma ? commaNumbers : pointNumbers) / static_cast<double>(cells);
    const double regular = static_cast<double>(usual->second) / static_cast<double>(rowCount);
    return {regular * (0.3 + 0.7 * numbers), comma};
}

}  // namespace

Dialect sniffDialect(std::string_view text)
{
    constexpr std::size_t sampleBytes = std::size_t{1} << 16;
    std::string_view sample = text.substr(0, sampleBytes);
    if (sample.size() < text.size()) {
        const std::size_t lastLine = sample.find_last_of("\r\n");
        sample = sample.substr(0, lastLine == std::string_view::npos ? sample.size() : lastLine + 1);
    }
    Dialect best;
    double bestScore = 0;
    for (const char delimiter : {'\t', ';', '|', ',', ' '}) {
        const Fit fit = fitOf(sample, delimiter);
        if (fit.score > bestScore + 1e-9) {
            bestScore = fit.score;
            best = {delimiter, fit.decimalComma};
        }
    }
    return best;
}

std::vector<Comment> leadingComments(std::string_view text)
{
    std::vector<Comment> comments;
    std::int64_t line = 1;
    for (std::size_t begin = 0; begin < text.size(); ++line) {
        const std::size_t end = lineEnd(text, begin);
        std::string_view content = trim(text.substr(begin, end - begin));
        if (!content.empty() && !isComment(content)) {
            break;
        }
        if (!content.empty()) {
            content.remove_prefix(content.front() == '/' ? 2 : 1);
            comments.push_back({line, std::string(trim(content))});
        }
        begin = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
    }
    return comments;
}

DelimitedRows::DelimitedRows(std::string_view text, Dialect dialect) : m_text(text), m_dialect(dialect) {}

void DelimitedRows::rewind()
{
    m_offset = 0;
    m_line = 1;
    m_openQuoteLine.reset();
}

bool DelimitedRows::atLineEnd() const
{
    return m_offset >= m_text.size() || m_text[m_offset] == '\n' || m_text[m_offset] == '\r';
}

void DelimitedRows::skipLineEnd()
{
    if (m_offset < m_text.size()) {
        m_offset += m_text.substr(m_offset, 2) == "\r\n" ? 2 : 1;
        ++m_line;
    }
}

bool DelimitedRows::skipIgnoredLine()
{
    std::size_t begin = m_offset;
    while (begin < m_text.size() && isBlank(m_text[begin])) {
        ++begin;
    }
    const bool blank = begin >= m_text.size() || m_text[begin] == '\n' || m_text[begin] == '\r';
    if (!blank && !isComment(m_text.substr(begin, 2))) {
        return false;
    }
    m_offset = blank ? begin : lineEnd(m_text, begin);
    skipLineEnd();
    return true;
}

bool DelimitedRows::next(Row& row)
{
    while (m_offset < m_text.size()) {
        if (skipIgnoredLine()) {
            continue;
        }
        row.line = m_line;
        row.cells.clear();
        m_unescaped.clear();
        if (m_dialect.delimiter == ' ') {
            readBlankSeparated(row);
        } else {
            readCells(row);
        }
        skipLineEnd();
        const bool empty = std::all_of(row.cells.begin(), row.cells.end(), [](auto cell) { return cell.empty(); });
        if (!empty) {
            return true;
        }
    }
    return false;
}

void DelimitedRows::readCells(Row& row)
{
    while (true) {
        while (m_offset < m_text.size() && isBlank(m_text[m_offset]) && m_text[m_offset] != m_dialect.delimiter) {
            ++m_offset;
        }
        if (!readQuoted(row)) {
            const std::size_t begin = m_offset;
            while (!atLineEnd() && m_text[m_offset] != m_dialect.delimiter) {
                ++m_offset;
            }
            row.cells.push_back(trim(m_text.substr(begin, m_offset - begin)));
        }
        if (atLineEnd()) {
            return;
        }
        ++m_offset;
    }
}

void DelimitedRows::readBlankSeparated(Row& row)
{
    while (true) {
        while (m_offset < m_text.size() && isBlank(m_text[m_offset])) {
            ++m_offset;
        }
        if (atLineEnd()) {
            return;
        }
        if (!readQuoted(row)) {
            const std::size_t begin = m_offset;
            while (!atLineEnd() && !isBlank(m_text[m_offset])) {
                ++m_offset;
            }
            row.cells.push_back(m_text.substr(begin, m_offset - begin));
        }
    }
}

// A quoted cell up to the delimiter behind it. False: the cell is not quoted, nothing was read.
bool DelimitedRows::readQuoted(Row& row)
{
    if (m_openQuoteLine || m_offset >= m_text.size() || m_text[m_offset] != '"') {
        return false;
    }
    const std::size_t begin = m_offset + 1;
    std::size_t end = begin;
    bool doubled = false;
    while (true) {
        end = m_text.find('"', end);
        if (end == std::string_view::npos) {
            m_openQuoteLine = m_line;
            return false;
        }
        if (m_text.substr(end + 1, 1) != "\"") {
            break;
        }
        doubled = true;
        end += 2;
    }
    const std::string_view content = m_text.substr(begin, end - begin);
    for (std::size_t i = 0; i < content.size(); ++i) {
        m_line += content[i] == '\n' || (content[i] == '\r' && content.substr(i + 1, 1) != "\n") ? 1 : 0;
    }
    if (doubled) {
        std::string& plain = m_unescaped.emplace_back();
        for (std::size_t i = 0; i < content.size(); ++i) {
            plain += content[i];
            i += content[i] == '"' ? 1 : 0;
        }
        row.cells.push_back(trim(plain));
    } else {
        row.cells.push_back(trim(content));
    }
    m_offset = end + 1;
    // Whatever stands between the closing quote and the delimiter is dropped.
    while (!atLineEnd() && m_text[m_offset] != m_dialect.delimiter &&
           !(m_dialect.delimiter == ' ' && isBlank(m_text[m_offset]))) {
        ++m_offset;
    }
    return true;
}

}  // namespace sightline::formats
