#include "widgets/time_strip.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/theme.h"
#include "widgets/track_view.h"

namespace sightline::widgets {

namespace {

constexpr int left = 46;
constexpr int right = 8;
constexpr int top = 6;
constexpr int laneHeight = 22;
constexpr int axisHeight = 18;
constexpr int gap = 4;
constexpr double tickPixels = 90;
constexpr double shortest = 0.05;  // seconds in view

/// A round step that leaves about tickPixels between two ticks.
double tickStep(double perPixel)
{
    const double wanted = perPixel * tickPixels;
    for (const double step : {0.01, 0.02, 0.05,  0.1,   0.2,   0.5,   1.0,    2.0,    5.0,    10.0,   15.0,
                              30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 14400.0}) {
        if (step >= wanted) {
            return step;
        }
    }
    return 28800;
}

QString timeText(double seconds, double step)
{
    if (seconds < 60 && step < 60) {
        return TimeStrip::tr("%1 s").arg(QLocale().toString(seconds, 'f', step < 0.1 ? 2 : step < 1 ? 1 : 0));
    }
    const auto whole = static_cast<qint64>(std::llround(seconds));
    const QString rest = QStringLiteral("%1:%2")
                             .arg(whole / 60 % 60, whole >= 3600 ? 2 : 1, 10, QLatin1Char('0'))
                             .arg(whole % 60, 2, 10, QLatin1Char('0'));
    return whole >= 3600 ? QStringLiteral("%1:%2").arg(whole / 3600).arg(rest) : rest;
}

}  // namespace

TimeStrip::TimeStrip(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&theme(), &Theme::changed, this, &TimeStrip::changed);
}

void TimeStrip::changed()
{
    m_curve = {};
    update();
}

void TimeStrip::setSeries(std::vector<double> seconds, std::vector<float> values, double low, double high,
                          const QString& title)
{
    m_seconds = std::move(seconds);
    m_values = std::move(values);
    m_low = low;
    m_high = high;
    m_title = title;
    m_cursor.reset();
    fit();
}

void TimeStrip::clear()
{
    setSeries({}, {}, m_low, m_high, m_title);
    setWindows({}, m_windowTitle);
}

void TimeStrip::setWindows(std::vector<StripWindow> windows, const QString& title)
{
    m_windows = std::move(windows);
    m_windowTitle = title;
    m_current = std::min(m_current, static_cast<int>(m_windows.size()) - 1);
    update();
}

void TimeStrip::setCurrentWindow(int window)
{
    m_current = window < static_cast<int>(m_windows.size()) ? window : -1;
    if (m_current >= 0) {
        const StripWindow& shown = m_windows[static_cast<std::size_t>(m_current)];
        setAccessibleDescription(tr("Window %1 of %2, from %3 to %4. %5")
                                     .arg(m_current + 1)
                                     .arg(m_windows.size())
                                     .arg(timeText(shown.begin, 1), timeText(shown.end, 1), shown.words));
    } else {
        setAccessibleDescription({});
    }
    update();
}

void TimeStrip::setCursor(std::optional<double> seconds)
{
    m_cursor = seconds;
    update();
}

QRect TimeStrip::curveRoom() const
{
    return {left, top, std::max(1, width() - left - right),
            std::max(1, height() - top - axisHeight - (m_windows.empty() ? 0 : laneHeight + gap))};
}

QRect TimeStrip::lane() const
{
    const QRect room = curveRoom();
    return {room.left(), room.bottom() + 1 + gap, room.width(), laneHeight};
}

double TimeStrip::toX(double seconds) const
{
    const QRect room = curveRoom();
    return room.left() + (seconds - m_begin) / (m_end - m_begin) * room.width();
}

double TimeStrip::toSeconds(double x) const
{
    const QRect room = curveRoom();
    return m_begin + (x - room.left()) / room.width() * (m_end - m_begin);
}

void TimeStrip::fit()
{
    m_begin = 0;
    m_end = std::max(last(), shortest);
    changed();
}

void TimeStrip::zoomAt(double seconds, double factor)
{
    const double all = std::max(last(), shortest);
    const double span = std::clamp((m_end - m_begin) / factor, std::min(shortest, all), all);
    const double part = (seconds - m_begin) / (m_end - m_begin);
    m_begin = std::clamp(seconds - part * span, 0.0, all - span);
    m_end = m_begin + span;
    changed();
}

