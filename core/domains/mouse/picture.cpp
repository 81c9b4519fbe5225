#include "core/domains/mouse/picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/domains/mouse/features.h"
#include "core/imaging/ink.h"

namespace sightline::mouse {

namespace {

using imaging::InkShare;
using imaging::Plane;
using imaging::PlanePoint;

constexpr const char* recipeId = "mouse-planes-1";
constexpr std::size_t planesPerDrawing = 5;
/// Speeds are measured over no less: a recorder's clock is not finer.
constexpr double leastSeconds = 0.004;

enum class Drawing { Absolute, Rosette, SpeedStrip, Own, Time };
struct DrawingName {
    Drawing drawing;
    const char* parameter;
    double usual;
    const char* panel;
};
constexpr std::array<DrawingName, 5> drawings = {{{Drawing::Absolute, "abs", 1, "On the screen"},
                                                  {Drawing::Rosette, "ros", 1, "Strokes from the centre"},
                                                  {Drawing::SpeedStrip, "spd", 0, "Speed"},
                                                  {Drawing::Own, "own", 0, "Shape"},
                                                  {Drawing::Time, "time", 0, "Against time"}}};

std::vector<DrawingName> drawingsOf(const ImageRecipe& recipe)
{
    std::vector<DrawingName> list;
    for (const DrawingName& one : drawings) {
        if (recipe.value(one.parameter, one.usual) > 0) {
            list.push_back(one);
        }
    }
    return list;
}

ImageRecipe recipeWith(bool whose)
{
    const double on = whose ? 1 : 0;
    return {recipeId,
            {{"size", 64},
             {"window", 200},
             {"hop", 0.5},
             {"most_windows", 100},
             {"abs", on},
             {"ros", on},
             {"spd", 0},
             {"own", 1 - on},
             {"time", 1 - on},
             {"screen_width", 1984},
             {"screen_height", 1152},
             {"break_abs", 1},
             {"break_ros", 0.3},
             {"ros_reach", 900},
             {"ros_power", 0.6},
             {"weight", 1.3},
             {"radius", 2.5},
             {"clock", on},
             {"position", 0}}};
}

/// How much of a line is fast, middle and slow ink: the speed's place between 50 and 5,000 px/s on a log scale.
std::array<float, 3> inksOf(double pixelsPerSecond)
{
    const double u = std::clamp((std::log10(std::max(pixelsPerSecond, 1e-3)) - 1.7) / 2, 0.0, 1.0);
    return {static_cast<float>(std::max(0.0, 2 * u - 1)), static_cast<float>(1 - std::abs(2 * u - 1)),
            static_cast<float>(std::max(0.0, 1 - 2 * u))};
}

/// The five planes of one drawing.
class Sheet {
public:
    Sheet(SignalImage& image, std::size_t first, const ImageRecipe& recipe)
        : m_weight(recipe.value("weight", 1.3)), m_radius(recipe.value("radius", 2.5))
    {
        for (std::size_t i = 0; i < planesPerDrawing; ++i) {
            m_planes[i] = {image.channel(static_cast<int>(first + i)), image.width, image.height};
        }
    }

    [[nodiscard]] int width() const { return m_planes[0].width; }
    [[nodiscard]] int height() const { return m_planes[0].height; }

    void line(PlanePoint from, PlanePoint to, double pixelsPerSecond)
    {
        const std::array<float, 3> inks = inksOf(pixelsPerSecond);
        std::array<InkShare, 3> shares;
        std::size_t count = 0;
        for (std::size_t i = 0; i < inks.size(); ++i) {
            if (inks[i] > 0) {
                shares[count++] = {m_planes[i], inks[i]};
            }
        }
        imaging::markLine(std::span<const InkShare>(shares).first(count), from, to, m_weight);
    }

    /// On one plane alone, in full.
    void lineOn(std::size_t plane, PlanePoint from, PlanePoint to)
    {
        const std::array<InkShare, 1> share{{{m_planes[plane], 1}}};
        imaging::markLine(share, from, to, m_weight);
    }

    void click(PlanePoint at, Button button)
    {
        if (button == Button::Left || button == Button::Right) {
            imaging::markDisc(m_planes[button == Button::Left ? 3 : 4], at, m_radius);
        }
    }

