#include "core/learning/weights.h"

#include <algorithm>
#include <utility>

namespace sightline::learning {
namespace {

constexpr const char* prefix = "member0.";
constexpr int publishedSide = 224;  // pictures the published weights were trained on
constexpr const char* compactHead = "compact.output.weight";

/// The first and last layer of each family, whose shapes say how many channels and classes the weights are for.
struct Family {
    const char* begins;
    const char* first;
    const char* last;
};
constexpr Family families[] = {{"resnet", "conv1.weight", "fc.weight"},
                               {"vgg", "features.0.weight", "classifier.6.weight"},
                               {"mobilenet", "features.0.0.weight", "classifier.3.weight"}};

const Tensor* find(const std::map<std::string, Tensor>& tensors, const std::string& name, std::size_t dimensions)
{
    const auto found = tensors.find(name);
    return found != tensors.end() && found->second.shape.size() == dimensions ? &found->second : nullptr;
}

/// Files from before 2018 lack them.
void addBatchCounts(std::map<std::string, Tensor>& tensors)
{
    constexpr std::string_view mean = "running_mean";
    std::vector<std::string> missing;
    for (const auto& [name, tensor] : tensors) {
        if (name.ends_with(mean)) {
            missing.push_back(name.substr(0, name.size() - mean.size()) + "num_batches_tracked");
        }
    }
    for (const std::string& name : missing) {
        tensors.try_emplace(name, Tensor{DType::I64, {}, std::vector<std::byte>(sizeof(std::int64_t))});
    }
}

}  // namespace

Result<Model> bareModel(TensorFile weights, const std::string& architecture, PictureScale scale)
{
    const auto* const family = std::find_if(std::begin(families), std::end(families), [&](const Family& known) {
        return architecture.starts_with(known.begins);
    });
    if (family == std::end(families)) {
        return fail(ErrorCode::Invalid, "weights are not imported for the architecture \"" + architecture + "\"");
    }
    const Tensor* const first = find(weights.tensors, family->first, 4);
    const Tensor* const compact = find(weights.tensors, compactHead, 2);
    const Tensor* const last = compact != nullptr ? compact : find(weights.tensors, family->last, 2);
    if (first == nullptr || last == nullptr) {
        const std::string name = first == nullptr ? family->first : family->last;
        return fail(ErrorCode::Invalid,
                    "these are no weights of " + architecture + ": they have no usable \"" + name + "\"");
    }
    Model model;
    ModelInfo& info = model.info;
    const std::int64_t most = 1'000'000;
    info.channels = static_cast<int>(std::min(first->shape[1], most));
    info.height = publishedSide;
    info.width = publishedSide;
    for (std::int64_t i = 0; i < std::min(last->shape[0], most); ++i) {
        info.classIds.push_back("output-" + std::to_string(i));
    }
    ModelMember member;
    member.architecture = architecture;
    member.prefix = prefix;
    member.config = {{"channels", info.channels},
                     {"height", info.height},
                     {"width", info.width},
                     {"scalars", 0},
                     {"classes", info.classIds.size()}};
    if (compact != nullptr) {
        member.config["head"] = "compact";
    }
    if (scale == PictureScale::ImageNet) {
        if (info.channels != 3) {
            return fail(ErrorCode::Invalid, "ImageNet's normalisation is for three channels, and these weights take " +
                                                std::to_string(info.channels) + ": import them as plain");
        }
        member.config["mean"] = {0.485, 0.456, 0.406};
        member.config["deviation"] = {0.229, 0.224, 0.225};
    }
    info.members.push_back(std::move(member));
    addBatchCounts(weights.tensors);
    for (auto& [name, tensor] : weights.tensors) {
        model.tensors.emplace(prefix + name, std::move(tensor));
    }
    return model;
}

Result<TensorFile> plainWeights(const Model& model, std::size_t member)
{
    const std::vector<ModelMember>& members = model.info.members;
    if (member >= members.size() || members[member].kind != "network") {
        return fail(ErrorCode::Invalid,
                    "the model has no network " + std::to_string(member) + " whose weights could be exported");
    }
    const ModelMember& chosen = members[member];
    TensorFile file;
    for (auto at = model.tensors.lower_bound(chosen.prefix);
         at != model.tensors.end() && at->first.starts_with(chosen.prefix); ++at) {
        file.tensors.emplace(at->first.substr(chosen.prefix.size()), at->second);
    }
    file.metadata = {{"format", "pt"},
                     {"architecture", chosen.architecture},
                     {"config", chosen.config.dump()},
                     {"classes", nlohmann::json(model.info.classIds).dump()},
                     {"model", model.info.id}};
    return file;
}

}  // namespace sightline::learning
