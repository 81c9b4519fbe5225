#include "ui/review/picture_panel.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

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

PicturePanel::PicturePanel(const QStringList& channelNames, const QString& all, QWidget* parent)
    : QWidget(parent), m_names(channelNames)
{
    auto* card = new widgets::Card(tr("What the network sees"));
    m_view = new widgets::ImageView;
    m_view->setControlsVisible(false);
    m_view->setAccessibleName(tr("Picture as the network receives it"));
    m_view->setEmptyText(tr("No picture yet."));
    m_channels = new QComboBox;
    m_channels->setAccessibleName(tr("Channel of the picture"));
    m_channels->addItem(all);
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
    const auto paintDots = [this] {
        std::vector<QColor> every;
        for (int channel = 0; channel < m_names.size(); ++channel) {
            every.push_back(widgets::channelColour(channel, static_cast<int>(m_names.size())));
            m_channels->setItemIcon(channel + 1, dots({every.back()}, devicePixelRatioF()));
        }
        m_channels->setItemIcon(0, dots(every, devicePixelRatioF()));
    };
    paintDots();
    connect(&widgets::theme(), &widgets::Theme::changed, this, paintDots);
    refreshLegend();
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

void PicturePanel::show(const SignalImage& image, const QString& recipe)
{
    m_view->setImage(image, m_names);
    m_recipe->setText(tr("%1 × %2 pixels · %3").arg(image.width).arg(image.height).arg(recipe));
}

void PicturePanel::clear(const QString& why)
{
    m_view->clear();
    m_view->setEmptyText(why);
    m_recipe->setText({});
}

}  // namespace sightline::ui