    void tick(double x, Button button)
    {
        if (button == Button::Left || button == Button::Right) {
            lineOn(button == Button::Left ? 3 : 4, {x, 0}, {x, 3});
        }
    }

    void dot(PlanePoint at) { lineOn(3, at, at); }

private:
    std::array<Plane, planesPerDrawing> m_planes;
    double m_weight;
    double m_radius;
};

bool isPress(const PathPoint& point)
{
    return point.kind == EventKind::Press;
}

void drawAbsolute(Sheet& sheet, const std::vector<PathPoint>& points, const Session& session, const ImageRecipe& recipe,
                  const Change& change)
{
    const bool declared = session.screenWidth > 0 && session.screenHeight > 0;
    const double across = sheet.width() / (declared ? session.screenWidth : recipe.value("screen_width", 1984));
    const double down = sheet.height() / (declared ? session.screenHeight : recipe.value("screen_height", 1152));
    const double gap = recipe.value("break_abs", 1);
    const auto place = [&](const PathPoint& point) {
        return PlanePoint{point.x * across + change.right, point.y * down + change.down};
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i > 0 && !points[i].broken && points[i].step <= gap) {
            sheet.line(place(points[i - 1]), place(points[i]), points[i].speed * change.speed);
        }
    }
    for (const PathPoint& point : points) {
        if (isPress(point)) {
            sheet.click(place(point), point.button);
        }
    }
}

void drawRosette(Sheet& sheet, const std::vector<PathPoint>& points, const ImageRecipe& recipe, const Change& change)
{
    const double gap = recipe.value("break_ros", 0.3);
    const double reach = recipe.value("ros_reach", 900);
    const double power = recipe.value("ros_power", 0.6);
    const PlanePoint centre{(sheet.width() - 1) / 2.0 + change.right, (sheet.height() - 1) / 2.0 + change.down};
    const double radius = sheet.width() / 2.0 - 1;
    double startX = 0;
    double startY = 0;
    const auto place = [&](const PathPoint& point) {
        const double dx = point.x - startX;
        const double dy = point.y - startY;
        const double distance = std::hypot(dx, dy);
        if (!(distance > 0)) {
            return centre;
        }
        const double scale = radius * std::pow(std::min(distance, reach) / reach, power) / distance;
        return PlanePoint{centre.x + dx * scale, centre.y + dy * scale};
    };
    bool begins = true;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const PathPoint& point = points[i];
        const bool connected = i > 0 && !point.broken && point.step <= gap;
        if (begins || !connected) {
            startX = connected ? points[i - 1].x : point.x;
            startY = connected ? points[i - 1].y : point.y;
        }
        begins = false;
        if (connected) {
            sheet.line(place(points[i - 1]), place(point), point.speed * change.speed);
        }
        if (isPress(point)) {
            sheet.click(place(point), point.button);
            begins = true;
        }
    }
}

void drawSpeedStrip(Sheet& sheet, const std::vector<PathPoint>& points, const Change& change)
{
    constexpr double lowest = 1.2;  // log10 px/s
    constexpr double highest = 4.0;
    constexpr double shortStep = 0.03;
    constexpr double longStep = 0.2;
    const double last = static_cast<double>(std::max<std::size_t>(points.size(), 2) - 1);
    const auto place = [&](std::size_t i) {
        const double log = std::log10(std::max(points[i].speed * change.speed, 1e-3));
        const double up = std::clamp((log - lowest) / (highest - lowest), 0.0, 1.0);
        return PlanePoint{static_cast<double>(i) / last * (sheet.width() - 1) + change.right,
                          (1 - up) * (sheet.height() - 1) + change.down};
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i > 0) {
            const double step = points[i].step;
            sheet.lineOn(step < shortStep ? 0 : step <= longStep ? 1 : 2, place(i - 1), place(i));
        }
        if (isPress(points[i])) {
            sheet.tick(place(i).x, points[i].button);
        }
    }
}

/// Where `value` lies between low and high, in pixels inside a margin.
double scaled(double value, double low, double high, int pixels)
{
    constexpr double margin = 3;
    const double span = high - low;
    return margin + (span > 0 ? (value - low) / span : 0.5) * (pixels - 1 - 2 * margin);
}

