#include "widgets/image_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/basics.h"
#include "widgets/figure.h"
#include "widgets/image_canvas.h"
#include "widgets/image_legend.h"
#include "widgets/theme.h"

namespace sightline::widgets {

ImageView::ImageView(QWidget* parent)
    : QWidget(parent),
      m_canvas(new ImageCanvas),
      m_controls(new QWidget),
      m_channels(new QComboBox),
      m_legend(new ColourLegend),
      m_caption(new ElidedLabel)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::small);
    auto* row = new QHBoxLayout(m_controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::medium);
    row->addWidget(m_channels);
    row->addWidget(m_legend, 1, Qt::AlignVCenter);
    m_channels->setAccessibleName(tr("Channel of the picture"));
    m_channels->setToolTip(tr("Which channels of the network's input are shown"));
    setRole(m_caption, "caption");
    m_caption->hide();
    column->addWidget(m_canvas, 1);
    column->addWidget(m_controls);
    column->addWidget(m_caption);
    setFocusProxy(m_canvas);
    m_canvas->setAccessibleName(tr("Picture as the network receives it"));

    connect(m_channels, &QComboBox::activated, this, [this](int index) {
        setChannel(index - (m_image.channels > 1 ? 1 : 0));
        Q_EMIT channelChanged(m_channel);
    });
    connect(m_canvas, &ImageCanvas::cursorMoved, this, [this](QPointF pixel) {
        describe();
        Q_EMIT cursorMoved(pixel);
    });
    connect(m_canvas, &ImageCanvas::cursorLeft, this, [this] {
        describe();
        Q_EMIT cursorLeft();
    });
    setEmptyText(tr("No picture"));
    rebuildControls();
}

ImageView::~ImageView() = default;

void ImageView::setImage(SignalImage image, const QStringList& channelNames, ImageComposite composite)
{
    m_composite = std::move(composite);
    QStringList names = channelNames.mid(0, image.channels);
    while (names.size() < image.channels)
        names << tr("Channel %1").arg(names.size() + 1);
    const bool sameLayout = image.channels == m_image.channels && names == m_channelNames;
    m_image = std::move(image);
    if (!sameLayout) {
        m_channelNames = names;
        if (m_channel >= m_image.channels)
            m_channel = -1;
        rebuildControls();
    }
    refresh();
}

std::vector<ImagePanel> ImageView::shownPanels() const
{
    return showsComposite() ? m_composite.panels : std::vector<ImagePanel>();
}

void ImageView::clear()
{
    setImage({});
}

void ImageView::setEmptyText(const QString& text)
{
    m_canvas->setEmptyText(text);
    refresh();
}

void ImageView::setCaption(const QString& caption)
{
    m_caption->setText(caption);
    m_caption->setVisible(!caption.isEmpty());
}

void ImageView::setChannel(int channel)
{
    if (channel < -1 || channel >= std::max(1, m_image.channels) || channel == m_channel)
        return;
    m_channel = channel;
    rebuildControls();
    refresh();
}

void ImageView::setColourMap(ColourMap map)
{
    m_colourMap = map;
    rebuildControls();
    refresh();
}

void ImageView::setControlsVisible(bool visible)
{
    m_controlsWanted = visible;
    m_controls->setVisible(visible && !m_image.empty());
}

void ImageView::setHeat(const SignalImage& map, const QString& words)
{
    m_heatWords = words;
    m_heat = map;
    m_canvas->setHeat(HeatMap(shownHeat()));
    refreshDescription();
}

/// Over every panel of a composite the same.
SignalImage ImageView::shownHeat() const
{
    if (!showsComposite() || m_heat.empty() || m_heat.height != m_composite.picture.height())
        return m_heat;
    SignalImage wide(1, m_heat.height, m_composite.picture.width());
    for (const ImagePanel& panel : m_composite.panels) {
        const int seen = std::min(m_heat.width, wide.width - panel.left);
        for (std::ptrdiff_t y = 0; y < m_heat.height; ++y)
            std::copy_n(m_heat.pixels.begin() + y * m_heat.width, seen,
                        wide.pixels.begin() + y * wide.width + panel.left);
    }
    return wide;
}

bool ImageView::hasHeat() const
{
    return m_canvas->showsHeat();
}

void ImageView::setHeatOpacity(double opacity)
{
    m_canvas->setHeatOpacity(opacity);
}

double ImageView::heatOpacity() const
{
    return m_canvas->heatOpacity();
}

