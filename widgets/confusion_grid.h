// A confusion matrix in which every cell is a button, by mouse and by keyboard.
#pragma once

#include <QStringList>
#include <QTableView>
#include <vector>

class QLabel;

namespace sightline::widgets {

/// Rows are the truth, columns what the model said. A cell shows its count and its share of the row; shade and number
/// say the same. Arrows move, Enter or Space or a click opens the cell. Being a table, it is read out as one.
class ConfusionGrid : public QTableView {
    Q_OBJECT
public:
    explicit ConfusionGrid(QWidget* parent = nullptr);
    ~ConfusionGrid() override;

    /// counts[truth][predicted]; as many rows and columns as names.
    void setMatrix(const QStringList& classNames, const std::vector<std::vector<int>>& counts);
    [[nodiscard]] int count(int truth, int predicted) const;
    /// The share of its row, 0 … 1; 0 for an empty row.
    [[nodiscard]] double rowShare(int truth, int predicted) const;

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void cellActivated(int truth, int predicted);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    class Model;
    class CellDelegate;
    class NameHeader;
    void fitCells();
    Model* m_model = nullptr;
    QLabel* m_corner = nullptr;
};

}  // namespace sightline::widgets
