#include "widgets/confusion_grid.h"

#include <QAbstractTableModel>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>
#include <numeric>

#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

constexpr int leastCell = 46;
constexpr int longestHeader = 150;

QColor mixed(const QColor& a, const QColor& b, double shareOfB)
{
    const auto mix = [shareOfB](int x, int y) { return static_cast<int>(x + (y - x) * shareOfB); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

}  // namespace

class ConfusionGrid::Model : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    void set(const QStringList& names, const std::vector<std::vector<int>>& counts)
    {
        beginResetModel();
        m_names = names;
        m_counts = counts;
        endResetModel();
    }

    [[nodiscard]] int count(int truth, int predicted) const
    {
        const auto row = static_cast<std::size_t>(truth), column = static_cast<std::size_t>(predicted);
        if (truth < 0 || predicted < 0 || row >= m_counts.size() || column >= m_counts[row].size())
            return 0;
        return m_counts[row][column];
    }
    [[nodiscard]] int rowTotal(int truth) const
    {
        if (truth < 0 || static_cast<std::size_t>(truth) >= m_counts.size())
            return 0;
        const auto& row = m_counts[static_cast<std::size_t>(truth)];
        return std::accumulate(row.begin(), row.end(), 0);
    }

    [[nodiscard]] int rowCount(const QModelIndex& parent) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_names.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex& parent) const override { return rowCount(parent); }

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override
    {
        const int n = count(index.row(), index.column());
        switch (role) {
            case Qt::DisplayRole: return n;
            case Qt::AccessibleTextRole:
            case Qt::ToolTipRole: return sentence(index.row(), index.column(), n);
            case Qt::TextAlignmentRole: return static_cast<int>(Qt::AlignCenter);
            default: return {};
        }
    }

    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (section < 0 || section >= m_names.size())
            return {};
        if (role == Qt::DisplayRole)
            return m_names[section];
        if (role == Qt::ToolTipRole && orientation == Qt::Vertical)
            return ConfusionGrid::tr("%1: %n sample(s)", nullptr, rowTotal(section)).arg(m_names[section]);
        if (role == Qt::ToolTipRole)
            return m_names[section];
        return {};
    }

private:
    [[nodiscard]] QString sentence(int truth, int predicted, int n) const
    {
        const int total = rowTotal(truth);
        const double percent = total > 0 ? 100.0 * n / total : 0;
        return ConfusionGrid::tr("%1 of %2 samples of “%3” judged “%4” (%5 %)")
            .arg(n)
            .arg(total)
            .arg(m_names[truth], m_names[predicted], QLocale().toString(percent, 'f', 1));
    }

    QStringList m_names;
    std::vector<std::vector<int>> m_counts;
};

class ConfusionGrid::CellDelegate : public QStyledItemDelegate {
public:
    explicit CellDelegate(const ConfusionGrid* grid, QObject* parent) : QStyledItemDelegate(parent), m_grid(grid) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Colours& c = theme().colours();
        const bool right = index.row() == index.column();
        const int n = m_grid->count(index.row(), index.column());
        const double share = m_grid->rowShare(index.row(), index.column());
        const QRectF box = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5);
        const QColor tint = right ? c.accent : c.danger;
        const QColor ground = n == 0 ? c.surface : mixed(c.surface, tint, 0.10 + 0.72 * share);

        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(right ? c.control : c.border, 1));
        painter->setBrush(ground);
        painter->drawRoundedRect(box, 4, 4);
        if (option.state & QStyle::State_MouseOver) {
            painter->setPen(QPen(c.text, 1));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(box, 4, 4);
        }
        if ((option.state & QStyle::State_HasFocus) && m_grid->hasFocus()) {
            painter->setPen(QPen(c.accent, 2.5));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        }
        const bool darkInk = contrastRatio(ground, Qt::black) > contrastRatio(ground, Qt::white);
        paintNumbers(*painter, option.rect, n, share,
                     n == 0 ? c.textDisabled : QColor(darkInk ? Qt::black : Qt::white));
        painter->restore();
    }

private:
    static void paintNumbers(QPainter& painter, const QRect& cell, int n, double share, const QColor& ink)
    {
        painter.setPen(ink);
        const QFont counts = theme().font(n == 0 ? TextStyle::Body : TextStyle::Strong);
        const QFont shares = theme().font(TextStyle::Caption);
        painter.setFont(counts);
        const int lineHeight = QFontMetrics(counts).height();
        const int shareHeight = QFontMetrics(shares).height();
        if (n == 0 || cell.height() < lineHeight + shareHeight + 6) {
            painter.drawText(cell, Qt::AlignCenter, QString::number(n));
            return;
        }
        const int top = cell.top() + (cell.height() - lineHeight - shareHeight) / 2;
        painter.drawText(QRect(cell.left(), top, cell.width(), lineHeight), Qt::AlignCenter, QString::number(n));
        painter.setFont(shares);
        painter.drawText(QRect(cell.left(), top + lineHeight, cell.width(), shareHeight), Qt::AlignCenter,
                         QStringLiteral("%1 %").arg(share * 100, 0, 'f', 0));
    }

    const ConfusionGrid* m_grid;
};

/// Column names stand upright, so that the cells may be narrow; row names lie.
class ConfusionGrid::NameHeader : public QHeaderView {
public:
    NameHeader(Qt::Orientation orientation, QWidget* parent) : QHeaderView(orientation, parent) {}

