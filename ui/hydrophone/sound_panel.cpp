#include "ui/hydrophone/sound_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/hydrophone/measures_line.h"
#include "ui/hydrophone/spectrogram_presets.h"
#include "widgets/basics.h"
#include "widgets/overview_strip.h"
#include "widgets/spectrogram_view.h"
#include "widgets/theme.h"
#include "widgets/waveform_view.h"

namespace sightline::ui {

namespace {

/// Heard before and after a box, recorded seconds.
constexpr double secondsAround = 2;

const QString selectionId = QStringLiteral("selection");

bool isSelection(const QString& id)
{
    return id == selectionId;
}

}  // namespace

SoundPanel::SoundPanel(jobs::Lane& io, jobs::Lane& behind, QWidget* parent)
    : QWidget(parent), m_io(io), m_preparation(behind)
{
    m_overview = new widgets::OverviewStrip;
    m_waveform = new widgets::WaveformView(io);
    m_waveform->setTimeAxisVisible(false);
    m_spectrogram = new widgets::SpectrogramView(io);
    m_measures = new widgets::ElidedLabel;
    widgets::setRole(m_measures, "muted");
    m_heard = new QLabel;
    widgets::setRole(m_heard, "muted");
    m_preparing = new QLabel;
    widgets::setRole(m_preparing, "muted");

    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_waveform);
    splitter->addWidget(m_spectrogram);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 4);
    splitter->setChildrenCollapsible(false);
    auto* line = new QHBoxLayout;
    line->addWidget(m_measures, 1);
    line->addWidget(m_heard);
    line->addWidget(m_preparing);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(widgets::spacing::tiny);
    layout->addWidget(makeToolbar());
    layout->addWidget(m_overview);
    layout->addWidget(splitter, 1);
    layout->addLayout(line);

    link(*m_waveform);
    link(*m_spectrogram);
    connect(m_overview, &widgets::OverviewStrip::shownChanged, this, [this](const Interval& shown) {
        showViewport({shown, m_spectrogram->viewport().hertz}, nullptr);
    });
    connect(m_spectrogram, &widgets::SpectrogramView::contrastChanged, this, &SoundPanel::showTools);
    connect(m_spectrogram, &widgets::SpectrogramView::failed, this, &SoundPanel::failed);
    connect(m_waveform, &widgets::WaveformView::failed, this, &SoundPanel::failed);
    connect(&m_preparation, &SoundPreparation::waveformReady, m_waveform, &widgets::WaveformView::improve);
    connect(&m_preparation, &SoundPreparation::overviewReady, m_spectrogram, &widgets::SpectrogramView::improve);
    connect(&m_preparation, &SoundPreparation::failed, this, &SoundPanel::failed);
    connect(&m_preparation, &SoundPreparation::levelsReady, this,
            [this](const dsp::SpectrogramTile& tile) { m_overview->setLevels(tile, m_spectrogramSource->shape()); });
    connect(&m_preparation, &SoundPreparation::progressed, this, [this](double fraction) {
        if (fraction < 0 && isPrepared())
            Q_EMIT prepared();
        m_preparing->setText(fraction < 0 ? QString()
                                          : tr("Overview is being made: %1 %").arg(static_cast<int>(fraction * 100)));
    });
    connectPlayback();
    setEmptyText(tr("Open a sound recording: WAV, FLAC, AIFF."));
    showTools();
}

SoundPanel::~SoundPanel() = default;

