#include "ui/review/sample_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/review/sample_table.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr int dotSize = 8;
constexpr int barHeight = 3;

}  // namespace

void SampleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const widgets::Colours& colours = widgets::theme().colours();
    const bool muted = index.data(SampleTable::MutedRole).toBool();
    if (muted) {
        item.palette.setColor(QPalette::Text, colours.textMuted);
        item.palette.setColor(QPalette::HighlightedText, colours.textMuted);
    }
    if (index.column() == SampleTable::SampleColumn) {
        item.decorationPosition = QStyleOptionViewItem::Right;
    }
    const QVariant colour = index.data(SampleTable::ColourRole);
    const bool dot = colour.isValid() &&
                     (index.column() == SampleTable::VerdictColumn || index.column() == SampleTable::LabelColumn);
    if (dot) {
        // Room for the dot: the text moves right, the background does not.
        const QString text = item.text;
        item.text.clear();
        QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect cell = option.rect.adjusted(widgets::spacing::small, 0, -widgets::spacing::tiny, 0);
        painter->setPen(QPen(colours.textMuted, 0.8));
        painter->setBrush(muted ? QBrush(Qt::NoBrush) : QBrush(colour.value<QColor>()));
        painter->drawEllipse(QRectF(cell.left(), cell.center().y() - dotSize / 2.0 + 0.5, dotSize, dotSize));
        painter->setPen(muted ? colours.textMuted : colours.text);
        painter->setFont(item.font);
        const QRect textRect = cell.adjusted(dotSize + widgets::spacing::small, 0, 0, 0);
        painter->drawText(textRect, Qt::AlignLeft | Qt::AlignVCenter,
                          item.fontMetrics.elidedText(text, Qt::ElideRight, textRect.width()));
        painter->restore();
        return;
    }
    QStyledItemDelegate::paint(painter, item, index);
    const QVariant confidence = index.data(SampleTable::ConfidenceRole);
    if (index.column() == SampleTable::ConfidenceColumn && confidence.isValid()) {
        const QRectF track(option.rect.left() + widgets::spacing::small, option.rect.bottom() - barHeight - 3,
                           option.rect.width() - 2 * widgets::spacing::small, barHeight);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colours.border);
        painter->drawRoundedRect(track, barHeight / 2.0, barHeight / 2.0);
        QRectF bar = track;
        bar.setWidth(track.width() * confidence.toDouble());
        painter->setBrush(muted ? colours.textMuted : colours.accent);
        painter->drawRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
        painter->restore();
    }
}

}  // namespace sightline::ui
