// The list: every open sample as a row, filtered and ordered here. Thousands of rows; sorting works on plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QAbstractTableModel>

#include "ui/session/bench.h"

namespace sightline::ui {

class SampleTable final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { StateColumn, SampleColumn, VerdictColumn, ConfidenceColumn, LabelColumn, FileColumn, ColumnCount };
    enum Role {
        ConfidenceRole = Qt::UserRole,  ///< 0 … 1, or invalid
        ColourRole,                     ///< of the verdict's or the label's class
        MutedRole                       ///< true where the text is not a person's or a standing verdict
    };
    /// Orders of the review queue; a click on a header is a plain sort instead.
    enum class Order {
        File,
        LeastCertain,  ///< every tenth place holds a random sample, otherwise the statistics of the labels are biased
        MostCertain,
        Random,  ///< the same every time
        Newest,  ///< last opened first
        /// Labels the model contradicts first, surest contradiction at the top: only by verdicts on samples the model
        /// was not trained on. Those a person has already given against it come after the others.
        Disputed
    };
    struct Filter {
        QString text;                      ///< in id, file, class names, comment
        std::optional<SampleState> state;  ///< nothing: all
        bool queuedOnly = false;
        std::string classId;    ///< of the label, else the verdict; empty: all
        std::string recording;  ///< empty: all
        bool operator==(const Filter&) const = default;
    };

    explicit SampleTable(Bench& bench, QObject* parent = nullptr);

    /// What a sample is called, as the heading of its column: "Card".
    void setSampleTitle(const QString& title) { m_sampleTitle = title; }
    void setFilter(const Filter& filter);
    [[nodiscard]] const Filter& filter() const { return m_filter; }
    void setOrder(Order order);
    [[nodiscard]] Order order() const { return m_order; }
    /// The opinion of the model is hidden: verdict, confidence and its order are not shown.
    void setOpinionHidden(bool hidden);

    /// Rows that are samples: the first ones. What follows are files that are still to be read, by name; nothing of
    /// them can be chosen.
    [[nodiscard]] int sampleCount() const { return static_cast<int>(m_rows.size()); }
    void showWaiting(const WaitingFiles& waiting);
    /// The longest name among them.
    [[nodiscard]] QString longestWaiting() const;
    /// Of a sample's row.
    [[nodiscard]] SampleKey keyAt(int row) const;
    [[nodiscard]] int rowOf(const SampleKey& key) const;  ///< -1: not listed
    [[nodiscard]] const SampleRow& sampleAt(int row) const;

    /// Of all open samples, filtered or not.
    struct Counts {
        int all = 0;
        int queued = 0;
        std::map<SampleState, int> byState;
        std::map<std::string, int> byClass;
    };
    [[nodiscard]] Counts counts() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    /// Counts may have changed; at most as often as the store speaks.
    void countsChanged();

private:
    void storeGrew(int first, int count);
    void storeChanged(const std::vector<int>& rows);
    void rearrange();
    [[nodiscard]] std::vector<int> arranged() const;
    [[nodiscard]] bool passes(const SampleRow& row) const;
    void sortByOrder(std::vector<int>& rows) const;
    void sortDisputed(std::vector<int>& rows) const;
    void sortByColumn(std::vector<int>& rows) const;
    void rebuildPlaces();
    [[nodiscard]] bool dependsOnVerdicts() const;
    [[nodiscard]] QString ownLabelText(const SampleRow& row) const;
    /// The person's sure label, else the file's own; empty if neither or no class.
    [[nodiscard]] std::string labelOf(const SampleRow& row) const;
    [[nodiscard]] QString text(const SampleRow& row, int column) const;
    [[nodiscard]] QString waitingText(int place, int column) const;
    [[nodiscard]] QVariant waitingData(int place, int column, int role) const;

    Bench& m_bench;
    QString m_sampleTitle;
    Filter m_filter;
    Order m_order = Order::File;
    int m_sortColumn = -1;  ///< -1: by m_order
    Qt::SortOrder m_direction = Qt::AscendingOrder;
    bool m_opinionHidden = false;
    std::vector<int> m_rows;    ///< view row → store row
    std::vector<int> m_places;  ///< store row → view row, -1: filtered out
    WaitingFiles m_waiting;
};

/// The class a row counts for: the person's, else the model's.
std::string classOf(const SampleRow& row);

}  // namespace sightline::ui
