#include "ui/review/sample_table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <QCollator>
#include <QColor>
#include <QFileInfo>

#include "core/base/random.h"
#include "ui/words.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr int randomEvery = 10;

double confidence(const SampleRow& row)
{
    return row.verdict && !row.verdict->rejected ? row.verdict->bestProbability() : -1;
}

std::uint64_t shuffled(const SampleRow& row)
{
    return mixSeed(hashText(row.key().sample), hashText(row.key().recording));
}

/// Order among states for sorting: what wants attention comes first.
int urgency(SampleState state)
{
    switch (state) {
        case SampleState::Unsure: return 0;
        case SampleState::Abstains: return 1;
        case SampleState::Stale: return 2;
        case SampleState::New: return 3;
        case SampleState::Predicted: return 4;
        case SampleState::Rejected: return 5;
        case SampleState::Corrected: return 6;
        case SampleState::Confirmed: return 7;
        case SampleState::Labelled: return 8;
        case SampleState::BadData: return 9;
        case SampleState::Skipped: return 10;
    }
    return 11;
}

QCollator natural()
{
    QCollator collator;
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    return collator;
}

}  // namespace

std::string classOf(const SampleRow& row)
{
    if (row.label && !row.label->label.classId.empty()) {
        return row.label->label.classId;
    }
    return row.verdict && !row.verdict->rejected ? row.verdict->bestClass() : std::string();
}

SampleTable::SampleTable(Bench& bench, QObject* parent) : QAbstractTableModel(parent), m_bench(bench)
{
    SampleStore& store = bench.store();
    connect(&store, &SampleStore::aboutToReset, this, [this] { beginResetModel(); });
    connect(&store, &SampleStore::reset, this, [this] {
        m_rows = arranged();
        rebuildPlaces();
        endResetModel();
        Q_EMIT countsChanged();
    });
    connect(&store, &SampleStore::added, this, &SampleTable::storeGrew);
    connect(&store, &SampleStore::changed, this, &SampleTable::storeChanged);
    connect(&bench, &Bench::classesChanged, this, &SampleTable::rearrange);
    connect(&bench.models(), &ModelService::modelChanged, this, [this] {
        if (dependsOnVerdicts()) {
            rearrange();
        }
    });
    m_rows = arranged();
    rebuildPlaces();
}

bool SampleTable::dependsOnVerdicts() const
{
    const bool ordered =
        m_sortColumn < 0 ? m_order == Order::LeastCertain || m_order == Order::MostCertain || m_order == Order::Disputed
                         : m_sortColumn != SampleColumn && m_sortColumn != FileColumn;
    return ordered || m_filter.state || m_filter.queuedOnly || !m_filter.classId.empty() || !m_filter.text.isEmpty();
}

/// Selection and scroll position stay: more files come in while somebody looks at the first.
void SampleTable::storeGrew(int first, int count)
{
    if (m_sortColumn >= 0 || m_order != Order::File || !(m_filter == Filter{})) {
        m_places.resize(static_cast<std::size_t>(m_bench.store().size()), -1);
        rearrange();
    } else {
        beginInsertRows({}, sampleCount(), sampleCount() + count - 1);
        for (int row = first; row < first + count; ++row) {
            m_places.push_back(static_cast<int>(m_rows.size()));
            m_rows.push_back(row);
        }
        endInsertRows();
    }
    Q_EMIT countsChanged();
}

void SampleTable::storeChanged(const std::vector<int>& rows)
{
    if (dependsOnVerdicts()) {
        rearrange();
    }
    int first = sampleCount();
    int last = -1;
    for (const int row : rows) {
        const int place = m_places[static_cast<std::size_t>(row)];
        if (place >= 0) {
            first = std::min(first, place);
            last = std::max(last, place);
        }
    }
    if (last >= first) {
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
    }
    Q_EMIT countsChanged();
}

void SampleTable::rebuildPlaces()
{
    m_places.assign(static_cast<std::size_t>(m_bench.store().size()), -1);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_places[static_cast<std::size_t>(m_rows[i])] = static_cast<int>(i);
    }
}

