#include "core/domains/hydrophone/sound_reader.h"

#include <cmath>
#include <utility>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/domains/hydrophone/sound_recording.h"
#include "core/formats/sound_time.h"

namespace sightline::hydrophone {

namespace {

using domains::ReadOutcome;
using formats::ChannelChoice;
using formats::StartTime;

constexpr const char* readerId = "sound-1";

std::string answer(const Answers& answers, const char* key)
{
    const auto found = answers.find(key);
    return found == answers.end() ? std::string() : std::string(trim(found->second));
}

/// "UTC", "+02:00", "-0500", "-5" as minutes that local time is ahead.
Result<int> zoneMinutes(const std::string& text)
{
    if (equalsIgnoreCase(text, "utc") || equalsIgnoreCase(text, "z")) {
        return 0;
    }
    std::string digits = startsWithIgnoreCase(text, "utc") ? text.substr(3) : text;
    const bool west = !digits.empty() && digits.front() == '-';
    if (!digits.empty() && (digits.front() == '-' || digits.front() == '+')) {
        digits.erase(0, 1);
    }
    std::erase(digits, ':');
    const auto number = parseInteger(digits);
    const bool hoursOnly = digits.size() <= 2;
    const long long minutes = !number ? 0 : hoursOnly ? *number * 60 : *number / 100 * 60 + *number % 100;
    if (!number || digits.size() > 4 || *number < 0 || minutes > 14 * 60 || (!hoursOnly && *number % 100 >= 60)) {
        return fail(ErrorCode::Invalid, "zone=" + text + " is no time zone; write UTC, +02:00 or -5");
    }
    return static_cast<int>(west ? -minutes : minutes);
}

Result<ChannelChoice> channelOf(const std::string& text, int channels)
{
    if (text.empty() || equalsIgnoreCase(text, "mean")) {
        return ChannelChoice{};
    }
    const auto number = parseInteger(text);
    if (!number || *number < 1 || *number > channels) {
        return fail(ErrorCode::Invalid,
                    "channel=" + text + ": the file has " +
                        (channels == 1 ? std::string("one channel") : std::to_string(channels) + " channels") +
                        "; write mean or a number from 1");
    }
    return ChannelChoice{static_cast<int>(*number) - 1};
}

/// Header, then log, then name; what the user's pattern finds in the name beats them all.
Result<std::optional<StartTime>> startOf(const formats::SoundFile& file, const std::string& pattern,
                                         std::vector<Finding>& findings)
{
    const std::string name = utf8(file.path().filename());
    if (!pattern.empty()) {
        Result<StartTime> asked = formats::timeFromName(name, pattern);
        if (!asked) {
            return tl::unexpected(asked.error());
        }
        return std::optional(std::move(*asked));
    }
    if (file.info().start) {
        return file.info().start;
    }
    if (const auto log = formats::soundTrapLogOf(file.path())) {
        const auto told = formats::readSoundTrapLog(*log);
        if (told && told->start()) {
            return told->start();
        }
        findings.push_back({Severity::Info,
                            "log_not_used",
                            told ? "the SoundTrap log beside it names no start" : told.error().message,
                            {utf8(*log), {}, {}}});
    }
    return formats::timeFromName(name);
}

/// Local time becomes UTC where the zone is known.
Result<void> setZone(StartTime& start, const std::string& zone)
{
    if (start.utc || zone.empty()) {
        return {};
    }
    const Result<int> minutes = zoneMinutes(zone);
    if (!minutes) {
        return tl::unexpected(minutes.error());
    }
    start.microseconds -= static_cast<std::int64_t>(*minutes) * 60'000'000;
    start.utc = true;
    start.source += ", zone " + zone + " (answered)";
    return {};
}

std::string formatText(const formats::SoundInfo& info)
{
    const double kilohertz = info.rateHz / 1000;
    return info.container + ", " + info.sampleFormat + ", " +
           (info.rateHz >= 1000 ? formatNumber(std::round(kilohertz * 100) / 100) + " kHz"
                                : formatNumber(info.rateHz) + " Hz") +
           (info.channels > 1 ? ", " + std::to_string(info.channels) + " channels" : "");
}

std::string sourceText(const formats::SoundFile& file)
{
    if (const auto& harp = file.info().harp) {
        return std::string(trim(std::string(trim(harp->experiment)) + " " + std::string(trim(harp->site))));
    }
    return {};
}

RecordingInfo infoOf(const formats::SoundFile& file, std::string id, ChannelChoice channel,
                     const std::optional<StartTime>& start, std::vector<Finding> findings)
{
    RecordingInfo info;
    info.id = std::move(id);
    info.path = file.path();
    info.domain = "hydrophone";
    info.reader = readerId;
    info.format = formatText(file.info());
    info.source = sourceText(file);
    if (start) {
        info.assumptions.push_back("began " + formats::civilText(start->microseconds) +
                                   (start->utc ? " UTC" : " local time of an unknown zone") + " (" + start->source +
                                   ")" + (start->caution.empty() ? "" : "; " + start->caution));
        if (start->utc) {
            info.startMicroseconds = start->microseconds;
        }
    }
    if (file.info().channels > 1) {
        info.assumptions.push_back(channel.channel == ChannelChoice::mean
                                       ? "mean of " + std::to_string(file.info().channels) + " channels"
                                       : "channel " + std::to_string(channel.channel + 1) + " of " +
                                             std::to_string(file.info().channels));
    }
    info.findings = file.info().findings;
    info.findings.insert(info.findings.end(), findings.begin(), findings.end());
    return info;
}

class SoundReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return readerId; }
    [[nodiscard]] std::string format() const override { return "Sound"; }
    [[nodiscard]] ReadOutcome read(const domains::ReadRequest& request, Progress& /*progress*/) const override
    {
        Result<std::shared_ptr<const formats::SoundFile>> opened = formats::SoundFile::open(request.path);
        if (!opened) {
            return opened.error().code == ErrorCode::NotMine ? ReadOutcome(domains::NotMine{})
                                                             : ReadOutcome(opened.error());
        }
        Result<domains::RecordingPtr> recording = recordingOf(**opened, *opened, request);
        if (recording) {
            return *recording;
        }
        Error error = recording.error();
        error.where.file = error.where.file.empty() ? utf8(request.path) : error.where.file;
        return error;
    }

private:
    static Result<domains::RecordingPtr> recordingOf(const formats::SoundFile& file,
                                                     const std::shared_ptr<const formats::SoundFile>& shared,
                                                     const domains::ReadRequest& request)
    {
        std::vector<Finding> findings;
        Result<std::optional<StartTime>> start = startOf(file, answer(request.answers, "time_pattern"), findings);
        if (!start) {
            return tl::unexpected(start.error());
        }
        if (*start) {
            if (Result<void> set = setZone(**start, answer(request.answers, "zone")); !set) {
                return tl::unexpected(set.error());
            }
        }
        const Result<ChannelChoice> channel = channelOf(answer(request.answers, "channel"), file.info().channels);
        if (!channel) {
            return tl::unexpected(channel.error());
        }
        Result<std::string> id = quickHash(request.path);
        if (!id) {
            return tl::unexpected(id.error());
        }
        RecordingInfo info = infoOf(file, std::move(*id), *channel, *start, std::move(findings));
        return std::make_shared<const SoundRecording>(std::move(info), shared, *channel, std::move(*start));
    }
};

}  // namespace

std::unique_ptr<domains::Reader> makeSoundReader()
{
    return std::make_unique<SoundReader>();
}

}  // namespace sightline::hydrophone
