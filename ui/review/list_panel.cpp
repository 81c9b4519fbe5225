#include "ui/review/list_panel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/review/sample_delegate.h"
#include "ui/words.h"
#include "widgets/basics.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr int queuedItem = -2;
constexpr int allItem = -1;
constexpr int denseRow = 32;
constexpr int roomForFile = 520;
/// Below this the words of verdict and label would be cut to a syllable: the state keeps its icon and tool tip alone.
constexpr int roomForWords = 200;
constexpr int widestId = 96;
constexpr int leastHeight = 80;
constexpr int countMilliseconds = 50;

const std::vector<SampleState>& listedStates()
{
    static const std::vector<SampleState> states = {
        SampleState::New,    SampleState::Predicted, SampleState::Abstains,  SampleState::Rejected,
        SampleState::Stale,  SampleState::Labelled,  SampleState::Confirmed, SampleState::Corrected,
        SampleState::Unsure, SampleState::Skipped,   SampleState::BadData};
    return states;
}

QString counted(const QString& text, int count)
{
    return QStringLiteral("%1 (%2)").arg(text, QLocale().toString(count));
}

/// Refills a box without telling anybody, keeping what was chosen.
void refill(QComboBox* box, const QList<QPair<QString, QVariant>>& items)
{
    const QVariant chosen = box->currentData();
    box->blockSignals(true);
    box->clear();
    for (const auto& [text, data] : items) {
        box->addItem(text, data);
    }
    box->setCurrentIndex(std::max(0, box->findData(chosen)));
    box->blockSignals(false);
}

}  // namespace

ListPanel::ListPanel(ReviewController& review, const QString& title, QWidget* parent)
    : QWidget(parent), m_review(review)
{
    m_card = new widgets::Card(title);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_card);
    buildFilters();
    buildTable();

    m_counted.setSingleShot(true);
    m_counted.setInterval(countMilliseconds);
    connect(&m_counted, &QTimer::timeout, this, [this] {
        if (m_countAgain) {
            countSoon();
        }
    });
    connect(&m_review.table(), &SampleTable::countsChanged, this, &ListPanel::countSoon);
    connect(&m_review.table(), &QAbstractItemModel::layoutChanged, this, &ListPanel::refreshEmptyState);
    connect(&m_review.table(), &QAbstractItemModel::rowsInserted, this, &ListPanel::refreshEmptyState);
    connect(&m_review.table(), &QAbstractItemModel::modelReset, this, [this] {
        m_idsMeasured = 0;
        m_longestId.clear();
        followCurrent();
    });
    connect(&m_review, &ReviewController::currentChanged, this, &ListPanel::followCurrent);
    connect(&m_review.bench(), &Bench::classesChanged, this, &ListPanel::refreshCounts);
    connect(&widgets::theme(), &widgets::Theme::changed, this, &ListPanel::fitColumns);
    refreshCounts();
}

void ListPanel::buildFilters()
{
    m_find = new QLineEdit;
    m_find->setPlaceholderText(tr("Find id, class, file, comment"));
    m_find->setAccessibleName(tr("Find in the list"));
    m_find->setClearButtonEnabled(true);
    m_find->addAction(widgets::theme().icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_card->body()->addWidget(m_find);

    m_states = new QComboBox;
    m_states->setAccessibleName(tr("Show only this state"));
    m_classes = new QComboBox;
    m_classes->setAccessibleName(tr("Show only this class"));
    m_order = new QComboBox;
    m_order->setAccessibleName(tr("Order of the list"));
    m_order->setToolTip(
        tr("In what order the samples come up for review. \"Least certain first\" holds a random one at "
           "every tenth place, so that the labels stay representative. \"Doubtful labels first\" brings up labels the "
           "model contradicts, of samples it was not trained on."));
    for (QComboBox* box : {m_states, m_classes, m_order}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
    }
    const std::pair<QString, SampleTable::Order> orders[] = {
        {tr("As in the files"), SampleTable::Order::File},
        {tr("Least certain first"), SampleTable::Order::LeastCertain},
        {tr("Most certain first"), SampleTable::Order::MostCertain},
        {tr("Doubtful labels first"), SampleTable::Order::Disputed},
        {tr("Random"), SampleTable::Order::Random},
        {tr("Newest file first"), SampleTable::Order::Newest}};
    for (const auto& [text, order] : orders) {
        m_order->addItem(text, static_cast<int>(order));
    }
    auto* row = new QHBoxLayout;
    row->setSpacing(widgets::spacing::small);
    row->addWidget(m_states, 1);
    row->addWidget(m_classes, 1);
    m_order->setMinimumContentsLength(14);
    m_card->header()->addTool(m_order);
    m_card->body()->addLayout(row);

    connect(m_find, &QLineEdit::textChanged, this, &ListPanel::applyFilter);
    connect(m_find, &QLineEdit::returnPressed, this, [this] {
        m_review.selectFirst();
        m_table->setFocus();
    });
    connect(m_states, &QComboBox::currentIndexChanged, this, &ListPanel::applyFilter);
    connect(m_classes, &QComboBox::currentIndexChanged, this, &ListPanel::applyFilter);
    connect(m_order, &QComboBox::activated, this, [this] {
        m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        m_review.table().setOrder(static_cast<SampleTable::Order>(m_order->currentData().toInt()));
        refreshEmptyState();
        m_review.selectFirst();
    });
}

void ListPanel::buildTable()
{
    m_table = new QTableView;
    widgets::setRole(m_table, "plain");
    m_table->setAccessibleName(tr("Samples"));
    m_table->setModel(&m_review.table());
    m_table->setItemDelegate(new SampleDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setSortingEnabled(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    const auto fitRows = [this] {
        // Denser than other lists: a review goes through hundreds.
        const bool large = widgets::theme().largeControls();
        m_table->verticalHeader()->setDefaultSectionSize(large ? widgets::theme().rowHeight() : denseRow);
    };
    fitRows();
    connect(&widgets::theme(), &widgets::Theme::changed, m_table, fitRows);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSortIndicatorClearable(true);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setMinimumSectionSize(32);
    header->setSectionResizeMode(QHeaderView::Fixed);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(header, &QHeaderView::sortIndicatorChanged, this, [this](int column, Qt::SortOrder order) {
        m_review.table().sort(column, order);
        fitColumns();
        refreshEmptyState();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid() && current.row() < m_review.table().sampleCount() && !m_following) {
                    m_review.select(m_review.table().keyAt(current.row()));
                }
            });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ListPanel::selectionChanged);

    m_empty = new widgets::EmptyState(QStringLiteral("list"));
    m_empty->setMinimumHeight(leastHeight);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, [this] {
        if (m_review.bench().store().size() > 0) {
            clearFilter();
        } else {
            Q_EMIT openRequested();
        }
    });
    m_pages = new QStackedWidget;
    m_pages->installEventFilter(this);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_empty);
    m_card->body()->addWidget(m_pages, 1);
}

