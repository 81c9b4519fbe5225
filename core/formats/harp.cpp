#include "core/formats/harp.h"

#include <algorithm>
#include <cmath>

#include "core/base/little_endian.h"
#include "core/base/text.h"
#include "core/formats/random_file.h"
#include "core/formats/sound_time.h"

namespace sightline::formats {

namespace {

constexpr std::size_t headerBytes = 56;
constexpr std::size_t rawFileBytes = 32;
constexpr double degreesPerUnit = 1e-5;
constexpr double gapMicroseconds = 10'000;  // clocks of raw files are written in milliseconds, and drift

std::int32_t signed32(std::string_view bytes, std::size_t at)
{
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(littleEndian(bytes, at, 4)));
}

std::string textOf(std::string_view bytes, std::size_t at, std::size_t count)
{
    const std::string_view field = bytes.substr(at, count);
    return std::string(trim(field.substr(0, field.find('\0'))));
}

HarpRawFile rawFileAt(std::string_view b, std::size_t at)
{
    const auto number = [&](std::size_t place, int count) { return littleEndian(b, at + place, count); };
    HarpRawFile raw;
    raw.start =
        civilTime(2000 + static_cast<int>(number(0, 1)), static_cast<int>(number(1, 1)), static_cast<int>(number(2, 1)),
                  static_cast<int>(number(3, 1)), static_cast<int>(number(4, 1)), static_cast<int>(number(5, 1)),
                  static_cast<int>(std::min<std::uint64_t>(number(6, 2), 999)) * 1000);
    raw.byteAddress = static_cast<std::uint32_t>(number(8, 4));
    raw.byteLength = static_cast<std::uint32_t>(number(12, 4));
    raw.writeLength = static_cast<std::uint32_t>(number(16, 4));
    raw.rateHz = static_cast<std::uint32_t>(number(20, 4));
    raw.gain = static_cast<int>(number(24, 1));
    return raw;
}

/// A raw file as frames of this file.
struct Placed {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    const HarpRawFile* raw = nullptr;
};

/// Those that lie in the file at least in part, in order and without overlap.
std::vector<Placed> placedIn(const std::vector<HarpRawFile>& rawFiles, std::int64_t dataAddress,
                             std::int64_t frameBytes, std::int64_t frames)
{
    std::vector<Placed> placed;
    // Addresses have 32 bits; files grow beyond them, and then they begin again.
    std::int64_t turns = 0;
    std::int64_t before = -1;
    for (const HarpRawFile& raw : rawFiles) {
        if (before >= 0 && raw.byteAddress < before && before - raw.byteAddress > (std::int64_t{1} << 31)) {
            turns += std::int64_t{1} << 32;
        }
        before = raw.byteAddress;
        const std::int64_t begin = (turns + raw.byteAddress - dataAddress) / frameBytes;
        const std::int64_t end = begin + raw.byteLength / frameBytes;
        if (turns + raw.byteAddress >= dataAddress && begin < frames && end > begin) {
            placed.push_back({begin, std::min(end, frames), &raw});
        }
    }
    std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) { return a.begin < b.begin; });
    for (std::size_t i = 0; i + 1 < placed.size(); ++i) {
        placed[i].end = std::min(placed[i].end, placed[i + 1].begin);
    }
    std::erase_if(placed, [](const Placed& p) { return p.end <= p.begin; });
    return placed;
}

double microsecondsOf(std::int64_t frames, double rateHz)
{
    return rateHz > 0 ? static_cast<double>(frames) * 1e6 / rateHz : 0;
}

}  // namespace

Result<HarpChunk> readHarpChunk(std::string_view b, const Where& where)
{
    const auto corrupt = [&](const std::string& message) { return fail(ErrorCode::Corrupt, message, where); };
    if (b.size() < headerBytes) {
        return corrupt("it is shorter than 56 bytes");
    }
    HarpChunk chunk;
    HarpHeader& h = chunk.header;
    h.version = static_cast<unsigned char>(b[0]);
    h.firmware = textOf(b, 1, 10);
    h.instrument = textOf(b, 11, 4);
    h.site = textOf(b, 15, 4);
    h.experiment = textOf(b, 19, 8);
    h.diskSequence = static_cast<unsigned char>(b[27]);
    h.diskSerial = textOf(b, 28, 8);
    const auto count = static_cast<std::size_t>(littleEndian(b, 36, 2));
    h.longitudeDegrees = signed32(b, 38) * degreesPerUnit;
    h.latitudeDegrees = signed32(b, 42) * degreesPerUnit;
    h.depthMetres = static_cast<std::int16_t>(static_cast<std::uint16_t>(littleEndian(b, 46, 2)));
    if (b.size() < headerBytes + count * rawFileBytes) {
        return corrupt("it lists " + std::to_string(count) + " raw files, but holds " +
                       std::to_string((b.size() - headerBytes) / rawFileBytes));
    }
    for (std::size_t i = 0; i < count; ++i) {
        chunk.rawFiles.push_back(rawFileAt(b, headerBytes + i * rawFileBytes));
    }
    return chunk;
}

