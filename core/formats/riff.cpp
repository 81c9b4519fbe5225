// WAV and its larger kin: RIFF, RIFX, RF64, BW64, W64.
#include <algorithm>
#include <optional>

#include "core/base/little_endian.h"
#include "core/base/text.h"
#include "core/formats/sound_layout.h"
#include "core/formats/sound_time.h"

namespace sightline::formats {

namespace {

constexpr int mostChunks = 4096;  // a walk over rubbish has to end
constexpr std::int64_t mostHarpBytes = std::int64_t{4} << 20;
constexpr std::int64_t wrap = std::int64_t{1} << 32;  // what a 32-bit size loses
constexpr std::uint64_t unknownSize = 0xFFFFFFFF;
constexpr std::uint64_t streamedSize = 0x7FFFF000;  // programs that write to a pipe claim about this much

// What the sub-format of WAVE_EXTENSIBLE and the ids of W64 end with.
constexpr std::string_view waveGuidTail("\x00\x00\x00\x00\x10\x00\x80\x00\x00\xAA\x00\x38\x9B\x71", 14);
constexpr std::string_view w64GuidTail("\xF3\xAC\xD3\x11\x8C\xD1\x00\xC0\x4F\x8E\xDB\x8A", 12);

struct Chunk {
    std::string id;
    std::int64_t begin = 0;    ///< of its head
    std::int64_t content = 0;  ///< behind its head
    std::uint64_t size = 0;    ///< of its content, as written
};

class RiffReader {
public:
    RiffReader(RandomFile& file, SoundLayout& layout)
        : m_file(file), m_layout(layout), m_info(layout.info), m_kind(file.read(0, 4))
    {
        m_wide = m_kind == "riff";
        m_big = m_kind == "RIFX";
        m_info.container = m_wide ? "W64" : m_kind == "RF64" || m_kind == "BW64" ? m_kind : "WAV";
    }

    Result<void> read()
    {
        std::int64_t at = m_wide ? 40 : 12;
        for (int count = 0; count < mostChunks; ++count) {
            const auto chunk = chunkAt(at);
            if (!chunk) {
                break;
            }
            if (!isPlausible(*chunk)) {
                // Rubbish behind the samples does no harm; before them it makes the file unreadable.
                if (m_haveData) {
                    note(m_info, Severity::Info, "odd_header",
                         std::to_string(m_file.size() - at) + " bytes behind the samples are no chunk: left out",
                         m_file.at(at));
                    break;
                }
                return fail(ErrorCode::Corrupt, "here should be a chunk of the file, but is none", m_file.at(at));
            }
            auto taken = take(*chunk);
            if (!taken) {
                return taken;
            }
            at = chunk->content + static_cast<std::int64_t>(std::min<std::uint64_t>(
                                      contentBytes(*chunk), static_cast<std::uint64_t>(m_file.size())));
            at = m_wide ? (at + 7) / 8 * 8 : at + (contentBytes(*chunk) & 1);
        }
        return finish(at);
    }

private:
    [[nodiscard]] std::uint64_t number(std::string_view bytes, std::size_t at, int count) const
    {
        return m_big ? bigEndian(bytes, at, count) : littleEndian(bytes, at, count);
    }

    [[nodiscard]] std::optional<Chunk> chunkAt(std::int64_t at) const
    {
        const std::size_t headBytes = m_wide ? 24 : 8;
        const std::string head = m_file.read(at, headBytes);
        if (head.size() < headBytes) {
            return std::nullopt;
        }
        Chunk chunk{head.substr(0, 4), at, at + static_cast<std::int64_t>(headBytes), 0};
        if (!m_wide) {
            chunk.size = number(head, 4, 4);
            return chunk;
        }
        if (std::string_view(head).substr(4, 12) != w64GuidTail) {
            chunk.id = "GUID";
        }
        const std::uint64_t size = littleEndian(head, 16, 8);
        chunk.size = size < 24 ? 0 : size - 24;
        return chunk;
    }

    [[nodiscard]] std::int64_t available(const Chunk& chunk) const { return m_file.size() - chunk.content; }

