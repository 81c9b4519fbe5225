// Private to this room: what a network is fed, checked and standardised the same way in training and in use.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/data/signal_image.h"
#include "core/learning/model.h"

namespace sightline::learning {

/// Invalid, naming the example by its number and what is wrong: shape, number of scalars, a value that is no number.
Result<void> checkInput(const ModelInfo& model, const Example& example, std::size_t index);
Result<void> checkInput(int channels, int height, int width, std::size_t scalars, const Example& example,
                        std::size_t index);

/// Mean and deviation of the scalars; a constant one gets so large a deviation that any value standardises to 0.
ScalarNormalisation measureScalars(const std::vector<std::string>& names,
                                   const std::vector<std::vector<float>>& scalars);
/// (value - mean) / deviation, limited to ±clamp; `out` has the same length.
void standardise(const ScalarNormalisation& scalars, std::span<const float> values, std::span<float> out);

}  // namespace sightline::learning
