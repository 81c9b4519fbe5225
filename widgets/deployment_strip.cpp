#include "widgets/deployment_strip.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimeZone>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "widgets/figure.h"
#include "widgets/level_scales.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {
constexpr int leastWidth = 2;
/// Of the height: a recording without events is still seen.
constexpr double leastHeight = 0.35;
/// Of the bars above the levels.
constexpr int barHeight = 12;
constexpr int heightWithLevels = 84;
/// Decibels between the colours at least: a quiet sea is no drama.
constexpr double leastContrast = 6;
}  // namespace

DeploymentStrip::DeploymentStrip(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("deployment"));
    setAccessibleName(tr("Recordings of the deployment"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    makeFigure(this, QAccessible::Graphic);
    connect(&theme(), &Theme::changed, this, [this] {
        m_image = {};
        update();
    });
}

QSize DeploymentStrip::sizeHint() const
{
    return {640, m_levels.empty() ? 22 : heightWithLevels};
}

void DeploymentStrip::setPieces(std::vector<DeploymentPiece> pieces)
{
    std::stable_sort(pieces.begin(), pieces.end(), [](const DeploymentPiece& a, const DeploymentPiece& b) {
        return a.beginMicroseconds < b.beginMicroseconds;
    });
    if (pieces == m_pieces)
        return;
    m_pieces = std::move(pieces);
    m_most = 0;
    m_first = m_pieces.empty() ? 0 : m_pieces.front().beginMicroseconds;
    m_last = m_first + 1;
    std::map<QString, Levels> known;
    for (const DeploymentPiece& piece : m_pieces) {
        m_most = std::max(m_most, piece.events);
        m_last = std::max(m_last, piece.beginMicroseconds + static_cast<std::int64_t>(piece.seconds * 1e6));
        if (const auto levels = m_levels.find(piece.id); levels != m_levels.end())
            known.insert(*levels);
    }
    m_levels = std::move(known);
    m_image = {};
    updateGeometry();
    describe();
    update();
}

void DeploymentStrip::setShown(const QString& id)
{
    m_shown = id;
    describe();
    update();
}

void DeploymentStrip::setSeen(const Interval& seconds)
{
    if (seconds == m_seen)
        return;
    m_seen = seconds;
    update();
}

void DeploymentStrip::setLevels(const QString& id, const Timeline& timeline,
                                std::shared_ptr<const dsp::LongTermSpectrum> levels)
{
    const bool first = m_levels.empty();
    m_levels[id] = {timeline, std::move(levels)};
    m_image = {};
    if (first)
        updateGeometry();
    update();
}

std::optional<float> DeploymentStrip::levelAt(const QString& id, double seconds, double hertz) const
{
    const auto known = m_levels.find(id);
    if (known == m_levels.end() || known->second.spectrum->columns < 1)
        return {};
    const dsp::LongTermSpectrum& spectrum = *known->second.spectrum;
    const std::optional<double> recorded = known->second.timeline.recordedAt(seconds);
    const int band = spectrum.bandAt(hertz);
    if (!recorded || band < 0)
        return {};
    return spectrum.level(spectrum.columnAt(*recorded), band);
}

void DeploymentStrip::setColourMap(imaging::ColourMap map)
{
    if (map == m_map)
        return;
    m_map = map;
    m_image = {};
    update();
}

void DeploymentStrip::setMargins(int left, int right)
{
    if (left == m_left && right == m_right)
        return;
    m_left = left;
    m_right = right;
    m_image = {};
    update();
}

QRect DeploymentStrip::pictureArea() const
{
    // A strip squeezed by a low window keeps its bars.
    if (m_levels.empty() || m_pieces.size() < 2 || height() < 2 * barHeight)
        return {};
    return rect().adjusted(m_left, barHeight + 1, -m_right, -2);
}

double DeploymentStrip::xOf(double microseconds) const
{
    const int across = std::max(width() - m_left - m_right, 1);
    return m_left + (microseconds - static_cast<double>(m_first)) * across / static_cast<double>(m_last - m_first);
}

double DeploymentStrip::momentAt(double x) const
{
    const int across = std::max(width() - m_left - m_right, 1);
    return static_cast<double>(m_first) + (x - m_left) / across * static_cast<double>(m_last - m_first);
}

QRect DeploymentStrip::rectOf(const DeploymentPiece& piece) const
{
    const int x = static_cast<int>(xOf(static_cast<double>(piece.beginMicroseconds)));
    const int end = static_cast<int>(xOf(static_cast<double>(piece.beginMicroseconds) + piece.seconds * 1e6));
    const int wide = std::max(end - x, leastWidth);
    const int bottom = pictureArea().isEmpty() ? height() - 2 : barHeight;
    const double share = m_most > 0 ? static_cast<double>(piece.events) / m_most : 0;
    const int high = static_cast<int>((bottom - 2) * (leastHeight + (1 - leastHeight) * share));
    return {std::min(x, width() - m_right - wide), bottom - high, wide, high};
}

/// From 10 Hz, or the lowest band, to the highest of any recording.
FrequencyAxis DeploymentStrip::frequencyAxis() const
{
    FrequencyAxis axis{{0, 0}, FrequencyScale::Log};
    for (const auto& [id, levels] : m_levels) {
        const std::vector<double>& edges = levels.spectrum->edgesHertz;
        axis.hertz.begin = axis.hertz.end > 0 ? std::min(axis.hertz.begin, edges.front()) : edges.front();
        axis.hertz.end = std::max(axis.hertz.end, edges.back());
    }
    // Octaves below what whales use would take a third of the height.
    axis.hertz.begin = std::max(axis.hertz.begin, std::min(10.0, axis.hertz.end / 100));
    return axis;
}

/// The levels that the colours span, from some of them.
void DeploymentStrip::chooseContrast()
{
    constexpr std::size_t enough = 50000;
    std::size_t all = 0;
    for (const auto& [id, levels] : m_levels)
        all += levels.spectrum->levelDecibel.size();
    // Neighbouring bands are alike, and 127 divides no number of bands.
    const std::size_t step = all > enough ? all / enough / 127 * 127 + 127 : 1;
    std::vector<float> some;
    for (const auto& [id, levels] : m_levels) {
        const std::vector<float>& values = levels.spectrum->levelDecibel;
        for (std::size_t i = 0; i < values.size(); i += step) {
            if (values[i] > dsp::LongTermSpectrum::silence)
                some.push_back(values[i]);
        }
    }
    const auto quantile = [&](double share) {
        const auto at = some.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(some.size() - 1));
        std::nth_element(some.begin(), at, some.end());
        return static_cast<double>(*at);
    };
    m_lowest = some.empty() ? -100 : std::floor(quantile(0.05));
    m_highest = some.empty() ? 0 : std::max(std::ceil(quantile(0.995)), m_lowest + leastContrast);
}