    /// A name in letters, and a size that fits; the samples may be cut off, and their size is looked at apart.
    [[nodiscard]] bool isPlausible(const Chunk& chunk) const
    {
        const bool named = std::all_of(chunk.id.begin(), chunk.id.end(), [](char c) { return c >= ' ' && c <= '~'; });
        return named && (chunk.id == "data" || chunk.size <= static_cast<std::uint64_t>(available(chunk)));
    }

    /// Chunk follows chunk up to the end of the file.
    [[nodiscard]] bool chunksReachTheEnd(std::int64_t at) const
    {
        for (int count = 0; count < 64 && at < m_file.size() - 1; ++count) {
            const auto chunk = chunkAt(at);
            if (!chunk || !isPlausible(*chunk) || chunk->size > static_cast<std::uint64_t>(available(*chunk))) {
                return false;
            }
            at = chunk->content + static_cast<std::int64_t>(chunk->size);
            at = m_wide ? (at + 7) / 8 * 8 : at + (at & 1);
        }
        return at >= m_file.size() - 1;
    }

    /// What a chunk really holds.
    [[nodiscard]] std::uint64_t contentBytes(const Chunk& chunk) const
    {
        return chunk.id == "data" && chunk.content == m_layout.offset ? static_cast<std::uint64_t>(m_layout.bytes)
                                                                      : chunk.size;
    }

    Result<void> take(const Chunk& chunk)
    {
        const std::int64_t bytes =
            static_cast<std::int64_t>(std::min(chunk.size, static_cast<std::uint64_t>(available(chunk))));
        m_info.chunks.push_back({chunk.id, chunk.content, bytes});
        if (chunk.id == "ds64") {
            const std::string content = m_file.read(chunk.content, 24);
            if (content.size() >= 16) {
                m_dataSize64 = littleEndian(content, 8, 8);
            }
        } else if (chunk.id == "fmt ") {
            return takeFormat(chunk);
        } else if (chunk.id == "data") {
            return takeData(chunk);
        } else if (chunk.id == "harp" && bytes <= mostHarpBytes) {
            m_layout.harp = m_file.read(chunk.content, static_cast<std::size_t>(bytes));
            m_layout.harpOffset = chunk.content;
        } else if (chunk.id == "bext") {
            takeBroadcast(m_file.read(chunk.content, 338));
        } else if (chunk.id == "LIST") {
            takeList(m_file.read(chunk.content, static_cast<std::size_t>(std::min<std::int64_t>(bytes, 1 << 16))));
        }
        return {};
    }

    Result<void> takeFormat(const Chunk& chunk)
    {
        const std::string f =
            m_file.read(chunk.content, static_cast<std::size_t>(std::min<std::uint64_t>(chunk.size, 40)));
        if (f.size() < 14) {
            return fail(ErrorCode::Corrupt, "the format chunk is too short", m_file.at(chunk.content));
        }
        m_formatByte = chunk.content;
        m_code = static_cast<unsigned>(number(f, 0, 2));
        m_info.channels = static_cast<int>(number(f, 2, 2));
        m_info.rateHz = static_cast<double>(number(f, 4, 4));
        m_layout.frameBytes = static_cast<int>(number(f, 12, 2));
        m_bits = f.size() >= 16 ? static_cast<int>(number(f, 14, 2)) : 8;
        m_validBits = m_bits;
        constexpr unsigned extensible = 0xFFFE;
        if (m_code == extensible) {
            if (m_info.container == "WAV") {
                m_info.container = "WAVE_EXTENSIBLE";
            }
            if (f.size() < 40) {
                note(m_info, Severity::Info, "odd_header",
                     "an extensible format without its extension: taken as integers", m_file.at(chunk.content));
                m_code = 1;
            } else {
                m_validBits = static_cast<int>(number(f, 18, 2));
                m_code = static_cast<unsigned>(number(f, 24, 2));
                if (std::string_view(f).substr(26, 14) != waveGuidTail) {
                    note(m_info, Severity::Info, "odd_header", "the format's identifier is an unusual one",
                         m_file.at(chunk.content + 24));
                }
            }
        }
        return {};
    }

