// All readers of pump cards.
#pragma once

#include <memory>
#include <vector>

#include "core/domains/recording.h"

namespace sightline::pumpcards {

/// In the order to ask: the most particular first, the general table last. What each expects is in README.md of the
/// folder `readers`.
std::vector<std::unique_ptr<domains::Reader>> cardReaders();

}  // namespace sightline::pumpcards
