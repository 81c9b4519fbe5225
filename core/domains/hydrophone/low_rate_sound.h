// A stretch of sound at the low rate a detector listens at, read in ranges however long the recording is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/formats/sound_file.h"

namespace sightline::hydrophone {

/// How many samples a segment has at another rate, rates taken as whole hertz; 0 where either is not positive.
std::int64_t samplesAtRate(const formats::SoundInfo& info, std::size_t segment, double rateHz);

/// One segment (recorded in one go) of one channel, at another rate, without its slow drift: from every sample the mean
/// of the second around it is taken, since a recorder's offset may be larger than the signal. Sample k lies k / rateHz
/// seconds after the segment's first. Computed in blocks on a fixed grid, of which the latest are kept: a sample has
/// the same bits whichever range it is asked in. Immutable to its users; may be called from any thread at once.
class LowRateSound {
public:
    /// Invalid: no such segment or channel; a sound recorded at a lower rate (what it never held cannot be made up) or
    /// at more than 256 times this one; a rate that is not positive.
    static Result<std::shared_ptr<const LowRateSound>> create(std::shared_ptr<const formats::SoundFile> file,
                                                              std::size_t segment, formats::ChannelChoice channel,
                                                              double rateHz);
    LowRateSound(const LowRateSound&) = delete;
    LowRateSound& operator=(const LowRateSound&) = delete;
    ~LowRateSound();

    [[nodiscard]] double rateHz() const;
    [[nodiscard]] std::int64_t samples() const;
    /// Samples [first, first + out.size()); what lies outside the segment is zero. The file's errors, or Cancelled.
    Result<void> readInto(std::int64_t first, std::span<float> out, Progress& progress) const;

private:
    struct Inside;
    explicit LowRateSound(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> m_inside;
};

}  // namespace sightline::hydrophone
