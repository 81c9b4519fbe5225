#include <algorithm>
#include <utility>

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/learning/calibration.h"
#include "core/learning/engine.h"
#include "core/learning/inputs.h"

namespace sightline::learning {
namespace {

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
            result.push_back(probabilities(examples[i].image));
        }
        return result;
    }

private:
    [[nodiscard]] std::vector<float> probabilities(const SignalImage& image) const
    {
        const auto bytes = std::as_bytes(std::span<const float>(image.pixels));
        Rng random(hashText({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
        std::vector<float> logits(m_info.classIds.size());
        // Wide enough that some answers are sure and some are not.
        std::generate(logits.begin(), logits.end(), [&random] { return static_cast<float>(2.5 * random.normal()); });
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