void DeploymentStrip::compose(QSize pixels)
{
    chooseContrast();
    m_image = QImage(pixels, QImage::Format_RGB32);
    m_image.fill(theme().colours().sunken);
    for (const DeploymentPiece& piece : m_pieces) {
        if (const auto known = m_levels.find(piece.id); known != m_levels.end() && known->second.spectrum->columns > 0)
            composePiece(piece, known->second);
    }
}

void DeploymentStrip::composePiece(const DeploymentPiece& piece, const Levels& levels)
{
    const auto& palette = imaging::palette(m_map);
    const FrequencyAxis axis = frequencyAxis();
    const double ratio = devicePixelRatioF();
    const int rows = m_image.height();
    std::vector<int> bands(static_cast<std::size_t>(rows));
    for (int y = 0; y < rows; ++y)
        bands[static_cast<std::size_t>(y)] = levels.spectrum->bandAt(axis.hertzAt((rows - y - 0.5) / rows));
    const auto begin = static_cast<double>(piece.beginMicroseconds);
    // A short recording among weeks is one pixel, not nothing.
    const int first = std::clamp(static_cast<int>((xOf(begin) - m_left) * ratio), 0, m_image.width() - 1);
    const int end = std::max(static_cast<int>((xOf(begin + piece.seconds * 1e6) - m_left) * ratio), first + 1);
    for (int x = first; x < std::min(end, m_image.width()); ++x) {
        const double moment = (momentAt(m_left + (x + 0.5) / ratio) - begin) / 1e6;
        const auto recorded = levels.timeline.recordedAt(std::clamp(moment, 0.0, piece.seconds * (1 - 1e-9)));
        if (!recorded)
            continue;
        const int column = levels.spectrum->columnAt(*recorded);
        for (int y = 0; y < rows; ++y) {
            const int band = bands[static_cast<std::size_t>(y)];
            if (band < 0)
                continue;
            const double level = static_cast<double>(levels.spectrum->level(column, band));
            const double share = std::clamp((level - m_lowest) / (m_highest - m_lowest), 0.0, 1.0);
            const imaging::Rgb& colour = palette[static_cast<std::size_t>(std::lround(share * 255))];
            m_image.setPixel(x, y, qRgb(colour.red, colour.green, colour.blue));
        }
    }
}

