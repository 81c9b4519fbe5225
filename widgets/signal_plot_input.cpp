// Mouse, wheel and keys of SignalPlot, and its export.
#include <qcustomplot.h>

#include <QApplication>
#include <QBuffer>
#include <QSvgGenerator>
#include <cmath>

#include "widgets/signal_plot.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

constexpr double wheelFactor = 1.25;
constexpr double catchPixels = 48;  ///< how near the mouse must be to a curve for the cursor to appear

}  // namespace

bool SignalPlot::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_plot && handleMouse(event))
        return true;
    return QWidget::eventFilter(watched, event);
}

bool SignalPlot::handleMouse(QEvent* event)
{
    switch (event->type()) {
        case QEvent::Wheel: return handleWheel(*static_cast<QWheelEvent*>(event));
        case QEvent::MouseButtonPress: return handlePress(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseMove: return handleMove(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonRelease: return handleRelease(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonDblClick:
            m_pressed.reset();
            fit();
            return true;
        case QEvent::Leave:
            if (!m_pressed)
                moveCursorTo(-1);
            return false;
        default: return false;
    }
}

bool SignalPlot::handleWheel(QWheelEvent& event)
{
    // Some systems turn Shift or Alt with the wheel into a horizontal one.
    const QPoint delta = event.angleDelta();
    const int turned = delta.y() != 0 ? delta.y() : delta.x();
    if (turned == 0 || !dataBounds())
        return false;
    const double factor = std::pow(wheelFactor, turned / 120.0);
    const bool onlyX = event.modifiers() & Qt::ShiftModifier, onlyY = event.modifiers() & Qt::ControlModifier;
    zoomAxes(toAxes(event.position()), onlyY ? 1 : factor, onlyX ? 1 : factor);
    return true;
}

bool SignalPlot::handlePress(QMouseEvent& event)
{
    setFocus(Qt::MouseFocusReason);
    if (event.button() != Qt::LeftButton)
        return false;
    m_pressed = event.position();
    m_pressedView = view();
    m_dragging = false;
    return true;
}

bool SignalPlot::handleMove(QMouseEvent& event)
{
    if (!m_pressed) {
        moveCursorTo(nearestPoint(event.position(), catchPixels));
        return true;
    }
    const QPointF moved = event.position() - *m_pressed;
    if (!m_dragging && moved.manhattanLength() < QApplication::startDragDistance())
        return true;
    if (!m_dragging) {
        m_dragging = true;
        m_plot->setCursor(Qt::ClosedHandCursor);
    }
    const QRect area = m_plot->axisRect()->rect();
    setView(m_pressedView.translated(-moved.x() / area.width() * m_pressedView.width(),
                                     moved.y() / area.height() * m_pressedView.height()));
    return true;
}

bool SignalPlot::handleRelease(QMouseEvent& event)
{
    if (!m_pressed || event.button() != Qt::LeftButton)
        return false;
    const bool clicked = !m_dragging;
    m_pressed.reset();
    m_dragging = false;
    m_plot->setCursor(Qt::CrossCursor);
    const int index = nearestPoint(event.position(), catchPixels);
    moveCursorTo(index);
    if (clicked && index >= 0)
        Q_EMIT pointClicked(index);
    return true;
}

void SignalPlot::keyPressEvent(QKeyEvent* event)
{
    const PlotCurve* curve = tracked();
    const int count = curve != nullptr ? static_cast<int>(curve->points.size()) : 0;
    const auto step = [&](int by) {
        if (count == 0)
            return;
        const int from = m_cursorIndex < 0 ? (by > 0 ? -by : count) : m_cursorIndex;
        const int wrapped = ((from + by) % count + count) % count;
        moveCursorTo(curve->closed ? wrapped : std::clamp(from + by, 0, count - 1));
    };
    const auto pan = [this](double x, double y) {
        setView(view().translated(view().width() * x, view().height() * y));
    };
    const QPointF centre = m_cursorIndex >= 0 && curve != nullptr
                               ? curve->points[static_cast<std::size_t>(m_cursorIndex)]
                               : view().center();
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal: zoomAt(centre, wheelFactor); break;
        case Qt::Key_Minus: zoomAt(centre, 1 / wheelFactor); break;
        case Qt::Key_F: fit(); break;
        case Qt::Key_Left: pan(-0.1, 0); break;
        case Qt::Key_Right: pan(0.1, 0); break;
        case Qt::Key_Up: pan(0, 0.1); break;
        case Qt::Key_Down: pan(0, -0.1); break;
        case Qt::Key_Comma: step(-1); break;
        case Qt::Key_Period: step(1); break;
        case Qt::Key_Less: step(-10); break;
        case Qt::Key_Greater: step(10); break;
        case Qt::Key_Home: moveCursorTo(count > 0 ? 0 : -1); break;
        case Qt::Key_End: moveCursorTo(count - 1); break;
        default: QWidget::keyPressEvent(event);
    }
}

void SignalPlot::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    m_focusFrame->show();
    m_focusFrame->raise();
}

void SignalPlot::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    m_focusFrame->hide();
}

void SignalPlot::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_plot->setGeometry(rect());
    m_focusFrame->setGeometry(rect());
    layoutLegend();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void SignalPlot::renderOnPaper(bool forPaper, const std::function<void()>& render)
{
    m_paper = forPaper;
    recolour();
    const bool focused = m_focusFrame->isVisible();
    m_focusFrame->hide();
    render();
    m_focusFrame->setVisible(focused);
    m_paper = false;
    recolour();
}

QImage SignalPlot::toImage(QSize logicalSize, double scale, bool forPaper)
{
    QImage image;
    renderOnPaper(forPaper,
                  [&] { image = m_plot->toPixmap(logicalSize.width(), logicalSize.height(), scale).toImage(); });
    return image;
}

QByteArray SignalPlot::toSvg(QSize logicalSize, bool forPaper)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(96);  // a logical pixel is a CSS pixel
    generator.setSize(logicalSize);
    generator.setViewBox(QRect(QPoint(0, 0), logicalSize));
    generator.setTitle(m_title);
    renderOnPaper(forPaper, [&] {
        QCPPainter painter;
        if (!painter.begin(&generator))
            return;
        painter.setMode(QCPPainter::pmVectorized);
        painter.setMode(QCPPainter::pmNoCaching);
        m_plot->toPainter(&painter, logicalSize.width(), logicalSize.height());
        painter.end();
    });
    return buffer.data();
}

}  // namespace sightline::widgets
