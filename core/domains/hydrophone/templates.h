// A judge that has learnt nothing: seven up-sweeps laid over a spectrogram from which everything steady was taken.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/domains/hydrophone/low_rate_sound.h"

namespace sightline::hydrophone {

/// A right whale's up-call as a straight line in time and frequency.
struct UpsweepTemplate {
    double fromHertz = 0;
    double toHertz = 0;
    double seconds = 0;
};

/// How well each template fits at each frame of a segment. Frames are those of upcallRecipe(): frame k is centred on
/// sample 64 k of sound at 2 kHz, and so is the middle of the template.
///
/// The spectrogram: Hann 256, FFT 512, hop 64, bins within 50 … 350 Hz, dB. From each bin its median over about 25 s
/// is taken, then from each frame its median over the bins, and the rest is limited to -10 … 30 dB. The medians are
/// those of blocks of 256 frames (8.2 s) that begin at fixed places of the segment, each together with its two
/// neighbours, and between the middles of blocks they change linearly. So a score depends on the sound at most 22 s
/// away and on nothing else in the file, and it has the same bits whichever range it is asked in. A template is a ridge
/// of 8 Hz along its line between troughs three times as wide, that together weigh nothing: an even level gives 0. All
/// have the same norm, hence the same spread in noise: about 5, where a clear call gives 60 and more.
///
/// Immutable to its users; may be called from any thread at once.
class TemplateScores {
public:
    static constexpr int count = 7;
    static constexpr double rateHz = 2000;  ///< of the sound it listens to
    static const std::array<UpsweepTemplate, count>& templates();

    explicit TemplateScores(std::shared_ptr<const LowRateSound> sound);
    /// Of a segment in memory: samples at 2 kHz without drift, as LowRateSound gives them.
    explicit TemplateScores(std::vector<float> samples);
    ~TemplateScores();
    TemplateScores(const TemplateScores&) = delete;
    TemplateScores& operator=(const TemplateScores&) = delete;

    /// Frames whose middle lies in the segment.
    [[nodiscard]] std::int64_t frames() const;
    /// `count` values for each of the frames [firstFrame, firstFrame + frameCount), one frame after the other. Frames
    /// beyond the segment have scores too: of templates that still reach into it, else 0.
    /// Invalid: a frame before the first, or a sound that is not at 2 kHz. The file's errors, or Cancelled.
    [[nodiscard]] Result<std::vector<float>> scores(std::int64_t firstFrame, std::int64_t frameCount,
                                                    Progress& progress) const;

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

/// The best of the templates at each frame.
std::vector<float> bestOfTemplates(std::span<const float> scores);

/// What a linear judge is told of a window, by name: the best score of each template within a quarter of a second of
/// the window's middle ("template_1" … "template_7"), the best of them ("template_best"), and the best score of any
/// template in the rest of the window ("template_beside").
std::vector<std::string> windowFeatureNames();
/// These numbers, of the scores() of a window's frames (for upcallRecipe() 64 of them).
std::vector<float> windowFeatures(std::span<const float> scores);

}  // namespace sightline::hydrophone
