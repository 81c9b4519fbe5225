#include "core/data/extent.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace sightline {

double Interval::overlap(const Interval& other) const
{
    return std::max(0.0, std::min(end, other.end) - std::max(begin, other.begin));
}

std::string nameOf(const Interval& seconds)
{
    const auto text = [](double value) { return formatNumber(std::round(value * 1000) / 1000); };
    return text(seconds.begin) + "-" + text(seconds.end);
}

std::optional<Interval> secondsNamed(const std::string& name)
{
    const std::size_t dash = name.find('-', 1);
    if (dash == std::string::npos) {
        return std::nullopt;
    }
    const auto begin = parseNumber(name.substr(0, dash));
    const auto end = parseNumber(name.substr(dash + 1));
    if (!begin || !end || *begin < 0 || *end < *begin) {
        return std::nullopt;
    }
    return Interval{*begin, *end};
}

}  // namespace sightline
