#include "ui/review/picture_panel.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/domains/composite.h"
#include "ui/words.h"
#include "widgets/basics.h"
#include "widgets/heat_map.h"
#include "widgets/image_view.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr QSize scaleSize(72, 8);
constexpr QSize dotsSize(36, 16);

/// The colours from no ink to full ink.
QPixmap scalePicture(widgets::ColourMap map, double ratio)
{
    SignalImage ramp(1, 1, 256);
    for (int i = 0; i < ramp.width; ++i) {
        ramp.pixels[static_cast<std::size_t>(i)] = static_cast<float>(i) / static_cast<float>(ramp.width - 1);
    }
    const QImage line = widgets::rendered(ramp, 0, map);
    QPixmap picture = QPixmap::fromImage(line.scaled(scaleSize * ratio));
    picture.setDevicePixelRatio(ratio);
    return picture;
}

/// Dots beside each other, ringed so that pale ones are seen on white.
QIcon dots(const std::vector<QColor>& colours, double ratio)
{
    QPixmap picture(dotsSize * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(widgets::theme().colours().textMuted, 0.8));
    for (std::size_t i = 0; i < colours.size(); ++i) {
        painter.setBrush(colours[i]);
        painter.drawEllipse(QRectF(1.0 + 12.0 * static_cast<double>(i), (dotsSize.height() - 9) / 2.0, 9, 9));
    }
    return QIcon(picture);
}

}  // namespace

PicturePanel::PicturePanel(const QStringList& channelNames, const QString& all, std::string domain, QWidget* parent)
    : QWidget(parent), m_names(channelNames), m_all(all), m_domain(std::move(domain))
{
    auto* card = new widgets::Card(tr("What the network sees"));
    m_view = new widgets::ImageView;
    m_view->setControlsVisible(false);
    m_view->setAccessibleName(tr("Picture as the network receives it"));
    m_view->setEmptyText(tr("No picture yet."));
    m_channels = new QComboBox;
    m_channels->setAccessibleName(tr("Channel of the picture"));
    m_channels->addItem(m_all);
    m_channels->addItems(m_names);
    m_channels->setIconSize(dotsSize);
    m_channels->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_channels->setMinimumContentsLength(8);
    m_scale = new QLabel;
    m_scale->setFixedSize(scaleSize);
    m_scale->setToolTip(tr("From no ink (0) to full ink (1)"));
    m_recipe = new widgets::ElidedLabel;
    widgets::setRole(m_recipe, "caption");
    m_recipe->setAccessibleName(tr("Image recipe"));

    buildWhy();
    auto* choices = new QHBoxLayout;
    choices->setSpacing(widgets::spacing::small);
    choices->addWidget(m_channels, 1);
    choices->addWidget(m_why);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(widgets::spacing::small);
    foot->addWidget(m_recipe, 1);
    foot->addWidget(m_scale);
    card->body()->setSpacing(widgets::spacing::tiny);
    card->body()->addWidget(m_view, 1);
    card->body()->addLayout(choices);
    card->body()->addLayout(foot);
    card->body()->addWidget(m_whyRows);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(card);

    connect(m_channels, &QComboBox::activated, this, [this](int option) { chooseChannel(option - 1); });
    connect(m_view, &widgets::ImageView::channelChanged, this, [this](int channel) {
        m_channels->setCurrentIndex(channel + 1);
        refreshLegend();
        Q_EMIT channelChosen();
    });
    connect(m_view, &widgets::ImageView::cursorMoved, this, [this](QPointF pixel) {
        widgets::ImagePanel panel{0, m_view->channel(), 0};
        for (const widgets::ImagePanel& one : m_view->shownPanels()) {
            panel = pixel.x() >= one.left - 0.5 ? one : panel;
        }
        Q_EMIT cursorMoved(pixel - QPointF(panel.left, 0), panel.firstChannel);
    });
    connect(m_view, &widgets::ImageView::cursorLeft, this, [this] {
        const auto panels = m_view->shownPanels();
        Q_EMIT cursorLeft(panels.empty() ? m_view->channel() : panels.front().firstChannel);
    });
    paintDots();
    connect(&widgets::theme(), &widgets::Theme::changed, this, &PicturePanel::paintDots);
    refreshLegend();
}

