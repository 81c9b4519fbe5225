// A linear judge as a member of a model, beside its networks.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/learning/engine.h"
#include "core/learning/linear_judge.h"
#include "core/learning/numbers_judge.h"

namespace sightline::learning {

inline constexpr const char* linearKind = "linear";

/// See LinearJudge::fromTensors().
Result<std::unique_ptr<NumbersJudge>> readLinearJudge(const std::string& prefix,
                                                      const std::map<std::string, Tensor>& tensors);

struct LinearMemberOptions {
    double share = 0.3;  ///< of the combined answer; those who are there already keep the rest
    /// Changed examples (ExampleSource::augmented()) beside each plain one; together they weigh no more than it alone
    /// would, so that the ridge means the same.
    int copies = 0;
    std::uint64_t seed = 1;  ///< of the changed examples
    LinearOptions linear = {};
};
/// Adds a linear judge to trained networks: see addNumbersJudge().
Result<void> addLinear(TrainedNetworks& trained, const ExampleSource& source, const MemberParts& parts,
                       const LinearMemberOptions& options, Progress& progress);

}  // namespace sightline::learning
