// The card as the screen needs it: points in screen units, both strokes, where the picture shows each point.
#pragma once

#include <memory>
#include <vector>

#include <QPointF>
#include <QString>

#include "core/domains/pumpcards/card.h"
#include "ui/session/sample_store.h"
#include "ui/words.h"

namespace sightline::ui {

/// The card behind a row; nullptr if the recording holds none. Valid as long as the recording is.
const pumpcards::Card* cardOf(const SampleRow& row);

/// Points with x in the length unit and y in the force unit of `units`.
std::vector<QPointF> loopPoints(const pumpcards::Card& card, UnitSystem units);
/// The first point of greatest position: the up-stroke ends there.
int topIndex(const pumpcards::Card& card);
/// Seconds per point if the file has times or the speed is known, else the share of the stroke (0 … 1).
struct TimeAxis {
    std::vector<double> values;
    bool seconds = false;
};
TimeAxis timeAxis(const pumpcards::Card& card);

/// Where a card's picture shows its points, and back. Empty if the recipe cannot draw it.
class PictureMap {
public:
    PictureMap() = default;
    PictureMap(const pumpcards::Card& card, const ImageRecipe& recipe);

    [[nodiscard]] bool empty() const { return m_own.empty(); }
    [[nodiscard]] int pointCount() const { return static_cast<int>(m_own.size()); }
    /// In picture pixels; `absolute`: on the channel with absolute axes.
    [[nodiscard]] QPointF pixelOf(int point, bool absolute) const;
    /// The point drawn nearest to a pixel; -1 if nothing is within `reach` pixels.
    [[nodiscard]] int pointAt(QPointF pixel, bool absolute, double reach = 6) const;

private:
    std::vector<QPointF> m_own;       ///< per point of the card
    std::vector<QPointF> m_absolute;  ///< the same on the absolute axes
};

}  // namespace sightline::ui
