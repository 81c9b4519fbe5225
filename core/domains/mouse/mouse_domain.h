// The mouse sessions, as a domain.
#pragma once

#include <memory>

#include "core/domains/domain.h"

namespace sightline::mouse {

std::unique_ptr<domains::Domain> makeMouseDomain();

}  // namespace sightline::mouse
