#include "ui/importing/import_wizard.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "core/domains/domain.h"
#include "ui/cards/card_view.h"
#include "ui/words.h"
#include "widgets/basics.h"
#include "widgets/signal_plot.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr int previewDelayMilliseconds = 150;

struct PreviewedFile {
    domains::ReadOutcome outcome;
};

}  // namespace

ImportWizard::ImportWizard(const QString& path, domains::MustAsk ask, jobs::Lane& io, Preferences& preferences,
                           QWidget* parent)
    : QDialog(parent), m_path(path), m_ask(std::move(ask)), m_io(io), m_preferences(preferences)
{
    setWindowTitle(tr("How is %1 to be read?").arg(QFileInfo(path).fileName()));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    m_soon.setSingleShot(true);
    m_soon.setInterval(previewDelayMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &ImportWizard::preview);
    preview();
    resize(1040, 620);
}

ImportWizard::~ImportWizard() = default;

void ImportWizard::build()
{
    auto* title = new QLabel(tr("This file can be read in more than one way"));
    widgets::setRole(title, "title");
    auto* explanation =
        new QLabel(tr("Nothing is guessed silently. Your answers are remembered for files of the same layout."));
    widgets::setRole(explanation, "muted");
    explanation->setWordWrap(true);

    auto* raw = new widgets::Card(tr("The file"));
    auto* text = new QPlainTextEdit(QString::fromStdString(m_ask.preview));
    text->setReadOnly(true);
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setFont(widgets::theme().font(widgets::TextStyle::Mono));
    text->setAccessibleName(tr("First lines of the file"));
    text->setTabChangesFocus(true);
    raw->body()->addWidget(text);

    auto* fields = new QWidget;
    auto* form = new QFormLayout(fields);
    form->setContentsMargins(0, 0, widgets::spacing::small, 0);
    form->setVerticalSpacing(widgets::spacing::medium);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    QWidget* first = nullptr;
    for (std::size_t i = 0; i < m_ask.questions.size(); ++i) {
        const Question& question = m_ask.questions[i];
        const bool lastOfItsKind = i + 1 == m_ask.questions.size() || m_ask.questions[i + 1].why != question.why;
        QWidget* field = addQuestion(question, lastOfItsKind && !question.why.empty(), form);
        first = first == nullptr ? field : first;
    }
    auto* scroll = new QScrollArea;
    widgets::setRole(scroll, "plain");
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(fields);
    auto* questions = new widgets::Card(tr("Questions"));
    questions->body()->addWidget(scroll);

    auto* drawn = new widgets::Card(tr("What comes of it"));
    m_plot = new widgets::SignalPlot;
    m_plot->setTitle(tr("Preview of the first card"));
    m_plot->setEmptyText(tr("Answer the questions to see the card."));
    m_plot->setLegendVisible(false);
    m_result = new QLabel;
    m_result->setWordWrap(true);
    m_result->setTextInteractionFlags(Qt::TextSelectableByMouse);
    drawn->body()->addWidget(m_plot, 1);
    drawn->body()->addWidget(m_result);

    auto* columns = new QHBoxLayout;
    columns->setSpacing(widgets::spacing::small);
    columns->addWidget(raw, 3);
    columns->addWidget(questions, 3);
    columns->addWidget(drawn, 4);

    auto* buttons = new QDialogButtonBox;
    m_open = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    widgets::setRole(m_open, "primary");
    m_open->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(widgets::spacing::large, widgets::spacing::large, widgets::spacing::large,
                               widgets::spacing::large);
    layout->setSpacing(widgets::spacing::medium);
    layout->addWidget(title);
    layout->addWidget(explanation);
    layout->addLayout(columns, 1);
    layout->addWidget(buttons);
    if (first != nullptr) {
        first->setFocus();
    }
}

