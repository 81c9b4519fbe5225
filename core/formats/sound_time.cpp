#include "core/formats/sound_time.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <vector>

#include "core/base/text.h"

namespace sightline::formats {

namespace {

constexpr int earliestYear = 1990;
constexpr int latestYear = 2100;

/// From the longest to the shortest, so that a short one never cuts a piece out of a longer.
constexpr std::array patterns = {
    "yyyy_MM_dd_HH_mm_ss",    "yyyy-MM-dd_HH-mm-ss", "HH_mm_ss__'DMY'_dd_MM_yy",
    "yyyyMMdd_HHmmss_ffffff", "yyyyMMdd_HHmmss_SSS", "yyyyMMdd'T'HHmmss'Z'",
    "yyyyMMdd'T'HHmmss",      "yyyyMMdd_HHmmss",     "yyyyMMdd-HHmmss",
    "yyyyMMdd$HHmmss",        "yyMMdd_HHmmss",       "yyMMdd-HHmmss",
    "yyDDD_HHmmss",           "yyMMddHHmmss",
};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// A pattern as a list of things to match.
struct Piece {
    char field = 0;  ///< y, M, d, D, H, m, s, f; 0: the text itself
    std::size_t digits = 0;
    std::string text;
};

std::vector<Piece> piecesOf(std::string_view pattern)
{
    static constexpr std::array<std::pair<std::string_view, char>, 10> fields = {{{"yyyy", 'y'},
                                                                                  {"ffffff", 'f'},
                                                                                  {"yy", 'y'},
                                                                                  {"MM", 'M'},
                                                                                  {"dd", 'd'},
                                                                                  {"DDD", 'D'},
                                                                                  {"HH", 'H'},
                                                                                  {"mm", 'm'},
                                                                                  {"SSS", 'f'},
                                                                                  {"ss", 's'}}};
    std::vector<Piece> pieces;
    bool quoted = false;
    while (!pattern.empty()) {
        const auto field = std::find_if(fields.begin(), fields.end(),
                                        [&](const auto& f) { return pattern.substr(0, f.first.size()) == f.first; });
        if (!quoted && field != fields.end()) {
            pieces.push_back({field->second, field->first.size(), {}});
            pattern.remove_prefix(field->first.size());
            continue;
        }
        if (pattern.front() == '\'') {
            quoted = !quoted;
        } else if (!pieces.empty() && pieces.back().field == 0) {
            pieces.back().text += pattern.front();
        } else {
            pieces.push_back({0, 0, std::string(1, pattern.front())});
        }
        pattern.remove_prefix(1);
    }
    return pieces;
}

struct Civil {
    int year = -1;
    int month = -1;
    int day = -1;
    int dayOfYear = -1;
    int hour = -1;
    int minute = -1;
    int second = 0;
    int microsecond = 0;
    bool shortYear = false;

    void set(const Piece& piece, int value)
    {
        switch (piece.field) {
            case 'y':
                shortYear = piece.digits == 2;
                // 90 to 99 are the last century's.
                year = !shortYear ? value : value >= earliestYear - 1900 ? 1900 + value : 2000 + value;
                break;
            case 'M': month = value; break;
            case 'd': day = value; break;
            case 'D': dayOfYear = value; break;
            case 'H': hour = value; break;
            case 'm': minute = value; break;
            case 's': second = value; break;
            default: microsecond = piece.digits == 3 ? value * 1000 : value;
        }
    }

