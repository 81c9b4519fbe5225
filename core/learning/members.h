// Private to this room: all members of a model, side by side or one after the other. No torch.
#pragma once

#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/learning/example_source.h"
#include "core/learning/learner.h"
#include "core/learning/training.h"

namespace sightline::learning {

/// Engine::train() with the networks that `make` gives. `engine`: its version, since the weights depend on it. The
/// caller's thread passes on reports and asks whether to stop.
Result<TrainedNetworks> trainMembers(const ExampleSource& source, const std::vector<MemberParts>& parts,
                                     const std::vector<std::string>& scalarNames, const TrainOptions& options,
                                     const MakeLearner& make, const std::string& engine, Progress& progress);

}  // namespace sightline::learning
