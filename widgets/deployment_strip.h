// The recordings of a deployment on one axis of time, with the gaps between them: where the shown one lies, what else
// there is, what went on for long.
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/data/extent.h"
#include "core/dsp/long_term_spectrum.h"
#include "core/imaging/colour_map.h"
#include "widgets/frequency_axis.h"
#include "widgets/timeline.h"

namespace sightline::widgets {

struct DeploymentPiece {
    QString id;
    QString name;                    ///< of the file
    std::int64_t beginMicroseconds;  ///< on the recorder's clock
    double seconds = 0;
    int events = 0;  ///< labels and events in it: the more, the higher its bar
    bool operator==(const DeploymentPiece&) const = default;
};

/// Once levels are known, the strip is a long-term average spectrum: frequency by octaves from bottom to top, the mean
/// level of every stretch as a colour, gaps left empty, the bars above it. A click or drag goes to the moment under it
/// (in a gap to the nearest recording), Left and Right to the neighbours in time, Home and End to the first and the
/// last. Reports only what the user did.
class DeploymentStrip final : public QWidget {
    Q_OBJECT
public:
    explicit DeploymentStrip(QWidget* parent = nullptr);

    /// In any order. Fewer than two: nothing to go around in, and nothing is drawn. Levels of others are forgotten.
    void setPieces(std::vector<DeploymentPiece> pieces);
    [[nodiscard]] const std::vector<DeploymentPiece>& pieces() const { return m_pieces; }
    void setShown(const QString& id);
    /// What the views show of the shown recording, in seconds of its own axis of time.
    void setSeen(const Interval& seconds);
    [[nodiscard]] const Interval& seen() const { return m_seen; }
    /// Mean levels of a recording; `timeline` says where its gaps are.
    void setLevels(const QString& id, const Timeline& timeline, std::shared_ptr<const dsp::LongTermSpectrum> levels);
    /// Level at a moment of a recording, in dB of full scale; nothing in gaps and where it is not known yet.
    [[nodiscard]] std::optional<float> levelAt(const QString& id, double seconds, double hertz) const;
    void setColourMap(imaging::ColourMap map);
    /// Left and right edge of the views below, in pixels from this widget's edges.
    void setMargins(int left, int right);
    /// Where a piece's bar is drawn; at least two pixels wide.
    [[nodiscard]] QRect rectOf(const DeploymentPiece& piece) const;
    /// Where the levels are drawn; empty before there are any.
    [[nodiscard]] QRect pictureArea() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 18}; }

Q_SIGNALS:
    /// By keys.
    void chosen(const QString& id);
    /// By the mouse: that moment of that recording's axis of time.
    void momentChosen(const QString& id, double seconds);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Levels {
        Timeline timeline;
        std::shared_ptr<const dsp::LongTermSpectrum> spectrum;
    };
    [[nodiscard]] const DeploymentPiece* pieceAt(int x) const;
    [[nodiscard]] double xOf(double microseconds) const;
    [[nodiscard]] double momentAt(double x) const;  ///< microseconds on the recorder's clock
    [[nodiscard]] FrequencyAxis frequencyAxis() const;
    [[nodiscard]] QString textOf(const DeploymentPiece& piece) const;
    [[nodiscard]] QString textAt(const QPoint& at) const;
    void choose(std::ptrdiff_t place);
    void goTo(int x);
    void chooseContrast();
    void compose(QSize pixels);
    void composePiece(const DeploymentPiece& piece, const Levels& levels);
    void paintLevels(QPainter& painter);
    void paintBars(QPainter& painter);
    void describe();

    std::vector<DeploymentPiece> m_pieces;  ///< in the order of time
    std::map<QString, Levels> m_levels;
    QString m_shown;
    QString m_told;  ///< what the mouse went to last
    Interval m_seen{0, 0};
    int m_left = 0, m_right = 0;
    int m_most = 0;            ///< events of the piece that has most
    std::int64_t m_first = 0;  ///< microseconds
    std::int64_t m_last = 1;
    imaging::ColourMap m_map = imaging::ColourMap::Viridis;
    QImage m_image;       ///< null: to be composed
    double m_lowest = 0;  ///< of the colours, dB
    double m_highest = 0;
};

}  // namespace sightline::widgets
