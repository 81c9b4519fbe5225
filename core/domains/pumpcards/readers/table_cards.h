// Cards from the rows of a table, whatever container the rows come from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domains/pumpcards/readers/card_file.h"
#include "core/domains/pumpcards/readers/table_layout.h"
#include "core/formats/row_source.h"

namespace sightline::pumpcards {

struct TableInput {
    formats::RowSource& rows;
    formats::TableHead head;
    bool decimalComma = false;
    std::vector<std::string> comments;  ///< lines before the table
    /// What the columns of a headerless table of this width are by the format's definition; taken where the data do
    /// not contradict. Each entry is a role or nothing.
    std::vector<std::optional<Role>> documented;
    std::string documentedName;    ///< "controller export"
    std::optional<CardKind> kind;  ///< said by the container (the name of an SQL table)
};

struct TableCards {
    std::vector<RawCard> cards;
    TableLayout layout;
    std::vector<Question> questions;
    std::vector<std::string> assumptions;
};

/// NotMine: nothing in the table looks like position and load. Corrupt: a header of ours without a data row. Invalid:
/// an answer that does not fit the table.
Result<TableCards> cardsFromTable(TableInput input, const Answers& answers, Progress& progress);

/// "name=value" items of comment lines ("period_s=8.4827 spm=7.073"), names in lower case.
std::map<std::string, std::string> itemsOf(const std::vector<std::string>& comments);

/// Equal for tables of the same reader and header (or, without a header, the same number of columns).
std::string layoutKey(const std::string& reader, const TableLayout& layout);

}  // namespace sightline::pumpcards
