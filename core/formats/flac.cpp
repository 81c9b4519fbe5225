// The metadata of FLAC and the end of its stream: what the decoding library does not tell, or believes too readily.
#include <algorithm>
#include <optional>

#include "core/base/little_endian.h"
#include "core/formats/sound_layout.h"

namespace sightline::formats {

namespace {

constexpr int mostBlocks = 4096;
constexpr std::int64_t mostHarpBytes = std::int64_t{4} << 20;
constexpr std::int64_t tailBytes = std::int64_t{1} << 20;  // more than a frame of any usual block size

/// The checksums of FLAC frames: x^8 + x^2 + x + 1 and x^16 + x^15 + x^2 + 1, high bit first, from 0.
std::uint8_t crc8(std::string_view bytes)
{
    unsigned crc = 0;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc << 1 ^ ((crc & 0x80) != 0 ? 0x07U : 0U)) & 0xFF;
        }
    }
    return static_cast<std::uint8_t>(crc);
}
std::uint16_t crc16(std::string_view bytes)
{
    unsigned crc = 0;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned>(static_cast<unsigned char>(c)) << 8;
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc << 1 ^ ((crc & 0x8000) != 0 ? 0x8005U : 0U)) & 0xFFFF;
        }
    }
    return static_cast<std::uint16_t>(crc);
}

/// A frame up to the end of the file, or up to an ID3 tag that some program hung on.
bool isWhole(std::string_view frame)
{
    constexpr std::size_t tagBytes = 128;
    const bool tagged = frame.size() > tagBytes && frame.substr(frame.size() - tagBytes, 3) == "TAG";
    return crc16(tagged ? frame.substr(0, frame.size() - tagBytes) : frame) == 0;
}

struct Frame {
    std::int64_t firstSample = 0;
    std::int64_t samples = 0;
};

/// The frame header at that place of `bytes`, if there is one (RFC 9639, section 9.1).
std::optional<Frame> frameAt(std::string_view bytes, std::size_t at, std::int64_t fixedBlock)
{
    const auto byte = [&](std::size_t i) {
        return at + i < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[at + i])) : 0U;
    };
    if (byte(0) != 0xFF || (byte(1) & 0xFE) != 0xF8 || (byte(3) & 1) != 0) {
        return std::nullopt;
    }
    const bool variable = (byte(1) & 1) != 0;
    const unsigned blockCode = byte(2) >> 4;
    const unsigned rateCode = byte(2) & 15;
    const unsigned channelCode = byte(3) >> 4;
    const unsigned bitsCode = byte(3) >> 1 & 7;
    if (blockCode == 0 || rateCode == 15 || channelCode > 10 || bitsCode == 3) {
        return std::nullopt;
    }
    // The number of the frame (fixed block size) or of its first sample, written like a UTF-8 character.
    std::size_t length = 4;
    const unsigned lead = byte(4);
    int further = 0;
    while (further < 7 && (lead & (0x80U >> further)) != 0) {
        ++further;
    }
    if (further == 1 || further > 7) {
        return std::nullopt;
    }
    std::uint64_t number = further == 0 ? lead : lead & (0x7FU >> further);
    for (int i = 1; i < further; ++i) {
        if ((byte(4 + static_cast<std::size_t>(i)) & 0xC0) != 0x80) {
            return std::nullopt;
        }
        number = number << 6 | (byte(4 + static_cast<std::size_t>(i)) & 0x3F);
    }
    length += static_cast<std::size_t>(std::max(further, 1));
    std::int64_t samples = 0;
    if (blockCode == 6) {
        samples = byte(length) + 1;
        length += 1;
    } else if (blockCode == 7) {
        samples = static_cast<std::int64_t>(byte(length) << 8 | byte(length + 1)) + 1;
        length += 2;
    } else {
        samples = blockCode == 1 ? 192 : blockCode < 6 ? 576 << (blockCode - 2) : 256 << (blockCode - 8);
    }
    length += rateCode == 12 ? 1 : rateCode == 13 || rateCode == 14 ? 2 : 0;
    if (at + length + 1 > bytes.size() || crc8(bytes.substr(at, length)) != byte(length)) {
        return std::nullopt;
    }
    const auto first = static_cast<std::int64_t>(number);
    return Frame{variable ? first : first * fixedBlock, samples};
}