std::vector<SoundSegment> harpSegments(const std::vector<HarpRawFile>& rawFiles, std::int64_t dataAddress,
                                       std::int64_t frameBytes, std::int64_t frames, double rateHz,
                                       const std::string& file, std::vector<Finding>& findings)
{
    const auto find = [&](const char* kind, const std::string& message, std::int64_t count) {
        findings.push_back({Severity::Info, kind, message, {file, {}, {}}, count});
    };
    std::vector<SoundSegment> segments;
    const std::vector<Placed> placed = placedIn(rawFiles, dataAddress, std::max<std::int64_t>(frameBytes, 1), frames);
    if (placed.size() < rawFiles.size()) {
        const auto missing = static_cast<std::int64_t>(rawFiles.size() - placed.size());
        find("harp_addresses",
             std::to_string(missing) + " of " + std::to_string(rawFiles.size()) +
                 " raw files of the HARP header lie outside the file",
             missing);
    }
    if (placed.empty()) {
        // The clock of the first raw file is the best guess there is for the first frame.
        const bool known = !rawFiles.empty();
        segments.push_back({0, frames, known ? rawFiles.front().start : std::nullopt, rateHz,
                            known ? rawFiles.front().gain : 0, false});
        return segments;
    }
    std::int64_t at = 0;
    std::int64_t strayFrames = 0;
    std::int64_t undated = 0;
    std::int64_t backwards = 0;
    std::int64_t overlapping = 0;
    std::int64_t otherRates = 0;
    for (const Placed& p : placed) {
        if (p.begin > at) {
            strayFrames += p.begin - at;
            if (segments.empty()) {
                segments.push_back({0, p.begin, {}, rateHz, 0, false});
            } else {
                segments.back().frames += p.begin - at;
            }
        }
        const double rate = p.raw->rateHz > 0 ? p.raw->rateHz : rateHz;
        SoundSegment segment{p.begin, p.end - p.begin, p.raw->start, rate, p.raw->gain, false};
        undated += segment.start ? 0 : 1;
        otherRates += rate != rateHz ? 1 : 0;
        if (!segments.empty() && segments.back().start && segment.start) {
            const SoundSegment& last = segments.back();
            const double jump =
                static_cast<double>(*segment.start - *last.start) - microsecondsOf(last.frames, last.rateHz);
            segment.gapBefore = std::abs(jump) > std::max(gapMicroseconds, microsecondsOf(2, last.rateHz));
            if (*segment.start < *last.start) {
                ++backwards;
            } else if (segment.gapBefore && jump < 0) {
                ++overlapping;
            }
        } else if (!segments.empty()) {
            segment.gapBefore = true;
        }
        segments.push_back(segment);
        at = p.end;
    }
    if (at < frames) {
        strayFrames += frames - at;
        segments.back().frames += frames - at;
    }
    if (strayFrames > 0) {
        find("harp_addresses",
             std::to_string(strayFrames) +
                 " frames belong to no raw file of the HARP header: they run on from the one before",
             strayFrames);
    }
    if (undated > 0) {
        find("harp_time", std::to_string(undated) + " raw files of the HARP header have no valid date", undated);
    }
    if (backwards > 0) {
        find("harp_time", "the clock runs back at " + std::to_string(backwards) + " raw files of the HARP header",
             backwards);
    }
    if (overlapping > 0) {
        find("harp_time",
             std::to_string(overlapping) +
                 " raw files of the HARP header begin before the one before them ends: the clock or a length is wrong",
             overlapping);
    }
    if (otherRates > 0) {
        find("odd_header",
             std::to_string(otherRates) +
                 " raw files of the HARP header have another sample rate than the file: they are shown at the file's",
             otherRates);
    }
    return segments;
}

}  // namespace sightline::formats
