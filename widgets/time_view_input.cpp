// Mouse, wheel and keys of TimeView.
#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/time_view.h"

namespace sightline::widgets {

namespace {

constexpr double zoomOfNotch = 1.25;
constexpr double panOfNotch = 0.1;  ///< share of what is shown
constexpr double gripReach = 6;

double notches(const QWheelEvent& event)
{
    // Some systems turn the wheel sideways while Alt or Shift is held.
    const QPoint delta = event.angleDelta();
    return (delta.y() != 0 ? delta.y() : delta.x()) / 120.0;
}

}  // namespace

void TimeView::turned(double, bool) {}

void TimeView::panBy(double shareOfTime, double shareOfBand)
{
    Viewport next = m_viewport;
    const double seconds = shareOfTime * m_viewport.seconds.length();
    next.seconds = {next.seconds.begin + seconds, next.seconds.end + seconds};
    if (const std::optional<FrequencyAxis> axis = frequencyAxis(); axis && shareOfBand != 0) {
        const double low = axis->positionOf(m_band.begin), high = axis->positionOf(m_band.end);
        const double by = std::clamp(shareOfBand, std::min(low, 0.0), std::max(high - 1, 0.0));
        next.hertz = {axis->hertzAt(by), axis->hertzAt(1 + by)};
    }
    moveViewport(next);
}

void TimeView::wheelEvent(QWheelEvent* event)
{
    const double steps = notches(*event);
    if (m_timeline.stretches().empty() || steps == 0) {
        event->ignore();
        return;
    }
    const Qt::KeyboardModifiers keys = event->modifiers();
    const bool shift = keys & Qt::ShiftModifier;
    if (keys & Qt::AltModifier)
        turned(steps, shift);
    else if ((keys & Qt::ControlModifier) && shift)
        zoomFrequency(std::clamp(shareAt(event->position().y()), 0.0, 1.0), std::pow(zoomOfNotch, steps));
    else if (keys & Qt::ControlModifier)
        zoomTime(secondsAt(event->position().x()), std::pow(zoomOfNotch, steps));
    else if (shift || !frequencyAxis())
        panBy(-steps * panOfNotch, 0);
    else
        panBy(0, steps * panOfNotch);
    event->accept();
}

double TimeView::shareAt(double y) const
{
    const QRect area = plotArea();
    return (area.bottom() + 1 - y) / std::max(area.height(), 1);
}

const TimeBox* TimeView::boxAt(QPointF at) const
{
    // What is selected lies on top; of the others the shortest, since a long one can be gripped elsewhere.
    const TimeBox* best = nullptr;
    for (const TimeBox& box : m_boxes) {
        const Interval seconds = box.where.seconds.value_or(Interval{0, m_timeline.seconds()});
        if (seconds.end < m_viewport.seconds.begin || seconds.begin > m_viewport.seconds.end)
            continue;
        if (!gripAt(rectOf(box.where), at, gripReach).any())
            continue;
        if (box.id == m_selected)
            return &box;
        if (best == nullptr || seconds.length() < best->where.seconds.value_or(seconds).length())
            best = &box;
    }
    return best;
}

TimeBox* TimeView::selected()
{
    const auto found =
        std::find_if(m_boxes.begin(), m_boxes.end(), [&](const TimeBox& box) { return box.id == m_selected; });
    return m_selected.isEmpty() || found == m_boxes.end() ? nullptr : &*found;
}

BoxLimits TimeView::limits() const
{
    BoxLimits limits;
    limits.seconds = {0, m_timeline.seconds()};
    limits.leastSeconds = std::min(m_leastSeconds, m_viewport.seconds.length() / 100);
    limits.axis = frequencyAxis().value_or(FrequencyAxis{m_band, FrequencyScale::Linear});
    limits.hertz = m_band;
    return limits;
}

void TimeView::select(const QString& id)
{
    if (id == m_selected)
        return;
    m_selected = id;
    update();
    Q_EMIT boxSelected(id);
}

void TimeView::mousePressEvent(QMouseEvent* event)
{
    if (m_timeline.stretches().empty() || m_drag != Drag::None) {
        event->ignore();
        return;
    }
    const QPointF at = event->position();
    m_pressedAt = at;
    m_pressedViewport = m_viewport;
    m_dragged = false;
    if (event->button() == Qt::LeftButton && plotArea().contains(at.toPoint())) {
        m_drag = m_drawingAllowed ? Drag::Draw : Drag::Pan;
        if (const TimeBox* box = boxAt(at); box != nullptr) {
            const bool wasSelected = box->id == m_selected;
            const QString id = box->id;
            m_grip = gripAt(rectOf(box->where), at, gripReach);
            m_pressedBox = box->where;
            // Only a box that shows its handles moves: nobody shifts a label by looking at it.
            const bool movable = wasSelected && box->editable && m_drawingAllowed;
            select(id);
            if (movable)
                m_drag = Drag::Grip;
        }
    } else {
        m_drag = Drag::Pan;
    }
    event->accept();
}

void TimeView::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF at = event->position();
    if (m_drag == Drag::None) {
        m_mouse = at;
        updateShape(at);
        if (plotArea().contains(at.toPoint()) && !m_timeline.stretches().empty())
            moveCursor(secondsAt(at.x()));
        else
            leaveEvent(nullptr);
        return;
    }
    const QPointF by = at - m_pressedAt;
    if (!m_dragged && by.manhattanLength() < QApplication::startDragDistance())
        return;
    m_dragged = true;
    const QRect area = plotArea();
    const double shareX = by.x() / std::max(area.width(), 1), shareY = -by.y() / std::max(area.height(), 1);
    if (m_drag == Drag::Pan) {
        setCursor(Qt::ClosedHandCursor);
        const Viewport before = m_viewport;
        m_viewport = m_pressedViewport;
        // Pressed on an axis, only that axis moves.
        const bool alongTime = m_pressedAt.x() >= area.left() && m_pressedAt.x() <= area.right();
        const bool alongBand = m_pressedAt.y() <= area.bottom();
        panBy(alongTime ? -shareX : 0, alongBand ? -shareY : 0);
        if (m_viewport == m_pressedViewport && before != m_viewport) {
            viewportMoved();
            update();
            Q_EMIT viewportChanged(m_viewport);
        }
    } else if (m_drag == Drag::Grip) {
        if (TimeBox* box = selected(); box != nullptr) {
            box->where = movedBy(m_pressedBox, m_grip, shareX * m_viewport.seconds.length(), shareY, limits());
            update();
        }
    } else {
        Extent drawn;
        const double a = std::clamp(secondsAt(m_pressedAt.x()), 0.0, m_timeline.seconds());
        const double b = std::clamp(secondsAt(at.x()), 0.0, m_timeline.seconds());
        drawn.seconds = Interval{std::min(a, b), std::max(a, b)};
        if (const std::optional<FrequencyAxis> axis = frequencyAxis(); axis) {
            const double low = axis->hertzAt(std::min(shareAt(m_pressedAt.y()), shareAt(at.y())));
            const double high = axis->hertzAt(std::max(shareAt(m_pressedAt.y()), shareAt(at.y())));
            drawn.hertz =
                Interval{std::clamp(low, m_band.begin, m_band.end), std::clamp(high, m_band.begin, m_band.end)};
        }
        m_drawing = drawn;
        update();
    }
}

