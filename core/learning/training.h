// What training is told, and what it gives back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/learning/model.h"
#include "core/learning/safetensors.h"

namespace sightline::learning {

enum class DeviceChoice {
    Auto,  ///< the GPU if there is one
    Cpu,   ///< no library of the GPU's is even loaded
    Cuda   ///< the GPU; where there is none the status says why, and the CPU is used
};

struct EpochReport {
    int member = 0;
    int members = 1;
    int epoch = 0;  ///< from 1
    int epochs = 0;
    double trainLoss = 0;
    double tuneLoss = 0;  ///< mean negative log likelihood, calibrated; 0 without a tune part
    double tuneAccuracy = 0;
};

enum class Optimizer { AdamW, Sgd };
enum class Schedule {
    Cosine,   ///< a linear warm-up to the peak, then half a cosine down to nothing
    OneCycle  ///< half a cosine up from a 25th of the peak, another down to nothing; momentum .95, .85, .95 against it
};

/// Learning from a network that knows other pictures already (TrainOptions::base). A network is a head on a trunk of
/// several stages.
struct TransferOptions {
    /// The trunk stays as it is and only the head learns. What the trunk says of the pictures is then computed once.
    bool freeze = false;
    /// Augmented copies of each example to learn from beside the plain one; nothing: as many as are computed in
    /// minutes, at most eight.
    std::optional<int> copies = std::nullopt;
    int unfreezeAfter = 0;   ///< epochs of the head alone, after which the stages below join it from the top; 0: never
    int unfreezeEvery = 2;   ///< epochs from one stage to the next
    int unfreezeStages = 0;  ///< how many may join; 0: all
    /// Once the trunk joins, the head learns at this share of its rate, and each stage at this share of the one above.
    double stageRate = 0.3;
};

/// Where to keep what a frozen trunk says of a picture, for the next training with other settings of the head.
struct FeatureCacheOptions {
    std::filesystem::path folder = {};  ///< empty: nothing is kept
    std::uintmax_t maxBytes = std::uintmax_t{4} << 30;
};

/// Where to write down after each epoch how far training is. The same training finds it there, started again after its
/// end by violence, and goes on as if nothing had happened. The caller removes it (removeCheckpoint()) once the model
/// is written.
struct CheckpointOptions {
    std::filesystem::path folder = {};  ///< empty: nothing is written
    std::string job = {};               ///< names the data and how they are drawn; all options are added to it
    double atMostEverySeconds = 1;      ///< short epochs are not worth a write each
};

struct TrainOptions {
    std::string architecture = "signalnet-s";
    /// "native" or, for torchvision's architectures, "compact": four averages of the last map and one hidden layer, for
    /// hundreds of pictures rather than hundreds of thousands.
    std::string head = "native";
    std::optional<double> dropout = std::nullopt;  ///< before the head's layers; nothing: the architecture's own
    TransferOptions transfer = {};
    int members = 1;
    int epochs = 30;
    int batch = 32;

    Optimizer optimizer = Optimizer::AdamW;
    double momentum = 0.9;  ///< of SGD (Nesterov's)
    Schedule schedule = Schedule::Cosine;
    int warmUpEpochs = 2;                              ///< of a cosine
    std::optional<double> warmUpShare = std::nullopt;  ///< of all steps, instead; a single cycle's is 0.2 without it
    double learningRate = 3e-3;                        ///< at its peak
    double weightDecay = 0.05;
    double clipNorm = 0;  ///< gradient norm limit; 0 = none
    double ema = 0;       ///< judge and keep the weights' running average of this decay (0.99 …); 0 = the weights

    double labelSmoothing = 0.1;
    double mixup = 0;  ///< blends pairs of examples by Beta(mixup, mixup) (Zhang et al. 2018); 0 = none
    /// Epochs without a better tune loss before stopping early, and then the best epoch is kept; 0 = run all epochs and
    /// keep the last, where the learning rate has come down to nothing, unless an earlier one was clearly better.
    int patience = 0;
    bool balanceClasses = false;  ///< draw rare classes more often (towards, not to, equal shares)
    /// Examples of every class that an epoch draws, each anew by ExampleSource::augmented(); a class goes through its
    /// own in shuffled rounds that run on from epoch to epoch. 0: an epoch has every example once.
    int drawsPerClass = 0;
    std::uint64_t seed = 1;
    std::string combination = "probabilities";  ///< how the members will answer together: see ModelInfo

    /// Cores to use; 0 = all for torchvision's networks, one after the other, and up to four for our own small ones,
    /// one per member, the rest drawing pictures.
    int threads = 0;
    bool mixedPrecision = true;  ///< bfloat16 where a graphics card multiplies it faster
    FeatureCacheOptions featureCache = {};
    CheckpointOptions checkpoint = {};
    ModelPtr base = nullptr;  ///< start from these weights: see Engine::begin(); may be null

    /// Called from the caller's thread; may be empty.
    std::function<void(const EpochReport&)> onEpoch = {};
    std::function<void(const std::string&)> onNote = {};  ///< a sentence for people: resumed, out of memory …
    /// For tests: called in the thread that learns before so many pictures go through the network, and may throw what
    /// the network itself might.
    std::function<void(std::size_t pictures)> beforePass = {};
};

/// Which of a source's examples fit the weights and which choose epoch, temperature and threshold, per member. With
/// nothing to tune on, a member keeps its last epoch and takes the others' mean temperature.
struct MemberParts {
    std::vector<std::size_t> train;
    std::vector<std::size_t> tune;
};

struct TrainedNetworks {
    std::vector<ModelMember> members;  ///< with prefix, config, temperature and weight
    std::map<std::string, Tensor> tensors;
    std::string combination = "probabilities";  ///< of the members, and behind heldOut: see ModelInfo
    ScalarNormalisation scalars;                ///< shared by the members
    /// Index into the source → calibrated answer of the members that hold it in their tune part, ascending.
    std::vector<std::pair<std::size_t, std::vector<float>>> heldOut;
    nlohmann::json curves = nlohmann::json::array();
    bool stoppedEarly = false;       ///< cancelled: the best so far
    std::vector<std::string> notes;  ///< what went otherwise than asked for: smaller batches, another device
};

}  // namespace sightline::learning
