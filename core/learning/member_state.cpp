#include "core/learning/member_state.h"

#include <cstring>
#include <utility>

namespace sightline::learning {
namespace {

constexpr const char* learnerPrefix = "state/";
constexpr const char* bestPrefix = "best/";
constexpr const char* bestLogits = "best_logits";
constexpr const char* progressEntry = "progress";

std::map<std::string, Tensor> under(const std::map<std::string, Tensor>& tensors, const std::string& prefix)
{
    std::map<std::string, Tensor> result;
    for (auto at = tensors.lower_bound(prefix); at != tensors.end() && at->first.starts_with(prefix); ++at) {
        result.emplace(at->first.substr(prefix.size()), at->second);
    }
    return result;
}

}  // namespace

TensorFile checkpointOf(const MemberState& state, std::map<std::string, Tensor> learner)
{
    TensorFile file;
    for (auto& [name, tensor] : learner) {
        file.tensors.emplace(learnerPrefix + name, std::move(tensor));
    }
    for (const auto& [name, tensor] : state.best.weights) {
        file.tensors.emplace(bestPrefix + name, tensor);
    }
    std::vector<float> logits;
    for (const std::vector<float>& row : state.best.tune.logits) {
        logits.insert(logits.end(), row.begin(), row.end());
    }
    file.tensors.emplace(bestLogits, floatTensor({static_cast<std::int64_t>(logits.size())}, logits));
    const nlohmann::json progress = {{"epoch", state.epochsDone},      {"finished", state.finished},
                                     {"best_epoch", state.best.epoch}, {"curve", state.curve},
                                     {"notes", state.notes},           {"piece", state.piece}};
    file.metadata[progressEntry] = progress.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return file;
}

Result<ReadMemberState> readCheckpoint(const TensorFile& file, const std::vector<std::size_t>& truth,
                                       std::size_t classes, int epochs)
{
    const auto corrupt = [] { return fail(ErrorCode::Corrupt, "it is damaged"); };
    const auto entry = file.metadata.find(progressEntry);
    const auto logits = file.tensors.find(bestLogits);
    if (entry == file.metadata.end() || logits == file.tensors.end()) {
        return corrupt();
    }
    ReadMemberState read;
    MemberState& state = read.state;
    try {
        const nlohmann::json progress = nlohmann::json::parse(entry->second);
        state.epochsDone = progress.at("epoch").get<int>();
        state.finished = progress.at("finished").get<bool>();
        state.best.epoch = progress.at("best_epoch").get<int>();
        state.curve = progress.at("curve");
        state.notes = progress.at("notes").get<std::vector<std::string>>();
        state.piece = progress.at("piece").get<std::size_t>();
    } catch (const nlohmann::json::exception&) {
        return corrupt();
    }
    const std::size_t rowBytes = classes * sizeof(float);
    if (state.epochsDone < 1 || state.epochsDone > epochs || state.best.epoch < 1 ||
        state.best.epoch > state.epochsDone || state.piece < 1 || !state.curve.is_array() ||
        logits->second.type != DType::F32 || logits->second.bytes.size() != truth.size() * rowBytes) {
        return corrupt();
    }
    std::vector<std::vector<float>> rows(truth.size(), std::vector<float>(classes));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::memcpy(rows[i].data(), logits->second.bytes.data() + i * rowBytes, rowBytes);
    }
    state.best.tune = judgedBy(std::move(rows), truth);
    state.best.weights = under(file.tensors, bestPrefix);
    read.learner = under(file.tensors, learnerPrefix);
    return read;
}

}  // namespace sightline::learning
