#include <algorithm>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/pumpcards/readers/reader_classes.h"
#include "core/domains/pumpcards/readers/table_cards.h"
#include "core/domains/pumpcards/readers/xspoc_table.h"
#include "core/formats/xlsx.h"

namespace sightline::pumpcards {

namespace {

std::string previewOf(const formats::Sheet& sheet)
{
    std::string text = sheet.name + "\n";
    for (std::size_t i = 0; i < std::min<std::size_t>(sheet.rows.size(), 12); ++i) {
        text += join(sheet.rows[i].cells, "\t").substr(0, 400) + "\n";
    }
    return text;
}

/// Adds a sheet's cards to those of the sheets before. Invalid: it gives other units than they do.
Result<void> merge(CardFile& file, TableCards table, const formats::Sheet& sheet, bool severalSheets,
                   const std::string& reader)
{
    if (file.layout.empty()) {
        file.layout = layoutKey(reader, table.layout);
        file.preview = previewOf(sheet);
        file.units.length = table.layout.length;
        file.units.lengthFrom = table.layout.lengthFrom;
        file.units.force = table.layout.force;
        file.units.forceFrom = table.layout.forceFrom;
        file.assumptions = std::move(table.assumptions);
    }
    if (table.layout.length != file.units.length || table.layout.force != file.units.force) {
        return fail(
            ErrorCode::Invalid,
            "the sheet '" + sheet.name + "' gives other units than the sheets before it: save it as a file of its own");
    }
    if (file.questions.empty()) {
        file.questions = std::move(table.questions);
    }
    for (RawCard& card : table.cards) {
        if (severalSheets) {
            card.id = card.id.empty() ? sheet.name : sheet.name + "/" + card.id;
        }
        file.cards.push_back(std::move(card));
    }
    return {};
}

}  // namespace

domains::ReadOutcome XlsxReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    const auto head = readFileHead(request.path, 4096);
    if (!head) {
        return head.error();
    }
    if (!formats::looksLikeZip(*head)) {
        return domains::NotMine{};
    }
    const std::string path = utf8(request.path);
    const auto sheets = formats::readXlsx(request.path, progress);
    if (!sheets) {
        // A zip that cannot be opened is a spreadsheet only if its first entry says so.
        const bool named = head->find("[Content_Types].xml") != std::string::npos ||
                           head->find("xl/") != std::string::npos || head->find("_rels/") != std::string::npos;
        return sheets.error().code == ErrorCode::Corrupt && !named ? domains::ReadOutcome(domains::NotMine{})
                                                                   : outcomeOf(sheets.error());
    }
    CardFile file;
    file.reader = id();
    file.format = format();
    std::optional<Error> firstError;
    const auto filled = std::count_if(sheets->begin(), sheets->end(), [](const auto& s) { return s.rows.size() > 1; });
    for (const formats::Sheet& sheet : *sheets) {
        formats::SheetRows rows(sheet);
        if (auto xspoc = cardsFromXspocTable(rows, progress)) {
            if (!*xspoc) {
                Error error = xspoc->error();
                error.where.file = path;
                return error;
            }
            (*xspoc)->preview = previewOf(sheet).substr(0, 600);
            return finish(std::move(**xspoc), request, progress);
        }
        TableInput input{rows, formats::inspect(rows, false), false, {}, {}, {}, {}};
        auto table = cardsFromTable(input, request.answers, progress);
        if (!table) {
            if (table.error().code == ErrorCode::Cancelled) {
                return table.error();
            }
            const bool better = !firstError || firstError->code == ErrorCode::NotMine;
            firstError = better ? table.error() : *firstError;
            continue;
        }
        if (const auto merged = merge(file, std::move(*table), sheet, filled > 1, id()); !merged) {
            Error error = merged.error();
            error.where.file = path;
            return error;
        }
    }
    if (file.layout.empty()) {
        Error error = firstError.value_or(Error{ErrorCode::NotMine, "no sheet holds a table", {}});
        error.where.file = path;
        return outcomeOf(error);
    }
    if (!file.questions.empty()) {
        return domains::MustAsk{std::move(file.questions), std::move(file.layout), std::move(file.preview)};
    }
    return finish(std::move(file), request, progress);
}

}  // namespace sightline::pumpcards