class FlacReader {
public:
    FlacReader(RandomFile& file, std::int64_t begin, SoundLayout& layout)
        : m_file(file), m_begin(begin), m_layout(layout), m_info(layout.info)
    {
    }

    Result<void> read()
    {
        m_info.container = "FLAC";
        m_layout.plain = false;
        m_layout.offset = m_begin;
        m_layout.bytes = m_file.size() - m_begin;
        std::int64_t at = m_begin + 4;
        bool last = false;
        for (int count = 0; !last && count < mostBlocks; ++count) {
            const std::string head = m_file.read(at, 4);
            const std::int64_t bytes = head.size() == 4 ? static_cast<std::int64_t>(bigEndian(head, 1, 3)) : 0;
            if (head.size() < 4 || at + 4 + bytes > m_file.size()) {
                return fail(ErrorCode::Corrupt, "the file ends inside its header", m_file.at(at));
            }
            last = (static_cast<unsigned char>(head[0]) & 0x80) != 0;
            auto taken = take(static_cast<unsigned char>(head[0]) & 0x7F, at + 4, bytes, count == 0);
            if (!taken) {
                return taken;
            }
            at += 4 + bytes;
        }
        if (!last) {
            return fail(ErrorCode::Corrupt, "the header does not end", m_file.at(at));
        }
        if (auto good = finishPlain(m_file, m_begin + 8, m_layout); !good) {
            return good;
        }
        m_layout.harpAddress = m_riffBytes;
        return measure(at);
    }

private:
    Result<void> take(int kind, std::int64_t content, std::int64_t bytes, bool first)
    {
        if (first && (kind != 0 || bytes < 34)) {
            return fail(ErrorCode::Corrupt, "the header does not begin with the stream's description",
                        m_file.at(content - 4));
        }
        if (kind == 0 && first) {
            const std::string s = m_file.read(content, 34);
            m_fixedBlock = static_cast<std::int64_t>(bigEndian(s, 0, 2));
            m_info.rateHz = static_cast<double>(bigEndian(s, 10, 3) >> 4);
            m_info.channels = static_cast<int>(bigEndian(s, 12, 1) >> 1 & 7) + 1;
            m_bits = static_cast<int>(bigEndian(s, 12, 2) >> 4 & 31) + 1;
            m_info.sampleFormat = std::to_string(m_bits) + "-bit";
            m_total = static_cast<std::int64_t>(bigEndian(s, 13, 5) & 0xFFFFFFFFF);
            m_info.chunks.push_back({"STREAMINFO", content, bytes});
        } else if (kind == 2) {
            takeApplication(content, bytes);
        } else {
            static constexpr const char* names[] = {"STREAMINFO",     "PADDING",  "APPLICATION", "SEEKTABLE",
                                                    "VORBIS_COMMENT", "CUESHEET", "PICTURE"};
            m_info.chunks.push_back({kind < 7 ? names[kind] : "block " + std::to_string(kind), content, bytes});
        }
        return {};
    }

    /// Blocks with the id "riff" keep the chunks of the WAV file the stream was made from, one each.
    void takeApplication(std::int64_t content, std::int64_t bytes)
    {
        const std::string head = m_file.read(content, 12);
        const std::string id = head.substr(0, 4);
        m_info.chunks.push_back({"APPLICATION " + id, content, bytes});
        if (id != "riff" || head.size() < 12) {
            return;
        }
        const std::string chunk = head.substr(4, 4);
        const std::int64_t size = std::min(static_cast<std::int64_t>(littleEndian(head, 8, 4)), bytes - 12);
        if (chunk == "harp" && size > 0 && size <= mostHarpBytes) {
            m_layout.harpOffset = content + 12;
            m_layout.harp = m_file.read(content + 12, static_cast<std::size_t>(size));
        } else if (chunk == "fmt " && size >= 16) {
            m_layout.harpFrameBytes = static_cast<int>(littleEndian(m_file.read(content + 12, 16), 12, 2));
        }
        // The blocks stand in the order of the chunks, the samples' own head among them.
        if (!m_riffDone) {
            m_riffBytes += bytes - 4;
            m_riffDone = chunk == "data";
        }
    }

