#include "core/formats/sound_file.h"

#include <algorithm>
#include <cmath>
#include <list>
#include <mutex>
#include <new>

#include "core/base/file.h"
#include "core/formats/sound_decoder.h"

namespace sightline::formats {

namespace {

constexpr std::int64_t framesAtOnce = 16384;
constexpr std::size_t idleDecoders = 16;

/// Open handles nobody is using, of all files together, the last used first.
class DecoderPool {
public:
    static std::shared_ptr<DecoderPool> shared()
    {
        // Files hold it too, so it outlives the last of them.
        static const auto pool = std::make_shared<DecoderPool>();
        return pool;
    }

    /// One of the file's, if possible one that would go on just there; null if there is none.
    std::unique_ptr<SoundDecoder> take(const void* file, std::int64_t frame)
    {
        const std::lock_guard lock(m_mutex);
        auto found = m_idle.end();
        for (auto it = m_idle.begin(); it != m_idle.end(); ++it) {
            if (it->file == file && (found == m_idle.end() || it->decoder->position() == frame)) {
                found = it;
            }
        }
        if (found == m_idle.end()) {
            return nullptr;
        }
        auto decoder = std::move(found->decoder);
        m_idle.erase(found);
        return decoder;
    }

    void giveBack(const void* file, std::unique_ptr<SoundDecoder> decoder)
    {
        std::list<Idle> closed;  // outside the lock
        const std::lock_guard lock(m_mutex);
        m_idle.push_front({file, std::move(decoder)});
        while (m_idle.size() > idleDecoders) {
            closed.splice(closed.begin(), m_idle, std::prev(m_idle.end()));
        }
    }

    void closeAllOf(const void* file)
    {
        const std::lock_guard lock(m_mutex);
        m_idle.remove_if([&](const Idle& idle) { return idle.file == file; });
    }

private:
    struct Idle {
        const void* file;
        std::unique_ptr<SoundDecoder> decoder;
    };
    std::mutex m_mutex;
    std::list<Idle> m_idle;
};

/// Replaces what is no number, and counts it.
void tallyFloats(std::span<float> samples, ReadTally& tally)
{
    for (float& sample : samples) {
        if (!std::isfinite(sample)) {
            sample = 0;
            ++tally.notFinite;
        } else if (std::abs(sample) > 1.0F) {
            ++tally.beyondFullScale;
        }
    }
}

}  // namespace

ReadTally& ReadTally::operator+=(const ReadTally& other)
{
    frames += other.frames;
    notFinite += other.notFinite;
    beyondFullScale += other.beyondFullScale;
    return *this;
}

struct SoundFile::Inside {
    std::filesystem::path path;
    SoundLayout layout;
    std::shared_ptr<DecoderPool> pool = DecoderPool::shared();

    [[nodiscard]] bool holdsFloats() const
    {
        return !layout.plain ? layout.info.lossy
                             : layout.code == SampleCode::Float32 || layout.code == SampleCode::Float64;
    }

    Result<std::unique_ptr<SoundDecoder>> decoderFor(std::int64_t frame) const
    {
        if (auto idle = pool->take(this, frame)) {
            return idle;
        }
        auto file = RandomFile::open(path);
        if (!file) {
            return tl::unexpected(file.error());
        }
        if (file->size() != layout.fileBytes || file->changed() != layout.changed) {
            return fail(ErrorCode::Unreadable, "the file has changed since it was opened: open it again",
                        {file->name(), {}, {}});
        }
        return SoundDecoder::open(std::move(*file), layout);
    }

