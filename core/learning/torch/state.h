// Private to the torch half: weights between torch's tensors and ours, and torch's exceptions as our errors.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/learning/safetensors.h"

namespace torch::nn {
class Module;
}

namespace sightline::learning {

/// All parameters and buffers, named "<prefix><name>".
std::map<std::string, Tensor> saveState(const torch::nn::Module& module, const std::string& prefix);
/// Everything that keeps `tensors` from filling the module: missing and unexpected names, shapes, types, values that
/// are no numbers. Only names with the prefix count. Empty: it fits.
std::vector<std::string> misfits(const torch::nn::Module& module, const std::string& prefix,
                                 const std::map<std::string, Tensor>& tensors);
/// Copies every tensor whose name and shape fit, and returns how many did.
std::size_t loadState(torch::nn::Module& module, const std::string& prefix,
                      const std::map<std::string, Tensor>& tensors);

/// The exception being handled, as an error: call it in `catch (...)` only. This is the module's wall: nothing is
/// thrown across it.
Error errorFromException();

}  // namespace sightline::learning
