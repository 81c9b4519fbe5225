#include "widgets/time_view.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <utility>

#include "widgets/figure.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

constexpr double leastBandShare = 1.0 / 400;
constexpr double samplesShownAtLeast = 24;

/// [begin, end) moved and cut so that it lies in `room` and is at least `least` long.
Interval broughtInto(Interval part, const Interval& room, double least)
{
    if (!(room.length() > 0))
        return room;
    // What fits stays as it is to the last bit: views that share a viewport compare it.
    if (part.begin >= room.begin && part.end <= room.end && part.length() >= least)
        return part;
    const double length = std::clamp(part.length(), std::min(least, room.length()), room.length());
    const double middle = std::isfinite(part.begin + part.end) ? (part.begin + part.end) / 2 : room.begin;
    const double begin = std::clamp(middle - length / 2, room.begin, room.end - length);
    return {begin, begin + length};
}

}  // namespace

TimeView::TimeView(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setContextMenuPolicy(Qt::PreventContextMenu);
    makeFigure(this, QAccessible::Chart);
    connect(&theme(), &Theme::changed, this, [this] {
        m_margins = {};
        viewportMoved();
        update();
    });
}

TimeView::~TimeView() = default;

void TimeView::setRecording(const Timeline& timeline, const Interval& hertz, double rateHz)
{
    m_timeline = timeline;
    m_band = hertz;
    m_leastSeconds = rateHz > 0 ? samplesShownAtLeast / rateHz : 1e-3;
    m_cursor.reset();
    m_playhead.reset();
    m_boxes.clear();
    m_selected.clear();
    m_drag = Drag::None;
    m_drawing.reset();
    fit();
    speakCursor();
}

Viewport TimeView::broughtInside(Viewport viewport) const
{
    viewport.seconds = broughtInto(viewport.seconds, {0, m_timeline.seconds()}, m_leastSeconds);
    viewport.hertz = broughtInto(viewport.hertz, m_band, m_band.length() * leastBandShare);
    return viewport;
}

void TimeView::setViewport(const Viewport& viewport)
{
    const Viewport inside = broughtInside(viewport);
    if (inside == m_viewport)
        return;
    m_viewport = inside;
    viewportMoved();
    update();
}

void TimeView::fit()
{
    m_viewport = broughtInside({{0, m_timeline.seconds()}, m_band});
    viewportMoved();
    update();
}

void TimeView::moveViewport(const Viewport& viewport)
{
    const Viewport before = m_viewport;
    setViewport(viewport);
    if (m_viewport != before)
        Q_EMIT viewportChanged(m_viewport);
}

void TimeView::zoomTime(double about, double factor)
{
    Viewport next = m_viewport;
    const double length = std::clamp(m_viewport.seconds.length() / factor, m_leastSeconds,
                                     std::max(m_timeline.seconds(), m_leastSeconds));
    const double share = (about - m_viewport.seconds.begin) / m_viewport.seconds.length();
    next.seconds.begin = about - share * length;
    next.seconds.end = next.seconds.begin + length;
    moveViewport(next);
}

void TimeView::zoomFrequency(double about, double factor)
{
    const std::optional<FrequencyAxis> axis = frequencyAxis();
    if (!axis)
        return;
    const double low = std::max(axis->hertzAt(about - about / factor), m_band.begin);
    const double high = std::min(axis->hertzAt(about + (1 - about) / factor), m_band.end);
    if (high - low > m_band.length() * leastBandShare)
        moveViewport({m_viewport.seconds, {low, high}});
}

void TimeView::setCursorMoment(std::optional<double> seconds)
{
    if (seconds == m_cursor)
        return;
    m_cursor = seconds;
    speakCursor();
    update();
}

void TimeView::setPlayhead(std::optional<double> seconds)
{
    if (seconds == m_playhead)
        return;
    m_playhead = seconds;
    update();
}

void TimeView::setBoxes(std::vector<TimeBox> boxes)
{
    m_boxes = std::move(boxes);
    update();
}

void TimeView::setSelectedBox(const QString& id)
{
    m_selected = id;
    update();
}

void TimeView::setTimeAxisVisible(bool visible)
{
    m_timeAxisVisible = visible;
    m_margins = {};
    update();
}

void TimeView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

void TimeView::speakCursor()
{
    setFigureReadout(this, cursorText());
}

QRect TimeView::plotArea() const
{
    // Asked for every pixel, and metrics of a font are not to be had for nothing.
    if (m_margins.isNull())
        m_margins = marginsNow();
    return rect().marginsRemoved(m_margins);
}

