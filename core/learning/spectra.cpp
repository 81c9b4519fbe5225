#include "core/learning/spectra.h"

#include <string>

namespace sightline::learning {

Result<void> checkTransform(const FrameTransform& transform)
{
    if (transform.fft < 2 || transform.fft % 2 != 0) {
        return fail(ErrorCode::Invalid, "a transform of " + std::to_string(transform.fft) +
                                            " samples: it must be an even number of them, and at least 2");
    }
    if (transform.hop < 1) {
        return fail(ErrorCode::Invalid, "frames must be at least one sample apart");
    }
    if (transform.weights.size() != transform.fft) {
        return fail(ErrorCode::Invalid, std::to_string(transform.weights.size()) + " weights for frames of " +
                                            std::to_string(transform.fft) + " samples");
    }
    return {};
}

}  // namespace sightline::learning