    [[nodiscard]] std::optional<Microseconds> time() const
    {
        if (year < earliestYear || year > latestYear) {
            return std::nullopt;
        }
        if (dayOfYear < 0) {
            return civilTime(year, month, day, hour, minute, second, microsecond);
        }
        const auto first = civilTime(year, 1, 1, hour, minute, second, microsecond);
        const bool leap = std::chrono::year(year).is_leap();
        if (!first || dayOfYear < 1 || dayOfYear > (leap ? 366 : 365)) {
            return std::nullopt;
        }
        return *first + Microseconds{dayOfYear - 1} * 86'400'000'000;
    }
};

/// The pattern at that very place of the text.
std::optional<Civil> matchAt(std::string_view text, std::size_t at, const std::vector<Piece>& pieces,
                             std::size_t& length)
{
    Civil civil;
    const std::size_t begin = at;
    for (const Piece& piece : pieces) {
        if (piece.field == 0) {
            if (text.substr(at, piece.text.size()) != piece.text) {
                return std::nullopt;
            }
            at += piece.text.size();
            continue;
        }
        const std::string_view digits = text.substr(at, piece.digits);
        if (digits.size() < piece.digits || !std::all_of(digits.begin(), digits.end(), isDigit)) {
            return std::nullopt;
        }
        civil.set(piece, static_cast<int>(parseInteger(digits).value_or(-1)));
        at += piece.digits;
    }
    length = at - begin;
    return civil;
}

/// Where the pattern stands in the text without a digit before or behind it.
std::optional<StartTime> find(std::string_view text, std::string_view pattern)
{
    const std::vector<Piece> pieces = piecesOf(pattern);
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::size_t length = 0;
        const auto civil = at > 0 && isDigit(text[at - 1]) ? std::nullopt : matchAt(text, at, pieces, length);
        const auto time = civil ? civil->time() : std::nullopt;
        if (!time || (at + length < text.size() && isDigit(text[at + length]))) {
            continue;
        }
        std::string shown(pattern);
        std::erase(shown, '\'');
        StartTime start{*time, shown.ends_with("ssZ"), "file name (" + shown + ")", {}};
        const bool run = shown == "yyMMddHHmmss";
        if (civil->shortYear) {
            start.caution = (run ? "twelve digits in a row" : "the year has two digits") + std::string(": read as ") +
                            civilText(*time);
        }
        return start;
    }
    return std::nullopt;
}

/// Without folders and without the extensions.
std::string_view stemOf(std::string_view name)
{
    const std::size_t slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) {
        name.remove_prefix(slash + 1);
    }
    for (const std::string_view end :
         {".wav", ".wave", ".flac", ".aif", ".aiff", ".aifc", ".w64", ".rf64", ".mp3", ".ogg", ".x"}) {
        if (name.size() > end.size() && equalsIgnoreCase(name.substr(name.size() - end.size()), end)) {
            name.remove_suffix(end.size());
        }
    }
    return name;
}

}  // namespace

std::optional<Microseconds> civilTime(int year, int month, int day, int hour, int minute, int second, int microsecond)
{
    using namespace std::chrono;
    if (month < 1 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
        microsecond < 0 || microsecond > 999'999) {
        return std::nullopt;
    }
    const year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok()) {
        return std::nullopt;
    }
    const auto days = sys_days(date).time_since_epoch().count();
    return ((Microseconds{days} * 24 + hour) * 60 + minute) * 60'000'000 + Microseconds{second} * 1'000'000 +
           microsecond;
}

std::string civilText(Microseconds time)
{
    using namespace std::chrono;
    const auto whole = floor<days>(sys_time<microseconds>(microseconds(time)));
    const year_month_day date(whole);
    const Microseconds inDay = time - Microseconds{whole.time_since_epoch().count()} * 86'400'000'000;
    const auto seconds = static_cast<int>(inDay / 1'000'000);
    const auto rest = static_cast<int>(inDay % 1'000'000);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), seconds / 3600,
                  seconds / 60 % 60, seconds % 60);
    std::string result = text;
    if (rest != 0) {
        std::snprintf(text, sizeof text, rest % 1000 == 0 ? ".%03d" : ".%06d", rest % 1000 == 0 ? rest / 1000 : rest);
        result += text;
    }
    return result;
}

std::optional<StartTime> timeFromName(std::string_view fileName)
{
    const std::string_view stem = stemOf(fileName);
    for (const char* pattern : patterns) {
        if (auto found = find(stem, pattern)) {
            return found;
        }
    }
    return std::nullopt;
}

Result<StartTime> timeFromName(std::string_view fileName, std::string_view pattern)
{
    std::string fields;
    for (const Piece& piece : piecesOf(pattern)) {
        fields += piece.field == 0 ? ' ' : piece.field;
    }
    const auto has = [&](char field) { return fields.find(field) != std::string::npos; };
    if (!has('y') || !(has('D') || (has('M') && has('d'))) || !has('H') || !has('m')) {
        return fail(ErrorCode::Invalid,
                    "a pattern for file names needs yyyy or yy, MM and dd (or DDD), HH and mm, and mostly ss");
    }
    if (auto found = find(stemOf(fileName), pattern)) {
        return *found;
    }
    return fail(ErrorCode::NotFound, "the name does not follow the pattern " + std::string(pattern),
                {std::string(fileName), {}, {}});
}

}  // namespace sightline::formats