QMargins TimeView::marginsNow() const
{
    const QFontMetrics metrics(theme().font(TextStyle::Caption));
    const int left = metrics.horizontalAdvance(QStringLiteral("00.000")) + spacing::large;
    const int right = metrics.horizontalAdvance(QStringLiteral("-000 dB")) + spacing::huge;
    const int top = metrics.height() + spacing::small;
    const int bottom = m_timeAxisVisible ? 2 * metrics.height() + spacing::medium : spacing::tiny;
    return {left, top, right, bottom};
}

double TimeView::xOf(double seconds) const
{
    const QRect area = plotArea();
    return area.left() + (seconds - m_viewport.seconds.begin) / m_viewport.seconds.length() * area.width();
}

double TimeView::secondsAt(double x) const
{
    const QRect area = plotArea();
    return m_viewport.seconds.begin + (x - area.left()) / std::max(area.width(), 1) * m_viewport.seconds.length();
}

QRectF TimeView::rectOf(const Extent& where) const
{
    const QRectF area = plotArea();
    QRectF box(area);
    if (where.seconds) {
        // Far beyond the edges a painter loses its precision.
        box.setLeft(std::clamp(xOf(where.seconds->begin), area.left() - 100, area.right() + 100));
        box.setRight(std::clamp(xOf(where.seconds->end), area.left() - 100, area.right() + 100));
    }
    const std::optional<FrequencyAxis> axis = frequencyAxis();
    if (axis && where.hertz) {
        const auto yOf = [&](double hertz) {
            return area.bottom() - std::clamp(axis->positionOf(hertz), -0.5, 1.5) * area.height();
        };
        box.setTop(yOf(where.hertz->end));
        box.setBottom(yOf(where.hertz->begin));
    }
    return box;
}

