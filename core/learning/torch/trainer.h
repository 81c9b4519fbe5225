// Private to the torch half: from examples to networks.
#pragma once

#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/learning/engine.h"

namespace sightline::learning {

/// Engine::train on a decided device.
Result<TrainedNetworks> trainNetworks(const ExampleSource& source, const std::vector<MemberParts>& parts,
                                      const std::vector<std::string>& scalarNames, const TrainOptions& options,
                                      const std::string& device, Progress& progress);

}  // namespace sightline::learning
