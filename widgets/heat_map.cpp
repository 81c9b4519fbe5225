#include "widgets/heat_map.h"

#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/imaging/colour_map.h"

namespace sightline::widgets {

namespace {

/// Marching squares over one cell: the crossings of its four sides, joined in pairs. A saddle's two lines are drawn as
/// two corners cut off.
void addCell(QPainterPath& path, QPointF topLeft, const std::array<float, 4>& corners)
{
    static const std::array<QPointF, 4> places = {QPointF(0, 0), QPointF(1, 0), QPointF(1, 1), QPointF(0, 1)};
    std::vector<QPointF> crossings;
    for (std::size_t side = 0; side < 4; ++side) {
        const std::size_t next = (side + 1) % 4;
        const float from = corners[side];
        const float to = corners[next];
        if ((from >= highFrom) != (to >= highFrom)) {
            const double part = static_cast<double>((highFrom - from) / (to - from));
            crossings.push_back(topLeft + places[side] * (1 - part) + places[next] * part);
        }
    }
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
        path.moveTo(crossings[i]);
        path.lineTo(crossings[i + 1]);
    }
}

QPainterPath outlineOf(const SignalImage& map)
{
    const auto at = [&map](int x, int y) {
        const bool inside = x >= 0 && y >= 0 && x < map.width && y < map.height;
        const float value = inside ? map.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(map.width) +
                                                static_cast<std::size_t>(x)]
                                   : 0.0F;
        return value > 0 ? value : 0.0F;  // NaN is nothing
    };
    QPainterPath path;
    for (int y = -1; y < map.height; ++y) {
        for (int x = -1; x < map.width; ++x)
            addCell(path, QPointF(x, y), {at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)});
    }
    return path;
}

}  // namespace

QColor heatColour(double value)
{
    const auto& colours = imaging::palette(imaging::ColourMap::Viridis);
    const imaging::Rgb colour = colours[static_cast<std::size_t>(std::lround(std::clamp(value, 0.0, 1.0) * 255))];
    return {colour.red, colour.green, colour.blue};
}

HeatMap::HeatMap(const SignalImage& map)
{
    if (map.empty())
        return;
    m_colours = QImage(map.width, map.height, QImage::Format_ARGB32);
    for (int y = 0; y < map.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(m_colours.scanLine(y));
        for (int x = 0; x < map.width; ++x) {
            const float value = map.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(map.width) +
                                           static_cast<std::size_t>(x)];
            const double level = value > 0 ? std::min(static_cast<double>(value), 1.0) : 0.0;
            QColor colour = heatColour(level);
            colour.setAlphaF(static_cast<float>(level));
            line[x] = colour.rgba();
        }
    }
    m_colours = m_colours.convertToFormat(QImage::Format_ARGB32_Premultiplied);
    m_outline = outlineOf(map);
}

void HeatMap::paint(QPainter& painter, const QRectF& target, double opacity, double lineWidth) const
{
    if (empty() || opacity <= 0)
        return;
    painter.save();
    painter.setClipRect(target, Qt::IntersectClip);
    painter.setRenderHints(QPainter::SmoothPixmapTransform | QPainter::Antialiasing);
    painter.setOpacity(opacity);
    painter.drawImage(target, m_colours);
    // The line stays legible while the colours fade: it goes last.
    painter.setOpacity(std::min(1.0, 2 * opacity));
    painter.translate(target.topLeft());
    painter.scale(target.width() / m_colours.width(), target.height() / m_colours.height());
    painter.translate(0.5, 0.5);
    painter.setBrush(Qt::NoBrush);
    for (const auto& [colour, width] : {std::pair(QColor(0, 0, 0, 200), 3.0), std::pair(QColor(Qt::white), 1.2)}) {
        QPen pen(colour, width * lineWidth, Qt::SolidLine, Qt::RoundCap);
        pen.setCosmetic(true);
        painter.setPen(pen);
        painter.drawPath(m_outline);
    }
    painter.restore();
}

}  // namespace sightline::widgets
