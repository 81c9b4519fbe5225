#include "widgets/image_canvas.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "widgets/figure.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

constexpr double greatestZoom = 128;

/// Whole numbers above 1:1, halves, thirds … below.
double nextZoom(double zoom, bool closer)
{
    if (closer)
        return zoom < 1 ? (zoom < 0.5 ? zoom * 1.5 : 1) : std::max(zoom + 1, std::floor(zoom * 1.25));
    return zoom > 1 ? std::max(1.0, std::min(zoom - 1, std::ceil(zoom / 1.25))) : zoom / 1.5;
}

}  // namespace

ImageCanvas::ImageCanvas(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("canvas"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    makeFigure(this, QAccessible::Graphic);
    connect(&theme(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ImageCanvas::setPicture(const QImage& picture)
{
    const bool sameSize = picture.size() == m_picture.size();
    m_picture = picture;
    if (!sameSize) {
        m_cursor.reset();
        m_echoes.clear();
        fit();
    }
    update();
}

void ImageCanvas::setHeat(HeatMap heat)
{
    m_heat = std::move(heat);
    update();
}

void ImageCanvas::setHeatOpacity(double opacity)
{
    m_heatOpacity = std::clamp(opacity, 0.0, 1.0);
    update();
}

void ImageCanvas::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

void ImageCanvas::setCursorPixel(std::optional<QPointF> pixel)
{
    if (pixel && !inside(*pixel))
        pixel.reset();
    m_cursor = pixel;
    update();
}

void ImageCanvas::setEchoes(std::vector<QPointF> pixels)
{
    m_echoes = std::move(pixels);
    update();
}

bool ImageCanvas::inside(QPointF pixel) const
{
    return pixel.x() >= -0.5 && pixel.y() >= -0.5 && pixel.x() < m_picture.width() - 0.5 &&
           pixel.y() < m_picture.height() - 0.5;
}

void ImageCanvas::fit()
{
    m_fitted = true;
    if (m_picture.isNull() || width() <= 0 || height() <= 0)
        return;
    const double ratio = devicePixelRatioF();
    const double w = std::floor(width() * ratio), h = std::floor(height() * ratio);
    double zoom = std::min(w / m_picture.width(), h / m_picture.height());
    m_zoom = zoom >= 1 ? std::floor(zoom) : zoom;
    m_place = QPoint(static_cast<int>(std::floor((w - m_picture.width() * m_zoom) / 2)),
                     static_cast<int>(std::floor((h - m_picture.height() * m_zoom) / 2)));
    update();
}

QPointF ImageCanvas::toPicture(QPointF widgetPoint) const
{
    return (widgetPoint * devicePixelRatioF() - QPointF(m_place)) / m_zoom - QPointF(0.5, 0.5);
}

QPointF ImageCanvas::toWidget(QPointF picturePixel) const
{
    return ((picturePixel + QPointF(0.5, 0.5)) * m_zoom + QPointF(m_place)) / devicePixelRatioF();
}

void ImageCanvas::zoomAt(QPointF widgetPoint, bool closer)
{
    if (m_picture.isNull())
        return;
    const QPointF kept = toPicture(widgetPoint);
    const double least = 16.0 / std::max(m_picture.width(), m_picture.height());
    m_zoom = std::clamp(nextZoom(m_zoom, closer), std::min(1.0, least), greatestZoom);
    m_place = (widgetPoint * devicePixelRatioF() - (kept + QPointF(0.5, 0.5)) * m_zoom).toPoint();
    m_fitted = false;
    clampPlace();
    update();
}

/// A quarter of the widget always shows picture.
void ImageCanvas::clampPlace()
{
    const QSizeF own = QSizeF(size()) * devicePixelRatioF();
    const QSizeF shown = QSizeF(m_picture.size()) * m_zoom;
    const auto clamped = [](int place, double widget, double picture) {
        const double margin = std::min(widget, picture) / 4;
        return static_cast<int>(std::clamp(static_cast<double>(place), margin - picture, widget - margin));
    };
    m_place = {clamped(m_place.x(), own.width(), shown.width()), clamped(m_place.y(), own.height(), shown.height())};
}

QRectF ImageCanvas::target() const
{
    return {QPointF(m_place), QSizeF(m_picture.size()) * m_zoom};
}

void ImageCanvas::paintEvent(QPaintEvent*)
{
    const Colours& c = theme().colours();
    QPainter painter(this);
    QPainter::RenderHints smooth = QPainter::Antialiasing;
    if (m_picture.isNull()) {
        painter.setPen(c.textMuted);
        painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    } else {
        const double ratio = devicePixelRatioF();
        painter.scale(1 / ratio, 1 / ratio);
        // On a screen of, say, 125 % the widget itself may begin between two device pixels; the picture must not.
        const QTransform device = painter.deviceTransform();
        painter.translate(std::round(device.dx()) - device.dx(), std::round(device.dy()) - device.dy());
        painter.setRenderHint(QPainter::SmoothPixmapTransform, m_zoom < 1);
        painter.drawImage(target(), m_picture);
        if (showsHeat())
            m_heat.paint(painter, target(), m_heatOpacity, ratio);
        painter.setPen(QPen(c.control, 0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(target().adjusted(-0.5, -0.5, 0.5, 0.5));
        painter.resetTransform();
        painter.setRenderHints(smooth);
        paintCursor(painter);
    }
    if (hasFocus()) {
        painter.setRenderHints(smooth);
        painter.setPen(QPen(c.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void ImageCanvas::paintCursor(QPainter& painter) const
{
    for (const QPointF& echo : m_echoes)
        paintRing(painter, echo);
    if (!m_cursor)
        return;
    paintRing(painter, *m_cursor);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().colours().cursor);
    painter.drawEllipse(toWidget(*m_cursor), 2.5, 2.5);
}

void ImageCanvas::paintRing(QPainter& painter, QPointF pixel) const
{
    const QPointF at = toWidget(pixel);
    const double radius = std::max(6.0, m_zoom / devicePixelRatioF() * 0.8);
    // A dark ring below a bright one: seen on every colour of the picture.
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 190), 4));
    painter.drawEllipse(at, radius, radius);
    painter.setPen(QPen(Qt::white, 2));
    painter.drawEllipse(at, radius, radius);
}

void ImageCanvas::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_fitted)
        fit();
    else
        clampPlace();
}

void ImageCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = true;
    m_panned = false;
    m_pressedAt = event->position();
    m_pressedPlace = m_place;
}

void ImageCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (m_picture.isNull())
        return;
    if (m_pressed) {
        const QPointF moved = event->position() - m_pressedAt;
        if (!m_panned && moved.manhattanLength() < QApplication::startDragDistance())
            return;
        m_panned = true;
        m_fitted = false;
        setCursor(Qt::ClosedHandCursor);
        m_place = m_pressedPlace + (moved * devicePixelRatioF()).toPoint();
        clampPlace();
        update();
        return;
    }
    followMouse(event->position());
}

void ImageCanvas::followMouse(QPointF widgetPoint)
{
    const QPointF pixel = toPicture(widgetPoint);
    if (inside(pixel)) {
        setCursor(Qt::CrossCursor);
        setCursorPixel(pixel);
        Q_EMIT cursorMoved(pixel);
    } else if (m_cursor) {
        unsetCursor();
        setCursorPixel({});
        Q_EMIT cursorLeft();
    }
}

void ImageCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    m_pressed = false;
    unsetCursor();
    if (!m_picture.isNull())
        followMouse(event->position());
}

void ImageCanvas::mouseDoubleClickEvent(QMouseEvent*)
{
    fit();
}

void ImageCanvas::wheelEvent(QWheelEvent* event)
{
    if (m_picture.isNull() || event->angleDelta().y() == 0) {
        event->ignore();
        return;
    }
    zoomAt(event->position(), event->angleDelta().y() > 0);
    event->accept();
}

void ImageCanvas::leaveEvent(QEvent*)
{
    if (!m_cursor || m_pressed)
        return;
    setCursorPixel({});
    Q_EMIT cursorLeft();
}

void ImageCanvas::moveCursor(QPoint by)
{
    const QPointF from = m_cursor ? *m_cursor : QPointF((m_picture.width() - 1) / 2.0, (m_picture.height() - 1) / 2.0);
    const QPointF pixel(std::clamp(std::round(from.x()) + by.x(), 0.0, m_picture.width() - 1.0),
                        std::clamp(std::round(from.y()) + by.y(), 0.0, m_picture.height() - 1.0));
    setCursorPixel(pixel);
    Q_EMIT cursorMoved(pixel);
}

void ImageCanvas::keyPressEvent(QKeyEvent* event)
{
    if (m_picture.isNull()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int step = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
    const QPointF centre = m_cursor ? toWidget(*m_cursor) : QPointF(rect().center());
    switch (event->key()) {
        case Qt::Key_Left: moveCursor({-step, 0}); break;
        case Qt::Key_Right: moveCursor({step, 0}); break;
        case Qt::Key_Up: moveCursor({0, -step}); break;
        case Qt::Key_Down: moveCursor({0, step}); break;
        case Qt::Key_Plus:
        case Qt::Key_Equal: zoomAt(centre, true); break;
        case Qt::Key_Minus: zoomAt(centre, false); break;
        case Qt::Key_F: fit(); break;
        default: QWidget::keyPressEvent(event);
    }
}

void ImageCanvas::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void ImageCanvas::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

}  // namespace sightline::widgets
