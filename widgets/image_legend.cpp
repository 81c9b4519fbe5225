#include "widgets/image_legend.h"

#include <QLocale>
#include <QPainter>

#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

constexpr int swatch = 10;
constexpr int gap = spacing::medium;

QFontMetrics metrics()
{
    return QFontMetrics(theme().font(TextStyle::Caption));
}

}  // namespace

ColourLegend::ColourLegend(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme(), &Theme::changed, this, [this] { updateGeometry(), update(); });
}

void ColourLegend::showBar(imaging::ColourMap map)
{
    m_bar = true;
    m_map = map;
    setAccessibleName(tr("Colour scale from 0 to 1, %1").arg(QLatin1String(imaging::toString(map))));
    updateGeometry();
    update();
}

void ColourLegend::showChannels(const QStringList& names, const std::vector<QColor>& colours)
{
    m_bar = false;
    m_names = names;
    m_colours = colours;
    setAccessibleName(tr("Colours of the channels: %1").arg(names.join(QStringLiteral(", "))));
    updateGeometry();
    update();
}

std::vector<QRect> ColourLegend::places(int width) const
{
    std::vector<QRect> result;
    const int line = metrics().height() + 2;
    int left = 0, top = 0;
    for (const QString& name : m_names) {
        const int wide = swatch + 6 + metrics().horizontalAdvance(name);
        if (left > 0 && left + wide > width) {
            left = 0;
            top += line;
        }
        result.emplace_back(left, top, wide, line);
        left += wide + gap;
    }
    return result;
}

// A layout with a height for every width would give the picture beside it no more than its hint; so the legend asks
// anew when its width has changed.
void ColourLegend::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (height() != wantedHeight())
        updateGeometry();
}

int ColourLegend::wantedHeight() const
{
    const int line = metrics().height() + 2;
    if (m_bar)
        return line;
    const auto all = places(std::max(width(), 80));
    return all.empty() ? line : all.back().bottom() + 1;
}

void ColourLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(theme().font(TextStyle::Caption));
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_bar) {
        paintBar(painter);
        return;
    }
    const auto all = places(width());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const QRect& box = all[i];
        painter.setPen(QPen(theme().colours().control, 1));
        painter.setBrush(m_colours[i]);
        painter.drawRoundedRect(QRectF(box.left() + 0.5, box.center().y() - swatch / 2.0 + 0.5, swatch, swatch), 2, 2);
        painter.setPen(theme().colours().textMuted);
        painter.drawText(box.adjusted(swatch + 6, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         m_names[static_cast<qsizetype>(i)]);
    }
}

void ColourLegend::paintBar(QPainter& painter) const
{
    const Colours& c = theme().colours();
    const QString low = locale().toString(0), high = locale().toString(1);
    const int lowWidth = metrics().horizontalAdvance(low) + 6, highWidth = metrics().horizontalAdvance(high) + 6;
    const QRect bar(lowWidth, height() / 2 - 5, std::min(width() - lowWidth - highWidth, 180), 10);
    painter.setPen(c.textMuted);
    painter.drawText(QRect(0, 0, lowWidth, height()), Qt::AlignVCenter | Qt::AlignLeft, low);
    painter.drawText(QRect(bar.right() + 7, 0, highWidth, height()), Qt::AlignVCenter | Qt::AlignLeft, high);
    QImage scale(256, 1, QImage::Format_RGB32);
    const auto& colours = imaging::palette(m_map);
    for (int i = 0; i < 256; ++i) {
        const auto& colour = colours[static_cast<std::size_t>(i)];
        scale.setPixel(i, 0, qRgb(colour.red, colour.green, colour.blue));
    }
    painter.drawImage(bar, scale);
    painter.setPen(QPen(c.control, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(bar).adjusted(0.5, 0.5, -0.5, -0.5));
}

}  // namespace sightline::widgets
