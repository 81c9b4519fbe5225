// Long-term average spectra of all recordings of a deployment, made or fetched behind the window.
#pragma once

#include <QObject>
#include <deque>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/dsp/long_term_spectrum.h"
#include "core/jobs/job.h"
#include "ui/hydrophone/sound_source.h"

namespace sightline::ui {

/// First an estimate of each recording, one after the other, then a better one of each, which is kept in a file as
/// SoundPreparation keeps its own. One recording is read at a time, and never all of a long one.
class DeploymentSpectra final : public QObject {
    Q_OBJECT
public:
    struct Recording {
        std::string id;
        SoundFileRef file;
    };
    /// `lane` must outlive this object; the work takes one of its threads, a recording at a time.
    explicit DeploymentSpectra(jobs::Lane& lane, QObject* parent = nullptr);
    ~DeploymentSpectra() override;

    /// What there is of them already is not made again; work on others stops. An empty folder: nothing is kept.
    void setRecordings(const std::vector<Recording>& recordings, const std::filesystem::path& folder);
    [[nodiscard]] bool running() const { return m_job != nullptr; }

Q_SIGNALS:
    /// First an estimate, later a better one.
    void ready(const std::string& id, std::shared_ptr<const sightline::dsp::LongTermSpectrum> spectrum);

private:
    struct Task {
        Recording recording;
        int places = 1;  ///< looked at in each column
    };
    void startNext();

    jobs::Lane& m_lane;
    std::filesystem::path m_folder;
    std::set<std::string> m_known;
    std::deque<Task> m_waiting;
    Task m_current;
    std::unique_ptr<jobs::Job> m_job;
};

}  // namespace sightline::ui
