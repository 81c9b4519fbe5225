#include "ui/main_window.h"

#include <algorithm>

#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/cards/card_plot.h"
#include "ui/cards/card_tab.h"
#include "ui/first_steps.h"
#include "ui/importing/import_wizard.h"
#include "ui/issues_panel.h"
#include "ui/retrain/retrain_dialog.h"
#include "ui/review/list_panel.h"
#include "ui/signal_tabs.h"
#include "ui/status_strip.h"
#include "ui/words.h"
#include "widgets/banner.h"
#include "widgets/image_view.h"
#include "widgets/key_overlay.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr const char* cardsDomain = "pumpcards";
constexpr int maxListedErrors = 8;
constexpr QSize usualSize(1440, 920);

QStringList localFiles(const QMimeData* data)
{
    QStringList paths;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile()) {
            paths << url.toLocalFile();
        }
    }
    return paths;
}

}  // namespace

MainWindow::MainWindow(Session& session, QWidget* parent) : QMainWindow(parent), m_session(session)
{
    setAcceptDrops(true);
    setWindowIcon(widgets::theme().icon(QStringLiteral("sightline"), widgets::theme().colours().accent));
    m_keys = new KeyMap(this, session.preferences());
    buildAreas();
    addKeys();
    buildMenus();
    connectSession();
    connectStatus();
    buildFirstSteps();
    applyLook();
    refreshTitle();
    if (!restoreGeometry(session.preferences().layout(QStringLiteral("window")))) {
        const QSize room = screen() != nullptr ? screen()->availableSize() : usualSize;
        resize(usualSize.boundedTo(room * 9 / 10));
        if (room.width() <= usualSize.width() || room.height() <= usualSize.height()) {
            setWindowState(Qt::WindowMaximized);
        }
    }
}

MainWindow::~MainWindow() = default;

CardTab& MainWindow::cards()
{
    return static_cast<CardTab&>(*tabOf(cardsDomain));
}

SignalTab* MainWindow::tabOf(const std::string& domain) const
{
    const auto found = std::find_if(m_signalTabs.begin(), m_signalTabs.end(),
                                    [&](SignalTab* tab) { return tab->bench().domain().id() == domain; });
    return found == m_signalTabs.end() ? nullptr : *found;
}

SignalTab& MainWindow::active() const
{
    return *m_signalTabs[static_cast<std::size_t>(std::max(m_tabs->currentIndex(), 0))];
}

void MainWindow::showTab(const SignalTab& tab)
{
    const auto place = std::find(m_signalTabs.begin(), m_signalTabs.end(), &tab);
    m_tabs->setCurrentIndex(static_cast<int>(place - m_signalTabs.begin()));
}

void MainWindow::addTab(const TabKind& kind)
{
    m_signalTabs.push_back(kind.make(m_session, *m_session.bench(kind.domain), *m_keys));
    m_tabs->addTab(widgets::theme().icon(kind.icon), kind.title);
    m_pages->addWidget(m_signalTabs.back());
}

