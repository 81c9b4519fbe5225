// Any delimited table with a header that names a time and a position.
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/mouse/readers/mapping.h"
#include "core/domains/mouse/readers/reader_classes.h"
#include "core/formats/delimited.h"

namespace sightline::mouse {

namespace {

std::vector<std::string> namesIn(formats::DelimitedRows& rows)
{
    formats::Row row;
    return rows.next(row) ? std::vector<std::string>(row.cells.begin(), row.cells.end()) : std::vector<std::string>();
}

}  // namespace

domains::ReadOutcome TableReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    formats::Dialect dialect;
    auto own = takeFile(*this, request, [&](std::string_view head) {
        const std::string_view begin = trim(head);
        if (begin.empty() || begin.front() == '{' || begin.front() == '[' || begin.front() == '<') {
            return false;
        }
        dialect = formats::sniffDialect(head);
        formats::DelimitedRows rows(head, dialect);
        return holdsEvents(namesIn(rows), request.answers);
    });
    if (!own) {
        return outcomeOf(own.error());
    }
    SessionFile& file = own->file;
    formats::DelimitedRows rows(own->text, dialect);
    EventTable table{namesIn(rows), rows, id()};
    if (const auto taken = takeEvents(table, request.answers, file, progress); !taken) {
        Error error = taken.error();
        error.where.file = utf8(request.path);
        return outcomeOf(error);
    }
    return finish(std::move(file), request, progress);
}

}  // namespace sightline::mouse
