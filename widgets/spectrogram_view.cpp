#include "widgets/spectrogram_view.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <utility>

#include "widgets/level_scales.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

constexpr double decibelOfNotch = 2;
/// A change of contrast smaller than this would only flicker.
constexpr double noticedDecibel = 1;

}  // namespace

SpectrogramView::SpectrogramView(jobs::Lane& io, QWidget* parent) : TimeView(parent), m_store(new TileStore(io, this))
{
    setObjectName(QStringLiteral("spectrogram"));
    setAccessibleName(tr("Spectrogram"));
    connect(m_store, &TileStore::arrived, this, [this] {
        m_stale = true;
        update();
        if (m_store->running() == 0)
            Q_EMIT settled();
    });
    connect(m_store, &TileStore::failed, this, &SpectrogramView::failed);
}

SpectrogramView::~SpectrogramView() = default;

void SpectrogramView::setSource(std::shared_ptr<const SpectrogramSource> source)
{
    m_store->setSource(std::move(source));
    viewportMoved();
    update();
}

void SpectrogramView::improve()
{
    m_store->improve();
}

void SpectrogramView::setScale(FrequencyScale scale)
{
    m_scale = scale;
    m_stale = true;
    update();
}

void SpectrogramView::setColourMap(imaging::ColourMap map)
{
    m_map = map;
    m_colourless = true;
    update();
}

void SpectrogramView::setContrast(std::optional<Contrast> contrast)
{
    m_chosenContrast = contrast;
    if (contrast)
        m_contrast = *contrast;
    m_colourless = true;
    m_stale = true;
    update();
}

std::optional<FrequencyAxis> SpectrogramView::frequencyAxis() const
{
    return FrequencyAxis{viewport().hertz, m_scale};
}

void SpectrogramView::viewportMoved()
{
    m_stale = true;
    askForTiles();
}

void SpectrogramView::askForTiles()
{
    const QRect area = plotArea();
    if (!m_store->source() || timeline().stretches().empty() || area.width() < 8 || area.height() < 8)
        return;
    const SpectrogramShape shape = m_store->source()->shape();
    const int pixels = static_cast<int>(area.width() * devicePixelRatioF());
    const Interval& seconds = viewport().seconds;
    const int level = SpectrogramPicture::levelFor(shape, seconds, pixels);
    std::vector<TileId> wanted = SpectrogramPicture::tilesOf(shape, timeline(), seconds, level);
    if (wanted.empty())
        return;
    std::vector<TileId> spare;
    if (wanted.front().tile > 0)
        spare.push_back({level, wanted.front().tile - 1});
    if (wanted.back().tile + 1 < shape.grid.tiles(level))
        spare.push_back({level, wanted.back().tile + 1});
    // Something to stretch, wherever one goes next.
    const TileId all{shape.grid.levelOfAll(), 0};
    if (level != all.level)
        spare.push_back(all);
    m_store->want(std::move(wanted), std::move(spare));
}

void SpectrogramView::compose(QSize pixels)
{
    if (!m_stale && m_picture.size() == pixels)
        return;
    m_picture.compose(*m_store, timeline(), viewport().seconds, *frequencyAxis(), pixels);
    m_stale = false;
    m_colourless = true;
    if (!m_chosenContrast)
        followContrast();
    speakCursor();
}

void SpectrogramView::followContrast()
{
    const std::optional<Contrast> usual = m_picture.usualContrast();
    if (usual && (std::abs(usual->lowest - m_contrast.lowest) > noticedDecibel ||
                  std::abs(usual->highest - m_contrast.highest) > noticedDecibel))
        m_contrast = *usual;
}

void SpectrogramView::paintSignal(QPainter& painter, const QRect& area, const Colours& c)
{
    const double ratio = devicePixelRatioF();
    compose((QSizeF(area.size()) * ratio).toSize());
    const QRgb empty = c.sunken.rgb();
    if (m_colourless || empty != m_emptyColour) {
        m_picture.colour(m_image, m_contrast, m_map, empty);
        m_emptyColour = empty;
        m_colourless = false;
    }
    painter.drawImage(QRectF(area), m_image);
}

void SpectrogramView::paintScales(QPainter& painter, const QRect& area, const Colours& /*c*/)
{
    paintFrequencies(painter, area, *frequencyAxis());
    if (!m_store->source())
        return;
    paintColours(painter, area, width(), m_map, m_contrast.lowest, m_contrast.highest, m_store->source()->shape().unit);
    if (m_picture.preliminary())
        paintEstimate(painter, area);
}

std::optional<double> SpectrogramView::decibelAt(QPointF at) const
{
    const QRect area = plotArea();
    const double ratio = devicePixelRatioF();
    const std::uint16_t step = m_picture.step(static_cast<int>(std::floor((at.x() - area.left()) * ratio)),
                                              static_cast<int>(std::floor((at.y() - area.top()) * ratio)));
    return step == 0 ? std::nullopt : std::optional<double>(steps::toDecibel(step));
}

QString SpectrogramView::cursorText() const
{
    if (!cursorMoment() || timeline().stretches().empty())
        return {};
    const QRect area = plotArea();
    const double pixel = viewport().seconds.length() / std::max(area.width(), 1);
    QString text = timeline().momentText(*cursorMoment(), pixel);
    if (!timeline().recordedAt(*cursorMoment()))
        return tr("%1 · nothing recorded").arg(text);
    const FrequencyAxis axis = *frequencyAxis();
    const auto hertzAtRow = [&](double y) {
        return axis.hertzAt((area.bottom() + 1 - y) / std::max(area.height(), 1));
    };
    // Levels of another place would be wrong; the next painting knows the right ones.
    if (m_stale)
        return text;
    const QString unit = m_store->source() ? m_store->source()->shape().unit : QString();
    if (mouseAt()) {
        text += QStringLiteral(" · ") + hertzText(hertzAtRow(mouseAt()->y()));
        if (const std::optional<double> level = decibelAt(*mouseAt()); level)
            text += QStringLiteral(" · %1 %2").arg(*level, 0, 'f', 1).arg(unit);
        return text;
    }
    // Without a mouse there is no frequency pointed at: the strongest of the moment is told.
    const double ratio = devicePixelRatioF();
    const int column = static_cast<int>(std::floor((xOf(*cursorMoment()) - area.left()) * ratio));
    if (const std::optional<int> row = m_picture.strongestRow(column); row)
        text += tr(" · strongest %1 · %2 %3")
                    .arg(hertzText(hertzAtRow(area.top() + (*row + 0.5) / ratio)))
                    .arg(steps::toDecibel(m_picture.step(column, *row)), 0, 'f', 1)
                    .arg(unit);
    return text;
}

void SpectrogramView::turned(double steps, bool shift)
{
    Contrast next = m_contrast;
    (shift ? next.highest : next.lowest) += steps * decibelOfNotch;
    next.highest = std::max(next.highest, next.lowest + decibelOfNotch);
    setContrast(next);
    Q_EMIT contrastChanged();
}

void SpectrogramView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_A && event->modifiers() == Qt::NoModifier) {
        setContrast({});
        Q_EMIT contrastChanged();
        return;
    }
    TimeView::keyPressEvent(event);
}

}  // namespace sightline::widgets
