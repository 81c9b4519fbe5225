// Keys, menus and what they do.
#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QTabBar>

#include "ui/export_files.h"
#include "ui/first_steps.h"
#include "ui/main_window.h"
#include "ui/retrain/retrain_dialog.h"
#include "ui/review/list_panel.h"
#include "ui/review/signal_tab.h"
#include "ui/settings/settings_dialog.h"
#include "ui/status_strip.h"
#include "ui/words.h"
#include "widgets/banner.h"
#include "widgets/key_overlay.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr int keyedClasses = 10;
constexpr double zoomStep = 1.25;

QKeySequence key(QKeyCombination combination)
{
    return QKeySequence(combination);
}

QKeySequence digit(int value, Qt::KeyboardModifiers modifiers = {})
{
    return key(QKeyCombination(modifiers, static_cast<Qt::Key>(Qt::Key_0 + value)));
}

}  // namespace

void MainWindow::addKeys()
{
    addLabelKeys();
    addReviewKeys();
    addViewKeys();
    for (SignalTab* tab : m_signalTabs) {
        tab->keysReady();
    }
    const QString group = tr("Window");
    const auto add = [&](const char* id, const QString& text, const QList<QKeySequence>& keys,
                         std::function<void()> run) {
        m_keys->add({QLatin1String(id), text, group, keys, std::move(run)});
    };
    for (int tab = 0; tab < m_tabs->count(); ++tab) {
        add(qPrintable(QStringLiteral("tab.%1").arg(tab)), tr("Tab: %1").arg(m_tabs->tabText(tab)),
            {digit(tab + 1, Qt::ControlModifier)}, [this, tab] { m_tabs->setCurrentIndex(tab); });
    }
    add("file.open", tr("Open files…"), {QKeySequence::Open}, [this] { openFilesDialog(); });
    add("file.openFolder", tr("Open a folder…"), {key(Qt::CTRL | Qt::SHIFT | Qt::Key_O)},
        [this] { openFolderDialog(); });
    add("file.export", tr("Export…"), {key(Qt::CTRL | Qt::Key_E)}, [this] { exportSomething(); });
    add("model.retrain", tr("Retrain…"), {key(Qt::CTRL | Qt::Key_R)}, [this] { showRetrain(); });
    add("window.settings", tr("Settings…"), {key(Qt::CTRL | Qt::Key_Comma)}, [this] { showSettings(); });
    add("window.issues", tr("Show or hide the issues"), {key(Qt::CTRL | Qt::Key_I)},
        [this] { m_issuesDock->setVisible(!m_issuesDock->isVisible()); });
    add("window.nextArea", tr("Next area"), {key(Qt::Key_F6)}, [this] { active().focusArea(1); });
    add("window.previousArea", tr("Previous area"), {key(Qt::SHIFT | Qt::Key_F6)}, [this] { active().focusArea(-1); });
    add("window.keys", tr("Show the keys"), {key(Qt::Key_Question), key(Qt::Key_F1)}, [this] { showKeyOverlay(); });
    add("window.escape", tr("Close what lies on top, stop"), {key(Qt::Key_Escape)}, [this] { escape(); });
}

