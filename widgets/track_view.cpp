#include "widgets/track_view.h"

#include <QElapsedTimer>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/imaging/colour_map.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

constexpr int sliceMilliseconds = 6;
constexpr int pointsBetweenLooks = 256;
constexpr int colourSteps = 32;
constexpr double thinLine = 1.5;
constexpr double thickLine = 3.5;
constexpr double markRadius = 4;
constexpr double leastRadius = 1.2;
/// So many discs leave the lines between them to be seen; more become smaller until one comes nearer.
constexpr double discsWithRoom = 150;
constexpr double tickLength = 7;
constexpr int faintAlpha = 70;
constexpr int behindAlpha = 80;
constexpr double margin = 10;
/// Closer than this to the point before, in pixels, nobody sees the difference.
constexpr double skipBelow = 0.6;
constexpr double reach = 28;
constexpr double mostZoom = 200;

double place(double value, double low, double high)
{
    if (!(value > low)) {
        return 0;
    }
    return std::min(1.0, std::log(value / low) / std::log(high / low));
}

QColor colourAt(double part)
{
    // On white the yellow end vanishes, on black the violet one.
    constexpr double cut = 0.14;
    const bool dark = theme().isDark();
    const double at = dark ? cut + part * (1 - cut) : part * (1 - cut);
    const auto& palette = imaging::palette(imaging::ColourMap::Viridis);
    const imaging::Rgb& rgb = palette[static_cast<std::size_t>(std::lround(at * 255))];
    return QColor(rgb.red, rgb.green, rgb.blue);
}

}  // namespace

QColor trackColour(double value, double low, double high)
{
    return colourAt(place(value, low, high));
}

TrackView::TrackView(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &TrackView::drawSlice);
    connect(&theme(), &Theme::changed, this, &TrackView::restart);
}

TrackView::~TrackView() = default;

void TrackView::setTrack(TrackRef track)
{
    m_track = std::move(track);
    m_view = {};
    m_first = m_emphasised = m_trail = 0;
    m_cursor = -1;
    m_before = {};
    m_picture = {};
    restart();
    describe();
}

void TrackView::setBackdrop(TrackRef track)
{
    m_backdrop = std::move(track);
    restart();
}

void TrackView::setScale(double low, double high)
{
    m_low = low;
    m_high = high;
    restart();
}

void TrackView::setEmphasis(int first, int count)
{
    const bool wasPale = pale();
    m_first = first;
    m_emphasised = count;
    if (pale() != wasPale) {
        restart();
    }
    update();
}

void TrackView::setTrail(int points)
{
    const bool wasPale = pale();
    m_trail = points;
    if (pale() != wasPale) {
        restart();
    }
    update();
}

void TrackView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

void TrackView::setReadout(std::function<QString(int)> readout)
{
    m_readout = std::move(readout);
}

void TrackView::setCursor(int point)
{
    const int count = m_track ? static_cast<int>(m_track->points.size()) : 0;
    m_cursor = point >= 0 && point < count ? point : -1;
    describe();
    update();
}

void TrackView::describe()
{
    setAccessibleDescription(m_cursor >= 0 && m_readout ? m_readout(m_cursor) : QString());
}

QRectF TrackView::extent() const
{
    if (!m_track || m_track->points.empty()) {
        return {0, 0, 1, 1};
    }
    QRectF all = m_track->frame;
    if (all.isEmpty()) {
        const auto [left, right] =
            std::minmax_element(m_track->points.begin(), m_track->points.end(),
                                [](const auto& a, const auto& b) { return a.at.x() < b.at.x(); });
        const auto [top, bottom] =
            std::minmax_element(m_track->points.begin(), m_track->points.end(),
                                [](const auto& a, const auto& b) { return a.at.y() < b.at.y(); });
        all = QRectF(left->at.x(), top->at.y(), right->at.x() - left->at.x(), bottom->at.y() - top->at.y());
    }
    return all.adjusted(0, 0, std::max(0.0, 1 - all.width()), std::max(0.0, 1 - all.height()));
}

