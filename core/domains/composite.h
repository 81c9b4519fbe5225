// A picture of many planes as one that people can look at.
#pragma once

#include <string>
#include <vector>

#include "core/data/signal_image.h"
#include "core/domains/domain.h"

namespace sightline::domains {

struct Panel {
    std::string name;  ///< as in Plane::panel
    int left = 0;      ///< of the composite's columns, where it begins; it is as wide as one plane
};
struct Composite {
    SignalImage picture;        ///< red, green and blue in [0,1]; panels side by side, a column of black between two
    std::vector<Panel> panels;  ///< from left to right
};

/// Lays the channels of `image` together by what `planes` (Domain::planes(), as many as there are channels) says of
/// them: light is added within a panel, planes on top cover what is below them. Nothing is smoothed: a pixel of the
/// composite shows one place of the planes. Invalid where planes and channels differ in number or there are none.
Result<Composite> composite(const SignalImage& image, const std::vector<Plane>& planes);

}  // namespace sightline::domains
