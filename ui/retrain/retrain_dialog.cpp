#include "ui/retrain/retrain_dialog.h"

#include <set>

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/retrain/comparison_view.h"
#include "ui/words.h"
#include "widgets/banner.h"
#include "widgets/basics.h"
#include "widgets/curve_chart.h"
#include "widgets/progress_strip.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

enum Page { StartPage, RunPage, ResultPage };
enum Series { TrainLoss, TuneLoss, TuneAccuracy };

QString stageText(const std::string& english)
{
    return QCoreApplication::translate("progress", english.c_str());
}

}  // namespace

RetrainDialog::RetrainDialog(Session& session, Bench& bench, QString program, QWidget* parent)
    : QDialog(parent), m_session(session), m_bench(bench), m_run(session, bench, std::move(program))
{
    setWindowTitle(tr("Retrain"));
    m_banner = new widgets::Banner;
    m_banner->hide();
    m_pages = new QStackedWidget;
    m_pages->addWidget(buildStart());
    m_pages->addWidget(buildRun());
    m_pages->addWidget(buildResult());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(widgets::spacing::large, widgets::spacing::large, widgets::spacing::large,
                               widgets::spacing::large);
    layout->setSpacing(widgets::spacing::medium);
    layout->addWidget(m_banner);
    layout->addWidget(m_pages, 1);

    connect(&m_run, &RetrainingRun::missingKnown, this, &RetrainDialog::showMissing);
    connect(&m_run, &RetrainingRun::progress, this, &RetrainDialog::follow);
    connect(&m_run, &RetrainingRun::ended, this, &RetrainDialog::finish);
    connect(&m_run, &RetrainingRun::modelsChanged, this, &RetrainDialog::refreshModels);
    connect(&m_bench.models(), &ModelService::changed, this, &RetrainDialog::refreshModels);
    resize(860, 640);
    refresh();
}

RetrainDialog::~RetrainDialog() = default;

QWidget* RetrainDialog::buildStart()
{
    auto* page = new QWidget;
    auto* intro = new QLabel(
        tr("Trains a new model on the labels of this workspace. Sources that are held back are never trained on; the "
           "new model is compared with the one in service on exactly those, and goes into service only when you say "
           "so."));
    intro->setWordWrap(true);

    auto* labels = new widgets::Card(tr("Labels so far"));
    m_labels = new QTableWidget(0, 3);
    widgets::setRole(m_labels, "plain");
    m_labels->setAccessibleName(tr("Labels per class"));
    m_labels->setHorizontalHeaderLabels({tr("Class"), tr("Labels"), tr("Files")});
    m_labels->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_labels->horizontalHeader()->setHighlightSections(false);
    m_labels->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_labels->verticalHeader()->hide();
    m_labels->setShowGrid(false);
    m_labels->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_labels->setSelectionMode(QAbstractItemView::NoSelection);
    m_labels->setTabKeyNavigation(false);
    labels->body()->addWidget(m_labels);

    auto* way = new widgets::Card(tr("Ready?"));
    m_missingTitle = new QLabel;
    m_missingTitle->setWordWrap(true);
    m_missing = new QListWidget;
    widgets::setRole(m_missing, "plain");
    m_missing->setWordWrap(true);
    m_missing->setAccessibleName(tr("What is missing"));
    m_missing->setSelectionMode(QAbstractItemView::NoSelection);
    way->body()->addWidget(m_missingTitle);
    way->body()->addWidget(m_missing, 1);

    auto* service = new widgets::Card(tr("In service"));
    m_active = new QLabel;
    m_active->setWordWrap(true);
    m_history = new QListWidget;
    widgets::setRole(m_history, "plain");
    m_history->setWordWrap(true);
    m_history->setAccessibleName(tr("What was in service when"));
    m_history->setSelectionMode(QAbstractItemView::NoSelection);
    m_back = new QPushButton(tr("Back to the previous model"));
    m_back->setIcon(widgets::theme().icon(QStringLiteral("history")));
    m_back->setAutoDefault(false);
    connect(m_back, &QPushButton::clicked, this, &RetrainDialog::goBack);
    service->body()->addWidget(m_active);
    service->body()->addWidget(m_history, 1);
    service->body()->addWidget(m_back, 0, Qt::AlignLeft);

    auto* right = new QVBoxLayout;
    right->setSpacing(widgets::spacing::small);
    right->addWidget(way, 1);
    right->addWidget(service, 1);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(widgets::spacing::small);
    columns->addWidget(labels, 1);
    columns->addLayout(right, 1);

    m_start = new QPushButton(tr("Start training"));
    m_start->setObjectName(QStringLiteral("startTraining"));
    widgets::setRole(m_start, "primary");
    m_start->setEnabled(false);
    m_start->setDefault(true);
    connect(m_start, &QPushButton::clicked, this, &RetrainDialog::begin);
    auto* close = new QPushButton(tr("Close"));
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &RetrainDialog::reject);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(m_start);

    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(widgets::spacing::medium);
    layout->addWidget(intro);
    layout->addLayout(columns, 1);
    layout->addLayout(buttons);
    return page;
}

