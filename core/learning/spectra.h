// Short-time power spectra of long batches, where the networks run: the same numbers as the signal room's own
// transform.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace sightline::learning {

/// How frames are cut and weighted. Frame t begins at sample t · hop.
struct FrameTransform {
    std::size_t fft = 0;         ///< samples a frame spans: even
    std::size_t hop = 0;         ///< samples from frame to frame
    std::vector<float> weights;  ///< one for each sample of a frame; zeros around a window shorter than the transform
};

/// Values in one spectrum: from 0 Hz to half the rate.
inline std::size_t binsOf(const FrameTransform& transform)
{
    return transform.fft / 2 + 1;
}
/// Frames that lie wholly in so many samples.
inline std::size_t framesIn(const FrameTransform& transform, std::size_t samples)
{
    return samples < transform.fft ? 0 : 1 + (samples - transform.fft) / transform.hop;
}
/// Invalid: says which number and why.
Result<void> checkTransform(const FrameTransform& transform);

}  // namespace sightline::learning