void ImageView::setCursor(std::optional<QPointF> imagePixel)
{
    m_canvas->setCursorPixel(imagePixel);
    describe();
}

std::optional<QPointF> ImageView::cursorPixel() const
{
    return m_canvas->cursorPixel();
}

void ImageView::setEchoes(std::vector<QPointF> imagePixels)
{
    m_canvas->setEchoes(std::move(imagePixels));
}

const std::vector<QPointF>& ImageView::echoes() const
{
    return m_canvas->echoes();
}

QString ImageView::cursorText() const
{
    const auto cursor = m_canvas->cursorPixel();
    if (!cursor || m_image.empty())
        return {};
    ImagePanel panel{0, 0, m_image.channels};
    for (const ImagePanel& one : shownPanels()) {
        if (cursor->x() >= one.left - 0.5)
            panel = one;
    }
    const int x = std::clamp(static_cast<int>(std::lround(cursor->x())) - panel.left, 0, m_image.width - 1);
    const int y = std::clamp(static_cast<int>(std::lround(cursor->y())), 0, m_image.height - 1);
    const auto place =
        static_cast<std::size_t>(y) * static_cast<std::size_t>(m_image.width) + static_cast<std::size_t>(x);
    QStringList parts{tr("x %1, y %2").arg(x).arg(y)};
    for (int c = panel.firstChannel; c < std::min(panel.firstChannel + panel.channels, m_image.channels); ++c) {
        const double value = static_cast<double>(m_image.channel(c)[place]);
        parts << QStringLiteral("%1 %2").arg(m_channelNames[c], locale().toString(value, 'f', 2));
    }
    return parts.join(QStringLiteral(" · "));
}

void ImageView::fit()
{
    m_canvas->fit();
}

double ImageView::zoom() const
{
    return m_canvas->zoom();
}

QPointF ImageView::toImage(QPointF widgetPoint) const
{
    return m_canvas->toPicture(widgetPoint - QPointF(m_canvas->mapTo(this, QPoint(0, 0))));
}

QPointF ImageView::toWidget(QPointF imagePixel) const
{
    return m_canvas->toWidget(imagePixel) + QPointF(m_canvas->mapTo(this, QPoint(0, 0)));
}

QImage ImageView::toQImage(int scale) const
{
    QImage picture = shown();
    if (scale > 1 && !picture.isNull())
        picture = picture.scaled(picture.size() * scale, Qt::IgnoreAspectRatio, Qt::FastTransformation);
    if (hasHeat() && !picture.isNull()) {
        QPainter painter(&picture);
        m_canvas->heat().paint(painter, QRectF(picture.rect()), heatOpacity(), std::max(1.0, scale / 8.0));
    }
    return picture;
}

QImage ImageView::shown() const
{
    return showsComposite() ? m_composite.picture : rendered(m_image, m_channel, m_colourMap);
}

void ImageView::refresh()
{
    m_canvas->setPicture(shown());
    if (!m_heat.empty())
        m_canvas->setHeat(HeatMap(shownHeat()));
    m_controls->setVisible(m_controlsWanted && !m_image.empty());
    refreshDescription();
    describe();
}

void ImageView::refreshDescription()
{
    QString text =
        m_image.empty()
            ? m_canvas->emptyText()
            : tr("%1 by %2 pixels, %n channel(s)", nullptr, m_image.channels).arg(m_image.width).arg(m_image.height);
    if (hasHeat() && !m_heatWords.isEmpty())
        text += QStringLiteral(". ") + m_heatWords;
    m_canvas->setAccessibleDescription(text);
}

void ImageView::describe()
{
    setFigureReadout(m_canvas, cursorText());
    m_canvas->setToolTip(cursorText());
}

void ImageView::rebuildControls()
{
    m_channels->clear();
    std::vector<QColor> colours;
    if (m_image.channels > 1)
        m_channels->addItem(tr("All channels"));
    for (int c = 0; c < m_image.channels; ++c) {
        m_channels->addItem(m_channelNames[c]);
        colours.push_back(channelColour(c, m_image.channels));
    }
    m_channels->setVisible(m_image.channels > 1);
    m_channels->setCurrentIndex(m_image.channels > 1 ? m_channel + 1 : 0);
    if (m_channel < 0 && m_image.channels > 1)
        m_legend->showChannels(m_channelNames, colours);
    else
        m_legend->showBar(m_colourMap);
}

}  // namespace sightline::widgets