QWidget* SoundPanel::makeToolbar()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins({});
    row->setSpacing(widgets::spacing::small);
    m_playback = new PlaybackBar(m_io);
    row->addWidget(m_playback);
    m_presets = new QComboBox;
    m_presets->setAccessibleName(tr("Spectrogram preset"));
    m_presets->setMinimumWidth(112);  // shrinks before anything beside it is cut; its list shows the whole names
    for (const SpectrogramPreset& preset : spectrogramPresets()) {
        m_presets->addItem(preset.name, QString::fromStdString(preset.id));
        m_presets->setItemData(m_presets->count() - 1, preset.source, Qt::ToolTipRole);
    }
    m_presets->addItem(tr("Chosen by hand"), QString());
    connect(m_presets, &QComboBox::activated, this, [this] {
        const std::string id = m_presets->currentData().toString().toStdString();
        if (!id.empty() && m_file)
            setLook(lookOf(id, m_file->info().rateHz));
        else
            showTools();
    });
    row->addWidget(m_presets);
    auto* settings = new QToolButton;
    settings->setIcon(widgets::theme().icon(QStringLiteral("settings")));
    settings->setToolTip(tr("Window, overlap, band and scale of the spectrogram"));
    settings->setAccessibleName(tr("Spectrogram settings"));
    connect(settings, &QToolButton::clicked, this, [this] {
        dialog().show();
        dialog().raise();
    });
    row->addWidget(settings);
    m_maps = new QComboBox;
    m_maps->setAccessibleName(tr("Colours"));
    m_maps->addItem(tr("Viridis"), static_cast<int>(imaging::ColourMap::Viridis));
    m_maps->addItem(tr("Cividis"), static_cast<int>(imaging::ColourMap::Cividis));
    m_maps->addItem(tr("Grey"), static_cast<int>(imaging::ColourMap::Grey));
    connect(m_maps, &QComboBox::activated, this, [this] {
        const auto map = static_cast<imaging::ColourMap>(m_maps->currentData().toInt());
        m_spectrogram->setColourMap(map);
        m_overview->setColourMap(map);
        Q_EMIT viewChanged();
    });
    row->addWidget(m_maps);
    m_contrast = new QToolButton;
    m_contrast->setIcon(widgets::theme().icon(QStringLiteral("contrast")));
    m_contrast->setCheckable(true);
    m_contrast->setAccessibleName(tr("Contrast by itself"));
    m_contrast->setToolTip(
        tr("Contrast from what is shown (A). Alt+wheel moves the dark end, Alt+Shift+wheel the "
           "bright one."));
    connect(m_contrast, &QToolButton::clicked, this, [this](bool automatic) {
        m_spectrogram->setContrast(automatic ? std::nullopt : std::optional(m_spectrogram->contrast()));
        showTools();
    });
    row->addWidget(m_contrast);
    auto* fit = new QToolButton;
    fit->setIcon(widgets::theme().icon(QStringLiteral("fit")));
    fit->setToolTip(tr("Show the whole recording (F)"));
    fit->setAccessibleName(tr("Show everything"));
    connect(fit, &QToolButton::clicked, this, [this] {
        m_spectrogram->fit();
        showViewport(m_spectrogram->viewport(), nullptr);
    });
    row->addWidget(fit);
    auto* tables = new QToolButton;
    tables->setObjectName(QStringLiteral("importLabels"));
    tables->setIcon(widgets::theme().icon(QStringLiteral("import")));
    tables->setToolTip(tr("Import labels: Raven, Audacity or CSV tables. They may be dropped here, too."));
    tables->setAccessibleName(tr("Import labels"));
    connect(tables, &QToolButton::clicked, this, &SoundPanel::importAsked);
    row->addWidget(tables);
    m_channels = new QComboBox;
    m_channels->setAccessibleName(tr("Channel"));
    connect(m_channels, &QComboBox::activated, this, [this] {
        m_channel.channel = m_channels->currentData().toInt();
        m_playback->setSound(m_file, m_channel);
        makeSources(true);
    });
    row->addWidget(m_channels);
    row->addStretch(1);
    return bar;
}

void SoundPanel::link(widgets::TimeView& view)
{
    using widgets::TimeView;
    widgets::TimeView* const other = &view == m_waveform ? static_cast<TimeView*>(m_spectrogram) : m_waveform;
    connect(&view, &TimeView::viewportChanged, this,
            [this, &view](const widgets::Viewport& viewport) { showViewport(viewport, &view); });
    connect(&view, &TimeView::cursorMoved, other, [other](double seconds) { other->setCursorMoment(seconds); });
    connect(&view, &TimeView::cursorLeft, other, [other] { other->setCursorMoment({}); });
    connect(&view, &TimeView::boxDrawn, this, &SoundPanel::drawn);
    connect(&view, &TimeView::boxSelected, this, &SoundPanel::select);
    connect(&view, &TimeView::boxChanged, this, &SoundPanel::changeBox);
    connect(&view, &TimeView::boxRemovalAsked, this, [this](const QString& id) {
        if (isSelection(id)) {
            clearSelection();
            Q_EMIT selectionChanged();
        } else {
            Q_EMIT boxRemovalAsked(id);
        }
    });
    connect(&view, &TimeView::seekAsked, this, &SoundPanel::seek);
}

const widgets::Timeline& SoundPanel::timeline() const
{
    return m_spectrogram->timeline();
}

void SoundPanel::setEmptyText(const QString& text)
{
    m_spectrogram->setEmptyText(text);
}