void MainWindow::addLabelKeys()
{
    const QString group = tr("Judge");
    for (int place = 0; place < keyedClasses; ++place) {
        m_keys->add({QStringLiteral("review.class%1").arg(place),
                     tr("Class %1 of the pad, next").arg(place + 1),
                     group,
                     {digit((place + 1) % keyedClasses)},
                     [this, place] { active().labelByPlace(place); }});
    }
    const auto add = [&](const char* id, const QString& text, const QList<QKeySequence>& keys,
                         std::function<void()> run) {
        m_keys->add({QLatin1String(id), text, group, keys, std::move(run)});
    };
    add("review.confirm", tr("Confirm the model's first choice, next"), {key(Qt::Key_Return), key(Qt::Key_Enter)},
        [this] { active().review().confirm(); });
    add("review.unsure", tr("Unsure: to the expert, next"), {key(Qt::Key_U)}, [this] { active().review().unsure(); });
    add("review.badData", tr("Bad data: out of training, next"), {key(Qt::Key_X)},
        [this] { active().review().badData(); });
    add("review.skip", tr("Skip, no label, next"), {key(Qt::Key_S)}, [this] { active().review().skip(); });
    add("review.comment", tr("Comment"), {key(Qt::Key_C)}, [this] { active().editComment(); });
    add("review.queue", tr("Into the queue, or out of it"), {key(Qt::Key_Q)},
        [this] { active().review().toggleQueued(); });
    add("review.undo", tr("Undo, back to that sample"), {key(Qt::Key_Z), key(Qt::CTRL | Qt::Key_Z)},
        [this] { active().undo(); });
    add("review.redo", tr("Redo"), {key(Qt::SHIFT | Qt::Key_Z), key(Qt::CTRL | Qt::Key_Y)},
        [this] { active().review().redo(); });
}

void MainWindow::addReviewKeys()
{
    const QString group = tr("Look");
    const auto add = [&](const char* id, const QString& text, const QList<QKeySequence>& keys,
                         std::function<void()> run) {
        m_keys->add({QLatin1String(id), text, group, keys, std::move(run)});
    };
    add("review.next", tr("Next"), {key(Qt::Key_Right)}, [this] { active().review().next(); });
    add("review.previous", tr("Previous"), {key(Qt::Key_Left)}, [this] { active().review().previous(); });
    add("review.nextSource", tr("Next source or file"), {key(Qt::Key_PageDown)},
        [this] { active().review().nextSource(); });
    add("review.previousSource", tr("Previous source or file"), {key(Qt::Key_PageUp)},
        [this] { active().review().previousSource(); });
    add("review.hide", tr("Hide or show the model's opinion"), {key(Qt::Key_H)},
        [this] { active().review().setOpinionHidden(!active().review().opinionHidden()); });
    add("review.why", tr("Where the network looked, on or off"), {key(Qt::Key_G)}, [this] { active().why().toggle(); });
    add("review.whyOther", tr("Where it looked for the other of its two choices"), {key(Qt::SHIFT | Qt::Key_G)},
        [this] { active().why().toggleOther(); });
    add("list.find", tr("Find in the list"), {QKeySequence::Find}, [this] { active().list().focusFind(); });
    add("list.order", tr("Order of the list"), {key(Qt::Key_O)}, [this] { active().list().focusOrder(); });
}

void MainWindow::addViewKeys()
{
    const QString group = tr("Plot and picture");
    const auto add = [&](const char* id, const QString& text, const QList<QKeySequence>& keys,
                         std::function<void()> run) {
        m_keys->add({QLatin1String(id), text, group, keys, std::move(run)});
    };
    add("plot.zoomIn", tr("Zoom in"), {key(Qt::Key_Plus), key(Qt::Key_Equal)},
        [this] { active().view().zoom(zoomStep); });
    add("plot.zoomOut", tr("Zoom out"), {key(Qt::Key_Minus)}, [this] { active().view().zoom(1 / zoomStep); });
    add("plot.fit", tr("Show the whole signal"), {key(Qt::Key_F)}, [this] { active().view().fit(); });
    add("plot.back", tr("Cursor one point back"), {key(Qt::Key_Comma)}, [this] { active().view().stepCursor(-1); });
    add("plot.on", tr("Cursor one point on"), {key(Qt::Key_Period)}, [this] { active().view().stepCursor(1); });
    add("plot.play", tr("Play, or pause"), {key(Qt::Key_Space)}, [this] { active().view().togglePlaying(); });
    add("plot.previousWindow", tr("Window or detection before"), {key(Qt::Key_BracketLeft)},
        [this] { active().view().stepWindow(-1); });
    add("plot.nextWindow", tr("Next window or detection"), {key(Qt::Key_BracketRight)},
        [this] { active().view().stepWindow(1); });
    add("plot.time", tr("Draw the signal the other way"), {key(Qt::Key_T)}, [this] { active().view().nextDrawing(); });
    add("plot.reference", tr("Keep as reference to compare, or remove it"), {key(Qt::Key_R)},
        [this] { active().toggleReference(); });
}

