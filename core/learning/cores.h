// Private to this room.
#pragma once

namespace sightline::learning {

/// Processor cores this process may use, at least one.
int availableCores();

}  // namespace sightline::learning
