#include "core/domains/pumpcards/readers/xspoc_table.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/base/text.h"
#include "core/formats/hex.h"
#include "core/formats/timestamp.h"

namespace sightline::pumpcards {

namespace {

struct BlobColumn {
    std::string_view name;
    CardKind kind;
    std::string_view suffix;  ///< of the card's id; the surface card has the bare id
};
constexpr std::array<BlobColumn, 4> blobColumns{{{"SurfaceCardB", CardKind::Surface, ""},
                                                 {"DownholeCardB", CardKind::PumpComputed, "/downhole"},
                                                 {"POCDownholeCardB", CardKind::PumpComputed, "/poc_downhole"},
                                                 {"PredictedCardB", CardKind::Predicted, "/predicted"}}};

std::optional<std::size_t> indexOf(const std::vector<std::string>& header, std::string_view name)
{
    const auto found =
        std::find_if(header.begin(), header.end(), [&](const auto& cell) { return equalsIgnoreCase(cell, name); });
    return found == header.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - header.begin()));
}

bool namesBlobs(const std::vector<std::string>& cells)
{
    return std::any_of(blobColumns.begin(), blobColumns.end(),
                       [&](const BlobColumn& column) { return indexOf(cells, column.name).has_value(); });
}

std::string cell(const formats::Row& row, const std::optional<std::size_t>& column)
{
    return column && *column < row.cells.size() ? std::string(row.cells[*column]) : std::string();
}

bool isEmptyBlob(std::string_view text)
{
    return text.empty() || equalsIgnoreCase(text, "NULL") || equalsIgnoreCase(text, "0x");
}

Result<void> fillFromBlob(RawCard& card, std::string_view hex)
{
    const auto bytes = formats::bytesFromHex(hex);
    if (!bytes) {
        return tl::unexpected(bytes.error());
    }
    if (bytes->size() % 8 != 0) {
        return fail(ErrorCode::Corrupt, "the card's " + std::to_string(bytes->size()) +
                                            " bytes are not divisible by 8: half loads, half positions cannot be cut");
    }
    const std::vector<float> values = formats::floatsLittleEndian(*bytes);
    const auto half = static_cast<std::ptrdiff_t>(values.size() / 2);
    card.loads.assign(values.begin(), values.begin() + half);
    card.positions.assign(values.begin() + half, values.end());
    return {};
}

CardFile emptyFile()
{
    CardFile file;
    file.reader = "xspoc-1";
    file.format = "XSPOC export";
    file.layout = "xspoc-1";
    file.units.length = LengthScale{1, LengthUnit::Inch};
    file.units.lengthFrom = "the XSPOC format";
    file.units.force = ForceScale{1, ForceUnit::PoundForce};
    file.units.forceFrom = "the XSPOC format";
    return file;
}

/// Reads the rows behind the header.
class XspocRows {
public:
    explicit XspocRows(std::vector<std::string> header) : m_header(std::move(header))
    {
        m_node = indexOf(m_header, "NodeID");
        m_date = indexOf(m_header, "Date");
        m_type = indexOf(m_header, "CardType");
        m_spm = indexOf(m_header, "SPM");
    }

    void take(const formats::Row& row, std::vector<RawCard>& cards)
    {
        const std::string node = cell(row, m_node);
        const std::string date = cell(row, m_date);
        const std::string id = node.empty() ? std::to_string(m_row) : date.empty() ? node : node + " " + date;
        ++m_row;
        for (const BlobColumn& column : blobColumns) {
            const std::string hex = cell(row, indexOf(m_header, column.name));
            if (isEmptyBlob(hex)) {
                continue;
            }
            RawCard card;
            card.id = id + std::string(column.suffix);
            card.well = node;
            card.kind = column.kind;
            card.kindKnown = true;
            card.controllerType = cell(row, m_type);
            card.timeMicroseconds = formats::parseTimestamp(date);
            card.firstLine = row.line;
            if (const auto spm = parseNumber(cell(row, m_spm)); spm && *spm > 0) {
                card.strokesPerMinute = spm;
            }
            keepOthers(row, card);
            if (const auto filled = fillFromBlob(card, hex); !filled) {
                card.findings.push_back({Severity::Reject,
                                         "broken_blob",
                                         std::string(column.name) + ": " + filled.error().message,
                                         {{}, row.line, {}},
                                         1});
            }
            cards.push_back(std::move(card));
        }
    }

private:
    void keepOthers(const formats::Row& row, RawCard& card) const
    {
        constexpr std::size_t longest = 200;  // other blobs are no text to show
        for (std::size_t i = 0; i < std::min(m_header.size(), row.cells.size()); ++i) {
            if (!row.cells[i].empty() && row.cells[i].size() <= longest && !m_header[i].empty()) {
                card.wellData[m_header[i]] = row.cells[i];
            }
        }
    }

    std::vector<std::string> m_header;
    std::optional<std::size_t> m_node, m_date, m_type, m_spm;
    std::size_t m_row = 0;
};

}  // namespace

std::optional<Result<CardFile>> cardsFromXspocTable(formats::RowSource& rows, Progress& progress)
{
    rows.rewind();
    formats::Row row;
    std::vector<std::string> header;
    for (int i = 0; i < 10 && header.empty() && rows.next(row); ++i) {
        std::vector<std::string> cells(row.cells.begin(), row.cells.end());
        if (namesBlobs(cells)) {
            header = std::move(cells);
        }
    }
    if (header.empty()) {
        rows.rewind();
        return std::nullopt;
    }
    const std::int64_t headerLine = row.line;
    CardFile file = emptyFile();
    XspocRows reader(std::move(header));
    while (rows.next(row)) {
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "reading was stopped");
        }
        reader.take(row, file.cards);
    }
    if (file.cards.empty()) {
        return fail(ErrorCode::Corrupt, "the card columns are named, but no row holds a card", {{}, headerLine, {}});
    }
    return file;
}

bool looksLikeHexBlob(std::string_view text)
{
    text = trim(text);
    return startsWithIgnoreCase(text, "0x") && text.size() > 16 &&
           text.substr(2).find_first_not_of("0123456789abcdefABCDEF \t\r\n") == std::string_view::npos;
}

Result<CardFile> cardFromHexBlob(std::string_view text)
{
    CardFile file = emptyFile();
    file.format = "XSPOC card, hex text";
    RawCard card;
    card.firstLine = 1;
    if (const auto filled = fillFromBlob(card, trim(text)); !filled) {
        return tl::unexpected(filled.error());
    }
    file.cards.push_back(std::move(card));
    return file;
}

}  // namespace sightline::pumpcards
