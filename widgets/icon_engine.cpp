#include "widgets/icon_engine.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

QString pathOf(const QString& name)
{
    return QStringLiteral(":/sightline/icons/") + name + QStringLiteral(".svg");
}

QByteArray source(const QString& name, const QColor& colour)
{
    QFile file(pathOf(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().replace("currentColor", colour.name().toLatin1());
}

}  // namespace

LineIconEngine::LineIconEngine(QString name, QColor colour) : m_name(std::move(name)), m_colour(colour) {}

bool LineIconEngine::exists(const QString& name)
{
    return QFile::exists(pathOf(name));
}

QColor LineIconEngine::colourFor(QIcon::Mode mode) const
{
    const Colours& c = theme().colours();
    if (mode == QIcon::Disabled)
        return c.textDisabled;
    if (m_colour.isValid())
        return m_colour;
    return mode == QIcon::Selected ? c.accent : c.text;
}

void LineIconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State)
{
    QSvgRenderer renderer(source(m_name, colourFor(mode)));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    renderer.render(painter, rect);
    painter->restore();
}

QPixmap LineIconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state)
{
    const QString key =
        QStringLiteral("sightline/%1/%2/%3x%4")
            .arg(m_name, colourFor(mode).name(), QString::number(size.width()), QString::number(size.height()));
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(0, 0), size), mode, state);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

}  // namespace sightline::widgets