void TimeView::paintEvent(QPaintEvent*)
{
    const Colours& c = theme().colours();
    QPainter painter(this);
    const QRect area = plotArea();
    painter.setFont(theme().font(TextStyle::Caption));
    if (m_timeline.stretches().empty() || area.width() < 8 || area.height() < 8) {
        painter.setPen(c.textMuted);
        painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    } else {
        painter.save();
        painter.setClipRect(area);
        paintSignal(painter, area, c);
        paintGaps(painter, area, c);
        paintBoxes(painter, area, c);
        paintLines(painter, area, c);
        painter.restore();
        painter.setPen(QPen(c.control, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(area).adjusted(-0.5, -0.5, 0.5, 0.5));
        paintScales(painter, area, c);
        if (m_timeAxisVisible)
            paintTimeAxis(painter, area, c);
        painter.setPen(c.text);
        const QFontMetrics metrics = painter.fontMetrics();
        painter.drawText(QRect(area.left(), 0, area.width(), area.top() - 2), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(cursorText(), Qt::ElideRight, area.width()));
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(c.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void TimeView::paintTimeAxis(QPainter& painter, const QRect& area, const Colours& c) const
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int width = metrics.horizontalAdvance(QStringLiteral("0000-00-00")) + spacing::medium;
    const int line = metrics.height();
    int freeFrom = 0;
    const QString title = timeTitle(m_timeline, m_viewport.seconds);
    const int titleLeft = area.right() - metrics.horizontalAdvance(title);
    for (const TimeTick& tick : timeTicks(m_timeline, m_viewport.seconds, std::max(1, area.width() / width))) {
        const int x = static_cast<int>(std::lround(xOf(tick.seconds)));
        painter.setPen(c.axis);
        painter.drawLine(x, area.bottom() + 1, x, area.bottom() + 4);
        const auto write = [&](const QString& text, int y, int rightLimit) {
            const int textWidth = metrics.horizontalAdvance(text);
            const int left = std::clamp(x - textWidth / 2, 2, std::max(this->width() - textWidth - 2, 2));
            if (left + textWidth < rightLimit)
                painter.drawText(left, y + metrics.ascent(), text);
            return left + textWidth;
        };
        write(tick.label, area.bottom() + 5, this->width());
        if (!tick.date.isEmpty() && x - metrics.horizontalAdvance(tick.date) / 2 > freeFrom) {
            painter.setPen(c.textMuted);
            freeFrom = write(tick.date, area.bottom() + 5 + line, titleLeft - spacing::small) + spacing::small;
        }
    }
    painter.setPen(c.textMuted);
    painter.drawText(titleLeft, area.bottom() + 5 + line + metrics.ascent(), title);
}

void TimeView::paintGaps(QPainter& painter, const QRect& area, const Colours& c) const
{
    const QBrush hatch(c.textDisabled, Qt::BDiagPattern);
    double paintedTo = -1;
    for (const Interval& gap : m_timeline.gapsIn(m_viewport.seconds)) {
        const double left = std::max<double>(xOf(gap.begin), area.left());
        const double right = std::min<double>(xOf(gap.end), area.right() + 1);
        // Thousands of pauses in a pixel are one line.
        if (right - paintedTo < 1 && right - left < 1)
            continue;
        paintedTo = right;
        const QRectF strip(left, area.top(), std::max(right - left, 1.0), area.height());
        painter.fillRect(strip, c.sunken);
        if (strip.width() >= 3)
            painter.fillRect(strip, hatch);
        else
            painter.fillRect(strip, c.textDisabled);
    }
}

void TimeView::paintBoxes(QPainter& painter, const QRect& area, const Colours& c) const
{
    const TimeBox* chosen = nullptr;
    double lastTiny = -10;
    for (const TimeBox& box : m_boxes) {
        const Interval seconds = box.where.seconds.value_or(Interval{0, m_timeline.seconds()});
        if (seconds.end < m_viewport.seconds.begin || seconds.begin > m_viewport.seconds.end)
            continue;
        if (box.id == m_selected) {
            chosen = &box;
            continue;
        }
        // Of boxes thinner than a pixel, and there may be thousands, one a pixel is drawn.
        const double left = xOf(seconds.begin), right = xOf(seconds.end);
        if (right - left < 1) {
            if (std::abs(left - lastTiny) < 1)
                continue;
            lastTiny = left;
        }
        paintBox(painter, box, c);
    }
    if (chosen != nullptr)
        paintBox(painter, *chosen, c);
    if (m_drawing) {
        painter.setPen(QPen(c.cursor, 1, Qt::DashLine));
        painter.setBrush(QColor(c.cursor.red(), c.cursor.green(), c.cursor.blue(), 40));
        painter.drawRect(rectOf(*m_drawing).intersected(QRectF(area).adjusted(-4, -4, 4, 4)));
    }
}

void TimeView::paintBox(QPainter& painter, const TimeBox& box, const Colours& c) const
{
    const bool isChosen = box.id == m_selected;
    const QRectF frame = rectOf(box.where);
    const QColor colour = box.colour.isValid() ? box.colour : c.accent;
    const double width = isChosen ? 3 : 2;
    painter.setBrush(isChosen ? QBrush(QColor(colour.red(), colour.green(), colour.blue(), 36)) : QBrush(Qt::NoBrush));
    // A dark line below a bright one: seen on every colour of a spectrogram.
    painter.setPen(QPen(QColor(0, 0, 0, 170), width + 2));
    painter.drawRect(frame);
    painter.setPen(QPen(colour, width, box.event ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(frame);
    if (isChosen && box.editable) {
        painter.setPen(QPen(QColor(0, 0, 0, 170), 1));
        painter.setBrush(Qt::white);
        for (const double x : {frame.left(), frame.center().x(), frame.right()}) {
            for (const double y : {frame.top(), frame.center().y(), frame.bottom()}) {
                if (QPointF(x, y) != frame.center())
                    painter.drawRect(QRectF(x - 3.5, y - 3.5, 7, 7));
            }
        }
    }
    if (box.text.isEmpty() || (frame.width() < 12 && !isChosen))
        return;
    const QFontMetrics metrics = painter.fontMetrics();
    const QString text =
        isChosen ? box.text
                 : metrics.elidedText(box.text, Qt::ElideRight, static_cast<int>(std::max(frame.width(), 60.0)));
    QRectF label(std::max(frame.left(), static_cast<double>(plotArea().left())), frame.top() - metrics.height() - 2,
                 metrics.horizontalAdvance(text) + 8, metrics.height() + 2);
    if (label.top() < plotArea().top())
        label.moveTop(std::max(frame.top(), static_cast<double>(plotArea().top())) + 2);
    painter.fillRect(label, QColor(0, 0, 0, 190));
    painter.setPen(Qt::white);
    painter.drawText(label, Qt::AlignCenter, text);
}

void TimeView::paintLines(QPainter& painter, const QRect& area, const Colours& c) const
{
    const auto line = [&](double seconds, const QColor& colour, double width) {
        const double x = xOf(seconds);
        if (x < area.left() || x > area.right() + 1)
            return;
        painter.setPen(QPen(QColor(0, 0, 0, 150), width + 2));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom() + 1));
        painter.setPen(QPen(colour, width));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom() + 1));
    };
    if (m_cursor)
        line(*m_cursor, c.cursor, 1);
    if (m_playhead)
        line(*m_playhead, Qt::white, 2);
}

void TimeView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    viewportMoved();
}

}  // namespace sightline::widgets
