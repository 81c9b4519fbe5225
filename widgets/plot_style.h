// What all plots of the house have in common.
#pragma once

class QCPAxis;
class QCPAxisRect;
class QCPLegend;
class QCustomPlot;

namespace sightline::widgets {

struct Colours;

/// Background, axes, tick labels, grid and legend in the colours of a scheme.
void dress(QCustomPlot& plot, const Colours& colours);
void dress(QCPAxis& axis, const Colours& colours);
/// A legend in a row of its own above the axes, as many entries beside each other as `width` allows.
QCPLegend* addTopLegend(QCustomPlot& plot);
/// As many ticks as the axes have room for. Call before the axes are laid out.
void spaceTicks(QCustomPlot& plot);
void wrapLegend(QCPLegend& legend, int width);

}  // namespace sightline::widgets
