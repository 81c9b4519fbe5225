#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/pumpcards/readers/reader_classes.h"
#include "core/domains/pumpcards/readers/table_cards.h"
#include "core/formats/sql_insert.h"
#include "core/formats/text_file.h"

namespace sightline::pumpcards {

namespace {

std::optional<CardKind> kindOfTable(const std::string& name)
{
    for (const std::string& word : wordsOf(name)) {
        if (word == "surface") {
            return CardKind::Surface;
        }
        if (word == "pump" || word == "downhole" || word == "plunger") {
            return CardKind::PumpMeasured;
        }
    }
    return std::nullopt;
}

/// Reads to the end: the first mistake, and the names of the columns if the statements list them.
Result<std::vector<std::string>> checkedColumns(formats::SqlInsertRows& rows, const std::string& path)
{
    formats::Row row;
    std::vector<std::string> columns;
    while (rows.next(row)) {
        columns = rows.columns();
    }
    if (rows.error()) {
        Error error = *rows.error();
        error.where.file = path;
        return tl::unexpected(error);
    }
    return columns;
}

}  // namespace

domains::ReadOutcome SqlReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    const auto head = readTextHead(request);
    if (!head) {
        return outcomeOf(head.error());
    }
    if (!formats::looksLikeSqlInserts(*head)) {
        return domains::NotMine{};
    }
    std::vector<std::string> assumptions;
    const auto text = readText(request, assumptions);
    if (!text) {
        return outcomeOf(text.error());
    }
    const std::string path = utf8(request.path);
    formats::SqlInsertRows rows(*text);
    const auto columns = checkedColumns(rows, path);
    if (!columns) {
        return columns.error();
    }
    const std::optional<CardKind> kind = kindOfTable(rows.table());
    rows.rewind();
    TableInput input{rows, formats::inspect(rows, false, 0),         false,
                     {},   {Role::Card, Role::Position, Role::Load}, "surface data table",
                     kind};
    input.head.header = columns->size() == input.head.columns ? *columns : std::vector<std::string>();
    auto table = cardsFromTable(input, request.answers, progress);
    if (!table) {
        Error error = table.error();
        error.where.file = path;
        return outcomeOf(error);
    }
    CardFile file;
    file.reader = id();
    file.format = format();
    file.layout = layoutKey(id(), table->layout);
    file.preview = formats::firstLines(*text, 12);
    file.units.length = table->layout.length;
    file.units.lengthFrom = table->layout.lengthFrom;
    file.units.force = table->layout.force;
    file.units.forceFrom = table->layout.forceFrom;
    file.cards = std::move(table->cards);
    file.assumptions = std::move(assumptions);
    file.assumptions.insert(file.assumptions.end(), table->assumptions.begin(), table->assumptions.end());
    if (kind) {
        file.assumptions.push_back(std::string(toString(*kind)) + " (from the table's name)");
    }
    if (!table->questions.empty()) {
        return domains::MustAsk{std::move(table->questions), std::move(file.layout), std::move(file.preview)};
    }
    return finish(std::move(file), request, progress);
}

}  // namespace sightline::pumpcards
