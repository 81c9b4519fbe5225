// Paths to recordings, in the io lane, on several of its threads at once. Every path ends in exactly one signal.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

#include "core/data/question.h"
#include "core/domains/domain.h"
#include "core/jobs/lane.h"
#include "ui/session/postbox.h"
#include "ui/session/window_book.h"

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

/// The files of a request that were found and are not read yet, in the order in which they will come.
struct WaitingFiles {
    QStringList names;  ///< of all its files
    int read = 0;       ///< so many of them are no longer waited for
    bool restoring = false;

    [[nodiscard]] int left() const { return static_cast<int>(names.size()) - read; }
};

/// A recording as it was read, ready for the list.
struct FreshRecording {
    RecordingRef recording;
    WindowedRef windowed;  ///< its rows, where it is judged by its windows
    Answers answers;
    QElapsedTimer since;  ///< from the moment the file was asked for
};

/// What a domain's recordings are cut for: the question in the window and the recipe of its pictures.
struct Cutting {
    std::string task;
    ImageRecipe recipe;
};

class FileOpener final : public QObject {
    Q_OBJECT
public:
    /// `cuttings`, asked in the window's thread at every request, tells by the id of a domain.
    using Cuttings = std::function<std::map<std::string, Cutting>()>;
    explicit FileOpener(jobs::Lane& io, Cuttings cuttings, QObject* parent = nullptr);
    ~FileOpener() override;

    /// Where answers are remembered; read in the lane through a connection of its own.
    void setWorkspaceFile(const std::filesystem::path& file) { m_workspaceFile = file; }
    void open(const OpenRequest& request);
    void cancel();
    [[nodiscard]] bool running() const { return !m_under.empty(); }

Q_SIGNALS:
    /// In the order of the request, many small ones together, but never more than the window takes in at a blink.
    void opened(const std::vector<sightline::ui::FreshRecording>& recordings, bool restoring);
    void asked(const QString& path, const sightline::domains::MustAsk& questions);
    void failed(const QString& path, const sightline::Error& error);
    /// Once per request, after everything else of it.
    void finished(const sightline::ui::OpenSummary& summary);
    void progressed(double fraction, const QString& file);
    /// As soon as the files are listed, before the first is read, and whenever some of them are. With several requests
    /// under way: of the first. A single small file is read before anybody could wait for it, and not told.
    void waitingChanged(const sightline::ui::WaitingFiles& waiting);

private:
    struct Outcome;
    struct Work;
    static void list(const std::shared_ptr<Work>& work);
    static void readNext(const std::shared_ptr<Work>& work);
    static void put(const std::shared_ptr<Work>& work, std::size_t place, Outcome outcome);
    void deliver(const std::shared_ptr<Work>& work);
    void showWaiting();
    void tell(Work& work, std::vector<Outcome> outcomes);

    jobs::Lane& m_io;
    Cuttings m_cuttings;
    Postbox m_postbox;
    std::filesystem::path m_workspaceFile;
    std::vector<std::shared_ptr<Work>> m_under;  ///< requests under way
};

}  // namespace sightline::ui
