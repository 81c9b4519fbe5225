// One kind of signal at work: its open samples, the model in service, verdicts, pictures and labels.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "core/data/signal_class.h"
#include "core/workspace/workspace.h"
#include "ui/session/background_store.h"
#include "ui/session/event_tally.h"
#include "ui/session/explanation_source.h"
#include "ui/session/file_opener.h"
#include "ui/session/listener.h"
#include "ui/session/model_service.h"
#include "ui/session/picture_source.h"
#include "ui/session/sample_store.h"
#include "ui/session/verdict_pipeline.h"
#include "ui/session/window_book.h"

namespace sightline::ui {

/// What goes with a person's judgement into the record.
struct Judgement {
    Certainty certainty = Certainty::Sure;
    std::string classId;
    std::string comment;
    std::string reviewer;
    double secondsOnScreen = 0;
    bool predictionShown = true;
};

/// A class known by its name alone: a person, a group. `place` among the classes gives it a colour.
SignalClass namedClass(const std::string& name, std::size_t place);

class Bench final : public QObject {
    Q_OBJECT
public:
    Bench(const domains::Domain& domain, jobs::Lane& io, jobs::Lane& learning, const ModelLoader& loader,
          QObject* parent = nullptr);
    ~Bench() override;

    [[nodiscard]] const domains::Domain& domain() const { return m_domain; }
    [[nodiscard]] const std::string& task() const { return m_task; }
    /// Another question asked of the same samples: its classes, labels, model and verdicts take the place of those
    /// there were. Remembered by the workspace.
    void setTask(const std::string& task);
    /// True where people add classes.
    [[nodiscard]] bool openClasses() const;
    /// A class of that name, kept by the workspace. Invalid: an empty name, or one there is.
    Result<void> addClass(const QString& name);
    [[nodiscard]] SampleStore& store() { return m_store; }
    [[nodiscard]] const SampleStore& store() const { return m_store; }
    [[nodiscard]] ModelService& models() { return m_models; }
    [[nodiscard]] const ModelService& models() const { return m_models; }
    [[nodiscard]] VerdictPipeline& pipeline() { return m_pipeline; }
    [[nodiscard]] PictureSource& pictures() { return m_pictures; }
    [[nodiscard]] ExplanationSource& explanations() { return m_explanations; }
    [[nodiscard]] workspace::Workspace* workspace() { return m_workspace; }

    /// Both outlive the attachment; nothing is open afterwards.
    Result<void> attach(workspace::Workspace* workspace, BackgroundStore* behind);
    void detach();
    /// Loads the model in service (the workspace's, else the shipped starter) behind the window.
    void loadModel(learning::DeviceChoice device);

    /// Shows its samples at once; labels, verdicts and queue marks known to the workspace follow, then fresh verdicts.
    void addRecordings(const std::vector<FreshRecording>& recordings);
    /// What its recordings are to be cut for.
    [[nodiscard]] Cutting cutting() const;
    void closeRecording(const std::string& recordingId);
    /// Long recordings: a box somebody drew becomes a row, to be labelled as every other. Nothing where the recording
    /// is not open or knows no boxes.
    std::optional<SampleKey> addBox(std::string recordingId, const Extent& where);
    /// A box somewhere else: its label goes along, as one event that undo takes back; an event of the model becomes a
    /// box that waits for its label. Returns where it is now. NotFound: no longer open; Invalid: all of a recording, or
    /// there is a box of exactly this time; the workspace's errors.
    Result<SampleKey> moveBox(SampleKey key, const Extent& where, const std::string& reviewer);
    /// A box's label goes, and undo brings it back; what waited for its label is gone. Invalid: it is neither.
    Result<void> removeBox(SampleKey key, const std::string& reviewer);
    /// Events are shown from this probability on; 0.5 is the model's own threshold. Kept for each model.
    [[nodiscard]] double eventThreshold() const { return m_eventThreshold; }
    void setEventThreshold(double probability);
    /// How the shown events fit the labelled boxes of the recordings listened through.
    [[nodiscard]] EventTally eventTally() const;
    /// Listens through long recordings; nullptr where samples are judged one by one.
    [[nodiscard]] Listener* listener() { return m_listener.get(); }
    /// Rows that are judged by their windows (mouse sessions): the windows, and what the model in service said of each
    /// so far; nullptr where a row stands alone. Until the recording is closed or cut anew.
    [[nodiscard]] const WindowedRow* windowsOf(const SampleKey& row) const { return m_windows.find(row); }
    /// The sample a row's picture is drawn of: itself, or the chosen one of its windows (the last if there are fewer).
    struct Pictured {
        RecordingRef recording;
        std::size_t index = 0;
        [[nodiscard]] const Sample& sample() const { return recording->samples.held(index); }
    };
    [[nodiscard]] Pictured pictured(const SampleRow& row, std::size_t window) const;
    /// Judged first if it has no verdict yet.
    void lookAt(const SampleKey& key);
    /// While on, what is opened waits for its verdict until it is off again, or somebody looks at it.
    void holdVerdicts(bool on);
    /// What waits for a verdict, or to be listened through, gets none until it is asked for.
    void stopJudging();

    /// The sample on the screen, written behind, so that tomorrow starts there.
    void rememberPlace(const SampleKey& key);
    [[nodiscard]] std::optional<SampleKey> rememberedPlace() const;

