// Smallest and largest sample of ever longer stretches of a signal: hours of it are drawn from a few thousand numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/dsp/stft.h"

namespace sightline::dsp {

/// Samples as 16-bit integers: full scale ±1 is ±32,767; what is louder is clipped. Rounded outwards, so that nothing
/// that was there is drawn smaller.
struct MinMax {
    std::int16_t low = 0;
    std::int16_t high = 0;

    [[nodiscard]] float lowest() const { return static_cast<float>(low) / 32767.0F; }
    [[nodiscard]] float highest() const { return static_cast<float>(high) / 32767.0F; }
    bool operator==(const MinMax&) const = default;
};
MinMax minMaxOf(std::span<const float> samples);
MinMax joined(MinMax a, MinMax b);

/// Immutable once built. Level n holds a pair for every 4,096 · 4^n samples, the last of fewer; the top level has one.
class WaveformPyramid {
public:
    static constexpr std::int64_t base = 4096;
    static constexpr std::int64_t factor = 4;

    /// Reads the whole signal once, in blocks. The reader's errors, or Cancelled.
    static Result<WaveformPyramid> build(const SampleReader& read, std::int64_t samples, Progress& progress);

    [[nodiscard]] std::int64_t samples() const { return m_samples; }
    [[nodiscard]] const std::vector<std::vector<MinMax>>& levels() const { return m_levels; }
    /// A pair for each of `columns` equal parts of [range.begin, range.end()), from the coarsest level that is finer
    /// than a column; parts of a pair count as all of it. Outside the signal: zeros. Where a column holds fewer than
    /// `base` samples, read the samples instead: this would draw them too wide.
    [[nodiscard]] std::vector<MinMax> columns(SampleRange range, int columns) const;
    [[nodiscard]] bool isFineEnough(SampleRange range, int columns) const;

    /// To keep it beside a workspace. Corrupt if the bytes are not those of a whole pyramid of so many samples.
    [[nodiscard]] std::string bytes() const;
    static Result<WaveformPyramid> fromBytes(std::string_view bytes, std::int64_t samples);

private:
    void addLevels();
    std::int64_t m_samples = 0;
    std::vector<std::vector<MinMax>> m_levels;
};

/// The same from one short read in each column: at once, but a loud moment may be missed. Show it as an estimate.
Result<std::vector<MinMax>> estimatedColumns(const SampleReader& read, std::int64_t samples, SampleRange range,
                                             int columns, Progress& progress);

}  // namespace sightline::dsp