TimeStrip::Bar TimeStrip::barOf(std::size_t window) const
{
    const auto middle = [this](std::size_t i) { return (m_windows[i].begin + m_windows[i].end) / 2; };
    return {window == 0 ? m_windows[window].begin : (middle(window - 1) + middle(window)) / 2,
            window + 1 == m_windows.size() ? m_windows[window].end : (middle(window) + middle(window + 1)) / 2};
}

int TimeStrip::windowAt(double seconds) const
{
    for (std::size_t i = 0; i < m_windows.size(); ++i) {
        const Bar bar = barOf(i);
        if (seconds >= bar.begin && seconds < bar.end) {
            return static_cast<int>(i);
        }
    }
    return !m_windows.empty() && seconds >= m_windows.back().end ? static_cast<int>(m_windows.size()) - 1 : -1;
}

void TimeStrip::drawCurve(QPainter& painter)
{
    const QRect room = curveRoom();
    if (m_curve.isNull()) {
        m_curve = QImage(room.size() * devicePixelRatioF(), QImage::Format_ARGB32_Premultiplied);
        m_curve.setDevicePixelRatio(devicePixelRatioF());
        m_curve.fill(Qt::transparent);
        QPainter into(&m_curve);
        into.translate(-room.left(), -room.top());
        const auto high = [&](float value) {
            const double part =
                std::log(std::max(static_cast<double>(value), m_low) / m_low) / std::log(m_high / m_low);
            return room.bottom() - std::min(part, 1.0) * room.height();
        };
        // A value belongs to the time since the one before it. The highest of every column of pixels: what is drawn
        // does not grow with the recording.
        const auto from = std::lower_bound(m_seconds.begin(), m_seconds.end(), m_begin) - m_seconds.begin();
        int column = -1;
        float most = 0;
        const auto flush = [&] {
            if (column >= 0) {
                into.fillRect(QRectF(column, high(most) - 1, 1, room.bottom() + 1 - high(most)),
                              trackColour(most, m_low, m_high));
            }
            column = -1;
        };
        for (auto i = static_cast<std::size_t>(from); i < m_seconds.size() && m_seconds[i] <= m_end; ++i) {
            const float value = m_values[i];
            if (!(value > 0)) {
                continue;
            }
            const int here = static_cast<int>(toX(m_seconds[i]));
            const int since = i > 0 ? static_cast<int>(toX(std::max(m_seconds[i - 1], m_begin))) : here;
            for (int one = std::max(since, column); one <= here; ++one) {
                if (one != column) {
                    flush();
                    column = one;
                    most = value;
                }
                most = std::max(most, value);
            }
        }
        flush();
    }
    painter.drawImage(room.topLeft(), m_curve);
}

void TimeStrip::drawAxes(QPainter& painter) const
{
    const Colours& colours = theme().colours();
    const QRect room = curveRoom();
    painter.setFont(theme().font(TextStyle::Caption));
    const QFontMetrics metrics(painter.font());
    for (double value = std::pow(10, std::ceil(std::log10(m_low))); value <= m_high; value *= 10) {
        const double y = room.bottom() - std::log(value / m_low) / std::log(m_high / m_low) * room.height();
        painter.setPen(QPen(colours.grid, 1));
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y));
        painter.setPen(colours.axis);
        painter.drawText(QRectF(0, y - metrics.height() / 2.0, left - 6, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, QLocale().toString(value, 'f', 0));
    }
    const double step = tickStep((m_end - m_begin) / room.width());
    const int below = height() - axisHeight;
    for (double tick = std::ceil(m_begin / step) * step; tick <= m_end; tick += step) {
        const double x = toX(tick);
        painter.setPen(QPen(colours.grid, 1));
        painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()));
        const QString text = timeText(tick, step);
        const int wide = metrics.horizontalAdvance(text);
        painter.setPen(colours.axis);
        painter.drawText(QPointF(std::clamp(x - wide / 2.0, 0.0, static_cast<double>(width() - wide)),
                                 below + metrics.ascent() + 2.0),
                         text);
    }
}

