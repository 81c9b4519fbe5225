// The hydrophone recordings, as a domain.
#pragma once

#include <memory>

#include "core/domains/domain.h"

namespace sightline::hydrophone {

std::unique_ptr<domains::Domain> makeHydrophoneDomain();

}  // namespace sightline::hydrophone
