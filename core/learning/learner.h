// Private to this room: one network that learns, without torch's words. The torch half makes it; the order of events
// (epochs, stopping, checkpoints, memory) is member_training.h's and needs no torch.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/learning/safetensors.h"
#include "core/learning/schedule.h"
#include "core/learning/training.h"

namespace sightline::learning {

/// Examples as a network takes them, packed.
struct PackedBatch {
    std::size_t count = 0;
    bool features = false;       ///< `values` are what the trunk says of pictures, not the pictures
    std::vector<float> values;   ///< count × (C × H × W, or the width of the features)
    std::vector<float> scalars;  ///< count × S, standardised
    std::vector<std::int64_t> classes;
};

struct LearnStep {
    std::size_t number = 0;  ///< of all steps, from 0
    double rate = 0;         ///< the head's
    double momentum = 0;
    std::vector<Mix> mix;   ///< one per example, or none
    std::size_t piece = 0;  ///< so many pictures at once; the gradients of a batch's pieces are summed
};

/// Use from the thread that made it. Nothing is thrown. OutOfMemory leaves it as it was before the call.
class Learner {
public:
    Learner() = default;
    Learner(const Learner&) = delete;
    Learner& operator=(const Learner&) = delete;
    virtual ~Learner() = default;

    /// The member's configuration in the model file.
    [[nodiscard]] virtual const nlohmann::json& config() const = 0;
    [[nodiscard]] virtual std::size_t stageCount() const = 0;
    /// Fewer pictures must not go through it at once while it learns: batch norms measure them.
    [[nodiscard]] virtual std::size_t smallestPiece() const = 0;
    [[nodiscard]] virtual bool onProcessor() const = 0;
    /// Goes on on the processor for good.
    [[nodiscard]] virtual Result<void> moveToProcessor() = 0;

    /// Names all that the features depend on but the picture.
    [[nodiscard]] virtual Result<std::string> trunkKey() = 0;
    /// What the trunk says of plain pictures, in `piece`s of exactly that many, so that the same picture always gets
    /// the same bits: the last is filled up.
    [[nodiscard]] virtual Result<std::vector<float>> features(const PackedBatch& pictures, std::size_t piece) = 0;

    /// The first `stages` learn from now on.
    virtual void open(std::size_t stages) = 0;
    /// One step; the mean loss of the batch. Cancelled within a layer.
    [[nodiscard]] virtual Result<double> learn(const PackedBatch& batch, const LearnStep& step) = 0;
    /// Logits, one row per example, of the weights that would be kept (their average, if asked for).
    [[nodiscard]] virtual Result<std::vector<std::vector<float>>> judge(const PackedBatch& batch,
                                                                        std::size_t piece) = 0;

    /// The weights that would be kept, of all stages that ever learn.
    [[nodiscard]] virtual Result<std::map<std::string, Tensor>> weights() = 0;
    /// All of the network's tensors with `kept`, which weights() gave, in their places.
    [[nodiscard]] virtual Result<std::map<std::string, Tensor>> finish(const std::map<std::string, Tensor>& kept,
                                                                       const std::string& prefix) = 0;
    /// All that learning goes on from, bit for bit: weights, their average, the optimizer's memory, the generator.
    [[nodiscard]] virtual Result<std::map<std::string, Tensor>> state() = 0;
    /// Corrupt where it does not fit; the learner is of no use then.
    [[nodiscard]] virtual Result<void> restore(const std::map<std::string, Tensor>& state) = 0;
};

struct LearnerRequest {
    const TrainOptions& options;
    std::size_t member = 0;
    std::uint64_t seed = 0;  ///< the member's
    int channels = 0;
    int height = 0;
    int width = 0;
    int scalars = 0;
    int classes = 0;
    int threads = 1;                ///< of torch, in this thread
    const std::atomic<bool>& stop;  ///< asked between layers
};
/// Called once per member, in the thread that will use it.
using MakeLearner = std::function<Result<std::unique_ptr<Learner>>(const LearnerRequest&)>;

}  // namespace sightline::learning
