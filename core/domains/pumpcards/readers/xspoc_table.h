// The card columns of an XSPOC database export: hex text of little-endian floats, first half loads, second half
// positions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/domains/pumpcards/readers/card_file.h"
#include "core/formats/row_source.h"

namespace sightline::pumpcards {

/// The cards of a table with columns SurfaceCardB, DownholeCardB, POCDownholeCardB or PredictedCardB; nothing if the
/// first rows name none of them. A broken blob becomes a rejected card, so that one bad row does not hide the others.
/// Corrupt where there is a header but no blob at all.
std::optional<Result<CardFile>> cardsFromXspocTable(formats::RowSource& rows, Progress& progress);

/// A text that is one hex blob and nothing else ("0x…").
bool looksLikeHexBlob(std::string_view text);
/// Its one card. Corrupt: no hex, or a byte count that is not divisible by 8.
Result<CardFile> cardFromHexBlob(std::string_view text);

}  // namespace sightline::pumpcards
