#include "ui/review/verdict_panel.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/diagnosis/claims.h"
#include "ui/words.h"
#include "widgets/basics.h"
#include "widgets/score_bars.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr int shownScores = 2;

QLabel* paragraph(QVBoxLayout* into, const char* role = nullptr)
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setMinimumWidth(1);  // one long word, a path, must not push every other line out of sight
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (role != nullptr) {
        widgets::setRole(label, role);
    }
    into->addWidget(label);
    return label;
}

/// Lets a path end a line after any of its folders.
QString breakable(QString text)
{
    return text.replace(QLatin1Char('/'), QStringLiteral("/\u200b"));
}

void setText(QLabel* label, const QString& text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

/// "+1.4"
QString signedNumber(double value)
{
    return (value > 0 ? QStringLiteral("+") : QString()) + QLocale().toString(value, 'f', 1);
}

/// The answer by the model's threshold, as the command line gives it.
QString claimText(const diagnosis::JudgedClaim& claim)
{
    using Answer = diagnosis::ClaimAnswer;
    const QString score = signedNumber(claim.score);
    const QString needed = claim.needed ? signedNumber(*claim.needed) : QString();
    switch (claim.answer) {
        case Answer::Match: return VerdictPanel::tr("It fits: score %1, and the model asks for %2").arg(score, needed);
        case Answer::NoMatch:
            return VerdictPanel::tr("It does not fit: score %1, and the model asks for %2").arg(score, needed);
        case Answer::TooLittleData: return VerdictPanel::tr("Too little data to tell: score %1").arg(score);
        case Answer::NoThreshold: break;
    }
    return VerdictPanel::tr("Score %1 (above 0 fits better than not); this model has no threshold to decide by")
        .arg(score);
}

}  // namespace

VerdictPanel::VerdictPanel(ReviewController& review, Words words, QWidget* parent)
    : QWidget(parent), m_review(review), m_words(std::move(words))
{
    build();
    connect(&review, &ReviewController::currentChanged, this, [this] {
        refresh();
        m_scroll->ensureVisible(0, 0);
    });
    connect(&review, &ReviewController::currentUpdated, this, &VerdictPanel::refresh);
    connect(&review, &ReviewController::opinionHiddenChanged, this, &VerdictPanel::refresh);
    connect(&review.bench().models(), &ModelService::changed, this, &VerdictPanel::refresh);
    connect(&review.bench(), &Bench::taskChanged, this, &VerdictPanel::refreshTasks);
    connect(m_tasks, &QComboBox::activated, this, [this] { Q_EMIT taskChosen(m_tasks->currentData().toString()); });
    connect(m_hide, &QToolButton::clicked, &review, &ReviewController::setOpinionHidden);
    connect(m_choice, &widgets::SegmentedControl::chosen, this, &VerdictPanel::whyChoiceAsked);
    connect(m_bars, &widgets::ScoreBars::classActivated, this, &VerdictPanel::classActivated);
    showWhy({});
    refreshTasks();
    refresh();
}

