#include "widgets/house_style.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>

#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

struct IndicatorColours {
    QColor line, ground, mark;
};

IndicatorColours indicatorColours(const QStyleOption& option, bool filled)
{
    const Colours& c = theme().colours();
    if (!(option.state & QStyle::State_Enabled))
        return {c.border, filled ? c.textDisabled : c.sunken, c.surface};
    if (filled)
        return {c.accent, c.accent, c.onAccent};
    const bool hover = option.state & QStyle::State_MouseOver;
    return {hover ? c.textMuted : (c.dark ? c.textMuted : c.control.darker(130)), c.surface, c.text};
}

void drawCheckBox(const QStyleOption& option, QPainter& painter)
{
    const bool on = option.state & QStyle::State_On;
    const bool partly = option.state & QStyle::State_NoChange;
    const auto colours = indicatorColours(option, on || partly);
    const QRectF box = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5);
    painter.setPen(QPen(colours.line, 1.4));
    painter.setBrush(colours.ground);
    painter.drawRoundedRect(box, 4, 4);
    QPen mark(colours.mark, box.width() / 7.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.setPen(mark);
    painter.setBrush(Qt::NoBrush);
    const auto at = [&box](double x, double y) {
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
    };
    if (partly) {
        painter.drawLine(at(0.28, 0.5), at(0.72, 0.5));
    } else if (on) {
        const QPointF tick[] = {at(0.24, 0.53), at(0.43, 0.71), at(0.77, 0.31)};
        painter.drawPolyline(tick, 3);
    }
}

void drawRadioButton(const QStyleOption& option, QPainter& painter)
{
    const bool on = option.state & QStyle::State_On;
    const auto colours = indicatorColours(option, on);
    const QRectF circle = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5);
    painter.setPen(QPen(colours.line, 1.4));
    painter.setBrush(colours.ground);
    painter.drawEllipse(circle);
    if (on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.mark);
        painter.drawEllipse(circle.center(), circle.width() * 0.2, circle.width() * 0.2);
    }
}

void drawFocusFrame(const QStyleOption& option, QPainter& painter)
{
    painter.setPen(QPen(theme().colours().accent, 1.6));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4);
}

}  // namespace

HouseStyle::HouseStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void HouseStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const
{
    void (*draw)(const QStyleOption&, QPainter&) = nullptr;
    switch (element) {
        case PE_IndicatorCheckBox:
        case PE_IndicatorItemViewItemCheck: draw = drawCheckBox; break;
        case PE_IndicatorRadioButton: draw = drawRadioButton; break;
        case PE_FrameFocusRect: draw = drawFocusFrame; break;
        default: QProxyStyle::drawPrimitive(element, option, painter, widget); return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    draw(*option, *painter);
    painter->restore();
}

int HouseStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    const bool large = theme().largeControls();
    switch (metric) {
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight: return large ? 26 : 18;
        case PM_ButtonIconSize:
        case PM_SmallIconSize: return large ? 24 : 18;
        case PM_ToolBarIconSize: return large ? 26 : 20;
        case PM_LayoutHorizontalSpacing:
        case PM_LayoutVerticalSpacing: return spacing::small;
        case PM_LayoutLeftMargin:
        case PM_LayoutTopMargin:
        case PM_LayoutRightMargin:
        case PM_LayoutBottomMargin: return spacing::medium;
        case PM_SplitterWidth: return spacing::small;
        default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int HouseStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* data) const
{
    switch (hint) {
        case SH_EtchDisabledText:
        case SH_DitherDisabledText: return 0;
        case SH_ComboBox_Popup:
        case SH_DialogButtonBox_ButtonsHaveIcons: return 0;
        case SH_ItemView_ShowDecorationSelected: return 1;
        default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

}  // namespace sightline::widgets
