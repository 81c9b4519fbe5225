// Long recordings listened through behind the window, one after the other.
#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QElapsedTimer>
#include <QObject>

#include "core/diagnosis/scan.h"
#include "core/jobs/job.h"
#include "core/learning/detection.h"
#include "ui/session/model_service.h"
#include "ui/session/sample_store.h"

namespace sightline::ui {

/// What a model made of one recording. Immutable.
struct Heard {
    diagnosis::ScoreTracks scores;
    std::vector<diagnosis::Event> events;        ///< of any probability worth a word, in the order of time
    std::vector<learning::DetectedEvent> peaks;  ///< all, whatever they score; `recording` is 0
    std::vector<std::size_t> learntFrom;         ///< windows the model was trained on
};
using HeardRef = std::shared_ptr<const Heard>;

/// Scores are kept while a recording is open and on disk, so that a threshold moves without listening again.
class Listener final : public QObject {
    Q_OBJECT
public:
    /// The learning lane listens; both lanes outlive this object.
    Listener(jobs::Lane& io, jobs::Lane& learning, QObject* parent = nullptr);
    ~Listener() override;

    /// Where scores are kept; empty: nowhere.
    void setFolder(std::filesystem::path folder) { m_folder = std::move(folder); }
    /// All recordings are listened to again, those that are waited for first. nullptr: nothing is listened to.
    void setModel(LoadedModelRef model);
    /// A recording with all its windows; those already there are left as they are.
    void add(const RecordingRef& windows);
    void remove(const std::string& recordingId);
    void clear();
    /// Nothing more is listened to until it is asked for.
    void cancel();
    /// Before all others, if it has not been listened through.
    void listenTo(const std::string& recordingId);

    [[nodiscard]] RecordingRef windows(const std::string& recordingId) const;
    /// nullptr: the model in service has not listened through it yet.
    [[nodiscard]] HeardRef heardOf(const std::string& recordingId) const;
    [[nodiscard]] const LoadedModelRef& model() const { return m_model; }
    [[nodiscard]] bool running() const { return m_job != nullptr; }
    /// It waits for its turn, or is being listened to.
    [[nodiscard]] bool isWaiting(const std::string& recordingId) const;

    struct Now {
        std::string recording;
        double fraction = 0;
        double timesRealTime = 0;  ///< 0: not known yet
        std::optional<double> secondsLeft;
    };
    /// Nothing: nothing is being listened to.
    [[nodiscard]] std::optional<Now> now() const;

Q_SIGNALS:
    void heard(const std::string& recordingId);
    /// now() or isWaiting() changed.
    void progressed();
    void failed(const sightline::Error& error);

private:
    struct Entry {
        RecordingRef windows;
        HeardRef heard;
    };
    void next();
    void stop();
    void ended(const jobs::JobState& state);

    jobs::Lane& m_io;
    jobs::Lane& m_learning;
    std::filesystem::path m_folder;
    LoadedModelRef m_model;
    std::map<std::string, Entry> m_recordings;
    std::deque<std::string> m_waiting;
    std::string m_current;
    QElapsedTimer m_since;
    std::unique_ptr<jobs::Job> m_job;
};

}  // namespace sightline::ui
