// Private to the torch half: a network, without torch's headers, so that only the .cpp files that compute pay for them.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/learning/model.h"

namespace at {
class Tensor;
struct Generator;
}  // namespace at
namespace torch::nn {
class Module;
}

namespace sightline::learning {

class FusedBuilder;

/// What a network takes and gives.
struct NetworkShape {
    int channels = 0;
    int height = 0;
    int width = 0;
    int scalars = 0;  ///< 0: pictures alone
    int classes = 0;
    /// "native": the head the architecture was published with. "compact" (torchvision's architectures only): averages
    /// of the four quarters of the last map, one hidden layer; for hundreds of pictures, where VGG's own 120 million
    /// weights of the head would learn them by heart.
    std::string head = "native";
    std::optional<double> dropout = std::nullopt;  ///< before the head's layers; nothing: the architecture's own
    /// What pretrained weights expect of pictures in [0,1]: (pixel - mean) / deviation, per channel; empty: the pixels.
    std::vector<float> mean = {};
    std::vector<float> deviation = {};
};
nlohmann::json toJson(const NetworkShape& shape);
/// Invalid, naming the field.
Result<NetworkShape> networkShapeFromJson(const nlohmann::json& config);
/// `shape` with the picture normalisation the base's weights were trained with. Where the base has other channels, each
/// gets the mean over the base's.
Result<NetworkShape> shapeLike(NetworkShape shape, const ModelMember& base);

/// Modules that freeze and thaw together.
struct Stage {
    std::string name;                  ///< "head", "layer4" …
    std::vector<std::string> modules;  ///< dotted names
};

/// The first convolution, and what takes up a constant added to its output: its bias, or else what the batch norm
/// behind it takes for the mean.
struct Stem {
    std::string weight;
    std::string bias;         ///< "" where it has none
    std::string runningMean;  ///< "" where there is no batch norm
};

/// picture → maps → features → logits. Dropout draws from `random` and is left out without one; whether batch norms
/// measure is open()'s matter.
class Network {
public:
    Network() = default;
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;
    virtual ~Network() = default;

    /// Parameters and buffers; their names are the tensors' names in a model file (after the member's prefix).
    [[nodiscard]] virtual torch::nn::Module& module() = 0;
    /// Fresh weights that depend on the generator alone.
    virtual void initialise(at::Generator& random) = 0;

    /// images N×C×H×W in [0,1] → N×M×h×w: the last maps that still know where something is. Grad-CAM weighs these.
    [[nodiscard]] virtual at::Tensor maps(const at::Tensor& images) = 0;
    /// maps → N×F: all that stage 0 learns from, so that with a frozen trunk these can be kept instead of the pictures.
    [[nodiscard]] virtual at::Tensor features(const at::Tensor& maps, at::Generator* random) = 0;
    /// features, scalars N×S standardised → logits N×K. Stage 0.
    [[nodiscard]] virtual at::Tensor head(const at::Tensor& features, const at::Tensor& scalars,
                                          at::Generator* random) = 0;
    /// The three in a row.
    [[nodiscard]] at::Tensor forward(const at::Tensor& images, const at::Tensor& scalars, at::Generator* random);

    /// From the head, stage 0, towards the picture; every parameter is in exactly one.
    [[nodiscard]] virtual const std::vector<Stage>& stages() const = 0;
    [[nodiscard]] virtual Stem stem() const = 0;
    /// The first `count` stages learn: their parameters take gradients and their batch norms measure. The others are
    /// frozen: they judge as they are. 0 freezes all; stages().size() opens all.
    void open(std::size_t count);
    /// The stage's parameters, for an optimizer's group.
    [[nodiscard]] std::vector<at::Tensor> parameters(std::size_t stage);

    /// Merges the batch norms into the convolutions, for inference only: the module's own tensors stay as they are.
    virtual void fold() = 0;
    /// The same network, as it judges, step by step for FusedBuilder; returns the value that holds the logits. The
    /// weights must lie in the processor's memory, fp32; they are read once and stay as they are.
    [[nodiscard]] virtual std::size_t describe(FusedBuilder& builder) const = 0;
};

/// Small first; our own before torchvision's.
std::vector<std::string> architectureNames();
/// Invalid if the name is unknown or the shape too small for it.
Result<std::unique_ptr<Network>> makeNetwork(const std::string& architecture, const NetworkShape& shape);

/// One family of architectures: its names, and nothing where the name is not among them. The shape is checked already.
std::vector<std::string> signalNetNames();
std::unique_ptr<Network> makeSignalNet(const std::string& architecture, const NetworkShape& shape);
std::vector<std::string> visionNetworkNames();
std::unique_ptr<Network> makeVisionNetwork(const std::string& architecture, const NetworkShape& shape);

}  // namespace sightline::learning
