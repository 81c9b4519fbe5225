// Private to the torch half: the one device of the process.
#pragma once

#include <algorithm>
#include <thread>

#include "core/learning/engine.h"

namespace sightline::learning {

/// Decides at the first call, and only reports afterwards. Must be the first thing the process asks of torch: once a
/// CUDA question was asked without its library, there is no GPU for the life of the process.
DeviceStatus decideDevice(DeviceChoice choice);

/// Processor cores worth using: these networks gain nothing from more than four.
inline int usefulCores()
{
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 4);
}

}  // namespace sightline::learning
