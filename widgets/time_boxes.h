// Boxes of time and frequency over a picture: what they are, where a mouse grips them, what dragging makes of them.
#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <optional>
#include <vector>

#include "core/data/extent.h"
#include "widgets/frequency_axis.h"

namespace sightline::widgets {

/// A label a person gave or an event a model found. Without hertz it spans the whole band.
struct TimeBox {
    QString id;
    Extent where;       ///< `seconds` is set, on the axis of time
    QString text = {};  ///< at its top left corner: the class, a score
    QColor colour = {};
    bool event = false;     ///< a model's opinion: drawn dashed
    bool editable = false;  ///< it has handles when selected
    bool operator==(const TimeBox&) const = default;
};

/// Which edges move with the mouse; all four: the box as a whole.
struct BoxGrip {
    bool begin = false, end = false, low = false, high = false;

    [[nodiscard]] bool any() const { return begin || end || low || high; }
    [[nodiscard]] bool whole() const { return begin && end; }
    static BoxGrip inside() { return {true, true, true, true}; }
    bool operator==(const BoxGrip&) const = default;
};

/// The edges of a drawn box within `reach` pixels of a point; inside() in the middle, nothing beside the box. In a
/// small box at least the middle third of each side moves it as a whole.
BoxGrip gripAt(const QRectF& box, QPointF at, double reach);
Qt::CursorShape cursorShapeOf(const BoxGrip& grip);

/// How far a drag goes and what it must stay within.
struct BoxLimits {
    Interval seconds;            ///< of the recording
    double leastSeconds = 1e-4;  ///< an edge never comes closer to its opposite
    FrequencyAxis axis;          ///< hertz move along it, so that a box keeps its height on the screen
    Interval hertz;              ///< of the recording
};
/// A box after its gripped edges were moved by so many seconds and such a share of the frequency axis' height. One of
/// the whole band stays so unless an edge of frequency alone is moved.
Extent movedBy(const Extent& box, const BoxGrip& grip, double seconds, double share, const BoxLimits& limits);

}  // namespace sightline::widgets
