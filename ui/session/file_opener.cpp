#include "ui/session/file_opener.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <QTimer>

#include "core/workspace/workspace.h"
#include "ui/words.h"

namespace sightline::ui {

namespace {

/// Entered, listed and painted within the 50 ms that nobody notices.
constexpr std::size_t toldTogether = 32;
/// Milliseconds between two such, for keys and clicks: whenever the list grows, much is painted anew.
constexpr int breath = 50;
/// A file of so many bytes takes long enough to be read that one wants to see that it is.
constexpr std::uintmax_t longRead = 1 << 20;

class Cancellable final : public Progress {
public:
    explicit Cancellable(CancelToken token) : m_token(std::move(token)) {}
    [[nodiscard]] bool cancelled() const override { return m_token.cancelled(); }
    void report(double /*fraction*/, std::string_view /*stage*/) override {}

private:
    CancelToken m_token;
};

QStringList namesOf(const std::vector<diagnosis::InputFile>& files)
{
    QStringList names;
    std::error_code unknown;
    if (files.size() == 1 && std::filesystem::file_size(files.front().path, unknown) < longRead) {
        return names;
    }
    names.reserve(static_cast<qsizetype>(files.size()));
    for (const diagnosis::InputFile& one : files) {
        names << words::fromPath(one.path.filename());
    }
    return names;
}

std::size_t readersAtOnce()
{
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, 4);
}

}  // namespace

/// What became of one file.
struct FileOpener::Outcome {
    QString path;
    RecordingRef recording;
    WindowedRef windowed;
    std::optional<domains::MustAsk> ask;
    std::optional<Error> error;  ///< none of the three: no reader's, or not come to
};

/// One request. What is before the lock is fixed once the files are listed, or atomic.
struct FileOpener::Work {
    Work(FileOpener* opener, jobs::Lane& lane, Postbox box, OpenRequest wish)
        : target(opener), io(lane), postbox(std::move(box)), request(std::move(wish))
    {
    }

    FileOpener* target;  ///< for letters only
    jobs::Lane& io;
    Postbox postbox;
    OpenRequest request;
    std::map<std::string, Cutting> cuttings;
    std::filesystem::path workspaceFile;
    QElapsedTimer since;
    CancelToken stop;
    std::vector<diagnosis::InputFile> files;
    QStringList names;
    std::atomic<std::size_t> next = 0;

    std::mutex mutex;  ///< for all below
    std::map<std::string, Answers> rememberedOf;
    std::vector<std::optional<Outcome>> ready;  ///< by file
    std::size_t told = 0;                       ///< files whose outcome the window has
    bool listed = false;
    bool letterUnderWay = false;

    OpenSummary summary;  ///< the window's

    [[nodiscard]] const Answers& answersFor(const std::filesystem::path& file) const;
    Answers remembered(const std::string& layout);
    Outcome open(const diagnosis::InputFile& input);
    Outcome outcomeOf(QString path, const domains::Domain& domain, const domains::RecordingPtr& recording) const;
    std::vector<Outcome> takeReady();
};

const Answers& FileOpener::Work::answersFor(const std::filesystem::path& file) const
{
    const auto own = request.answersOf.find(file);
    return own == request.answersOf.end() ? request.answers : own->second;
}

/// Each layout is asked for once: files of a folder mostly have the same.
Answers FileOpener::Work::remembered(const std::string& layout)
{
    const std::lock_guard lock(mutex);
    const auto [known, isNew] = rememberedOf.try_emplace(layout);
    if (isNew && !workspaceFile.empty()) {
        if (const auto opened = workspace::Workspace::open(workspaceFile)) {
            known->second = (*opened)->rememberedAnswers(layout).value_or(Answers{});
        }
    }
    return known->second;
}

FileOpener::Outcome FileOpener::Work::outcomeOf(QString path, const domains::Domain& domain,
                                                const domains::RecordingPtr& recording) const
{
    Outcome outcome;
    outcome.path = std::move(path);
    const auto known = cuttings.find(domain.id());
    const std::string task = known == cuttings.end() ? domain.tasks().front().id : known->second.task;
    const ImageRecipe recipe = known == cuttings.end() ? domain.defaultRecipe(task) : known->second.recipe;
    auto samples = domain.samples(*recording, recipe);
    if (!samples) {
        outcome.error = samples.error();
        return outcome;
    }
    auto opened = std::make_shared<diagnosis::OpenedRecording>();
    opened->domain = &domain;
    opened->recording = recording;
    opened->samples = std::move(*samples);
    outcome.recording = std::move(opened);
    outcome.windowed = rowsOfWindows(outcome.recording, recipe, task);
    return outcome;
}

FileOpener::Outcome FileOpener::Work::open(const diagnosis::InputFile& input)
{
    Cancellable progress(stop);
    Outcome outcome;
    outcome.path = words::fromPath(input.path);
    auto opened = domains::openFile(
        domains::allDomains(), {input.path, answersFor(input.path)},
        [this](const std::string& layout) { return remembered(layout); }, progress);
    if (auto* recording = std::get_if<domains::RecordingPtr>(&opened.outcome)) {
        return outcomeOf(outcome.path, *opened.domain, *recording);
    }
    if (auto* ask = std::get_if<domains::MustAsk>(&opened.outcome)) {
        outcome.ask = std::move(*ask);
    } else if (auto* error = std::get_if<Error>(&opened.outcome)) {
        if (error->code != ErrorCode::Cancelled) {
            outcome.error = std::move(*error);
        }
    } else if (input.named) {
        outcome.error =
            Error{ErrorCode::NotMine,
                  FileOpener::tr("no reader recognises this file. Open a table, .dyn, .ts, .json, .xlsx or .sql "
                                 "file with position and load.")
                      .toStdString(),
                  {input.path.filename().string(), {}, {}}};
    }
    return outcome;
}

