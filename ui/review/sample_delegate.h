// Draws the list's cells: a class with its colour, a probability with its bar.
#pragma once

#include <QStyledItemDelegate>

namespace sightline::ui {

class SampleDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    /// The column width at which a text of this width is not cut.
    [[nodiscard]] static int widthFor(int textWidth, bool icon = false);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace sightline::ui
