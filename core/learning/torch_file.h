// Weight files of others, as tensors by name. Reading one needs no torch and runs nothing of what is in it.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/learning/safetensors.h"

namespace sightline::learning {

/// What torch.save(network.state_dict(), …) wrote since PyTorch 1.6: a zip archive with a pickled list of tensors and
/// their storages. Doubles become floats. Corrupt or Invalid, with what and where: older files, whole pickled networks,
/// TorchScript, other byte orders, anything malformed.
Result<TensorFile> readTorchFile(const std::filesystem::path& path);

/// A torch or a safetensors file, told apart by its first bytes. "module." before all names, which training on several
/// cards leaves there, is dropped.
Result<TensorFile> readWeights(const std::filesystem::path& path);

}  // namespace sightline::learning
