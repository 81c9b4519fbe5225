// The door to the torch half. It is a module loaded at run time: everything but verdicts works where it is missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/learning/example_source.h"
#include "core/learning/explanation.h"
#include "core/learning/model.h"
#include "core/learning/spectra.h"
#include "core/learning/training.h"

namespace sightline::learning {

struct DeviceStatus {
    std::string device;       ///< "cpu" or "cuda:0": what will be used
    std::string description;  ///< "CPU, 1 thread", "NVIDIA H100 PCIe, 79 GB"
    std::string whyNotGpu;  ///< one of noGpu:: (gpu.h), so that it can be translated; empty when the GPU is used or was
                            ///< not asked for
    std::string detail = {};  ///< what whyNotGpu cannot name: the card, the driver's version, the system's words
};

/// A loaded model. Use from one thread only: the learning lane's.
class Classifier {
public:
    virtual ~Classifier() = default;
    [[nodiscard]] virtual const ModelInfo& info() const = 0;
    [[nodiscard]] virtual std::string device() const = 0;
    /// How it judges, for who measures or wonders: "fused steps, 2 threads"; where it judges in a slower way than it
    /// should, or no longer on the GPU, also why.
    [[nodiscard]] virtual std::string method() const { return {}; }
    /// Calibrated, member-combined probabilities, one vector per example in info().classIds order.
    /// Invalid if a picture has the wrong shape or the scalars the wrong count.
    [[nodiscard]] virtual Result<std::vector<std::vector<float>>> classify(std::span<const Example> examples) = 0;
    /// Why a class got its probability, for one example: as long as judging it once for every scalar, and once more.
    /// Invalid as in classify(), or if there is no such class.
    [[nodiscard]] Result<Explanation> explain(const Example& example, std::size_t classIndex);

protected:
    /// Where the picture speaks for the class. The example fits and the class exists.
    struct Map {
        MapState state = MapState::NoNetwork;
        SignalImage image = {};
        double networkShare = 0;
    };
    /// A judge that sees no pictures has none.
    [[nodiscard]] virtual Result<Map> mapOf(const Example& example, std::size_t classIndex);
};

/// For measuring and for tests; what is left alone is chosen by measurement.
struct JudgingOptions {
    bool fused = true;  ///< on the CPU: packed and fused steps; false: torch's operators one by one
    int threads = 0;    ///< on the CPU; 0: one or several, as it turns out faster
};

/// One pass through a network as it is: nothing folded, fused, calibrated or dropped.
struct BarePass {
    std::vector<std::vector<float>> logits;
    std::map<std::string, Tensor> statistics;  ///< what the batch norms hold afterwards, by their names in the network
};

/// A network before it has learnt anything.
struct BegunNetwork {
    ModelMember member;  ///< prefix "member0."
    std::map<std::string, Tensor> tensors;
    bool freshHead = true;     ///< nothing of the base's head was taken over
    bool adaptedStem = false;  ///< the first convolution was changed to these pictures' channels or normalisation
};

class Engine {
public:
    virtual ~Engine() = default;
    [[nodiscard]] virtual std::string version() const = 0;  ///< "torch 2.11.0"
    /// What is opened and trained from now on runs there. The GPU's libraries can only be loaded before torch has done
    /// anything, so that a process that began with Cpu stays there (noGpu::afterRestart). Whoever does not choose has
    /// chosen Auto. Choosing the same again only reports, and tells when the GPU has failed in between.
    [[nodiscard]] virtual DeviceStatus chooseDevice(DeviceChoice choice) = 0;
    [[nodiscard]] virtual std::vector<std::string> architectures() const = 0;
    /// Checks every tensor's name and shape against the architecture (one list of all that is wrong), warms up.
    [[nodiscard]] virtual Result<std::unique_ptr<Classifier>> open(ModelPtr model) = 0;
    /// The same with a judging of one's own; an engine may know no such choice.
    [[nodiscard]] virtual Result<std::unique_ptr<Classifier>> openWith(ModelPtr model,
                                                                       const JudgingOptions& /*options*/)
    {
        return open(std::move(model));
    }
    /// Stopped within a second, it returns the members that finished an epoch, each with its best one; Cancelled if
    /// none did. On the CPU the same seed gives the same weights, stopped and taken up again or not: our own small
    /// networks whatever the thread count, torchvision's on as many threads.
    [[nodiscard]] virtual Result<TrainedNetworks> train(const ExampleSource& source,
                                                        const std::vector<MemberParts>& parts,
                                                        const std::vector<std::string>& scalarNames,
                                                        const TrainOptions& options, Progress& progress) = 0;
    /// What training begins with: weights that depend on the seed alone, but for those the base brings along. `config`:
    /// a member's, as the architecture needs it. The base's whole trunk must fit, or it is Invalid with one list; its
    /// head is taken over if it fits and the base is a model of a domain, not bare weights (see isBare()).
    [[nodiscard]] virtual Result<BegunNetwork> begin(const std::string& architecture, const nlohmann::json& config,
                                                     std::uint64_t seed, const Model* base);
    /// For comparing a network with other implementations of it. The scalars are taken as they are; `training`: batch
    /// norms measure the examples. Invalid, with one list, where the tensors (the member's prefix before each name) do
    /// not fit the architecture.
    [[nodiscard]] virtual Result<BarePass> pass(const ModelMember& member, const std::map<std::string, Tensor>& tensors,
                                                std::span<const Example> examples, bool training);
    /// Power |X|² of all frames that lie wholly in `samples`, one spectrum of binsOf() values after the other, on the
    /// device in use: worth its while on a GPU and for thousands of frames. Equal to the signal room's to a thousandth
    /// of the largest value. Invalid: see checkTransform(); an engine may not offer it.
    [[nodiscard]] virtual Result<std::vector<float>> powerSpectra(const FrameTransform& /*transform*/,
                                                                  std::span<const float> /*samples*/)
    {
        return fail(ErrorCode::Invalid, "this engine transforms no signals");
    }
};

/// Loads the module once per process and keeps it. Without a path: the environment variable SIGHTLINE_TORCH_MODULE,
/// else beside the program, else ../lib/sightline beside it, else where the build put it. NotFound with what to do when
/// it is missing, Unreadable or Corrupt when it is there but cannot be loaded. Thread-safe; takes 0.3-0.6 s the first
/// time.
Result<Engine*> loadEngine(const std::filesystem::path& modulePath = {});

/// A cheap stand-in for tests of window and batch, no torch: answers depend only on the picture's content and, where
/// the model knows the scalars' means, on the first scalar, which speaks for the first class.
std::unique_ptr<Classifier> makeStandInClassifier(ModelInfo info);

/// The one symbol the module exports.
using EngineFactory = Engine* (*)();  ///< of an extern "C" function
inline constexpr const char* engineFactorySymbol = "sightline_torch_engine";

}  // namespace sightline::learning
