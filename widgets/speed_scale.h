// The legend of a logarithmic colour scale: both ends with their unit, and how much lies above.
#pragma once

#include <QString>
#include <QWidget>

namespace sightline::widgets {

class SpeedScale : public QWidget {
    Q_OBJECT
public:
    SpeedScale(double low, double high, QString unit, QWidget* parent = nullptr);
    /// Share of what is shown that lies above the high end, 0 … 1.
    void setShareAbove(double share);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QString aboveText() const;
    double m_low;
    double m_high;
    QString m_unit;
    double m_above = 0;
};

}  // namespace sightline::widgets
