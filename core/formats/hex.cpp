#include "core/formats/hex.h"

#include <bit>
#include <cstdint>

#include "core/base/text.h"

namespace sightline::formats {

namespace {

int hexDigit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

}  // namespace

Result<std::string> bytesFromHex(std::string_view text)
{
    std::size_t i = 0;
    while (i < text.size() && trim(text.substr(i, 1)).empty()) {
        ++i;
    }
    if (startsWithIgnoreCase(text.substr(i), "0x")) {
        i += 2;
    }
    std::string bytes;
    bytes.reserve((text.size() - i) / 2);
    int high = -1;
    for (; i < text.size(); ++i) {
        const int digit = hexDigit(text[i]);
        if (digit < 0) {
            if (trim(text.substr(i, 1)).empty()) {
                continue;
            }
            return fail(ErrorCode::Corrupt, "character " + std::to_string(i + 1) + " is no hexadecimal digit",
                        {{}, {}, static_cast<std::int64_t>(i)});
        }
        if (high < 0) {
            high = digit;
        } else {
            bytes += static_cast<char>(high * 16 + digit);
            high = -1;
        }
    }
    if (high >= 0) {
        return fail(ErrorCode::Corrupt, "an odd number of hexadecimal digits: the last byte is cut off",
                    {{}, {}, static_cast<std::int64_t>(text.size())});
    }
    return bytes;
}

std::vector<float> floatsLittleEndian(std::string_view bytes)
{
    std::vector<float> values;
    values.reserve(bytes.size() / 4);
    for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4) {
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            bits |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[i + k])) << (8 * k);
        }
        values.push_back(std::bit_cast<float>(bits));
    }
    return values;
}

}  // namespace sightline::formats
