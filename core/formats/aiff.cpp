// AIFF and AIFC: the big-endian cousin of WAV.
#include <algorithm>
#include <cmath>
#include <map>

#include "core/formats/sound_layout.h"

namespace sightline::formats {

namespace {

constexpr int mostChunks = 4096;

/// 80-bit extended precision: sign and exponent in two bytes, then the mantissa with its leading one.
double extendedFloat(std::string_view bytes, std::size_t at)
{
    const int exponent = static_cast<int>(bigEndian(bytes, at, 2) & 0x7FFF) - 16383 - 63;
    const double value = std::ldexp(static_cast<double>(bigEndian(bytes, at + 2, 8)), exponent);
    return std::isfinite(value) ? value : 0;
}

struct Compression {
    SampleCode code;
    bool bigEndian;
};

class AiffReader {
public:
    AiffReader(RandomFile& file, SoundLayout& layout) : m_file(file), m_layout(layout), m_info(layout.info)
    {
        m_info.container = file.read(8, 4);
    }

    Result<void> read()
    {
        std::int64_t at = 12;
        for (int count = 0; count < mostChunks; ++count) {
            const std::string head = m_file.read(at, 8);
            if (head.size() < 8) {
                break;
            }
            const std::string id = head.substr(0, 4);
            const auto size = static_cast<std::int64_t>(bigEndian(head, 4, 4));
            const std::int64_t content = at + 8;
            const std::int64_t there = std::min(size, m_file.size() - content);
            m_info.chunks.push_back({id, content, there});
            if (id == "COMM") {
                auto taken = takeCommon(content, there);
                if (!taken) {
                    return taken;
                }
            } else if (id == "SSND" && m_soundByte < 0) {
                takeSound(content, size);
            }
            at = content + size + (size & 1);
        }
        return finish(at);
    }

private:
    Result<void> takeCommon(std::int64_t content, std::int64_t bytes)
    {
        const std::string c = m_file.read(content, static_cast<std::size_t>(std::min<std::int64_t>(bytes, 22)));
        if (c.size() < 18) {
            return fail(ErrorCode::Corrupt, "the COMM chunk is too short", m_file.at(content));
        }
        m_commonByte = content;
        m_info.channels = static_cast<int>(bigEndian(c, 0, 2));
        m_frames = static_cast<std::int64_t>(bigEndian(c, 2, 4));
        m_bits = static_cast<int>(bigEndian(c, 6, 2));
        m_info.rateHz = extendedFloat(c, 8);
        m_compression = c.size() >= 22 && m_info.container == "AIFC" ? c.substr(18, 4) : "NONE";
        return {};
    }

    void takeSound(std::int64_t content, std::int64_t size)
    {
        const std::string s = m_file.read(content, 8);
        const auto skipped = s.size() == 8 ? static_cast<std::int64_t>(bigEndian(s, 0, 4)) : 0;
        m_soundByte = content;
        m_layout.offset = std::min(content + 8 + skipped, m_file.size());
        m_layout.bytes = std::min(std::max<std::int64_t>(size - 8 - skipped, 0), m_file.size() - m_layout.offset);
    }

    [[nodiscard]] std::optional<Compression> compression() const
    {
        static const std::map<std::string, Compression> known = {
            {"fl32", {SampleCode::Float32, true}},  {"FL32", {SampleCode::Float32, true}},
            {"fl64", {SampleCode::Float64, true}},  {"FL64", {SampleCode::Float64, true}},
            {"ulaw", {SampleCode::MuLaw, true}},    {"ULAW", {SampleCode::MuLaw, true}},
            {"alaw", {SampleCode::ALaw, true}},     {"ALAW", {SampleCode::ALaw, true}},
            {"in24", {SampleCode::Signed24, true}}, {"in32", {SampleCode::Signed32, true}},
        };
        if (const auto found = known.find(m_compression); found != known.end()) {
            return found->second;
        }
        const bool little = m_compression == "sowt";
        if (!little && m_compression != "NONE" && m_compression != "twos") {
            return std::nullopt;
        }
        switch ((m_bits + 7) / 8) {
            case 1: return Compression{SampleCode::Signed8, true};
            case 2: return Compression{SampleCode::Signed16, !little};
            case 3: return Compression{SampleCode::Signed24, !little};
            case 4: return Compression{SampleCode::Signed32, !little};
            default: return std::nullopt;
        }
    }

    static int bytesOf(SampleCode code)
    {
        switch (code) {
            case SampleCode::Signed16: return 2;
            case SampleCode::Signed24: return 3;
            case SampleCode::Signed32:
            case SampleCode::Float32: return 4;
            case SampleCode::Float64: return 8;
            default: return 1;
        }
    }

    Result<void> finish(std::int64_t at)
    {
        if (m_commonByte < 0) {
            return fail(ErrorCode::Corrupt, "the file has no COMM chunk: it ends before its header does",
                        m_file.at(std::min(at, m_file.size())));
        }
        if (m_soundByte < 0 && m_frames > 0) {
            return fail(ErrorCode::Corrupt, "the file holds no samples: it ends before they begin",
                        m_file.at(std::min(at, m_file.size())));
        }
        const auto kind = compression();
        if (!kind) {
            return fail(
                ErrorCode::Corrupt,
                "samples of a kind that is not read (" + m_compression + ", " + std::to_string(m_bits) + " bits)",
                m_file.at(m_commonByte));
        }
        m_layout.code = kind->code;
        m_layout.bigEndian = kind->bigEndian;
        m_layout.frameBytes = std::max(bytesOf(kind->code) * m_info.channels, 1);
        m_info.sampleFormat = sampleFormatName(kind->code, m_bits);
        m_info.lossy = kind->code == SampleCode::MuLaw || kind->code == SampleCode::ALaw;
        const std::int64_t promised = m_frames * m_layout.frameBytes;
        if (m_frames == 0 && m_layout.bytes > 0) {
            note(m_info, Severity::Info, "header_repaired",
                 "the recorder wrote a length of 0: the length is taken from the file's", m_file.at(m_commonByte + 2));
        } else if (promised > m_layout.bytes) {
            note(m_info, Severity::Info, "truncated",
                 "the file ends early: the header says " + std::to_string(promised) + " bytes of samples, there are " +
                     std::to_string(m_layout.bytes),
                 m_file.at(m_layout.offset + m_layout.bytes));
        } else {
            m_layout.bytes = promised;
        }
        return finishPlain(m_file, m_commonByte, m_layout);
    }

    RandomFile& m_file;
    SoundLayout& m_layout;
    SoundInfo& m_info;
    std::int64_t m_commonByte = -1;
    std::int64_t m_soundByte = -1;
    std::int64_t m_frames = 0;
    int m_bits = 0;
    std::string m_compression = "NONE";
};

}  // namespace

Result<void> readAiff(RandomFile& file, SoundLayout& layout)
{
    return AiffReader(file, layout).read();
}

}  // namespace sightline::formats
