#include "ui/hydrophone/sound_view.h"

#include <QVBoxLayout>

#include "core/domains/hydrophone/sound_recording.h"
#include "core/workspace/workspace.h"
#include "ui/session/session.h"
#include "ui/words.h"
#include "widgets/spectrogram_view.h"
#include "widgets/timeline.h"
#include "widgets/waveform_view.h"

namespace sightline::ui {

namespace {

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
    m_panel->spectrogram().setMinimumHeight(60);
    m_panel->setEmptyText(tr("Choose a recording or an event in the list, or open a sound file."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_panel);
    setFocusProxy(&m_panel->spectrogram());
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
    connect(&bench.store(), &SampleStore::reset, this, &SoundView::showBoxes);
    connect(&bench.store(), &SampleStore::changed, this, &SoundView::showBoxes);
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
        m_panel->setSound(nullptr, {});
        return;
    }
    m_sample = row->key().sample;
    if (m_recording != row->key().recording) {
        m_recording = row->key().recording;
        workspace::Workspace* const workspace = m_session.workspace();
        m_panel->setSound(sound->file(), workspace == nullptr ? std::filesystem::path() : workspace->dataFolder());
    }
    showBoxes();
    m_panel->setSelectedBox(isWhole(*row) ? QString() : QString::fromStdString(m_sample));
    const auto where = onAxis(row->sample().extent);
    if (where && !isWhole(*row)) {
        m_panel->goTo(*where->seconds);
    }
}

void SoundView::updateSample(const SampleRow* /*row*/)
{
    showBoxes();
}

void SoundView::showBoxes()
{
    if (m_recording.empty()) {
        return;
    }
    std::vector<widgets::TimeBox> boxes;
    for (int i = 0; i < m_bench.store().size(); ++i) {
        const SampleRow& row = m_bench.store().row(i);
        const auto where =
            row.key().recording == m_recording && !isWhole(row) ? onAxis(row.sample().extent) : std::nullopt;
        if (!where) {
            continue;
        }
        widgets::TimeBox box;
        box.id = QString::fromStdString(row.key().sample);
        box.where = *where;
        box.event = !row.label.has_value();
        const std::string classId = row.label     ? row.label->label.classId
                                    : row.verdict ? row.verdict->bestClass()
                                                  : std::string();
        if (const SignalClass* known = m_bench.findClass(classId)) {
            box.colour = QColor::fromRgb(known->colour);
            box.text = m_bench.className(classId);
        }
        if (!row.label && row.verdict && !row.verdict->rejected) {
            box.text += QStringLiteral(" %1 %").arg(row.verdict->bestProbability() * 100, 0, 'f', 0);
        }
        boxes.push_back(std::move(box));
    }
    m_panel->setBoxes(std::move(boxes));
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
