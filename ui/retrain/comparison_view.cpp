#include "ui/retrain/comparison_view.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/words.h"
#include "widgets/banner.h"
#include "widgets/confusion_grid.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

using nlohmann::json;

QString text(const json& object, const char* name)
{
    const auto field = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && field != object.end() && field->is_string()
               ? QString::fromStdString(field->get<std::string>())
               : QString();
}

double numberOf(const json& object, const char* name)
{
    const auto field = object.find(name);
    return field != object.end() && field->is_number() ? field->get<double>() : 0;
}

QString oneDecimal(double share)
{
    return QLocale().toString(share * 100, 'f', 1);
}

/// "74.1 % (70.2 to 77.9, n 165)".
QString figureText(const json& evaluation, const char* name)
{
    if (!evaluation.is_object() || !evaluation.contains(name) || numberOf(evaluation[name], "n") == 0) {
        return QStringLiteral("–");
    }
    const json& figure = evaluation[name];
    return ComparisonView::tr("%1 % (%2 to %3, n %4)")
        .arg(oneDecimal(numberOf(figure, "value")), oneDecimal(numberOf(figure, "low")),
             oneDecimal(numberOf(figure, "high")), QLocale().toString(static_cast<int>(numberOf(figure, "n"))));
}

/// What a judge reaches that sees a shortcut alone (see retraining::ShortcutProbe); null: not asked.
json shortcutOf(const json& evaluation, const std::string& id)
{
    const json probe = evaluation.is_object() ? evaluation.value("probe", json()) : json();
    for (const json& judge : probe.is_object() ? probe.value("judges", json::array()) : json::array()) {
        if (judge.value("id", std::string()) == id) {
            return judge;
        }
    }
    return {};
}

/// Of the shortcuts the one that reaches most; null where none was asked.
json bestShortcut(const json& evaluation)
{
    const json probe = evaluation.is_object() ? evaluation.value("probe", json()) : json();
    json best;
    for (const json& judge : probe.is_object() ? probe.value("judges", json::array()) : json::array()) {
        const auto area = [](const json& one) { return numberOf(one.value("auc", json::object()), "value"); };
        best = best.is_null() || area(judge) > area(best) ? judge : best;
    }
    return best;
}

QTableWidget* makeTable(const QStringList& headers, const QString& name)
{
    auto* table = new QTableWidget(0, static_cast<int>(headers.size()));
    widgets::setRole(table, "plain");
    table->setAccessibleName(name);
    table->setHorizontalHeaderLabels(headers);
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setTabKeyNavigation(false);
    table->setWordWrap(false);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    return table;
}

void addRow(QTableWidget* table, const QStringList& cells)
{
    const int row = table->rowCount();
    table->insertRow(row);
    for (int column = 0; column < cells.size(); ++column) {
        auto* item = new QTableWidgetItem(cells[column]);
        item->setToolTip(cells[column]);
        table->setItem(row, column, item);
    }
}

}  // namespace

