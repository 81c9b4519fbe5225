// A path in the plane, coloured by a value along it. A long path is drawn in short slices between events, so that
// the window never waits for it. Knows nothing of what moved.
#pragma once

#include <QColor>
#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QTimer>
#include <QTransform>
#include <QWidget>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace sightline::widgets {

struct TrackPoint {
    QPointF at;           ///< in the path's own units, y down
    float value = 0;      ///< colours the line that leads here
    bool joined = false;  ///< a line leads here from the point before
    bool thick = false;
};

/// Something that happened at a point.
struct TrackMark {
    enum class Kind { Disc, TickUp, TickDown };
    Kind kind = Kind::Disc;
    int point = 0;
    QColor colour;  ///< ticks without one are drawn in the colour of text
};

struct Track {
    std::vector<TrackPoint> points;
    std::vector<TrackMark> marks;  ///< in the order of their points
    QRectF frame;                  ///< drawn, and in view when all is shown; empty: the path's own extent
};
using TrackRef = std::shared_ptr<const Track>;

/// The colour of a value on a logarithmic scale: a perceptually even map, without the end that would vanish on the
/// background of the theme. Values beyond the ends take the colours of the ends.
QColor trackColour(double value, double low, double high);

class TrackView : public QWidget {
    Q_OBJECT
public:
    explicit TrackView(QWidget* parent = nullptr);
    ~TrackView() override;

    /// Shows all of it. nullptr: nothing to show.
    void setTrack(TrackRef track);
    [[nodiscard]] const TrackRef& track() const { return m_track; }
    /// Other paths to compare with, behind it in one pale colour; they change nothing about what is in view. nullptr:
    /// none. Stays when the track changes.
    void setBackdrop(TrackRef track);
    [[nodiscard]] const TrackRef& backdrop() const { return m_backdrop; }
    /// The values at both ends of the colours; the scale is logarithmic.
    void setScale(double low, double high);
    /// These points stand out and the others are pale; count 0: all alike.
    void setEmphasis(int first, int count);
    /// While something plays: all is pale but so many points up to the cursor. 0: off.
    void setTrail(int points);
    void setEmptyText(const QString& text);
    /// What the pointer reads at a point, for the accessible description and the read-out.
    void setReadout(std::function<QString(int)> readout);

    /// A point; -1: none. Emits nothing.
    void setCursor(int point);
    using QWidget::setCursor;
    [[nodiscard]] int cursorPoint() const { return m_cursor; }

    /// About a place of the widget; above 1 nearer.
    void zoomAt(QPointF place, double factor);
    /// About the cursor if it is in view, else about the middle.
    void zoom(double factor);
    void fit();
    /// Path units to pixels of this widget.
    [[nodiscard]] QTransform transform() const;
    /// True once every line of the present view is drawn.
    [[nodiscard]] bool finished() const { return m_next < 0 && m_nextBehind < 0; }
    /// All of it at once, however long that takes; for export.
    [[nodiscard]] QImage toImage(QSize size) const;

    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 120}; }
    [[nodiscard]] QSize sizeHint() const override { return {420, 300}; }

Q_SIGNALS:
    /// The user moved over another point; -1: the pointer left.
    void cursorMoved(int point);
    /// The last line of the present view was drawn.
    void drawn();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    [[nodiscard]] QRectF extent() const;
    [[nodiscard]] QTransform fitted(QSizeF size) const;
    [[nodiscard]] bool pale() const { return m_emphasised > 0 || m_trail > 0; }
    /// Draws the path anew; until it is there the old picture is shown, moved and stretched.
    void restart();
    void drawSlice();
    enum class Ink { Full, Faint, Behind };
    /// Lines up to `last` from `first`, stopping when `enough` says so; returns where it stopped.
    int drawLines(QPainter& painter, const QTransform& to, const Track& track, int first, int last, Ink ink,
                  const std::function<bool()>& enough) const;
    void drawMarks(QPainter& painter, const QTransform& to, int first, int last, bool faint) const;
    void drawCursor(QPainter& painter, const QTransform& to) const;
    [[nodiscard]] int nearest(QPointF place) const;
    void describe();

    TrackRef m_track;
    TrackRef m_backdrop;
    double m_low = 1;
    double m_high = 10;
    int m_first = 0;
    int m_emphasised = 0;
    int m_trail = 0;
    int m_cursor = -1;
    QString m_emptyText;
    std::function<QString(int)> m_readout;
    QTransform m_view;         ///< on top of the fitted one
    QImage m_picture;          ///< of the whole path, as far as it is drawn
    QTransform m_pictureView;  ///< what it is drawn by
    QImage m_before;           ///< shown while the new one is incomplete
    QTransform m_beforeView;
    int m_nextBehind = -1;  ///< the next point of the backdrop to draw; -1: all drawn
    int m_next = -1;        ///< the next point to draw; -1: all drawn
    QTimer m_slices;
    std::optional<QPointF> m_dragFrom;
};

}  // namespace sightline::widgets
