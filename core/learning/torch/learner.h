// Private to the torch half: a network that learns.
#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/learning/learner.h"

namespace sightline::learning {

/// A member's network with first weights, or the base's, on a decided device. Sets the calling thread's number of
/// threads. Nothing is thrown.
Result<std::unique_ptr<Learner>> makeTorchLearner(const LearnerRequest& request, const std::string& device);

}  // namespace sightline::learning