QWidget* RetrainDialog::buildRun()
{
    auto* page = new QWidget;
    m_strip = new widgets::ProgressStrip;
    connect(m_strip, &widgets::ProgressStrip::cancelRequested, &m_run, &RetrainingRun::stop);
    auto* card = new widgets::Card(tr("How it learns"));
    m_chart = new widgets::CurveChart;
    m_chart->setAxes(tr("Epoch"), tr("Loss"), tr("Right on cards held out (%)"));
    m_chart->setEmptyText(tr("The first epoch is under way."));
    card->body()->addWidget(m_chart);
    auto* note =
        new QLabel(tr("You can close this window and work on; the run goes on and tells when it is done. "
                      "Stopping keeps the best model so far."));
    note->setWordWrap(true);
    widgets::setRole(note, "muted");
    auto* hide = new QPushButton(tr("Work on meanwhile"));
    hide->setAutoDefault(false);
    connect(hide, &QPushButton::clicked, this, &RetrainDialog::reject);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(widgets::spacing::medium);
    layout->addWidget(m_strip);
    layout->addWidget(card, 1);
    layout->addWidget(note);
    layout->addWidget(hide, 0, Qt::AlignRight);
    return page;
}

QWidget* RetrainDialog::buildResult()
{
    auto* page = new QWidget;
    m_comparison = new ComparisonView(m_bench);
    connect(m_comparison, &ComparisonView::sampleActivated, this, &RetrainDialog::jumpRequested);
    m_reason = new QLineEdit;
    m_reason->setPlaceholderText(tr("Why put it into service all the same?"));
    m_reason->setAccessibleName(tr("Reason"));
    m_keep = new QPushButton(tr("Keep current"));
    m_use = new QPushButton(tr("Put into service"));
    m_use->setObjectName(QStringLiteral("putIntoService"));
    connect(m_reason, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_use->setEnabled(m_comparison->recommended() || !text.trimmed().isEmpty());
    });
    connect(m_keep, &QPushButton::clicked, this, [this] {
        Q_EMIT said(tr("The model in service stays."));
        m_pages->setCurrentIndex(StartPage);
        refresh();
        accept();
    });
    connect(m_use, &QPushButton::clicked, this, &RetrainDialog::putIntoService);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_reason, 1);
    buttons->addStretch(0);
    buttons->addWidget(m_keep);
    buttons->addWidget(m_use);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(widgets::spacing::medium);
    layout->addWidget(m_comparison, 1);
    layout->addLayout(buttons);
    return page;
}

void RetrainDialog::refresh()
{
    refreshModels();
    if (m_run.running() || m_pages->currentIndex() == ResultPage) {
        return;
    }
    fillLabels();
    m_missing->clear();
    m_missingTitle->setText(tr("Looking at the labels…"));
    m_start->setEnabled(false);
    m_start->setToolTip(m_missingTitle->text());
    m_run.checkMissing();
}

void RetrainDialog::fillLabels()
{
    m_labels->setRowCount(0);
    if (m_session.workspace() == nullptr) {
        return;
    }
    std::map<std::string, int> labels;
    std::map<std::string, std::set<std::string>> files;
    const auto known = m_session.workspace()->labels(m_bench.domain().id(), m_bench.task());
    for (const Label& label : known.value_or(std::vector<Label>{})) {
        if (label.certainty == Certainty::Sure) {
            ++labels[label.classId];
            files[label.classId].insert(label.subject.recording);
        }
    }
    for (const auto& [id, count] : labels) {
        const int row = m_labels->rowCount();
        m_labels->insertRow(row);
        m_labels->setItem(row, 0, new QTableWidgetItem(m_bench.className(id)));
        m_labels->setItem(row, 1, new QTableWidgetItem(QLocale().toString(count)));
        m_labels->setItem(row, 2, new QTableWidgetItem(QLocale().toString(static_cast<int>(files[id].size()))));
    }
}

void RetrainDialog::showMissing()
{
    const QStringList& missing = m_run.missing();
    m_missing->clear();
    for (const QString& one : missing) {
        auto* item = new QListWidgetItem(
            widgets::theme().icon(QStringLiteral("warning"), widgets::theme().colours().warning), one);
        m_missing->addItem(item);
    }
    const bool ready = missing.isEmpty();
    m_missing->setVisible(!ready);
    m_missingTitle->setText(ready ? tr("Yes. Every class has labels from enough sources.")
                                  : tr("Not yet. This is missing:"));
    m_start->setEnabled(ready && !m_run.running());
    m_start->setToolTip(ready ? QString() : tr("Missing: %1").arg(missing.join(QStringLiteral("; "))));
}

