// The tuples of INSERT statements in an SQL dump.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/formats/row_source.h"

namespace sightline::formats {

/// One row per tuple of `INSERT INTO table [(columns)] VALUES (…), (…);`. Other statements are skipped. Text literals
/// lose their quotes ('it''s', N'…'), NULL becomes an empty cell; nothing is evaluated.
class SqlInsertRows final : public RowSource {
public:
    explicit SqlInsertRows(std::string_view text) : m_text(text) {}

    bool next(Row& row) override;
    void rewind() override;

    /// Set once next() has met something it cannot read (an open quote, a cut tuple): reading ended there.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// The table of the tuple last read, without brackets and quotes: "STAGE.SURFACE_DATA".
    [[nodiscard]] const std::string& table() const { return m_table; }
    /// The column list of the statement last read; empty if it has none.
    [[nodiscard]] const std::vector<std::string>& columns() const { return m_columns; }

private:
    void skipBlanks();
    bool takeKeyword(std::string_view keyword);
    bool findInsert();
    bool readStatementHead();
    std::string readName();
    bool readTuple(std::vector<std::string_view>& cells);
    bool readLiteral(std::vector<std::string_view>& cells);
    bool skipQuoted(char quote);
    void stop(std::string message);

    std::string_view m_text;
    std::size_t m_offset = 0;
    std::int64_t m_line = 1;
    std::size_t m_countedTo = 0;  ///< m_line is right for this offset
    bool m_inValues = false;
    std::string m_table;
    std::vector<std::string> m_columns;
    std::optional<Error> m_error;
    std::deque<std::string> m_unescaped;
};

/// True if the text has an INSERT INTO at the start of one of its first statements.
bool looksLikeSqlInserts(std::string_view head);

}  // namespace sightline::formats
