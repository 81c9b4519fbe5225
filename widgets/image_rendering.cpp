// From floats to colours.
#include <algorithm>
#include <cmath>

#include "widgets/image_view.h"

namespace sightline::widgets {

namespace {

/// 0 … 255; NaN is no ink.
int level(float value)
{
    return value > 0 ? static_cast<int>(std::lround(std::min(value, 1.0F) * 255.0F)) : 0;
}

QImage renderedComposite(const SignalImage& image)
{
    std::vector<QColor> colours;
    for (int c = 0; c < image.channels; ++c)
        colours.push_back(channelColour(c, image.channels));
    QImage picture(image.width, image.height, QImage::Format_RGB32);
    for (int y = 0; y < image.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(picture.scanLine(y));
        for (int x = 0; x < image.width; ++x) {
            const auto place =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x);
            int red = 0, green = 0, blue = 0;
            for (int c = 0; c < image.channels; ++c) {
                const int ink = level(image.channel(c)[place]);
                const QColor& colour = colours[static_cast<std::size_t>(c)];
                red += ink * colour.red();
                green += ink * colour.green();
                blue += ink * colour.blue();
            }
            line[x] = qRgb(std::min(red / 255, 255), std::min(green / 255, 255), std::min(blue / 255, 255));
        }
    }
    return picture;
}

}  // namespace

QColor channelColour(int channel, int channels)
{
    if (channels <= 1)
        return Qt::white;
    // Orange and blue stay apart for every kind of colour vision; grey differs from both in saturation.
    static const QRgb colours[] = {qRgb(255, 158, 27), qRgb(56, 160, 255),  qRgb(168, 168, 168),
                                   qRgb(0, 176, 130),  qRgb(214, 120, 180), qRgb(240, 228, 66)};
    return QColor(colours[channel % static_cast<int>(std::size(colours))]);
}

QImage rendered(const SignalImage& image, int channel, ColourMap map)
{
    if (image.empty())
        return {};
    if (channel < 0 && image.channels > 1)
        return renderedComposite(image);
    const auto bytes = imaging::colourise(image.channel(std::clamp(channel, 0, image.channels - 1)), map);
    const QImage borrowed(bytes.data(), image.width, image.height, 3 * image.width, QImage::Format_RGB888);
    return borrowed.convertToFormat(QImage::Format_RGB32);  // its own copy
}

}  // namespace sightline::widgets
