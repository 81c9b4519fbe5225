// A value against time over the whole of a recording, and beneath it the windows it is judged by with their scores.
// Knows nothing of what is measured.
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

namespace sightline::widgets {

/// One window of the recording. Windows may overlap; each is shown around its own middle.
struct StripWindow {
    double begin = 0;  ///< seconds
    double end = 0;
    std::optional<double> score;  ///< 0 … 1
    QString words;                ///< what the score says: "91 % machine"
};

class TimeStrip : public QWidget {
    Q_OBJECT
public:
    explicit TimeStrip(QWidget* parent = nullptr);

    /// Times never decrease; a value that is not a number breaks the curve. The axis is logarithmic from `low` to
    /// `high`; `title` names it with its unit.
    void setSeries(std::vector<double> seconds, std::vector<float> values, double low, double high,
                   const QString& title);
    void clear();
    /// `title` says what the bars mean. Above the line at one half they are in the accent's colour.
    void setWindows(std::vector<StripWindow> windows, const QString& title);
    [[nodiscard]] const std::vector<StripWindow>& windows() const { return m_windows; }
    /// -1: none. Emits nothing.
    void setCurrentWindow(int window);
    [[nodiscard]] int currentWindow() const { return m_current; }
    /// Emits nothing.
    void setCursor(std::optional<double> seconds);
    using QWidget::setCursor;

    /// The times shown.
    [[nodiscard]] double begin() const { return m_begin; }
    [[nodiscard]] double end() const { return m_end; }
    void zoomAt(double seconds, double factor);
    void fit();
    [[nodiscard]] double toSeconds(double x) const;
    [[nodiscard]] double toX(double seconds) const;
    /// The window whose bar lies at this time; -1: none.
    [[nodiscard]] int windowAt(double seconds) const;
    /// Where the bars are.
    [[nodiscard]] QRect lane() const;

    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 84}; }
    [[nodiscard]] QSize sizeHint() const override { return {420, 120}; }

Q_SIGNALS:
    /// The user pointed at a time of the curve.
    void cursorMoved(double seconds);
    void windowChosen(int window);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Bar {
        double begin = 0;
        double end = 0;
    };
    [[nodiscard]] QRect curveRoom() const;
    [[nodiscard]] Bar barOf(std::size_t window) const;
    [[nodiscard]] double last() const { return m_seconds.empty() ? 1 : m_seconds.back(); }
    void drawCurve(QPainter& painter);
    void drawAxes(QPainter& painter) const;
    void drawLane(QPainter& painter) const;
    void changed();

    std::vector<double> m_seconds;
    std::vector<float> m_values;
    double m_low = 1;
    double m_high = 10;
    QString m_title;
    std::vector<StripWindow> m_windows;
    QString m_windowTitle;
    int m_current = -1;
    std::optional<double> m_cursor;
    double m_begin = 0;
    double m_end = 1;
    QImage m_curve;  ///< the curve as drawn for the present view; null: to be drawn
};

}  // namespace sightline::widgets