void DeploymentStrip::paintLevels(QPainter& painter)
{
    const QRect area = pictureArea();
    if (area.width() < 8)
        return;
    const Colours& c = theme().colours();
    const QSize pixels = (QSizeF(area.size()) * devicePixelRatioF()).toSize();
    if (m_image.size() != pixels)
        compose(pixels);
    painter.fillRect(area, c.sunken);
    painter.drawImage(QRectF(area), m_image);
    painter.setFont(theme().font(TextStyle::Caption));
    paintFrequencies(painter, area, frequencyAxis());
    paintColours(painter, area, width(), m_map, m_lowest, m_highest, tr("dBFS"));
    if (std::any_of(m_levels.begin(), m_levels.end(),
                    [](const auto& levels) { return levels.second.spectrum->estimated; }))
        paintEstimate(painter, area);
    const auto shown = std::find_if(m_pieces.begin(), m_pieces.end(),
                                    [this](const DeploymentPiece& piece) { return piece.id == m_shown; });
    if (shown == m_pieces.end() || m_seen.length() <= 0)
        return;
    const auto begin = static_cast<double>(shown->beginMicroseconds);
    QRectF frame(QPointF(xOf(begin + m_seen.begin * 1e6), area.top()),
                 QPointF(xOf(begin + m_seen.end * 1e6), area.bottom() + 1));
    if (frame.width() < 4)
        frame = QRectF(frame.center().x() - 2, frame.top(), 4, frame.height());
    painter.setPen(QPen(QColor(0, 0, 0, 170), 3));
    painter.drawRect(frame);
    painter.setPen(QPen(Qt::white, 1.5));
    painter.drawRect(frame);
}

void DeploymentStrip::paintBars(QPainter& painter)
{
    const Colours& c = theme().colours();
    const int bottom = pictureArea().isEmpty() ? height() - 2 : barHeight;
    painter.setPen(QPen(c.control, 1));
    painter.drawLine(m_left, bottom, width() - m_right - 1, bottom);
    for (const DeploymentPiece& piece : m_pieces) {
        if (piece.id != m_shown)
            painter.fillRect(rectOf(piece), c.textMuted);
    }
    for (const DeploymentPiece& piece : m_pieces) {
        if (piece.id == m_shown) {
            // Colour, and a frame of the whole height: seen without colours, too.
            const QRect frame(rectOf(piece).left() - 2, 0, rectOf(piece).width() + 4, height());
            painter.fillRect(rectOf(piece), c.accent);
            painter.setPen(QPen(c.accent, 1));
            painter.drawRect(frame.adjusted(0, 0, -1, -1));
        }
    }
}

