// Private to this room: what each step of training does, as far as it needs no torch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/learning/training.h"

namespace sightline::learning {

struct StepRate {
    double rate = 0;
    double momentum = 0;  ///< SGD's, or AdamW's first beta
};

/// Linear warm-up, then half a cosine down to 0. `step` counts from 0.
double learningRateAt(std::size_t step, std::size_t warmUpSteps, std::size_t steps, double peak);
/// One cycle (Smith 2018) with the constants of PyTorch's OneCycleLR.
StepRate oneCycleAt(std::size_t step, std::size_t warmUpSteps, std::size_t steps, double peak);
/// The head's rate in step `step` of all, `batches` an epoch. When a frozen trunk begins to join, the schedule starts
/// anew, to a lower peak.
StepRate stepRateAt(const TrainOptions& options, std::size_t batches, std::size_t step);

/// How many of the network's stages, from the head on, learn in an epoch (from 1): 1 is the head alone.
std::size_t openStagesIn(const TrainOptions& options, std::size_t stages, int epoch);
/// How many will ever learn.
std::size_t mostOpenStages(const TrainOptions& options, std::size_t stages);
/// A stage's share of the head's rate.
double stageShare(const TrainOptions& options, std::size_t stage);

/// What an example of a batch is blended with, and its own share, at least half.
struct Mix {
    std::size_t partner = 0;
    float share = 1;
};
/// Shares from Beta(alpha, alpha), each example's partner by a shuffle. None for alpha 0.
std::vector<Mix> mixupPlan(std::size_t count, double alpha, std::uint64_t seed);

/// Multiply-adds of one picture's way through the network, roughly.
double pictureCost(const std::string& architecture, int height, int width);

/// How the processor's cores are shared out.
struct CorePlan {
    int workers = 1;           ///< members that learn at a time
    int threadsPerWorker = 1;  ///< of torch
    int drawersPerWorker = 0;  ///< threads that draw pictures ahead
};
/// Our own small networks: several members learn side by side on one core each rather than one after the other on all.
/// Small layers gain little from a second thread, and with one thread per network the weights do not depend on the
/// number of cores. Cores left over draw. Torchvision's networks: one after the other on all cores, beside one drawer.
CorePlan planCores(const TrainOptions& options, std::size_t members, int height, int width);

/// Pictures that go through the network at once, so few that a stop is heard within a second: at most the batch.
std::size_t pieceSize(double costOfPicture, std::size_t batch);
/// The same for computing features, whatever the batch.
std::size_t featurePieceSize(double costOfPicture);
/// Augmented copies whose features are computed for `examples`: what was asked for, else what takes minutes.
std::size_t copiesFor(const TrainOptions& options, std::size_t examples, double costOfPicture);

}  // namespace sightline::learning
