// One kind of signal at work: its open samples, the model in service, verdicts, pictures and labels.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <QElapsedTimer>
#include <QObject>

#include "core/data/signal_class.h"
#include "core/workspace/workspace.h"
#include "ui/session/background_store.h"
#include "ui/session/explanation_source.h"
#include "ui/session/listener.h"
#include "ui/session/model_service.h"
#include "ui/session/picture_source.h"
#include "ui/session/sample_store.h"
#include "ui/session/verdict_pipeline.h"

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

class Bench final : public QObject {
    Q_OBJECT
public:
    Bench(const domains::Domain& domain, jobs::Lane& io, jobs::Lane& learning, const ModelLoader& loader,
          QObject* parent = nullptr);
    ~Bench() override;

    [[nodiscard]] const domains::Domain& domain() const { return m_domain; }
    [[nodiscard]] const std::string& task() const { return m_task; }
    [[nodiscard]] SampleStore& store() { return m_store; }
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
    void addRecording(const RecordingRef& recording, const Answers& answers, const QElapsedTimer& since);
    void closeRecording(const std::string& recordingId);
    /// Long recordings: a box somebody drew becomes a row, to be labelled as every other. Nothing where the recording
    /// is not open or knows no boxes.
    std::optional<SampleKey> addBox(std::string recordingId, const Extent& where);
    /// Listens through long recordings; nullptr where samples are judged one by one.
    [[nodiscard]] Listener* listener() { return m_listener.get(); }
    /// The picture for the screen; judged first if it has no verdict yet.
    void lookAt(const SampleKey& key);

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
    void classesChanged();
    void problem(const sightline::Error& error);

private:
    struct Stored;
    void showStored(const RecordingRef& recording, const Stored& stored);
    void judgeMissing(const RecordingRef& recording);
    void takeVerdicts(const std::vector<Judged>& judged);
    void adoptModel();
    Result<SampleKey> refresh(const LabelEvent& event);
    void remember(const LabelEvent& event);
    [[nodiscard]] LabelRecord recordOf(const Label& label) const;
    [[nodiscard]] LabelEvent eventFor(const SampleRow& row, const Judgement& judgement) const;
    void addListened(const RecordingRef& windows, const Answers& answers);
    [[nodiscard]] RecordingRef rowsOf(const RecordingRef& windows, const std::vector<Sample>& more) const;
    /// By value: the rows such a reference may lie in are replaced.
    void showEvents(std::string recordingId);
    void waitForRegistration(const std::string& recordingId);

    const domains::Domain& m_domain;
    std::string m_task;
    SampleStore m_store;
    ModelService m_models;
    VerdictPipeline m_pipeline;
    PictureSource m_pictures;
    ExplanationSource m_explanations;
    std::unique_ptr<Listener> m_listener;
    std::map<std::string, std::vector<Label>> m_labelled;  ///< of long recordings: labels in force
    std::map<std::string, std::vector<Extent>> m_drawn;    ///< boxes that wait for their label
    Postbox m_postbox;
    workspace::Workspace* m_workspace = nullptr;
    BackgroundStore* m_behind = nullptr;
    std::vector<SignalClass> m_classes;
    std::map<std::string, LabelEvent> m_events;   ///< by id: what a label in force came from
    std::set<std::string> m_registering;          ///< recordings not yet in the workspace
    std::map<SampleKey, QElapsedTimer> m_clocks;  ///< of files with one sample, from opening to verdict
};

}  // namespace sightline::ui
