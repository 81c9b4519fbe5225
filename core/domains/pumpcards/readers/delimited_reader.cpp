#include <algorithm>
#include <array>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/pumpcards/readers/reader_classes.h"
#include "core/domains/pumpcards/readers/table_cards.h"
#include "core/domains/pumpcards/readers/xspoc_table.h"
#include "core/formats/delimited.h"
#include "core/formats/sql_insert.h"
#include "core/formats/text_file.h"
#include "core/formats/xlsx.h"

namespace sightline::pumpcards {

namespace {

/// Found by the text, changed by the answers. Invalid: an answer that is none of the choices.
Result<formats::Dialect> dialectOf(std::string_view text, const Answers& answers)
{
    static constexpr std::array<std::pair<std::string_view, char>, 5> delimiters{
        {{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"blank", ' '}, {"pipe", '|'}}};
    formats::Dialect dialect = formats::sniffDialect(text);
    if (const auto answer = answerTo(answers, key::delimiter)) {
        const auto found = std::find_if(delimiters.begin(), delimiters.end(),
                                        [&](const auto& entry) { return entry.first == *answer; });
        if (found == delimiters.end()) {
            return fail(ErrorCode::Invalid,
                        "delimiter=" + *answer + " cannot be read: use comma, semicolon, tab, blank or pipe");
        }
        dialect.delimiter = found->second;
    }
    if (const auto answer = answerTo(answers, key::decimal)) {
        if (*answer != "point" && *answer != "comma") {
            return fail(ErrorCode::Invalid, "decimal=" + *answer + " cannot be read: use point or comma");
        }
        dialect.decimalComma = *answer == "comma";
    }
    return dialect;
}

Result<int> headerRowsOf(const Answers& answers)
{
    const auto answer = answerTo(answers, key::headerLines);
    if (!answer) {
        return -1;
    }
    const auto number = parseInteger(*answer);
    if (!number || *number < 0 || *number > 200) {
        return fail(ErrorCode::Invalid, "header_lines=" + *answer + " is no number from 0 to 200");
    }
    return static_cast<int>(*number);
}

/// A comment right above the data may hold the column names ("# position_in load_lbf").
void takeHeaderFromComment(formats::TableHead& head, const std::vector<formats::Comment>& comments,
                           const formats::Dialect& dialect)
{
    if (!head.header.empty() || comments.empty()) {
        return;
    }
    for (const char delimiter : {dialect.delimiter, ','}) {
        formats::DelimitedRows cells(comments.back().text, {delimiter, dialect.decimalComma});
        formats::Row row;
        if (cells.next(row) && row.cells.size() == head.columns) {
            const bool words = std::none_of(row.cells.begin(), row.cells.end(),
                                            [](std::string_view cell) { return cell.empty() || parseNumber(cell); });
            if (words) {
                head.header.assign(row.cells.begin(), row.cells.end());
                return;
            }
        }
    }
}

bool otherContainer(std::string_view head)
{
    const std::string_view begin = trim(head.substr(0, 256));
    return begin.empty() || begin.front() == '{' || begin.front() == '[' || begin.front() == '<' ||
           formats::looksLikeZip(head) || formats::looksLikeSqlInserts(head.substr(0, 4096));
}

std::string formatOf(const TableLayout& layout, const TableInput& input)
{
    const bool fourBare = !layout.hasHeader && layout.card == 0U && layout.order == 1U && input.head.columns == 4;
    if (fourBare ||
        (layout.card && layout.hasHeader && equalsIgnoreCase(layout.names[*layout.card], "CardHeader_ID"))) {
        return "Controller table (text)";
    }
    if (layout.time) {
        return "Record of time, position and load (text)";
    }
    return layout.card ? "Long table of cards (text)" : "Table of positions and loads (text)";
}

/// What the head of the file already rules out, before the whole is read.
bool mayBeTable(std::string_view headText, const formats::Dialect& dialect, int headerRows)
{
    formats::DelimitedRows rows(headText, dialect);
    const formats::TableHead head = formats::inspect(rows, dialect.decimalComma, headerRows);
    return head.firstDataLine > 0 ? head.numericColumns() >= 2 : !head.header.empty();
}

domains::ReadOutcome finishXspoc(Result<CardFile> file, std::vector<std::string> assumptions,
                                 const domains::ReadRequest& request, std::string_view text, Progress& progress)
{
    if (!file) {
        Error error = file.error();
        error.where.file = utf8(request.path);
        return error;
    }
    file->assumptions = std::move(assumptions);
    file->preview = formats::firstLines(text, 3, 600);
    return finish(std::move(*file), request, progress);
}

domains::ReadOutcome finishTable(TableCards table, const TableInput& input, std::vector<std::string> assumptions,
                                 const formats::DelimitedRows& rows, std::string_view text,
                                 const domains::ReadRequest& request, const DelimitedReader& reader, Progress& progress)
{
    CardFile file;
    file.reader = reader.id();
    file.format = formatOf(table.layout, input);
    file.layout = layoutKey(reader.id(), table.layout);
    file.preview = formats::firstLines(text, 12);
    file.units.length = table.layout.length;
    file.units.lengthFrom = table.layout.lengthFrom;
    file.units.force = table.layout.force;
    file.units.forceFrom = table.layout.forceFrom;
    file.cards = std::move(table.cards);
    file.questions = std::move(table.questions);
    file.assumptions = std::move(assumptions);
    file.assumptions.insert(file.assumptions.end(), table.assumptions.begin(), table.assumptions.end());
    if (const auto line = rows.openQuoteLine()) {
        file.findings.push_back(
            {Severity::Info, "open_quote", "a quotation mark is never closed; it was read as text", {{}, line, {}}, 1});
    }
    if (!file.questions.empty()) {
        return domains::MustAsk{std::move(file.questions), std::move(file.layout), std::move(file.preview)};
    }
    return finish(std::move(file), request, progress);
}

}  // namespace

domains::ReadOutcome DelimitedReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    const std::string path = utf8(request.path);
    const auto withFile = [&path](Error error) -> domains::ReadOutcome {
        error.where.file = path;
        return outcomeOf(error);
    };
    const auto headText = readTextHead(request);
    if (!headText) {
        return outcomeOf(headText.error());
    }
    const bool blob = looksLikeHexBlob(*headText);
    if (otherContainer(*headText)) {
        return domains::NotMine{};
    }
    const auto dialect = dialectOf(*headText, request.answers);
    const auto headerRows = headerRowsOf(request.answers);
    if (!dialect || !headerRows) {
        return withFile(!dialect ? dialect.error() : headerRows.error());
    }
    formats::DelimitedRows headRows(*headText, *dialect);
    const bool xspoc = !blob && cardsFromXspocTable(headRows, progress).has_value();
    if (!blob && !xspoc && !mayBeTable(*headText, *dialect, *headerRows)) {
        return domains::NotMine{};
    }
    std::vector<std::string> assumptions;
    const auto text = readText(request, assumptions);
    if (!text) {
        return outcomeOf(text.error());
    }
    if (blob) {
        return finishXspoc(cardFromHexBlob(*text), std::move(assumptions), request, *text, progress);
    }
    formats::DelimitedRows rows(*text, *dialect);
    if (xspoc) {
        if (auto file = cardsFromXspocTable(rows, progress)) {
            return finishXspoc(std::move(*file), std::move(assumptions), request, *text, progress);
        }
    }
    progress.report(0, "reading the table");
    const std::vector<formats::Comment> comments = formats::leadingComments(*text);
    TableInput input{rows, formats::inspect(rows, dialect->decimalComma, *headerRows), dialect->decimalComma,
                     {},   {Role::Card, Role::Order, Role::Position, Role::Load},      "controller table",
                     {}};
    for (const formats::Comment& comment : comments) {
        input.comments.push_back(comment.text);
    }
    takeHeaderFromComment(input.head, comments, *dialect);
    auto table = cardsFromTable(input, request.answers, progress);
    if (!table) {
        return withFile(table.error());
    }
    if (dialect->decimalComma) {
        assumptions.emplace_back("decimal comma");
    }
    return finishTable(std::move(*table), input, std::move(assumptions), rows, *text, request, *this, progress);
}

}  // namespace sightline::pumpcards