    [[nodiscard]] QSize sizeHint() const override { return sectionSizeFromContents(0); }

protected:
    [[nodiscard]] QSize sectionSizeFromContents(int) const override
    {
        return orientation() == Qt::Horizontal ? QSize(leastCell, longestName()) : QSize(longestName(), leastCell);
    }

    void paintSection(QPainter* painter, const QRect& rect, int section) const override
    {
        const QFont font = theme().font(TextStyle::Caption);
        const QFontMetrics metrics(font);
        const QString name = model()->headerData(section, orientation()).toString();
        const int room = longestName() - 16;
        painter->save();
        painter->setFont(font);
        painter->setPen(theme().colours().textMuted);
        if (orientation() == Qt::Horizontal) {
            painter->translate(rect.center().x(), rect.bottom() - 6);
            painter->rotate(-90);
            painter->drawText(QRect(0, -metrics.height() / 2, room, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
                              metrics.elidedText(name, Qt::ElideRight, room));
        } else {
            painter->drawText(rect.adjusted(0, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter,
                              metrics.elidedText(name, Qt::ElideRight, room));
        }
        painter->restore();
    }

private:
    [[nodiscard]] int longestName() const
    {
        const QFontMetrics metrics(theme().font(TextStyle::Caption));
        int longest = 56;
        for (int i = 0; model() != nullptr && i < model()->columnCount(); ++i)
            longest = std::max(longest, metrics.horizontalAdvance(model()->headerData(i, Qt::Horizontal).toString()));
        return std::min(longest + 18, longestHeader);
    }
};

ConfusionGrid::ConfusionGrid(QWidget* parent) : QTableView(parent), m_model(new Model(this))
{
    setRole(this, "plain");
    setAccessibleName(tr("Confusion matrix"));
    setModel(m_model);
    setItemDelegate(new CellDelegate(this, this));
    setHorizontalHeader(new NameHeader(Qt::Horizontal, this));
    setVerticalHeader(new NameHeader(Qt::Vertical, this));
    setShowGrid(false);
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setCornerButtonEnabled(false);
    setCursor(Qt::ArrowCursor);
    horizontalHeader()->setSectionsClickable(false);
    verticalHeader()->setSectionsClickable(false);
    horizontalHeader()->setMinimumSectionSize(20);
    verticalHeader()->setMinimumSectionSize(20);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    viewport()->setCursor(Qt::PointingHandCursor);
    m_corner = new QLabel(tr("truth  ↓\njudged →"), this);
    setRole(m_corner, "caption");
    m_corner->setAlignment(Qt::AlignRight | Qt::AlignBottom);
    m_corner->setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(this, &QTableView::clicked, this,
            [this](const QModelIndex& index) { Q_EMIT cellActivated(index.row(), index.column()); });
    connect(&theme(), &Theme::changed, this, &ConfusionGrid::fitCells);
}

ConfusionGrid::~ConfusionGrid() = default;

void ConfusionGrid::setMatrix(const QStringList& classNames, const std::vector<std::vector<int>>& counts)
{
    m_model->set(classNames, counts);
    if (!classNames.isEmpty())
        setCurrentIndex(m_model->index(0, 0));
    int total = 0, right = 0;
    for (std::size_t row = 0; row < counts.size(); ++row) {
        total += std::accumulate(counts[row].begin(), counts[row].end(), 0);
        right += row < counts[row].size() ? counts[row][row] : 0;
    }
    setAccessibleDescription(tr("%1 of %2 samples on the diagonal; rows are the truth").arg(right).arg(total));
    fitCells();
    updateGeometry();
}

int ConfusionGrid::count(int truth, int predicted) const
{
    return m_model->count(truth, predicted);
}

double ConfusionGrid::rowShare(int truth, int predicted) const
{
    const int total = m_model->rowTotal(truth);
    return total > 0 ? static_cast<double>(m_model->count(truth, predicted)) / total : 0;
}

QSize ConfusionGrid::sizeHint() const
{
    const int n = m_model->rowCount({});
    return QSize(n * 56, n * 44) + QSize(verticalHeader()->sizeHint().width(), horizontalHeader()->sizeHint().height());
}

void ConfusionGrid::keyPressEvent(QKeyEvent* event)
{
    const bool open = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (open && currentIndex().isValid()) {
        Q_EMIT cellActivated(currentIndex().row(), currentIndex().column());
        return;
    }
    QTableView::keyPressEvent(event);
}

void ConfusionGrid::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitCells();
}

void ConfusionGrid::fitCells()
{
    const int n = m_model->rowCount({});
    if (n == 0)
        return;
    const int least = theme().largeControls() ? theme().controlHeight() : leastCell;
    const int across = std::clamp(viewport()->width() / n, least, 88);
    const int down = std::clamp(viewport()->height() / n, theme().largeControls() ? least : 36, 56);
    for (int i = 0; i < n; ++i) {
        setColumnWidth(i, across);
        setRowHeight(i, down);
    }
    const int side = verticalHeader()->width(), top = horizontalHeader()->height();
    m_corner->setGeometry(2, 0, std::max(0, side - 8), std::max(0, top - 6));
}

}  // namespace sightline::widgets
