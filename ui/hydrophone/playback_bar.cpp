#include "ui/hydrophone/playback_bar.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QToolButton>

#include "widgets/frequency_axis.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

/// Powers of two: pitch moves by whole octaves.
constexpr int slowest = -3;
constexpr int fastest = 4;

QString speedText(int octaves)
{
    return octaves < 0 ? QStringLiteral("1/%1 ×").arg(1 << -octaves) : QStringLiteral("%1 ×").arg(1 << octaves);
}

double speedOf(int octaves)
{
    return octaves < 0 ? 1.0 / (1 << -octaves) : 1 << octaves;
}

}  // namespace

PlaybackBar::PlaybackBar(jobs::Lane& io, QWidget* parent) : QWidget(parent), m_player(new SoundPlayer(io, this))
{
    const auto button = [](const QString& icon, const QString& name) {
        auto* made = new QToolButton;
        made->setIcon(widgets::theme().icon(icon));
        made->setToolTip(name);
        made->setAccessibleName(name);
        return made;
    };
    m_play = button(QStringLiteral("play"), tr("Play (Space)"));
    connect(m_play, &QToolButton::clicked, this, &PlaybackBar::playAsked);
    m_stop = button(QStringLiteral("stop"), tr("Stop (Esc)"));
    connect(m_stop, &QToolButton::clicked, m_player, &SoundPlayer::stop);
    m_speeds = new QComboBox;
    m_speeds->setAccessibleName(tr("Speed"));
    m_speeds->setToolTip(tr("Speed; the pitch moves with it"));
    for (int octaves = slowest; octaves <= fastest; ++octaves) {
        m_speeds->addItem(speedText(octaves), speedOf(octaves));
    }
    m_speeds->setCurrentIndex(-slowest);
    // The toolbar is narrow: a speed that cannot be read is no use.
    m_speeds->setMinimumWidth(m_speeds->fontMetrics().horizontalAdvance(QStringLiteral("1/8 ×")) + 56);
    connect(m_speeds, &QComboBox::activated, this, &PlaybackBar::chosen);
    m_filter = button(QStringLiteral("filter"), tr("Hear the band alone"));
    m_filter->setToolTip(
        tr("Hear nothing but the band of the selected box, or else the band in view. The network's "
           "picture stays as it is."));
    m_filter->setCheckable(true);
    connect(m_filter, &QToolButton::clicked, this, &PlaybackBar::chosen);
    m_loop = button(QStringLiteral("loop"), tr("Play the selection again and again"));
    m_loop->setObjectName(QStringLiteral("loop"));
    m_loop->setCheckable(true);
    connect(m_loop, &QToolButton::toggled, m_player, &SoundPlayer::setLooping);
    connect(m_player, &SoundPlayer::stateChanged, this, &PlaybackBar::showState);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(widgets::spacing::tiny);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_play, m_stop, m_loop, m_speeds, m_filter}) {
        row->addWidget(widget);
    }
    showState();
}

void PlaybackBar::setSound(const SoundFileRef& file, formats::ChannelChoice channel)
{
    m_player->setSound(file, channel);
    m_play->setEnabled(file != nullptr);
}

void PlaybackBar::play(const Interval& recorded, const Interval& hertz)
{
    PlaybackSettings settings;
    settings.speed = speed();
    if (filters()) {
        settings.band = dsp::Band{std::max(hertz.begin, 0.0), hertz.end};
    }
    m_player->play(recorded, settings);
}

double PlaybackBar::speed() const
{
    return m_speeds->currentData().toDouble();
}

bool PlaybackBar::filters() const
{
    return m_filter->isChecked();
}

bool PlaybackBar::loops() const
{
    return m_loop->isChecked();
}

QString PlaybackBar::heardText(const Interval& hertz) const
{
    if (speed() == 1) {
        return {};
    }
    const Interval heard = heardHertz(hertz, speed());
    return tr("%1 to %2, heard as %3 to %4")
        .arg(widgets::hertzText(hertz.begin), widgets::hertzText(hertz.end), widgets::hertzText(heard.begin),
             widgets::hertzText(heard.end));
}

void PlaybackBar::showState()
{
    const bool playing = m_player->state() == SoundPlayer::State::Playing;
    m_play->setIcon(widgets::theme().icon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
    m_play->setToolTip(playing ? tr("Pause (Space)") : tr("Play (Space)"));
    m_play->setAccessibleName(m_play->toolTip());
    m_stop->setEnabled(m_player->state() != SoundPlayer::State::Stopped);
}

}  // namespace sightline::ui
