// A forest as a member of a model, beside its networks: what it is fed, how its shares become calibrated scores.
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/data/signal_image.h"
#include "core/learning/engine.h"
#include "core/learning/forest.h"
#include "core/learning/model.h"

namespace sightline::learning {

inline constexpr const char* forestKind = "forest";

/// What a forest is fed: the example's scalars as they are, then its features.
std::vector<float> forestNumbers(const Example& example);
/// Invalid, naming the example, if it has other numbers than the forest was grown on or one that is not finite.
Result<void> checkNumbers(const Forest& forest, const Example& example, std::size_t index);
/// Logarithms of the forest's shares, no share taken below a tenth of a tree's: a class no tree voted for is unlikely,
/// not impossible. A temperature and a softmax turn them into calibrated scores.
std::vector<float> forestLogits(const Forest& forest, const Example& example);
/// The member's forest; Corrupt or Invalid where its tensors are broken or it was grown for other classes.
Result<Forest> openForest(const Model& model, const ModelMember& member);

struct ForestMemberOptions {
    double share = 0.3;  ///< of the combined probability; the networks keep the rest
    /// Changed examples (ExampleSource::augmented()) beside each plain one. A tree cuts sharply at what it has seen, so
    /// that a card a little to the side of it falls into another leaf.
    int copies = 6;
    ForestOptions forest;
};
/// Adds a forest to trained networks. One grown on the first member's training part is judged on its tuning part: that
/// gives the temperature, and mixes into trained.heldOut. The one that is kept is grown on both parts. A mean of judges
/// who are right on different samples is more modest than it need be, so all temperatures are then scaled by the one
/// factor that suits the mixture in trained.heldOut best. Invalid where the examples have neither scalars nor features;
/// Cancelled.
Result<void> addForest(TrainedNetworks& trained, const ExampleSource& source, const MemberParts& parts,
                       const ForestMemberOptions& options, Progress& progress);

}  // namespace sightline::learning
