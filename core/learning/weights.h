// Weights of others as models to start from, and models' weights for others. No torch.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/learning/model.h"

namespace sightline::learning {

/// What imported weights expect of a picture in [0,1].
enum class PictureScale {
    ImageNet,  ///< each channel less ImageNet's mean, by its deviation: all weights torchvision publishes
    Plain      ///< the pixels themselves
};

/// A model of no domain (isBare()) around the tensors: one member, classes "output-0" … as the last layer has outputs.
/// Counts of batches that older files lack are added. Invalid where the architecture is none that weights are imported
/// for, or its first or last layer is not among the tensors; Engine::open() checks all others.
Result<Model> bareModel(TensorFile weights, const std::string& architecture, PictureScale scale);

/// One network's tensors with their native names, as any safetensors reader takes them; architecture, classes and
/// configuration are in the metadata. Invalid where there is no such member or it is no network.
Result<TensorFile> plainWeights(const Model& model, std::size_t member);

}  // namespace sightline::learning