QTransform TrackView::fitted(QSizeF size) const
{
    const QRectF all = extent();
    const double scale =
        std::min((size.width() - 2 * margin) / all.width(), (size.height() - 2 * margin) / all.height());
    QTransform to;
    to.translate(size.width() / 2, size.height() / 2);
    to.scale(std::max(scale, 1e-6), std::max(scale, 1e-6));
    to.translate(-all.center().x(), -all.center().y());
    return to;
}

QTransform TrackView::transform() const
{
    return fitted(size()) * m_view;
}

void TrackView::zoomAt(QPointF place, double factor)
{
    const double now = m_view.m11();
    const double wanted = std::clamp(now * factor, 1.0, mostZoom);
    if (wanted == now || !m_track) {
        return;
    }
    if (wanted == 1) {
        m_view = {};
    } else {
        QTransform about;
        about.translate(place.x(), place.y());
        about.scale(wanted / now, wanted / now);
        about.translate(-place.x(), -place.y());
        m_view = m_view * about;
    }
    restart();
}

void TrackView::zoom(double factor)
{
    QPointF about = rect().center();
    if (m_cursor >= 0) {
        const QPointF cursor = transform().map(m_track->points[static_cast<std::size_t>(m_cursor)].at);
        about = QRectF(rect()).contains(cursor) ? cursor : about;
    }
    zoomAt(about, factor);
}

void TrackView::fit()
{
    m_view = {};
    restart();
}

void TrackView::restart()
{
    if (finished() && !m_picture.isNull()) {
        m_before = m_picture;
        m_beforeView = m_pictureView;
    }
    m_picture = QImage(size() * devicePixelRatioF(), QImage::Format_ARGB32_Premultiplied);
    m_picture.setDevicePixelRatio(devicePixelRatioF());
    m_picture.fill(Qt::transparent);
    m_pictureView = transform();
    const bool any = m_track && !m_track->points.empty() && !m_picture.isNull();
    m_next = any ? 0 : -1;
    m_nextBehind = any && m_backdrop && !m_backdrop->points.empty() ? 0 : -1;
    if (any) {
        m_slices.start();
    } else {
        m_before = {};
        m_slices.stop();
    }
    update();
}

void TrackView::drawSlice()
{
    if (finished()) {
        m_slices.stop();
        return;
    }
    QElapsedTimer since;
    since.start();
    const auto enough = [&since] { return since.elapsed() >= sliceMilliseconds; };
    const int last = static_cast<int>(m_track->points.size()) - 1;
    QPainter painter(&m_picture);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_nextBehind >= 0) {
        const int lastBehind = static_cast<int>(m_backdrop->points.size()) - 1;
        m_nextBehind = drawLines(painter, m_pictureView, *m_backdrop, m_nextBehind, lastBehind, Ink::Behind, enough);
        m_nextBehind = m_nextBehind >= lastBehind ? -1 : m_nextBehind;
        return;
    }
    m_next = drawLines(painter, m_pictureView, *m_track, m_next, last, pale() ? Ink::Faint : Ink::Full, enough);
    if (m_next >= last) {
        drawMarks(painter, m_pictureView, 0, last, pale());
        m_next = -1;
        m_before = {};
        m_slices.stop();
        update();
        Q_EMIT drawn();
    } else if (m_before.isNull()) {
        update();
    }
}

