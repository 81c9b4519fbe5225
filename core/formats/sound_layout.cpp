#include "core/formats/sound_layout.h"

#include <array>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/formats/harp.h"
#include "core/formats/sound_file.h"

namespace sightline::formats {

namespace {

constexpr int mostChannels = 1024;
constexpr double highestRate = 10e6;
constexpr std::size_t headBytes = 16;

enum class Kind { None, Riff, Aiff, Flac, Ogg, Id3, MaybeMpeg };

/// Version, layer, bit rate and sampling rate of an MPEG audio frame header are all allowed ones.
bool looksLikeMpegHeader(std::string_view b)
{
    if (b.size() < 4) {
        return false;
    }
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(b[i]); };
    return byte(0) == 0xFF && (byte(1) & 0xE0) == 0xE0 && (byte(1) & 0x18) != 0x08 && (byte(1) & 0x06) != 0 &&
           (byte(2) & 0xF0) != 0xF0 && (byte(2) & 0xF0) != 0 && (byte(2) & 0x0C) != 0x0C;
}

Kind kindOf(std::string_view head)
{
    const std::string_view first = head.substr(0, 4);
    const std::string_view form = head.size() >= 12 ? head.substr(8, 4) : std::string_view();
    if ((first == "RIFF" || first == "RIFX" || first == "RF64" || first == "BW64") && form == "WAVE") {
        return Kind::Riff;
    }
    // The GUID of a W64 file's outermost chunk.
    if (head.size() >= 16 &&
        head.substr(0, 16) == std::string_view("riff\x2E\x91\xCF\x11\xA5\xD6\x28\xDB\x04\xC1\0\0", 16)) {
        return Kind::Riff;
    }
    if (first == "FORM" && (form == "AIFF" || form == "AIFC")) {
        return Kind::Aiff;
    }
    if (first == "fLaC") {
        return Kind::Flac;
    }
    if (first == "OggS") {
        return Kind::Ogg;
    }
    if (first.substr(0, 3) == "ID3") {
        return Kind::Id3;
    }
    return looksLikeMpegHeader(head) ? Kind::MaybeMpeg : Kind::None;
}

/// Length of an MPEG audio frame by its header, in bytes; 0 if that cannot be told.
std::int64_t mpegFrameBytes(std::string_view b)
{
    static constexpr std::array<std::array<int, 16>, 5> kilobits = {{
        {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, 0},  // MPEG-1 layer I
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0},     // MPEG-1 layer II
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},      // MPEG-1 layer III
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256, 0},     // MPEG-2 layer I
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0},          // MPEG-2 layers II and III
    }};
    static constexpr std::array<int, 3> rates = {44100, 48000, 32000};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(b[i])); };
    const unsigned version = byte(1) >> 3 & 3;  // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
    const unsigned layer = 4 - (byte(1) >> 1 & 3);
    const std::size_t table = version == 3 ? layer - 1 : layer == 1 ? 3 : 4;
    const int bits = kilobits[table][byte(2) >> 4] * 1000;
    const int rate = rates[byte(2) >> 2 & 3] / (version == 3 ? 1 : version == 2 ? 2 : 4);
    const int padding = static_cast<int>(byte(2) >> 1 & 1);
    if (layer == 1) {
        return (12 * bits / rate + padding) * 4;
    }
    return (layer == 3 && version != 3 ? 72 : 144) * static_cast<std::int64_t>(bits) / rate + padding;
}

/// Bytes of an ID3v2 tag with its header.
std::int64_t id3Bytes(std::string_view head)
{
    std::int64_t bytes = 0;
    for (std::size_t i = 6; i < 10; ++i) {
        bytes = bytes << 7 | (static_cast<unsigned char>(head[i]) & 0x7F);
    }
    return bytes + 10;
}

void layOutStream(SoundLayout& layout, const char* container, std::int64_t begin, std::int64_t bytes)
{
    layout.plain = false;
    layout.offset = begin;
    layout.bytes = bytes;
    layout.info.container = container;
    layout.info.sampleFormat = container;
    layout.info.lossy = true;
}

/// Segments by the HARP header, or one for all.
Result<void> layOutSegments(RandomFile& file, SoundLayout& layout)
{
    SoundInfo& info = layout.info;
    info.segments = {{0, info.frames, {}, info.rateHz, 0, false}};
    if (layout.harp.empty()) {
        if (info.start) {
            info.segments.front().start = info.start->microseconds;
        }
        return {};
    }
    const auto harp = readHarpChunk(layout.harp, file.at(layout.harpOffset));
    if (!harp) {
        note(info, Severity::Doubt, "harp_time", "the HARP header cannot be read: " + harp.error().message,
             file.at(layout.harpOffset));
        return {};
    }
    info.harp = harp->header;
    info.segments = harpSegments(harp->rawFiles, layout.harpAddress, layout.harpFrameBytes, info.frames, info.rateHz,
                                 file.name(), info.findings);
    if (info.segments.front().start) {
        info.start = StartTime{*info.segments.front().start, true, "HARP header", {}};
    }
    return {};
}

}  // namespace

