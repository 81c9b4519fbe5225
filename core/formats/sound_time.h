// When a recording began, where the header does not say: from its name or from a SoundTrap log beside it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/formats/sound_info.h"

namespace sightline::formats {

/// A civil date and time as microseconds since 1970; nothing if there is no such date or time (30 February, 25:00).
std::optional<Microseconds> civilTime(int year, int month, int day, int hour, int minute, int second,
                                      int microsecond = 0);
/// "2009-03-29 12:15:00", with ".123" or ".123456" only where it is not a whole second; no zone.
std::string civilText(Microseconds time);

/// The start time in a file's name (folders and extension are ignored), or nothing. Patterns are tried from the longest
/// to the shortest; a reading whose year is not in 1990-2100 or whose date does not exist is none:
///   yyyyMMdd_HHmmss[_SSS|_ffffff], yyyyMMddTHHmmss[Z], yyyyMMdd-HHmmss, yyyyMMdd$HHmmss, yyyy-MM-dd_HH-mm-ss,
///   yyyy_MM_dd_HH_mm_ss, yyMMdd_HHmmss, yyMMdd-HHmmss, yyMMddHHmmss, yyDDD_HHmmss, HH_mm_ss__DMY_dd_MM_yy
/// Only "Z" makes it UTC; else the zone is unknown. `caution` says where digits could be read otherwise (two-digit
/// years, twelve digits in a row).
std::optional<StartTime> timeFromName(std::string_view fileName);
/// The same by a pattern of the user's alone: yyyy, yy, MM, dd, DDD (day of the year), HH, mm, ss, SSS, ffffff stand
/// for digits, ' ' quotes, everything else for itself; it may stand anywhere in the name. Invalid: the pattern gives no
/// date and time. NotFound: the name has none of its kind.
Result<StartTime> timeFromName(std::string_view fileName, std::string_view pattern);

/// What a SoundTrap's log.xml tells of the WAV beside it.
struct SoundTrapLog {
    std::optional<Microseconds> startUtc;
    std::optional<Microseconds> stopUtc;
    std::optional<Microseconds> startLocal;
    std::string zone;  ///< as the offloading computer named it ("Romance Standard Time"), or empty
    std::optional<std::int64_t> sampleCount;
    std::optional<std::int64_t> gapMicroseconds;  ///< cumulative sampling gap
    std::optional<double> rateHz;
    std::string serial;  ///< hardware id ("ST300"), or empty

    /// The start in UTC as a StartTime; nothing where the log has none.
    [[nodiscard]] std::optional<StartTime> start() const;
};
/// The entries of the stream that made the .wav: the one whose configuration has the suffix "wav" (another may hold
/// click snippets). Unreadable; NotMine: XML of another kind or no XML; Corrupt: no stream for a .wav in it.
Result<SoundTrapLog> readSoundTrapLog(const std::filesystem::path& path);
/// The log that belongs to a sound file, if it is there: "NAME.log.xml" beside "NAME.wav".
std::optional<std::filesystem::path> soundTrapLogOf(const std::filesystem::path& soundFile);

}  // namespace sightline::formats