void TimeView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_drag == Drag::None || (event->buttons() & (Qt::LeftButton | Qt::RightButton | Qt::MiddleButton)))
        return;
    const Drag drag = m_drag;
    m_drag = Drag::None;
    unsetCursor();
    if (drag == Drag::Grip && m_dragged) {
        if (const TimeBox* box = selected(); box != nullptr && box->where != m_pressedBox)
            report(*box);
    } else if (drag == Drag::Draw) {
        const std::optional<Extent> drawn = m_drawing;
        m_drawing.reset();
        update();
        if (drawn && drawn->seconds->length() > 0)
            Q_EMIT boxDrawn(*drawn);
        else if (!m_dragged && boxAt(event->position()) == nullptr)
            select({});
    }
}

void TimeView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && plotArea().contains(event->position().toPoint()) &&
        !m_timeline.stretches().empty())
        Q_EMIT seekAsked(secondsAt(event->position().x()));
}

void TimeView::updateShape(QPointF at)
{
    const TimeBox* box = selected();
    const bool movable = box != nullptr && box->editable && m_drawingAllowed;
    const BoxGrip grip = movable ? gripAt(rectOf(box->where), at, gripReach) : BoxGrip{};
    if (!plotArea().contains(at.toPoint()))
        unsetCursor();
    else
        setCursor(cursorShapeOf(grip));
}

void TimeView::moveCursor(double seconds)
{
    m_cursor = std::clamp(seconds, 0.0, m_timeline.seconds());
    speakCursor();
    update();
    Q_EMIT cursorMoved(*m_cursor);
}

void TimeView::leaveEvent(QEvent*)
{
    m_mouse.reset();
    if (!m_cursor || m_drag != Drag::None)
        return;
    m_cursor.reset();
    speakCursor();
    update();
    Q_EMIT cursorLeft();
}

void TimeView::showBox(const TimeBox& box)
{
    if (!box.where.seconds)
        return;
    const Interval shown = *box.where.seconds;
    if (shown.end > m_viewport.seconds.begin && shown.begin < m_viewport.seconds.end)
        return;
    const double length = m_viewport.seconds.length(), middle = (shown.begin + shown.end) / 2;
    moveViewport({{middle - length / 2, middle + length / 2}, m_viewport.hertz});
}

