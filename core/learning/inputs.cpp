#include "core/learning/inputs.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>

namespace sightline::learning {
namespace {

constexpr float unlearntDeviation = 1e30F;

}  // namespace

Result<void> checkInput(int channels, int height, int width, std::size_t scalars, const Example& example,
                        std::size_t index)
{
    const auto invalid = [index](const std::string& what) {
        return fail(ErrorCode::Invalid, "example " + std::to_string(index) + " " + what);
    };
    const auto size = [](int c, int h, int w) {
        return std::to_string(c) + " x " + std::to_string(h) + " x " + std::to_string(w);
    };
    const SignalImage& image = example.image;
    if (image.channels != channels || image.height != height || image.width != width) {
        return invalid("has a picture of " + size(image.channels, image.height, image.width) +
                       " (channels x height x width), and " + size(channels, height, width) + " is needed");
    }
    if (image.pixels.size() !=
        static_cast<std::size_t>(channels) * static_cast<std::size_t>(height) * static_cast<std::size_t>(width)) {
        return invalid("has a picture whose pixels do not fill it");
    }
    if (example.scalars.size() != scalars) {
        return invalid("has " + std::to_string(example.scalars.size()) + " numbers beside its picture, and " +
                       std::to_string(scalars) + " are needed");
    }
    const auto finite = [](float value) { return std::isfinite(value); };
    if (!std::all_of(example.scalars.begin(), example.scalars.end(), finite) ||
        !std::all_of(image.pixels.begin(), image.pixels.end(), finite)) {
        return invalid("holds a value that is not a finite number");
    }
    return {};
}

Result<void> checkInput(const ModelInfo& model, const Example& example, std::size_t index)
{
    return checkInput(model.channels, model.height, model.width, model.scalars.names.size(), example, index);
}

ScalarNormalisation measureScalars(const std::vector<std::string>& names,
                                   const std::vector<std::vector<float>>& scalars)
{
    ScalarNormalisation result;
    result.names = names;
    const auto count = static_cast<double>(std::max<std::size_t>(scalars.size(), 1));
    for (std::size_t i = 0; i < names.size(); ++i) {
        double sum = 0;
        for (const std::vector<float>& row : scalars) {
            sum += static_cast<double>(row[i]);
        }
        const double mean = sum / count;
        double squares = 0;
        for (const std::vector<float>& row : scalars) {
            squares += (static_cast<double>(row[i]) - mean) * (static_cast<double>(row[i]) - mean);
        }
        const double deviation = std::sqrt(squares / count);
        const bool constant = deviation <= 1e-6 * std::max(1.0, std::abs(mean));
        result.mean.push_back(static_cast<float>(mean));
        // Whatever a scalar says that never varied in training was never learnt from: it standardises to nothing.
        result.deviation.push_back(constant ? unlearntDeviation : static_cast<float>(deviation));
    }
    return result;
}

void standardise(const ScalarNormalisation& scalars, std::span<const float> values, std::span<float> out)
{
    assert(values.size() == scalars.mean.size() && out.size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        out[i] = std::clamp((values[i] - scalars.mean[i]) / scalars.deviation[i], -scalars.clamp, scalars.clamp);
    }
}

}  // namespace sightline::learning
