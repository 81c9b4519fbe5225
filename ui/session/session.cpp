#include "ui/session/session.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <thread>

#include <QDir>
#include <QFileInfo>

#include "core/base/log.h"
#include "ui/words.h"

namespace sightline::ui {

namespace {

int ioThreads()
{
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 2, 4);
}

/// Files that are read while one blinks do not hold up their verdicts.
constexpr int fewFiles = 16;
/// Milliseconds. Where files come slowly there is time to judge meanwhile.
constexpr int heldLongest = 3000;

/// Where files dropped before their tab was there are kept.
constexpr std::array<const char*, 2> waitingSettings = {"waiting.mouse", "waiting.hydrophone"};

}  // namespace

Session::Session(Preferences& preferences, ModelLoader loader, QObject* parent)
    : QObject(parent),
      m_preferences(preferences),
      m_io(ioThreads(), jobs::Standing::Behind),
      m_opener(m_io, [this] { return cuttings(); })
{
    for (const domains::Domain* domain : domains::allDomains()) {
        m_benches.push_back(std::make_unique<Bench>(*domain, m_io, m_learning, loader));
        connect(m_benches.back().get(), &Bench::problem, this, &Session::problem);
    }
    connect(&m_opener, &FileOpener::opened, this, &Session::takeIn);
    m_listFirst.setSingleShot(true);
    m_listFirst.setInterval(heldLongest);
    connect(&m_listFirst, &QTimer::timeout, this, [this] { holdVerdicts(false); });
    connect(&m_opener, &FileOpener::waitingChanged, this, &Session::listFirst);
    connect(&m_opener, &FileOpener::failed, this,
            [this](const QString& path, const Error& error) { m_issues.addError(error, path); });
    connect(&m_preferences, &Preferences::deviceChanged, this, [this] {
        for (const auto& one : m_benches) {
            one->loadModel(m_preferences.device());
        }
    });
}

Session::~Session()
{
    m_opener.cancel();
    for (const auto& one : m_benches) {
        one->pipeline().cancel();
    }
}

std::map<std::string, Cutting> Session::cuttings() const
{
    std::map<std::string, Cutting> cuttings;
    for (const auto& one : m_benches) {
        cuttings[one->domain().id()] = one->cutting();
    }
    return cuttings;
}

void Session::listFirst(const WaitingFiles& waiting)
{
    if (waiting.read == 0 && waiting.left() > fewFiles) {
        holdVerdicts(true);
        m_listFirst.start();
    } else if (waiting.left() == 0 && m_listFirst.isActive()) {
        m_listFirst.stop();
        holdVerdicts(false);
    }
}

void Session::holdVerdicts(bool on)
{
    for (const auto& one : m_benches) {
        one->holdVerdicts(on);
    }
}

/// Recordings of a folder: each bench gets its own together.
void Session::takeIn(const std::vector<FreshRecording>& recordings, bool restoring)
{
    if (!m_workspace) {
        return;
    }
    for (const auto& one : m_benches) {
        std::vector<FreshRecording> own;
        std::copy_if(recordings.begin(), recordings.end(), std::back_inserter(own),
                     [&](const FreshRecording& fresh) { return fresh.recording->domain == &one->domain(); });
        if (!own.empty()) {
            one->addRecordings(own);
        }
    }
    std::vector<RecordingRef> shown;  // as the list shows them: what is wrong with a session is said once
    for (const FreshRecording& fresh : recordings) {
        const RecordingInfo& info = fresh.recording->recording->info();
        if (!restoring) {
            m_preferences.addRecentFile(words::fromPath(info.path));
        }
        Q_EMIT recordingOpened(fresh.recording, restoring);
        const Bench* target = bench(info.domain);
        if (RecordingRef rows = target != nullptr ? target->store().recording(info.id) : nullptr) {
            shown.push_back(std::move(rows));
        }
    }
    m_issues.addRecordings(shown);
}

Bench* Session::bench(const std::string& domain) const
{
    const auto found =
        std::find_if(m_benches.begin(), m_benches.end(), [&](const auto& one) { return one->domain().id() == domain; });
    return found == m_benches.end() ? nullptr : found->get();
}

void Session::closeWorkspace()
{
    for (const auto& one : m_benches) {
        one->detach();
    }
    m_issues.clear();
    m_behind.reset();
    m_workspace.reset();
}

