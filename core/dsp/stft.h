// Short-time Fourier transforms, several frames per FFT call: one frame in every SIMD lane.
#pragma once

#include <complex>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace sightline::dsp {

enum class WindowShape { Rectangular, Hann, Hamming, Blackman, BlackmanHarris };
/// Periodic: one period of the endless window, for spectra (scipy's and librosa's fftbins=True). Symmetric: both ends
/// alike, for filters.
enum class WindowSymmetry { Periodic, Symmetric };

/// Peak 1. Empty for length < 1.
std::vector<float> windowOf(WindowShape shape, WindowSymmetry symmetry, int length);

/// Where frame t lies in the signal.
enum class FramePlacement {
    Centred,  ///< its middle on sample t · hop; what lies outside the signal is zero (librosa's centre=True)
    Whole     ///< it begins at sample t · hop; only frames that lie wholly in the signal
};

struct StftSettings {
    int window = 1024;  ///< samples the window spans
    int fft = 1024;     ///< length of the transform: even, not below `window`; the window lies in its middle
    int hop = 256;      ///< samples from frame to frame
    WindowShape shape = WindowShape::Hann;
    WindowSymmetry symmetry = WindowSymmetry::Periodic;
    FramePlacement placement = FramePlacement::Centred;

    bool operator==(const StftSettings&) const = default;
};

/// Samples [begin, begin + count) of a longer signal.
struct SampleRange {
    std::int64_t begin = 0;
    std::int64_t count = 0;

    [[nodiscard]] std::int64_t end() const { return begin + count; }
    bool operator==(const SampleRange&) const = default;
};

/// Fills `out` with the samples from `first` on. Only ever asked for samples inside the signal.
using SampleReader = std::function<Result<void>(std::int64_t first, std::span<float> out)>;
/// Takes the spectra of some frames, in order: `frames` rows of bins() values each. Valid during the call.
using FrameSink =
    std::function<Result<void>(std::int64_t firstFrame, std::int64_t frames, std::span<const float> rows)>;

/// A spectrum is bins() = fft/2 + 1 values from 0 Hz to half the rate; spectra of several frames lie one after the
/// other (row t holds frame t). Values are not scaled: power is |X|², librosa's abs(stft)**2. Immutable and cheap to
/// copy; members may be called from any thread at once (every thread keeps its own plans). The same samples give the
/// same bits on every processor, whichever instruction set is used, and whether a range is computed in one call or in
/// blocks.
class Stft {
public:
    /// Invalid: says which number and why (fft odd or outside 4 … 262,144, window longer than fft, hop < 1).
    static Result<Stft> create(const StftSettings& settings);

    [[nodiscard]] const StftSettings& settings() const;
    [[nodiscard]] int bins() const;
    /// Frames of a signal of so many samples: 1 + samples / hop (centred), 1 + (samples - fft) / hop (whole); 0 for an
    /// empty signal.
    [[nodiscard]] std::int64_t frameCount(std::int64_t samples) const;
    /// The samples that frames [firstFrame, firstFrame + frames) see; may begin below 0 and reach beyond the signal.
    [[nodiscard]] SampleRange samplesOf(std::int64_t firstFrame, std::int64_t frames) const;

    /// Power of frames [firstFrame, firstFrame + frames) of a signal of which `samples` holds the part that begins at
    /// sample `begins`; everything outside that part is zero. `out` holds frames · bins() values.
    void power(std::span<const float> samples, std::int64_t begins, std::int64_t firstFrame, std::int64_t frames,
               std::span<float> out) const;
    /// Power of all frames of a whole signal.
    [[nodiscard]] std::vector<float> power(std::span<const float> signal) const;
    /// The complex spectra of all frames of a whole signal.
    [[nodiscard]] std::vector<std::complex<float>> spectrum(std::span<const float> signal) const;

    /// Power of frames [firstFrame, firstFrame + frames) of a signal of `samples` samples that is read in blocks;
    /// memory stays flat however many frames there are. Errors are the reader's and the sink's, or Cancelled.
    Result<void> powerInBlocks(const SampleReader& read, std::int64_t samples, std::int64_t firstFrame,
                               std::int64_t frames, const FrameSink& sink, Progress& progress) const;

    /// The instruction sets this program and this processor have, the widest last: "x4", "x8-avx2", "x8-avx512vl",
    /// "x16-avx512". All give the same values.
    static std::vector<std::string> lanes();
    /// The same transform with the lanes named; Invalid if they are not there. For tests and benchmarks.
    [[nodiscard]] Result<Stft> withLanes(const std::string& name) const;
    /// Those in use.
    [[nodiscard]] std::string lanesUsed() const;

private:
    struct Inside;
    explicit Stft(std::shared_ptr<const Inside> inside) : m_inside(std::move(inside)) {}
    std::shared_ptr<const Inside> m_inside;
};

/// Centre frequency of a bin.
inline double binHertz(int bin, int fft, double rateHz)
{
    return static_cast<double>(bin) * rateHz / static_cast<double>(fft);
}

}  // namespace sightline::dsp
