// The log that SoundTrap Host writes beside every WAV file.
#include <cstdio>
#include <map>
#include <pugixml.hpp>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/formats/sound_time.h"

namespace sightline::formats {

namespace {

constexpr std::uintmax_t largestLog = std::uintmax_t{16} << 20;

/// "2021-06-10T03:36:54", with decimals or without.
std::optional<Microseconds> isoTime(const std::string& text)
{
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    double second = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%9lf", &year, &month, &day, &hour, &minute, &second) != 6 ||
        !(second >= 0 && second < 60)) {
        return std::nullopt;
    }
    const int whole = static_cast<int>(second);
    return civilTime(year, month, day, hour, minute, whole, static_cast<int>((second - whole) * 1e6));
}

/// The number a text like "-4882 us" begins with.
std::optional<std::int64_t> leadingInteger(std::string_view text)
{
    text = trim(text);
    return parseInteger(text.substr(0, text.find(' ')));
}

std::string textOf(const pugi::xml_node& node)
{
    return std::string(trim(node.child_value()));
}

/// The id of the configuration that writes the .wav.
std::string wavStream(const pugi::xml_node& root, std::optional<double>& rateHz)
{
    for (const pugi::xml_node& cfg : root.children("CFG")) {
        if (equalsIgnoreCase(textOf(cfg.child("SUFFIX")), "wav")) {
            rateHz = parseNumber(textOf(cfg.child("FS")));
            return cfg.attribute("ID").value();
        }
    }
    return {};
}

}  // namespace

std::optional<StartTime> SoundTrapLog::start() const
{
    if (!startUtc) {
        return std::nullopt;
    }
    return StartTime{*startUtc, true, "SoundTrap log", {}};
}

Result<SoundTrapLog> readSoundTrapLog(const std::filesystem::path& path)
{
    const auto bytes = readFile(path, largestLog);
    if (!bytes) {
        return tl::unexpected(bytes.error());
    }
    const Where where{utf8(path), {}, {}};
    try {
        pugi::xml_document document;
        const pugi::xml_parse_result parsed = document.load_buffer(bytes->data(), bytes->size());
        const pugi::xml_node root = document.child("ST");
        if (!root) {
            return parsed || parsed.status == pugi::status_no_document_element ||
                           bytes->find("<ST") == std::string::npos
                       ? fail(ErrorCode::NotMine, "no SoundTrap log", where)
                       : fail(ErrorCode::Corrupt, std::string("the SoundTrap log is damaged: ") + parsed.description(),
                              {where.file, {}, parsed.offset});
        }
        if (!parsed) {
            return fail(ErrorCode::Corrupt, std::string("the SoundTrap log is damaged: ") + parsed.description(),
                        {where.file, {}, parsed.offset});
        }
        SoundTrapLog log;
        const std::string stream = wavStream(root, log.rateHz);
        std::map<std::string, std::string> values;
        for (const pugi::xml_node& event : root.children("PROC_EVENT")) {
            if (event.attribute("ID").value() == stream) {
                for (const pugi::xml_attribute& value : event.child("WavFileHandler").attributes()) {
                    values[value.name()] = value.value();
                }
            }
        }
        if (stream.empty() || values.empty()) {
            return fail(ErrorCode::Corrupt, "the SoundTrap log has no entries of a stream that is written as .wav",
                        where);
        }
        log.startUtc = isoTime(values["SamplingStartTimeUTC"]);
        log.stopUtc = isoTime(values["SamplingStopTimeUTC"]);
        log.startLocal = isoTime(values["SamplingStartTimeLocal"]);
        log.zone = values["OffloaderTimeZone"];
        log.sampleCount = leadingInteger(values["SampleCount"]);
        log.gapMicroseconds = leadingInteger(values["CumulativeSamplingGap"]);
        for (const pugi::xml_node& event : root.children("EVENT")) {
            if (const std::string id = textOf(event.child("HARDWARE_ID")); !id.empty()) {
                log.serial = id;
            }
        }
        return log;
    } catch (const std::exception& problem) {
        return fail(ErrorCode::Internal, std::string("reading the SoundTrap log failed: ") + problem.what(), where);
    }
}

std::optional<std::filesystem::path> soundTrapLogOf(const std::filesystem::path& soundFile)
{
    std::filesystem::path log = soundFile;
    log.replace_extension(".log.xml");
    std::error_code problem;
    return std::filesystem::is_regular_file(log, problem) ? std::optional(log) : std::nullopt;
}

}  // namespace sightline::formats
