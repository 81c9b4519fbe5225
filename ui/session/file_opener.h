// Paths to recordings, in the io lane. Every path ends in exactly one signal.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include <QElapsedTimer>
#include <QObject>

#include "core/data/question.h"
#include "core/domains/domain.h"
#include "core/jobs/job.h"
#include "ui/session/postbox.h"
#include "ui/session/sample_store.h"

namespace sightline::ui {

struct OpenRequest {
    std::vector<std::filesystem::path> paths;                 ///< files and folders
    Answers answers;                                          ///< for all of them; empty: remembered ones are used
    std::map<std::filesystem::path, Answers> answersOf = {};  ///< for single files, before `answers`
    bool restoring = false;  ///< the last session's files, not somebody's wish of this moment
};

/// What became of one request.
struct OpenSummary {
    int opened = 0;
    int failed = 0;
    int asked = 0;
    int skipped = 0;  ///< found in a folder, no reader's
    bool restoring = false;
    bool cancelled = false;
    std::vector<Error> errors;
};

class FileOpener final : public QObject {
    Q_OBJECT
public:
    FileOpener(jobs::Lane& io, QObject* parent = nullptr);
    ~FileOpener() override;

    /// Where answers are remembered; read in the lane through a connection of its own.
    void setWorkspaceFile(const std::filesystem::path& file) { m_workspaceFile = file; }
    void open(const OpenRequest& request);
    void cancel();
    [[nodiscard]] bool running() const { return !m_jobs.empty(); }

Q_SIGNALS:
    /// `since` runs from the moment the file was asked for.
    void opened(const sightline::ui::RecordingRef& recording, const sightline::Answers& answers,
                const QElapsedTimer& since, bool restoring);
    void asked(const QString& path, const sightline::domains::MustAsk& questions);
    void failed(const QString& path, const sightline::Error& error);
    /// Once per request, after everything else of it.
    void finished(const sightline::ui::OpenSummary& summary);
    void progressed(double fraction, const QString& file);

private:
    struct Work;
    jobs::Lane& m_io;
    Postbox m_postbox;
    std::filesystem::path m_workspaceFile;
    std::vector<std::unique_ptr<jobs::Job>> m_jobs;
};

}  // namespace sightline::ui
