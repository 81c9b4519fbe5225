#include "widgets/level_scales.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "widgets/theme.h"

namespace sightline::widgets {

void paintFrequencies(QPainter& painter, const QRect& area, const FrequencyAxis& axis)
{
    const Colours& c = theme().colours();
    const int line = painter.fontMetrics().height();
    for (const FrequencyTick& tick : frequencyTicks(axis, std::max(2, area.height() / (2 * line)))) {
        const int y = static_cast<int>(std::lround(area.bottom() - axis.positionOf(tick.hertz) * area.height()));
        if (y < area.top() - 1 || y > area.bottom() + 1)
            continue;
        painter.setPen(c.axis);
        painter.drawLine(area.left() - 4, y, area.left() - 1, y);
        painter.drawText(QRect(0, y - line / 2, area.left() - 6, line), Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    if (area.top() < line)
        return;
    painter.setPen(c.textMuted);
    painter.drawText(QRect(0, 0, area.left() - 6, area.top() - 2), Qt::AlignRight | Qt::AlignVCenter,
                     frequencyUnit(axis));
}

void paintColours(QPainter& painter, const QRect& area, int right, imaging::ColourMap map, double lowest,
                  double highest, const QString& unit)
{
    const Colours& c = theme().colours();
    const int line = painter.fontMetrics().height();
    const QRect bar(area.right() + spacing::small, area.top() + line / 2, 10, std::max(area.height() - line, 2));
    const auto& palette = imaging::palette(map);
    for (int y = 0; y < bar.height(); ++y) {
        const imaging::Rgb& colour = palette[static_cast<std::size_t>(255 - y * 255 / std::max(bar.height() - 1, 1))];
        painter.setPen(QColor(colour.red, colour.green, colour.blue));
        painter.drawLine(bar.left(), bar.top() + y, bar.right(), bar.top() + y);
    }
    painter.setPen(c.axis);
    const int marks = bar.height() > 5 * line ? 5 : 2;
    for (int mark = 0; mark < marks; ++mark) {
        const double share = static_cast<double>(mark) / (marks - 1);
        const double decibel = highest - share * (highest - lowest);
        const int y = bar.top() + static_cast<int>(share * (bar.height() - 1));
        painter.drawText(QRect(bar.right() + spacing::tiny, y - line / 2, right - bar.right() - spacing::tiny, line),
                         Qt::AlignLeft | Qt::AlignVCenter, QString::number(decibel, 'f', 0));
    }
    if (area.top() < line)
        return;
    painter.setPen(c.textMuted);
    painter.drawText(QRect(bar.left(), 0, right - bar.left(), area.top() - 2), Qt::AlignLeft | Qt::AlignVCenter, unit);
}

void paintEstimate(QPainter& painter, const QRect& area)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const QString word = QCoreApplication::translate("LevelScales", "estimate");
    const QRect mark(area.left() + 6, area.bottom() - metrics.height() - 6, metrics.horizontalAdvance(word) + 12,
                     metrics.height() + 2);
    painter.fillRect(mark, QColor(0, 0, 0, 170));
    painter.setPen(Qt::white);
    painter.drawText(mark, Qt::AlignCenter, word);
}

}  // namespace sightline::widgets
