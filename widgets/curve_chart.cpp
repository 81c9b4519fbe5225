#include "widgets/curve_chart.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/figure.h"
#include "widgets/plot_style.h"
#include "widgets/theme.h"

namespace sightline::widgets {

struct CurveChart::Items {
    std::vector<QCPGraph*> graphs;
    QCPItemStraightLine* mark = nullptr;
    QCPItemText* markLabel = nullptr;
    QCPItemText* empty = nullptr;
    QCPLegend* legend = nullptr;
};

namespace {

/// Epochs are whole numbers: no tick between two of them.
class WholeTicker : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override
    {
        return std::max(1.0, std::round(QCPAxisTicker::getTickStep(range)));
    }
};

}  // namespace

CurveChart::CurveChart(QWidget* parent)
    : QWidget(parent),
      m_plot(new QCustomPlot(this)),
      m_items(std::make_unique<Items>()),
      m_emptyText(tr("No curve yet"))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    makeFigure(this, QAccessible::Chart);
    setAccessibleName(tr("Training curves"));
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_items->legend = addTopLegend(*m_plot);
    m_plot->xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new WholeTicker));
    m_items->mark = new QCPItemStraightLine(m_plot);
    m_items->markLabel = new QCPItemText(m_plot);
    m_items->markLabel->setClipToAxisRect(false);
    m_items->markLabel->position->setTypeX(QCPItemPosition::ptPlotCoords);
    m_items->markLabel->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_items->markLabel->setPadding(QMargins(4, 1, 4, 1));
    m_items->empty = new QCPItemText(m_plot);
    m_items->empty->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_items->empty->position->setCoords(0.5, 0.5);
    m_items->empty->setPositionAlignment(Qt::AlignCenter);
    connect(&theme(), &Theme::changed, this, &CurveChart::recolour);
    connect(m_plot, &QCustomPlot::beforeReplot, this, [this] { spaceTicks(*m_plot); });
    rebuild();
}

CurveChart::~CurveChart() = default;

void CurveChart::setAxes(const QString& xTitle, const QString& leftTitle, const QString& rightTitle)
{
    m_plot->xAxis->setLabel(xTitle);
    m_plot->yAxis->setLabel(leftTitle);
    m_plot->yAxis2->setLabel(rightTitle);
    refit();
}

void CurveChart::setSeries(std::vector<ChartSeries> series)
{
    m_series = std::move(series);
    rebuild();
}

void CurveChart::append(int series, QPointF point)
{
    const auto index = static_cast<std::size_t>(series);
    if (series < 0 || index >= m_series.size())
        return;
    m_series[index].points.push_back(point);
    m_items->graphs[index]->addData(point.x(), point.y());
    refit();
}

void CurveChart::setMark(std::optional<double> x, const QString& label)
{
    m_mark = x;
    m_items->markLabel->setText(label);
    refit();
}

void CurveChart::setExpectedRange(double xBegin, double xEnd)
{
    m_expectedBegin = xBegin;
    m_expectedEnd = xEnd;
    refit();
}

void CurveChart::clear()
{
    m_mark.reset();
    m_expectedBegin = m_expectedEnd = 0;
    setSeries({});
}

void CurveChart::setEmptyText(const QString& text)
{
    m_emptyText = text;
    refit();
}

void CurveChart::rebuild()
{
    m_plot->clearGraphs();
    m_items->graphs.clear();
    for (const ChartSeries& source : m_series) {
        QCPGraph* graph = m_plot->addGraph(m_plot->xAxis, source.rightAxis ? m_plot->yAxis2 : m_plot->yAxis);
        QVector<double> x, y;
        for (const QPointF& point : source.points) {
            x << point.x();
            y << point.y();
        }
        graph->setData(x, y, true);
        graph->setName(source.name);
        m_items->graphs.push_back(graph);
    }
    recolour();
}

void CurveChart::recolour()
{
    const Colours& c = theme().colours();
    dress(*m_plot, c);
    m_plot->yAxis2->grid()->setVisible(false);
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const QColor colour = m_series[i].colour.isValid() ? m_series[i].colour : c.seriesColour(static_cast<int>(i));
        m_items->graphs[i]->setPen(QPen(colour, 2, m_series[i].dash, Qt::RoundCap, Qt::RoundJoin));
        // A single epoch is a point, not an invisible line.
        m_items->graphs[i]->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, colour, 4));
    }
    m_items->mark->setPen(QPen(c.textMuted, 1.2, Qt::DashLine));
    m_items->markLabel->setColor(c.textMuted);
    m_items->markLabel->setFont(theme().font(TextStyle::Caption));
    m_items->empty->setColor(c.textMuted);
    m_items->empty->setFont(theme().font(TextStyle::Body));
    refit();
}

void CurveChart::refit()
{
    QCPRange x(m_expectedBegin, m_expectedEnd), y[2];
    bool any = false, anyOf[2] = {false, false};
    for (const ChartSeries& series : m_series) {
        for (const QPointF& point : series.points) {
            if (!std::isfinite(point.x()) || !std::isfinite(point.y()))
                continue;
            const int side = series.rightAxis ? 1 : 0;
            const bool expected = m_expectedEnd > m_expectedBegin;
            x = any || expected ? x.expanded(point.x()) : QCPRange(point.x(), point.x());
            y[side] = anyOf[side] ? y[side].expanded(point.y()) : QCPRange(point.y(), point.y());
            any = anyOf[side] = true;
        }
    }
    const auto roomy = [](QCPRange range) {
        const double margin = range.size() > 0 ? range.size() * 0.06 : std::max(std::abs(range.lower) * 0.1, 0.5);
        return QCPRange(range.lower - margin, range.upper + margin);
    };
    if (x.size() <= 0)
        x = QCPRange(x.lower - 0.5, x.upper + 0.5);
    m_plot->xAxis->setRange(x);
    m_plot->yAxis->setRange(anyOf[0] ? roomy(y[0]) : QCPRange(0, 1));
    m_plot->yAxis2->setRange(anyOf[1] ? roomy(y[1]) : QCPRange(0, 1));
    m_plot->yAxis2->setVisible(anyOf[1]);
    m_items->empty->setText(m_emptyText);
    m_items->empty->setVisible(!any);
    placeMark();
    const bool legend = any && m_items->legend->itemCount() > 1;
    m_items->legend->setVisible(legend);
    m_items->legend->setMaximumSize(QWIDGETSIZE_MAX, legend ? QWIDGETSIZE_MAX : 0);
    if (legend)
        wrapLegend(*m_items->legend, width() - 2 * spacing::large);
    describe();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurveChart::placeMark()
{
    m_items->mark->setVisible(m_mark.has_value());
    m_items->markLabel->setVisible(m_mark.has_value());
    if (!m_mark)
        return;
    m_items->mark->point1->setCoords(*m_mark, 0);
    m_items->mark->point2->setCoords(*m_mark, 1);
    // In the margin above the axes, where no curve runs.
    m_items->markLabel->position->setCoords(*m_mark, 0);
    m_items->markLabel->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
}

void CurveChart::describe()
{
    QStringList parts;
    for (const ChartSeries& series : m_series) {
        if (!series.points.empty())
            parts << tr("%1 %2 at %3")
                         .arg(series.name, locale().toString(series.points.back().y(), 'g', 4),
                              locale().toString(series.points.back().x(), 'g', 6));
    }
    setFigureReadout(this, parts.isEmpty() ? m_emptyText : parts.join(QStringLiteral(", ")));
}

void CurveChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_plot->setGeometry(rect());
    refit();
}

}  // namespace sightline::widgets
