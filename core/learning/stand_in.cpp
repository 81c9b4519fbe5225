#include <algorithm>
#include <utility>

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/learning/calibration.h"
#include "core/learning/engine.h"
#include "core/learning/inputs.h"

namespace sightline::learning {
namespace {

std::size_t placeOf(const SignalImage& image, int x, int y)
{
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x);
}

class StandInClassifier final : public Classifier {
public:
    explicit StandInClassifier(ModelInfo info) : m_info(std::move(info)) {}

    [[nodiscard]] const ModelInfo& info() const override { return m_info; }
    [[nodiscard]] std::string device() const override { return "cpu"; }

    [[nodiscard]] Result<std::vector<std::vector<float>>> classify(std::span<const Example> examples) override
    {
        std::vector<std::vector<float>> result;
        for (std::size_t i = 0; i < examples.size(); ++i) {
            if (const auto fits = checkInput(m_info, examples[i], i); !fits) {
                return tl::unexpected(fits.error());
            }
            result.push_back(probabilities(examples[i]));
        }
        return result;
    }

protected:
    /// It looked where the picture has ink, smoothed; for an odd class where it has none.
    [[nodiscard]] Result<Map> mapOf(const Example& example, std::size_t classIndex) override
    {
        const SignalImage& image = example.image;
        Map map{MapState::Shown, SignalImage(1, image.height, image.width), 1};
        for (int y = 0; y < image.height; ++y) {
            for (int x = 0; x < image.width; ++x) {
                const float ink = inkAround(image, x, y);
                map.image.pixels[placeOf(image, x, y)] = classIndex % 2 == 0 ? ink : 1 - ink;
            }
        }
        const float most = *std::max_element(map.image.pixels.begin(), map.image.pixels.end());
        if (!(most > 0)) {
            return Map{MapState::NothingSpeaksFor, {}, 1};
        }
        for (float& value : map.image.pixels) {
            value /= most;
        }
        return map;
    }

private:
    /// Mean of the first channel over the pixels within `reach`.
    static float inkAround(const SignalImage& image, int x, int y)
    {
        constexpr int reach = 3;
        float sum = 0;
        int count = 0;
        for (int v = std::max(0, y - reach); v <= std::min(image.height - 1, y + reach); ++v) {
            for (int u = std::max(0, x - reach); u <= std::min(image.width - 1, x + reach); ++u) {
                sum += image.pixels[placeOf(image, u, v)];
                ++count;
            }
        }
        return std::clamp(sum / static_cast<float>(count), 0.0F, 1.0F);
    }

    [[nodiscard]] std::vector<float> probabilities(const Example& example) const
    {
        const auto bytes = std::as_bytes(std::span<const float>(example.image.pixels));
        Rng random(hashText({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
        std::vector<float> logits(m_info.classIds.size());
        // Wide enough that some answers are sure and some are not.
        std::generate(logits.begin(), logits.end(), [&random] { return static_cast<float>(2.5 * random.normal()); });
        if (!m_info.scalars.mean.empty()) {
            std::vector<float> standardised(example.scalars.size());
            standardise(m_info.scalars, example.scalars, standardised);
            logits.front() += standardised.front();
        }
        return softmax(logits);
    }

    ModelInfo m_info;
};

}  // namespace

std::unique_ptr<Classifier> makeStandInClassifier(ModelInfo info)
{
    return std::make_unique<StandInClassifier>(std::move(info));
}

}  // namespace sightline::learning