/// Those next in the order of the files, as many as are told together.
std::vector<FileOpener::Outcome> FileOpener::Work::takeReady()
{
    std::vector<Outcome> taken;
    while (told < ready.size() && ready[told] && taken.size() < toldTogether) {
        taken.push_back(std::move(*ready[told]));
        ++told;
    }
    return taken;
}

FileOpener::FileOpener(jobs::Lane& io, Cuttings cuttings, QObject* parent)
    : QObject(parent), m_io(io), m_cuttings(std::move(cuttings)), m_postbox(this)
{
}

FileOpener::~FileOpener()
{
    cancel();
    m_postbox.close();
}

void FileOpener::open(const OpenRequest& request)
{
    auto work = std::make_shared<Work>(this, m_io, m_postbox, request);
    work->workspaceFile = m_workspaceFile;
    work->cuttings = m_cuttings();
    work->summary.restoring = request.restoring;
    work->since.start();
    m_under.push_back(work);
    m_io.post([work] { list(work); });
}

void FileOpener::cancel()
{
    for (const auto& work : m_under) {
        work->stop.cancel();
    }
}

void FileOpener::list(const std::shared_ptr<Work>& work)
{
    work->files = diagnosis::listInputs(work->request.paths);
    work->names = namesOf(work->files);
    {
        const std::lock_guard lock(work->mutex);
        work->ready.resize(work->files.size());
        work->listed = true;
        work->letterUnderWay = work->files.empty();
    }
    if (work->files.empty()) {
        work->postbox.post([work] { work->target->deliver(work); });
        return;
    }
    work->postbox.post([work] { work->target->showWaiting(); });
    for (std::size_t i = 1; i < std::min(readersAtOnce(), work->files.size()); ++i) {
        work->io.post([work] { readNext(work); });
    }
    readNext(work);
}

/// One file, then the lane is free for whoever waits: the picture of the first session is not held up by the
/// thousandth.
void FileOpener::readNext(const std::shared_ptr<Work>& work)
{
    const std::size_t place = work->next++;
    if (place >= work->files.size()) {
        return;
    }
    put(work, place, work->stop.cancelled() ? Outcome{} : work->open(work->files[place]));
    work->io.post([work] { readNext(work); });
}

void FileOpener::put(const std::shared_ptr<Work>& work, std::size_t place, Outcome outcome)
{
    const std::lock_guard lock(work->mutex);
    work->ready[place] = std::move(outcome);
    if (place == work->told && !work->letterUnderWay) {
        work->letterUnderWay = true;
        work->postbox.post([work] { work->target->deliver(work); });
    }
}

/// In the window's thread: what is ready, and the rest of it in a moment.
void FileOpener::deliver(const std::shared_ptr<Work>& work)
{
    std::vector<Outcome> outcomes;
    bool all = false;
    bool again = false;
    {
        const std::lock_guard lock(work->mutex);
        outcomes = work->takeReady();
        all = work->told == work->ready.size();
        again = !outcomes.empty() && !all;  // the next files, once the window has caught its breath
        work->letterUnderWay = again || all;
    }
    tell(*work, std::move(outcomes));
    if (again) {
        QTimer::singleShot(breath, this, [this, work] { deliver(work); });
    }
    if (all) {
        work->summary.cancelled = work->stop.cancelled();
        std::erase(m_under, work);
        Q_EMIT finished(work->summary);
    }
    showWaiting();
}

void FileOpener::showWaiting()
{
    WaitingFiles waiting;
    if (!m_under.empty()) {
        Work& first = *m_under.front();
        const std::lock_guard lock(first.mutex);
        if (first.listed && !first.stop.cancelled()) {
            waiting.names = first.names;
            waiting.read = first.names.isEmpty() ? 0 : static_cast<int>(first.told);
            waiting.restoring = first.request.restoring;
        }
    }
    Q_EMIT waitingChanged(waiting);
}

void FileOpener::tell(Work& work, std::vector<Outcome> outcomes)
{
    std::vector<FreshRecording> recordings;
    const auto tellOpened = [&] {
        if (!recordings.empty()) {
            work.summary.opened += static_cast<int>(recordings.size());
            Q_EMIT opened(recordings, work.request.restoring);
            recordings.clear();
        }
    };
    for (Outcome& one : outcomes) {
        if (one.recording) {
            const Answers& answers = work.answersFor(one.recording->recording->info().path);
            recordings.push_back({one.recording, one.windowed, answers, work.since});
        } else if (one.ask) {
            tellOpened();
            ++work.summary.asked;
            Q_EMIT asked(one.path, *one.ask);
        } else if (one.error) {
            tellOpened();
            ++work.summary.failed;
            work.summary.errors.push_back(*one.error);
            Q_EMIT failed(one.path, *one.error);
        } else if (!work.stop.cancelled()) {
            ++work.summary.skipped;
        }
    }
    tellOpened();
    if (work.files.size() > 1 && !outcomes.empty() && work.told < work.files.size()) {
        Q_EMIT progressed(static_cast<double>(work.told) / static_cast<double>(work.files.size()),
                          words::fromPath(work.files[work.told].path.filename()));
    }
}

}  // namespace sightline::ui
