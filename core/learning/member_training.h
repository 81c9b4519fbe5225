// Private to this room: how one member of a model learns, epoch by epoch. No torch.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/learning/job.h"
#include "core/learning/judged.h"

namespace sightline::learning {

struct MemberResult {
    Result<void> outcome;
    nlohmann::json config;
    std::map<std::string, Tensor> tensors;  ///< of the epoch that is kept, with the member's prefix
    Judged tune;
    int epoch = 0;  ///< the epoch that is kept; 0: nothing usable was reached
    nlohmann::json curve = nlohmann::json::array();
    std::vector<std::string> notes;
};
/// Trains the member in this thread. Nothing is thrown.
MemberResult trainMember(const Job& job, Board& board, std::size_t member);

}  // namespace sightline::learning
