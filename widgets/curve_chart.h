// Curves over training epochs: raw values, no smoothing.
#pragma once

#include <QColor>
#include <QPointF>
#include <QString>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

class QCustomPlot;

namespace sightline::widgets {

struct ChartSeries {
    QString name;
    std::vector<QPointF> points = {};  ///< x ascending
    QColor colour = {};                ///< invalid: the theme's colour for its place
    Qt::PenStyle dash = Qt::SolidLine;
    bool rightAxis = false;  ///< a second scale (accuracy beside loss)
};

/// Fits itself to its data as they grow; not zoomable. Screen readers get every series' last value.
class CurveChart : public QWidget {
    Q_OBJECT
public:
    explicit CurveChart(QWidget* parent = nullptr);
    ~CurveChart() override;

    void setAxes(const QString& xTitle, const QString& leftTitle, const QString& rightTitle = {});
    void setSeries(std::vector<ChartSeries> series);
    /// Adds one value to a series.
    void append(int series, QPointF point);
    /// A vertical line: the epoch whose weights are kept.
    void setMark(std::optional<double> x, const QString& label = {});
    /// Shows at least this much of the x axis (the number of epochs planned).
    void setExpectedRange(double xBegin, double xEnd);
    void clear();
    void setEmptyText(const QString& text);
    [[nodiscard]] const std::vector<ChartSeries>& series() const { return m_series; }

    [[nodiscard]] QSize sizeHint() const override { return {420, 220}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 120}; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Items;
    void rebuild();
    void recolour();
    void refit();
    void placeMark();
    void describe();

    QCustomPlot* m_plot = nullptr;
    std::unique_ptr<Items> m_items;
    std::vector<ChartSeries> m_series;
    QString m_emptyText;
    std::optional<double> m_mark;
    double m_expectedBegin = 0, m_expectedEnd = 0;
};

}  // namespace sightline::widgets
