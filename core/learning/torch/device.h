// Private to the torch half: the one device of the process.
#pragma once

#include <string>

#include "core/learning/engine.h"

namespace sightline::learning {

/// Engine::chooseDevice(). The first call must be the first thing the process asks of torch: once a CUDA question was
/// asked without its library, there is no GPU for the life of the process. Thread-safe, like the two below.
DeviceStatus chooseDevice(DeviceChoice choice);
/// As it was chosen last; chooses Auto if nobody has.
DeviceStatus processDevice();
/// The GPU has failed for good, for instance by `noGpu::lost`: from now on everything is opened on the CPU, and the
/// status says why. What is open on the GPU must be opened anew by its owner.
void leaveGpu(const char* why, const std::string& detail);

}  // namespace sightline::learning
