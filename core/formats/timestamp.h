// Points in time as files write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sightline::formats {

/// "2018-04-04T16:19:02+00:00", "2018-04-04 16:19:02", "2018-04-04": microseconds since 1970 UTC; without a zone UTC is
/// assumed.
std::optional<std::int64_t> parseTimestamp(std::string_view text);

}  // namespace sightline::formats