    /// How many samples there really are: the header may not know (0) or promise more than was written.
    Result<void> measure(std::int64_t audio)
    {
        m_info.frames = m_total;
        if (m_layout.harpFrameBytes <= 0) {
            m_layout.harpFrameBytes = (m_bits + 7) / 8 * m_info.channels;
        }
        const std::int64_t from = std::max(audio, m_file.size() - tailBytes);
        const std::string tail = m_file.read(from, static_cast<std::size_t>(m_file.size() - from));
        std::int64_t end = audio == m_file.size() ? 0 : -1;
        for (std::size_t at = tail.size(); at-- > 0 && end < 0;) {
            const auto frame = tail[at] == '\xFF' ? frameAt(tail, at, m_fixedBlock) : std::nullopt;
            if (frame) {
                const bool whole = isWhole(std::string_view(tail).substr(at));
                end = whole ? frame->firstSample + frame->samples : frame->firstSample;
                m_cutAt = whole ? m_file.size() : from + static_cast<std::int64_t>(at);
            }
        }
        if (end < 0) {
            // Longer frames than anybody writes, or rubbish at the end: reading will tell.
            if (m_total == 0) {
                return fail(ErrorCode::Corrupt,
                            "the header does not say how long the sound is, and no whole frame was found at the end",
                            m_file.at(from));
            }
            note(m_info, Severity::Info, "truncated", "no whole frame was found at the end: the sound may end early",
                 m_file.at(from));
            return {};
        }
        if (end == m_total) {
            return {};
        }
        if (m_total == 0) {
            note(m_info, Severity::Info, "header_repaired",
                 "the header does not say how long the sound is: the length is taken from its last frame",
                 m_file.at(m_begin + 21));
        } else if (end < m_total) {
            note(m_info, Severity::Info, "truncated",
                 "the file ends early: the header says " + std::to_string(m_total) + " frames, there are " +
                     std::to_string(end),
                 m_file.at(m_cutAt));
        } else {
            note(m_info, Severity::Info, "header_repaired",
                 "the header says " + std::to_string(m_total) + " frames, there are " + std::to_string(end),
                 m_file.at(m_begin + 21));
        }
        m_info.frames = end;
        patchTotal(end);
        return {};
    }

    /// The library reads no further than the header says, so the header is shown to it with the true length.
    void patchTotal(std::int64_t frames)
    {
        const std::int64_t at = m_begin + 8 + 13;
        std::string bytes = m_file.read(at, 5);
        bytes[0] = static_cast<char>((static_cast<unsigned char>(bytes[0]) & 0xF0) | (frames >> 32 & 15));
        for (std::size_t i = 1; i < 5; ++i) {
            bytes[i] = static_cast<char>(frames >> (8 * (4 - i)) & 0xFF);
        }
        m_layout.patches.push_back({at, bytes});
    }

    RandomFile& m_file;
    std::int64_t m_begin;
    SoundLayout& m_layout;
    SoundInfo& m_info;
    std::int64_t m_fixedBlock = 0;
    std::int64_t m_total = 0;
    std::int64_t m_riffBytes = 0;
    std::int64_t m_cutAt = 0;
    int m_bits = 0;
    bool m_riffDone = false;
};

}  // namespace

Result<void> readFlac(RandomFile& file, std::int64_t begin, SoundLayout& layout)
{
    return FlacReader(file, begin, layout).read();
}

}  // namespace sightline::formats