bool ListPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize) {
        fitColumns();
    }
    return QWidget::eventFilter(watched, event);
}

/// Room for a column's title, and for the arrow where the list is sorted by it.
int ListPanel::headerWidth(int column) const
{
    const QHeaderView* header = m_table->horizontalHeader();
    if (header->sortIndicatorSection() == column) {
        return header->sectionSizeHint(column);
    }
    QFont font = widgets::theme().font(widgets::TextStyle::Caption);
    font.setBold(true);
    const QString title = m_review.table().headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    return QFontMetrics(font).horizontalAdvance(title) + 4 * widgets::spacing::small;
}

/// Width of the longest id, of samples and of files that will be some.
int ListPanel::idWidth(const QFontMetrics& metrics)
{
    const SampleStore& store = m_review.bench().store();
    for (; m_idsMeasured < store.size(); ++m_idsMeasured) {
        const QString name = words::sampleName(store.row(m_idsMeasured));
        m_longestId = name.size() > m_longestId.size() ? name : m_longestId;
    }
    const QString& longest = m_longestWaiting.size() > m_longestId.size() ? m_longestWaiting : m_longestId;
    return std::clamp(metrics.horizontalAdvance(longest), metrics.horizontalAdvance(QStringLiteral("00")), widestId);
}

/// State, id and certainty get what they need, the words share the rest; the file only where there is room for it.
void ListPanel::fitColumns()
{
    QHeaderView* header = m_table->horizontalHeader();
    const QFontMetrics metrics(m_table->font());
    const int scrollBar = m_table->verticalScrollBar()->sizeHint().width();
    const int room = m_pages->width() - scrollBar;
    int stateText = 0;
    for (const SampleState state : listedStates()) {
        stateText = std::max(stateText, metrics.horizontalAdvance(words::stateName(state)));
    }
    const int id = std::max(SampleDelegate::widthFor(idWidth(metrics), m_review.bench().store().queueLength() > 0),
                            headerWidth(SampleTable::SampleColumn));
    const int sure = std::max(SampleDelegate::widthFor(metrics.horizontalAdvance(QStringLiteral("< 1 %"))),
                              headerWidth(SampleTable::ConfidenceColumn));
    const bool withFile = m_review.bench().store().recordings().size() > 1 && room >= roomForFile;
    const int file = withFile ? room / 5 : 0;
    const int stateInWords = SampleDelegate::widthFor(stateText, true);
    const int state =
        room - stateInWords - id - sure - file >= roomForWords ? stateInWords : headerWidth(SampleTable::StateColumn);
    const int words = std::max(0, room - state - id - sure - file);
    m_table->setColumnHidden(SampleTable::FileColumn, !withFile);
    header->resizeSection(SampleTable::StateColumn, state);
    header->resizeSection(SampleTable::SampleColumn, id);
    header->resizeSection(SampleTable::VerdictColumn, words * 11 / 20);
    header->resizeSection(SampleTable::ConfidenceColumn, sure);
    header->resizeSection(SampleTable::LabelColumn, words - words * 11 / 20);
    header->resizeSection(SampleTable::FileColumn, file);
}

