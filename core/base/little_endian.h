// Whole numbers as most files hold them: the lowest byte first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sightline {

/// The lowest `count` bytes of a number, at most 8.
void appendLittleEndian(std::string& out, std::uint64_t value, int count);
/// The number in `count` bytes from `at`, at most 8; `bytes` must be long enough.
std::uint64_t littleEndian(std::string_view bytes, std::size_t at, int count);

}  // namespace sightline
