// The whole recording in a strip, with the part that the views show framed: the way around in weeks of sound.
#pragma once

#include <QImage>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/dsp/spectrogram_tiles.h"
#include "core/imaging/colour_map.h"
#include "widgets/sound_sources.h"
#include "widgets/timeline.h"

namespace sightline::widgets {

/// A long-term average spectrum: the mean level of every stretch, from 0 Hz (bottom) to the highest, with its scales.
/// What goes on for long stands out, where the spectrogram's maximum shows what is short. A click or drag moves the
/// frame, the wheel zooms it, Left and Right move it by its length, Home and End go to the ends. Reports only what the
/// user did.
class OverviewStrip final : public QWidget {
    Q_OBJECT
public:
    explicit OverviewStrip(QWidget* parent = nullptr);

    /// Another recording; nothing is drawn before setLevels().
    void setRecording(const Timeline& timeline);
    /// A tile that shows everything (grid.levelOfAll()) and what its frames and bins mean.
    void setLevels(const dsp::SpectrogramTile& tile, const SpectrogramShape& shape);
    [[nodiscard]] bool isEmpty() const { return m_levels.empty(); }
    /// Mean level at a moment, in the unit of the source; nothing in gaps and before setLevels().
    [[nodiscard]] std::optional<double> levelAt(double axisSeconds, double hertz) const;
    void setColourMap(imaging::ColourMap map);
    /// What is framed.
    void setShown(const Interval& axisSeconds);
    [[nodiscard]] const Interval& shown() const { return m_shown; }
    /// Moments worth going to, drawn as ticks above the picture.
    void setMarks(std::vector<double> axisSeconds);
    /// Left and right edge of the views below, in pixels from this widget's edges.
    void setMargins(int left, int right);

    [[nodiscard]] QSize sizeHint() const override { return {640, 64}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 28}; }

Q_SIGNALS:
    void shownChanged(const sightline::Interval& axisSeconds);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] QRect area() const;
    [[nodiscard]] double secondsAt(double x) const;
    void moveTo(double begin, double length);
    [[nodiscard]] std::optional<std::size_t> columnAt(double axisSeconds) const;
    [[nodiscard]] QString textAt(const QPoint& at) const;
    void compose(QSize pixels);
    void describe();

    Timeline m_timeline;
    std::vector<float> m_levels;  ///< mean in the unit of the source, bins of one column after the other
    SpectrogramShape m_shape;
    int m_level = 0, m_columns = 0;
    bool m_estimated = false;
    float m_lowest = 0, m_highest = 0;  ///< of the colours
    imaging::ColourMap m_map = imaging::ColourMap::Viridis;
    Interval m_shown{0, 0};
    std::vector<double> m_marks;
    int m_left = 0, m_right = 0;
    double m_gripped = 0;  ///< where in the frame it was taken, seconds
    QImage m_image;
};

}  // namespace sightline::widgets
