#include "core/data/extent.h"

#include <algorithm>

namespace sightline {

double Interval::overlap(const Interval& other) const
{
    return std::max(0.0, std::min(end, other.end) - std::max(begin, other.begin));
}

}  // namespace sightline
