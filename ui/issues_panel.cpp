#include "ui/issues_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

#include "widgets/theme.h"

namespace sightline::ui {

IssuesPanel::IssuesPanel(IssueList& issues, QWidget* parent) : QWidget(parent), m_issues(issues)
{
    m_table = new QTableView;
    widgets::setRole(m_table, "plain");
    m_table->setAccessibleName(tr("Issues"));
    m_table->setModel(&issues);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(widgets::theme().rowHeight());
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(IssueList::MessageColumn, QHeaderView::Stretch);
    m_table->horizontalHeader()->resizeSection(IssueList::SeverityColumn, 120);
    m_table->horizontalHeader()->resizeSection(IssueList::FileColumn, 220);
    m_table->horizontalHeader()->resizeSection(IssueList::CountColumn, 72);
    m_table->setToolTip(tr("Double click jumps to where it was seen, each time one further."));
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (const auto key = m_issues.nextSample(index.row())) {
            Q_EMIT jumpRequested(*key);
        }
    });
    auto* copy = new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(copy, &QShortcut::activated, this, [this] {
        const QModelIndex index = m_table->currentIndex();
        if (index.isValid()) {
            QApplication::clipboard()->setText(
                m_issues.data(m_issues.index(index.row(), 0), Qt::ToolTipRole).toString());
        }
    });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
}

}  // namespace sightline::ui