    /// The domain's classes, then those people added; states that are no class left out.
    [[nodiscard]] const std::vector<SignalClass>& classes() const { return m_classes; }
    [[nodiscard]] const SignalClass* findClass(const std::string& id) const;
    [[nodiscard]] QString className(const std::string& id) const;

    /// On disk when it returns. NotFound if the sample is no longer open.
    Result<void> judge(const SampleKey& key, const Judgement& judgement);
    /// Returns the subject it went back to (or on to).
    Result<SampleKey> undo(const std::string& reviewer);
    Result<SampleKey> redo(const std::string& reviewer);
    Result<void> setQueued(const SampleKey& key, bool queued);

    /// The labels the open files carry themselves, taken over as imported labels where a sample has none yet.
    struct TakenOver {
        int taken = 0;
        int alreadyLabelled = 0;
        std::map<std::string, int> unknown;  ///< as written → how often
    };
    Result<TakenOver> takeOverOwnLabels(const std::string& reviewer);

Q_SIGNALS:
    void eventThresholdChanged();
    void classesChanged();
    void taskChanged();
    /// Rows have other windows than before.
    void windowsCut();
    /// Some windows of a row got their verdicts.
    void windowsJudged(const sightline::SampleKey& row);
    void problem(const sightline::Error& error);

private:
    struct Stored;
    void showStored(const std::vector<RecordingRef>& rows, const Stored& stored);
    void judgeMissing(const std::vector<RecordingRef>& recordings);
    [[nodiscard]] VerdictPipeline::Unjudged unjudged(const RecordingRef& rows) const;
    [[nodiscard]] std::string rememberedTask() const;
    Result<void> readLabelling();
    void readClasses();
    Result<void> addOwnClasses();
    void hurryWindows(const SampleKey& row);
    /// Notes those on windows; returns the verdicts on rows, those that are complete now among them.
    std::vector<Judged> joinWindows(const std::vector<Judged>& judged);
    void showKnown(const std::vector<RecordingRef>& rows);
    void registerRecordings(const std::vector<FreshRecording>& fresh, const std::vector<RecordingRef>& rows);
    RecordingRef enter(const FreshRecording& fresh);
    void judgeAll();
    /// All windows by another recipe or for another question, made behind the window; nothing is judged until then.
    void cutAnew(const ImageRecipe& recipe, bool newRows);
    void takeCut(const std::vector<WindowedRef>& cut);
    void showCut(const std::vector<WindowedRef>& cut);
    void finishCut();
    /// In a later turn of the event loop, unless another cut has begun.
    void cutStep(std::function<void()> step);
    void takeVerdicts(const std::vector<Judged>& judged);
    void adoptModel();
    Result<SampleKey> refresh(const LabelEvent& event);
    [[nodiscard]] SampleKey subjectLeftBy(const LabelEvent& undo) const;
    Result<void> replaceLabel(const SampleRow& row, LabelEvent by);
    void remember(const LabelEvent& event);
    [[nodiscard]] LabelRecord recordOf(const Label& label) const;
    [[nodiscard]] LabelEvent eventFor(const SampleRow& row, const Judgement& judgement) const;
    void addListened(const RecordingRef& windows, const Answers& answers);
    [[nodiscard]] RecordingRef rowsOf(const RecordingRef& windows, const std::vector<Sample>& more) const;
    /// By value: the rows such a reference may lie in are replaced.
    void showEvents(std::string recordingId);
    void showEventsOf(const std::vector<std::string>& recordingIds);
    struct RowsOfRecording;
    [[nodiscard]] std::optional<RowsOfRecording> rowsWithEvents(const std::string& recordingId) const;
    /// Their samples into the workspace, behind the window.
    void registerRows(const std::string& recordingId);
    [[nodiscard]] std::map<std::string, Sample> boxesOf(const diagnosis::OpenedRecording& windows) const;
    void readEventThreshold();
    void keepEventThreshold();
    void waitForRegistration(const std::string& recordingId);

    const domains::Domain& m_domain;
    jobs::Lane& m_io;
    std::string m_task;
    SampleStore m_store;
    ModelService m_models;
    VerdictPipeline m_pipeline;
    PictureSource m_pictures;
    ExplanationSource m_explanations;
    std::unique_ptr<Listener> m_listener;
    WindowBook m_windows;
    ImageRecipe m_cutBy;    ///< the recipe all of m_windows were cut by, or are being
    CancelToken m_cutting;  ///< of the cut under way
    bool m_cutUnderWay = false;
    bool m_holding = false;
    std::vector<RecordingRef> m_held;  ///< opened meanwhile
    bool m_rowsOutdated = false;       ///< they are of the question before
    std::optional<learning::DeviceChoice> m_device;
    std::map<std::string, std::vector<Label>> m_labelled;  ///< of long recordings: labels in force
    std::map<std::string, std::vector<Extent>> m_drawn;    ///< boxes that wait for their label
    double m_eventThreshold = 0.5;
    QTimer m_thresholdSettled;  ///< then it is kept, and what is shown by it
    Postbox m_postbox;
    workspace::Workspace* m_workspace = nullptr;
    BackgroundStore* m_behind = nullptr;
    std::vector<SignalClass> m_classes;
    std::map<std::string, LabelEvent> m_events;   ///< by id: what a label in force came from
    std::set<std::string> m_registering;          ///< recordings not yet in the workspace
    std::map<SampleKey, QElapsedTimer> m_clocks;  ///< of files with one sample, from opening to verdict
};

}  // namespace sightline::ui
