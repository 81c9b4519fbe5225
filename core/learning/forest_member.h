// A forest as a member of a model, beside its networks: how its shares become calibrated scores.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/learning/engine.h"
#include "core/learning/forest.h"
#include "core/learning/numbers_judge.h"

namespace sightline::learning {

inline constexpr const char* forestKind = "forest";

/// Its logits are logarithms of the forest's shares, no share taken below a tenth of a tree's: a class no tree voted
/// for is unlikely, not impossible.
std::unique_ptr<NumbersJudge> makeForestJudge(Forest forest);
/// See Forest::fromTensors().
Result<std::unique_ptr<NumbersJudge>> readForestJudge(const std::string& prefix,
                                                      const std::map<std::string, Tensor>& tensors);

struct ForestMemberOptions {
    double share = 0.3;  ///< of the combined answer; the networks keep the rest
    /// Changed examples (ExampleSource::augmented()) beside each plain one. A tree cuts sharply at what it has seen, so
    /// that a card a little to the side of it falls into another leaf.
    int copies = 6;
    int drawsPerClass = 0;  ///< instead of plain ones and copies: so many changed examples of every class
    ForestOptions forest;
};
/// Adds a forest to trained networks: see addNumbersJudge().
Result<void> addForest(TrainedNetworks& trained, const ExampleSource& source, const MemberParts& parts,
                       const ForestMemberOptions& options, Progress& progress);

}  // namespace sightline::learning
