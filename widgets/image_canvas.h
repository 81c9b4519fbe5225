// The picture itself: scaling, panning, the cursor. ImageView puts channel choice and legend around it.
#pragma once

#include <QImage>
#include <QPoint>
#include <QPointF>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/heat_map.h"

namespace sightline::widgets {

/// Works in device pixels, so that a picture pixel is always a whole number of them (from 1:1 upwards).
class ImageCanvas : public QWidget {
    Q_OBJECT
public:
    explicit ImageCanvas(QWidget* parent = nullptr);

    /// Keeps zoom and place if the size is the same.
    void setPicture(const QImage& picture);
    /// Over the picture if it is of the same size; an empty one: none.
    void setHeat(HeatMap heat);
    [[nodiscard]] bool showsHeat() const { return !m_heat.empty() && m_heat.colours().size() == m_picture.size(); }
    [[nodiscard]] const HeatMap& heat() const { return m_heat; }
    void setHeatOpacity(double opacity);
    [[nodiscard]] double heatOpacity() const { return m_heatOpacity; }
    void setEmptyText(const QString& text);
    [[nodiscard]] const QString& emptyText() const { return m_emptyText; }
    void setCursorPixel(std::optional<QPointF> pixel);
    /// Other places of the picture that show what is under the cursor.
    void setEchoes(std::vector<QPointF> pixels);
    [[nodiscard]] const std::vector<QPointF>& echoes() const { return m_echoes; }
    [[nodiscard]] std::optional<QPointF> cursorPixel() const { return m_cursor; }

    void fit();
    void zoomAt(QPointF widgetPoint, bool closer);
    [[nodiscard]] double zoom() const { return m_zoom; }
    [[nodiscard]] QPointF toPicture(QPointF widgetPoint) const;
    [[nodiscard]] QPointF toWidget(QPointF picturePixel) const;

    [[nodiscard]] QSize sizeHint() const override { return {320, 320}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {96, 96}; }

Q_SIGNALS:
    void cursorMoved(QPointF picturePixel);
    void cursorLeft();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] bool inside(QPointF picturePixel) const;
    [[nodiscard]] QRectF target() const;
    void followMouse(QPointF widgetPoint);
    void moveCursor(QPoint by);
    void clampPlace();
    void paintCursor(QPainter& painter) const;
    void paintRing(QPainter& painter, QPointF pixel) const;

    QImage m_picture;
    HeatMap m_heat;
    double m_heatOpacity = 0.6;
    QString m_emptyText;
    std::optional<QPointF> m_cursor;
    std::vector<QPointF> m_echoes;
    double m_zoom = 1;     ///< device pixels per picture pixel
    QPoint m_place;        ///< device pixels: the picture's top left corner
    bool m_fitted = true;  ///< follows the widget's size until zoomed or panned
    bool m_pressed = false, m_panned = false;
    QPointF m_pressedAt;  ///< logical pixels
    QPoint m_pressedPlace;
};

}  // namespace sightline::widgets
