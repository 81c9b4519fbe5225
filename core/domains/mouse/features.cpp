#include "core/domains/mouse/features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace sightline::mouse {

namespace {

constexpr double gapSeconds = 1;

/// Values at 10, 25, 50, 75 and 90 % of the sorted list; zeros for none.
void addPercentiles(std::vector<double> values, std::vector<float>& numbers)
{
    constexpr std::array<double, 5> shares = {0.10, 0.25, 0.50, 0.75, 0.90};
    std::sort(values.begin(), values.end());
    for (const double share : shares) {
        if (values.empty()) {
            numbers.push_back(0);
            continue;
        }
        const double place = share * static_cast<double>(values.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const std::size_t above = std::min(below + 1, values.size() - 1);
        const double part = place - static_cast<double>(below);
        numbers.push_back(static_cast<float>(values[below] * (1 - part) + values[above] * part));
    }
}

double deviation(const std::vector<double>& values)
{
    if (values.empty()) {
        return 0;
    }
    double sum = 0;
    double squares = 0;
    for (const double value : values) {
        sum += value;
        squares += value * value;
    }
    const auto count = static_cast<double>(values.size());
    return std::sqrt(std::max(0.0, squares / count - sum / count * (sum / count)));
}

struct Movement {
    std::vector<double> speed, length, turning, acceleration, acrossStep, downStep, timeStep;
    std::array<double, 8> directions{};
};

Movement movementOf(const std::vector<PathPoint>& points)
{
    Movement movement;
    double lastDirection = 0;
    double lastSpeed = 0;
    bool moving = false;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const PathPoint& point = points[i];
        movement.timeStep.push_back(point.step);
        if (point.broken || point.step > gapSeconds) {
            moving = false;
            continue;
        }
        const double dx = point.x - points[i - 1].x;
        const double dy = point.y - points[i - 1].y;
        const double length = std::hypot(dx, dy);
        if (!(length > 0)) {
            continue;
        }
        const double direction = std::atan2(dy, dx);
        movement.speed.push_back(point.speed);
        movement.length.push_back(length);
        movement.acrossStep.push_back(std::abs(dx));
        movement.downStep.push_back(std::abs(dy));
        const double turn = (direction + std::numbers::pi) / (2 * std::numbers::pi) * 8;
        movement.directions[static_cast<std::size_t>(turn) % 8] += 1;
        if (moving) {
            movement.turning.push_back(std::abs(std::remainder(direction - lastDirection, 2 * std::numbers::pi)));
            movement.acceleration.push_back((point.speed - lastSpeed) / std::max(point.step, 0.004));
        }
        moving = true;
        lastDirection = direction;
        lastSpeed = point.speed;
    }
    return movement;
}

template <class Condition>
float shareOf(const std::vector<PathPoint>& points, const Condition& condition)
{
    const auto count = std::count_if(points.begin(), points.end(), condition);
    return points.empty() ? 0.0F : static_cast<float>(count) / static_cast<float>(points.size());
}

/// Shares of the values in `bins` fields of equal width on a log scale between low and high; what lies beyond counts in
/// the first or last.
std::vector<float> logHistogram(const std::vector<double>& values, double low, double high, std::size_t bins)
{
    std::vector<float> shares(bins, 0.0F);
    for (const double value : values) {
        const double place = value > 0 ? std::log(value / low) / std::log(high / low) : 0;
        const auto bin = static_cast<std::size_t>(std::clamp(place, 0.0, 0.9999) * static_cast<double>(bins));
        shares[bin] += 1.0F / static_cast<float>(values.size());
    }
    return shares;
}

constexpr double screenWidth = 1984;
constexpr double screenHeight = 1152;

std::vector<float> fieldsOf(const std::vector<PathPoint>& points)
{
    constexpr std::size_t side = 8;
    std::vector<float> fields(side * side, 0.0F);
    for (const PathPoint& point : points) {
        const double right = std::clamp(point.x / screenWidth, 0.0, 0.9999) * side;
        const double down = std::clamp(point.y / screenHeight, 0.0, 0.9999) * side;
        fields[static_cast<std::size_t>(down) * side + static_cast<std::size_t>(right)] +=
            1.0F / static_cast<float>(points.size());
    }
    return fields;
}

}  // namespace

std::vector<float> featuresOf(const std::vector<PathPoint>& points, const ImageRecipe& recipe)
{
    const Movement movement = movementOf(points);
    std::vector<float> numbers;
    constexpr std::size_t usual = 56;
    numbers.reserve(usual);
    addPercentiles(movement.speed, numbers);
    addPercentiles(movement.length, numbers);
    addPercentiles(movement.turning, numbers);
    addPercentiles(movement.acceleration, numbers);
    addPercentiles(movement.acrossStep, numbers);
    addPercentiles(movement.downStep, numbers);
    double steps = 0;
    for (const double count : movement.directions) {
        steps += count;
    }
    for (const double count : movement.directions) {
        numbers.push_back(steps > 0 ? static_cast<float>(count / steps) : 0.0F);
    }
    numbers.push_back(static_cast<float>(deviation(movement.speed)));
    numbers.push_back(static_cast<float>(deviation(movement.acceleration)));
    const auto pressed = [](Button button) {
        return [button](const PathPoint& point) { return point.kind == EventKind::Press && point.button == button; };
    };
    numbers.push_back(shareOf(points, pressed(Button::Left)));
    numbers.push_back(shareOf(points, pressed(Button::Right)));
    numbers.push_back(
        shareOf(points, [](const PathPoint& point) { return point.kind == EventKind::Move && point.held != 0; }));
    if (recipe.value("clock", 1) > 0) {
        addPercentiles(movement.timeStep, numbers);
        numbers.push_back(shareOf(points, [](const PathPoint& point) { return point.step > 0.5; }));
        numbers.push_back(shareOf(points, [](const PathPoint& point) { return point.step > 1; }));
    }
    if (recipe.value("position", 0) > 0) {
        const std::vector<float> fields = fieldsOf(points);
        numbers.insert(numbers.end(), fields.begin(), fields.end());
    }
    return numbers;
}

const char* toString(Probe probe)
{
    switch (probe) {
        case Probe::Clock: return "clock";
        case Probe::Speed: return "speed";
        case Probe::Position: return "position";
        case Probe::Reach: return "reach";
    }
    return "clock";
}

std::vector<float> probeOf(const std::vector<PathPoint>& points, Probe probe)
{
    const Movement movement = movementOf(points);
    switch (probe) {
        case Probe::Clock: return logHistogram(movement.timeStep, 1e-3, 10, 40);
        case Probe::Speed: return logHistogram(movement.speed, 10, 20000, 32);
        case Probe::Position: return fieldsOf(points);
        case Probe::Reach: {
            float right = 0;
            float down = 0;
            for (const PathPoint& point : points) {
                right = std::max(right, static_cast<float>(point.x));
                down = std::max(down, static_cast<float>(point.y));
            }
            return {right, down};
        }
    }
    return {};
}

}  // namespace sightline::mouse