    /// Calls `take(place in the range, interleaved samples)` for block after block.
    template <class Take>
    Result<ReadTally> readBlocks(std::int64_t first, std::int64_t frames, Progress& progress, const Take& take) const
    {
        const Where where{utf8(path), {}, {}};
        if (first < 0 || frames < 0 || first > layout.info.frames || frames > layout.info.frames - first) {
            return fail(ErrorCode::Invalid,
                        "frames " + std::to_string(first) + " to " + std::to_string(first + frames) +
                            " were asked for, the file has " + std::to_string(layout.info.frames),
                        where);
        }
        ReadTally tally;
        if (frames == 0) {
            return tally;
        }
        auto decoder = decoderFor(first);
        if (!decoder) {
            return tl::unexpected(decoder.error());
        }
        const auto channels = static_cast<std::size_t>(layout.info.channels);
        std::vector<float> block(static_cast<std::size_t>(std::min(frames, framesAtOnce)) * channels);
        while (tally.frames < frames) {
            if (progress.cancelled()) {
                pool->giveBack(this, std::move(*decoder));
                return fail(ErrorCode::Cancelled, "stopped", where);
            }
            const std::int64_t wanted = std::min(framesAtOnce, frames - tally.frames);
            const std::span<float> part(block.data(), static_cast<std::size_t>(wanted) * channels);
            const auto got = (*decoder)->read(first + tally.frames, part);
            if (!got) {
                return tl::unexpected(got.error());
            }
            const std::span<float> there = part.first(static_cast<std::size_t>(*got) * channels);
            if (holdsFloats()) {
                tallyFloats(there, tally);
            }
            take(tally.frames, there);
            tally.frames += *got;
            if (*got < wanted) {
                break;
            }
        }
        pool->giveBack(this, std::move(*decoder));
        return tally;
    }
};

SoundFile::SoundFile(std::unique_ptr<Inside> inside) : m_inside(std::move(inside)) {}

SoundFile::~SoundFile()
{
    m_inside->pool->closeAllOf(m_inside.get());
}

Result<std::shared_ptr<const SoundFile>> SoundFile::open(const std::filesystem::path& path)
{
    try {
        auto file = RandomFile::open(path);
        if (!file) {
            return tl::unexpected(file.error());
        }
        auto layout = readSoundLayout(*file);
        if (!layout) {
            return tl::unexpected(layout.error());
        }
        SoundInfo& info = layout->info;
        auto inside = std::make_unique<Inside>();
        if (!layout->plain) {
            // Whether the library can decode it is asked now, and what only the library knows.
            auto decoder = SoundDecoder::open(std::move(*file), *layout);
            if (!decoder) {
                return tl::unexpected(decoder.error());
            }
            if (info.frames == 0 && info.lossy) {
                info.frames = (*decoder)->frames();
                info.channels = (*decoder)->channels();
                info.rateHz = (*decoder)->rateHz();
                info.segments.front().frames = info.frames;
                info.segments.front().rateHz = info.rateHz;
                note(info, Severity::Info, "length_estimated",
                     "a stream like this does not say how long it is: the length is the library's estimate",
                     {utf8(path), {}, {}});
            }
        }
        if (info.lossy) {
            note(info, Severity::Info, "lossy",
                 info.sampleFormat + " sound was compressed with loss: frequencies and faint calls may be missing",
                 {utf8(path), {}, {}});
        }
        if (info.frames == 0) {
            note(info, Severity::Info, "empty", "the file holds no samples", {utf8(path), {}, {}});
        }
        inside->path = path;
        inside->layout = std::move(*layout);
        return std::shared_ptr<const SoundFile>(new SoundFile(std::move(inside)));
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "the header does not fit into memory", {utf8(path), {}, {}});
    } catch (const std::exception& problem) {
        return fail(ErrorCode::Internal, std::string("opening the sound failed: ") + problem.what(),
                    {utf8(path), {}, {}});
    }
}

const SoundInfo& SoundFile::info() const
{
    return m_inside->layout.info;
}

const std::filesystem::path& SoundFile::path() const
{
    return m_inside->path;
}

Result<ReadTally> SoundFile::readInto(std::int64_t firstFrame, std::span<float> out, ChannelChoice choice,
                                      Progress& progress) const
{
    const int channels = info().channels;
    if (choice.channel != ChannelChoice::mean && (choice.channel < 0 || choice.channel >= channels)) {
        return fail(
            ErrorCode::Invalid,
            "there is no channel " + std::to_string(choice.channel + 1) + ": the file has " + std::to_string(channels),
            {utf8(path()), {}, {}});
    }
    const auto step = static_cast<std::size_t>(channels);
    const auto take = [&](std::int64_t place, std::span<const float> block) {
        float* const to = out.data() + place;
        if (step == 1) {
            std::copy(block.begin(), block.end(), to);
            return;
        }
        for (std::size_t frame = 0; frame < block.size() / step; ++frame) {
            const float* const from = block.data() + frame * step;
            if (choice.channel != ChannelChoice::mean) {
                to[frame] = from[choice.channel];
                continue;
            }
            double sum = 0;
            for (std::size_t channel = 0; channel < step; ++channel) {
                sum += from[channel];
            }
            to[frame] = static_cast<float>(sum / static_cast<double>(step));
        }
    };
    try {
        auto tally = m_inside->readBlocks(firstFrame, static_cast<std::int64_t>(out.size()), progress, take);
        if (tally && tally->frames < static_cast<std::int64_t>(out.size())) {
            std::fill(out.begin() + tally->frames, out.end(), 0.0F);
        }
        return tally;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "the sound does not fit into memory", {utf8(path()), {}, {}});
    }
}

Result<SoundBlock> SoundFile::read(std::int64_t firstFrame, std::int64_t frames, Progress& progress) const
{
    const auto channels = static_cast<std::size_t>(info().channels);
    SoundBlock result;
    result.firstFrame = firstFrame;
    try {
        const std::int64_t there = std::clamp<std::int64_t>(frames, 0, info().frames);
        result.channels.assign(channels, std::vector<float>(static_cast<std::size_t>(there)));
        const auto take = [&](std::int64_t place, std::span<const float> block) {
            for (std::size_t channel = 0; channel < channels; ++channel) {
                float* const to = result.channels[channel].data() + place;
                for (std::size_t frame = 0; frame < block.size() / channels; ++frame) {
                    to[frame] = block[frame * channels + channel];
                }
            }
        };
        const auto tally = m_inside->readBlocks(firstFrame, frames, progress, take);
        if (!tally) {
            return tl::unexpected(tally.error());
        }
        result.tally = *tally;
        return result;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "so much sound does not fit into memory: read a shorter range",
                    {utf8(path()), {}, {}});
    }
}

}  // namespace sightline::formats
