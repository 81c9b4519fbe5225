// Everything behind the window that is not a widget: workspace, lanes, one bench per kind of signal, issues.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QStringList>
#include <QTimer>

#include "core/jobs/lane.h"
#include "core/workspace/workspace.h"
#include "ui/session/bench.h"
#include "ui/session/file_opener.h"
#include "ui/session/issues.h"
#include "ui/session/preferences.h"

namespace sightline::ui {

class Session final : public QObject {
    Q_OBJECT
public:
    explicit Session(Preferences& preferences, ModelLoader loader = engineLoader(), QObject* parent = nullptr);
    ~Session() override;

    [[nodiscard]] Preferences& preferences() { return m_preferences; }
    [[nodiscard]] IssueList& issues() { return m_issues; }
    [[nodiscard]] FileOpener& opener() { return m_opener; }
    [[nodiscard]] jobs::Lane& ioLane() { return m_io; }
    /// One per kind of signal, in the order of allDomains().
    [[nodiscard]] const std::vector<std::unique_ptr<Bench>>& benches() const { return m_benches; }
    [[nodiscard]] Bench* bench(const std::string& domain) const;

    /// Closes what is open and opens (or creates) that workspace. Its first opening of a day leaves a copy behind.
    Result<void> openWorkspace(const std::filesystem::path& file);
    [[nodiscard]] workspace::Workspace* workspace() { return m_workspace.get(); }
    [[nodiscard]] QString workspaceName() const;

    /// After the first paint: engine and models, then the verdicts of what is open.
    void startModels();
    /// A workspace file, or the name of one to be made.
    [[nodiscard]] static bool isWorkspacePath(const QString& path);
    /// Recordings and folders; a workspace file among them becomes the workspace first.
    void openPaths(const QStringList& paths);
    /// The same file with a person's answers, remembered for its layout.
    void openWithAnswers(const QString& path, const std::string& layout, const Answers& answers);
    /// What was open when the workspace was last closed. False if nothing was.
    bool restore();
    /// The sample recordings that came with the program.
    void openSamples();
    [[nodiscard]] static QStringList sampleFiles();
    void closeRecording(const std::string& recordingId);

    /// The long recording being listened to, if any.
    [[nodiscard]] std::optional<Listener::Now> listening() const;
    /// No more verdicts but those of samples that are looked at, and no more listening, until it is asked for.
    void stopJudging();

    /// Everything said by a person is on disk by itself; this waits for the derived rest.
    void settle();

Q_SIGNALS:
    void workspaceChanged();
    void recordingOpened(const sightline::ui::RecordingRef& recording, bool restoring);
    void problem(const sightline::Error& error);

private:
    void openLateFiles();
    [[nodiscard]] std::map<std::string, Cutting> cuttings() const;
    void takeIn(const std::vector<FreshRecording>& recordings, bool restoring);
    /// A folder's list comes before its verdicts, which are as much work again as reading it.
    void listFirst(const WaitingFiles& waiting);
    void holdVerdicts(bool on);
    void closeWorkspace();

    Preferences& m_preferences;
    // Destroyed in the opposite order: whoever posts into a lane goes before it, io before learning.
    jobs::ThreadLane m_learning{1, jobs::Standing::Behind};
    jobs::ThreadLane m_io;
    std::unique_ptr<workspace::Workspace> m_workspace;
    std::unique_ptr<BackgroundStore> m_behind;
    IssueList m_issues;
    FileOpener m_opener;
    std::vector<std::unique_ptr<Bench>> m_benches;
    QTimer m_listFirst;  ///< runs while verdicts are held
    bool m_modelsStarted = false;
};

}  // namespace sightline::ui
