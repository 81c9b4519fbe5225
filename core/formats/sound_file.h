// Sound files of any length, read in ranges: WAV, WAVE_EXTENSIBLE, RF64/BW64, W64, FLAC, AIFF/AIFC; MPEG and Ogg as
// far as the library can.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/formats/sound_info.h"

namespace sightline::formats {

/// Which signal of a file with several channels.
struct ChannelChoice {
    static constexpr int mean = -1;
    int channel = mean;  ///< counted from 0, or `mean` of all
};

/// What was met while reading, so that nobody has to look at every sample again.
struct ReadTally {
    std::int64_t frames = 0;           ///< read; see SoundFile::readInto for when there are fewer than asked
    std::int64_t notFinite = 0;        ///< samples that were NaN or infinite: they were read as 0
    std::int64_t beyondFullScale = 0;  ///< samples of a float file beyond ±1; they are kept as they are

    ReadTally& operator+=(const ReadTally& other);
};

struct SoundBlock {
    std::int64_t firstFrame = 0;
    std::vector<std::vector<float>> channels;  ///< [channel][frame], full scale = ±1
    ReadTally tally;
};

/// An opened sound file. Immutable; every member is const and may be called from any thread at once: each call takes a
/// decoder of its own from a pool that keeps at most 16 idle ones for the whole process (so a folder of thousands of
/// files opens without running out of file handles). Between calls no lock is held and no samples are kept.
class SoundFile {
public:
    /// Reads the headers only, in milliseconds, however long or broken the file is: chunks are walked with a bound, and
    /// the length is what the file really holds.
    /// Findings, by kind: "header_repaired" (the size in the header is 0, all ones or wrapped beyond 4 GiB),
    /// "truncated" (the file ends before the header says, or inside a frame), "lossy", "harp_addresses" (raw files
    /// point outside the file), "harp_time", "odd_header" (fields that contradict each other; says which was believed),
    /// "empty", "length_estimated" (a lossy stream whose length only decoding would tell).
    /// NotMine: no sound file by its bytes. Unreadable: missing, a folder, no permission. Corrupt, with the byte:
    /// recognised but unusable. Invalid: a kind that has to be converted first (.sud); says how.
    static Result<std::shared_ptr<const SoundFile>> open(const std::filesystem::path& path);

    SoundFile(const SoundFile&) = delete;
    SoundFile& operator=(const SoundFile&) = delete;
    ~SoundFile();

    [[nodiscard]] const SoundInfo& info() const;
    [[nodiscard]] const std::filesystem::path& path() const;

    /// Frames [firstFrame, firstFrame + out.size()) of one signal, full scale = ±1. Looks at progress.cancelled() every
    /// 16,384 frames; reports nothing. Only a lossy stream of estimated length may give fewer frames than asked (the
    /// rest is zero).
    /// Invalid: outside the file, or no such channel. Corrupt, with the byte: the stream is damaged there. Unreadable:
    /// the file vanished or is no longer the one that was opened. Cancelled.
    Result<ReadTally> readInto(std::int64_t firstFrame, std::span<float> out, ChannelChoice channel,
                               Progress& progress) const;
    /// The same for all channels. OutOfMemory if the range does not fit.
    Result<SoundBlock> read(std::int64_t firstFrame, std::int64_t frames, Progress& progress) const;

private:
    struct Inside;
    explicit SoundFile(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> m_inside;
};

/// True if the first bytes (16 are enough) are those of a sound file SoundFile::open() takes.
bool looksLikeSound(std::string_view head);

}  // namespace sightline::formats
