// What stands beside a picture of levels: frequencies to the left, the colours' decibels to the right.
#pragma once

#include <QPainter>
#include <QRect>

#include "core/imaging/colour_map.h"
#include "widgets/frequency_axis.h"

namespace sightline::widgets {

/// Ticks and numbers left of `area`, in the painter's font; where there is room above it, their unit.
void paintFrequencies(QPainter& painter, const QRect& area, const FrequencyAxis& axis);

/// The colours from `lowest` to `highest` right of `area` with their numbers, up to pixel column `right`; where there
/// is room above it, their unit.
void paintColours(QPainter& painter, const QRect& area, int right, imaging::ColourMap map, double lowest,
                  double highest, const QString& unit);

/// The word that what is drawn is not exact yet, in the picture's lower left corner.
void paintEstimate(QPainter& painter, const QRect& area);

}  // namespace sightline::widgets
