#include "ui/review/measures_panel.h"

#include <algorithm>
#include <map>

#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/words.h"
#include "widgets/basics.h"
#include "widgets/theme.h"

namespace sightline::ui {

MeasuresPanel::MeasuresPanel(Preferences& preferences, QWidget* parent) : QWidget(parent), m_preferences(preferences)
{
    m_card = new widgets::Card(tr("Measures"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_card);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(widgets::spacing::small);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(widgets::spacing::tiny);
    column->addLayout(m_rows);
    m_missing = new QLabel;
    m_assumptions = new QLabel;
    for (QLabel* label : {m_missing, m_assumptions}) {
        label->setWordWrap(true);
        widgets::setRole(label, "caption");
        column->addWidget(label);
    }
    column->addStretch(1);
    m_scroll = new QScrollArea;
    widgets::setRole(m_scroll, "plain");
    m_scroll->setAccessibleName(tr("Measures"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(content);
    m_card->body()->addWidget(m_scroll, 1);
    connect(&preferences, &Preferences::changed, this, &MeasuresPanel::refresh);
}

void MeasuresPanel::show(std::vector<domains::Measure> measures)
{
    m_measures = std::move(measures);
    refresh();
}

void MeasuresPanel::setAssumptions(const std::vector<std::string>& assumptions)
{
    QStringList lines;
    for (const std::string& one : assumptions) {
        lines << words::domainText(one);
    }
    m_assumptions->setText(lines.isEmpty() ? QString() : tr("Read with: %1").arg(lines.join(QStringLiteral("; "))));
    m_assumptions->setVisible(!lines.isEmpty());
}

QSize MeasuresPanel::minimumSizeHint() const
{
    // Nothing may be cut: as wide as the figures ask for, whatever fonts and numbers are.
    const int content = m_scroll->widget()->layout()->minimumSize().width();
    const int frame = 2 * widgets::spacing::medium + m_scroll->verticalScrollBar()->sizeHint().width() + 2;
    return {content + frame, QWidget::minimumSizeHint().height()};
}

void MeasuresPanel::refresh()
{
    std::vector<const domains::Measure*> known;
    std::map<std::string, QStringList> missing;
    for (const domains::Measure& measure : m_measures) {
        if (measure.value) {
            known.push_back(&measure);
        } else {
            missing[measure.missing] << words::domainText(measure.name);
        }
    }
    while (m_figures.size() < known.size()) {
        m_figures.push_back(new widgets::StatRow);
        m_rows->addWidget(m_figures.back());
    }
    int unitWidth = 0;
    for (std::size_t i = 0; i < m_figures.size(); ++i) {
        m_figures[i]->setVisible(i < known.size());
        if (i < known.size()) {
            const words::Shown shown = words::shown(known[i]->quantity, *known[i]->value, m_preferences.units());
            m_figures[i]->setCaption(words::domainText(known[i]->name));
            m_figures[i]->setValue(shown.value, shown.unit);
            m_figures[i]->setToolTip(words::domainText(known[i]->source));
            unitWidth = std::max(unitWidth, m_figures[i]->unitWidth());
        }
    }
    for (widgets::StatRow* figure : m_figures) {
        figure->setUnitWidth(unitWidth);
    }
    QStringList lines;
    for (const auto& [why, names] : missing) {
        lines << tr("%1: %2.").arg(names.join(QStringLiteral(", ")), words::domainText(why));
    }
    m_missing->setText(lines.isEmpty() ? QString() : tr("Not known: %1").arg(lines.join(QLatin1Char(' '))));
    m_missing->setVisible(!lines.isEmpty());
    updateGeometry();
}

}  // namespace sightline::ui
