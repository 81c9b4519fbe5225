// Exactly what the network sees and exactly what the screen shows.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace sightline {

/// channels × height × width floats in [0,1], row-major, channel by channel (CHW). Row 0 is the top of the picture.
struct SignalImage {
    int channels = 0;
    int height = 0;
    int width = 0;
    std::vector<float> pixels;

    SignalImage() = default;
    SignalImage(int channelCount, int heightPixels, int widthPixels);

    [[nodiscard]] std::span<float> channel(int index);
    [[nodiscard]] std::span<const float> channel(int index) const;
    [[nodiscard]] bool empty() const { return pixels.empty(); }
    [[nodiscard]] bool sameShape(const SignalImage& other) const
    {
        return channels == other.channels && height == other.height && width == other.width;
    }
    bool operator==(const SignalImage&) const = default;
};

/// One input of a model: the picture, and the few numbers a picture cannot carry (a card's absolute load …).
struct Example {
    SignalImage image;
    std::vector<float> scalars;  ///< in the order of Domain::scalarNames; not yet standardised
    /// The signal in numbers, for a judge without eyes (a forest): as many for every sample of a recipe; may be empty.
    std::vector<float> features = {};

    bool operator==(const Example&) const = default;
};

}  // namespace sightline
