// The most probable classes of a verdict as horizontal bars.
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>
#include <vector>

class QLabel;

namespace sightline::widgets {

struct Score {
    QString classId;
    QString name;
    QColor colour;
    double probability = 0;  ///< 0 … 1
};

/// The first bar is emphasised. When abstained the bars turn pale and hatched, so that the state does not hang on
/// colour. Rows are buttons: click, or Up / Down and Enter.
class ScoreBars : public QWidget {
    Q_OBJECT
public:
    explicit ScoreBars(QWidget* parent = nullptr);
    ~ScoreBars() override;

    /// Sorted here, highest first; the first `shown` are drawn (2 at least make sense).
    void setScores(std::vector<Score> scores, int shown = 3);
    void setAbstained(bool abstained);
    void clear();
    void setEmptyText(const QString& text);
    [[nodiscard]] const std::vector<Score>& scores() const { return m_scores; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void classActivated(const QString& classId);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    class Row;
    void rebuild();

    std::vector<Score> m_scores;
    std::vector<Row*> m_rows;
    QLabel* m_empty = nullptr;
    int m_shown = 3;
    bool m_abstained = false;
};

}  // namespace sightline::widgets
