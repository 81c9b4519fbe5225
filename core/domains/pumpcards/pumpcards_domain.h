// Pump cards as a domain: the door through which everything above comes in.
#pragma once

#include <memory>

#include "core/domains/domain.h"

namespace sightline::pumpcards {

std::unique_ptr<domains::Domain> makePumpcardsDomain();

}  // namespace sightline::pumpcards