void note(SoundInfo& info, Severity severity, std::string kind, std::string message, Where where, std::int64_t count)
{
    info.findings.push_back({severity, std::move(kind), std::move(message), std::move(where), count});
}

std::string sampleFormatName(SampleCode code, int validBits)
{
    const auto integer = [&](int container) {
        return validBits > 0 && validBits < container && container > 8
                   ? std::to_string(validBits) + "-bit in " + std::to_string(container)
                   : std::to_string(container) + "-bit";
    };
    switch (code) {
        case SampleCode::Unsigned8:
        case SampleCode::Signed8: return integer(8);
        case SampleCode::Signed16: return integer(16);
        case SampleCode::Signed24: return integer(24);
        case SampleCode::Signed32: return integer(32);
        case SampleCode::Float32: return "32-bit float";
        case SampleCode::Float64: return "64-bit float";
        case SampleCode::MuLaw: return "µ-law";
        case SampleCode::ALaw: return "A-law";
    }
    return {};
}

Result<void> finishPlain(RandomFile& file, std::int64_t headerByte, SoundLayout& layout)
{
    SoundInfo& info = layout.info;
    if (info.channels < 1 || info.channels > mostChannels) {
        return fail(ErrorCode::Corrupt, "the header says " + std::to_string(info.channels) + " channels",
                    file.at(headerByte));
    }
    if (!(info.rateHz >= 1) || info.rateHz > highestRate) {
        return fail(ErrorCode::Corrupt, "the header says a sample rate of " + formatNumber(info.rateHz) + " Hz",
                    file.at(headerByte));
    }
    if (!layout.plain) {
        return {};
    }
    info.frames = layout.bytes / layout.frameBytes;
    const std::int64_t rest = layout.bytes % layout.frameBytes;
    if (rest != 0) {
        note(info, Severity::Info, "truncated",
             "the last frame is incomplete: " + std::to_string(rest) + " bytes at the end are left out",
             file.at(layout.offset + layout.bytes - rest));
    }
    return {};
}

bool isMpegStream(RandomFile& file, std::int64_t begin)
{
    const std::string first = file.read(begin, 4);
    if (!looksLikeMpegHeader(first)) {
        return false;
    }
    const std::int64_t length = mpegFrameBytes(first);
    return length >= 24 && looksLikeMpegHeader(file.read(begin + length, 4));
}

bool looksLikeSound(std::string_view head)
{
    return kindOf(head) != Kind::None;
}

Result<SoundLayout> readSoundLayout(RandomFile& file)
{
    SoundLayout layout;
    layout.fileBytes = file.size();
    layout.changed = file.changed();
    if (file.size() == 0) {
        return fail(ErrorCode::Corrupt, "the file is empty", file.at(0));
    }
    if (lowerAscii(file.name()).ends_with(".sud")) {
        return fail(ErrorCode::Invalid,
                    "a SoundTrap .sud file holds sound in a compression only its maker's program reads: unpack it to "
                    "WAV with SoundTrap Host first",
                    file.at(0));
    }
    const std::string head = file.read(0, headBytes);
    const Kind kind = kindOf(head);
    const bool mpeg = kind == Kind::MaybeMpeg && isMpegStream(file, 0);
    Result<void> read;
    if (kind == Kind::Riff) {
        read = readRiff(file, layout);
    } else if (kind == Kind::Aiff) {
        read = readAiff(file, layout);
    } else if (kind == Kind::Flac) {
        read = readFlac(file, 0, layout);
    } else if (kind == Kind::Id3 && head.size() >= 10 && file.read(id3Bytes(head), 4) == "fLaC") {
        read = readFlac(file, id3Bytes(head), layout);
    } else if (kind == Kind::Ogg) {
        layOutStream(layout, "Ogg", 0, file.size());
    } else if (kind == Kind::Id3 || mpeg) {
        layOutStream(layout, "MPEG", 0, file.size());
    } else {
        return fail(ErrorCode::NotMine, "no sound file by its first bytes", file.at(0));
    }
    if (!read) {
        return tl::unexpected(read.error());
    }
    if (const auto laid = layOutSegments(file, layout); !laid) {
        return tl::unexpected(laid.error());
    }
    return layout;
}

}  // namespace sightline::formats