template <class Place>
void drawDotted(Sheet& sheet, const std::vector<PathPoint>& points, const Change& change, const Place& place)
{
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i > 0 && !points[i].broken) {
            sheet.line(place(points[i - 1]), place(points[i]), points[i].speed * change.speed);
        }
        sheet.dot(place(points[i]));
    }
}

void drawOwn(Sheet& sheet, const std::vector<PathPoint>& points, const Change& change, bool againstTime)
{
    const auto [left, right] = std::minmax_element(points.begin(), points.end(),
                                                   [](const PathPoint& a, const PathPoint& b) { return a.x < b.x; });
    const double low = left->x;
    const double high = right->x;
    const double startY = points.front().y;
    const double startTime = points.front().seconds;
    const double endTime = points.back().seconds;
    // A slider's path is nearly level: what its height says is seen four times larger.
    constexpr double magnified = 4;
    const double perPixel = high > low ? (sheet.width() - 7) / (high - low) : 0;
    drawDotted(sheet, points, change, [&](const PathPoint& point) {
        const double x = scaled(point.x, low, high, sheet.width());
        if (againstTime) {
            return PlanePoint{scaled(point.seconds, startTime, endTime, sheet.width()) + change.right,
                              sheet.height() - 1 - scaled(point.x, low, high, sheet.height()) + change.down};
        }
        return PlanePoint{x + change.right,
                          (sheet.height() - 1) / 2.0 + (point.y - startY) * perPixel * magnified + change.down};
    });
}

}  // namespace

ImageRecipe ownerRecipe()
{
    return recipeWith(true);
}

ImageRecipe machineRecipe()
{
    return recipeWith(false);
}

Result<void> checkRecipe(const ImageRecipe& recipe)
{
    if (recipe.id != recipeId) {
        return fail(ErrorCode::Invalid, "This program does not know the mouse picture \"" + recipe.id + "\".");
    }
    const double size = recipe.value("size", 64);
    const double window = recipe.value("window", 200);
    const double hop = recipe.value("hop", 0.5);
    const bool sound = size >= 16 && size <= 1024 && window >= 10 && window <= 3000 && hop > 0 && hop <= 1 &&
                       recipe.value("most_windows", 100) >= 1 && recipe.value("screen_width", 1984) > 0 &&
                       recipe.value("screen_height", 1152) > 0 && recipe.value("ros_reach", 900) > 0 &&
                       !drawingsOf(recipe).empty();
    if (!sound) {
        return fail(
            ErrorCode::Invalid,
            "The mouse picture's parameters make no sense: size 16 to 1024, window 10 to 3000 events (more is a "
            "black blob), hop above 0 to 1, at least one drawing.");
    }
    return {};
}

std::size_t windowCount(const Session& session, const ImageRecipe& recipe)
{
    const auto size = static_cast<std::size_t>(recipe.value("window", 200));
    const std::size_t length = session.path.size();
    if (length <= size) {
        return 1;
    }
    const double hop = std::max(1.0, recipe.value("hop", 0.5) * static_cast<double>(size));
    const auto windows = static_cast<std::size_t>(std::ceil(static_cast<double>(length - size) / hop)) + 1;
    return std::min(windows, static_cast<std::size_t>(recipe.value("most_windows", 100)));
}

Window windowAt(const Session& session, const ImageRecipe& recipe, std::size_t number)
{
    const auto size = static_cast<std::size_t>(recipe.value("window", 200));
    const std::size_t length = session.path.size();
    if (length <= size) {
        return {0, length};
    }
    const std::size_t windows = windowCount(session, recipe);
    const double spacing = windows > 1 ? static_cast<double>(length - size) / static_cast<double>(windows - 1) : 0;
    const auto first = static_cast<std::size_t>(std::llround(static_cast<double>(number) * spacing));
    return {std::min(first, length - size), size};
}

std::vector<PathPoint> pathOf(const Session& session, const Window& window)
{
    std::vector<PathPoint> points;
    points.reserve(window.count);
    double other = 0;  // the last time that differs from the current one
    for (std::size_t i = window.first; i < std::min(window.first + window.count, session.path.size()); ++i) {
        const std::size_t at = session.path[i];
        const MouseEvent& event = session.events[at];
        PathPoint point;
        point.seconds = event.seconds;
        point.x = event.x;
        point.y = event.y;
        point.kind = event.kind;
        point.button = event.button;
        point.held = event.held;
        if (points.empty()) {
            other = event.seconds - leastSeconds;
            point.broken = true;
        } else {
            const PathPoint& before = points.back();
            point.step = point.seconds - before.seconds;
            other = point.step > 0 ? before.seconds : other;
            point.speed =
                std::hypot(point.x - before.x, point.y - before.y) / std::max(point.seconds - other, leastSeconds);
            for (std::size_t k = session.path[i - 1] + 1; k < at && !point.broken; ++k) {
                point.broken = session.events[k].kind != EventKind::Scroll;
            }
        }
        points.push_back(point);
    }
    return points;
}

