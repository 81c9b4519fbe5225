#include "core/learning/explanation.h"

#include <string>
#include <utility>

#include "core/learning/engine.h"

namespace sightline::learning {

Result<Classifier::Map> Classifier::mapOf(const Example& /*example*/, std::size_t /*classIndex*/)
{
    return Map{};
}

Result<Explanation> Classifier::explain(const Example& example, std::size_t classIndex)
{
    const ModelInfo& model = info();
    if (classIndex >= model.classIds.size()) {
        return fail(ErrorCode::Invalid, "there is no class number " + std::to_string(classIndex) +
                                            ": the model knows " + std::to_string(model.classIds.size()));
    }
    // The example, then once for each scalar with that one at its mean in training.
    std::vector<Example> examples = {example};
    if (example.scalars.size() == model.scalars.mean.size()) {
        for (std::size_t i = 0; i < example.scalars.size(); ++i) {
            examples.push_back(example);
            examples.back().scalars[i] = model.scalars.mean[i];
        }
    }
    const auto judged = classify(examples);
    if (!judged) {
        return tl::unexpected(judged.error());
    }
    auto map = mapOf(example, classIndex);
    if (!map) {
        return tl::unexpected(map.error());
    }
    Explanation explanation;
    explanation.classIndex = classIndex;
    explanation.probability = static_cast<double>(judged->front()[classIndex]);
    explanation.mapState = map->state;
    explanation.map = std::move(map->image);
    explanation.networkShare = map->networkShare;
    for (std::size_t i = 1; i < judged->size(); ++i) {
        explanation.scalars.push_back(explanation.probability - static_cast<double>((*judged)[i][classIndex]));
    }
    return explanation;
}

}  // namespace sightline::learning
