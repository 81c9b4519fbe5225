#include "ui/hydrophone/sound_view.h"

#include <map>
#include <utility>

#include <QVBoxLayout>

#include "core/domains/hydrophone/sound_recording.h"
#include "core/workspace/workspace.h"
#include "ui/session/session.h"
#include "ui/words.h"
#include "widgets/banner.h"
#include "widgets/deployment_strip.h"
#include "widgets/spectrogram_view.h"
#include "widgets/theme.h"
#include "widgets/timeline.h"
#include "widgets/waveform_view.h"

namespace sightline::ui {

namespace {

/// Of a folder of recordings, many of which are listened through at once, not every step has to be seen.
constexpr int deploymentMilliseconds = 200;
/// In a low window, pixels: calls are still told from noise.
constexpr int leastSpectrogram = 150;
/// Nudges this close to each other are one move.
constexpr int pauseMilliseconds = 400;

/// The row of all of a recording has no box: it would cover everything.
bool isWhole(const SampleRow& row)
{
    return row.index == 0;
}

}  // namespace

SoundView::SoundView(Session& session, Bench& bench, QWidget* parent)
    : SignalView(parent), m_session(session), m_bench(bench), m_panel(new SoundPanel(session.ioLane(), m_behind))
{
    m_panel->waveform().setMinimumHeight(72);
    // The strips above it and the waveform give way first.
    m_panel->spectrogram().setMinimumHeight(leastSpectrogram);
    m_panel->setEmptyText(tr("Choose a recording or an event in the list, or open a sound file."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(widgets::spacing::tiny);
    m_banner = new widgets::Banner(nullptr, widgets::Banner::Form::OneLine);
    m_banner->hide();
    layout->addWidget(m_banner);
    m_deployment = new widgets::DeploymentStrip;
    m_deployment->hide();
    layout->addWidget(m_deployment);
    layout->addWidget(m_panel, 1);
    m_events = new EventBar(bench);
    layout->addWidget(m_events);
    setFocusProxy(&m_panel->spectrogram());
    connectPanel();
    connect(&bench.store(), &SampleStore::reset, this, &SoundView::showBoxes);
    connect(&bench.store(), &SampleStore::changed, this, &SoundView::showBoxes);
    connectDeployment();
}

void SoundView::connectDeployment()
{
    m_deploymentSoon.setSingleShot(true);
    connect(&m_deploymentSoon, &QTimer::timeout, this, &SoundView::showDeployment);
    const auto soon = [this] { m_deploymentSoon.start(deploymentMilliseconds); };
    connect(&m_bench.store(), &SampleStore::reset, this, soon);
    connect(&m_bench.store(), &SampleStore::added, this, soon);
    connect(m_deployment, &widgets::DeploymentStrip::chosen, this,
            [this](const QString& id) { Q_EMIT recordingChosen(id.toStdString()); });
    connect(m_deployment, &widgets::DeploymentStrip::momentChosen, this, [this](const QString& id, double seconds) {
        const double length = m_panel->spectrogram().viewport().seconds.length();
        const bool zoomed = length < m_panel->timeline().seconds() * 0.999;
        if (id.toStdString() != m_recording) {
            Q_EMIT recordingChosen(id.toStdString());
        }
        // As much is seen of another recording, unless it was all.
        m_panel->moveTo(seconds, zoomed ? std::optional(length) : std::nullopt);
    });
    connect(m_panel, &SoundPanel::viewChanged, this, &SoundView::showSeen);
    connect(&m_spectra, &DeploymentSpectra::ready, this,
            [this](const std::string& id, std::shared_ptr<const dsp::LongTermSpectrum> spectrum) {
                const RecordingRef open = m_bench.store().recording(id);
                const auto* sound =
                    open ? dynamic_cast<const hydrophone::SoundRecording*>(open->recording.get()) : nullptr;
                if (sound != nullptr) {
                    m_deployment->setLevels(QString::fromStdString(id), timelineOf(sound->file()->info(), {}),
                                            std::move(spectrum));
                }
            });
}

/// What the panel shows, in the deployment above it.
void SoundView::showSeen()
{
    const widgets::SpectrogramView& view = m_panel->spectrogram();
    m_deployment->setSeen(view.viewport().seconds);
    m_deployment->setColourMap(view.colourMap());
    m_deployment->setMargins(view.plotArea().left(), view.width() - view.plotArea().right() - 1);
}

void SoundView::connectPanel()
{
    connect(m_panel, &SoundPanel::importAsked, this, &SoundView::importAsked);
    connect(m_panel, &SoundPanel::boxSelected, this, [this](const QString& id) {
        if (!id.isEmpty() && id.toStdString() != m_sample) {
            Q_EMIT sampleChosen(m_recording, id.toStdString());
        }
    });
    connect(m_panel, &SoundPanel::selectionChanged, this, [this] {
        if (const auto drawn = m_panel->selection()) {
            Q_EMIT said(tr("%1 s selected: press L to make it a box that can be labelled.")
                            .arg(drawn->seconds ? drawn->seconds->length() : 0, 0, 'f', 2));
        }
    });
    connect(m_panel, &SoundPanel::failed, this,
            [this](const Error& error) { Q_EMIT said(QString::fromStdString(error.text())); });
    m_tellSoon.setSingleShot(true);
    m_tellSoon.setInterval(pauseMilliseconds);
    connect(&m_tellSoon, &QTimer::timeout, this, &SoundView::tellMove);
    connect(m_panel, &SoundPanel::boxChanged, this, [this](const QString& id, const Extent& where) {
        const widgets::Timeline& timeline = m_panel->timeline();
        Extent recorded = where;
        recorded.seconds =
            Interval{timeline.recordedNear(where.seconds->begin), timeline.recordedNear(where.seconds->end)};
        m_moved = Moved{{m_recording, id.toStdString()}, recorded};
        m_tellSoon.start();
    });
    connect(m_panel, &SoundPanel::boxRemovalAsked, this, [this](const QString& id) {
        m_moved.reset();
        Q_EMIT boxRemovalAsked({m_recording, id.toStdString()});
    });
}

void SoundView::tellMove()
{
    m_tellSoon.stop();
    if (m_moved) {
        const Moved moved = *std::exchange(m_moved, std::nullopt);
        Q_EMIT boxMoved(moved.key, moved.recorded);
    }
}

void SoundView::hideEvent(QHideEvent* event)
{
    tellMove();
    SignalView::hideEvent(event);
}

std::optional<Extent> SoundView::onAxis(const Extent& recorded) const
{
    if (!recorded.seconds) {
        return std::nullopt;
    }
    const widgets::Timeline& timeline = m_panel->timeline();
    Extent where = recorded;
    where.seconds = Interval{timeline.axisAt(recorded.seconds->begin), timeline.axisAt(recorded.seconds->end)};
    return where;
}

void SoundView::showSample(const SampleRow* row, const ImageRecipe& /*recipe*/)
{
    const auto* sound =
        row == nullptr ? nullptr : dynamic_cast<const hydrophone::SoundRecording*>(row->recording->recording.get());
    if (sound == nullptr) {
        m_recording.clear();
        m_sample.clear();
        m_events->setRecording({});
        m_panel->setSound(nullptr, {});
        return;
    }
    if (m_moved && m_moved->key != row->key()) {
        // Not from here: what is told of it changes the rows, and this one is shown first.
        QMetaObject::invokeMethod(this, &SoundView::tellMove, Qt::QueuedConnection);
    }
    m_sample = row->key().sample;
    if (m_recording != row->key().recording) {
        m_recording = row->key().recording;
        workspace::Workspace* const workspace = m_session.workspace();
        m_panel->setSound(sound->file(), workspace == nullptr ? std::filesystem::path() : workspace->dataFolder());
        m_events->setRecording(m_recording);
        m_deployment->setShown(QString::fromStdString(m_recording));
    }
    showBoxes();
    m_panel->setSelectedBox(isWhole(*row) ? QString() : QString::fromStdString(m_sample));
    const auto where = onAxis(row->sample().extent);
    if (where && !isWhole(*row) && !m_viewKept) {
        m_panel->goTo(*where->seconds);
    }
}

void SoundView::updateSample(const SampleRow* /*row*/)
{
    showBoxes();
}

/// An event below the model's own threshold is most likely background; its box says what else it would be.
std::optional<SoundView::Opinion> SoundView::opinionOf(const SampleRow& row) const
{
    const LoadedModelRef& model = m_bench.models().model();
    if (!row.verdict || row.verdict->rejected) {
        return std::nullopt;
    }
    const std::string background = model && model->info.detection ? model->info.detection->background : std::string();
    if (row.verdict->bestClass() != background) {
        return Opinion{row.verdict->bestClass(), row.verdict->bestProbability()};
    }
    return Opinion{row.verdict->secondClass(), row.verdict->secondProbability()};
}

widgets::TimeBox SoundView::boxOf(const SampleRow& row, const Extent& where) const
{
    widgets::TimeBox box;
    box.id = QString::fromStdString(row.key().sample);
    box.where = where;
    box.editable = true;
    box.event = !row.label.has_value();
    const std::optional<Opinion> opinion = row.label || m_opinionHidden ? std::nullopt : opinionOf(row);
    const std::string classId = row.label ? row.label->label.classId : opinion ? opinion->classId : std::string();
    if (const SignalClass* known = m_bench.findClass(classId)) {
        box.colour = QColor::fromRgb(known->colour);
        box.text = m_bench.className(classId);
    }
    if (opinion) {
        box.text += QLatin1Char(' ') + words::percent(opinion->probability);
    }
    return box;
}

void SoundView::showBoxes()
{
    if (m_recording.empty()) {
        return;
    }
    std::vector<widgets::TimeBox> boxes;
    for (int i = 0; i < m_bench.store().size(); ++i) {
        const SampleRow& row = m_bench.store().row(i);
        if (row.key().recording != m_recording || isWhole(row)) {
            continue;
        }
        const bool moving = m_moved && m_moved->key == row.key();
        if (const auto where = onAxis(moving ? m_moved->recorded : row.sample().extent)) {
            boxes.push_back(boxOf(row, *where));
        }
    }
    m_panel->setBoxes(std::move(boxes));
}

/// The open recordings whose clock is known; a single one is no deployment.
void SoundView::showDeployment()
{
    std::map<std::string, int> events;
    for (int i = 0; i < m_bench.store().size(); ++i) {
        events[m_bench.store().row(i).key().recording] += isWhole(m_bench.store().row(i)) ? 0 : 1;
    }
    std::vector<widgets::DeploymentPiece> pieces;
    std::vector<DeploymentSpectra::Recording> recordings;
    for (const RecordingRef& open : m_bench.store().recordings()) {
        const auto* sound = dynamic_cast<const hydrophone::SoundRecording*>(open->recording.get());
        const auto begin = sound != nullptr ? sound->dateTimeAt(0) : std::nullopt;
        if (begin) {
            const RecordingInfo& info = open->recording->info();
            const double seconds =
                static_cast<double>(sound->dateTimeAt(sound->seconds()).value_or(*begin) - *begin) / 1e6;
            pieces.push_back({QString::fromStdString(info.id), words::fromPath(info.path.filename()), *begin, seconds,
                              events[info.id]});
            recordings.push_back({info.id, sound->file()});
        }
    }
    if (recordings.size() < 2) {
        recordings.clear();
    }
    const workspace::Workspace* const workspace = m_session.workspace();
    m_deployment->setVisible(pieces.size() > 1);
    m_deployment->setPieces(std::move(pieces));
    m_spectra.setRecordings(recordings, workspace == nullptr ? std::filesystem::path() : workspace->dataFolder());
}

void SoundView::setOpinionHidden(bool hidden)
{
    m_opinionHidden = hidden;
    showBoxes();
}

void SoundView::stepCursor(int step)
{
    m_panel->stepCursor(step);
}

void SoundView::togglePlaying()
{
    m_panel->togglePlaying();
}

bool SoundView::stopPlaying()
{
    return m_panel->stopPlaying();
}

void SoundView::zoom(double factor)
{
    const Interval& seconds = m_panel->spectrogram().viewport().seconds;
    m_panel->spectrogram().zoomTime(seconds.middle(), factor);
}

void SoundView::fit()
{
    m_panel->spectrogram().fit();
}

void SoundView::focusSignal()
{
    m_panel->spectrogram().setFocus(Qt::ShortcutFocusReason);
}

QImage SoundView::toImage() const
{
    return m_panel->grab().toImage();
}

}  // namespace sightline::ui
