// Bytes written as hexadecimal text, as databases export them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace sightline::formats {

/// "0x1F2b…" or "1F2b…"; blanks and line ends inside are skipped. Corrupt, with the offset of the character in
/// `where.byte`, for anything that is no hex digit and for an odd number of digits.
Result<std::string> bytesFromHex(std::string_view text);
/// Little-endian IEEE 754 single precision; a tail of fewer than four bytes is left out.
std::vector<float> floatsLittleEndian(std::string_view bytes);

}  // namespace sightline::formats