ComparisonView::ComparisonView(Bench& bench, QWidget* parent) : QWidget(parent), m_bench(bench)
{
    m_banner = new widgets::Banner;
    m_models = new QLabel;
    m_models->setWordWrap(true);
    widgets::setRole(m_models, "muted");
    m_figures = makeTable({tr("On the held-back cards"), tr("In service"), tr("New")}, tr("Figures of both models"));
    m_figures->setFocusPolicy(Qt::NoFocus);
    m_figures->setSelectionMode(QAbstractItemView::NoSelection);
    m_classes = makeTable({tr("Class"), tr("Cards"), tr("Found, in service"), tr("Found, new"),
                           tr("True when said, in service"), tr("True when said, new")},
                          tr("Per class"));
    m_classes->setToolTip(
        tr("Found: of the cards of this class, how many the model names so (recall). True when said: "
           "of the cards the model names so, how many are (precision)."));
    const QStringList sampleHeaders = {tr("Card"), tr("Label"), tr("In service says"), tr("New says")};
    m_fixed = makeTable(sampleHeaders, tr("Now right"));
    m_broken = makeTable(sampleHeaders, tr("Now wrong"));
    m_confusion = new widgets::ConfusionGrid;
    m_confusion->setAccessibleName(tr("Confusion matrix of the new model"));
    m_tabs = new QTabWidget;
    m_tabs->addTab(m_fixed, {});
    m_tabs->addTab(m_broken, {});
    m_tabs->addTab(m_classes, tr("Per class"));
    m_tabs->addTab(m_confusion, tr("Confusions of the new model"));
    for (QTableWidget* table : {m_fixed, m_broken}) {
        table->setToolTip(tr("Double click shows the card."));
        connect(table, &QTableWidget::activated, this, [this, table](const QModelIndex& index) {
            const QTableWidgetItem* item = table->item(index.row(), 0);
            Q_EMIT sampleActivated({item->data(Qt::UserRole).toString().toStdString(),
                                    item->data(Qt::UserRole + 1).toString().toStdString()});
        });
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(widgets::spacing::medium);
    layout->addWidget(m_banner);
    layout->addWidget(m_models);
    layout->addWidget(m_figures);
    layout->addWidget(m_tabs, 1);
}

void ComparisonView::show(const json& comparison)
{
    m_recommended = comparison.value("recommend", false);
    m_banner->showMessage(
        m_recommended ? widgets::Banner::Kind::Success : widgets::Banner::Kind::Warning,
        m_recommended ? tr("The new model may go into service") : tr("Better keep the model in service"),
        text(comparison, "why"), {}, false);
    const json active = comparison.value("active_model", json::object());
    const json candidate = comparison.value("candidate_model", json::object());
    const json held = comparison.value("held_back", json::object());
    QString line =
        tr("In service: %1, trained on %2. New: %3, trained on %4. Both judged the same %5 cards of %6 sources that "
           "neither was trained on.")
            .arg(text(active, "name").isEmpty() ? tr("none") : text(active, "name"),
                 text(active, "trained_on").isEmpty() ? QStringLiteral("–") : text(active, "trained_on"),
                 text(candidate, "name"), text(candidate, "trained_on"),
                 QLocale().toString(comparison.value("shared", 0)),
                 QLocale().toString(static_cast<int>(numberOf(held, "sources"))));
    for (const json& note : candidate.value("notes", json::array())) {
        if (note.is_string()) {
            line += QLatin1Char(' ') + QString::fromStdString(note.get<std::string>());
        }
    }
    const json probe = comparison.value("candidate", json::object()).value("probe", json());
    if (!text(probe, "warning").isEmpty()) {
        line += QLatin1Char(' ') + tr("The new model does not exceed what the device, the desk or the day alone betray "
                                      "by more than its interval: it may have learnt these.");
    }
    m_models->setText(line);
    fillFigures(comparison);
    fillClasses(comparison);
    fillSamples(m_fixed, comparison.value("fixed", json::array()));
    fillSamples(m_broken, comparison.value("broken", json::array()));
    m_tabs->setTabText(0, tr("Now right (%1)").arg(m_fixed->rowCount()));
    m_tabs->setTabText(1, tr("Now wrong (%1)").arg(m_broken->rowCount()));
    fillConfusion(comparison.value("candidate", json::object()));
}

void ComparisonView::fillFigures(const json& comparison)
{
    m_figures->setRowCount(0);
    const json active = comparison.value("active", json::object());
    const json candidate = comparison.value("candidate", json::object());
    const std::pair<const char*, QString> figures[] = {{"accuracy", tr("Right (accuracy)")},
                                                       {"macro_f1", tr("Right, every class counting alike (macro-F1)")},
                                                       {"top2", tr("Right among the first two")},
                                                       {"coverage", tr("Answered, not abstained")},
                                                       {"ece", tr("Error of the stated certainty (ECE)")}};
    for (const auto& [name, title] : figures) {
        addRow(m_figures, {title, figureText(active, name), figureText(candidate, name)});
    }
    if (const json best = bestShortcut(candidate); best.is_object()) {
        addRow(m_figures,
               {tr("Told apart (area under the ROC curve)"), figureText(active, "auc"), figureText(candidate, "auc")});
        const QString name = words::domainText(best.value("name", std::string()), m_bench.domain().id().c_str());
        addRow(m_figures,
               {tr("… of which is reachable from %1").arg(name),
                figureText(shortcutOf(active, best.value("id", std::string())), "auc"), figureText(best, "auc")});
    }
    int height = m_figures->horizontalHeader()->sizeHint().height() + 4;
    for (int row = 0; row < m_figures->rowCount(); ++row) {
        height += m_figures->rowHeight(row);
    }
    m_figures->setFixedHeight(height);
}

void ComparisonView::fillClasses(const json& comparison)
{
    m_classes->setRowCount(0);
    const auto figuresById = [](const json& evaluation) {
        std::map<std::string, json> byId;
        for (const json& one : evaluation.value("classes", json::array())) {
            byId[one.value("id", std::string())] = one;
        }
        return byId;
    };
    const auto active = figuresById(comparison["active"].is_object() ? comparison["active"] : json::object());
    const auto candidate = figuresById(comparison.value("candidate", json::object()));
    for (const auto& [id, one] : candidate) {
        const int n = one.value("n", 0);
        if (n == 0) {
            continue;
        }
        const auto before = active.find(id);
        const auto inService = [&](const char* name) {
            return before == active.end() ? tr("does not know it") : figureText(before->second, name);
        };
        addRow(m_classes, {m_bench.className(id), QLocale().toString(n), inService("recall"), figureText(one, "recall"),
                           inService("precision_interval"), figureText(one, "precision_interval")});
    }
}

void ComparisonView::fillSamples(QTableWidget* table, const json& rows)
{
    table->setRowCount(0);
    for (const json& row : rows) {
        const auto said = [&](const char* id, const char* probability) {
            const std::string classId = row.value(id, std::string());
            return classId.empty() ? tr("bad data")
                                   : QStringLiteral("%1, %2").arg(m_bench.className(classId),
                                                                  words::percent(row.value(probability, 0.0)));
        };
        addRow(table, {text(row, "sample"), m_bench.className(row.value("truth", std::string())),
                       said("active", "active_probability"), said("candidate", "candidate_probability")});
        QTableWidgetItem* item = table->item(table->rowCount() - 1, 0);
        item->setData(Qt::UserRole, text(row, "recording"));
        item->setData(Qt::UserRole + 1, text(row, "sample"));
        item->setToolTip(text(row, "file"));
    }
}

void ComparisonView::fillConfusion(const json& candidate)
{
    QStringList names;
    for (const json& one : candidate.value("classes", json::array())) {
        names << m_bench.className(one.value("id", std::string()));
    }
    std::vector<std::vector<int>> counts;
    for (const json& row : candidate.value("confusion", json::array())) {
        counts.push_back(row.get<std::vector<int>>());
    }
    m_confusion->setMatrix(names, counts);
}

}  // namespace sightline::ui
