// What the colours of a picture mean.
#pragma once

#include <QColor>
#include <QStringList>
#include <QWidget>
#include <vector>

#include "core/imaging/colour_map.h"

namespace sightline::widgets {

/// Either a colour bar from 0 to 1, or one swatch a channel with its name, wrapped to the width.
class ColourLegend : public QWidget {
    Q_OBJECT
public:
    explicit ColourLegend(QWidget* parent = nullptr);

    void showBar(imaging::ColourMap map);
    void showChannels(const QStringList& names, const std::vector<QColor>& colours);

    [[nodiscard]] QSize sizeHint() const override { return {160, wantedHeight()}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {80, wantedHeight()}; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int wantedHeight() const;
    [[nodiscard]] std::vector<QRect> places(int width) const;
    void paintBar(QPainter& painter) const;

    bool m_bar = true;
    imaging::ColourMap m_map = imaging::ColourMap::Viridis;
    QStringList m_names;
    std::vector<QColor> m_colours;
};

}  // namespace sightline::widgets