    Result<void> takeData(const Chunk& chunk)
    {
        if (m_haveData) {
            note(m_info, Severity::Info, "odd_header", "a second block of samples is left out", m_file.at(chunk.begin));
            return {};
        }
        if (m_formatByte < 0) {
            return fail(ErrorCode::Corrupt, "the samples come before the header that says how they are written",
                        m_file.at(chunk.begin));
        }
        m_haveData = true;
        m_layout.offset = chunk.content;
        m_layout.bytes = dataBytes(chunk);
        return {};
    }

    void repaired(const std::string& what, const Chunk& chunk)
    {
        note(m_info, Severity::Info, "header_repaired", what + ": the length is taken from the file's",
             m_file.at(chunk.begin));
    }

    std::int64_t dataBytes(const Chunk& chunk)
    {
        const std::int64_t there = available(chunk);
        const bool sized64 =
            m_wide || ((m_kind == "RF64" || m_kind == "BW64") && chunk.size == unknownSize && m_dataSize64);
        if (!sized64 && chunk.size == unknownSize) {
            repaired(m_kind == "RIFF" || m_kind == "RIFX" ? "the recorder never wrote the length"
                                                          : "the chunk that should hold the length (ds64) is missing",
                     chunk);
            return there;
        }
        const std::uint64_t size = sized64 && !m_wide ? *m_dataSize64 : chunk.size;
        if (size == 0 && there > 0 && !chunksReachTheEnd(chunk.content)) {
            repaired("the recorder wrote a length of 0", chunk);
            return there;
        }
        if (size > static_cast<std::uint64_t>(there)) {
            if (!sized64 && size >= streamedSize) {
                repaired("the length in the header is a placeholder", chunk);
            } else {
                note(m_info, Severity::Info, "truncated",
                     "the file ends early: the header says " + std::to_string(size) + " bytes of samples, there are " +
                         std::to_string(there),
                     m_file.at(m_file.size()));
            }
            return there;
        }
        const auto bytes = static_cast<std::int64_t>(size);
        if (!sized64 && there - bytes >= wrap && !chunksReachTheEnd(chunk.content + bytes + (bytes & 1))) {
            repaired("the length in the header has run over 4 GiB", chunk);
            const std::int64_t whole = bytes + (there - bytes) / wrap * wrap;
            return chunksReachTheEnd(chunk.content + whole + (whole & 1)) ? whole : there;
        }
        return bytes;
    }

    void takeBroadcast(const std::string& content)
    {
        if (content.size() < 338) {
            return;
        }
        m_info.comment = std::string(trim(std::string_view(content).substr(0, content.substr(0, 256).find('\0'))));
        // "yyyy-mm-dd" and "hh:mm:ss", with separators of the writer's choice.
        const std::string text = content.substr(320, 18);
        const auto digits = [&](std::size_t at, std::size_t count) {
            return static_cast<int>(parseInteger(text.substr(at, count)).value_or(-1));
        };
        const auto time =
            civilTime(digits(0, 4), digits(5, 2), digits(8, 2), digits(10, 2), digits(13, 2), digits(16, 2));
        if (time && digits(0, 4) >= 1990) {
            m_info.start = StartTime{*time, false, "broadcast header (bext)", {}};
        }
    }

    /// The comment of an INFO list: recorders write their settings there.
    void takeList(const std::string& content)
    {
        if (content.size() < 4 || content.substr(0, 4) != "INFO") {
            return;
        }
        std::size_t at = 4;
        while (at + 8 <= content.size()) {
            const auto size = static_cast<std::size_t>(number(content, at + 4, 4));
            if (content.compare(at, 4, "ICMT") == 0) {
                const std::string text = content.substr(at + 8, std::min(size, content.size() - at - 8));
                m_info.comment = std::string(trim(text.substr(0, text.find('\0'))));
            }
            at += 8 + size + (size & 1);
        }
    }