QColor PicturePanel::colourOf(int channel) const
{
    return m_planes.empty() ? widgets::channelColour(channel, static_cast<int>(m_names.size()))
                            : QColor(static_cast<QRgb>(m_planes[static_cast<std::size_t>(channel)].colour));
}

void PicturePanel::paintDots()
{
    std::vector<QColor> every;
    for (int channel = 0; channel < m_names.size(); ++channel) {
        every.push_back(colourOf(channel));
        m_channels->setItemIcon(channel + 1, dots({every.back()}, devicePixelRatioF()));
    }
    every.resize(std::min<std::size_t>(every.size(), 3));  // there is no room for more
    m_channels->setItemIcon(0, dots(every, devicePixelRatioF()));
}

void PicturePanel::setPlanes(const std::vector<domains::Plane>& planes)
{
    if (planes == m_planes || planes.empty()) {
        return;
    }
    m_planes = planes;
    m_names.clear();
    QStringList panels;
    for (const domains::Plane& plane : planes) {
        const QString panel = words::domainText(plane.panel, m_domain.c_str());
        m_names << QStringLiteral("%1 · %2").arg(panel, words::domainText(plane.name, m_domain.c_str()));
        if (!panels.contains(panel)) {
            panels << panel;
        }
    }
    m_all = panels.join(QStringLiteral(" | "));
    m_channels->clear();
    m_channels->addItem(m_all);  // names the panels, from left to right
    m_channels->addItems(m_names);
    m_channels->setCurrentIndex(0);
    m_view->setChannel(-1);
    paintDots();
}

widgets::ImageComposite PicturePanel::composed(const SignalImage& image) const
{
    const auto laid = domains::composite(image, m_planes);
    if (!laid) {
        return {};
    }
    widgets::ImageComposite shown;
    const SignalImage& light = laid->picture;
    shown.picture = QImage(light.width, light.height, QImage::Format_RGB32);
    const auto level = [&](int channel, std::size_t place) {
        return static_cast<int>(std::lround(light.channel(channel)[place] * 255));
    };
    for (int y = 0; y < light.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(shown.picture.scanLine(y));
        for (int x = 0; x < light.width; ++x) {
            const auto place =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(light.width) + static_cast<std::size_t>(x);
            line[x] = qRgb(level(0, place), level(1, place), level(2, place));
        }
    }
    for (const domains::Panel& panel : laid->panels) {
        widgets::ImagePanel one{panel.left, -1, 0};
        for (int channel = 0; channel < static_cast<int>(m_planes.size()); ++channel) {
            if (m_planes[static_cast<std::size_t>(channel)].panel == panel.name) {
                one.firstChannel = one.firstChannel < 0 ? channel : one.firstChannel;
                ++one.channels;
            }
        }
        shown.panels.push_back(one);
    }
    return shown;
}

void PicturePanel::showCursor(const PixelOf& pixelOf)
{
    const auto panels = m_view->shownPanels();
    if (panels.empty()) {
        m_view->setEchoes({});
        m_view->setCursor(pixelOf(m_view->channel()));
        return;
    }
    const auto first = pixelOf(panels.front().firstChannel);
    m_view->setCursor(first ? std::optional(*first + QPointF(panels.front().left, 0)) : std::nullopt);
    showEchoes(panels.front().firstChannel, pixelOf);
}

void PicturePanel::showEchoes(int channel, const PixelOf& pixelOf)
{
    std::vector<QPointF> echoes;
    for (const widgets::ImagePanel& panel : m_view->shownPanels()) {
        const auto pixel = panel.firstChannel == channel ? std::nullopt : pixelOf(panel.firstChannel);
        if (pixel) {
            echoes.push_back(*pixel + QPointF(panel.left, 0));
        }
    }
    m_view->setEchoes(std::move(echoes));
}