void MainWindow::addMenuItem(QMenu* menu, const QString& keyId, const QString& icon)
{
    for (const KeyMap::Entry& entry : m_keys->entries()) {
        if (entry.id != keyId) {
            continue;
        }
        // The key is only printed: the key map listens for it, and knows when a text field has the focus.
        auto* action = menu->addAction(entry.action);
        const auto print = [this, action, text = entry.action, keyId] {
            action->setText(text + QLatin1Char('\t') + m_keys->keyText(keyId));
        };
        print();
        connect(m_keys, &KeyMap::changed, action, print);
        if (!icon.isEmpty()) {
            action->setIcon(widgets::theme().icon(icon));
        }
        connect(action, &QAction::triggered, this, [this, keyId] { m_keys->run(keyId); });
    }
}

void MainWindow::buildMenus()
{
    buildFileMenu();
    QMenu* review = menuBar()->addMenu(tr("&Review"));
    addMenuItem(review, QStringLiteral("review.confirm"), QStringLiteral("confirm"));
    addMenuItem(review, QStringLiteral("review.unsure"), QStringLiteral("unsure"));
    addMenuItem(review, QStringLiteral("review.badData"), QStringLiteral("bad-data"));
    addMenuItem(review, QStringLiteral("review.skip"), QStringLiteral("skip"));
    addMenuItem(review, QStringLiteral("review.comment"), QStringLiteral("comment"));
    addMenuItem(review, QStringLiteral("review.queue"), QStringLiteral("queue"));
    review->addSeparator();
    addMenuItem(review, QStringLiteral("review.undo"), QStringLiteral("undo"));
    addMenuItem(review, QStringLiteral("review.redo"), QStringLiteral("redo"));
    review->addSeparator();
    addMenuItem(review, QStringLiteral("review.next"), QStringLiteral("next"));
    addMenuItem(review, QStringLiteral("review.previous"), QStringLiteral("previous"));
    addMenuItem(review, QStringLiteral("review.nextSource"));
    addMenuItem(review, QStringLiteral("review.previousSource"));
    review->addSeparator();
    addMenuItem(review, QStringLiteral("list.find"), QStringLiteral("search"));
    addMenuItem(review, QStringLiteral("list.order"), QStringLiteral("sort"));
    review->addSeparator();
    connect(review->addAction(tr("Take over the labels in the files")), &QAction::triggered, this,
            &MainWindow::takeOverLabels);
    buildViewMenu();
    QMenu* model = menuBar()->addMenu(tr("&Model"));
    addMenuItem(model, QStringLiteral("model.retrain"), QStringLiteral("retrain"));
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    addMenuItem(help, QStringLiteral("window.keys"), QStringLiteral("keyboard"));
    connect(help->addAction(tr("First steps")), &QAction::triggered, this, [this] {
        m_session.preferences().setFirstStepsDone(false);
        if (m_firstSteps == nullptr) {
            buildFirstSteps();
        }
    });
    connect(help->addAction(tr("Open the samples")), &QAction::triggered, this, [this] { m_session.openSamples(); });
    help->addSeparator();
    connect(help->addAction(widgets::theme().icon(QStringLiteral("info")), tr("About Sightline")), &QAction::triggered,
            this, &MainWindow::showAbout);
}

