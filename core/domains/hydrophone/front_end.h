// What a detector of low calls sees: mel bands of short spectra, standardised window by window, so that loudness and
// the recorder's gain do not matter.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/data/image_recipe.h"
#include "core/data/signal_image.h"
#include "core/domains/hydrophone/low_rate_sound.h"
#include "core/dsp/mel.h"
#include "core/dsp/stft.h"

namespace sightline::hydrophone {

/// "hydrophone-logmel-1" for right whales' up-calls: 2 kHz; Hann 256, FFT 512, hop 64 samples (32 ms); 48 HTK mel bands
/// from 40 to 400 Hz, peak 1; windows of 64 frames (2.05 s) every 4 frames.
ImageRecipe upcallRecipe();

/// Frames lie on one grid for a whole segment (frame k is centred on sample k · hop), so that overlapping windows share
/// them. Immutable; cheap to copy.
class FrontEnd {
public:
    /// Invalid: a recipe of another kind, or numbers that make no front end (says which).
    static Result<FrontEnd> create(const ImageRecipe& recipe);

    [[nodiscard]] double rateHz() const { return m_rateHz; }
    [[nodiscard]] int hop() const { return m_stft.settings().hop; }
    [[nodiscard]] int bands() const { return m_mel.bands(); }
    [[nodiscard]] const dsp::MelBank& mel() const { return m_mel; }
    [[nodiscard]] int framesPerWindow() const { return m_framesPerWindow; }
    [[nodiscard]] int framesPerStep() const { return m_framesPerStep; }
    [[nodiscard]] double secondsOfFrames(double frames) const { return frames * hop() / m_rateHz; }
    /// Windows of a segment of so many samples: window i begins at frame i · framesPerStep() and lies wholly in it.
    [[nodiscard]] std::int64_t windows(std::int64_t samples) const;
    /// The samples that frames [first, first + count) see.
    [[nodiscard]] dsp::SampleRange samplesOf(std::int64_t first, std::int64_t count) const
    {
        return m_stft.samplesOf(first, count);
    }

    /// Power in bands() mel bands of frames [first, first + count), one frame after the other, of a signal of which
    /// `samples` holds the part that begins at sample `begins`; what lies outside is zero.
    [[nodiscard]] std::vector<float> melPower(std::span<const float> samples, std::int64_t begins, std::int64_t first,
                                              std::int64_t count) const;
    /// The network's picture of framesPerWindow() frames of melPower(): 1 × bands × frames, low bands below. log10 of
    /// the power, a millionth of its mean added, less its mean over the window, divided by its deviation; -3 … 5
    /// deviations become 0 … 1. A silent window is grey.
    [[nodiscard]] SignalImage picture(std::span<const float> window) const;

private:
    FrontEnd(dsp::Stft stft, dsp::MelBank mel) : m_stft(std::move(stft)), m_mel(std::move(mel)) {}

    dsp::Stft m_stft;
    dsp::MelBank m_mel;
    double m_rateHz = 0;
    int m_framesPerWindow = 0;
    int m_framesPerStep = 0;
};

/// The mel power of a segment's frames, computed in blocks of which the latest are kept: a frame has the same bits
/// whichever range it is asked in. Immutable to its users; may be called from any thread at once.
class FrameStore {
public:
    FrameStore(std::shared_ptr<const LowRateSound> sound, FrontEnd frontEnd);
    ~FrameStore();
    FrameStore(const FrameStore&) = delete;
    FrameStore& operator=(const FrameStore&) = delete;

    [[nodiscard]] const FrontEnd& frontEnd() const;
    [[nodiscard]] const LowRateSound& sound() const;
    [[nodiscard]] std::int64_t windows() const;
    /// Mel power of frames [first, first + count); frames beyond the segment see zeros. The file's errors, or
    /// Cancelled.
    [[nodiscard]] Result<std::vector<float>> frames(std::int64_t first, std::int64_t count, Progress& progress) const;
    /// The picture of window i. Invalid: there is no such window.
    [[nodiscard]] Result<SignalImage> picture(std::int64_t window, Progress& progress) const;

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

}  // namespace sightline::hydrophone