void MainWindow::buildAreas()
{
    m_banner = new widgets::Banner;
    m_banner->hide();
    m_tabs = new QTabBar;
    m_tabs->setDocumentMode(true);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Kinds of signal"));
    m_pages = new QStackedWidget;
    for (const TabKind& kind : tabKinds()) {
        addTab(kind);
    }
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);

    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(widgets::spacing::small, widgets::spacing::tiny, widgets::spacing::small, 0);
    row->setSpacing(widgets::spacing::small);
    row->addWidget(m_tabs);
    row->addStretch(1);
    const auto button = [&](const QString& icon, const QString& text, void (MainWindow::*slot)()) {
        auto* made = new QPushButton(widgets::theme().icon(icon), text);
        made->setAutoDefault(false);
        connect(made, &QPushButton::clicked, this, slot);
        row->addWidget(made);
        return made;
    };
    button(QStringLiteral("open"), tr("Open…"), &MainWindow::openFilesDialog)->setToolTip(tr("Open files (Ctrl+O)"));
    button(QStringLiteral("retrain"), tr("Retrain…"), &MainWindow::showRetrain)
        ->setToolTip(tr("Train a new model on your labels (Ctrl+R)"));

    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(m_banner);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);

    auto* issues = new IssuesPanel(m_session.issues());
    m_issuesDock = new QDockWidget(tr("Issues"), this);
    m_issuesDock->setObjectName(QStringLiteral("issues"));
    m_issuesDock->setAllowedAreas(Qt::BottomDockWidgetArea);
    m_issuesDock->setFeatures(QDockWidget::DockWidgetClosable);
    m_issuesDock->setWidget(issues);
    addDockWidget(Qt::BottomDockWidgetArea, m_issuesDock);
    m_issuesDock->hide();
    connect(issues, &IssuesPanel::jumpRequested, this, [this](const SampleKey& key) {
        for (SignalTab* tab : m_signalTabs) {
            const RecordingRef recording = tab->bench().store().recording(key.recording);
            if (recording && !recording->samples.empty()) {
                showTab(*tab);
                tab->review().select(key.sample.empty() && tab->bench().store().get(key) == nullptr
                                         ? recording->samples.front().key
                                         : key);
            }
        }
    });

    m_status = new StatusStrip;
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addPermanentWidget(m_status, 1);
    statusBar()->setContentsMargins(0, 0, 0, 0);
    m_overlay = new widgets::KeyOverlay(this);
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::recordingOpened, this, &MainWindow::showRecording);
    connect(&m_session, &Session::problem, this, &MainWindow::showProblem);
    connect(&m_session, &Session::workspaceChanged, this, [this] {
        m_status->setReadOnly(m_session.workspace() != nullptr && m_session.workspace()->readOnly());
        refreshTitle();
    });
    FileOpener& opener = m_session.opener();
    connect(&opener, &FileOpener::asked, this, &MainWindow::ask);
    connect(&opener, &FileOpener::finished, this, &MainWindow::showSummary);
    connect(&opener, &FileOpener::progressed, this, [this](double fraction, const QString& file) {
        m_openingFraction = fraction;
        m_opening = file;
        showJobs();
    });
    connect(&opener, &FileOpener::waitingChanged, this, [this](const WaitingFiles& waiting) {
        for (SignalTab* tab : m_signalTabs) {  // of what kind they are is known when they are read
            tab->list().showWaiting(tab == &active() && !waiting.restoring ? waiting : WaitingFiles());
        }
    });
    for (SignalTab* tab : m_signalTabs) {
        connectTab(*tab);
    }
    connect(m_tabs, &QTabBar::currentChanged, this, &MainWindow::showActive);
    connect(&m_session.preferences(), &Preferences::changed, this, &MainWindow::applyLook);
}

void MainWindow::connectTab(SignalTab& tab)
{
    ReviewController& review = tab.review();
    Bench& bench = tab.bench();
    connect(&review, &ReviewController::said, m_status, &StatusStrip::say);
    connect(&review, &ReviewController::problem, this, &MainWindow::showProblem);
    connect(&review, &ReviewController::currentChanged, this, &MainWindow::refreshTitle);
    connect(&tab, &SignalTab::openRequested, this, &MainWindow::openFilesDialog);
    connect(&tab, &SignalTab::classActivated, this, [this, &bench](const QString& id) {
        m_status->say(tr("Press the class's key or button to label with %1.").arg(bench.className(id.toStdString())));
    });
    connect(&bench.models(), &ModelService::changed, this, &MainWindow::showActive);
    connect(&bench.pipeline(), &VerdictPipeline::progressed, this, &MainWindow::showJobs);
    if (const Listener* listener = bench.listener()) {
        connect(listener, &Listener::progressed, this, &MainWindow::showJobs);
    }
    connect(&review.table(), &SampleTable::countsChanged, this,
            [this] { m_status->showQueue(active().bench().store().queueLength()); });
}

