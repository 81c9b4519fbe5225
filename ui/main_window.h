// The window: tabs, menus, keys, drag and drop, status bar. Wiring only; what happens lives in the session and the
// tabs.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include <QMainWindow>

#include "core/domains/recording.h"
#include "ui/keys/key_map.h"
#include "ui/session/session.h"

class QAction;
class QDockWidget;
class QMenu;
class QStackedWidget;
class QTabBar;

namespace sightline::widgets {
class Banner;
class KeyOverlay;
}  // namespace sightline::widgets

namespace sightline::ui {

class CardTab;
class FirstSteps;
class ImportWizard;
class RetrainDialog;
class SignalTab;
class StatusStrip;
struct TabKind;

class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(Session& session, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] KeyMap& keys() { return *m_keys; }
    [[nodiscard]] CardTab& cards();
    /// The tab of a kind of signal; nullptr: no such kind.
    [[nodiscard]] SignalTab* tabOf(const std::string& domain) const;
    /// The tab on the screen: keys and menus mean this one.
    [[nodiscard]] SignalTab& active() const;
    /// Brings a tab of this window to the front.
    void showTab(const SignalTab& tab);
    [[nodiscard]] QTabBar* tabs() { return m_tabs; }
    [[nodiscard]] StatusStrip& status() { return *m_status; }
    /// Of the active tab.
    [[nodiscard]] RetrainDialog& retrain();

    void openPaths(const QStringList& paths);
    void bringToFront();
    /// For a window made anew on a session that has recordings open.
    void showOpenRecordings();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    // main_window.cpp
    void buildAreas();
    void connectSession();
    void connectTab(SignalTab& tab);
    void connectStatus();
    void showActive();
    void addTab(const TabKind& kind);
    void showRecording(const RecordingRef& recording, bool restoring);
    void showSummary(const OpenSummary& summary);
    void showProblem(const Error& error);
    void showJobs();
    void refreshTitle();
    void applyLook();
    void buildFirstSteps();
    // main_window_actions.cpp
    void addKeys();
    void addReviewKeys();
    void addLabelKeys();
    void addViewKeys();
    void buildMenus();
    void buildFileMenu();
    void buildViewMenu();
    void addMenuItem(QMenu* menu, const QString& keyId, const QString& icon = {});
    void openFilesDialog();
    void openFolderDialog();
    void openWorkspaceDialog();
    void chooseWorkspace(const QString& path);
    void fillRecent(QMenu* menu);
    void fillClose(QMenu* menu);
    void exportSomething();
    void takeOverLabels();
    void showSettings();
    void showRetrain();
    void showAbout();
    void showKeyOverlay();
    void escape();
    // wizard
    void ask(const QString& path, const domains::MustAsk& questions);
    void nextQuestion();

    struct Asked {
        QString path;
        domains::MustAsk questions;
    };

    Session& m_session;
    KeyMap* m_keys = nullptr;
    QTabBar* m_tabs = nullptr;
    QStackedWidget* m_pages = nullptr;
    std::vector<SignalTab*> m_signalTabs;  ///< by place in the window
    FirstSteps* m_firstSteps = nullptr;
    widgets::Banner* m_banner = nullptr;
    widgets::KeyOverlay* m_overlay = nullptr;
    QDockWidget* m_issuesDock = nullptr;
    StatusStrip* m_status = nullptr;
    std::map<const SignalTab*, RetrainDialog*> m_retrain;
    std::deque<Asked> m_asked;
    bool m_wizardOpen = false;
    bool m_selectNextOpened = false;
    QString m_opening;
    double m_openingFraction = -1;
    [[nodiscard]] bool training() const;
};

}  // namespace sightline::ui
