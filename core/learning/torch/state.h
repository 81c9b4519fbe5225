// Private to the torch half: weights between torch's tensors and ours, and torch's exceptions as our errors.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/learning/model.h"
#include "core/learning/safetensors.h"
#include "core/learning/torch/network.h"

namespace torch::nn {
class Module;
}

namespace sightline::learning {

/// All parameters and buffers, named "<prefix><name>".
std::map<std::string, Tensor> saveState(const torch::nn::Module& module, const std::string& prefix);
/// The buffers alone: what the batch norms have measured.
std::map<std::string, Tensor> saveStatistics(const torch::nn::Module& module);
/// One tensor as ours (floating ones as F32, others as I64), and a view on ours as torch's, which must not outlive it.
Tensor toOurs(const at::Tensor& value);
at::Tensor viewOf(const Tensor& tensor);
/// What keeps `given` from being the value of `own`, in words; "" if nothing does.
std::string misfit(const at::Tensor& own, const Tensor& given);
/// Whether the tensor of that name is the stage's.
bool belongsTo(const std::string& tensor, const Stage& stage);
/// Everything that keeps `tensors` from filling the module: missing and unexpected names, shapes, types, values that
/// are no numbers. Only names with the prefix count. Empty: it fits.
std::vector<std::string> misfits(const torch::nn::Module& module, const std::string& prefix,
                                 const std::map<std::string, Tensor>& tensors);
/// Copies every tensor whose name and shape fit, and returns how many did.
std::size_t loadState(torch::nn::Module& module, const std::string& prefix,
                      const std::map<std::string, Tensor>& tensors);

/// A network before it has learnt anything.
struct Begun {
    std::unique_ptr<Network> network;
    NetworkShape shape;        ///< as asked for, with the picture normalisation of the base
    bool freshHead = true;     ///< nothing of the base's head was taken over
    bool adaptedStem = false;  ///< the first convolution was changed to these pictures' channels or normalisation
};
/// The n-th member's network: first weights drawn from `random`, then those of the base (which may be null) where
/// Engine::begin() says so. Of a base with fewer networks they are taken round and round.
Result<Begun> beginNetwork(const std::string& architecture, const NetworkShape& shape, const Model* base,
                           std::size_t number, at::Generator& random);

/// The exception being handled, as an error: call it in `catch (...)` only. This is the module's wall: nothing is
/// thrown across it.
Error errorFromException();

}  // namespace sightline::learning
