// Private to the torch half: the one device of the process.
#pragma once

#include "core/learning/engine.h"

namespace sightline::learning {

/// Decides at the first call, and only reports afterwards. Must be the first thing the process asks of torch: once a
/// CUDA question was asked without its library, there is no GPU for the life of the process.
DeviceStatus decideDevice(DeviceChoice choice);

/// Processor cores this process may use, at most four: drawing and learning these networks keeps no more busy.
int usefulCores();

}  // namespace sightline::learning
