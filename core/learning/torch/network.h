// Private to the torch half: a network, without torch's headers, so that only the .cpp files that compute pay for them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace at {
class Tensor;
struct Generator;
}  // namespace at
namespace torch::nn {
class Module;
}

namespace sightline::learning {

/// What a network takes and gives.
struct NetworkShape {
    int channels = 0;
    int height = 0;
    int width = 0;
    int scalars = 0;  ///< 0: pictures alone
    int classes = 0;
};
nlohmann::json toJson(const NetworkShape& shape);
/// Invalid, naming the field.
Result<NetworkShape> networkShapeFromJson(const nlohmann::json& config);

class Network {
public:
    virtual ~Network() = default;
    /// Parameters and buffers; their names are the tensors' names in a model file (after the member's prefix).
    [[nodiscard]] virtual torch::nn::Module& module() = 0;
    /// Fresh weights that depend on the generator alone.
    virtual void initialise(at::Generator& random) = 0;
    /// images N×C×H×W in [0,1], scalars N×S standardised → logits N×K. Dropout draws from `random`; none without it.
    [[nodiscard]] virtual at::Tensor forward(const at::Tensor& images, const at::Tensor& scalars,
                                             at::Generator* random) = 0;
    /// Merges the batch norms into the convolutions, for inference only: the module's own tensors stay as they are.
    virtual void fold() = 0;
};

std::vector<std::string> architectureNames();
/// Invalid if the name is unknown or the shape too small for it.
Result<std::unique_ptr<Network>> makeNetwork(const std::string& architecture, const NetworkShape& shape);

}  // namespace sightline::learning