void MainWindow::buildFileMenu()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    addMenuItem(file, QStringLiteral("file.open"), QStringLiteral("open"));
    addMenuItem(file, QStringLiteral("file.openFolder"));
    QMenu* recent = file->addMenu(tr("Open recent"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecent(recent); });
    QMenu* close = file->addMenu(tr("Close"));
    connect(close, &QMenu::aboutToShow, this, [this, close] { fillClose(close); });
    file->addSeparator();
    connect(file->addAction(widgets::theme().icon(QStringLiteral("database")), tr("Workspace…")), &QAction::triggered,
            this, &MainWindow::openWorkspaceDialog);
    addMenuItem(file, QStringLiteral("file.export"), QStringLiteral("export"));
    file->addSeparator();
    addMenuItem(file, QStringLiteral("window.settings"), QStringLiteral("settings"));
    file->addSeparator();
    auto* quit = file->addAction(tr("Quit"));
    quit->setShortcut(QKeySequence::Quit);
    connect(quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::buildViewMenu()
{
    QMenu* view = menuBar()->addMenu(tr("&View"));
    Preferences& preferences = m_session.preferences();
    const auto choices = [&](const QString& title, const QList<QPair<QString, int>>& items,
                             const std::function<int()>& current, const std::function<void(int)>& choose) {
        QMenu* menu = view->addMenu(title);
        auto* group = new QActionGroup(menu);
        for (const auto& [text, value] : items) {
            auto* action = menu->addAction(text);
            action->setCheckable(true);
            action->setData(value);
            group->addAction(action);
            connect(action, &QAction::triggered, this, [choose, chosen = value] { choose(chosen); });
        }
        connect(menu, &QMenu::aboutToShow, this, [group, current] {
            for (QAction* action : group->actions()) {
                action->setChecked(action->data().toInt() == current());
            }
        });
    };
    choices(
        tr("Theme"),
        {{tr("As the system"), 0}, {tr("Light"), 1}, {tr("Dark"), 2}, {tr("High contrast, for sunlight"), 3}},
        [&preferences] { return static_cast<int>(preferences.theme()); },
        [&preferences](int value) { preferences.setTheme(static_cast<Preferences::Theme>(value)); });
    choices(
        tr("Units"), {{tr("Metric (m, kN, kW)"), 0}, {tr("Oilfield (in, lbf, hp)"), 1}},
        [&preferences] { return static_cast<int>(preferences.units()); },
        [&preferences](int value) { preferences.setUnits(static_cast<UnitSystem>(value)); });
    view->addSeparator();
    addMenuItem(view, QStringLiteral("plot.time"), QStringLiteral("curve"));
    addMenuItem(view, QStringLiteral("plot.reference"), QStringLiteral("layers"));
    addMenuItem(view, QStringLiteral("plot.zoomIn"), QStringLiteral("zoom-in"));
    addMenuItem(view, QStringLiteral("plot.zoomOut"), QStringLiteral("zoom-out"));
    addMenuItem(view, QStringLiteral("plot.fit"), QStringLiteral("fit"));
    view->addSeparator();
    addMenuItem(view, QStringLiteral("review.why"), QStringLiteral("focus"));
    addMenuItem(view, QStringLiteral("review.whyOther"));
    addMenuItem(view, QStringLiteral("review.hide"), QStringLiteral("eye-off"));
    addMenuItem(view, QStringLiteral("window.issues"), QStringLiteral("issues"));
}

void MainWindow::fillRecent(QMenu* menu)
{
    menu->clear();
    const QStringList files = m_session.preferences().recentFiles();
    for (const QString& path : files) {
        auto* action = menu->addAction(QFileInfo(path).fileName());
        action->setToolTip(path);
        connect(action, &QAction::triggered, this, [this, path] { openPaths({path}); });
    }
    menu->addSeparator();
    auto* clear = menu->addAction(tr("Clear this list"));
    clear->setEnabled(!files.isEmpty());
    connect(clear, &QAction::triggered, this, [this] { m_session.preferences().clearRecentFiles(); });
}

void MainWindow::fillClose(QMenu* menu)
{
    menu->clear();
    for (const auto& bench : m_session.benches()) {
        for (const RecordingRef& recording : bench->store().recordings()) {
            const RecordingInfo& info = recording->recording->info();
            connect(menu->addAction(words::fromPath(info.path.filename())), &QAction::triggered, this,
                    [this, id = info.id] { m_session.closeRecording(id); });
        }
    }
    if (menu->isEmpty()) {
        menu->addAction(tr("Nothing is open"))->setEnabled(false);
    }
}

void MainWindow::openFilesDialog()
{
    QStringList patterns;
    for (const auto& bench : m_session.benches()) {
        for (const std::string& pattern : bench->domain().filePatterns()) {
            patterns << QString::fromStdString(pattern);
        }
    }
    const QString filter =
        tr("Recordings (%1)").arg(patterns.join(QLatin1Char(' '))) + QStringLiteral(";;") + tr("All files (*)");
    auto* dialog = new QFileDialog(this, tr("Open recordings"), {}, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    const QStringList recent = m_session.preferences().recentFiles();
    if (!recent.isEmpty()) {
        dialog->setDirectory(QFileInfo(recent.first()).absolutePath());
    }
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::openPaths);
    dialog->open();
}

void MainWindow::openFolderDialog()
{
    auto* dialog = new QFileDialog(this, tr("Open a folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::openPaths);
    dialog->open();
}

void MainWindow::openWorkspaceDialog()
{
    auto* dialog = new QFileDialog(this, tr("Open or create a workspace"), {}, tr("Workspaces (*.sightline)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::DontConfirmOverwrite);  // an existing one is opened, nothing is overwritten
    dialog->setLabelText(QFileDialog::Accept, tr("Use"));
    dialog->setDefaultSuffix(QStringLiteral("sightline"));
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::chooseWorkspace);
    dialog->open();
}

void MainWindow::chooseWorkspace(const QString& path)
{
    if (training()) {
        m_status->say(tr("Training is under way in this workspace: let it finish or stop it first."));
        return;
    }
    if (auto opened = m_session.openWorkspace(words::toPath(path)); !opened) {
        showProblem(opened.error());
        return;
    }
    m_session.preferences().setWorkspacePath(path);
    m_session.restore();
}

void MainWindow::exportSomething()
{
    SignalTab& tab = active();
    const QString name = tab.spec().id;
    const QString pictures = tr("PNG pictures (*.png)");
    using Path = std::filesystem::path;
    std::vector<TabExport> exports = {{tr("The list as CSV…"), name + QStringLiteral(".csv"), tr("CSV (*.csv)"),
                                       [&tab](const Path& file) { return exportCsv(tab.review().table(), file); }},
                                      {tr("The plot as PNG…"), name + QStringLiteral(".png"), pictures,
                                       [&tab](const Path& file) { return exportPng(tab.signalImage(), file); }},
                                      {tr("The picture as PNG…"), name + QStringLiteral(".png"), pictures,
                                       [&tab](const Path& file) { return exportPng(tab.pictureImage(), file); }}};
    const std::vector<TabExport> more = tab.exports();
    exports.insert(exports.end(), more.begin(), more.end());

    QMenu menu(this);
    for (std::size_t i = 0; i < exports.size(); ++i) {
        menu.addAction(exports[i].title)->setData(static_cast<int>(i));
    }
    const QAction* chosen = menu.exec(mapToGlobal(rect().center()));
    if (chosen == nullptr) {
        return;
    }
    const TabExport& one = exports[static_cast<std::size_t>(chosen->data().toInt())];
    const QString file = QFileDialog::getSaveFileName(this, tr("Export"), one.fileName, one.filter);
    if (file.isEmpty()) {
        return;
    }
    if (const Result<void> written = one.write(words::toPath(file)); written) {
        m_status->say(tr("Written: %1").arg(file));
    } else {
        showProblem(written.error());
    }
}

void MainWindow::takeOverLabels()
{
    const auto taken = active().bench().takeOverOwnLabels(m_session.preferences().reviewer().toStdString());
    if (!taken) {
        showProblem(taken.error());
        return;
    }
    QString text = tr("%n label(s) taken over.", nullptr, taken->taken);
    if (taken->alreadyLabelled > 0) {
        text += QLatin1Char(' ') + tr("%n sample(s) had a label already.", nullptr, taken->alreadyLabelled);
    }
    QStringList unknown;
    for (const auto& [name, count] : taken->unknown) {
        unknown << QStringLiteral("%1 (%2)").arg(QString::fromStdString(name)).arg(count);
    }
    if (!unknown.isEmpty()) {
        text += QLatin1Char(' ') + tr("Not known: %1.").arg(unknown.join(QStringLiteral(", ")));
    }
    m_banner->showMessage(unknown.isEmpty() ? widgets::Banner::Kind::Success : widgets::Banner::Kind::Warning,
                          tr("Labels of the files"), text);
}

void MainWindow::showSettings()
{
    auto* dialog = new SettingsDialog(m_session, *m_keys, this);
    connect(dialog, &SettingsDialog::workspaceChosen, this, &MainWindow::chooseWorkspace);
    dialog->open();
}

void MainWindow::showRetrain()
{
    retrain().refresh();
    retrain().show();
    retrain().raise();
    retrain().activateWindow();
    if (m_firstSteps != nullptr) {
        m_firstSteps->setDone(FirstSteps::Retrain);
    }
}

void MainWindow::showAbout()
{
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Sightline"));
    box->setIconPixmap(
        widgets::theme().icon(QStringLiteral("sightline"), widgets::theme().colours().accent).pixmap(48, 48));
    box->setText(tr("Sightline %1").arg(QStringLiteral(SIGHTLINE_VERSION)));
    box->setInformativeText(
        tr("A signal comes in as a file, becomes a picture, a network judges the picture, a person judges the network, "
           "and the person's judgement becomes the next network.\n\nEverything happens on this computer; nothing is "
           "sent anywhere.\nWorkspace: %1\n\nFree software, GPL-3.0-or-later.")
            .arg(m_session.workspace() != nullptr ? words::fromPath(m_session.workspace()->path()) : tr("none")));
    box->open();
}

void MainWindow::showKeyOverlay()
{
    std::vector<widgets::KeyEntry> entries;
    const QString firstClass = m_keys->keyText(QStringLiteral("review.class0"));
    const QString lastClass = m_keys->keyText(QStringLiteral("review.class%1").arg(keyedClasses - 1));
    entries.push_back(
        {tr("%1 … %2").arg(firstClass, lastClass), tr("Label with that class of the pad, next"), tr("Judge")});
    for (const KeyMap::Entry& entry : m_keys->entries()) {
        if (entry.id.startsWith(QStringLiteral("review.class"))) {
            continue;
        }
        QStringList keys;
        for (const QKeySequence& one : m_keys->keysOf(entry.id)) {
            if (one != QKeySequence(Qt::Key_Enter) && one != QKeySequence(Qt::Key_Equal)) {
                keys << one.toString(QKeySequence::NativeText);
            }
        }
        entries.push_back({keys.join(QStringLiteral(" / ")), entry.action, entry.group});
    }
    m_overlay->setEntries(std::move(entries));
    m_overlay->toggle();
}

void MainWindow::escape()
{
    if (active().view().stopPlaying()) {
        return;
    }
    if (m_overlay->isVisible()) {
        m_overlay->close();
    } else if (takesText(focusWidget())) {
        focusWidget()->clearFocus();
        active().focusList();
    } else if (m_banner->isVisible()) {
        m_banner->hide();
    } else if (m_issuesDock->isVisible()) {
        m_issuesDock->hide();
    }
}

}  // namespace sightline::ui
