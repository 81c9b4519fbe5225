#include "core/base/ids.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <random>

namespace sightline {

std::string newUuid()
{
    static constexpr char digits[] = "0123456789abcdef";
    // A draw costs a system call; eight digits come from each.
    std::random_device device;
    std::string text;
    std::uint32_t bits = 0;
    for (int i = 0; i < 32; ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20) {
            text += '-';
        }
        bits = i % 8 == 0 ? device() : bits >> 4;
        unsigned digit = bits & 15U;
        if (i == 12) {
            digit = 4;  // version
        } else if (i == 16) {
            digit = (digit & 3U) | 8U;  // variant
        }
        text += digits[digit];
    }
    return text;
}

std::int64_t nowMicroseconds()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string utcText(std::int64_t microseconds)
{
    namespace chrono = std::chrono;
    const chrono::sys_time<chrono::microseconds> time{chrono::microseconds(microseconds)};
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date(day);
    const chrono::hh_mm_ss clock(chrono::floor<chrono::seconds>(time - day));
    std::array<char, 40> buffer{};
    const int length = std::snprintf(
        buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return {buffer.data(), static_cast<std::size_t>(length)};
}

}  // namespace sightline
