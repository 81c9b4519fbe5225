#include "ui/session/file_opener.h"

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "core/workspace/workspace.h"
#include "ui/words.h"

namespace sightline::ui {

namespace {
constexpr int mostUnread = 2;
constexpr int longestWait = 100;  ///< milliseconds
}  // namespace

/// What the worker needs; it reports through the postbox only.
struct FileOpener::Work {
    Work(FileOpener* opener, Postbox box, OpenRequest wish, std::filesystem::path file)
        : target(opener), postbox(std::move(box)), request(std::move(wish)), workspaceFile(std::move(file))
    {
    }

    FileOpener* target;  ///< for letters only
    Postbox postbox;
    OpenRequest request;
    std::filesystem::path workspaceFile;
    QElapsedTimer since;
    OpenSummary summary;
    std::unique_ptr<workspace::Workspace> answersFrom;
    std::atomic<bool> reported = false;
    std::shared_ptr<std::atomic<int>> unread = std::make_shared<std::atomic<int>>(0);  ///< letters about recordings

    void run(Progress& progress);
    void openOne(const diagnosis::InputFile& input, Progress& progress);
    void openRecording(const domains::Domain& domain, const domains::RecordingPtr& recording, const Progress& progress);
    void waitForWindow(const Progress& progress) const;
    void fail(const QString& path, const Error& error);
    [[nodiscard]] const Answers& answersFor(const std::filesystem::path& file) const;
    [[nodiscard]] Answers remembered(const std::string& layout);
};

const Answers& FileOpener::Work::answersFor(const std::filesystem::path& file) const
{
    const auto own = request.answersOf.find(file);
    return own == request.answersOf.end() ? request.answers : own->second;
}

Answers FileOpener::Work::remembered(const std::string& layout)
{
    if (workspaceFile.empty()) {
        return {};
    }
    if (!answersFrom) {
        auto opened = workspace::Workspace::open(workspaceFile);
        if (!opened) {
            return {};
        }
        answersFrom = std::move(*opened);
    }
    return answersFrom->rememberedAnswers(layout).value_or(Answers{});
}

void FileOpener::Work::fail(const QString& path, const Error& error)
{
    ++summary.failed;
    summary.errors.push_back(error);
    postbox.post([target = target, path, error] { Q_EMIT target->failed(path, error); });
}

void FileOpener::Work::openRecording(const domains::Domain& domain, const domains::RecordingPtr& recording,
                                     const Progress& progress)
{
    auto opened = std::make_shared<diagnosis::OpenedRecording>();
    opened->domain = &domain;
    opened->recording = recording;
    auto samples = domain.samples(*recording, domain.defaultRecipe(domain.tasks().front().id));
    if (!samples) {
        fail(words::fromPath(recording->info().path), samples.error());
        return;
    }
    opened->samples = std::move(*samples);
    ++summary.opened;
    waitForWindow(progress);
    ++*unread;
    postbox.post([target = target, opened = RecordingRef(opened), answers = answersFor(recording->info().path),
                  since = since, restoring = request.restoring, unread = unread] {
        --*unread;
        Q_EMIT target->opened(opened, answers, since, restoring);
    });
}

/// The window shows what was read before more is read: a folder of a thousand small files must not hold it up. It may
/// be busy for a reason of its own, so nobody waits for long.
void FileOpener::Work::waitForWindow(const Progress& progress) const
{
    for (int i = 0; i < longestWait && *unread >= mostUnread && !progress.cancelled(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

void FileOpener::Work::openOne(const diagnosis::InputFile& input, Progress& progress)
{
    const QString path = words::fromPath(input.path);
    auto opened = domains::openFile(
        domains::allDomains(), {input.path, answersFor(input.path)},
        [this](const std::string& layout) { return remembered(layout); }, progress);
    if (auto* recording = std::get_if<domains::RecordingPtr>(&opened.outcome)) {
        openRecording(*opened.domain, *recording, progress);
    } else if (auto* ask = std::get_if<domains::MustAsk>(&opened.outcome)) {
        ++summary.asked;
        postbox.post([target = target, path, ask = *ask] { Q_EMIT target->asked(path, ask); });
    } else if (auto* error = std::get_if<Error>(&opened.outcome)) {
        if (error->code != ErrorCode::Cancelled) {
            fail(path, *error);
        }
    } else if (input.named) {
        fail(path, Error{ErrorCode::NotMine,
                         FileOpener::tr("no reader recognises this file. Open a table, .dyn, .ts, .json, .xlsx or .sql "
                                        "file with position and load.")
                             .toStdString(),
                         {input.path.filename().string(), {}, {}}});
    } else {
        ++summary.skipped;
    }
}

void FileOpener::Work::run(Progress& progress)
{
    summary.restoring = request.restoring;
    const auto inputs = diagnosis::listInputs(request.paths);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (progress.cancelled()) {
            summary.cancelled = true;
            break;
        }
        const double fraction = static_cast<double>(i) / static_cast<double>(inputs.size());
        if (inputs.size() > 1) {
            postbox.post([target = target, fraction, name = words::fromPath(inputs[i].path.filename())] {
                Q_EMIT target->progressed(fraction, name);
            });
        }
        openOne(inputs[i], progress);
    }
}

FileOpener::FileOpener(jobs::Lane& io, QObject* parent) : QObject(parent), m_io(io), m_postbox(this) {}

FileOpener::~FileOpener()
{
    m_postbox.close();
    m_jobs.clear();
}

void FileOpener::open(const OpenRequest& request)
{
    auto work = std::make_shared<Work>(this, m_postbox, request, m_workspaceFile);
    work->since.start();
    auto job = std::make_unique<jobs::Job>(tr("Opening files"));
    jobs::Job* const started = job.get();
    m_jobs.push_back(std::move(job));
    // Posted by the worker itself, so that it comes after the letters about the files.
    started->start<bool>(
        m_io,
        [work](Progress& progress) -> Result<bool> {
            work->run(progress);
            work->answersFrom.reset();  // the connection belongs to this thread
            work->reported = true;
            work->postbox.post([target = work->target, summary = work->summary] { Q_EMIT target->finished(summary); });
            return true;
        },
        {});
    connect(started, &jobs::Job::changed, this, [this, started, work](const jobs::JobState& state) {
        if (state.ended()) {
            if (!work->reported) {  // cancelled before the lane came to it
                work->summary.cancelled = true;
                Q_EMIT finished(work->summary);
            }
            for (auto it = m_jobs.begin(); it != m_jobs.end(); ++it) {
                if (it->get() == started) {
                    it->release()->deleteLater();
                    m_jobs.erase(it);
                    break;
                }
            }
        }
    });
}

void FileOpener::cancel()
{
    for (const auto& job : m_jobs) {
        job->cancel();
    }
}

}  // namespace sightline::ui
