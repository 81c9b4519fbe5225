#include "ui/review/sample_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/review/sample_table.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr int dotSize = 8;
constexpr int barHeight = 3;
constexpr int iconSize = 16;
constexpr int margin = 6;
constexpr int leastLetters = 8;

void paintDot(QPainter* painter, QRect& cell, const QColor& colour, bool hollow)
{
    painter->setPen(QPen(widgets::theme().colours().textMuted, 0.8));
    painter->setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(colour));
    painter->drawEllipse(QRectF(cell.left() + 0.5, cell.center().y() - dotSize / 2.0 + 0.5, dotSize, dotSize));
    cell.adjust(dotSize + margin, 0, 0, 0);
}

void paintBar(QPainter* painter, const QRect& cell, double share, bool muted)
{
    const widgets::Colours& colours = widgets::theme().colours();
    const QRectF track(cell.left(), cell.bottom() - barHeight - 1, cell.width(), barHeight);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colours.border);
    painter->drawRoundedRect(track, barHeight / 2.0, barHeight / 2.0);
    QRectF bar = track;
    bar.setWidth(track.width() * share);
    painter->setBrush(muted ? colours.textMuted : colours.accent);
    painter->drawRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
}

}  // namespace

int SampleDelegate::widthFor(int textWidth, bool icon)
{
    return textWidth + 2 * margin + (icon ? iconSize + margin : 0) + 2;
}

void SampleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = item.text;
    const QIcon icon = item.icon;
    item.text.clear();
    item.icon = {};
    item.features &= ~(QStyleOptionViewItem::HasDisplay | QStyleOptionViewItem::HasDecoration);
    const QStyle* style = item.widget != nullptr ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const widgets::Colours& colours = widgets::theme().colours();
    const bool muted = index.data(SampleTable::MutedRole).toBool();
    const bool certainty = index.column() == SampleTable::ConfidenceColumn;
    const bool words = index.column() == SampleTable::VerdictColumn || index.column() == SampleTable::LabelColumn;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QRect cell = option.rect.adjusted(margin, 0, -margin, 0);
    if (const QVariant colour = index.data(SampleTable::ColourRole); words && colour.isValid()) {
        paintDot(painter, cell, colour.value<QColor>(), muted);
    }
    if (!icon.isNull()) {
        const bool before = index.column() == SampleTable::StateColumn;
        const QRect place(before ? cell.left() : cell.right() - iconSize + 1, cell.center().y() - iconSize / 2 + 1,
                          iconSize, iconSize);
        icon.paint(painter, place);
        cell.adjust(before ? iconSize + margin : 0, 0, before ? 0 : -iconSize, 0);
    }
    if (certainty && index.data(SampleTable::ConfidenceRole).isValid()) {
        paintBar(painter, cell, index.data(SampleTable::ConfidenceRole).toDouble(), muted);
        cell.adjust(0, 0, 0, -barHeight);
    }
    painter->setPen(muted ? colours.textMuted : colours.text);
    painter->setFont(item.font);
    if (!icon.isNull() && cell.width() < leastLetters * item.fontMetrics.averageCharWidth()) {
        painter->restore();
        return;  // the icon says it, the tool tip in words
    }
    painter->drawText(cell, (certainty ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                      item.fontMetrics.elidedText(text, Qt::ElideRight, cell.width()));
    painter->restore();
}

}  // namespace sightline::ui