void MainWindow::showActive()
{
    Bench& bench = active().bench();
    m_status->showModel(bench.models());
    m_status->showQueue(bench.store().queueLength());
    refreshTitle();
    showJobs();
}

void MainWindow::connectStatus()
{
    const auto issues = [this] {
        m_status->showIssues(m_session.issues().importantCount(), m_session.issues().rowCount());
        if (m_session.issues().rowCount() == 0) {
            m_issuesDock->hide();
        }
    };
    connect(&m_session.issues(), &QAbstractItemModel::modelReset, this, issues);
    connect(&m_session.issues(), &QAbstractItemModel::rowsInserted, this, issues);
    issues();
    connect(m_status, &StatusStrip::issuesClicked, this,
            [this] { m_issuesDock->setVisible(!m_issuesDock->isVisible()); });
    connect(m_status, &StatusStrip::queueClicked, this, [this] {
        showTab(active());
        active().list().showState(std::nullopt, true);
    });
    connect(m_status, &StatusStrip::modelClicked, this, &MainWindow::showRetrain);
    connect(m_status, &StatusStrip::cancelRequested, this, [this] {
        if (m_session.opener().running()) {
            m_session.opener().cancel();
        } else {
            const bool listening = m_session.listening().has_value();
            m_session.stopJudging();
            m_status->say(listening ? tr("Listening was stopped; the button below a recording begins it anew.")
                                    : tr("Stopped. Samples without a verdict get one when you look at them."));
        }
    });
    showActive();
}

void MainWindow::buildFirstSteps()
{
    if (m_session.preferences().firstStepsDone()) {
        return;
    }
    m_firstSteps = new FirstSteps;
    cards().setMargin(m_firstSteps);
    connect(m_firstSteps, &FirstSteps::dismissed, this, [this] {
        m_session.preferences().setFirstStepsDone(true);
        cards().setMargin(nullptr);
        m_firstSteps = nullptr;
    });
    connect(m_firstSteps, &FirstSteps::stepClicked, this, [this](FirstSteps::Step step) {
        switch (step) {
            case FirstSteps::LookAtCard: cards().review().next(); break;
            case FirstSteps::MoveCursor: cards().plot().stepCursor(1); break;
            case FirstSteps::Judge: cards().review().confirm(); break;
            case FirstSteps::OpenOwn: openFilesDialog(); break;
            case FirstSteps::Retrain: showRetrain(); break;
            default: break;
        }
    });
    const auto done = [this](FirstSteps::Step step) {
        return [this, step] {
            if (m_firstSteps != nullptr) {
                m_firstSteps->setDone(step);
            }
        };
    };
    connect(m_keys, &KeyMap::ran, this, [done](const QString& id) {
        if (id == QStringLiteral("review.next") || id == QStringLiteral("review.previous")) {
            done(FirstSteps::LookAtCard)();
        }
    });
    connect(&cards().plot(), &CardPlot::cursorMoved, this, done(FirstSteps::MoveCursor));
    connect(&m_session, &Session::recordingOpened, this, [done](const RecordingRef&, bool restoring) {
        if (!restoring) {
            done(FirstSteps::OpenOwn)();
        }
    });
    connect(&cards().review(), &ReviewController::judged, this, done(FirstSteps::Judge));
}

void MainWindow::openPaths(const QStringList& paths)
{
    const QStringList recordings = active().takeFiles(paths);
    if (!recordings.isEmpty()) {
        m_selectNextOpened = true;
        m_session.openPaths(recordings);
    }
}

void MainWindow::bringToFront()
{
    if (isMinimized()) {
        showNormal();
    }
    raise();
    activateWindow();
}