void SoundPanel::setSound(SoundFileRef file, std::filesystem::path derivedFolder)
{
    m_preparation.stop();
    m_measureJob.reset();
    m_file = std::move(file);
    m_folder = std::move(derivedFolder);
    m_boxes.clear();
    m_selected.clear();
    m_selection.reset();
    m_spectrogramSource.reset();
    m_waveformSource.reset();
    m_spectrogram->setSource(nullptr);
    m_waveform->setSource(nullptr);
    const formats::SoundInfo info = m_file ? m_file->info() : formats::SoundInfo{};
    const widgets::Timeline timeline = timelineOf(info, tr("Recorder's clock"));
    for (widgets::TimeView* view : std::initializer_list<widgets::TimeView*>{m_waveform, m_spectrogram})
        view->setRecording(timeline, {0, info.rateHz / 2}, info.rateHz);
    m_overview->setRecording(timeline);
    m_channels->clear();
    for (int channel = 0; channel < info.channels; ++channel)
        m_channels->addItem(tr("Channel %1").arg(channel + 1), channel);
    m_channels->addItem(tr("Mean of all"), formats::ChannelChoice::mean);
    m_channels->setVisible(info.channels > 1);
    m_channel.channel = 0;
    m_turns = std::make_shared<ReadTurns>();
    m_startAt.reset();
    m_playback->setSound(m_file, m_channel);
    if (m_file) {
        SpectrogramLook look = lookOf(m_look.preset.empty() ? "general" : m_look.preset, info.rateHz);
        if (m_look.preset.empty() && m_look.stft.window <= info.frames)
            look.stft = m_look.stft;
        m_look = look;
        m_spectrogram->setScale(m_look.scale);
        showViewport({{0, timeline.seconds()}, m_look.hertz}, nullptr);
        makeSources(true);
    }
    showTools();
    showHeard();
    measure();
}

void SoundPanel::makeSources(bool anotherChannel)
{
    if (!m_file)
        return;
    const SpectrogramSettings settings{m_look.stft, m_channel};
    Result<std::shared_ptr<SoundSpectrogram>> made = SoundSpectrogram::create(m_file, settings, m_turns);
    if (!made) {
        Q_EMIT failed(made.error());
        return;
    }
    m_spectrogramSource = std::move(*made);
    m_spectrogram->setSource(m_spectrogramSource);
    if (anotherChannel || !m_waveformSource) {
        m_waveformSource = std::make_shared<SoundWaveform>(m_file, m_channel, m_turns);
        m_waveform->setSource(m_waveformSource);
    }
    m_preparation.start(m_file, m_spectrogramSource, settings, m_waveformSource, m_folder);
    measure();
}

void SoundPanel::setLook(const SpectrogramLook& look)
{
    const bool another = look.stft != m_look.stft;
    const bool anotherBand = look.hertz != m_look.hertz;
    m_look = look;
    m_spectrogram->setScale(look.scale);
    if (anotherBand)
        showViewport({m_spectrogram->viewport().seconds, look.hertz}, nullptr);
    if (another)
        makeSources(false);
    showTools();
    Q_EMIT lookChanged();
}

SpectrogramDialog& SoundPanel::dialog()
{
    if (m_dialog == nullptr) {
        m_dialog = new SpectrogramDialog(this);
        connect(m_dialog, &SpectrogramDialog::lookChanged, this, &SoundPanel::setLook);
        showTools();
    }
    return *m_dialog;
}

void SoundPanel::showTools()
{
    const int preset = m_presets->findData(QString::fromStdString(m_look.preset));
    m_presets->setCurrentIndex(preset < 0 ? m_presets->count() - 1 : preset);
    m_contrast->setChecked(m_spectrogram->contrastIsAutomatic());
    if (m_dialog != nullptr && m_file)
        m_dialog->setLook(m_look, m_file->info().rateHz);
}

void SoundPanel::showViewport(const widgets::Viewport& viewport, widgets::TimeView* except)
{
    for (widgets::TimeView* view : std::initializer_list<widgets::TimeView*>{m_waveform, m_spectrogram}) {
        if (view != except)
            view->setViewport(viewport);
    }
    m_overview->setShown(m_spectrogram->viewport().seconds);
    Q_EMIT viewChanged();
}

void SoundPanel::moveTo(double seconds, std::optional<double> length)
{
    const widgets::Viewport& viewport = m_spectrogram->viewport();
    const double half = length.value_or(viewport.seconds.length()) / 2;
    showViewport({{seconds - half, seconds + half}, viewport.hertz}, nullptr);
}

void SoundPanel::goTo(const Interval& seconds)
{
    widgets::Viewport viewport = m_spectrogram->viewport();
    const Interval& shown = viewport.seconds;
    // What is a fair part of the view is reached by scrolling, the rest by zooming.
    const bool fits = seconds.length() < 0.8 * shown.length() && seconds.length() > 0.02 * shown.length();
    if (fits && seconds.begin >= shown.begin && seconds.end <= shown.end)
        return;
    const double length = fits ? shown.length() : std::max(seconds.length() * 4, seconds.length() + 4);
    const double middle = (seconds.begin + seconds.end) / 2;
    viewport.seconds = {middle - length / 2, middle + length / 2};
    showViewport(viewport, nullptr);
}

