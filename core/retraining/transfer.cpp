#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/retraining/training.h"

namespace sightline::retraining {

namespace {

constexpr const char* sizeParameter = "size";

Result<ImageRecipe> recipeOfModel(const learning::ModelInfo& base, const std::map<std::string, double>& asked)
{
    for (const auto& [name, value] : asked) {
        const auto own = base.recipe.parameters.find(name);
        if (own == base.recipe.parameters.end() || own->second != value) {
            return fail(ErrorCode::Invalid, "the base model sees its pictures with other parameters than " + name +
                                                "=" + formatNumber(value) + "; leave out the base or the parameter");
        }
    }
    return base.recipe;
}

}  // namespace

bool isPretrainedTrunk(const learning::ModelPtr& base)
{
    return base && learning::isBare(base->info) && !base->info.members.empty() &&
           !base->info.members.front().architecture.starts_with("signalnet");
}

void setTransferDefaults(TrainingRequest& request)
{
    // Measured on cards with a frozen network and a head of one hidden layer: 80 epochs cost seconds once the features
    // are there, and strong decay keeps hundreds of examples from being learnt by heart.
    learning::TrainOptions& options = request.options;
    options.head = "compact";
    options.transfer.freeze = true;
    options.members = 1;        // further ones would bring a large network each
    options.drawsPerClass = 0;  // the frozen trunk is asked for a few copies of every example, not for thousands
    options.epochs = 80;
    options.batch = 64;
    options.learningRate = 1e-3;  // at 2e-3 the hidden layer died on the features of an unscaled VGG16
    options.weightDecay = 0.1;
}

Result<ImageRecipe> recipeFor(const domains::Domain& domain, const std::string& task, const TrainingRequest& request)
{
    const learning::ModelPtr& base = request.options.base;
    if (base && !learning::isBare(base->info)) {
        return recipeOfModel(base->info, request.recipeParameters);
    }
    ImageRecipe recipe = domain.defaultRecipe(task);
    if (isPretrainedTrunk(base) && recipe.parameters.contains(sizeParameter)) {
        recipe.parameters[sizeParameter] = base->info.height;
    }
    for (const auto& [name, value] : request.recipeParameters) {
        const auto known = recipe.parameters.find(name);
        if (known == recipe.parameters.end()) {
            std::vector<std::string> names;
            for (const auto& [other, ignored] : recipe.parameters) {
                names.push_back(other);
            }
            return fail(ErrorCode::Invalid, "the pictures of " + domain.id() + " have no parameter \"" + name +
                                                "\"; there is " + join(names, ", "));
        }
        known->second = value;
    }
    return recipe;
}

}  // namespace sightline::retraining
