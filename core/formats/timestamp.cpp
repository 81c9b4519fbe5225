#include "core/formats/timestamp.h"

#include <algorithm>
#include <chrono>

#include "core/base/text.h"

namespace sightline::formats {

std::optional<std::int64_t> parseTimestamp(std::string_view text)
{
    text = trim(text);
    const auto field = [&text](std::size_t at, std::size_t length) -> std::optional<long long> {
        const std::string_view digits = text.substr(std::min(at, text.size()), length);
        const bool allDigits =
            digits.size() == length && digits.find_first_not_of("0123456789") == std::string_view::npos;
        return allDigits ? parseInteger(digits) : std::nullopt;
    };
    const auto year = field(0, 4);
    const auto month = field(5, 2);
    const auto day = field(8, 2);
    if (!year || !month || !day || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) {
        return std::nullopt;
    }
    long long seconds = static_cast<long long>(std::chrono::sys_days(date).time_since_epoch().count()) * 86400;
    const auto hour = field(11, 2);
    const auto minute = field(14, 2);
    const long long second = field(17, 2).value_or(0);
    if (hour && minute && *hour < 24 && *minute < 60 && second < 61) {
        seconds += *hour * 3600 + *minute * 60 + second;
        const std::size_t sign = text.find_first_of("+-", 16);
        const auto zoneHour = sign == std::string_view::npos ? std::nullopt : field(sign + 1, 2);
        if (zoneHour) {
            const long long zoneMinute = field(sign + 4, 2).value_or(0);
            const long long shift = *zoneHour * 3600 + zoneMinute * 60;
            seconds -= text[sign] == '+' ? shift : -shift;
        }
    }
    return seconds * 1'000'000;
}

}  // namespace sightline::formats
