// Small text tools the standard library lacks. UTF-8 throughout; numbers never depend on the locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sightline {

std::string_view trim(std::string_view text);
/// ASCII only; other bytes stay as they are.
std::string lowerAscii(std::string_view text);
bool equalsIgnoreCase(std::string_view a, std::string_view b);
bool startsWithIgnoreCase(std::string_view text, std::string_view prefix);
std::vector<std::string_view> split(std::string_view text, char delimiter);
std::string join(const std::vector<std::string>& parts, std::string_view between);

/// The whole (trimmed) text as a finite number, or nothing. Accepts ".88", "+1.5", "1e-3"; with decimalComma "1,5".
/// "nan", "inf" and hex are not numbers here.
std::optional<double> parseNumber(std::string_view text, bool decimalComma = false);
std::optional<long long> parseInteger(std::string_view text);
/// Shortest text that reads back as the same double; point decimal, no locale.
std::string formatNumber(double value);
/// Fixed decimals, point, no locale; for tables.
std::string formatFixed(double value, int decimals);

/// Drops a leading UTF-8 byte order mark.
std::string_view withoutBom(std::string_view text);
bool isValidUtf8(std::string_view text);

}  // namespace sightline
