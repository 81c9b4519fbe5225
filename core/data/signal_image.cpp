#include "core/data/signal_image.h"

namespace sightline {

SignalImage::SignalImage(int channelCount, int heightPixels, int widthPixels)
    : channels(channelCount),
      height(heightPixels),
      width(widthPixels),
      pixels(static_cast<std::size_t>(channelCount) * static_cast<std::size_t>(heightPixels) *
             static_cast<std::size_t>(widthPixels))
{
}

std::span<float> SignalImage::channel(int index)
{
    const std::size_t area = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    return std::span<float>(pixels).subspan(static_cast<std::size_t>(index) * area, area);
}

std::span<const float> SignalImage::channel(int index) const
{
    const std::size_t area = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    return std::span<const float>(pixels).subspan(static_cast<std::size_t>(index) * area, area);
}

}  // namespace sightline
