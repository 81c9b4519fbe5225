// Rows of cells, wherever they come from: delimited text, a spreadsheet, SQL tuples.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sightline::formats {

struct Row {
    std::int64_t line = 0;                ///< line or spreadsheet row, from 1
    std::vector<std::string_view> cells;  ///< trimmed; valid until the next call of next()
};

/// Gives the rows one after the other. Blank rows and comments are left out. The text it reads must outlive it.
class RowSource {
public:
    RowSource() = default;
    RowSource(const RowSource&) = delete;
    RowSource& operator=(const RowSource&) = delete;
    virtual ~RowSource() = default;

    /// False at the end; `row` is then unchanged.
    virtual bool next(Row& row) = 0;
    /// Back to the first row.
    virtual void rewind() = 0;
};

/// What the first rows of a table look like.
struct TableHead {
    std::size_t columns = 0;          ///< the most frequent number of cells in a data row; 0: no table
    std::vector<std::string> header;  ///< column names, or empty
    std::vector<std::string> titles;  ///< cells before the header (a well's name, a date), not empty
    std::int64_t headerLine = 0;      ///< of the header, 0 without one
    std::int64_t firstDataLine = 0;   ///< 0: there is no data row
    std::vector<bool> numeric;        ///< per column: most sampled cells are numbers
    double regularity = 0;            ///< share of the sampled data rows that have `columns` cells
    std::size_t sampledRows = 0;      ///< data rows looked at
    [[nodiscard]] std::size_t numericColumns() const;
};

/// Looks at the first rows (300 at most) and rewinds. Data begin at the first row with two numbers (with one, where
/// the table has one column) that is followed by such a row, or at the damaged rows of the same width right before it;
/// the row above is the header if it holds words.
/// headerRows >= 0 says how many rows to skip instead; the last of them is the header.
TableHead inspect(RowSource& rows, bool decimalComma, int headerRows = -1);

}  // namespace sightline::formats