int TrackView::drawLines(QPainter& painter, const QTransform& to, const Track& track, int first, int last, Ink ink,
                         const std::function<bool()>& enough) const
{
    const std::vector<TrackPoint>& points = track.points;
    std::array<QColor, colourSteps> colours;
    for (int i = 0; i < colourSteps; ++i) {
        QColor& colour = colours[static_cast<std::size_t>(i)];
        colour = ink == Ink::Behind ? theme().colours().textMuted : colourAt((i + 0.5) / colourSteps);
        colour.setAlpha(ink == Ink::Full ? 255 : ink == Ink::Faint ? faintAlpha : behindAlpha);
    }
    QPolygonF line;
    int step = -1;
    bool thick = false;
    const auto flush = [&] {
        if (line.size() > 1) {
            painter.setPen(QPen(colours[static_cast<std::size_t>(step)], thick ? thickLine : thinLine, Qt::SolidLine,
                                Qt::RoundCap, Qt::RoundJoin));
            painter.drawPolyline(line);
        }
        line.clear();
    };
    QPointF before = to.map(points[static_cast<std::size_t>(first)].at);
    int i = first + 1;
    for (; i <= last; ++i) {
        if (i % pointsBetweenLooks == 0 && enough && enough()) {
            break;
        }
        const TrackPoint& point = points[static_cast<std::size_t>(i)];
        const QPointF here = to.map(point.at);
        if (!point.joined) {
            flush();
            step = -1;
            before = here;
            continue;
        }
        const int colour =
            ink == Ink::Behind
                ? 0
                : std::min(colourSteps - 1, static_cast<int>(place(point.value, m_low, m_high) * colourSteps));
        if (colour != step || thick != point.thick) {
            flush();
            line << before;
            step = colour;
            thick = point.thick;
        } else if (i < last && points[static_cast<std::size_t>(i) + 1].joined &&
                   (here - before).manhattanLength() < skipBelow) {
            continue;  // the line goes on from the point before
        }
        line << here;
        before = here;
    }
    flush();
    return std::min(i - (i <= last ? 1 : 0), last);
}

void TrackView::drawMarks(QPainter& painter, const QTransform& to, int first, int last, bool faint) const
{
    const auto& marks = m_track->marks;
    auto mark = std::lower_bound(marks.begin(), marks.end(), first,
                                 [](const TrackMark& one, int point) { return one.point < point; });
    // Of one window there are few.
    const bool all = faint || !pale();
    const double zoom = std::max(1.0, std::hypot(m_view.m11(), m_view.m12()));
    const double room = std::sqrt(discsWithRoom / std::max<double>(1, static_cast<double>(marks.size()))) * zoom;
    const double radius = all ? std::clamp(markRadius * room, leastRadius, markRadius) : markRadius;
    for (; mark != marks.end() && mark->point <= last; ++mark) {
        const QPointF at = to.map(m_track->points[static_cast<std::size_t>(mark->point)].at);
        QColor colour = mark->colour.isValid() ? mark->colour : theme().colours().text;
        colour.setAlpha(faint ? faintAlpha + 30 : 255);
        if (mark->kind == TrackMark::Kind::Disc) {
            painter.setPen(faint || radius < markRadius / 2 ? QPen(Qt::NoPen) : QPen(theme().colours().plot, 1));
            painter.setBrush(colour);
            painter.drawEllipse(at, radius, radius);
        } else {
            painter.setPen(QPen(colour, thinLine, Qt::SolidLine, Qt::FlatCap));
            const double up = mark->kind == TrackMark::Kind::TickUp ? -tickLength : tickLength;
            painter.drawLine(at, at + QPointF(0, up));
        }
    }
}

void TrackView::drawCursor(QPainter& painter, const QTransform& to) const
{
    if (m_cursor < 0) {
        return;
    }
    const QPointF at = to.map(m_track->points[static_cast<std::size_t>(m_cursor)].at);
    const Colours& colours = theme().colours();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.plot, 4));
    painter.drawEllipse(at, 7, 7);
    painter.setPen(QPen(colours.cursor, 2));
    painter.drawEllipse(at, 7, 7);
}

