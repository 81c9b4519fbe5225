// The list area: find, filter, order, the table, counts.
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/review/review_controller.h"

class QComboBox;
class QLineEdit;
class QStackedWidget;
class QTableView;

namespace sightline::widgets {
class Card;
class EmptyState;
}  // namespace sightline::widgets

namespace sightline::ui {

class ListPanel final : public QWidget {
    Q_OBJECT
public:
    ListPanel(ReviewController& review, const QString& title, QWidget* parent = nullptr);

    void focusFind();
    void focusOrder();
    [[nodiscard]] QTableView* table() const { return m_table; }
    /// Narrows the list to these states or classes; used by counts elsewhere.
    void showState(std::optional<SampleState> state, bool queuedOnly = false);
    void clearFilter();
    /// Files that will come, below the samples that are there; unless the list is narrowed.
    void showWaiting(const WaitingFiles& waiting);
    /// The samples selected beside the current one.
    [[nodiscard]] std::vector<SampleKey> selectedKeys() const;

Q_SIGNALS:
    void selectionChanged();
    void openRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fitColumns();
    [[nodiscard]] int headerWidth(int column) const;
    [[nodiscard]] int idWidth(const QFontMetrics& metrics);
    void buildFilters();
    void buildTable();
    void applyFilter();
    /// At once, and again when what follows within a moment has come: a folder of files brings hundreds of changes.
    void countSoon();
    void refreshCounts();
    void followCurrent();
    void refreshEmptyState();

    ReviewController& m_review;
    WaitingFiles m_waiting;
    widgets::Card* m_card = nullptr;
    QLineEdit* m_find = nullptr;
    QComboBox* m_states = nullptr;
    QComboBox* m_classes = nullptr;
    QComboBox* m_order = nullptr;
    QStackedWidget* m_pages = nullptr;
    QTableView* m_table = nullptr;
    widgets::EmptyState* m_empty = nullptr;
    QTimer m_counted;
    bool m_countAgain = false;
    bool m_following = false;
    int m_idsMeasured = 0;  ///< so many samples m_longestId was taken from
    QString m_longestId;
    QString m_longestWaiting;
};

}  // namespace sightline::ui
