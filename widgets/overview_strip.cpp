#include "widgets/overview_strip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "widgets/figure.h"
#include "widgets/level_scales.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {
constexpr int markHeight = 5;
}

OverviewStrip::OverviewStrip(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("overview"));
    setAccessibleName(tr("Overview of the whole recording"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    makeFigure(this, QAccessible::Graphic);
    connect(&theme(), &Theme::changed, this, [this] {
        m_image = {};
        update();
    });
}

void OverviewStrip::setRecording(const Timeline& timeline)
{
    m_timeline = timeline;
    m_levels.clear();
    m_marks.clear();
    m_image = {};
    m_shown = {0, timeline.seconds()};
    describe();
    update();
}

void OverviewStrip::setLevels(const dsp::SpectrogramTile& tile, const SpectrogramShape& shape)
{
    m_shape = shape;
    m_level = tile.level;
    m_columns = tile.columns;
    m_levels.resize(tile.mean.size());
    std::transform(tile.mean.begin(), tile.mean.end(), m_levels.begin(),
                   [offset = static_cast<float>(shape.decibelOffset)](float power) {
                       return 10 * std::log10(std::max(power, 1e-30F)) + offset;
                   });
    m_estimated = tile.estimated;
    m_image = {};
    update();
}

void OverviewStrip::setColourMap(imaging::ColourMap map)
{
    m_map = map;
    m_image = {};
    update();
}

void OverviewStrip::setShown(const Interval& axisSeconds)
{
    if (axisSeconds == m_shown)
        return;
    m_shown = axisSeconds;
    describe();
    update();
}

void OverviewStrip::setMarks(std::vector<double> axisSeconds)
{
    m_marks = std::move(axisSeconds);
    update();
}

void OverviewStrip::setMargins(int left, int right)
{
    m_left = left;
    m_right = right;
    update();
}

QRect OverviewStrip::area() const
{
    return rect().adjusted(m_left, markHeight + 1, -m_right, -2);
}

double OverviewStrip::secondsAt(double x) const
{
    const QRect all = area();
    return (x - all.left()) / std::max(all.width(), 1) * m_timeline.seconds();
}

void OverviewStrip::describe()
{
    const double step = std::max(m_timeline.seconds() / 1000, 0.01);
    setFigureReadout(this,
                     tr("Shown: %1 to %2")
                         .arg(m_timeline.momentText(m_shown.begin, step), m_timeline.momentText(m_shown.end, step)));
}

std::optional<std::size_t> OverviewStrip::columnAt(double axisSeconds) const
{
    const std::optional<double> recorded = m_timeline.recordedAt(axisSeconds);
    if (!recorded || m_levels.empty())
        return {};
    const auto frame = static_cast<std::int64_t>(*recorded * m_shape.framesPerSecond);
    return static_cast<std::size_t>(std::clamp<std::int64_t>(frame >> m_level, 0, m_columns - 1));
}

std::optional<double> OverviewStrip::levelAt(double axisSeconds, double hertz) const
{
    const std::optional<std::size_t> column = columnAt(axisSeconds);
    const auto bin = static_cast<std::int64_t>(std::lround(hertz / m_shape.hertzPerBin));
    if (!column || bin < 0 || bin >= m_shape.bins)
        return {};
    return static_cast<double>(
        m_levels[*column * static_cast<std::size_t>(m_shape.bins) + static_cast<std::size_t>(bin)]);
}

QString OverviewStrip::textAt(const QPoint& at) const
{
    const QRect all = area();
    const double seconds = secondsAt(at.x() + 0.5);
    const double hertz = (all.bottom() + 0.5 - at.y()) / std::max(all.height(), 1) * m_shape.highestHertz();
    const std::optional<double> level = all.contains(at) ? levelAt(seconds, hertz) : std::nullopt;
    if (!level)
        return {};
    const QString text =
        tr("%1 · %2 · %3 %4, mean")
            .arg(m_timeline.momentText(seconds, m_timeline.seconds() / std::max(all.width(), 1)), hertzText(hertz))
            .arg(*level, 0, 'f', 1)
            .arg(m_shape.unit);
    return m_estimated ? tr("%1 (estimate)").arg(text) : text;
}

bool OverviewStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), textAt(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

void OverviewStrip::compose(QSize pixels)
{
    const std::size_t bins = static_cast<std::size_t>(std::max(m_shape.bins, 1));
    // Every seventh level tells the range as well as all of them.
    std::vector<float> sorted;
    for (std::size_t i = 0; i < m_levels.size(); i += 7)
        sorted.push_back(m_levels[i]);
    const auto quantile = [&](double share) {
        const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(sorted.size() - 1));
        std::nth_element(sorted.begin(), at, sorted.end());
        return *at;
    };
    m_lowest = std::floor(quantile(0.05));
    m_highest = std::max(std::ceil(quantile(0.995)), m_lowest + 6);
    const auto& palette = imaging::palette(m_map);
    m_image = QImage(pixels, QImage::Format_RGB32);
    m_image.fill(theme().colours().sunken);
    for (int x = 0; x < pixels.width(); ++x) {
        const double axis = (x + 0.5) / pixels.width() * m_timeline.seconds();
        const std::optional<std::size_t> column = columnAt(axis);
        if (!column)
            continue;
        for (int y = 0; y < pixels.height(); ++y) {
            const auto first =
                static_cast<std::size_t>(pixels.height() - 1 - y) * bins / static_cast<std::size_t>(pixels.height());
            const auto end = std::max(
                static_cast<std::size_t>(pixels.height() - y) * bins / static_cast<std::size_t>(pixels.height()),
                first + 1);
            float most = -400;
            for (std::size_t bin = first; bin < std::min(end, bins); ++bin)
                most = std::max(most, m_levels[*column * bins + bin]);
            const float share = std::clamp((most - m_lowest) / (m_highest - m_lowest), 0.0F, 1.0F);
            const imaging::Rgb& colour = palette[static_cast<std::size_t>(std::lround(share * 255))];
            m_image.setPixel(x, y, qRgb(colour.red, colour.green, colour.blue));
        }
    }
}

