#include "widgets/key_cap.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

#include "widgets/theme.h"

namespace sightline::widgets {

QSize keyCapSize(const QString& text)
{
    const QFontMetrics metrics(theme().font(TextStyle::Caption));
    const int height = metrics.height() + 4;
    return {std::max(height, metrics.horizontalAdvance(text) + 10), height};
}

void drawKeyCap(QPainter& painter, const QRect& box, const QString& text, bool enabled)
{
    const Colours& c = theme().colours();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(enabled ? c.control : c.border, 1));
    painter.setBrush(c.sunken);
    const QRectF cap = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(cap, 4, 4);
    painter.drawLine(QPointF(cap.left() + 3, cap.bottom() - 1), QPointF(cap.right() - 3, cap.bottom() - 1));
    painter.setPen(enabled ? c.textMuted : c.textDisabled);
    painter.setFont(theme().font(TextStyle::Caption));
    painter.drawText(box.adjusted(0, 0, 0, -1), Qt::AlignCenter, text);
    painter.restore();
}

}  // namespace sightline::widgets
