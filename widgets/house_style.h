// Fusion with the indicators and the focus frame of the house; everything else is the style sheet's.
#pragma once

#include <QProxyStyle>

namespace sightline::widgets {

class HouseStyle : public QProxyStyle {
public:
    HouseStyle();
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                                QStyleHintReturn* data) const override;
};

}  // namespace sightline::widgets
