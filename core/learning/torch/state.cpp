#include "core/learning/torch/state.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <optional>
#include <utility>

#include <torch/torch.h>
#include <nlohmann/json.hpp>

namespace sightline::learning {
namespace {

/// Parameters and buffers by name; at::Tensor is a handle, so changing these changes the module.
std::map<std::string, at::Tensor> tensorsOf(const torch::nn::Module& module)
{
    std::map<std::string, at::Tensor> result;
    for (const auto& item : module.named_parameters()) {
        result.emplace(item.key(), item.value());
    }
    for (const auto& item : module.named_buffers()) {
        result.emplace(item.key(), item.value());
    }
    return result;
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    }
    return text + "]";
}

std::optional<at::ScalarType> scalarType(DType type)
{
    switch (type) {
        case DType::F32: return at::kFloat;
        case DType::F16: return at::kHalf;
        case DType::BF16: return at::kBFloat16;
        case DType::I64: return at::kLong;
        case DType::I32: return at::kInt;
        case DType::U8: return at::kByte;
    }
    return std::nullopt;
}

bool floating(DType type)
{
    return type == DType::F32 || type == DType::F16 || type == DType::BF16;
}

struct StemWeights {
    at::Tensor weight;
    at::Tensor constant;  ///< per output: to be added to what the convolution gives
};

/// A first convolution for pictures of other channels, or normalised otherwise, than the weights W were trained with.
/// 1. What W does to plain pixels: W/deviation, and a constant.
/// 2. Channel i of C begins as the base's channel i mod B, scaled by B/C where there are more than B; what is then
///    missing of the sum over the base's channels is shared out evenly. So a picture that is equal in all channels gets
///    exactly the answer its grey twin got from the base (for C = 1 that is the sum over the inputs), the channels see
///    different filters from the first step on, and with C = B nothing changes.
/// 3. Back from pixels to the new normalisation.
/// The constant is exact but for the border, where both see zeros instead of pixels.
StemWeights adaptedStem(const at::Tensor& given, const NetworkShape& base, const NetworkShape& wanted)
{
    const auto perChannel = [](const std::vector<float>& values, int count, float otherwise) {
        const at::Tensor tensor = values.empty() ? at::full({count}, otherwise) : at::tensor(values);
        return tensor.to(at::kDouble).view({1, -1, 1, 1});
    };
    const at::Tensor plain = given.to(at::kDouble) / perChannel(base.deviation, base.channels, 1);
    at::Tensor constant = -(plain * perChannel(base.mean, base.channels, 0)).sum({1, 2, 3});

    at::Tensor weight = plain;
    if (base.channels != wanted.channels) {
        const auto count = static_cast<std::int64_t>(wanted.channels);
        weight = plain.index_select(1, at::arange(count) % base.channels);
        weight = weight * std::min(1.0, static_cast<double>(base.channels) / static_cast<double>(count));
        weight = weight + (plain.sum(1, true) - weight.sum(1, true)) / static_cast<double>(count);
    }
    constant = constant + (weight * perChannel(wanted.mean, wanted.channels, 0)).sum({1, 2, 3});
    return {weight * perChannel(wanted.deviation, wanted.channels, 1), constant};
}

/// The member's tensors without its prefix.
std::map<std::string, Tensor> tensorsOf(const ModelMember& member, const std::map<std::string, Tensor>& all)
{
    std::map<std::string, Tensor> result;
    for (auto at = all.lower_bound(member.prefix); at != all.end() && at->first.starts_with(member.prefix); ++at) {
        result.emplace(at->first.substr(member.prefix.size()), at->second);
    }
    return result;
}

/// Replaces the stem among the base's tensors. False where it lacks one of the tensors it takes.
bool adaptStem(const Stem& stem, const NetworkShape& base, const NetworkShape& wanted,
               std::map<std::string, Tensor>& tensors)
{
    const auto weight = tensors.find(stem.weight);
    const auto constant = tensors.find(stem.bias.empty() ? stem.runningMean : stem.bias);
    if (weight == tensors.end() || constant == tensors.end() || weight->second.shape.size() != 4 ||
        weight->second.shape[1] != base.channels || !floating(weight->second.type) ||
        !floating(constant->second.type) ||
        constant->second.shape != std::vector<std::int64_t>{weight->second.shape[0]}) {
        return false;
    }
    const StemWeights adapted = adaptedStem(viewOf(weight->second), base, wanted);
    const at::Tensor before = viewOf(constant->second).to(at::kDouble);
    weight->second = toOurs(adapted.weight);
    // A batch norm takes its mean away again.
    constant->second = toOurs(stem.bias.empty() ? before - adapted.constant : before + adapted.constant);
    return true;
}

/// The base's n-th network of this architecture, or null.
const ModelMember* baseMember(const Model& base, const std::string& architecture, std::size_t number)
{
    std::vector<const ModelMember*> fitting;
    for (const ModelMember& member : base.info.members) {
        if (member.kind == "network" && member.architecture == architecture) {
            fitting.push_back(&member);
        }
    }
    return fitting.empty() ? nullptr : fitting[number % fitting.size()];
}

/// Replaces the first weights by the base's: the whole trunk, and the head if it is wanted and fits.
Result<void> takeOver(Begun& begun, const ModelMember& base, const std::map<std::string, Tensor>& tensors,
                      bool wantsHead)
{
    const auto baseShape = networkShapeFromJson(base.config);
    if (!baseShape) {
        return tl::unexpected(baseShape.error());
    }
    const at::NoGradGuard noGradients;
    std::map<std::string, Tensor> given = tensorsOf(base, tensors);
    if (baseShape->channels != begun.shape.channels || baseShape->mean != begun.shape.mean ||
        baseShape->deviation != begun.shape.deviation) {
        begun.adaptedStem = adaptStem(begun.network->stem(), *baseShape, begun.shape, given);
    }
    const Stage& head = begun.network->stages().front();
    const auto own = tensorsOf(begun.network->module());
    std::string problems;
    bool headFits = wantsHead;
    for (const auto& [name, value] : own) {
        const auto found = given.find(name);
        const std::string problem = found == given.end() ? "is missing" : misfit(value, found->second);
        if (!problem.empty() && belongsTo(name, head)) {
            headFits = false;
        } else if (!problem.empty()) {
            problems += (problems.empty() ? "\"" : "; \"") + name + "\" " + problem;
        }
    }
    if (!problems.empty()) {
        return fail(ErrorCode::Invalid, "the weights to start from do not fit the network: " + problems);
    }
    for (const auto& [name, value] : own) {
        if (!belongsTo(name, head) || headFits) {
            at::Tensor(value).copy_(viewOf(given.at(name)));
        }
    }
    begun.freshHead = !headFits;
    return {};
}

}  // namespace