void SoundPanel::stepCursor(int step)
{
    const Interval& shown = m_spectrogram->viewport().seconds;
    const double pixel = shown.length() / std::max(m_spectrogram->plotArea().width(), 1);
    const double at =
        std::clamp(m_spectrogram->cursorMoment().value_or(shown.middle()) + step * pixel, shown.begin, shown.end);
    for (widgets::TimeView* view : std::initializer_list<widgets::TimeView*>{m_waveform, m_spectrogram})
        view->setCursorMoment(at);
}

void SoundPanel::setBoxes(std::vector<widgets::TimeBox> boxes)
{
    m_boxes = std::move(boxes);
    std::vector<double> marks;
    marks.reserve(m_boxes.size());
    for (const widgets::TimeBox& box : m_boxes) {
        if (box.where.seconds)
            marks.push_back(box.where.seconds->begin);
    }
    std::sort(marks.begin(), marks.end());
    m_overview->setMarks(std::move(marks));
    showBoxes();
}

void SoundPanel::showBoxes()
{
    std::vector<widgets::TimeBox> boxes = m_boxes;
    if (m_selection) {
        widgets::TimeBox own{selectionId, *m_selection, tr("Selection"), widgets::theme().colours().accent};
        own.editable = true;
        boxes.push_back(own);
    }
    m_waveform->setBoxes(boxes);
    m_spectrogram->setBoxes(std::move(boxes));
    m_waveform->setSelectedBox(m_selected);
    m_spectrogram->setSelectedBox(m_selected);
}

void SoundPanel::setSelectedBox(const QString& id)
{
    if (!isSelection(id))
        m_selection.reset();
    m_selected = id;
    showBoxes();
    showHeard();
    measure();
}

void SoundPanel::clearSelection()
{
    m_selection.reset();
    if (isSelection(m_selected))
        m_selected.clear();
    showBoxes();
    measure();
}

void SoundPanel::drawn(const Extent& where)
{
    m_selection = where;
    m_selected = selectionId;
    forgetStart();
    showBoxes();
    measure();
    Q_EMIT boxSelected({});
    Q_EMIT selectionChanged();
}

void SoundPanel::select(const QString& id)
{
    const bool hadSelection = m_selection.has_value();
    forgetStart();
    setSelectedBox(id);
    if (!isSelection(id))
        Q_EMIT boxSelected(id);
    if (hadSelection && !m_selection)
        Q_EMIT selectionChanged();
}

void SoundPanel::changeBox(const QString& id, const Extent& where)
{
    if (isSelection(id)) {
        m_selection = where;
        showBoxes();
        measure();
        Q_EMIT selectionChanged();
        return;
    }
    for (widgets::TimeBox& box : m_boxes) {
        if (box.id == id)
            box.where = where;
    }
    showBoxes();
    measure();
    Q_EMIT boxChanged(id, where);
}

QString SoundPanel::measuresText() const
{
    return m_measures->text();
}

void SoundPanel::measure()
{
    m_measureJob.reset();
    m_measures->setToolTip({});
    const std::optional<Extent> where = selectedPlace();
    if (!m_file || !where || !where->seconds) {
        const formats::SoundInfo info = m_file ? m_file->info() : formats::SoundInfo{};
        const double seconds = timeline().seconds();
        m_measures->setText(m_file ? tr("%1 · %2 · %3, %4. Draw a box to measure and to label it.")
                                         .arg(widgets::Timeline(seconds).momentText(seconds, 1),
                                              widgets::hertzText(info.rateHz), QString::fromStdString(info.container),
                                              QString::fromStdString(info.sampleFormat))
                                   : QString());
        return;
    }
    const Interval recorded{timeline().recordedNear(where->seconds->begin),
                            timeline().recordedNear(where->seconds->end)};
    m_measureJob = std::make_unique<jobs::Job>(QStringLiteral("measures"));
    m_measureJob->start<hydrophone::SoundMeasures>(
        m_io,
        [file = m_file, channel = m_channel, recorded, hertz = where->hertz](Progress& progress) {
            return hydrophone::measuresOf(*file, channel, recorded, hertz, progress);
        },
        [this, hertz = where->hertz](const hydrophone::SoundMeasures& found) {
            m_measures->setText(measuresLine(found, hertz));
            m_measures->setToolTip(m_measures->text() + QLatin1Char('\n') + levelReference());
        });
}

