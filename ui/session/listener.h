// Long recordings listened through behind the window, one after the other.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>

#include <QObject>

#include "core/diagnosis/scan.h"
#include "core/jobs/job.h"
#include "ui/session/model_service.h"
#include "ui/session/sample_store.h"

namespace sightline::ui {

/// Scores are kept while a recording is open, so that a threshold can be moved without listening again.
class Listener final : public QObject {
    Q_OBJECT
public:
    /// The learning lane listens; both lanes outlive this object.
    Listener(jobs::Lane& io, jobs::Lane& learning, QObject* parent = nullptr);
    ~Listener() override;

    /// All recordings are listened to again, those that are waited for first. nullptr: nothing is listened to.
    void setModel(LoadedModelRef model);
    /// A recording with all its windows; those already there are left as they are.
    void add(const RecordingRef& windows);
    void remove(const std::string& recordingId);
    void clear();

    [[nodiscard]] RecordingRef windows(const std::string& recordingId) const;
    /// What the model in service said of every window; nullptr: not listened through yet.
    [[nodiscard]] std::shared_ptr<const diagnosis::ScoreTracks> scores(const std::string& recordingId) const;
    [[nodiscard]] const LoadedModelRef& model() const { return m_model; }
    [[nodiscard]] bool running() const { return m_job != nullptr; }
    /// Of the recording being listened to; negative where nothing runs.
    [[nodiscard]] double fraction() const;

Q_SIGNALS:
    void heard(const std::string& recordingId);
    void progressed();
    void failed(const sightline::Error& error);

private:
    struct Heard {
        RecordingRef windows;
        std::shared_ptr<const diagnosis::ScoreTracks> scores;
    };
    void next();
    void stop();

    jobs::Lane& m_io;
    jobs::Lane& m_learning;
    LoadedModelRef m_model;
    std::map<std::string, Heard> m_recordings;
    std::deque<std::string> m_waiting;
    std::string m_current;
    std::unique_ptr<jobs::Job> m_job;
};

}  // namespace sightline::ui