void TimeStrip::drawLane(QPainter& painter) const
{
    if (m_windows.empty()) {
        return;
    }
    const Colours& colours = theme().colours();
    const QRect room = lane();
    painter.save();
    painter.setClipRect(room.adjusted(-1, -1, 1, 1));
    painter.fillRect(room, colours.sunken);
    for (std::size_t i = 0; i < m_windows.size(); ++i) {
        const Bar bar = barOf(i);
        if (bar.end < m_begin || bar.begin > m_end) {
            continue;
        }
        const double from = toX(bar.begin);
        const double until = toX(bar.end);
        const double wide = std::max(1.0, until - from - (until - from > 4 ? 1 : 0));
        if (m_windows[i].score) {
            const double score = std::clamp(*m_windows[i].score, 0.0, 1.0);
            const double high = std::max(2.0, score * room.height());
            painter.fillRect(QRectF(from, room.bottom() + 1 - high, wide, high),
                             score >= 0.5 ? colours.accent : colours.textMuted);
        }
        if (static_cast<int>(i) == m_current) {
            painter.setPen(QPen(colours.text, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(QRectF(from, room.top() + 1, std::max(3.0, wide), room.height() - 2));
        }
    }
    painter.setPen(QPen(colours.axis, 1, Qt::DotLine));
    painter.drawLine(QPointF(room.left(), room.center().y() + 0.5), QPointF(room.right(), room.center().y() + 0.5));
    painter.restore();
    painter.setPen(colours.axis);
    painter.setFont(theme().font(TextStyle::Caption));
    painter.drawText(QRect(0, room.top(), left - 6, room.height()), Qt::AlignRight | Qt::AlignVCenter,
                     QLocale().toString(50) + QStringLiteral(" %"));
}

void TimeStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Colours& colours = theme().colours();
    const QRect room = curveRoom();
    painter.fillRect(room, colours.plot);
    if (m_current >= 0) {
        const StripWindow& shown = m_windows[static_cast<std::size_t>(m_current)];
        const double from = std::max(toX(shown.begin), static_cast<double>(room.left()));
        const double until = std::min(toX(shown.end), static_cast<double>(room.right()));
        if (until > from) {
            painter.fillRect(QRectF(from, room.top(), until - from, room.height()), colours.accentSoft);
        }
    }
    drawAxes(painter);
    drawCurve(painter);
    drawLane(painter);
    painter.setFont(theme().font(TextStyle::Caption));
    const QRect titleRoom = room.adjusted(4, 0, -4, 0);
    QColor behind = colours.plot;
    behind.setAlpha(210);
    painter.fillRect(painter.boundingRect(titleRoom, Qt::AlignRight | Qt::AlignTop, m_title), behind);
    painter.setPen(colours.textMuted);
    painter.drawText(titleRoom, Qt::AlignRight | Qt::AlignTop, m_title);
    if (m_cursor && *m_cursor >= m_begin && *m_cursor <= m_end) {
        const double x = toX(*m_cursor);
        painter.setPen(QPen(colours.cursor, 1.5));
        painter.drawLine(QPointF(x, room.top()), QPointF(x, m_windows.empty() ? room.bottom() : lane().bottom()));
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours.accent, 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void TimeStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    changed();
}

void TimeStrip::wheelEvent(QWheelEvent* event)
{
    zoomAt(toSeconds(event->position().x()), std::pow(1.0015, event->angleDelta().y()));
    event->accept();
}

void TimeStrip::mousePressEvent(QMouseEvent* event)
{
    if (m_seconds.empty() || event->button() != Qt::LeftButton) {
        return;
    }
    const double at = std::clamp(toSeconds(event->position().x()), m_begin, m_end);
    if (!m_windows.empty() && lane().contains(event->position().toPoint())) {
        const int window = windowAt(at);
        if (window >= 0) {
            Q_EMIT windowChosen(window);
        }
        return;
    }
    setCursor(at);
    Q_EMIT cursorMoved(at);
}

void TimeStrip::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_seconds.empty() && (event->buttons() & Qt::LeftButton) != 0 &&
        !lane().contains(event->position().toPoint())) {
        const double at = std::clamp(toSeconds(event->position().x()), m_begin, m_end);
        setCursor(at);
        Q_EMIT cursorMoved(at);
    }
}

void TimeStrip::mouseDoubleClickEvent(QMouseEvent*)
{
    fit();
}

bool TimeStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int window = lane().contains(help->pos()) ? windowAt(toSeconds(help->pos().x())) : -1;
        QToolTip::showText(
            help->globalPos(),
            window >= 0 ? tr("Window %1: %2").arg(window + 1).arg(m_windows[static_cast<std::size_t>(window)].words) +
                              QLatin1Char('\n') + m_windowTitle
                        : QString(),
            this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace sightline::widgets
