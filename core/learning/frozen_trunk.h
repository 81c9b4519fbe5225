// Private to this room: the features of a whole training's pictures, from the cache on disk or from the network.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/learning/feature_table.h"
#include "core/learning/job.h"

namespace sightline::learning {

struct FrozenTrunk {
    std::string key;        ///< Learner::trunkKey()
    std::size_t width = 0;  ///< of its features
    std::size_t piece = 1;  ///< pictures to compute at once
    double pictureCost = 1;
    ComputeFeatures compute;
};
/// Those to train on with as many augmented copies as asked for and as fit into memory; nothing where not even the
/// plain ones fit. `note`: sentences for the report, `say`: for whoever watches.
Result<std::optional<FeatureTable>> tableOf(const Job& job, Board& board, const FrozenTrunk& trunk,
                                            const std::function<void(const std::string&)>& note,
                                            const std::function<void(const std::string&)>& say);

}  // namespace sightline::learning
