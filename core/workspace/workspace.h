// Recordings, samples, labels, queue and models on disk: one SQLite file NAME.sightline and beside it NAME.sightline.d.
// Qt Core and Qt SQL inside; no SQL shows here. One Workspace object per thread: open the same path again for another.
// The program needs a QCoreApplication (or a child of it) for as long as a workspace is open: Qt finds its database
// driver through it. Every change is one transaction and on disk when the call returns.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/label.h"
#include "core/data/question.h"
#include "core/data/sample_list.h"
#include "core/data/signal_class.h"
#include "core/data/verdict.h"

namespace sightline::workspace {

struct KnownRecording {
    std::string id;  ///< quick hash
    std::string domain;
    std::string path;  ///< UTF-8, where it was last seen
    std::string format;
    Answers answers;  ///< what a person or --map told the reader
    std::int64_t addedMicroseconds = 0;
};

/// What was stored of a sample: enough to count labels and sources without opening a file.
struct StoredSample {
    SampleKey key;
    std::size_t index = 0;  ///< position in the recording
    Extent extent;
    std::string ownLabel;
    std::string group;  ///< the true source, or empty
    std::string contentHash;
};

struct StoredModel {
    std::string id;
    std::string name;
    std::string domain;
    std::string task;
    std::filesystem::path path;
    std::int64_t addedMicroseconds = 0;
};

struct Activation {
    std::string modelId;  ///< empty: back to the shipped starter
    std::string domain;
    std::string task;
    std::int64_t atMicroseconds = 0;
    std::string who;
    std::string reason;
};

struct StoredVerdict {
    SampleKey subject;
    std::string task;
    Verdict verdict;
};

struct QueueEntry {
    SampleKey subject;
    std::string task;
    std::string reason;  ///< "queued by a person", "uncertain" …
    std::int64_t atMicroseconds = 0;
};

class Workspace {
public:
    /// Opens or creates. WAL, synchronous FULL, foreign keys, busy timeout 10 s. Brings an older schema up to date
    /// after a backup copy; opens a newer one read-only. Unreadable, Corrupt (not a workspace), Busy, each naming the
    /// file.
    static Result<std::unique_ptr<Workspace>> open(const std::filesystem::path& file);
    /// default.sightline in the user's data folder, which open() makes if need be.
    static std::filesystem::path defaultPath();
    static bool looksLikeWorkspace(const std::filesystem::path& file);

    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const;
    [[nodiscard]] std::filesystem::path dataFolder() const;    ///< NAME.sightline.d
    [[nodiscard]] std::filesystem::path modelsFolder() const;  ///< NAME.sightline.d/models
    [[nodiscard]] bool readOnly() const;
    /// One sentence for people about how it opened (read-only and why, on a network drive), or empty.
    [[nodiscard]] const std::string& notice() const;
    /// Copies the file into NAME.sightline.d/backups, once a day; the newest seven stay. Nothing if today's is there.
    /// Takes as long as the file is large: not in the window's thread.
    Result<void> backUp();

    /// Several changes in one transaction: all of them, or none where `changes` fails. A thousand single ones each wait
    /// for the disk.
    Result<void> together(const std::function<Result<void>()>& changes);

    /// Recordings. Adding one already known (same hash) updates its path. What it is recorded under (id) must be added
    /// before anything refers to it: NotFound otherwise. A path is kept relative to the workspace and absolute; the
    /// relative one is tried first, and where both lead to a file, the content decides.
    Result<void> addRecording(const RecordingInfo& info, const Answers& answers);
    /// groups: one for each sample, or empty for the samples' own.
    Result<void> addSamples(const SampleList& samples, const std::vector<std::string>& groups);
    Result<std::vector<StoredSample>> samplesOf(const std::string& recordingId);
    Result<std::vector<StoredSample>> samples(const std::string& domain);
    Result<std::vector<KnownRecording>> recordings(const std::string& domain);
    Result<std::optional<KnownRecording>> recording(const std::string& id);
    /// Open (or close) in the window, so that tomorrow starts where today ended.
    Result<void> setOpen(const std::string& recordingId, bool open);
    Result<std::vector<KnownRecording>> openRecordings();