void SampleTable::rearrange()
{
    std::vector<int> rows = arranged();
    if (rows == m_rows) {
        return;
    }
    // As a change of layout and not a reset: selection and scroll position stay with their samples.
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    const std::vector<int> rowsBefore = std::exchange(m_rows, std::move(rows));
    rebuildPlaces();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex& one : before) {
        const auto row = static_cast<std::size_t>(one.row());
        const int place = row < rowsBefore.size() ? m_places[static_cast<std::size_t>(rowsBefore[row])]
                                                  : sampleCount() + static_cast<int>(row - rowsBefore.size());
        after << (place >= 0 ? index(place, one.column()) : QModelIndex());
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

std::vector<int> SampleTable::arranged() const
{
    std::vector<int> rows;
    const SampleStore& store = m_bench.store();
    rows.reserve(static_cast<std::size_t>(store.size()));
    for (int i = 0; i < store.size(); ++i) {
        if (passes(store.row(i))) {
            rows.push_back(i);
        }
    }
    if (m_sortColumn >= 0) {
        sortByColumn(rows);
    } else {
        sortByOrder(rows);
    }
    return rows;
}

bool SampleTable::passes(const SampleRow& row) const
{
    if ((m_filter.queuedOnly && !row.queued) || (m_filter.state && row.state() != *m_filter.state) ||
        (!m_filter.classId.empty() && classOf(row) != m_filter.classId) ||
        (!m_filter.recording.empty() && row.key().recording != m_filter.recording)) {
        return false;
    }
    if (m_filter.text.isEmpty()) {
        return true;
    }
    for (const int column : {SampleColumn, VerdictColumn, LabelColumn, FileColumn}) {
        if (text(row, column).contains(m_filter.text, Qt::CaseInsensitive)) {
            return true;
        }
    }
    return (row.label && QString::fromStdString(row.label->comment).contains(m_filter.text, Qt::CaseInsensitive)) ||
           QString::fromStdString(row.sample().group).contains(m_filter.text, Qt::CaseInsensitive);
}

void SampleTable::sortByOrder(std::vector<int>& rows) const
{
    const SampleStore& store = m_bench.store();
    const auto by = [&](auto key) {
        std::stable_sort(rows.begin(), rows.end(), [&](int a, int b) { return key(store.row(a)) < key(store.row(b)); });
    };
    switch (m_order) {
        case Order::File: break;
        case Order::Disputed: sortDisputed(rows); break;
        case Order::MostCertain: by([](const SampleRow& row) { return -confidence(row); }); break;
        case Order::Random: by(shuffled); break;
        case Order::Newest: {
            std::map<const diagnosis::OpenedRecording*, int> age;
            for (const RecordingRef& recording : store.recordings()) {
                age.emplace(recording.get(), -static_cast<int>(age.size()));
            }
            by([&](const SampleRow& row) { return age.at(row.recording.get()); });
            break;
        }
        case Order::LeastCertain: {
            std::vector<int> random;
            std::vector<int> rest;
            for (const int row : rows) {
                (shuffled(store.row(row)) % randomEvery == 0 ? random : rest).push_back(row);
            }
            rows = std::move(rest);
            by([](const SampleRow& row) { return confidence(row) < 0 ? 2.0 : confidence(row); });
            std::size_t place = randomEvery - 1;
            for (const int row : random) {
                rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(std::min(place, rows.size())), row);
                place += randomEvery;
            }
            break;
        }
    }
}

void SampleTable::sortDisputed(std::vector<int>& rows) const
{
    const LoadedModelRef model = m_bench.models().model();
    if (!model) {
        return;
    }
    const std::vector<std::string>& trainedOn = model->info.report.trainedOn;  // sorted
    constexpr std::pair<int, double> agreed = {2, 0.0};
    // Whether a person has looked at the contradiction; the label's probability less that of the best class.
    const auto dispute = [&](const SampleRow& row) -> std::pair<int, double> {
        const std::string label = labelOf(row);
        if (label.empty() || !row.verdict || row.verdict->rejected || row.stale ||
            row.verdict->modelId != model->info.id || row.verdict->bestClass() == label ||
            std::binary_search(trainedOn.begin(), trainedOn.end(), row.sample().contentHash)) {
            return agreed;
        }
        const std::vector<std::string>& known = row.verdict->classIds;
        const auto place = std::find(known.begin(), known.end(), label);
        if (place == known.end()) {
            return agreed;  // the model cannot name this class
        }
        const auto own =
            static_cast<double>(row.verdict->probabilities[static_cast<std::size_t>(place - known.begin())]);
        return {row.state() == SampleState::Corrected ? 1 : 0, own - row.verdict->bestProbability()};
    };
    const SampleStore& store = m_bench.store();
    std::vector<std::pair<std::pair<int, double>, int>> keyed;
    keyed.reserve(rows.size());
    for (const int row : rows) {
        keyed.emplace_back(dispute(store.row(row)), row);
    }
    std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::transform(keyed.begin(), keyed.end(), rows.begin(), [](const auto& entry) { return entry.second; });
}