    /// Nothing: the library has to decode it.
    [[nodiscard]] std::optional<SampleCode> sampleCode(int sampleBytes) const
    {
        constexpr unsigned pcm = 1;
        constexpr unsigned floating = 3;
        constexpr unsigned aLaw = 6;
        constexpr unsigned muLaw = 7;
        if (m_code == pcm) {
            switch (sampleBytes) {
                case 1: return SampleCode::Unsigned8;
                case 2: return SampleCode::Signed16;
                case 3: return SampleCode::Signed24;
                case 4: return SampleCode::Signed32;
                default: return std::nullopt;
            }
        }
        if (m_code == floating) {
            return sampleBytes == 4   ? std::optional(SampleCode::Float32)
                   : sampleBytes == 8 ? std::optional(SampleCode::Float64)
                                      : std::nullopt;
        }
        if (sampleBytes == 1 && (m_code == aLaw || m_code == muLaw)) {
            return m_code == aLaw ? SampleCode::ALaw : SampleCode::MuLaw;
        }
        return std::nullopt;
    }

    Result<void> finish(std::int64_t at)
    {
        if (m_formatByte < 0 || !m_haveData) {
            return fail(ErrorCode::Corrupt,
                        m_formatByte < 0 ? "the file has no format chunk: it ends before its header does"
                                         : "the file holds no samples: it ends before they begin",
                        m_file.at(std::min(at, m_file.size())));
        }
        constexpr unsigned mpeg = 0x50;
        constexpr unsigned mpegLayer3 = 0x55;
        m_layout.bigEndian = m_big;
        const int byBits = (m_bits + 7) / 8 * m_info.channels;
        if (m_info.channels > 0 &&
            (m_layout.frameBytes <= 0 || m_layout.frameBytes % m_info.channels != 0 || m_layout.frameBytes < byBits) &&
            m_code <= 7 && m_code != 2) {
            note(m_info, Severity::Info, "odd_header",
                 "the header says " + std::to_string(m_layout.frameBytes) + " bytes a frame, which does not fit " +
                     std::to_string(m_bits) + " bits in " + std::to_string(m_info.channels) +
                     " channels: the bits are believed",
                 m_file.at(m_formatByte + 12));
            m_layout.frameBytes = byBits;
        }
        const auto code = m_info.channels > 0 ? sampleCode(m_layout.frameBytes / m_info.channels) : std::nullopt;
        m_layout.plain = code.has_value() || m_info.channels < 1;
        if (code) {
            m_layout.code = *code;
            m_info.sampleFormat = sampleFormatName(*code, m_validBits);
            m_info.lossy = *code == SampleCode::MuLaw || *code == SampleCode::ALaw;
        } else if (m_code == mpeg || m_code == mpegLayer3) {
            m_info.sampleFormat = "MPEG";
            m_info.lossy = true;
        } else {
            constexpr unsigned msAdpcm = 2;
            constexpr unsigned imaAdpcm = 0x11;
            constexpr unsigned gsm = 0x31;
            if (m_code != msAdpcm && m_code != imaAdpcm && m_code != gsm) {
                return fail(ErrorCode::Corrupt,
                            "samples of a kind that is not read (format code " + std::to_string(m_code) + ", " +
                                std::to_string(m_bits) + " bits)",
                            m_file.at(m_formatByte));
            }
            m_info.sampleFormat = m_code == gsm ? "GSM" : "ADPCM";
            m_info.lossy = true;
            // The library has to see the header.
            m_layout.offset = 0;
            m_layout.bytes = m_file.size();
        }
        m_layout.harpAddress = m_layout.offset;
        m_layout.harpFrameBytes = m_layout.frameBytes;
        return finishPlain(m_file, m_formatByte, m_layout);
    }

    RandomFile& m_file;
    SoundLayout& m_layout;
    SoundInfo& m_info;
    std::string m_kind;
    bool m_wide = false;  ///< W64: identifiers of 16 bytes, sizes of 8
    bool m_big = false;   ///< RIFX
    std::optional<std::uint64_t> m_dataSize64;
    std::int64_t m_formatByte = -1;
    unsigned m_code = 0;
    int m_bits = 0;
    int m_validBits = 0;
    bool m_haveData = false;
};

}  // namespace

Result<void> readRiff(RandomFile& file, SoundLayout& layout)
{
    return RiffReader(file, layout).read();
}

}  // namespace sightline::formats
