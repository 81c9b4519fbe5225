#include "ui/hydrophone/sound_tab.h"

#include <QAction>
#include <QFileDialog>
#include <QShortcut>
#include <algorithm>
#include <utility>

#include "core/domains/hydrophone/sound_recording.h"
#include "ui/hydrophone/sound_export.h"
#include "ui/session/session.h"
#include "ui/words.h"
#include "widgets/banner.h"
#include "widgets/timeline.h"

namespace sightline::ui {

namespace {

/// What the domain says in English, with its numbers left out, so that it comes into the translations.
[[maybe_unused]] constexpr const char* wordsOfDomain[] = {
    QT_TRANSLATE_NOOP("hydrophone", "shorter than one window of %1.%2 s"),
    QT_TRANSLATE_NOOP("hydrophone", "each stretch is shorter than one window of %1.%2 s"),
    QT_TRANSLATE_NOOP("hydrophone", "recorded at %1 Hz; the picture needs %2 Hz or more"),
    QT_TRANSLATE_NOOP("hydrophone", "Level (AES17)"),
};

}  // namespace

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
    connect(&sound(), &SoundView::importAsked, this, &SoundTab::askForTables);
    connect(&review(), &ReviewController::judged, this, [this] { m_importIsNewest = false; });
    // Before the listener's next turn.
    connect(bench.listener(), &Listener::heard, this, &SoundTab::listenToShown);
    connect(bench.listener(), &Listener::failed, this, &SoundTab::listenToShown);
    connect(&bench.models(), &ModelService::modelChanged, this, &SoundTab::listenToShown);
    connect(&review(), &ReviewController::currentChanged, this, &SoundTab::listenToShown);
    connect(&review(), &ReviewController::opinionHiddenChanged, &sound(), &SoundView::setOpinionHidden);
    auto* take = new QShortcut(QKeySequence(Qt::Key_L), this);
    take->setContext(Qt::WidgetWithChildrenShortcut);
    connect(take, &QShortcut::activated, this, &SoundTab::takeBox);
}

/// What is looked at goes before all others that wait.
void SoundTab::listenToShown()
{
    const SampleRow* const row = review().current();
    if (row != nullptr && bench().listener()->isWaiting(row->key().recording)) {
        bench().listener()->listenTo(row->key().recording);
    }
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
    m_importIsNewest = false;
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
    m_importIsNewest = false;
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

void SoundTab::askForTables()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Import labels"), {}, tr("Label tables: Raven, Audacity, CSV (*.txt *.csv *.tsv)"));
    for (const QString& file : files) {
        importLabels(words::toPath(file));
    }
}

QStringList SoundTab::takeFiles(const QStringList& files)
{
    if (review().current() == nullptr) {
        return files;
    }
    QStringList others;
    for (const QString& file : files) {
        if (looksLikeLabelTable(words::toPath(file))) {
            importLabels(words::toPath(file));
        } else {
            others << file;
        }
    }
    return others;
}

void SoundTab::undo()
{
    if (!m_importIsNewest || !takeImportBack()) {
        SignalTab::undo();
    }
}

void SoundTab::importLabels(const std::filesystem::path& table)
{
    std::vector<OpenSound> sounds;
    for (const RecordingRef& open : bench().store().recordings()) {
        if (const auto* sound = dynamic_cast<const hydrophone::SoundRecording*>(open->recording.get())) {
            sounds.push_back({open->recording->info().id, open->recording->info().path, sound->seconds()});
        }
    }
    auto job = std::make_unique<jobs::Job>(QStringLiteral("labels"));
    connect(job.get(), &jobs::Job::changed, this, [this, started = job.get()](const jobs::JobState& state) {
        if (!state.ended()) {
            return;
        }
        if (state.phase == jobs::JobState::Phase::Failed) {
            Q_EMIT review().problem(state.error);
        }
        const auto ended =
            std::find_if(m_imports.begin(), m_imports.end(), [&](const auto& one) { return one.get() == started; });
        ended->release()->deleteLater();
        m_imports.erase(ended);
    });
    job->start<ImportedTable>(
        session().ioLane(), [table, sounds](Progress& /*progress*/) { return readLabelTable(table, sounds); },
        [this, table](const ImportedTable& read) { showImported(table, read); });
    m_imports.push_back(std::move(job));
}

void SoundTab::showImported(const std::filesystem::path& table, const ImportedTable& read)
{
    session().settle();  // a label refers to its recording
    const auto taken = takeOver(bench(), read.boxes, session().preferences().reviewer().toStdString());
    if (!taken) {
        Q_EMIT review().problem(taken.error());
        return;
    }
    QStringList said;
    if (taken->alreadyThere > 0) {
        said << tr("%n were there already.", nullptr, taken->alreadyThere);
    }
    if (read.events > 0) {
        said << tr("%n verdict(s) of a model left out: nobody confirmed them.", nullptr, read.events);
    }
    for (const auto& [name, count] : taken->unknown) {
        said << tr("Class not known: %1 (%2).").arg(QString::fromStdString(name)).arg(count);
    }
    for (const auto& [name, count] : read.elsewhere) {
        said << tr("Not open: %1 (%2).").arg(QString::fromStdString(name)).arg(count);
    }
    for (const Error& skipped : read.skipped) {
        session().issues().addError(skipped, words::fromPath(table));
    }
    if (!read.skipped.empty()) {
        said << words::errorText(read.skipped.front());
    }
    if (read.skipped.size() > 1) {
        said << tr("More in the issues.");
    }
    const bool complete = read.skipped.empty() && read.elsewhere.empty() && taken->unknown.empty();
    said << tr("Labels of %1").arg(words::fromPath(table.filename()));
    offerTakingBack(taken->added);
    sound().banner().showMessage(complete ? widgets::Banner::Kind::Success : widgets::Banner::Kind::Warning,
                                 tr("%n label(s) added.", nullptr, static_cast<int>(taken->added.size())),
                                 said.join(QLatin1Char(' ')),
                                 m_takeBack != nullptr ? QList<QAction*>{m_takeBack} : QList<QAction*>{});
}

void SoundTab::offerTakingBack(const std::vector<LabelEvent>& added)
{
    if (m_takeBack != nullptr) {
        m_takeBack->deleteLater();
        m_takeBack = nullptr;
    }
    if (added.empty()) {
        return;
    }
    m_imported = added;
    m_importIsNewest = true;
    m_takeBack = new QAction(tr("Take back"), this);
    m_takeBack->setToolTip(tr("Remove the labels of this table again (Ctrl+Z)"));
    connect(m_takeBack, &QAction::triggered, this, &SoundTab::takeImportBack);
}

bool SoundTab::takeImportBack()
{
    m_importIsNewest = false;
    const auto gone = takeBack(bench(), m_imported, session().preferences().reviewer().toStdString());
    if (!gone) {
        Q_EMIT review().problem(gone.error());
        return true;
    }
    if (*gone > 0) {
        Q_EMIT review().said(tr("%n imported label(s) taken back.", nullptr, *gone));
    }
    m_imported.clear();
    sound().banner().hide();
    return *gone > 0;
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
