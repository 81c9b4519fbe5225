#include "widgets/plot_style.h"

#include <qcustomplot.h>

#include <algorithm>

#include "widgets/theme.h"

namespace sightline::widgets {

void dress(QCPAxis& axis, const Colours& c)
{
    const QFont small = theme().font(TextStyle::Caption);
    axis.setBasePen(QPen(c.control, 1));
    axis.setTickPen(QPen(c.control, 1));
    axis.setSubTickPen(Qt::NoPen);
    axis.setTickLength(0, 4);
    axis.setSubTicks(false);
    axis.setTickLabelColor(c.axis);
    axis.setLabelColor(c.axis);
    axis.setTickLabelFont(small);
    axis.setLabelFont(small);
    axis.setTickLabelPadding(4);
    axis.setLabelPadding(4);
    axis.setSelectableParts(QCPAxis::spNone);
    axis.grid()->setPen(QPen(c.grid, 1));
    axis.grid()->setZeroLinePen(QPen(c.control, 1));
    axis.grid()->setSubGridVisible(false);
}

void dress(QCustomPlot& plot, const Colours& c)
{
    plot.setBackground(QBrush(c.plot));
    for (QCPAxisRect* rect : plot.axisRects()) {
        for (QCPAxis* axis : rect->axes())
            dress(*axis, c);
    }
    if (plot.legend != nullptr) {
        plot.legend->setBrush(Qt::NoBrush);
        plot.legend->setBorderPen(Qt::NoPen);
        plot.legend->setTextColor(c.textMuted);
        plot.legend->setFont(theme().font(TextStyle::Caption));
    }
}

QCPLegend* addTopLegend(QCustomPlot& plot)
{
    plot.plotLayout()->insertRow(0);
    plot.legend->setVisible(true);
    plot.axisRect()->insetLayout()->take(plot.legend);
    // An elastic neighbour keeps the entries together at the left.
    auto* row = new QCPLayoutGrid;
    row->addElement(0, 0, plot.legend);
    row->addElement(0, 1, new QCPLayoutElement(&plot));
    row->setColumnStretchFactor(0, 0.001);
    row->setColumnSpacing(0);
    plot.plotLayout()->addElement(0, 0, row);
    plot.plotLayout()->setRowStretchFactor(0, 0.001);
    plot.legend->setFillOrder(QCPLegend::foColumnsFirst);
    plot.legend->setMargins(QMargins(spacing::small, 0, spacing::small, 0));
    plot.legend->setColumnSpacing(spacing::large);
    plot.legend->setRowSpacing(2);
    plot.legend->setIconSize(18, 10);
    plot.legend->setIconTextPadding(6);
    return plot.legend;
}

void spaceTicks(QCustomPlot& plot)
{
    // The axes' own rectangle is that of the last layout, perhaps of an export's size.
    const QSize area = plot.viewport().size() - QSize(70, 70);
    for (QCPAxis* axis : plot.axisRect()->axes()) {
        const bool horizontal = QCPAxis::orientation(axis->axisType()) == Qt::Horizontal;
        const int room = horizontal ? area.width() / 90 : area.height() / 32;
        axis->ticker()->setTickCount(std::clamp(room, 2, 8));
    }
}

void wrapLegend(QCPLegend& legend, int width)
{
    const QFontMetrics metrics(legend.font());
    int widest = 1;
    for (int i = 0; i < legend.itemCount(); ++i) {
        if (auto* item = qobject_cast<QCPPlottableLegendItem*>(legend.item(i)))
            widest = std::max(widest, metrics.horizontalAdvance(item->plottable()->name()));
    }
    const int column = widest + legend.iconSize().width() + legend.iconTextPadding() + legend.columnSpacing();
    const int columns = std::max(1, width / column);
    if (legend.wrap() != columns)
        legend.setWrap(columns);
}

}  // namespace sightline::widgets
