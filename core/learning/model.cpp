#include "core/learning/model.h"

#include <algorithm>
#include <cassert>
#include <span>
#include <utility>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/learning/model_json.h"

namespace sightline::learning {
namespace {

constexpr const char* entryName = "sightline";

Where whereIs(const std::filesystem::path& path)
{
    return {utf8(path), {}, {}};
}

std::string idOf(const std::map<std::string, Tensor>& tensors)
{
    Sha256 hash;
    for (const auto& [name, tensor] : tensors) {
        hash.add(static_cast<std::uint64_t>(name.size()));
        hash.add(name);
        hash.add(toString(tensor.type));
        hash.add(static_cast<std::uint64_t>(tensor.shape.size()));
        for (const std::int64_t dimension : tensor.shape) {
            hash.add(static_cast<std::uint64_t>(dimension));
        }
        hash.add(std::span<const std::byte>(tensor.bytes));
    }
    return hash.hex().substr(0, 16);
}

Result<ModelInfo> infoOf(const std::map<std::string, std::string>& metadata, const std::filesystem::path& path)
{
    const auto entry = metadata.find(entryName);
    if (entry == metadata.end()) {
        return fail(ErrorCode::Invalid,
                    "this safetensors file is no Sightline model: it has no metadata entry \"sightline\"",
                    whereIs(path));
    }
    return modelInfoFromText(entry->second, whereIs(path));
}

/// Every member has tensors, every tensor a member.
std::string problemOf(const ModelInfo& info, const std::map<std::string, Tensor>& tensors)
{
    for (const ModelMember& member : info.members) {
        const auto first = tensors.lower_bound(member.prefix);
        if (first == tensors.end() || !first->first.starts_with(member.prefix)) {
            return "there are no tensors for the member \"" + member.prefix + "\"";
        }
    }
    for (const auto& [name, tensor] : tensors) {
        const auto owns = [&name = name](const ModelMember& member) { return name.starts_with(member.prefix); };
        if (std::none_of(info.members.begin(), info.members.end(), owns)) {
            return "the tensor \"" + name + "\" belongs to no member";
        }
    }
    return {};
}

/// "the best guess reaches 41 %, and this model answers from 51 % on", with as many decimals as tell the two apart.
std::string tooUnsure(double best, double threshold)
{
    int decimals = 0;
    while (decimals < 6 && formatFixed(best * 100, decimals) == formatFixed(threshold * 100, decimals)) {
        ++decimals;
    }
    return "the best guess reaches " + formatFixed(best * 100, decimals) + " %, and this model answers from " +
           formatFixed(threshold * 100, decimals) + " % on";
}

}  // namespace

Result<Model> readModel(const std::filesystem::path& path)
{
    auto file = readSafetensors(path);
    if (!file) {
        return tl::unexpected(file.error());
    }
    auto info = infoOf(file->metadata, path);
    if (!info) {
        return tl::unexpected(info.error());
    }
    if (const std::string problem = problemOf(*info, file->tensors); !problem.empty()) {
        return fail(ErrorCode::Corrupt, "the model is incomplete: " + problem, whereIs(path));
    }
    if (idOf(file->tensors) != info->id) {
        return fail(ErrorCode::Corrupt, "the model's weights are not the ones it was written with: it is damaged",
                    whereIs(path));
    }
    return Model{std::move(*info), std::move(file->tensors)};
}

Result<ModelInfo> readModelInfo(const std::filesystem::path& path)
{
    const auto metadata = readSafetensorsMetadata(path);
    if (!metadata) {
        return tl::unexpected(metadata.error());
    }
    return infoOf(*metadata, path);
}

Result<ModelInfo> writeModel(const std::filesystem::path& path, Model model)
{
    std::string problem = problemOf(model.info);
    if (problem.empty()) {
        problem = problemOf(model.info, model.tensors);
    }
    if (!problem.empty()) {
        return fail(ErrorCode::Invalid, "this model cannot be written: " + problem, whereIs(path));
    }
    model.info.id = idOf(model.tensors);
    const TensorFile file{std::move(model.tensors), {{entryName, modelInfoToText(model.info)}}};
    if (const auto written = writeSafetensors(path, file); !written) {
        return tl::unexpected(written.error());
    }
    return std::move(model.info);
}

Verdict rejectedVerdict(const ModelInfo& model, const std::vector<Finding>& findings)
{
    Verdict verdict;
    verdict.classIds = model.classIds;
    verdict.rejected = true;
    verdict.reason = messages(findings, Severity::Reject);
    verdict.modelId = model.id;
    return verdict;
}

Verdict judge(const ModelInfo& model, const std::vector<float>& probabilities, const std::vector<Finding>& findings,
              const std::string& device, double milliseconds)
{
    assert(probabilities.size() == model.classIds.size());
    if (worst(findings) == Severity::Reject) {
        return rejectedVerdict(model, findings);
    }
    Verdict verdict;
    verdict.classIds = model.classIds;
    verdict.probabilities = probabilities;
    verdict.modelId = model.id;
    verdict.device = device;
    verdict.milliseconds = milliseconds;
    verdict.reason = messages(findings, Severity::Doubt);
    const double best = verdict.bestProbability();
    const bool unsure = best < model.thresholds.abstainBelow;
    if (unsure) {
        verdict.reason += (verdict.reason.empty() ? "" : "; ") + tooUnsure(best, model.thresholds.abstainBelow);
    }
    verdict.abstained = unsure || worst(findings) == Severity::Doubt;
    return verdict;
}

}  // namespace sightline::learning
