#include "ui/cards/card_view.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/domains/pumpcards/picture.h"

namespace sightline::ui {

namespace {

constexpr int ownChannel = 0;
constexpr int absoluteChannel = 2;

/// The picture is drawn from equally spaced points; the card's own points lie between them.
std::vector<QPointF> atCardPoints(const std::vector<pumpcards::PixelPoint>& trace, std::size_t cardPoints)
{
    std::vector<QPointF> pixels;
    pixels.reserve(cardPoints);
    for (std::size_t i = 0; i < cardPoints; ++i) {
        const double place =
            static_cast<double>(i) * static_cast<double>(trace.size()) / static_cast<double>(cardPoints);
        const auto before = static_cast<std::size_t>(place) % trace.size();
        const auto after = (before + 1) % trace.size();
        const double part = place - std::floor(place);
        pixels.emplace_back(trace[before].x * (1 - part) + trace[after].x * part,
                            trace[before].y * (1 - part) + trace[after].y * part);
    }
    return pixels;
}

}  // namespace

const pumpcards::Card* cardOf(const SampleRow& row)
{
    const auto card = pumpcards::cardOf(*row.recording->recording, row.sample());
    return card ? *card : nullptr;
}

std::vector<QPointF> loopPoints(const pumpcards::Card& card, UnitSystem units)
{
    const double perMetre = words::lengthUnit(units).perSi;
    const double perNewton = words::forceUnit(units).perSi;
    std::vector<QPointF> points;
    points.reserve(card.points.size());
    for (const pumpcards::CardPoint& point : card.points) {
        points.emplace_back(point.positionMetre * perMetre, point.loadNewton * perNewton);
    }
    return points;
}

int topIndex(const pumpcards::Card& card)
{
    const auto top = std::max_element(card.points.begin(), card.points.end(),
                                      [](const auto& a, const auto& b) { return a.positionMetre < b.positionMetre; });
    return static_cast<int>(top - card.points.begin());
}

TimeAxis timeAxis(const pumpcards::Card& card)
{
    TimeAxis axis;
    const std::size_t count = card.points.size();
    if (card.seconds.size() == count && count > 0) {
        axis.seconds = true;
        for (const double value : card.seconds) {
            axis.values.push_back(value - card.seconds.front());
        }
        return axis;
    }
    const bool speedKnown = card.strokesPerMinute && *card.strokesPerMinute > 0;
    const double period = speedKnown ? 60.0 / *card.strokesPerMinute : 1.0;
    axis.seconds = speedKnown;
    for (std::size_t i = 0; i < count; ++i) {
        axis.values.push_back(period * static_cast<double>(i) / static_cast<double>(count));
    }
    return axis;
}

PictureMap::PictureMap(const pumpcards::Card& card, const ImageRecipe& recipe)
{
    const auto stroke = pumpcards::prepare(card, recipe);
    if (!stroke || stroke->position.empty()) {
        return;
    }
    m_own = atCardPoints(pumpcards::trace(*stroke, recipe, ownChannel), card.points.size());
    m_absolute = atCardPoints(pumpcards::trace(*stroke, recipe, absoluteChannel), card.points.size());
}

QPointF PictureMap::pixelOf(int point, bool absolute) const
{
    const std::vector<QPointF>& pixels = absolute ? m_absolute : m_own;
    return pixels[static_cast<std::size_t>(std::clamp(point, 0, static_cast<int>(pixels.size()) - 1))];
}

int PictureMap::pointAt(QPointF pixel, bool absolute, double reach) const
{
    const std::vector<QPointF>& pixels = absolute ? m_absolute : m_own;
    int nearest = -1;
    double best = reach * reach;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const QPointF between = pixels[i] - pixel;
        const double distance = QPointF::dotProduct(between, between);
        if (distance <= best) {
            best = distance;
            nearest = static_cast<int>(i);
        }
    }
    return nearest;
}

}  // namespace sightline::ui
