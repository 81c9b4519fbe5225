// Private to the torch half: a model's networks, ready to judge.
#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/learning/engine.h"

namespace sightline::learning {

/// Engine::openWith on a decided device.
Result<std::unique_ptr<Classifier>> openNetworks(ModelPtr model, const std::string& device,
                                                 const JudgingOptions& options);

}  // namespace sightline::learning
