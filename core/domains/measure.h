// Measures as domains make them.
#pragma once

#include <optional>

#include "core/domains/domain.h"

namespace sightline::domains {

/// A measured one; `missing` says what is needed where there is no value.
inline Measure measured(const char* id, const char* name, Measure::Quantity quantity, std::optional<double> value,
                        const char* missing = "")
{
    return {id, name, quantity, value, "measured", value ? "" : missing};
}

}  // namespace sightline::domains
