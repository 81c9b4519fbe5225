// Line drawings in the colours of the present scheme.
#pragma once

#include <QColor>
#include <QIconEngine>
#include <QString>

namespace sightline::widgets {

/// Draws :/sightline/icons/NAME.svg; its currentColor becomes `colour`, or, where that is invalid, the scheme's colour
/// for the icon's mode at the time of drawing.
class LineIconEngine : public QIconEngine {
public:
    LineIconEngine(QString name, QColor colour);
    static bool exists(const QString& name);

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] QIconEngine* clone() const override { return new LineIconEngine(*this); }
    QString key() const override { return QStringLiteral("sightline-line-icon"); }

private:
    [[nodiscard]] QColor colourFor(QIcon::Mode mode) const;

    QString m_name;
    QColor m_colour;
};

}  // namespace sightline::widgets
