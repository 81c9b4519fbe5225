// A plot of curves over an x and a y axis: closed loops and series, reference lines, overlays, zoom, a linked cursor.
#pragma once

#include <QColor>
#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QWidget>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QCustomPlot;
class QFrame;
class QMouseEvent;
class QWheelEvent;

namespace sightline::widgets {

struct Colours;

/// One curve in the units of the axes; converting is the caller's. NaN in x or y breaks the line.
struct PlotCurve {
    QString name;  ///< in the legend; empty: not in the legend
    std::vector<QPointF> points;
    QColor colour = {};  ///< invalid: the theme's colour for its place in the list
    double width = 2.0;  ///< logical pixels
    Qt::PenStyle dash = Qt::SolidLine;
    bool closed = false;  ///< a loop: the last point is joined to the first
    bool fill = false;    ///< the inside of a closed curve tinted
    bool fit = true;      ///< fit() makes room for it
};

/// A straight line across the whole plot, with a label at its end.
struct ReferenceLine {
    Qt::Orientation orientation = Qt::Horizontal;  ///< Horizontal: at y = value
    double value = 0;
    QString label = {};
    QColor colour = {};  ///< invalid: muted text colour
    Qt::PenStyle dash = Qt::DashLine;
};

/// Wheel zooms at the mouse (Shift: x only, Ctrl: y only), dragging pans, double click and F fit, + and - zoom at the
/// cursor, arrows pan, `,` and `.` step the cursor (Shift: ten at a time), Home and End go to the curve's ends.
/// Screen readers get title, axes and the cursor's read-out.
class SignalPlot : public QWidget {
    Q_OBJECT
public:
    explicit SignalPlot(QWidget* parent = nullptr);
    ~SignalPlot() override;

    /// Titles with their unit: "Position (m)". The title is spoken and exported, not drawn.
    void setTitle(const QString& title);
    void setAxes(const QString& xTitle, const QString& yTitle);
    [[nodiscard]] QString xTitle() const { return m_xTitle; }
    [[nodiscard]] QString yTitle() const { return m_yTitle; }

    /// Replaces all curves. The cursor goes away if the tracked curve no longer has its point; the view stays unless
    /// it was never fitted or `fitView` is set.
    void setCurves(std::vector<PlotCurve> curves, bool fitView = true);
    [[nodiscard]] const std::vector<PlotCurve>& curves() const { return m_curves; }
    /// Curves drawn below, thinner and never tracked: reference cards, other strokes, a selection.
    void setOverlays(std::vector<PlotCurve> overlays);
    void setReferenceLines(std::vector<ReferenceLine> lines);
    /// No curves, the empty text again.
    void clear();
    /// Shown in the middle while there are no points.
    void setEmptyText(const QString& text);
    void setLegendVisible(bool visible);

    /// The curve the cursor moves on (default 0), an index of curves().
    void setTrackedCurve(int curve);
    /// Marks a point of the tracked curve; -1 or out of range: none. Emits nothing, so that views can be linked.
    void setCursor(int index);
    using QWidget::setCursor;
    [[nodiscard]] int cursorIndex() const { return m_cursorIndex; }
    /// What the read-out says of a point; default "x-title: value, y-title: value" with units taken from the titles.
    void setReadout(std::function<QString(int index)> readout);
    [[nodiscard]] QString cursorText() const;

    /// Shows everything with 6 % margin on all sides.
    void fit();
    /// Zooms by `factor` (> 1: closer) about a point in axis units.
    void zoomAt(QPointF centre, double factor);
    /// The visible part in axis units (left, top = lowest y, width, height).
    [[nodiscard]] QRectF view() const;
    void setView(const QRectF& view);
    /// Widget pixels ↔ axis units.
    [[nodiscard]] QPointF toAxes(QPointF widgetPoint) const;
    [[nodiscard]] QPointF toWidget(QPointF axesPoint) const;

    /// One left margin for plots that stand above each other, so that their x axes line up. Call again when new data
    /// bring longer numbers.
    static void alignMargins(const std::vector<SignalPlot*>& plots);

    /// As seen, with axes and legend, in the colours of the light scheme if `forPaper`.
    [[nodiscard]] QImage toImage(QSize logicalSize, double scale = 2.0, bool forPaper = true);
    /// SVG text of the same; empty if it could not be written.
    [[nodiscard]] QByteArray toSvg(QSize logicalSize, bool forPaper = true);

    [[nodiscard]] QSize sizeHint() const override { return {480, 320}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 130}; }

Q_SIGNALS:
    /// The user moved the cursor to this point of the tracked curve; -1: the mouse left.
    void cursorMoved(int index);
    /// The user clicked a point of the tracked curve.
    void pointClicked(int index);
    void viewChanged(const QRectF& view);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Items;
    void makeCursorItems();
    void rebuild();
    void rebuildLines();
    void thin();
    void recolour();
    void recolourCursor(const Colours& colours);
    void layoutLegend();
    void updateCursor();
    void placeCursor(QPointF point);
    void moveCursorTo(int index);
    void onRangeChanged();
    void zoomAxes(QPointF centre, double xFactor, double yFactor);
    [[nodiscard]] int nearestPoint(QPointF widgetPoint, double withinPixels) const;
    [[nodiscard]] const PlotCurve* tracked() const;
    [[nodiscard]] std::optional<QRectF> dataBounds() const;
    bool handleMouse(QEvent* event);
    bool handleWheel(QWheelEvent& event);
    bool handlePress(QMouseEvent& event);
    bool handleMove(QMouseEvent& event);
    bool handleRelease(QMouseEvent& event);
    void renderOnPaper(bool forPaper, const std::function<void()>& render);

    QCustomPlot* m_plot = nullptr;
    QFrame* m_focusFrame = nullptr;
    std::unique_ptr<Items> m_items;
    QString m_title, m_xTitle, m_yTitle, m_emptyText;
    std::vector<PlotCurve> m_curves, m_overlays;
    std::vector<ReferenceLine> m_lines;
    std::function<QString(int)> m_readout;
    int m_trackedCurve = 0;
    int m_cursorIndex = -1;
    bool m_fitted = false;
    bool m_legendVisible = true;
    bool m_paper = false;
    bool m_settingView = false;
    std::optional<QPointF> m_pressed;  ///< where the left button went down, widget pixels
    QRectF m_pressedView;
    bool m_dragging = false;
};

}  // namespace sightline::widgets
