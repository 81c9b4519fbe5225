// A key as it looks on a keyboard.
#pragma once

#include <QSize>
#include <QString>

class QPainter;
class QRect;

namespace sightline::widgets {

QSize keyCapSize(const QString& text);
void drawKeyCap(QPainter& painter, const QRect& box, const QString& text, bool enabled = true);

}  // namespace sightline::widgets