Result<void> Session::openWorkspace(const std::filesystem::path& file)
{
    auto opened = workspace::Workspace::open(file);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    closeWorkspace();
    m_workspace = std::move(*opened);
    m_behind = std::make_unique<BackgroundStore>(file);
    connect(m_behind.get(), &BackgroundStore::failed, this, &Session::problem);
    m_behind->post([](workspace::Workspace& workspace) { return workspace.backUp(); });
    m_opener.setWorkspaceFile(file);
    for (const auto& one : m_benches) {
        if (auto attached = one->attach(m_workspace.get(), m_behind.get()); !attached) {
            return attached;
        }
        if (m_modelsStarted) {
            one->loadModel(m_preferences.device());
        }
    }
    log(LogLevel::Info, "workspace opened");
    Q_EMIT workspaceChanged();
    return {};
}

QString Session::workspaceName() const
{
    return m_workspace ? QFileInfo(words::fromPath(m_workspace->path())).completeBaseName() : QString();
}

void Session::startModels()
{
    if (!m_modelsStarted) {
        m_modelsStarted = true;
        for (const auto& one : m_benches) {
            one->loadModel(m_preferences.device());
        }
    }
}

bool Session::isWorkspacePath(const QString& path)
{
    const QFileInfo info(path);
    return info.exists() ? workspace::Workspace::looksLikeWorkspace(words::toPath(info.absoluteFilePath()))
                         : info.suffix() == QStringLiteral("sightline");
}

void Session::openPaths(const QStringList& paths)
{
    OpenRequest request;
    for (const QString& text : paths) {
        const std::filesystem::path path = words::toPath(QFileInfo(text).absoluteFilePath());
        if (isWorkspacePath(text)) {
            if (auto opened = openWorkspace(path); !opened) {
                Q_EMIT problem(opened.error());
                return;
            }
            restore();
        } else {
            request.paths.push_back(path);
        }
    }
    if (!request.paths.empty()) {
        m_opener.open(request);
    }
}

void Session::openWithAnswers(const QString& path, const std::string& layout, const Answers& answers)
{
    if (m_workspace) {
        if (auto kept = m_workspace->rememberAnswers(layout, answers); !kept) {
            Q_EMIT problem(kept.error());
        }
    }
    OpenRequest request;
    request.paths.push_back(words::toPath(path));
    request.answers = answers;
    m_opener.open(request);
}

/// Files that were dropped before their tab was there open now that it is.
void Session::openLateFiles()
{
    for (const char* name : waitingSettings) {
        const auto text = m_workspace->setting(name);
        if (!text || !*text || (*text)->empty()) {
            continue;
        }
        if (auto forgotten = m_workspace->setSetting(name, ""); !forgotten) {
            Q_EMIT problem(forgotten.error());
            return;
        }
        openPaths(QString::fromStdString(**text).split(QLatin1Char('\n'), Qt::SkipEmptyParts));
    }
}

bool Session::restore()
{
    if (!m_workspace) {
        return false;
    }
    openLateFiles();
    const auto known = m_workspace->openRecordings();
    if (!known || known->empty()) {
        return false;
    }
    OpenRequest request;  // one for all, so that they come back in their order
    request.restoring = true;
    for (const workspace::KnownRecording& one : *known) {
        const std::filesystem::path path = words::toPath(QString::fromStdString(one.path));
        request.paths.push_back(path);
        request.answersOf[path] = one.answers;
    }
    m_opener.open(request);
    return true;
}

QStringList Session::sampleFiles()
{
    QStringList files;
    for (const domains::Domain* domain : domains::allDomains()) {
        const QDir folder(words::fromPath(diagnosis::resourcesFolder() / "samples" / domain->id()));
        for (const QFileInfo& info : folder.entryInfoList(QDir::Files, QDir::Name)) {
            if (info.suffix() != QStringLiteral("md")) {
                files << info.absoluteFilePath();
            }
        }
    }
    return files;
}

void Session::openSamples()
{
    const QStringList files = sampleFiles();
    if (!files.isEmpty()) {
        OpenRequest request;
        for (const QString& file : files) {
            request.paths.push_back(words::toPath(file));
        }
        request.restoring = true;  // not among the recent files: nobody chose them
        m_opener.open(request);
    }
}

void Session::closeRecording(const std::string& recordingId)
{
    for (const auto& one : m_benches) {
        if (const RecordingRef recording = one->store().recording(recordingId)) {
            m_issues.removeRecording(recordingId, words::fromPath(recording->recording->info().path));
            one->closeRecording(recordingId);
        }
    }
}

std::optional<Listener::Now> Session::listening() const
{
    for (const auto& one : m_benches) {
        if (one->listener() != nullptr && one->listener()->running()) {
            return one->listener()->now();
        }
    }
    return std::nullopt;
}

void Session::stopJudging()
{
    for (const auto& one : m_benches) {
        one->stopJudging();
    }
}

void Session::settle()
{
    if (m_behind) {
        m_behind->drain();
    }
}

}  // namespace sightline::ui
