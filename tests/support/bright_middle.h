// A judge of sound that fits in the head, and a sound it understands: for tests of listening without torch.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "core/base/random.h"
#include "core/learning/engine.h"

namespace sightline::testing {

inline constexpr int rateHz = 2000;

/// Hears a call (the first of two classes) where the middle of the picture has one bright spot in every column. Its
/// training is a stand-in's.
class BrightMiddle final : public learning::Classifier {
public:
    explicit BrightMiddle(learning::ModelPtr model) : m_model(std::move(model)) {}
    [[nodiscard]] const learning::ModelInfo& info() const override { return m_model->info; }
    [[nodiscard]] std::string device() const override { return "cpu"; }
    [[nodiscard]] Result<std::vector<std::vector<float>>> classify(std::span<const Example> examples) override
    {
        std::vector<std::vector<float>> all;
        for (const Example& example : examples) {
            const SignalImage& image = example.image;
            double sum = 0;
            for (int x = image.width / 2 - 12; x < image.width / 2 + 12; ++x) {
                float brightest = 0;
                for (int y = 0; y < image.height; ++y) {
                    brightest = std::max(brightest, image.pixels[static_cast<std::size_t>(y * image.width + x)]);
                }
                sum += static_cast<double>(brightest);
            }
            const auto call = static_cast<float>(1 / (1 + std::exp(-40 * (sum / 24 - 0.72))));
            all.push_back({call, 1 - call});
        }
        return all;
    }

private:
    learning::ModelPtr m_model;
};

/// Noise with sweeps from 80 to 180 Hz around these seconds, each a second long and far above it.
inline std::vector<float> soundWithCalls(double seconds, const std::vector<double>& calls)
{
    Rng rng(3);
    std::vector<float> samples(static_cast<std::size_t>(seconds * rateHz));
    for (float& sample : samples) {
        sample = static_cast<float>(0.01 * rng.normal());
    }
    for (const double middle : calls) {
        const auto first = static_cast<std::size_t>((middle - 0.5) * rateHz);
        for (std::size_t i = 0; i < rateHz; ++i) {
            const double t = static_cast<double>(i) / rateHz;
            samples[first + i] += static_cast<float>(0.1 * std::sin(2 * std::numbers::pi * (80 * t + 50 * t * t)) *
                                                     std::sin(std::numbers::pi * t));
        }
    }
    return samples;
}

}  // namespace sightline::testing
