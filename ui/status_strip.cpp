#include "ui/status_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

#include "ui/settings/settings_dialog.h"
#include "ui/words.h"
#include "widgets/basics.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr int messageMilliseconds = 6000;
constexpr int barWidth = 110;

QPushButton* quiet(const QString& icon)
{
    auto* button = new QPushButton;
    widgets::setRole(button, "quiet");
    button->setIcon(widgets::theme().icon(icon));
    button->setAutoDefault(false);
    return button;
}

}  // namespace

StatusStrip::StatusStrip(QWidget* parent) : QWidget(parent)
{
    widgets::setRole(this, "statusbar");
    m_message = new widgets::ElidedLabel;
    m_message->setAccessibleName(tr("Last message"));
    m_jobTitle = new QLabel;
    m_bar = new QProgressBar;
    m_bar->setFixedWidth(barWidth);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel = new QToolButton;
    m_cancel->setIcon(widgets::theme().icon(QStringLiteral("close")));
    m_cancel->setToolTip(tr("Stop this job"));
    m_cancel->setAccessibleName(tr("Stop this job"));
    widgets::setRole(m_cancel, "quiet");
    m_model = quiet(QStringLiteral("model"));
    m_device = new widgets::ElidedLabel;
    m_device->setObjectName(QStringLiteral("device"));
    m_queue = quiet(QStringLiteral("queue"));
    m_queue->setToolTip(tr("Samples waiting in the queue. Click to list only them."));
    m_issues = quiet(QStringLiteral("issues"));
    m_issues->setToolTip(tr("What did not stop the work: files not opened, findings in the data."));
    m_saved = new QLabel;
    widgets::setRole(m_saved, "muted");
    widgets::setRole(m_device, "muted");

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(widgets::spacing::medium, 2, widgets::spacing::medium, 2);
    row->setSpacing(widgets::spacing::small);
    row->addWidget(m_message, 1);
    row->addWidget(m_jobTitle);
    row->addWidget(m_bar);
    row->addWidget(m_cancel);
    row->addWidget(m_issues);
    row->addWidget(m_queue);
    row->addWidget(m_model);
    row->addWidget(m_device);
    row->addWidget(m_saved);
    m_fade = new QTimer(this);
    m_fade->setSingleShot(true);
    m_fade->setInterval(messageMilliseconds);
    connect(m_fade, &QTimer::timeout, m_message, [this] { m_message->setText({}); });
    connect(m_cancel, &QToolButton::clicked, this, &StatusStrip::cancelRequested);
    connect(m_queue, &QPushButton::clicked, this, &StatusStrip::queueClicked);
    connect(m_issues, &QPushButton::clicked, this, &StatusStrip::issuesClicked);
    connect(m_model, &QPushButton::clicked, this, &StatusStrip::modelClicked);
    hideJob();
    showQueue(0);
    showIssues(0, 0);
    setReadOnly(false);
}

void StatusStrip::showModel(const ModelService& models)
{
    const LoadedModelRef& model = models.model();
    if (model) {
        m_model->setText(QString::fromStdString(model->info.name));
        m_model->setToolTip(tr("Model in service: %1, id %2, trained on %3, %4")
                                .arg(QString::fromStdString(model->info.name), QString::fromStdString(model->info.id),
                                     QString::fromStdString(model->info.report.dataOrigin),
                                     QString::fromStdString(model->engine)));
        m_device->setText(deviceText(model));
        m_device->setToolTip(deviceDetails(model));
        return;
    }
    switch (models.phase()) {
        case ModelService::Phase::Waiting:
        case ModelService::Phase::Loading:
            m_model->setText(tr("Loading the model…"));
            m_device->clear();
            m_device->setToolTip({});
            break;
        default:
            m_model->setText(tr("No model"));
            m_model->setToolTip(words::errorText(models.error()));
            m_device->setText(tr("no verdicts"));
            m_device->setToolTip({});
            break;
    }
}

void StatusStrip::showQueue(int length)
{
    m_queue->setText(tr("Queue %1").arg(QLocale().toString(length)));
}

void StatusStrip::showIssues(int important, int all)
{
    m_issues->setVisible(all > 0);
    m_issues->setText(important > 0 ? tr("%n issue(s)", nullptr, important) : tr("%n note(s)", nullptr, all));
    const auto& colours = widgets::theme().colours();
    m_issues->setIcon(important > 0 ? widgets::theme().icon(QStringLiteral("warning"), colours.warning)
                                    : widgets::theme().icon(QStringLiteral("info"), colours.info));
}

void StatusStrip::showJob(const QString& title, double fraction, bool cancellable)
{
    m_jobTitle->setText(title);
    m_jobTitle->show();
    m_bar->show();
    m_bar->setRange(0, fraction < 0 ? 0 : 1000);
    m_bar->setValue(fraction < 0 ? 0 : static_cast<int>(fraction * 1000));
    m_cancel->setVisible(cancellable);
}

void StatusStrip::hideJob()
{
    m_jobTitle->hide();
    m_bar->hide();
    m_cancel->hide();
}

void StatusStrip::say(const QString& message)
{
    m_message->setText(message);
    m_fade->start();
}

QString StatusStrip::message() const
{
    return m_message->text();
}

void StatusStrip::setReadOnly(bool readOnly)
{
    m_saved->setText(readOnly ? tr("Read only: labels cannot be stored") : tr("Everything is saved"));
    widgets::setRole(m_saved, readOnly ? "warning" : "muted");
}

}  // namespace sightline::ui
