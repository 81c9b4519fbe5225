#include "ui/hydrophone/sound_tab.h"

#include <QShortcut>

#include "ui/hydrophone/sound_export.h"
#include "ui/words.h"
#include "widgets/timeline.h"

namespace sightline::ui {

SoundTab::SoundTab(Session& session, Bench& bench, KeyMap& keys, QWidget* parent)
    : SignalTab(session, bench, keys, makeSpec(), new SoundView(session, bench), parent)
{
    connect(&sound(), &SoundView::sampleChosen, this, [this](const std::string& recording, const std::string& sample) {
        selectInView({recording, sample});
    });
    connect(&sound(), &SoundView::recordingChosen, this, [this](const std::string& recording) {
        if (const RecordingRef open = this->bench().store().recording(recording)) {
            review().select(open->samples.front().key);
        }
    });
    connect(&sound(), &SoundView::boxMoved, this, &SoundTab::moveBox);
    connect(&sound(), &SoundView::boxRemovalAsked, this, &SoundTab::removeBox);
    connect(&review(), &ReviewController::opinionHiddenChanged, &sound(), &SoundView::setOpinionHidden);
    auto* take = new QShortcut(QKeySequence(Qt::Key_L), this);
    take->setContext(Qt::WidgetWithChildrenShortcut);
    connect(take, &QShortcut::activated, this, &SoundTab::takeBox);
}

/// What was drawn becomes a row of the list, to be labelled by a key.
void SoundTab::takeBox()
{
    SoundPanel& panel = sound().panel();
    const auto drawn = panel.selection();
    const SampleRow* row = review().current();
    if (!drawn || !drawn->seconds || row == nullptr) {
        return;
    }
    const widgets::Timeline& timeline = panel.timeline();
    Extent recorded = *drawn;
    recorded.seconds =
        Interval{timeline.recordedNear(drawn->seconds->begin), timeline.recordedNear(drawn->seconds->end)};
    const std::string recording = row->key().recording;
    panel.clearSelection();
    if (const auto key = bench().addBox(recording, recorded)) {
        selectInView(*key);
    }
}

void SoundTab::selectInView(const SampleKey& key)
{
    sound().setViewKept(true);
    review().select(key);
    sound().setViewKept(false);
}

void SoundTab::moveBox(const SampleKey& key, const Extent& recorded)
{
    const bool chosen = review().currentKey() == key;
    sound().setViewKept(true);
    const auto moved = bench().moveBox(key, recorded, session().preferences().reviewer().toStdString());
    if (moved && chosen) {
        review().select(*moved);
    } else if (!moved) {
        sound().updateSample(nullptr);  // back where it was
        Q_EMIT review().problem(moved.error());
    }
    sound().setViewKept(false);
}

void SoundTab::removeBox(const SampleKey& key)
{
    const auto removed = bench().removeBox(key, session().preferences().reviewer().toStdString());
    if (removed) {
        Q_EMIT review().said(tr("%1: box removed").arg(QString::fromStdString(key.sample)));
    } else {
        Q_EMIT review().said(QString::fromStdString(removed.error().message));
    }
}

std::vector<TabExport> SoundTab::exports()
{
    const SampleRow* row = review().current();
    if (row == nullptr) {
        return {};
    }
    const std::string recording = row->key().recording;
    const QString stem = words::fromPath(row->recording->recording->info().path.stem());
    const QString raven = stem + QStringLiteral(".Table.1.selections.txt");
    const QString tables = tr("Selection tables (*.txt)");
    return {{tr("Labels as a Raven selection table…"), raven, tables,
             [this](const std::filesystem::path& file) { return exportRaven(bench(), ExportedBoxes::Labels, file); }},
            {tr("Labels and events as a Raven selection table…"), raven, tables,
             [this](const std::filesystem::path& file) {
                 return exportRaven(bench(), ExportedBoxes::LabelsAndEvents, file);
             }},
            {tr("Labels and events of this recording for Audacity…"), stem + QStringLiteral(".labels.txt"),
             tr("Audacity labels (*.txt)"),
             [this, recording](const std::filesystem::path& file) { return exportAudacity(bench(), recording, file); }},
            {tr("Events as CSV…"), stem + QStringLiteral(".events.csv"), tr("CSV (*.csv)"),
             [this](const std::filesystem::path& file) { return exportEventsCsv(bench(), file); }}};
}

TabSpec SoundTab::makeSpec()
{
    TabSpec spec;
    spec.id = QStringLiteral("sounds");
    spec.listTitle = tr("Recordings and events");
    spec.sampleTitle = tr("Seconds");
    spec.chooseOne = tr("Choose a recording or an event in the list, or open a sound file.");
    spec.simulated =
        tr("Trained on simulated up-calls in a simulated sea: it knows no other call, and was not proved "
           "on your recordings.");
    spec.channels = QStringList{tr("Mel bands")};
    spec.allChannels = tr("Mel bands");
    spec.keyedClasses = {"upcall", "background"};
    spec.columns = {380, 620, 300};
    spec.centre = {460, 220};
    return spec;
}

}  // namespace sightline::ui