void MainWindow::showRecording(const RecordingRef& recording, bool restoring)
{
    SignalTab* tab = tabOf(recording->domain->id());
    if (tab == nullptr || recording->samples.empty()) {
        return;
    }
    ReviewController& review = tab->review();
    if (!restoring && m_selectNextOpened) {
        m_selectNextOpened = false;
        showTab(*tab);
        // What the list shows of it: of a long recording not its windows.
        const RecordingRef shown = tab->bench().store().recording(recording->recording->info().id);
        review.select((shown ? shown : recording)->samples.front().key);
        return;
    }
    const auto place = tab->bench().rememberedPlace();
    if (restoring && place && place->recording == recording->recording->info().id) {
        review.returnTo(*place);
    } else if (!review.currentKey()) {
        review.selectFirst();
    }
}

void MainWindow::showOpenRecordings()
{
    for (const auto& bench : m_session.benches()) {
        for (const RecordingRef& recording : bench->store().recordings()) {
            showRecording(recording, true);
        }
    }
}

void MainWindow::showSummary(const OpenSummary& summary)
{
    m_opening.clear();
    m_openingFraction = -1;
    showJobs();
    if (summary.restoring) {
        return;  // the files somebody named with the start may still be read
    }
    m_selectNextOpened = false;
    if (summary.cancelled) {
        m_status->say(tr("Opening was stopped; what was read stays open."));
        return;
    }
    if (summary.opened + summary.asked == 0) {
        if (summary.failed == 0) {
            m_status->say(tr("There is no file of a known kind in there."));
            return;
        }
        // One dialog for "what you asked did not happen", never one per file.
        QStringList lines;
        for (const Error& error : summary.errors) {
            lines << words::errorText(error);
        }
        auto* box =
            new QMessageBox(QMessageBox::Warning, tr("Nothing was opened"),
                            summary.failed == 1 ? tr("The file was not opened")
                                                : tr("None of the %n file(s) was opened", nullptr, summary.failed),
                            QMessageBox::Close, this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->setInformativeText(lines.mid(0, maxListedErrors).join(QStringLiteral("\n\n")));
        box->setDetailedText(lines.join(QLatin1Char('\n')));
        box->open();
        return;
    }
    if (summary.failed > 0) {
        m_status->say(tr("%n file(s) could not be opened: see the issues.", nullptr, summary.failed));
    } else if (summary.skipped > 0) {
        m_status->say(tr("%n file(s) of other kinds were left out.", nullptr, summary.skipped));
    }
}

void MainWindow::showProblem(const Error& error)
{
    m_banner->showMessage(widgets::Banner::Kind::Error, tr("This did not happen"), words::errorText(error));
}

void MainWindow::showJobs()
{
    std::size_t done = 0;
    std::size_t total = 0;
    bool running = false;
    for (const auto& bench : m_session.benches()) {
        const VerdictPipeline& pipeline = bench->pipeline();
        done += pipeline.done();
        total += pipeline.total();
        running = running || pipeline.running();
    }
    if (!m_opening.isEmpty()) {
        m_status->showJob(tr("Opening %1").arg(m_opening), m_openingFraction, true);
    } else if (running && total > 1) {
        m_status->showJob(tr("Verdicts %1 of %2").arg(done).arg(total),
                          static_cast<double>(done) / static_cast<double>(total), true);
    } else if (const auto now = m_session.listening()) {
        m_status->showJob(
            now->timesRealTime > 0 ? tr("Listening, %1 × real time").arg(qRound(now->timesRealTime)) : tr("Listening"),
            now->fraction, true);
    } else if (training()) {
        m_status->showJob(tr("Training"), -1, false);
    } else {
        m_status->hideJob();
    }
}

void MainWindow::refreshTitle()
{
    QStringList parts;
    if (const SampleRow* row = active().review().current()) {
        const QString file = words::fromPath(row->recording->recording->info().path.filename());
        const QString name = words::sampleName(*row);
        parts << (QFileInfo(file).completeBaseName() == name ? file : QStringLiteral("%1 – %2").arg(name, file));
    }
    if (!m_session.workspaceName().isEmpty()) {
        parts << m_session.workspaceName();
    }
    parts << QStringLiteral("Sightline");
    setWindowTitle(parts.join(QStringLiteral(" · ")));
}

void MainWindow::applyLook()
{
    const Preferences& preferences = m_session.preferences();
    static_assert(static_cast<int>(Preferences::Theme::HighContrast) ==
                  static_cast<int>(widgets::ThemeChoice::HighContrast));
    const auto choice = static_cast<widgets::ThemeChoice>(preferences.theme());
    if (widgets::theme().choice() != choice) {
        widgets::theme().setChoice(choice);
    }
    if (widgets::theme().largeControls() != preferences.largeControls()) {
        widgets::theme().setLargeControls(preferences.largeControls());
    }
}

RetrainDialog& MainWindow::retrain()
{
    SignalTab& tab = active();
    RetrainDialog*& dialog = m_retrain[&tab];
    if (dialog == nullptr) {
        dialog = new RetrainDialog(m_session, tab.bench(), {}, this);
        connect(dialog, &RetrainDialog::said, m_status, &StatusStrip::say);
        connect(dialog, &RetrainDialog::jumpRequested, this, [this, &tab](const SampleKey& key) {
            showTab(tab);
            tab.review().select(key);
        });
        connect(dialog, &RetrainDialog::runningChanged, this, [this, shown = dialog](bool running) {
            showJobs();
            if (!running && !shown->isVisible()) {
                shown->show();
            }
        });
    }
    return *dialog;
}

bool MainWindow::training() const
{
    return std::any_of(m_retrain.begin(), m_retrain.end(), [](const auto& one) { return one.second->running(); });
}

void MainWindow::ask(const QString& path, const domains::MustAsk& questions)
{
    m_asked.push_back({path, questions});
    nextQuestion();
}

void MainWindow::nextQuestion()
{
    if (m_wizardOpen || m_asked.empty()) {
        return;
    }
    m_wizardOpen = true;
    const Asked asked = m_asked.front();
    m_asked.pop_front();
    auto* wizard = new ImportWizard(asked.path, asked.questions, m_session.ioLane(), m_session.preferences(), this);
    connect(wizard, &QDialog::finished, this, [this, wizard, asked](int result) {
        m_wizardOpen = false;
        if (result == QDialog::Accepted) {
            const Answers answers = wizard->answers();
            m_selectNextOpened = true;
            m_session.openWithAnswers(asked.path, asked.questions.layout, answers);
            // Files of the same layout wait for the same answers.
            for (auto it = m_asked.begin(); it != m_asked.end();) {
                if (it->questions.layout == asked.questions.layout) {
                    m_session.openWithAnswers(it->path, it->questions.layout, answers);
                    it = m_asked.erase(it);
                } else {
                    ++it;
                }
            }
        } else {
            m_session.issues().addError(
                Error{ErrorCode::Invalid,
                      tr("not opened: how to read it was not answered. Open it again to answer.").toStdString(),
                      {QFileInfo(asked.path).fileName().toStdString(), {}, {}}},
                asked.path);
        }
        nextQuestion();
    });
    wizard->open();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localFiles(event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QStringList paths = localFiles(event->mimeData());
    if (!paths.isEmpty()) {
        event->acceptProposedAction();
        openPaths(paths);
    }
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (training()) {
        const auto answer =
            QMessageBox::question(this, tr("Training is under way"),
                                  tr("Closing stops it; nothing of it is kept. Labels and everything else are saved."),
                                  QMessageBox::Close | QMessageBox::Cancel, QMessageBox::Cancel);
        if (answer != QMessageBox::Close) {
            event->ignore();
            return;
        }
    }
    m_session.preferences().setLayout(QStringLiteral("window"), saveGeometry());
    for (SignalTab* tab : m_signalTabs) {
        tab->saveLayout();
    }
    event->accept();
}

}  // namespace sightline::ui
