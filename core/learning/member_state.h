// Private to this room: how far a member is, and the same as a file's content. No torch.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/learning/judged.h"
#include "core/learning/safetensors.h"

namespace sightline::learning {

/// The weights of the best epoch and what they say of the tune part.
struct BestEpoch {
    int epoch = 0;  ///< 0: none yet
    std::map<std::string, Tensor> weights;
    Judged tune;
};

struct MemberState {
    int epochsDone = 0;
    bool finished = false;
    BestEpoch best;
    nlohmann::json curve = nlohmann::json::array();
    std::vector<std::string> notes;
    std::size_t piece = 0;  ///< pictures that go through the network at once
};

/// `learner`: what Learner::state() gives.
TensorFile checkpointOf(const MemberState& state, std::map<std::string, Tensor> learner);

struct ReadMemberState {
    MemberState state;
    std::map<std::string, Tensor> learner;
};
/// Corrupt where something is missing or senseless. `truth`: the classes of the tune part; `epochs`: of the job.
Result<ReadMemberState> readCheckpoint(const TensorFile& file, const std::vector<std::size_t>& truth,
                                       std::size_t classes, int epochs);

}  // namespace sightline::learning