Example draw(const Session& session, const Window& window, const ImageRecipe& recipe, const Change& change)
{
    const std::vector<PathPoint> points = pathOf(session, window);
    const std::vector<DrawingName> list = drawingsOf(recipe);
    const int size = static_cast<int>(recipe.value("size", 64));
    Example example;
    example.image = SignalImage(static_cast<int>(list.size() * planesPerDrawing), size, size);
    for (std::size_t i = 0; i < list.size() && !points.empty(); ++i) {
        Sheet sheet(example.image, i * planesPerDrawing, recipe);
        switch (list[i].drawing) {
            case Drawing::Absolute: drawAbsolute(sheet, points, session, recipe, change); break;
            case Drawing::Rosette: drawRosette(sheet, points, recipe, change); break;
            case Drawing::SpeedStrip: drawSpeedStrip(sheet, points, change); break;
            case Drawing::Own: drawOwn(sheet, points, change, false); break;
            case Drawing::Time: drawOwn(sheet, points, change, true); break;
        }
    }
    example.features = featuresOf(points, recipe);
    return example;
}

Example drawAugmented(const Session& session, std::size_t number, const ImageRecipe& recipe, double strength, Rng& rng)
{
    Window window = windowAt(session, recipe, number);
    if (!(strength > 0)) {
        return draw(session, window, recipe);
    }
    const double amount = 2 * strength;  // the figures below were measured at strength 0.5
    const auto length = static_cast<double>(session.path.size());
    const std::size_t windows = windowCount(session, recipe);
    const double spacing =
        windows > 1 ? (length - static_cast<double>(window.count)) / static_cast<double>(windows - 1) : 0;
    const double middle = static_cast<double>(window.first) + static_cast<double>(window.count) / 2 +
                          std::min(1.0, amount) * rng.uniform(-0.5, 0.5) * spacing;
    const double wanted = static_cast<double>(window.count) * std::exp(amount * rng.uniform(-0.2, 0.2));
    const double count = std::clamp(std::round(wanted), std::min(length, 4.0), length);
    window.count = static_cast<std::size_t>(count);
    window.first = static_cast<std::size_t>(std::clamp(std::round(middle - count / 2), 0.0, length - count));
    Change change;
    change.speed = std::exp(amount * rng.uniform(-0.1, 0.1));
    const double shift = std::min(amount, 4.0);
    change.right = static_cast<int>(std::lround(rng.uniform(-1.5, 1.5) * shift));
    change.down = static_cast<int>(std::lround(rng.uniform(-1.5, 1.5) * shift));
    return draw(session, window, recipe, change);
}

std::vector<domains::Plane> planesOf(const ImageRecipe& recipe)
{
    constexpr std::uint32_t red = 0xFF0000;
    constexpr std::uint32_t green = 0x00FF00;
    constexpr std::uint32_t blue = 0x0000FF;
    std::vector<domains::Plane> planes;
    for (const DrawingName& one : drawingsOf(recipe)) {
        const bool dotted = one.drawing == Drawing::Own || one.drawing == Drawing::Time;
        const bool strip = one.drawing == Drawing::SpeedStrip;
        planes.push_back({strip ? "Steps under 30 ms" : "Fast", one.panel, red, false});
        planes.push_back({strip ? "Steps of 30 to 200 ms" : "Middle", one.panel, green, false});
        planes.push_back({strip ? "Steps over 200 ms" : "Slow", one.panel, blue, false});
        planes.push_back({dotted ? "Samples" : "Left clicks", one.panel, dotted ? 0xFFFFFFU : green, true});
        planes.push_back({dotted ? "Not used" : "Right clicks", one.panel, red, true});
    }
    return planes;
}

}  // namespace sightline::mouse
