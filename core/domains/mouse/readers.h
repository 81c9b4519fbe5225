// All readers of mouse sessions.
#pragma once

#include <memory>
#include <vector>

#include "core/domains/recording.h"

namespace sightline::mouse {

/// In the order to ask: the most particular first, the general tables last. What each expects is in README.md of the
/// folder `readers`.
std::vector<std::unique_ptr<domains::Reader>> sessionReaders();

}  // namespace sightline::mouse