void DeploymentStrip::paintEvent(QPaintEvent*)
{
    if (m_pieces.size() < 2)
        return;
    QPainter painter(this);
    paintLevels(painter);
    paintBars(painter);
    if (hasFocus()) {
        painter.setPen(QPen(theme().colours().accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

const DeploymentPiece* DeploymentStrip::pieceAt(int x) const
{
    const auto distance = [&](const DeploymentPiece& piece) {
        const QRect rect = rectOf(piece);
        return x < rect.left() ? rect.left() - x : std::max(x - rect.right(), 0);
    };
    const auto nearest =
        std::min_element(m_pieces.begin(), m_pieces.end(),
                         [&](const DeploymentPiece& a, const DeploymentPiece& b) { return distance(a) < distance(b); });
    return nearest == m_pieces.end() ? nullptr : &*nearest;
}

QString DeploymentStrip::textOf(const DeploymentPiece& piece) const
{
    const QDateTime begin = QDateTime::fromMSecsSinceEpoch(piece.beginMicroseconds / 1000, Qt::UTC);
    return tr("%1 · %2 · %3 h · %n event(s)", nullptr, piece.events)
        .arg(piece.name, begin.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")))
        .arg(piece.seconds / 3600, 0, 'f', 2);
}

QString DeploymentStrip::textAt(const QPoint& at) const
{
    const DeploymentPiece* piece = pieceAt(at.x());
    if (piece == nullptr)
        return {};
    QString text = textOf(*piece);
    const QRect area = pictureArea();
    const double seconds = (momentAt(at.x()) - static_cast<double>(piece->beginMicroseconds)) / 1e6;
    const double hertz = frequencyAxis().hertzAt((area.bottom() + 1.0 - at.y()) / std::max(area.height(), 1));
    const auto level = area.contains(at) ? levelAt(piece->id, seconds, hertz) : std::nullopt;
    if (!level)
        return text;
    const Levels& levels = m_levels.at(piece->id);
    text += QLatin1Char('\n') + tr("%1 · %2 · %3 dBFS in a tenth of an octave")
                                    .arg(levels.timeline.momentText(seconds, 1), hertzText(hertz))
                                    .arg(static_cast<double>(*level), 0, 'f', 1);
    return levels.spectrum->estimated ? text + QLatin1Char(' ') + tr("(estimate)") : text;
}

void DeploymentStrip::choose(std::ptrdiff_t place)
{
    const auto count = static_cast<std::ptrdiff_t>(m_pieces.size());
    if (count < 2)
        return;
    // By value: whoever hears it may set other pieces.
    const QString id = m_pieces[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(place, 0, count - 1))].id;
    if (id != m_shown)
        Q_EMIT chosen(id);
}

/// The moment under the mouse; in a gap the nearest end of the nearest recording.
void DeploymentStrip::goTo(int x)
{
    const DeploymentPiece* piece = pieceAt(x);
    if (piece == nullptr || m_pieces.size() < 2)
        return;
    // By value: whoever hears it may set other pieces.
    const QString id = piece->id;
    const double seconds = (momentAt(x) - static_cast<double>(piece->beginMicroseconds)) / 1e6;
    m_told = id;
    Q_EMIT momentChosen(id, std::clamp(seconds, 0.0, piece->seconds));
}

void DeploymentStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        goTo(event->position().toPoint().x());
}

/// Within a recording the views follow; another one is opened once the button is let go.
void DeploymentStrip::mouseMoveEvent(QMouseEvent* event)
{
    const int x = event->position().toPoint().x();
    const DeploymentPiece* piece = pieceAt(x);
    if ((event->buttons() & Qt::LeftButton) != 0 && piece != nullptr && piece->id == m_told)
        goTo(x);
}

void DeploymentStrip::mouseReleaseEvent(QMouseEvent* event)
{
    const int x = event->position().toPoint().x();
    const DeploymentPiece* piece = pieceAt(x);
    if (event->button() == Qt::LeftButton && piece != nullptr && piece->id != m_told)
        goTo(x);
}

void DeploymentStrip::keyPressEvent(QKeyEvent* event)
{
    const auto shown = std::find_if(m_pieces.begin(), m_pieces.end(),
                                    [this](const DeploymentPiece& piece) { return piece.id == m_shown; });
    const std::ptrdiff_t place = shown - m_pieces.begin();
    switch (event->key()) {
        case Qt::Key_Left: choose(place - 1); break;
        case Qt::Key_Right: choose(place + 1); break;
        case Qt::Key_Home: choose(0); break;
        case Qt::Key_End: choose(static_cast<std::ptrdiff_t>(m_pieces.size()) - 1); break;
        default: QWidget::keyPressEvent(event);
    }
}

bool DeploymentStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const QString text = textAt(help->pos()); !text.isEmpty())
            QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
            case Qt::Key_Left:
            case Qt::Key_Right:
            case Qt::Key_Home:
            case Qt::Key_End: event->accept(); return true;
            default: break;
        }
    }
    return QWidget::event(event);
}

void DeploymentStrip::describe()
{
    const auto shown = std::find_if(m_pieces.begin(), m_pieces.end(),
                                    [this](const DeploymentPiece& piece) { return piece.id == m_shown; });
    setAccessibleDescription(shown == m_pieces.end() ? QString() : textOf(*shown));
}

void DeploymentStrip::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void DeploymentStrip::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

}  // namespace sightline::widgets
