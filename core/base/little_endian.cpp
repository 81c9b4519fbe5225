#include "core/base/little_endian.h"

namespace sightline {

void appendLittleEndian(std::string& out, std::uint64_t value, int count)
{
    for (int i = 0; i < count; ++i) {
        out += static_cast<char>(value >> (8 * i) & 0xFF);
    }
}

std::uint64_t littleEndian(std::string_view bytes, std::size_t at, int count)
{
    std::uint64_t value = 0;
    for (int i = count - 1; i >= 0; --i) {
        value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    }
    return value;
}

}  // namespace sightline