void PicturePanel::buildWhy()
{
    m_why = new QToolButton;
    m_why->setCheckable(true);
    m_why->setIcon(widgets::theme().icon(QStringLiteral("focus")));
    m_why->setAccessibleName(tr("Where the network looked"));
    widgets::setRole(m_why, "quiet");
    m_whyClass = new widgets::ElidedLabel;
    m_opacity = new QSlider(Qt::Horizontal);
    m_opacity->setFixedWidth(scaleSize.width());
    m_opacity->setRange(0, 100);
    m_opacity->setPageStep(20);
    m_opacity->setValue(qRound(100 * m_view->heatOpacity()));
    m_opacity->setAccessibleName(tr("Opacity"));
    m_opacity->setToolTip(tr("How strongly it covers the picture"));
    m_whyWords = new QLabel;
    m_whyWords->setWordWrap(true);
    m_whyWords->setMinimumWidth(1);
    widgets::setRole(m_whyWords, "caption");
    m_heatScale = new QLabel;
    m_heatScale->setFixedSize(scaleSize);
    m_heatScale->setToolTip(tr("From nothing (0) to most (1); the line runs at one half"));
    m_whyRows = new QWidget;
    auto* rows = new QGridLayout(m_whyRows);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setHorizontalSpacing(widgets::spacing::small);
    rows->setVerticalSpacing(0);
    rows->setColumnStretch(0, 1);
    rows->addWidget(m_whyClass, 0, 0);
    rows->addWidget(m_opacity, 0, 1);
    rows->addWidget(m_whyWords, 1, 0);
    rows->addWidget(m_heatScale, 1, 1, Qt::AlignVCenter);
    connect(m_why, &QToolButton::clicked, this, &PicturePanel::whyAsked);
    connect(m_opacity, &QSlider::valueChanged, m_view,
            [this](int percent) { m_view->setHeatOpacity(percent / 100.0); });
    showWhy({});
}

void PicturePanel::showWhy(const WhyController::State& state)
{
    const bool shown = state.on && !state.made.map.empty();
    m_why->setChecked(state.on);
    m_whyRows->setVisible(state.on);
    m_recipe->setVisible(!state.on);
    m_opacity->setVisible(shown);
    m_heatScale->setVisible(shown);
    if (shown) {
        m_heatScale->setPixmap(scalePicture(widgets::ColourMap::Viridis, devicePixelRatioF()));
    }
    m_whyClass->setText(state.className);
    m_whyClass->setVisible(!state.className.isEmpty());
    m_whyWords->setText(shown ? tr("shows where, not why") : state.sentence);
    m_view->setHeat(shown ? state.made.map : SignalImage(),
                    QStringLiteral("%1: %2 %3").arg(state.className, state.sentence, m_whyWords->text()));
    refreshLegend();
}

void PicturePanel::setWhyKey(const QString& key)
{
    m_why->setToolTip(tr("Where the network looked (%1)").arg(key));
}

void PicturePanel::chooseChannel(int channel)
{
    m_view->setChannel(channel);
    refreshLegend();
    Q_EMIT channelChosen();
}

void PicturePanel::refreshLegend()
{
    const bool single = m_view->channel() >= 0;
    m_scale->setVisible(single && !m_why->isChecked());
    if (single) {
        m_scale->setPixmap(scalePicture(m_view->colourMap(), devicePixelRatioF()));
    }
}

void PicturePanel::show(const SignalImage& image, const QString& recipe, const std::vector<domains::Plane>& planes)
{
    setPlanes(planes);
    m_view->setImage(image, m_names, m_planes.empty() ? widgets::ImageComposite() : composed(image));
    m_recipe->setText(tr("%1 × %2 pixels · %3").arg(image.width).arg(image.height).arg(recipe));
}

void PicturePanel::clear(const QString& why)
{
    m_view->clear();
    m_view->setEmptyText(why);
    m_recipe->setText({});
}

}  // namespace sightline::ui