void VerdictPanel::build()
{
    m_card = new widgets::Card(tr("Verdict"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_card);
    m_tasks = new QComboBox;
    m_tasks->setAccessibleName(tr("Question"));
    m_tasks->setToolTip(tr("What is asked of the model. Every question has labels and a model of its own."));
    m_card->header()->addTool(m_tasks);
    m_hide = new QToolButton;
    m_hide->setCheckable(true);
    m_hide->setIcon(widgets::theme().icon(QStringLiteral("eye-off")));
    m_hide->setAccessibleName(tr("Hide the model's opinion"));
    widgets::setRole(m_hide, "quiet");
    m_card->header()->addTool(m_hide);

    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, widgets::spacing::tiny, 0);
    column->setSpacing(widgets::spacing::small);
    // The first bar is the headline where there is a verdict: it says class and probability in one.
    m_headline = paragraph(column, "headline");
    m_bars = new widgets::ScoreBars;
    m_bars->setAccessibleName(tr("Most probable classes"));
    column->addWidget(m_bars);
    m_state = new widgets::Chip;
    auto* chipRow = new QHBoxLayout;
    chipRow->addWidget(m_state);
    chipRow->addStretch(1);
    column->addLayout(chipRow);
    m_sentence = paragraph(column);
    m_choice = new widgets::SegmentedControl;
    m_choice->setOptions({tr("1st"), tr("2nd")});
    m_choice->setAccessibleName(tr("For which of the model's choices"));
    m_choice->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_whyHead = new QWidget;
    auto* head = new QVBoxLayout;
    m_whyTitle = paragraph(head, "muted");
    auto* headRow = new QHBoxLayout(m_whyHead);
    headRow->setContentsMargins(0, 0, 0, 0);
    headRow->setSpacing(widgets::spacing::small);
    headRow->addLayout(head, 1);
    headRow->addWidget(m_choice);
    column->addWidget(m_whyHead);
    m_why = paragraph(column);
    m_partsTitle = paragraph(column, "muted");
    m_parts = paragraph(column);
    m_origin = paragraph(column, "caption");
    m_simulated = paragraph(column, "warning");
    m_claim = paragraph(column, "strong");
    m_label = paragraph(column, "strong");
    m_actionTitle = paragraph(column, "muted");
    m_action = paragraph(column);
    m_meaningTitle = paragraph(column, "muted");
    m_meaning = paragraph(column);
    m_cautionTitle = paragraph(column, "muted");
    m_caution = paragraph(column);
    m_findingsTitle = paragraph(column, "muted");
    m_findings = new QVBoxLayout;
    m_findings->setSpacing(widgets::spacing::tiny);
    column->addLayout(m_findings);
    column->addStretch(1);
    m_meaningTitle->setText(tr("What it looks like"));
    m_actionTitle->setText(tr("What to do"));
    m_cautionTitle->setText(m_words.caution.isEmpty() ? tr("Shape alone cannot tell") : m_words.caution);
    m_findingsTitle->setText(tr("Noticed in the data"));

    m_scroll = new QScrollArea;
    widgets::setRole(m_scroll, "plain");
    m_scroll->setAccessibleName(tr("Verdict"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(content);
    m_card->body()->addWidget(m_scroll, 1);
}

void VerdictPanel::setHideKey(const QString& key)
{
    m_hide->setToolTip(tr("Hide the model's opinion and judge for yourself (%1)").arg(key));
}

void VerdictPanel::showWhy(const WhyController::State& state)
{
    const bool any = state.on && !state.className.isEmpty();
    m_whyHead->setVisible(any);
    m_choice->setCurrent(state.choice);
    m_whyTitle->setText(tr("Where it looked: %1, %2").arg(state.className, words::percent(state.probability)));
    setText(m_why, any ? state.sentence : QString());
    QStringList lines;
    for (const WhyController::Part& part : state.parts) {
        const QString title = words::sentence(part.title);
        lines << (part.points > 0 ? tr("%1 speaks for it: +%n point(s)", nullptr, part.points).arg(title)
                                  : tr("%1 speaks against it: −%n point(s)", nullptr, -part.points).arg(title));
    }
    const bool numbers = any && state.known && !state.made.scalars.empty();
    setText(m_partsTitle, numbers ? tr("Numbers beside the picture") : QString());
    setText(m_parts, !numbers          ? QString()
                     : lines.isEmpty() ? tr("None of them moves the probability by a point.")
                                       : lines.join(QLatin1Char('\n')));
    m_parts->setToolTip(
        tr("Percentage points the probability would lose (or gain) if that number were the average of "
           "the training data"));
}

void VerdictPanel::setWhyOtherKey(const QString& key)
{
    m_choice->setToolTip(tr("For the model's first or second choice (%1)").arg(key));
}

void VerdictPanel::showNothing(const QString& headline, const QString& sentence)
{
    setText(m_headline, headline);
    m_state->hide();
    m_bars->hide();
    setText(m_sentence, sentence);
    for (QLabel* label : {m_origin, m_simulated, m_label, m_actionTitle, m_action, m_meaningTitle, m_meaning,
                          m_cautionTitle, m_caution}) {
        label->hide();
    }
}

void VerdictPanel::showModelState()
{
    const ModelService& models = m_review.bench().models();
    switch (models.phase()) {
        case ModelService::Phase::Waiting:
        case ModelService::Phase::Loading:
            showNothing(tr("…"), tr("The model is being loaded. Everything but verdicts works meanwhile."));
            break;
        case ModelService::Phase::Failed:
            if (models.missing()) {
                showNothing(tr("No verdict"),
                            tr("There is no model for this question yet: label some samples, then press "
                               "Retrain. Plot, measures and labels work as usual."));
                break;
            }
            showNothing(tr("No verdict"), tr("There is no model to ask: %1\nPlot, measures and labels work as usual.")
                                              .arg(breakable(words::errorText(models.error()))));
            break;
        case ModelService::Phase::Ready: showNothing(tr("…"), tr("Waiting for the verdict.")); break;
    }
}

void VerdictPanel::refresh()
{
    m_hide->setChecked(m_review.opinionHidden());
    m_hide->setIcon(
        widgets::theme().icon(m_review.opinionHidden() ? QStringLiteral("eye-off") : QStringLiteral("eye")));
    const SampleRow* row = m_review.current();
    if (row == nullptr) {
        showNothing(tr("Nothing chosen"), m_words.chooseOne);
        m_claim->hide();
        m_findingsTitle->hide();
        return;
    }
    if (m_review.opinionHidden()) {
        showNothing(tr("Hidden"), tr("The model's opinion is hidden until you show it again."));
    } else if (!row->verdict) {
        showModelState();
    } else {
        showVerdict(*row);
    }
    showClaim(*row);
    showLabel(*row);
    showFindings(*row);
}

void VerdictPanel::refreshTasks()
{
    const Bench& bench = m_review.bench();
    const std::vector<domains::Task> tasks = bench.domain().tasks();
    m_tasks->clear();
    for (const domains::Task& task : tasks) {
        m_tasks->addItem(words::domainText(task.title, bench.domain().id().c_str()), QString::fromStdString(task.id));
    }
    m_tasks->setCurrentIndex(m_tasks->findData(QString::fromStdString(bench.task())));
    m_tasks->setVisible(tasks.size() > 1);
}

/// Whose session this is said to be, and how well its windows fit that.
void VerdictPanel::showClaim(const SampleRow& row)
{
    Bench& bench = m_review.bench();
    const WindowedRow* whole = bench.windowsOf(row.key());
    const std::string claim =
        whole == nullptr ? std::string() : bench.domain().claimOf(*row.recording->recording, whole->window(0));
    if (claim.empty() || !bench.openClasses()) {
        m_claim->hide();
        return;
    }
    QString text = tr("Said to be of %1").arg(bench.className(claim));
    const LoadedModelRef& model = bench.models().model();
    if (!m_review.opinionHidden() && model && whole->complete()) {
        std::vector<diagnosis::Diagnosed> judged;
        for (const auto& one : whole->judged) {
            judged.push_back(*one);
        }
        if (const auto answer = diagnosis::judgeClaim(*whole->windows, judged, model->info)) {
            text += QLatin1Char('\n') + claimText(*answer);
        }
    }
    setText(m_claim, text);
}

void VerdictPanel::showVerdict(const SampleRow& row)
{
    const Verdict& verdict = *row.verdict;
    Bench& bench = m_review.bench();
    const bool rejected = verdict.rejected;
    const bool bad = rejected && row.badSignal();
    setText(m_headline, !rejected ? QString() : bad ? tr("Bad data, no verdict") : tr("No verdict"));
    m_state->show();
    m_state->setText(row.stale           ? tr("Stale: of an earlier model, being redone")
                     : bad               ? tr("Check the sensor first")
                     : rejected          ? tr("Not what this model judges")
                     : verdict.abstained ? tr("Abstains: best guess only")
                                         : tr("%1 sure").arg(words::percent(verdict.bestProbability())));
    m_state->setTone(row.stale           ? widgets::Chip::Tone::Neutral
                     : bad               ? widgets::Chip::Tone::Danger
                     : rejected          ? widgets::Chip::Tone::Neutral
                     : verdict.abstained ? widgets::Chip::Tone::Warning
                                         : widgets::Chip::Tone::Success);
    setText(m_sentence, reasonText(verdict));
    m_bars->setVisible(!rejected);
    if (!rejected) {
        std::vector<widgets::Score> scores;
        for (std::size_t i = 0; i < verdict.classIds.size() && i < verdict.probabilities.size(); ++i) {
            const SignalClass* known = bench.findClass(verdict.classIds[i]);
            scores.push_back({QString::fromStdString(verdict.classIds[i]), bench.className(verdict.classIds[i]),
                              known != nullptr ? QColor(static_cast<QRgb>(known->colour)) : QColor(),
                              static_cast<double>(verdict.probabilities[i])});
        }
        m_bars->setScores(std::move(scores), shownScores);
        m_bars->setAbstained(verdict.abstained);
    }
    const LoadedModelRef& model = bench.models().model();
    const bool ofThis = model && model->info.id == verdict.modelId;
    const QString name =
        ofThis ? QString::fromStdString(model->info.name) : tr("model %1").arg(QString::fromStdString(verdict.modelId));
    setText(m_origin, rejected ? name
                               : tr("%1 on %2 · %3 (%4)")
                                     .arg(words::milliseconds(verdict.milliseconds), words::deviceName(verdict.device),
                                          name, QString::fromStdString(verdict.modelId.substr(0, 8))));
    const bool simulated = ofThis && model->info.report.dataOrigin.find("simulated") != std::string::npos;
    setText(m_simulated, simulated && !rejected ? m_words.simulated : QString());
    showWords(row);
}

QString VerdictPanel::reasonText(const Verdict& verdict) const
{
    const LoadedModelRef& model = m_review.bench().models().model();
    const bool belowThreshold = verdict.abstained && model && model->info.id == verdict.modelId &&
                                verdict.bestProbability() < model->info.thresholds.abstainBelow &&
                                verdict.reason.find(';') == std::string::npos;
    return belowThreshold ? tr("The best guess reaches %1; this model answers from %2 on.")
                                .arg(words::percent(verdict.bestProbability()),
                                     words::percent(model->info.thresholds.abstainBelow))
                          : words::sentence(words::domainText(verdict.reason));
}

void VerdictPanel::showWords(const SampleRow& row)
{
    const Verdict& verdict = *row.verdict;
    const SignalClass* known = verdict.rejected ? nullptr : m_review.bench().findClass(verdict.bestClass());
    const char* domain = row.recording->domain->id() == "pumpcards" ? "pumpcards" : "domains";
    setText(m_meaning, known != nullptr ? words::domainText(known->meaning, domain) : QString());
    setText(m_action, known != nullptr ? words::domainText(known->action, domain) : QString());
    setText(m_caution,
            verdict.rejected ? QString() : words::domainText(row.recording->domain->caution(verdict), domain));
    m_meaningTitle->setVisible(!m_meaning->text().isEmpty());
    m_actionTitle->setVisible(!m_action->text().isEmpty());
    m_cautionTitle->setVisible(!m_caution->text().isEmpty());
}

void VerdictPanel::showLabel(const SampleRow& row)
{
    QString text;
    if (row.label) {
        const LabelRecord& record = *row.label;
        const QString said = record.label.certainty == Certainty::Sure
                                 ? m_review.bench().className(record.label.classId)
                                 : words::stateName(row.state());
        text = tr("Label: %1").arg(said);
        QStringList by;
        if (!record.reviewer.empty()) {
            by << QString::fromStdString(record.reviewer);
        }
        if (record.atMicroseconds > 0) {
            by << words::when(record.atMicroseconds);
        }
        text += QStringLiteral(" (%1").arg(words::stateName(row.state()));
        if (!by.isEmpty()) {
            text += QStringLiteral(", ") + by.join(QStringLiteral(", "));
        }
        text += QLatin1Char(')');
        if (!record.comment.empty()) {
            text += QLatin1Char('\n') + QString::fromStdString(record.comment);
        }
    } else if (!row.sample().ownLabel.empty()) {
        const std::string& own = row.sample().ownLabel;
        const SignalClass* known = sightline::findClass(m_review.bench().classes(), own);
        text = tr("The file says: %1")
                   .arg(known != nullptr ? m_review.bench().className(known->id) : QString::fromStdString(own));
    }
    setText(m_label, text);
}

void VerdictPanel::showFindings(const SampleRow& row)
{
    while (QLayoutItem* item = m_findings->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    std::vector<Finding> all = row.sample().findings;
    for (const Finding& finding : row.pictureFindings) {
        if (std::find(all.begin(), all.end(), finding) == all.end()) {
            all.push_back(finding);
        }
    }
    m_findingsTitle->setVisible(!all.empty());
    for (const Finding& finding : all) {
        auto* line = new QWidget;
        auto* layout = new QHBoxLayout(line);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(widgets::spacing::small);
        const auto& colours = widgets::theme().colours();
        const bool reject = finding.severity == Severity::Reject;
        const bool doubt = finding.severity == Severity::Doubt;
        auto* icon = new QLabel;
        icon->setPixmap(widgets::theme()
                            .icon(reject  ? QStringLiteral("error")
                                  : doubt ? QStringLiteral("warning")
                                          : QStringLiteral("info"),
                                  reject  ? colours.danger
                                  : doubt ? colours.warning
                                          : colours.info)
                            .pixmap(16, 16));
        icon->setAccessibleName(reject ? tr("Bad data") : doubt ? tr("Doubt") : tr("Note"));
        auto* text = new QLabel(words::sentence(words::domainText(finding.message)));
        text->setWordWrap(true);
        text->setMinimumWidth(1);
        layout->addWidget(icon, 0, Qt::AlignTop);
        layout->addWidget(text, 1);
        m_findings->addWidget(line);
    }
}

}  // namespace sightline::ui