at::Tensor viewOf(const Tensor& tensor)
{
    auto* const bytes = const_cast<std::byte*>(tensor.bytes.data());  // only read from
    return at::from_blob(bytes, tensor.shape, at::TensorOptions().dtype(*scalarType(tensor.type)));
}

std::string misfit(const at::Tensor& own, const Tensor& given)
{
    if (own.sizes() != at::IntArrayRef(given.shape)) {
        return "has the shape " + shapeText(given.shape) + " instead of " + shapeText(own.sizes().vec());
    }
    if (own.is_floating_point() != floating(given.type)) {
        return std::string("has the type ") + toString(given.type);
    }
    if (floating(given.type) && !at::isfinite(viewOf(given)).all().item<bool>()) {
        return "holds values that are no finite numbers";
    }
    return {};
}

Tensor toOurs(const at::Tensor& value)
{
    const bool real = value.is_floating_point();
    const at::Tensor plain =
        value.detach().to(at::kCPU, real ? at::kFloat : at::kLong).contiguous(at::MemoryFormat::Contiguous);
    Tensor tensor{real ? DType::F32 : DType::I64, plain.sizes().vec(), std::vector<std::byte>(plain.nbytes())};
    if (!tensor.bytes.empty()) {
        std::memcpy(tensor.bytes.data(), plain.const_data_ptr(), tensor.bytes.size());
    }
    return tensor;
}

