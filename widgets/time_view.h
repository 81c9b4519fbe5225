// What every view of a long recording has in common: the part shown, the axis of time, the cursor, boxes, mouse and
// keys.
#pragma once

#include <QMargins>
#include <QPointF>
#include <QRect>
#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/frequency_axis.h"
#include "widgets/time_boxes.h"
#include "widgets/timeline.h"

class QPainter;

namespace sightline::widgets {

struct Colours;

/// The part that is shown. Views that stand above each other share one by value.
struct Viewport {
    Interval seconds{0, 1};  ///< on the axis of time
    Interval hertz{0, 1};
    bool operator==(const Viewport&) const = default;
};

/// Wheel scrolls in frequency (where there is none: in time), Shift+wheel in time, Ctrl+wheel zooms in time and
/// Ctrl+Shift+wheel in frequency, both about the mouse; Alt+wheel is the view's own. Dragging with the left button
/// draws a box or moves what it grips, with the middle or right one pans; a double click seeks. Keys: + and - zoom
/// about the cursor, F shows everything and Shift+F the selected box, arrows pan, `,` and `.` step the cursor (Shift:
/// ten steps), Insert makes a box at the cursor, Delete asks to remove the selected one; with Ctrl arrows move it, with
/// Shift they move its end and upper edge, with Alt its begin and lower edge; P and Shift+P select the next and the
/// one before.
/// Views are told and report only what the user did.
class TimeView : public QWidget {
    Q_OBJECT
public:
    explicit TimeView(QWidget* parent = nullptr);
    ~TimeView() override;

    /// A new recording: shows all of it, without cursor and boxes. `hertz`: the whole band it holds. `rateHz` limits
    /// the zoom to some tens of samples; 0: none.
    void setRecording(const Timeline& timeline, const Interval& hertz, double rateHz);
    [[nodiscard]] const Timeline& timeline() const { return m_timeline; }
    [[nodiscard]] const Interval& wholeBand() const { return m_band; }

    /// Brought inside the recording.
    void setViewport(const Viewport& viewport);
    [[nodiscard]] const Viewport& viewport() const { return m_viewport; }
    /// Everything.
    void fit();
    /// > 1: closer, about a moment of the axis.
    void zoomTime(double aboutSeconds, double factor);
    void zoomFrequency(double aboutPosition, double factor);

    /// The linked line; nothing: none.
    void setCursorMoment(std::optional<double> seconds);
    [[nodiscard]] std::optional<double> cursorMoment() const { return m_cursor; }
    /// Where sound is being played; nothing: nowhere. Scrolls nothing.
    void setPlayhead(std::optional<double> seconds);
    [[nodiscard]] std::optional<double> playhead() const { return m_playhead; }

    void setBoxes(std::vector<TimeBox> boxes);
    [[nodiscard]] const std::vector<TimeBox>& boxes() const { return m_boxes; }
    /// Empty: none. Kept though no such box is there yet.
    void setSelectedBox(const QString& id);
    [[nodiscard]] const QString& selectedBox() const { return m_selected; }
    /// False: dragging with the left button pans and no box changes.
    void setDrawingAllowed(bool allowed) { m_drawingAllowed = allowed; }

    /// The lower of two views carries the numbers for both.
    void setTimeAxisVisible(bool visible);
    /// In the middle while there is no recording.
    void setEmptyText(const QString& text);
    /// What the line above the picture says: moment, frequency and value under the cursor.
    [[nodiscard]] virtual QString cursorText() const = 0;

    /// Where the signal is drawn, in the widget's pixels. All views of one width have the same left and right edge.
    [[nodiscard]] QRect plotArea() const;
    [[nodiscard]] double xOf(double seconds) const;
    [[nodiscard]] double secondsAt(double x) const;

    [[nodiscard]] QSize sizeHint() const override { return {640, 280}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {280, 110}; }

Q_SIGNALS:
    void viewportChanged(const sightline::widgets::Viewport& viewport);
    void cursorMoved(double seconds);
    void cursorLeft();
    /// A double click.
    void seekAsked(double seconds);
    void boxDrawn(const sightline::Extent& where);
    /// Its edges were moved; the view shows it already.
    void boxChanged(const QString& id, const sightline::Extent& where);
    /// Empty: none.
    void boxSelected(const QString& id);
    void boxRemovalAsked(const QString& id);

protected:
    /// The signal within plotArea(), clipped to it.
    virtual void paintSignal(QPainter& painter, const QRect& area, const Colours& colours) = 0;
    /// The numbers left and right of it.
    virtual void paintScales(QPainter& painter, const QRect& area, const Colours& colours) = 0;
    /// Nothing for a view that has no frequencies.
    [[nodiscard]] virtual std::optional<FrequencyAxis> frequencyAxis() const { return {}; }
    /// Alt+wheel: steps of a notch, upwards positive.
    virtual void turned(double steps, bool shift);
    /// The viewport or the size changed.
    virtual void viewportMoved() {}
    [[nodiscard]] std::optional<QPointF> mouseAt() const { return m_mouse; }
    /// Tells screen readers what cursorText() says now.
    void speakCursor();

    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Drag { None, Pan, Draw, Grip };
    [[nodiscard]] Viewport broughtInside(Viewport viewport) const;
    void moveViewport(const Viewport& viewport);
    void panBy(double shareOfTime, double shareOfBand);
    void moveCursor(double seconds);
    [[nodiscard]] QMargins marginsNow() const;
    [[nodiscard]] QRectF rectOf(const Extent& where) const;
    [[nodiscard]] const TimeBox* boxAt(QPointF at) const;
    [[nodiscard]] TimeBox* selected();
    [[nodiscard]] BoxLimits limits() const;
    [[nodiscard]] double shareAt(double y) const;
    void select(const QString& id);
    void selectNext(int by);
    bool nudge(const QKeyEvent& event);
    void report(const TimeBox& box);
    void drawAtCursor();
    void showBox(const TimeBox& box);
    void updateShape(QPointF at);
    void paintTimeAxis(QPainter& painter, const QRect& area, const Colours& colours) const;
    void paintGaps(QPainter& painter, const QRect& area, const Colours& colours) const;
    void paintBoxes(QPainter& painter, const QRect& area, const Colours& colours) const;
    void paintBox(QPainter& painter, const TimeBox& box, const Colours& colours) const;
    void paintLines(QPainter& painter, const QRect& area, const Colours& colours) const;

    Timeline m_timeline;
    Interval m_band{0, 1};
    double m_leastSeconds = 1e-3;
    Viewport m_viewport;
    std::optional<double> m_cursor, m_playhead;
    std::vector<TimeBox> m_boxes;
    QString m_selected, m_emptyText;
    bool m_drawingAllowed = true;
    bool m_timeAxisVisible = true;
    mutable QMargins m_margins;  ///< null: not known yet

    std::optional<QPointF> m_mouse;
    Drag m_drag = Drag::None;
    bool m_dragged = false;  ///< further than a shaking hand
    QPointF m_pressedAt;
    Viewport m_pressedViewport;
    BoxGrip m_grip;
    Extent m_pressedBox;
    std::optional<Extent> m_drawing;
};

}  // namespace sightline::widgets