void ListPanel::focusFind()
{
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void ListPanel::focusOrder()
{
    m_order->setFocus(Qt::ShortcutFocusReason);
    m_order->showPopup();
}

void ListPanel::showState(std::optional<SampleState> state, bool queuedOnly)
{
    if (m_countAgain) {
        refreshCounts();  // only states that occur can be chosen
    }
    m_states->setCurrentIndex(std::max(0, m_states->findData(queuedOnly ? queuedItem
                                                             : state    ? static_cast<int>(*state)
                                                                        : allItem)));
}

void ListPanel::clearFilter()
{
    m_find->clear();
    m_states->setCurrentIndex(0);
    m_classes->setCurrentIndex(0);
}

std::vector<SampleKey> ListPanel::selectedKeys() const
{
    std::vector<SampleKey> keys;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) {
        if (index.row() < m_review.table().sampleCount()) {
            keys.push_back(m_review.table().keyAt(index.row()));
        }
    }
    return keys;
}

void ListPanel::applyFilter()
{
    SampleTable::Filter filter;
    filter.text = m_find->text().trimmed();
    const int state = m_states->currentData().toInt();
    filter.queuedOnly = state == queuedItem;
    if (state >= 0) {
        filter.state = static_cast<SampleState>(state);
    }
    filter.classId = m_classes->currentData().toString().toStdString();
    m_review.table().setFilter(filter);
    showWaiting(m_waiting);
    followCurrent();
}

void ListPanel::showWaiting(const WaitingFiles& waiting)
{
    m_waiting = waiting;
    SampleTable& table = m_review.table();
    const bool waitedBefore = table.rowCount() > table.sampleCount();
    table.showWaiting(table.filter() == SampleTable::Filter{} ? waiting : WaitingFiles{});
    if (const bool waits = table.rowCount() > table.sampleCount(); waits != waitedBefore) {
        m_longestWaiting = table.longestWaiting();
        fitColumns();
    }
    refreshEmptyState();
}

void ListPanel::countSoon()
{
    m_countAgain = m_counted.isActive();
    if (!m_countAgain) {
        refreshCounts();
        m_counted.start();
    }
}

void ListPanel::refreshCounts()
{
    const SampleTable::Counts counts = m_review.table().counts();
    QList<QPair<QString, QVariant>> states = {{tr("All states"), allItem}};
    if (counts.queued > 0 || m_states->currentData().toInt() == queuedItem) {
        states.push_back({counted(tr("Queued"), counts.queued), queuedItem});
    }
    for (const SampleState state : listedStates()) {
        const auto found = counts.byState.find(state);
        const int count = found == counts.byState.end() ? 0 : found->second;
        if (count > 0 || m_states->currentData().toInt() == static_cast<int>(state)) {
            states.push_back({counted(words::stateName(state), count), static_cast<int>(state)});
        }
    }
    refill(m_states, states);

    QList<QPair<QString, QVariant>> classes = {{tr("All classes"), QString()}};
    for (const SignalClass& one : m_review.bench().classes()) {
        const auto found = counts.byClass.find(one.id);
        const QString id = QString::fromStdString(one.id);
        if (found != counts.byClass.end() || m_classes->currentData().toString() == id) {
            classes.push_back(
                {counted(m_review.bench().className(one.id), found == counts.byClass.end() ? 0 : found->second), id});
        }
    }
    refill(m_classes, classes);
    fitColumns();
    refreshEmptyState();
}

void ListPanel::refreshEmptyState()
{
    const int shown = m_review.table().sampleCount();
    const int all = m_review.bench().store().size();
    m_pages->setCurrentIndex(m_review.table().rowCount() > 0 ? 0 : 1);
    if (all == 0) {
        m_empty->setTexts(tr("Nothing open"), tr("Open a file or a folder, or drop it anywhere in this window."));
        m_empty->setAction(tr("Open files…"));
    } else {
        m_empty->setTexts(tr("Nothing matches"), tr("All %n sample(s) are filtered out.", nullptr, all));
        m_empty->setAction(tr("Clear the filter"));
    }
    m_card->header()->setNote(shown == all ? QLocale().toString(all)
                                           : tr("%1 of %2").arg(QLocale().toString(shown), QLocale().toString(all)));
}

void ListPanel::followCurrent()
{
    const int row = m_review.currentKey() ? m_review.table().rowOf(*m_review.currentKey()) : -1;
    if (row < 0) {
        return;
    }
    const QModelIndex index = m_review.table().index(row, 0);
    if (m_table->currentIndex().row() != row || !m_table->selectionModel()->isRowSelected(row)) {
        m_following = true;
        m_table->selectionModel()->setCurrentIndex(index,
                                                   QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        m_following = false;
    }
    m_table->scrollTo(index);
}

}  // namespace sightline::ui
