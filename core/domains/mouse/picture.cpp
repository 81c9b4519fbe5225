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

/// Places of the absolute drawing.
class OnScreen {
public:
    OnScreen(int width, int height, const Session& session, const ImageRecipe& recipe, const Change& change)
        : m_change(change)
    {
        const bool declared = session.screenWidth > 0 && session.screenHeight > 0;
        m_across = width / (declared ? session.screenWidth : recipe.value("screen_width", 1984));
        m_down = height / (declared ? session.screenHeight : recipe.value("screen_height", 1152));
    }
    [[nodiscard]] PlanePoint operator()(const PathPoint& point) const
    {
        return {point.x * m_across + m_change.right, point.y * m_down + m_change.down};
    }

private:
    Change m_change;
    double m_across = 1;
    double m_down = 1;
};

void drawAbsolute(Sheet& sheet, const std::vector<PathPoint>& points, const Session& session, const ImageRecipe& recipe,
                  const Change& change)
{
    const double gap = recipe.value("break_abs", 1);
    const OnScreen place(sheet.width(), sheet.height(), session, recipe, change);
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

/// Places of the rosette, point after point: every stroke starts at the centre.
class Rosette {
public:
    Rosette(int width, int height, const ImageRecipe& recipe, const Change& change)
        : m_gap(recipe.value("break_ros", 0.3)),
          m_reach(recipe.value("ros_reach", 900)),
          m_power(recipe.value("ros_power", 0.6)),
          m_radius(width / 2.0 - 1),
          m_centre{(width - 1) / 2.0 + change.right, (height - 1) / 2.0 + change.down}
    {
    }

    struct Step {
        bool connected = false;  ///< a line leads here
        PlanePoint from;         ///< where that line begins
        PlanePoint to;
    };
    Step next(const std::vector<PathPoint>& points, std::size_t i)
    {
        const PathPoint& point = points[i];
        Step step;
        step.connected = i > 0 && !point.broken && point.step <= m_gap;
        if (m_begins || !step.connected) {
            m_start = step.connected ? points[i - 1] : point;
        }
        m_begins = isPress(point);
        step.from = step.connected ? place(points[i - 1]) : m_centre;
        step.to = place(point);
        return step;
    }

private:
    [[nodiscard]] PlanePoint place(const PathPoint& point) const
    {
        const double dx = point.x - m_start.x;
        const double dy = point.y - m_start.y;
        const double distance = std::hypot(dx, dy);
        if (!(distance > 0)) {
            return m_centre;
        }
        const double scale = m_radius * std::pow(std::min(distance, m_reach) / m_reach, m_power) / distance;
        return {m_centre.x + dx * scale, m_centre.y + dy * scale};
    }

    double m_gap;
    double m_reach;
    double m_power;
    double m_radius;
    PlanePoint m_centre;
    PathPoint m_start;
    bool m_begins = true;
};

void drawRosette(Sheet& sheet, const std::vector<PathPoint>& points, const ImageRecipe& recipe, const Change& change)
{
    Rosette rosette(sheet.width(), sheet.height(), recipe, change);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Rosette::Step step = rosette.next(points, i);
        if (step.connected) {
            sheet.line(step.from, step.to, points[i].speed * change.speed);
        }
        if (isPress(points[i])) {
            sheet.click(step.to, points[i].button);
        }
    }
}

/// Places of the speed strip: event number across, log speed up.
PlanePoint placeOnStrip(const std::vector<PathPoint>& points, std::size_t i, int width, int height,
                        const Change& change)
{
    constexpr double lowest = 1.2;  // log10 px/s
    constexpr double highest = 4.0;
    const double last = static_cast<double>(std::max<std::size_t>(points.size(), 2) - 1);
    const double log = std::log10(std::max(points[i].speed * change.speed, 1e-3));
    const double up = std::clamp((log - lowest) / (highest - lowest), 0.0, 1.0);
    return {static_cast<double>(i) / last * (width - 1) + change.right, (1 - up) * (height - 1) + change.down};
}

void drawSpeedStrip(Sheet& sheet, const std::vector<PathPoint>& points, const Change& change)
{
    constexpr double shortStep = 0.03;
    constexpr double longStep = 0.2;
    const auto place = [&](std::size_t i) { return placeOnStrip(points, i, sheet.width(), sheet.height(), change); };
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

/// Places of the drawings that take out where a path starts and how large it is.
class Own {
public:
    Own(const std::vector<PathPoint>& points, int width, int height, const Change& change, bool againstTime)
        : m_width(width), m_height(height), m_change(change), m_againstTime(againstTime)
    {
        const auto [left, right] = std::minmax_element(
            points.begin(), points.end(), [](const PathPoint& a, const PathPoint& b) { return a.x < b.x; });
        m_low = left->x;
        m_high = right->x;
        m_first = points.front();
        m_endTime = points.back().seconds;
    }
    [[nodiscard]] PlanePoint operator()(const PathPoint& point) const
    {
        if (m_againstTime) {
            return {scaled(point.seconds, m_first.seconds, m_endTime, m_width) + m_change.right,
                    m_height - 1 - scaled(point.x, m_low, m_high, m_height) + m_change.down};
        }
        // A slider's path is nearly level: what its height says is seen four times larger.
        constexpr double magnified = 4;
        const double perPixel = m_high > m_low ? (m_width - 7) / (m_high - m_low) : 0;
        return {scaled(point.x, m_low, m_high, m_width) + m_change.right,
                (m_height - 1) / 2.0 + (point.y - m_first.y) * perPixel * magnified + m_change.down};
    }

private:
    int m_width;
    int m_height;
    Change m_change;
    bool m_againstTime;
    double m_low = 0;
    double m_high = 0;
    double m_endTime = 0;
    PathPoint m_first;
};

void drawOwn(Sheet& sheet, const std::vector<PathPoint>& points, const Change& change, bool againstTime)
{
    const Own place(points, sheet.width(), sheet.height(), change, againstTime);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i > 0 && !points[i].broken) {
            sheet.line(place(points[i - 1]), place(points[i]), points[i].speed * change.speed);
        }
        sheet.dot(place(points[i]));
    }
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

std::vector<PixelPlace> placesOf(const Session& session, const Window& window, const ImageRecipe& recipe,
                                 std::size_t drawing)
{
    const std::vector<PathPoint> points = pathOf(session, window);
    const std::vector<DrawingName> list = drawingsOf(recipe);
    std::vector<PixelPlace> places;
    if (drawing >= list.size() || points.empty()) {
        return places;
    }
    const int size = static_cast<int>(recipe.value("size", 64));
    const Drawing kind = list[drawing].drawing;
    const OnScreen onScreen(size, size, session, recipe, {});
    const Own own(points, size, size, {}, kind == Drawing::Time);
    Rosette rosette(size, size, recipe, {});
    places.reserve(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        PlanePoint at;
        switch (kind) {
            case Drawing::Absolute: at = onScreen(points[i]); break;
            case Drawing::Rosette: at = rosette.next(points, i).to; break;
            case Drawing::SpeedStrip: at = placeOnStrip(points, i, size, size, {}); break;
            case Drawing::Own:
            case Drawing::Time: at = own(points[i]); break;
        }
        places.push_back({at.x, at.y});
    }
    return places;
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