QWidget* ImportWizard::addQuestion(const Question& question, bool sayWhy, QFormLayout* form)
{
    auto* label = new QLabel(words::domainText(question.text));
    label->setWordWrap(true);
    widgets::setRole(label, "strong");
    QWidget* field = nullptr;
    const QString suggestion = QString::fromStdString(question.suggestion);
    if (question.choices.empty()) {
        auto* edit = new QLineEdit(suggestion);
        connect(edit, &QLineEdit::textChanged, this, &ImportWizard::schedulePreview);
        m_texts[question.key] = edit;
        field = edit;
    } else {
        auto* box = new QComboBox;
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
        box->addItem(tr("Choose…"), QString());
        for (const Choice& choice : question.choices) {
            const QString value = QString::fromStdString(choice.value);
            QString shown = choice.label.empty() ? value : words::domainText(choice.label);
            if (value == suggestion) {
                shown = tr("%1 (suggested)").arg(shown);
            }
            box->addItem(shown, value);
        }
        box->setCurrentIndex(std::max(0, box->findData(suggestion)));
        connect(box, &QComboBox::currentIndexChanged, this, &ImportWizard::schedulePreview);
        m_choices[question.key] = box;
        field = box;
    }
    field->setAccessibleName(label->text());
    field->setAccessibleDescription(words::domainText(question.why));
    auto* cell = new QVBoxLayout;
    cell->setSpacing(widgets::spacing::tiny);
    cell->addWidget(label);
    cell->addWidget(field);
    if (sayWhy) {
        auto* why = new QLabel(words::domainText(question.why));
        why->setWordWrap(true);
        widgets::setRole(why, "caption");
        cell->addWidget(why);
    }
    form->addRow(cell);
    return field;
}

Answers ImportWizard::answers() const
{
    Answers given;
    for (const auto& [key, box] : m_choices) {
        if (!box->currentData().toString().isEmpty()) {
            given[key] = box->currentData().toString().toStdString();
        }
    }
    for (const auto& [key, edit] : m_texts) {
        if (!edit->text().trimmed().isEmpty()) {
            given[key] = edit->text().trimmed().toStdString();
        }
    }
    return given;
}

void ImportWizard::schedulePreview()
{
    m_soon.start();
}

void ImportWizard::say(const QString& text, bool wrong)
{
    widgets::setRole(m_result, wrong ? "danger" : "muted");
    m_result->setText(text);
    m_open->setEnabled(!wrong);
}

void ImportWizard::preview()
{
    m_job = std::make_unique<jobs::Job>(tr("Preview"));
    connect(m_job.get(), &jobs::Job::changed, this, [this](const jobs::JobState& state) {
        if (state.phase == jobs::JobState::Phase::Failed) {
            m_plot->clear();
            say(words::errorText(state.error), true);
        }
    });
    m_job->start<PreviewedFile>(
        m_io,
        [path = words::toPath(m_path), given = answers()](Progress& progress) -> Result<PreviewedFile> {
            auto opened = domains::openFile(domains::allDomains(), {path, given}, {}, progress);
            return PreviewedFile{std::move(opened.outcome)};
        },
        [this](const PreviewedFile& file) { showPreview(file.outcome); });
}

void ImportWizard::showPreview(const domains::ReadOutcome& outcome)
{
    if (const auto* error = std::get_if<Error>(&outcome)) {
        m_plot->clear();
        say(words::errorText(*error), true);
        return;
    }
    if (const auto* ask = std::get_if<domains::MustAsk>(&outcome)) {
        QStringList open;
        for (const Question& question : ask->questions) {
            open << words::domainText(question.text);
        }
        m_plot->clear();
        say(tr("Still to answer: %1").arg(open.join(QLatin1Char(' '))), true);
        return;
    }
    const auto* recording = std::get_if<domains::RecordingPtr>(&outcome);
    const auto* cards =
        recording != nullptr ? dynamic_cast<const pumpcards::CardRecording*>(recording->get()) : nullptr;
    if (cards == nullptr || cards->cards().empty()) {
        m_plot->clear();
        say(tr("With these answers there is no card in the file."), true);
        return;
    }
    const pumpcards::Card& first = cards->cards().front();
    const UnitSystem units = m_preferences.units();
    m_plot->setAxes(tr("Position (%1)").arg(words::lengthUnit(units).symbol),
                    tr("Load (%1)").arg(words::forceUnit(units).symbol));
    widgets::PlotCurve curve;
    curve.name = QString::fromStdString(first.id);
    curve.points = loopPoints(first, units);
    curve.closed = true;
    curve.fill = true;
    m_plot->setCurves({curve});
    QString text = tr("%n card(s).", nullptr, static_cast<int>(cards->cards().size()));
    QStringList noticed;
    for (const Finding& finding : cards->info().findings) {
        noticed << words::domainText(finding.message);
    }
    for (const Finding& finding : first.findings) {
        noticed << words::domainText(finding.message);
    }
    if (!noticed.isEmpty()) {
        text += QLatin1Char(' ') + tr("Noticed: %1").arg(noticed.join(QStringLiteral("; ")));
    }
    say(text, false);
}

}  // namespace sightline::ui