void TimeView::selectNext(int by)
{
    if (m_boxes.empty())
        return;
    std::vector<const TimeBox*> order;
    order.reserve(m_boxes.size());
    for (const TimeBox& box : m_boxes)
        order.push_back(&box);
    const auto begins = [](const TimeBox& box) { return box.where.seconds ? box.where.seconds->begin : 0; };
    std::stable_sort(order.begin(), order.end(),
                     [&](const TimeBox* a, const TimeBox* b) { return begins(*a) < begins(*b); });
    const auto found =
        std::find_if(order.begin(), order.end(), [&](const TimeBox* box) { return box->id == m_selected; });
    const auto count = static_cast<std::ptrdiff_t>(order.size());
    std::ptrdiff_t next = found - order.begin() + by;
    if (found == order.end()) {
        // From what is shown on: the first box after its begin, or the last one before.
        const auto after = std::find_if(order.begin(), order.end(),
                                        [&](const TimeBox* box) { return begins(*box) >= m_viewport.seconds.begin; });
        next = after - order.begin() - (by < 0 ? 1 : 0);
    }
    const TimeBox box = *order[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(next, 0, count - 1))];
    select(box.id);
    showBox(box);
}

void TimeView::report(const TimeBox& box)
{
    // Whoever hears it may set other boxes: what is told must not lie in one of them.
    const TimeBox told = box;
    Q_EMIT boxChanged(told.id, told.where);
}

bool TimeView::nudge(const QKeyEvent& event)
{
    TimeBox* box = selected();
    const Qt::KeyboardModifiers keys = event.modifiers() & ~Qt::KeypadModifier;
    if (box == nullptr || !box->editable || !m_drawingAllowed ||
        (keys != Qt::ControlModifier && keys != Qt::ShiftModifier && keys != Qt::AltModifier))
        return false;
    const bool sideways = event.key() == Qt::Key_Left || event.key() == Qt::Key_Right;
    BoxGrip grip;
    if (keys == Qt::ControlModifier)
        grip = sideways ? BoxGrip{true, true, false, false} : BoxGrip{false, false, true, true};
    else if (sideways)
        (keys == Qt::ShiftModifier ? grip.end : grip.begin) = true;
    else
        (keys == Qt::ShiftModifier ? grip.high : grip.low) = true;
    const QRect area = plotArea();
    const double sign = event.key() == Qt::Key_Left || event.key() == Qt::Key_Down ? -1 : 1;
    const double seconds = sideways ? sign * m_viewport.seconds.length() / std::max(area.width(), 1) : 0;
    const double share = sideways ? 0 : sign / std::max(area.height(), 1);
    const Extent moved = movedBy(box->where, grip, seconds, share, limits());
    if (moved == box->where)
        return true;
    box->where = moved;
    update();
    report(*box);
    return true;
}

void TimeView::drawAtCursor()
{
    const double length = m_viewport.seconds.length() / 10;
    const double middle = m_cursor.value_or((m_viewport.seconds.begin + m_viewport.seconds.end) / 2);
    Extent drawn;
    drawn.seconds = Interval{std::max(middle - length / 2, 0.0), std::min(middle + length / 2, m_timeline.seconds())};
    if (const std::optional<FrequencyAxis> axis = frequencyAxis(); axis)
        drawn.hertz = Interval{axis->hertzAt(0.25), axis->hertzAt(0.75)};
    Q_EMIT boxDrawn(drawn);
}

void TimeView::keyPressEvent(QKeyEvent* event)
{
    if (m_timeline.stretches().empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const double middle = (m_viewport.seconds.begin + m_viewport.seconds.end) / 2;
    const bool shown = m_cursor && *m_cursor >= m_viewport.seconds.begin && *m_cursor <= m_viewport.seconds.end;
    const double about = shown ? *m_cursor : middle;
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    const double pixel = m_viewport.seconds.length() / std::max(plotArea().width(), 1);
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal: zoomTime(about, zoomOfNotch); break;
        case Qt::Key_Minus: zoomTime(about, 1 / zoomOfNotch); break;
        case Qt::Key_F:
            if (const TimeBox* box = selected(); shift && box != nullptr && box->where.seconds) {
                const double length = box->where.seconds->length();
                moveViewport(
                    {{box->where.seconds->begin - length / 2, box->where.seconds->end + length / 2}, m_viewport.hertz});
            } else {
                moveViewport({{0, m_timeline.seconds()}, m_band});
            }
            break;
        case Qt::Key_Left:
        case Qt::Key_Right:
            if (!nudge(*event))
                panBy(event->key() == Qt::Key_Left ? -panOfNotch : panOfNotch, 0);
            break;
        case Qt::Key_Up:
        case Qt::Key_Down:
            if (!nudge(*event))
                panBy(0, event->key() == Qt::Key_Down ? -panOfNotch : panOfNotch);
            break;
        case Qt::Key_Comma:
        case Qt::Key_Less: moveCursor(about - (shift ? 10 : 1) * pixel); break;
        case Qt::Key_Period:
        case Qt::Key_Greater: moveCursor(about + (shift ? 10 : 1) * pixel); break;
        case Qt::Key_Insert:
            if (m_drawingAllowed)
                drawAtCursor();
            break;
        case Qt::Key_Delete:
            if (const TimeBox* box = selected(); box != nullptr && box->editable)
                Q_EMIT boxRemovalAsked(QString(box->id));
            break;
        case Qt::Key_P: selectNext(shift ? -1 : 1); break;
        default: QWidget::keyPressEvent(event);
    }
}

void TimeView::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void TimeView::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

}  // namespace sightline::widgets