void TrackView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& colours = theme().colours();
    painter.fillRect(rect(), colours.plot);
    if (!m_track || m_track->points.empty()) {
        painter.setPen(colours.textMuted);
        painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    const QTransform to = transform();
    if (!m_track->frame.isEmpty()) {
        painter.setPen(QPen(colours.grid, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(to.mapRect(m_track->frame));
    }
    if (!m_before.isNull()) {
        painter.save();
        painter.setTransform(m_beforeView.inverted() * to, true);
        painter.drawImage(QPointF(0, 0), m_before);
        painter.restore();
    } else {
        painter.drawImage(QPointF(0, 0), m_picture);
    }
    const int last = static_cast<int>(m_track->points.size()) - 1;
    if (m_trail > 0 && m_cursor >= 0) {
        const int from = std::max(0, m_cursor - m_trail);
        drawLines(painter, to, *m_track, from, m_cursor, Ink::Full, {});
        drawMarks(painter, to, from, m_cursor, false);
    } else if (m_trail == 0 && m_emphasised > 0) {
        const int until = std::min(last, m_first + m_emphasised - 1);
        drawLines(painter, to, *m_track, std::min(m_first, until), until, Ink::Full, {});
        drawMarks(painter, to, m_first, until, false);
    }
    drawCursor(painter, to);
    if (m_cursor >= 0 && m_readout) {
        const QString words = m_readout(m_cursor);
        painter.setFont(theme().font(TextStyle::Caption));
        const QRectF room = QRectF(rect()).adjusted(8, 5, -8, -5);
        QRectF needed = painter.boundingRect(room, Qt::AlignLeft | Qt::AlignTop, words).adjusted(-4, -2, 4, 2);
        QColor behind = colours.plot;
        behind.setAlpha(210);
        painter.fillRect(needed, behind);
        painter.setPen(colours.text);
        painter.drawText(room, Qt::AlignLeft | Qt::AlignTop, words);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours.accent, 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void TrackView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    restart();
}

int TrackView::nearest(QPointF place) const
{
    if (!m_track) {
        return -1;
    }
    const QTransform back = transform().inverted();
    const QPointF at = back.map(place);
    const double within = reach / transform().m11();
    const auto& points = m_track->points;
    const auto search = [&](std::size_t from, std::size_t until) {
        int found = -1;
        double best = within * within;
        for (std::size_t i = from; i < until; ++i) {
            const QPointF between = points[i].at - at;
            const double distance = QPointF::dotProduct(between, between);
            if (distance < best) {
                best = distance;
                found = static_cast<int>(i);
            }
        }
        return found;
    };
    if (m_emphasised > 0) {
        const auto from = static_cast<std::size_t>(m_first);
        const int found = search(from, std::min(points.size(), from + static_cast<std::size_t>(m_emphasised)));
        if (found >= 0) {
            return found;
        }
    }
    return search(0, points.size());
}

void TrackView::wheelEvent(QWheelEvent* event)
{
    zoomAt(event->position(), std::pow(1.0015, event->angleDelta().y()));
    event->accept();
}

void TrackView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        m_dragFrom = event->position();
    }
}

void TrackView::mouseMoveEvent(QMouseEvent* event)
{
    if (m_dragFrom && m_view.m11() > 1) {
        const QPointF moved = event->position() - *m_dragFrom;
        m_dragFrom = event->position();
        m_view = m_view * QTransform::fromTranslate(moved.x(), moved.y());
        restart();
        return;
    }
    const int point = nearest(event->position());
    if (point != m_cursor) {
        setCursor(point);
        Q_EMIT cursorMoved(point);
    }
}

void TrackView::mouseReleaseEvent(QMouseEvent*)
{
    m_dragFrom.reset();
}

void TrackView::mouseDoubleClickEvent(QMouseEvent*)
{
    fit();
}

void TrackView::leaveEvent(QEvent*)
{
    m_dragFrom.reset();
}

QImage TrackView::toImage(QSize size) const
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(theme().colours().plot);
    if (!m_track || m_track->points.empty()) {
        return image;
    }
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const QTransform to = fitted(size);
    if (!m_track->frame.isEmpty()) {
        painter.setPen(QPen(theme().colours().grid, 1));
        painter.drawRect(to.mapRect(m_track->frame));
    }
    const int last = static_cast<int>(m_track->points.size()) - 1;
    if (m_backdrop && !m_backdrop->points.empty()) {
        drawLines(painter, to, *m_backdrop, 0, static_cast<int>(m_backdrop->points.size()) - 1, Ink::Behind, {});
    }
    drawLines(painter, to, *m_track, 0, last, m_emphasised > 0 ? Ink::Faint : Ink::Full, {});
    drawMarks(painter, to, 0, last, m_emphasised > 0);
    if (m_emphasised > 0) {
        const int until = std::min(last, m_first + m_emphasised - 1);
        drawLines(painter, to, *m_track, std::min(m_first, until), until, Ink::Full, {});
        drawMarks(painter, to, m_first, until, false);
    }
    return image;
}

}  // namespace sightline::widgets