void OverviewStrip::paintEvent(QPaintEvent*)
{
    const Colours& c = theme().colours();
    QPainter painter(this);
    const QRect all = area();
    if (all.width() < 8 || all.height() < 8 || m_timeline.seconds() <= 0)
        return;
    painter.fillRect(all, c.sunken);
    const QSize pixels = (QSizeF(all.size()) * devicePixelRatioF()).toSize();
    if (!m_levels.empty() && m_image.size() != pixels)
        compose(pixels);
    if (!m_levels.empty()) {
        painter.drawImage(QRectF(all), m_image);
        painter.setFont(theme().font(TextStyle::Caption));
        paintFrequencies(painter, all, {{0, m_shape.highestHertz()}, FrequencyScale::Linear});
        paintColours(painter, all, width(), m_map, static_cast<double>(m_lowest), static_cast<double>(m_highest),
                     m_shape.unit);
    }
    const auto xOf = [&](double seconds) { return all.left() + seconds / m_timeline.seconds() * all.width(); };
    painter.setPen(QPen(c.accent, 1));
    double last = -10;
    for (const double mark : m_marks) {
        const double x = xOf(mark);
        if (x - last < 1)
            continue;
        painter.drawLine(QPointF(x, 0), QPointF(x, markHeight));
        last = x;
    }
    // What is not shown is dimmed; the frame stays wide enough to be seen.
    QRectF frame(QPointF(xOf(m_shown.begin), all.top()), QPointF(xOf(m_shown.end), all.bottom() + 1));
    if (frame.width() < 4)
        frame = QRectF(frame.center().x() - 2, frame.top(), 4, frame.height());
    const QColor veil = c.dark ? QColor(0, 0, 0, 110) : QColor(255, 255, 255, 120);
    painter.fillRect(QRectF(QPointF(all.left(), all.top()), frame.bottomLeft()), veil);
    painter.fillRect(QRectF(frame.topRight(), QPointF(all.right() + 1, all.bottom() + 1)), veil);
    painter.setPen(QPen(QColor(0, 0, 0, 170), 3));
    painter.drawRect(frame);
    painter.setPen(QPen(Qt::white, 1.5));
    painter.drawRect(frame);
    if (hasFocus()) {
        painter.setPen(QPen(c.accent, 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void OverviewStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    update();
}

void OverviewStrip::moveTo(double begin, double length)
{
    const double whole = m_timeline.seconds();
    length = std::clamp(length, std::min(whole, 0.01), whole);
    const Interval next{std::clamp(begin, 0.0, whole - length), std::clamp(begin, 0.0, whole - length) + length};
    if (next == m_shown)
        return;
    setShown(next);
    Q_EMIT shownChanged(next);
}

void OverviewStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_timeline.seconds() <= 0)
        return;
    const double at = secondsAt(event->position().x());
    const bool inside = at >= m_shown.begin && at <= m_shown.end;
    m_gripped = inside ? at - m_shown.begin : m_shown.length() / 2;
    moveTo(at - m_gripped, m_shown.length());
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        moveTo(secondsAt(event->position().x()) - m_gripped, m_shown.length());
}

void OverviewStrip::wheelEvent(QWheelEvent* event)
{
    const double notches = event->angleDelta().y() / 120.0;
    if (notches == 0 || m_timeline.seconds() <= 0) {
        event->ignore();
        return;
    }
    const double about = secondsAt(event->position().x());
    const double length = std::min(m_shown.length() / std::pow(1.5, notches), m_timeline.seconds());
    const bool inside = about >= m_shown.begin && about <= m_shown.end && m_shown.length() > 0;
    const double share = inside ? (about - m_shown.begin) / m_shown.length() : 0.5;
    moveTo(about - share * length, length);
    event->accept();
}

void OverviewStrip::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
        case Qt::Key_Left: moveTo(m_shown.begin - m_shown.length(), m_shown.length()); break;
        case Qt::Key_Right: moveTo(m_shown.end, m_shown.length()); break;
        case Qt::Key_Home: moveTo(0, m_shown.length()); break;
        case Qt::Key_End: moveTo(m_timeline.seconds(), m_shown.length()); break;
        default: QWidget::keyPressEvent(event);
    }
}

void OverviewStrip::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void OverviewStrip::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

}  // namespace sightline::widgets
