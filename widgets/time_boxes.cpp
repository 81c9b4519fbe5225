#include "widgets/time_boxes.h"

#include <algorithm>
#include <cmath>

namespace sightline::widgets {

BoxGrip gripAt(const QRectF& box, QPointF at, double reach)
{
    if (!box.adjusted(-reach, -reach, reach, reach).contains(at))
        return {};
    const double reachX = std::min(reach, std::max(box.width() / 3, 1.0));
    const double reachY = std::min(reach, std::max(box.height() / 3, 1.0));
    BoxGrip grip;
    grip.begin = at.x() < box.left() + reachX;
    grip.end = at.x() > box.right() - reachX;
    grip.high = at.y() < box.top() + reachY;
    grip.low = at.y() > box.bottom() - reachY;
    return grip.any() ? grip : BoxGrip::inside();
}

Qt::CursorShape cursorShapeOf(const BoxGrip& grip)
{
    if (grip.whole())
        return Qt::SizeAllCursor;
    const bool time = grip.begin || grip.end, band = grip.low || grip.high;
    if (time && band)
        return grip.begin == grip.high ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor;
    if (time)
        return Qt::SizeHorCursor;
    return band ? Qt::SizeVerCursor : Qt::CrossCursor;
}

Extent movedBy(const Extent& box, const BoxGrip& grip, double seconds, double share, const BoxLimits& limits)
{
    Extent moved = box;
    Interval time = box.seconds.value_or(limits.seconds);
    const double room = limits.seconds.end;
    if (grip.begin && grip.end) {
        const double by = std::clamp(seconds, limits.seconds.begin - time.begin,
                                     std::max(room - time.end, limits.seconds.begin - time.begin));
        time = {time.begin + by, time.end + by};
    } else if (grip.begin) {
        time.begin = std::clamp(time.begin + seconds, limits.seconds.begin,
                                std::max(limits.seconds.begin, time.end - limits.leastSeconds));
    } else if (grip.end) {
        time.end =
            std::clamp(time.end + seconds, std::min(room, time.begin + limits.leastSeconds), std::max(room, time.end));
    }
    moved.seconds = time;
    if ((grip.low || grip.high) && (box.hertz || !(grip.low && grip.high))) {
        const Interval band = box.hertz.value_or(limits.hertz);
        double low = limits.axis.positionOf(band.begin), high = limits.axis.positionOf(band.end);
        const double floor = limits.axis.positionOf(limits.hertz.begin);
        const double ceiling = limits.axis.positionOf(limits.hertz.end);
        constexpr double least = 0.004;
        if (grip.low && grip.high) {
            const double by = std::clamp(share, std::min(floor - low, 0.0), std::max(ceiling - high, 0.0));
            low += by;
            high += by;
        } else if (grip.low) {
            low = std::clamp(low + share, std::min(floor, high - least), high - least);
        } else {
            high = std::clamp(high + share, low + least, std::max(ceiling, low + least));
        }
        // What was not moved keeps its exact number.
        moved.hertz = Interval{grip.low ? std::max(limits.axis.hertzAt(low), limits.hertz.begin) : band.begin,
                               grip.high ? std::min(limits.axis.hertzAt(high), limits.hertz.end) : band.end};
    }
    return moved;
}

}  // namespace sightline::widgets
