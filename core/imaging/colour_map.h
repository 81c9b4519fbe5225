// From the network's floats to colours people can read: perceptually even maps, safe for the colour blind.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/signal_image.h"

namespace sightline::imaging {

enum class ColourMap { Grey, Viridis, Cividis };
const char* toString(ColourMap map);  ///< "grey", "viridis", "cividis"

struct Rgb {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    bool operator==(const Rgb&) const = default;
};

/// 256 colours from value 0 to value 1. Made once per map; thread-safe.
const std::array<Rgb, 256>& palette(ColourMap map);

/// Values in [0,1] (others are clamped, NaN is 0) as RGB bytes, three per value, in the same order.
std::vector<std::uint8_t> colourise(std::span<const float> values, ColourMap map);

/// Each channel brought to another size: means over areas when shrinking, linear when growing. Invalid for an empty
/// picture or a size below 1.
Result<SignalImage> resized(const SignalImage& image, int height, int width);

}  // namespace sightline::imaging
