#include "core/formats/sound_decoder.h"

#include <sndfile.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace sightline::formats {

namespace {

// The library asks for a few kilobytes at a time. Who reads on gets more each time; a look at one place costs little.
constexpr std::size_t fewestBufferBytes = std::size_t{1} << 12;
constexpr std::size_t mostBufferBytes = std::size_t{1} << 17;
constexpr std::int64_t openingBytes = std::int64_t{64}
                                      << 20;  // a library that searches a broken file to its end is stopped

/// A stretch of a file as the library sees it: from 0 to its length, with patches.
struct FileWindow {
    RandomFile file;
    std::int64_t begin = 0;
    std::int64_t length = 0;
    std::vector<BytePatch> patches;
    std::int64_t position = 0;
    std::int64_t budget = -1;  ///< bytes it may still read; negative: as many as it likes
    std::vector<char> buffer;
    std::int64_t bufferBegin = 0;
    std::size_t wanted = fewestBufferBytes;

    std::size_t read(char* out, std::int64_t bytes)
    {
        std::size_t done = 0;
        const std::int64_t end = std::min(length, position + std::max<std::int64_t>(bytes, 0));
        while (position < end && budget != 0) {
            const std::int64_t held = position - bufferBegin;
            if (held < 0 || held >= static_cast<std::int64_t>(buffer.size())) {
                if (!fill()) {
                    break;
                }
                continue;
            }
            const std::int64_t count = std::min(static_cast<std::int64_t>(buffer.size()) - held, end - position);
            std::memcpy(out + done, buffer.data() + held, static_cast<std::size_t>(count));
            done += static_cast<std::size_t>(count);
            position += count;
        }
        return done;
    }

    bool fill()
    {
        const bool readsOn = !buffer.empty() && position == bufferBegin + static_cast<std::int64_t>(buffer.size());
        wanted = readsOn ? std::min(2 * wanted, mostBufferBytes) : fewestBufferBytes;
        bufferBegin = position;
        buffer.resize(
            static_cast<std::size_t>(std::min<std::int64_t>(static_cast<std::int64_t>(wanted), length - position)));
        buffer.resize(file.read(begin + position, buffer));
        if (budget > 0) {
            budget = std::max<std::int64_t>(budget - static_cast<std::int64_t>(buffer.size()), 0);
        }
        for (const BytePatch& patch : patches) {
            for (std::size_t i = 0; i < patch.bytes.size(); ++i) {
                const std::int64_t at = patch.offset + static_cast<std::int64_t>(i) - begin - bufferBegin;
                if (at >= 0 && at < static_cast<std::int64_t>(buffer.size())) {
                    buffer[static_cast<std::size_t>(at)] = patch.bytes[i];
                }
            }
        }
        return !buffer.empty();
    }
};

SF_VIRTUAL_IO callbacks()
{
    SF_VIRTUAL_IO io{};
    io.get_filelen = [](void* user) -> sf_count_t { return static_cast<FileWindow*>(user)->length; };
    io.seek = [](sf_count_t offset, int whence, void* user) -> sf_count_t {
        auto& window = *static_cast<FileWindow*>(user);
        const sf_count_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? window.position : window.length;
        window.position = std::clamp<sf_count_t>(base + offset, 0, window.length);
        return window.position;
    };
    io.read = [](void* out, sf_count_t count, void* user) -> sf_count_t {
        return static_cast<sf_count_t>(static_cast<FileWindow*>(user)->read(static_cast<char*>(out), count));
    };
    io.write = [](const void* /*bytes*/, sf_count_t /*count*/, void* /*user*/) -> sf_count_t { return 0; };
    io.tell = [](void* user) -> sf_count_t { return static_cast<FileWindow*>(user)->position; };
    return io;
}

int subtypeOf(SampleCode code)
{
    switch (code) {
        case SampleCode::Unsigned8: return SF_FORMAT_PCM_U8;
        case SampleCode::Signed8: return SF_FORMAT_PCM_S8;
        case SampleCode::Signed16: return SF_FORMAT_PCM_16;
        case SampleCode::Signed24: return SF_FORMAT_PCM_24;
        case SampleCode::Signed32: return SF_FORMAT_PCM_32;
        case SampleCode::Float32: return SF_FORMAT_FLOAT;
        case SampleCode::Float64: return SF_FORMAT_DOUBLE;
        case SampleCode::MuLaw: return SF_FORMAT_ULAW;
        case SampleCode::ALaw: return SF_FORMAT_ALAW;
    }
    return SF_FORMAT_PCM_16;
}

struct Closer {
    void operator()(SNDFILE* handle) const { sf_close(handle); }
};

}  // namespace

