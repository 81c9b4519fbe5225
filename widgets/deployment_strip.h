// The recordings of a deployment on one axis of time, with the gaps between them: where the shown one lies, what else
// there is.
#pragma once

#include <QString>
#include <QWidget>
#include <cstdint>
#include <vector>

#include "core/data/extent.h"

namespace sightline::widgets {

struct DeploymentPiece {
    QString id;
    QString name;                    ///< of the file
    std::int64_t beginMicroseconds;  ///< on the recorder's clock
    double seconds = 0;
    int events = 0;  ///< labels and events in it: the more, the higher its bar
    bool operator==(const DeploymentPiece&) const = default;
};

/// A click goes to the recording under it (in a gap to the nearest), Left and Right to the neighbours in time, Home and
/// End to the first and the last. Reports only what the user did.
class DeploymentStrip final : public QWidget {
    Q_OBJECT
public:
    explicit DeploymentStrip(QWidget* parent = nullptr);

    /// In any order. Fewer than two: nothing to go around in, and nothing is drawn.
    void setPieces(std::vector<DeploymentPiece> pieces);
    [[nodiscard]] const std::vector<DeploymentPiece>& pieces() const { return m_pieces; }
    void setShown(const QString& id);
    /// Left and right edge of the views below, in pixels from this widget's edges.
    void setMargins(int left, int right);
    /// Where a piece is drawn; at least two pixels wide.
    [[nodiscard]] QRect rectOf(const DeploymentPiece& piece) const;

    [[nodiscard]] QSize sizeHint() const override { return {640, 22}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 18}; }

Q_SIGNALS:
    void chosen(const QString& id);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] const DeploymentPiece* pieceAt(int x) const;
    [[nodiscard]] QString textOf(const DeploymentPiece& piece) const;
    void choose(std::ptrdiff_t place);
    void describe();

    std::vector<DeploymentPiece> m_pieces;  ///< in the order of time
    QString m_shown;
    int m_left = 0, m_right = 0;
    int m_most = 0;  ///< events of the piece that has most
};

}  // namespace sightline::widgets
