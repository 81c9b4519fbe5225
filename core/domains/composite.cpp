#include "core/domains/composite.h"

#include <algorithm>
#include <array>

namespace sightline::domains {

namespace {

constexpr int gap = 1;

/// Red, green and blue in [0,1].
std::array<float, 3> lightOf(std::uint32_t colour)
{
    constexpr float full = 255;
    return {static_cast<float>(colour >> 16U & 0xFFU) / full, static_cast<float>(colour >> 8U & 0xFFU) / full,
            static_cast<float>(colour & 0xFFU) / full};
}

void lay(const SignalImage& image, int channel, const Plane& plane, int left, SignalImage& picture)
{
    const std::array<float, 3> light = lightOf(plane.colour);
    const auto ink = image.channel(channel);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const auto from = static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width);
            const float amount = std::clamp(ink[from + static_cast<std::size_t>(x)], 0.0F, 1.0F);
            const auto to = static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width);
            for (int c = 0; c < 3; ++c) {
                float& shown = picture.channel(c)[to + static_cast<std::size_t>(left + x)];
                const float added = amount * light[static_cast<std::size_t>(c)];
                shown = plane.onTop ? shown * (1 - amount) + added : std::min(1.0F, shown + added);
            }
        }
    }
}

}  // namespace

Result<Composite> composite(const SignalImage& image, const std::vector<Plane>& planes)
{
    if (planes.empty() || static_cast<std::size_t>(image.channels) != planes.size()) {
        return fail(ErrorCode::Invalid, "a picture of " + std::to_string(image.channels) +
                                            " channels cannot be laid together as " + std::to_string(planes.size()) +
                                            " planes");
    }
    Composite result;
    std::vector<int> left;
    for (const Plane& plane : planes) {
        const auto known = std::find_if(result.panels.begin(), result.panels.end(),
                                        [&](const Panel& panel) { return panel.name == plane.panel; });
        if (known == result.panels.end()) {
            result.panels.push_back({plane.panel, static_cast<int>(result.panels.size()) * (image.width + gap)});
            left.push_back(result.panels.back().left);
        } else {
            left.push_back(known->left);
        }
    }
    result.picture = SignalImage(3, image.height, result.panels.back().left + image.width);
    for (const bool onTop : {false, true}) {
        for (std::size_t i = 0; i < planes.size(); ++i) {
            if (planes[i].onTop == onTop) {
                lay(image, static_cast<int>(i), planes[i], left[i], result.picture);
            }
        }
    }
    return result;
}

}  // namespace sightline::domains
