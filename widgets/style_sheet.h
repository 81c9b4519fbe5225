// The one style sheet of the application.
#pragma once

#include <QString>

namespace sightline::widgets {

struct Colours;

/// `pointSize` is that of ordinary text; `controlHeight` and `rowHeight` in logical pixels.
QString styleSheet(const Colours& colours, double pointSize, int controlHeight, int rowHeight);

}  // namespace sightline::widgets
