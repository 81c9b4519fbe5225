// A map laid over a picture: colours where it is high, nothing where it is low, and a line around its high places.
#pragma once

#include <QColor>
#include <QImage>
#include <QPainterPath>
#include <QRectF>

#include "core/data/signal_image.h"

class QPainter;

namespace sightline::widgets {

/// From this share of the largest value on a place counts as high: the line runs there.
inline constexpr float highFrom = 0.5F;

/// The colour of a value in [0,1], opaque; perceptually even and safe for the colour blind.
QColor heatColour(double value);

class HeatMap {
public:
    HeatMap() = default;
    /// One channel in [0,1]; values are centred on their pixels, as the picture's.
    explicit HeatMap(const SignalImage& map);

    [[nodiscard]] bool empty() const { return m_colours.isNull(); }
    /// Each value's colour, as opaque as the value is large.
    [[nodiscard]] const QImage& colours() const { return m_colours; }
    /// Around the high places, closed at the picture's edge, in picture coordinates: (0, 0) is the centre of the top
    /// left pixel.
    [[nodiscard]] const QPainterPath& outline() const { return m_outline; }
    /// Over a picture that fills `target`. opacity 0: nothing, 1: the highest place hides the picture.
    void paint(QPainter& painter, const QRectF& target, double opacity, double lineWidth) const;

private:
    QImage m_colours;
    QPainterPath m_outline;
};

}  // namespace sightline::widgets