std::optional<Extent> SoundPanel::selectedPlace() const
{
    if (m_selection)
        return m_selection;
    const auto found = std::find_if(m_boxes.begin(), m_boxes.end(),
                                    [this](const widgets::TimeBox& box) { return box.id == m_selected; });
    return found == m_boxes.end() ? std::nullopt : std::optional(found->where);
}

void SoundPanel::connectPlayback()
{
    SoundPlayer& player = m_playback->player();
    connect(m_playback, &PlaybackBar::playAsked, this, &SoundPanel::togglePlaying);
    connect(m_playback, &PlaybackBar::chosen, this, [this, &player] {
        showHeard();
        if (player.state() == SoundPlayer::State::Stopped)
            return;
        // From where it is, as it was chosen now.
        const Interval rest{player.position(), player.stretch().end};
        m_playback->play(rest, bandHeard());
    });
    connect(&player, &SoundPlayer::moved, this, [this](double recorded) { showPlayhead(timeline().axisAt(recorded)); });
    connect(&player, &SoundPlayer::stateChanged, this, [this, &player] {
        if (player.state() == SoundPlayer::State::Stopped)
            showPlayhead({});
    });
    connect(&player, &SoundPlayer::failed, this, &SoundPanel::failed);
}

void SoundPanel::togglePlaying()
{
    SoundPlayer& player = m_playback->player();
    switch (player.state()) {
        case SoundPlayer::State::Playing: player.pause(); break;
        case SoundPlayer::State::Paused: player.resume(); break;
        case SoundPlayer::State::Stopped: startPlaying(); break;
    }
}

void SoundPanel::startPlaying()
{
    const double length = timeline().recordedSeconds();
    const std::optional<Extent> place = selectedPlace();
    const double cursor = m_spectrogram->cursorMoment().value_or(m_spectrogram->viewport().seconds.begin);
    Interval recorded{timeline().recordedNear(m_startAt.value_or(cursor)), length};
    if (!m_startAt && place && place->seconds) {
        // What is heard again and again is the call itself.
        const double around = m_selection || m_playback->loops() ? 0 : secondsAround;
        recorded = {std::max(timeline().recordedNear(place->seconds->begin) - around, 0.0),
                    std::min(timeline().recordedNear(place->seconds->end) + around, length)};
    }
    m_startAt.reset();
    m_playback->play(recorded, bandHeard());
}

bool SoundPanel::stopPlaying()
{
    const bool played = m_playback->player().state() != SoundPlayer::State::Stopped || m_startAt;
    m_startAt.reset();
    m_playback->player().stop();
    showPlayhead({});
    return played;
}

void SoundPanel::seek(double axisSeconds)
{
    if (m_playback->player().state() != SoundPlayer::State::Stopped) {
        m_playback->player().seek(timeline().recordedNear(axisSeconds));
    } else {
        m_startAt = axisSeconds;
        showPlayhead(axisSeconds);
    }
}

/// What is chosen after a double click is what will play.
void SoundPanel::forgetStart()
{
    if (m_startAt) {
        m_startAt.reset();
        showPlayhead({});
    }
}

void SoundPanel::showPlayhead(std::optional<double> axisSeconds)
{
    const widgets::Viewport& viewport = m_spectrogram->viewport();
    const std::optional<double> before = m_spectrogram->playhead();
    // Followed as long as one looks at it: whoever scrolls away may stay there.
    if (axisSeconds && before && *before <= viewport.seconds.end && *axisSeconds > viewport.seconds.end) {
        const double length = viewport.seconds.length();
        showViewport({{*axisSeconds, *axisSeconds + length}, viewport.hertz}, nullptr);
    }
    m_waveform->setPlayhead(axisSeconds);
    m_spectrogram->setPlayhead(axisSeconds);
}

Interval SoundPanel::bandHeard() const
{
    const std::optional<Extent> place = selectedPlace();
    return place && place->hertz ? *place->hertz : m_spectrogram->viewport().hertz;
}

void SoundPanel::showHeard()
{
    const double highest = m_file ? m_file->info().rateHz / 2 : 0;
    m_heard->setText(m_file ? m_playback->heardText(m_playback->filters() ? bandHeard() : Interval{0, highest})
                            : QString());
}

void SoundPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    alignStrip();
}

void SoundPanel::alignStrip()
{
    const QRect area = m_spectrogram->plotArea();
    m_overview->setMargins(area.left(), m_spectrogram->width() - area.right() - 1);
    Q_EMIT viewChanged();
}

}  // namespace sightline::ui