void SampleTable::sortByColumn(std::vector<int>& rows) const
{
    const SampleStore& store = m_bench.store();
    const bool down = m_direction == Qt::DescendingOrder;
    const auto sortBy = [&](const auto& keys, const auto& less) {
        std::vector<std::size_t> order(rows.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return down ? less(keys[b], keys[a]) : less(keys[a], keys[b]);
        });
        std::vector<int> sorted;
        sorted.reserve(rows.size());
        for (const std::size_t i : order) {
            sorted.push_back(rows[i]);
        }
        rows = std::move(sorted);
    };
    if (m_sortColumn == StateColumn || m_sortColumn == ConfidenceColumn) {
        std::vector<double> keys;
        for (const int row : rows) {
            keys.push_back(m_sortColumn == StateColumn ? urgency(store.row(row).state()) : confidence(store.row(row)));
        }
        sortBy(keys, std::less<>());
        return;
    }
    const QCollator collator = natural();
    std::vector<QCollatorSortKey> keys;
    keys.reserve(rows.size());
    for (const int row : rows) {
        keys.push_back(collator.sortKey(text(store.row(row), m_sortColumn)));
    }
    sortBy(keys, [](const QCollatorSortKey& a, const QCollatorSortKey& b) { return a.compare(b) < 0; });
}

void SampleTable::setFilter(const Filter& filter)
{
    if (!(filter == m_filter)) {
        m_filter = filter;
        rearrange();
        Q_EMIT countsChanged();
    }
}

void SampleTable::setOrder(Order order)
{
    m_order = order;
    m_sortColumn = -1;
    rearrange();
}

void SampleTable::setOpinionHidden(bool hidden)
{
    if (hidden != m_opinionHidden) {
        m_opinionHidden = hidden;
        if (rowCount() > 0) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        }
    }
}

void SampleTable::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_direction = order;
    rearrange();
}

SampleKey SampleTable::keyAt(int row) const
{
    return sampleAt(row).key();
}

const SampleRow& SampleTable::sampleAt(int row) const
{
    return m_bench.store().row(m_rows[static_cast<std::size_t>(row)]);
}

int SampleTable::rowOf(const SampleKey& key) const
{
    const auto found = m_bench.store().find(key);
    return found ? m_places[static_cast<std::size_t>(*found)] : -1;
}

SampleTable::Counts SampleTable::counts() const
{
    Counts counts;
    const SampleStore& store = m_bench.store();
    counts.all = store.size();
    counts.queued = store.queueLength();
    for (int i = 0; i < store.size(); ++i) {
        ++counts.byState[store.row(i).state()];
        if (const std::string id = classOf(store.row(i)); !id.empty()) {
            ++counts.byClass[id];
        }
    }
    return counts;
}

int SampleTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : sampleCount() + m_waiting.left();
}

int SampleTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SampleTable::text(const SampleRow& row, int column) const
{
    switch (column) {
        case StateColumn:
            return m_opinionHidden && !row.label ? words::stateName(SampleState::New) : words::stateName(row.state());
        case SampleColumn: return words::sampleName(row);
        case VerdictColumn:
            if (m_opinionHidden) {
                return tr("hidden");
            }
            if (!row.verdict) {
                return {};
            }
            return !row.verdict->rejected ? m_bench.className(row.verdict->bestClass())
                   : row.badSignal()      ? tr("bad data")
                                          : tr("not judged");
        case ConfidenceColumn:
            return confidence(row) < 0 || m_opinionHidden ? QString() : words::percent(confidence(row));
        case LabelColumn:
            if (row.label) {
                return row.label->label.certainty == Certainty::Sure ? m_bench.className(row.label->label.classId)
                                                                     : words::stateName(row.state());
            }
            return ownLabelText(row);
        case FileColumn: return words::fromPath(row.recording->recording->info().path.filename());
        default: return {};
    }
}

std::string SampleTable::labelOf(const SampleRow& row) const
{
    if (row.label) {
        return row.label->label.certainty == Certainty::Sure ? row.label->label.classId : std::string();
    }
    const std::string& own = row.sample().ownLabel;
    const SignalClass* known = own.empty() ? nullptr : sightline::findClass(m_bench.classes(), own);
    return known != nullptr ? known->id : std::string();
}

QString SampleTable::ownLabelText(const SampleRow& row) const
{
    const std::string& own = row.sample().ownLabel;
    const SignalClass* known = own.empty() ? nullptr : sightline::findClass(m_bench.classes(), own);
    return known != nullptr ? m_bench.className(known->id) : QString::fromStdString(own);
}