bool belongsTo(const std::string& tensor, const Stage& stage)
{
    return std::any_of(stage.modules.begin(), stage.modules.end(),
                       [&](const std::string& module) { return tensor.starts_with(module + "."); });
}

Result<Begun> beginNetwork(const std::string& architecture, const NetworkShape& shape, const Model* base,
                           std::size_t number, at::Generator& random)
{
    Begun begun;
    begun.shape = shape;
    const ModelMember* const from = base != nullptr ? baseMember(*base, architecture, number) : nullptr;
    if (base != nullptr) {
        if (from == nullptr) {
            return fail(ErrorCode::Invalid, "the weights to start from are of no " + architecture);
        }
        auto like = shapeLike(shape, *from);
        if (!like) {
            return tl::unexpected(like.error());
        }
        begun.shape = std::move(*like);
    }
    auto network = makeNetwork(architecture, begun.shape);
    if (!network) {
        return tl::unexpected(network.error());
    }
    begun.network = std::move(*network);
    begun.network->initialise(random);
    if (from != nullptr) {
        if (const auto taken = takeOver(begun, *from, base->tensors, !isBare(base->info)); !taken) {
            return tl::unexpected(taken.error());
        }
    }
    return begun;
}

std::map<std::string, Tensor> saveState(const torch::nn::Module& module, const std::string& prefix)
{
    std::map<std::string, Tensor> result;
    for (const auto& [name, value] : tensorsOf(module)) {
        result.emplace(prefix + name, toOurs(value));
    }
    return result;
}

std::map<std::string, Tensor> saveStatistics(const torch::nn::Module& module)
{
    std::map<std::string, Tensor> result;
    for (const auto& item : module.named_buffers()) {
        result.emplace(item.key(), toOurs(item.value()));
    }
    return result;
}

std::vector<std::string> misfits(const torch::nn::Module& module, const std::string& prefix,
                                 const std::map<std::string, Tensor>& tensors)
{
    std::vector<std::string> problems;
    const auto own = tensorsOf(module);
    for (const auto& [name, value] : own) {
        const auto given = tensors.find(prefix + name);
        if (given == tensors.end()) {
            problems.push_back("\"" + prefix + name + "\" is missing");
        } else if (const std::string problem = misfit(value, given->second); !problem.empty()) {
            problems.push_back("\"" + prefix + name + "\" " + problem);
        }
    }
    for (auto given = tensors.lower_bound(prefix); given != tensors.end() && given->first.starts_with(prefix);
         ++given) {
        if (!own.contains(given->first.substr(prefix.size()))) {
            problems.push_back("\"" + given->first + "\" is unexpected");
        }
    }
    return problems;
}

std::size_t loadState(torch::nn::Module& module, const std::string& prefix,
                      const std::map<std::string, Tensor>& tensors)
{
    const at::NoGradGuard noGradients;
    std::size_t loaded = 0;
    for (auto& [name, value] : tensorsOf(module)) {
        const auto given = tensors.find(prefix + name);
        if (given != tensors.end() && misfit(value, given->second).empty()) {
            at::Tensor(value).copy_(viewOf(given->second));
            ++loaded;
        }
    }
    return loaded;
}

Error errorFromException()
{
    try {
        throw;
    } catch (const c10::OutOfMemoryError&) {
        return {ErrorCode::OutOfMemory, "the graphics card has not enough memory", {}};
    } catch (const std::bad_alloc&) {
        return {ErrorCode::OutOfMemory, "there is not enough memory", {}};
    } catch (const c10::Error& error) {
        const std::string words = error.what_without_backtrace();
        // torch's own allocator for ordinary memory has no type of its own for this.
        if (words.find("not enough memory") != std::string::npos) {
            return {ErrorCode::OutOfMemory, "there is not enough memory", {}};
        }
        return {ErrorCode::Internal, "torch reports: " + words.substr(0, words.find('\n')), {}};
    } catch (const std::exception& error) {
        return {ErrorCode::Internal, std::string("the learning module reports: ") + error.what(), {}};
    } catch (...) {
        return {ErrorCode::Internal, "the learning module failed for an unknown reason", {}};
    }
}

}  // namespace sightline::learning
