#include "core/imaging/colour_map.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace sightline::imaging {

namespace {

std::array<Rgb, 256> makePalette(ColourMap map)
{
    std::array<Rgb, 256> colours;
    if (map == ColourMap::Grey) {
        for (std::size_t i = 0; i < colours.size(); ++i) {
            const auto level = static_cast<std::uint8_t>(i);
            colours[i] = {level, level, level};
        }
        return colours;
    }
    cv::Mat levels(1, 256, CV_8UC1);
    for (int i = 0; i < 256; ++i) {
        levels.at<std::uint8_t>(0, i) = static_cast<std::uint8_t>(i);
    }
    cv::Mat coloured;
    cv::applyColorMap(levels, coloured, map == ColourMap::Viridis ? cv::COLORMAP_VIRIDIS : cv::COLORMAP_CIVIDIS);
    for (int i = 0; i < 256; ++i) {
        const cv::Vec3b bgr = coloured.at<cv::Vec3b>(0, i);
        colours[static_cast<std::size_t>(i)] = {bgr[2], bgr[1], bgr[0]};
    }
    return colours;
}

}  // namespace

const char* toString(ColourMap map)
{
    switch (map) {
        case ColourMap::Grey: return "grey";
        case ColourMap::Viridis: return "viridis";
        case ColourMap::Cividis: return "cividis";
    }
    return "grey";
}

const std::array<Rgb, 256>& palette(ColourMap map)
{
    static const std::array<std::array<Rgb, 256>, 3> palettes = {
        makePalette(ColourMap::Grey), makePalette(ColourMap::Viridis), makePalette(ColourMap::Cividis)};
    return palettes[static_cast<std::size_t>(map)];
}

std::vector<std::uint8_t> colourise(std::span<const float> values, ColourMap map)
{
    const std::array<Rgb, 256>& colours = palette(map);
    std::vector<std::uint8_t> bytes;
    bytes.reserve(values.size() * 3);
    for (const float value : values) {
        const float level = value > 0.0F ? std::min(value, 1.0F) : 0.0F;  // NaN compares false
        const Rgb colour = colours[static_cast<std::size_t>(std::lround(level * 255.0F))];
        bytes.insert(bytes.end(), {colour.red, colour.green, colour.blue});
    }
    return bytes;
}

Result<SignalImage> resized(const SignalImage& image, int height, int width)
{
    if (image.empty() || height < 1 || width < 1) {
        return fail(ErrorCode::Invalid, "A picture cannot be brought to a size without pixels.");
    }
    try {
        SignalImage out(image.channels, height, width);
        const bool shrinks = height < image.height && width < image.width;
        for (int channel = 0; channel < image.channels; ++channel) {
            cv::Mat from(image.height, image.width, CV_32FC1);
            std::ranges::copy(image.channel(channel), from.begin<float>());
            cv::Mat to(height, width, CV_32FC1, out.channel(channel).data());
            cv::resize(from, to, to.size(), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
        }
        return out;
    } catch (const cv::Exception& error) {
        return fail(ErrorCode::Internal, "The picture could not be resized: " + error.err);
    }
}

}  // namespace sightline::imaging