void RetrainDialog::refreshModels()
{
    const LoadedModelRef& model = m_bench.models().model();
    m_active->setText(model ? tr("%1 (%2), trained on %3")
                                  .arg(QString::fromStdString(model->info.name),
                                       QString::fromStdString(model->info.id.substr(0, 8)),
                                       QString::fromStdString(model->info.report.dataOrigin))
                            : tr("No model is loaded."));
    m_history->clear();
    m_history->addItems(m_run.history());
    m_back->setEnabled(m_run.hasPrevious());
    m_back->setToolTip(m_back->isEnabled() ? QString() : tr("There was no other model before this one."));
}

void RetrainDialog::begin()
{
    m_banner->hide();
    m_epochsSeen = 0;
    const auto& colours = widgets::theme().colours();
    m_chart->setSeries({{tr("Loss, trained on"), {}, colours.seriesColour(0)},
                        {tr("Loss, held out"), {}, colours.seriesColour(1), Qt::DashLine},
                        {tr("Right, held out"), {}, colours.seriesColour(2), Qt::SolidLine, true}});
    m_pages->setCurrentIndex(RunPage);
    m_strip->start(tr("Training"));
    m_run.start();
    Q_EMIT runningChanged(true);
}

void RetrainDialog::follow(const nlohmann::json& report)
{
    const double fraction = report.value("fraction", -1.0);
    QString stage = stageText(report.value("stage", std::string()));
    if (report.contains("epoch")) {
        const int epochs = report.value("epochs", 0);
        const int member = report.value("member", 0);
        const int epoch = report.value("epoch", 0);
        const double x = member * epochs + epoch;
        stage = tr("Network %1 of %2, epoch %3 of %4")
                    .arg(member + 1)
                    .arg(report.value("members", 1))
                    .arg(epoch)
                    .arg(epochs);
        m_chart->setExpectedRange(0, report.value("members", 1) * epochs);
        m_chart->append(TrainLoss, {x, report.value("train_loss", 0.0)});
        if (report.contains("tune_loss")) {  // not of a network that learns from all samples
            m_chart->append(TuneLoss, {x, report.value("tune_loss", 0.0)});
            m_chart->append(TuneAccuracy, {x, report.value("tune_accuracy", 0.0) * 100});
        }
        ++m_epochsSeen;
    }
    m_strip->update(fraction < 0 ? std::nullopt : std::optional(fraction), stage);
}

void RetrainDialog::finish(const Error& error)
{
    m_strip->finish();
    Q_EMIT runningChanged(false);
    if (error.message.empty()) {
        m_comparison->show(m_run.comparison());
        const bool recommended = m_comparison->recommended();
        m_reason->clear();
        m_reason->setVisible(!recommended);
        m_use->setEnabled(recommended);
        widgets::setRole(recommended ? m_use : m_keep, "primary");
        widgets::setRole(recommended ? m_keep : m_use, "");
        (recommended ? m_use : m_keep)->setDefault(true);
        m_pages->setCurrentIndex(ResultPage);
        Q_EMIT said(tr("Training is done: the comparison is ready."));
        return;
    }
    m_pages->setCurrentIndex(StartPage);
    if (error.code == ErrorCode::Cancelled) {
        m_banner->showMessage(widgets::Banner::Kind::Info, tr("Stopped"),
                              tr("There was nothing to keep yet. The model in service is unchanged."));
    } else {
        m_banner->showMessage(widgets::Banner::Kind::Error, tr("Training did not come to an end"),
                              words::errorText(error));
    }
    refresh();
}

void RetrainDialog::putIntoService()
{
    const QString reason =
        m_comparison->recommended() ? tr("recommended by the comparison") : m_reason->text().trimmed();
    if (auto done = m_run.putIntoService(reason); !done) {
        m_banner->showMessage(widgets::Banner::Kind::Error, tr("The new model is not in service"),
                              words::errorText(done.error()));
        return;
    }
    Q_EMIT said(tr("The new model is in service. Verdicts of the earlier one are marked stale and redone."));
    m_pages->setCurrentIndex(StartPage);
    refresh();
    accept();
}

void RetrainDialog::goBack()
{
    if (auto done = m_run.backToPrevious(); !done) {
        m_banner->showMessage(widgets::Banner::Kind::Warning, tr("There is no way back"),
                              words::errorText(done.error()));
        return;
    }
    m_banner->showMessage(widgets::Banner::Kind::Success, tr("The previous model is in service again"));
    refresh();
}

void RetrainDialog::reject()
{
    hide();
}

}  // namespace sightline::ui