    /// Labels: append-only. append() fills id, time, workstation and app version where empty and returns the stored
    /// event; it is on disk when the call returns.
    Result<LabelEvent> append(LabelEvent event);
    Result<std::vector<LabelEvent>> append(std::vector<LabelEvent> events);  ///< all or none
    /// In the order they were appended.
    Result<std::vector<LabelEvent>> events(const std::string& domain, const std::string& task);
    Result<std::vector<Label>> labels(const std::string& domain, const std::string& task);
    Result<std::vector<Label>> labelsOf(const std::string& recordingId, const std::string& task);
    /// Takes back the newest event of a person that is not taken back yet (redo: brings back the newest undone one,
    /// unless the person has labelled since). NotFound if there is none. Survives a restart. Returns the new event; its
    /// subject says where to go.
    Result<LabelEvent> undo(const std::string& domain, const std::string& task, const std::string& reviewer);
    Result<LabelEvent> redo(const std::string& domain, const std::string& task, const std::string& reviewer);

    /// The queue of samples a person should look at (or train on). Queueing twice changes nothing.
    Result<void> enqueue(const SampleKey& subject, const std::string& task, const std::string& reason);
    Result<void> dequeue(const SampleKey& subject, const std::string& task);
    Result<std::vector<QueueEntry>> queue(const std::string& domain, const std::string& task);

    /// Verdicts and findings are derived data: replaced freely, dropped with the recording.
    Result<void> storeVerdicts(const std::vector<StoredVerdict>& verdicts);
    Result<std::vector<StoredVerdict>> verdictsOf(const std::string& recordingId, const std::string& task);
    Result<void> storeFindings(const std::string& recordingId, const std::vector<Finding>& findings);
    Result<std::vector<Finding>> findingsOf(const std::string& recordingId);

    /// Answers to readers' questions, by layout.
    Result<void> rememberAnswers(const std::string& layout, const Answers& answers);
    Result<Answers> rememberedAnswers(const std::string& layout);

    /// Classes people added or renamed, by domain and task. Ids are never reused.
    Result<void> addClass(const std::string& domain, const std::string& task, const SignalClass& signalClass);
    Result<std::vector<SignalClass>> addedClasses(const std::string& domain, const std::string& task);

    /// Models. addModel copies the file into modelsFolder under its id; a model that is there already is returned as it
    /// is. Activation is one row in one transaction; the history (oldest first) is append-only. An empty modelId is the
    /// shipped starter. A stored file that is missing or changed is never activated. rollback() activates what was
    /// active before the present one, and again, what was before that; NotFound when the starter it began with is back.
    Result<StoredModel> addModel(const std::filesystem::path& file);
    Result<std::vector<StoredModel>> models(const std::string& domain, const std::string& task);
    Result<void> activate(const std::string& modelId, const std::string& domain, const std::string& task,
                          const std::string& who, const std::string& reason);
    Result<std::optional<StoredModel>> activeModel(const std::string& domain, const std::string& task);
    Result<Activation> rollback(const std::string& domain, const std::string& task, const std::string& who);
    Result<std::vector<Activation>> activations(const std::string& domain, const std::string& task);

    /// A source's part, assigned once and kept: another part for the same source is Invalid.
    Result<std::optional<Part>> partOf(const std::string& domain, const std::string& source);
    Result<void> assignPart(const std::string& domain, const std::string& source, Part part);

    /// Frozen datasets, never changed afterwards. Freezing the same id again changes nothing.
    Result<void> freeze(const Dataset& dataset);
    Result<Dataset> dataset(const std::string& id);

    /// Small settings of this workspace (the window's filter, the order …).
    Result<void> setSetting(const std::string& name, const std::string& value);
    Result<std::optional<std::string>> setting(const std::string& name);

private:
    struct Impl;
    explicit Workspace(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace sightline::workspace
