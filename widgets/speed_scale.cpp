#include "widgets/speed_scale.h"

#include <QLocale>
#include <QPainter>
#include <cmath>
#include <utility>

#include "widgets/theme.h"
#include "widgets/track_view.h"

namespace sightline::widgets {

namespace {
constexpr int barWidth = 110;
constexpr int barHeight = 8;
constexpr int between = 6;
}  // namespace

SpeedScale::SpeedScale(double low, double high, QString unit, QWidget* parent)
    : QWidget(parent), m_low(low), m_high(high), m_unit(std::move(unit))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme(), &Theme::changed, this, qOverload<>(&QWidget::update));
    setShareAbove(0);
}

QString SpeedScale::aboveText() const
{
    const double percent = 100 * m_above;
    return tr("%1 % above").arg(QLocale().toString(percent, 'f', percent > 0 && percent < 10 ? 1 : 0));
}

void SpeedScale::setShareAbove(double share)
{
    m_above = share;
    setAccessibleName(tr("Colour scale from %1 to %2 %3, logarithmic; %4")
                          .arg(QLocale().toString(m_low), QLocale().toString(m_high), m_unit, aboveText()));
    update();
}

QSize SpeedScale::sizeHint() const
{
    return {360, QFontMetrics(theme().font(TextStyle::Caption)).height() + 2};
}

void SpeedScale::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(theme().font(TextStyle::Caption));
    const QFontMetrics metrics(painter.font());
    const int base = (height() + metrics.ascent() - metrics.descent()) / 2;
    int x = 0;
    const auto write = [&](const QString& text) {
        painter.setPen(theme().colours().textMuted);
        painter.drawText(x, base, text);
        x += metrics.horizontalAdvance(text) + between;
    };
    write(QLocale().toString(m_low));
    for (int i = 0; i < barWidth; ++i) {
        const double value = m_low * std::pow(m_high / m_low, (i + 0.5) / barWidth);
        painter.fillRect(x + i, (height() - barHeight) / 2, 1, barHeight, trackColour(value, m_low, m_high));
    }
    x += barWidth + between;
    write(QLocale().toString(m_high) + QLatin1Char(' ') + m_unit);
    write(QStringLiteral("· ") + aboveText());
}

}  // namespace sightline::widgets
