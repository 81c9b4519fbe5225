// How a custom-painted widget speaks to a screen reader.
#pragma once

#include <QAccessible>
#include <QWidget>

namespace sightline::widgets {

/// Gives the widget the role of a chart or graphic, with its read-out as value. Call once, in the constructor.
void makeFigure(QWidget* widget, QAccessible::Role role);
/// The sentence at the cursor; announced when it changes.
void setFigureReadout(QWidget* widget, const QString& readout);

}  // namespace sightline::widgets
