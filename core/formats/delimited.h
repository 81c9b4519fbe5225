// Delimited text: CSV, TSV, blank-separated columns.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/formats/row_source.h"

namespace sightline::formats {

struct Dialect {
    char delimiter = ',';  ///< ' ' means any run of blanks and tabs
    bool decimalComma = false;
    bool operator==(const Dialect&) const = default;
};

/// The dialect that reads the first lines as the most regular table with the most numbers.
Dialect sniffDialect(std::string_view text);

struct Comment {
    std::int64_t line = 0;
    std::string text;  ///< without the comment sign, trimmed
};
/// Lines that begin with "#", "%" or "//" before the first other line.
std::vector<Comment> leadingComments(std::string_view text);

/// Reads UTF-8 text in one pass; cells are views into it. "\n", "\r\n" and "\r" end a line. Quoted cells may hold
/// delimiters, line ends and doubled quotes; a quote that is never closed is taken as an ordinary character, and so
/// are all after it. Comment lines ("#", "%", "//" at the start) and blank lines are skipped.
class DelimitedRows final : public RowSource {
public:
    DelimitedRows(std::string_view text, Dialect dialect);

    bool next(Row& row) override;
    void rewind() override;
    /// The line of a quote that is never closed, if one was met.
    [[nodiscard]] std::optional<std::int64_t> openQuoteLine() const { return m_openQuoteLine; }
    /// Bytes read so far, for progress.
    [[nodiscard]] std::size_t offset() const { return m_offset; }

private:
    void readCells(Row& row);
    void readBlankSeparated(Row& row);
    bool readQuoted(Row& row);
    bool atLineEnd() const;
    void skipLineEnd();
    bool skipIgnoredLine();

    std::string_view m_text;
    Dialect m_dialect;
    std::size_t m_offset = 0;
    std::int64_t m_line = 1;
    std::optional<std::int64_t> m_openQuoteLine;
    std::deque<std::string> m_unescaped;  ///< cells with doubled quotes, of the current row
};

}  // namespace sightline::formats