struct SoundDecoder::Inside {
    FileWindow window;
    std::unique_ptr<SNDFILE, Closer> handle;
    SF_INFO format{};
    std::int64_t position = 0;
    std::int64_t plainBegin = -1;  ///< where plain samples begin in the file; negative: a stream
    int frameBytes = 1;
    bool mayEndEarly = false;

    [[nodiscard]] Error damaged(std::int64_t frame) const
    {
        const std::int64_t byte = plainBegin >= 0 ? plainBegin + frame * frameBytes : window.begin + window.position;
        return {plainBegin >= 0 ? ErrorCode::Unreadable : ErrorCode::Corrupt,
                "the sound cannot be read from frame " + std::to_string(frame) + " on: the file is damaged there",
                window.file.at(byte)};
    }
};

SoundDecoder::SoundDecoder(std::unique_ptr<Inside> inside) : m_inside(std::move(inside)) {}
SoundDecoder::~SoundDecoder() = default;

Result<std::unique_ptr<SoundDecoder>> SoundDecoder::open(RandomFile file, const SoundLayout& layout)
{
    auto inside = std::make_unique<Inside>();
    inside->window = {std::move(file), layout.offset, layout.bytes, layout.patches, 0, openingBytes, {}, 0};
    if (layout.plain) {
        // Our own reading of the header is believed, so the library sees bare samples. Their rate does not matter to
        // it.
        inside->format.samplerate = 48000;
        inside->format.channels = layout.info.channels;
        inside->format.format =
            SF_FORMAT_RAW | subtypeOf(layout.code) | (layout.bigEndian ? SF_ENDIAN_BIG : SF_ENDIAN_LITTLE);
        inside->plainBegin = layout.offset;
        inside->frameBytes = layout.frameBytes;
    }
    inside->mayEndEarly = !layout.plain && layout.info.lossy;
    SF_VIRTUAL_IO io = callbacks();
    inside->handle.reset(sf_open_virtual(&io, SFM_READ, &inside->format, &inside->window));
    if (!inside->handle) {
        return fail(ErrorCode::Corrupt,
                    std::string("the ") + layout.info.container + " stream cannot be decoded: " + sf_strerror(nullptr),
                    inside->window.file.at(layout.offset));
    }
    inside->window.budget = -1;
    if (inside->format.channels < 1 || inside->format.frames < 0) {
        return fail(ErrorCode::Corrupt, "the stream has no channels", inside->window.file.at(layout.offset));
    }
    if (!layout.plain && layout.info.channels > 0 && inside->format.channels != layout.info.channels) {
        return fail(ErrorCode::Corrupt,
                    "the header says " + std::to_string(layout.info.channels) + " channels, the stream has " +
                        std::to_string(inside->format.channels),
                    inside->window.file.at(layout.offset));
    }
    return std::unique_ptr<SoundDecoder>(new SoundDecoder(std::move(inside)));
}

std::int64_t SoundDecoder::frames() const
{
    return m_inside->format.frames;
}
int SoundDecoder::channels() const
{
    return m_inside->format.channels;
}
int SoundDecoder::rateHz() const
{
    return m_inside->format.samplerate;
}
std::int64_t SoundDecoder::position() const
{
    return m_inside->position;
}

Result<std::int64_t> SoundDecoder::read(std::int64_t first, std::span<float> interleaved)
{
    Inside& in = *m_inside;
    const auto wanted = static_cast<std::int64_t>(interleaved.size()) / in.format.channels;
    if (first != in.position) {
        // Wherever the library lands when seeking fails is unknown: seek again the next time.
        in.position = -1;
        if (sf_seek(in.handle.get(), first, SEEK_SET) != first) {
            return tl::unexpected(in.damaged(first));
        }
        in.position = first;
    }
    const std::int64_t got = std::max<std::int64_t>(sf_readf_float(in.handle.get(), interleaved.data(), wanted), 0);
    in.position = got == wanted ? first + got : -1;
    if (got < wanted && !in.mayEndEarly) {
        return tl::unexpected(in.damaged(first + got));
    }
    return got;
}

}  // namespace sightline::formats