QVariant SampleTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    if (index.row() >= sampleCount()) {
        return waitingData(index.row() - sampleCount(), index.column(), role);
    }
    const SampleRow& row = sampleAt(index.row());
    switch (role) {
        case Qt::DisplayRole: return text(row, index.column());
        case Qt::DecorationRole:
            if (index.column() == StateColumn) {
                return words::stateIcon(m_opinionHidden && !row.label ? SampleState::New : row.state());
            }
            if (index.column() == SampleColumn && row.queued) {
                return widgets::theme().icon(QStringLiteral("queue"), widgets::theme().colours().accent);
            }
            return {};
        case Qt::TextAlignmentRole:
            return index.column() == ConfidenceColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
        case Qt::ToolTipRole: {
            QString tip = text(row, index.column());
            if (index.column() == VerdictColumn && row.verdict && !row.verdict->reason.empty() && !m_opinionHidden) {
                tip += QLatin1Char('\n') + words::domainText(row.verdict->reason);
            }
            if (index.column() == LabelColumn && !row.label && !row.sample().ownLabel.empty()) {
                tip = tr("The file says: %1. Nobody has judged it yet.")
                          .arg(QString::fromStdString(row.sample().ownLabel));
            }
            if (index.column() == LabelColumn && row.label && !row.label->comment.empty()) {
                tip += QLatin1Char('\n') + QString::fromStdString(row.label->comment);
            }
            return tip;
        }
        case ConfidenceRole: return confidence(row) < 0 || m_opinionHidden ? QVariant() : QVariant(confidence(row));
        case ColourRole: {
            const bool labelColumn = index.column() == LabelColumn;
            const std::string id = labelColumn ? (row.label ? row.label->label.classId : std::string())
                                   : row.verdict && !row.verdict->rejected && !m_opinionHidden
                                       ? row.verdict->bestClass()
                                       : std::string();
            const SignalClass* known = m_bench.findClass(id);
            return known != nullptr ? QVariant(QColor(static_cast<QRgb>(known->colour))) : QVariant();
        }
        case MutedRole:
            return (index.column() == LabelColumn && !row.label) ||
                   ((index.column() == VerdictColumn || index.column() == ConfidenceColumn) &&
                    (m_opinionHidden || row.stale ||
                     (row.verdict && (row.verdict->abstained || row.verdict->rejected))));
        case Qt::AccessibleTextRole: {
            const QString shown = text(row, index.column());
            return shown.isEmpty() ? tr("empty") : shown;
        }
        default: return {};
    }
}

/// Rows go and come instead of a reset: the selection among the samples stays.
void SampleTable::showWaiting(const WaitingFiles& waiting)
{
    const bool same = waiting.names == m_waiting.names && waiting.read >= m_waiting.read;
    const int gone = same ? waiting.read - m_waiting.read : m_waiting.left();
    if (gone > 0) {
        beginRemoveRows({}, sampleCount(), sampleCount() + gone - 1);
        m_waiting.read += gone;
        endRemoveRows();
    }
    if (!same && waiting.left() > 0) {
        beginInsertRows({}, sampleCount(), sampleCount() + waiting.left() - 1);
        m_waiting = waiting;
        endInsertRows();
    }
}

QString SampleTable::longestWaiting() const
{
    int longest = 0;
    for (int place = 1; place < m_waiting.left(); ++place) {
        const QStringList& names = m_waiting.names;
        longest = names[m_waiting.read + place].size() > names[m_waiting.read + longest].size() ? place : longest;
    }
    return m_waiting.left() > 0 ? waitingText(longest, SampleColumn) : QString();
}

QString SampleTable::waitingText(int place, int column) const
{
    const QString& name = m_waiting.names[m_waiting.read + place];
    switch (column) {
        case StateColumn: return tr("Not read yet");
        case SampleColumn: return QFileInfo(name).completeBaseName();
        case VerdictColumn: return tr("being read…");
        case FileColumn: return name;
        default: return {};
    }
}

QVariant SampleTable::waitingData(int place, int column, int role) const
{
    switch (role) {
        case Qt::DisplayRole: return waitingText(place, column);
        case Qt::DecorationRole:
            return column == StateColumn
                       ? widgets::theme().icon(QStringLiteral("clock"), widgets::theme().colours().textMuted)
                       : QVariant();
        case MutedRole: return true;
        default: return {};
    }
}

Qt::ItemFlags SampleTable::flags(const QModelIndex& index) const
{
    return index.row() < sampleCount() ? QAbstractTableModel::flags(index) : Qt::ItemFlags(Qt::ItemNeverHasChildren);
}

QVariant SampleTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
        case StateColumn: return tr("State");
        case SampleColumn: return m_sampleTitle;
        case VerdictColumn: return tr("Verdict");
        case ConfidenceColumn: return tr("Sure");
        case LabelColumn: return tr("Label");
        case FileColumn: return tr("File");
        default: return {};
    }
}

}  // namespace sightline::ui
