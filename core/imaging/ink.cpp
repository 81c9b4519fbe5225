#include "core/imaging/ink.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace sightline::imaging {

namespace {

void deposit(Plane plane, double x, double y, double ink)
{
    const double left = std::floor(x);
    const double top = std::floor(y);
    if (!(left >= -1 && top >= -1 && left < plane.width && top < plane.height)) {
        return;
    }
    const int column = static_cast<int>(left);
    const int row = static_cast<int>(top);
    const double right = x - left;
    const double below = y - top;
    const auto add = [&](int r, int c, double share) {
        if (r >= 0 && r < plane.height && c >= 0 && c < plane.width) {
            plane.pixels[static_cast<std::size_t>(r) * static_cast<std::size_t>(plane.width) +
                         static_cast<std::size_t>(c)] += static_cast<float>(ink * share);
        }
    };
    add(row, column, (1 - right) * (1 - below));
    add(row, column + 1, right * (1 - below));
    add(row + 1, column, (1 - right) * below);
    add(row + 1, column + 1, right * below);
}

}  // namespace

void addLine(Plane plane, std::span<const PlanePoint> points, int substeps)
{
    assert(plane.pixels.size() == static_cast<std::size_t>(plane.width) * static_cast<std::size_t>(plane.height));
    assert(substeps > 0);
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const PlanePoint from = points[i];
        const double dx = (points[i + 1].x - from.x) / substeps;
        const double dy = (points[i + 1].y - from.y) / substeps;
        const double ink = std::hypot(dx, dy);
        if (!(ink > 0)) {
            continue;
        }
        for (int step = 0; step < substeps; ++step) {
            deposit(plane, from.x + step * dx, from.y + step * dy, ink);
        }
    }
}

void markLine(std::span<const InkShare> shares, PlanePoint from, PlanePoint to, double weight)
{
    if (shares.empty()) {
        return;
    }
    const int width = shares.front().plane.width;
    const int height = shares.front().plane.height;
    const double dx = to.x - from.x;
    const double dy = to.y - from.y;
    // A segment that leads far outside is not walked to its end, but its length must not be one either.
    constexpr double longest = 1e4;
    const double length = std::hypot(dx, dy);
    if (!(length < longest)) {
        return;
    }
    const int steps = static_cast<int>(std::ceil(length * 2));
    const auto mark = [&](int row, int column, double share) {
        if (row < 0 || row >= height || column < 0 || column >= width || !(share > 0)) {
            return;
        }
        const auto ink = static_cast<float>(std::min(1.0, weight * share));
        const std::size_t at =
            static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(column);
        for (const InkShare& one : shares) {
            float& pixel = one.plane.pixels[at];
            pixel = std::max(pixel, ink * one.amount);
        }
    };
    for (int step = 0; step <= steps; ++step) {
        const double part = steps == 0 ? 0 : static_cast<double>(step) / steps;
        const double x = from.x + part * dx;
        const double y = from.y + part * dy;
        if (!(x > -1 && y > -1 && x < width && y < height)) {
            continue;
        }
        const double left = std::floor(x);
        const double top = std::floor(y);
        const double right = x - left;
        const double below = y - top;
        const int column = static_cast<int>(left);
        const int row = static_cast<int>(top);
        mark(row, column, (1 - right) * (1 - below));
        mark(row, column + 1, right * (1 - below));
        mark(row + 1, column, (1 - right) * below);
        mark(row + 1, column + 1, right * below);
    }
}

void markDisc(Plane plane, PlanePoint centre, double radius)
{
    if (!(std::abs(centre.x) < 1e6 && std::abs(centre.y) < 1e6)) {
        return;
    }
    const double reach = radius + 0.5;
    const int firstRow = std::max(0, static_cast<int>(std::floor(centre.y - reach)));
    const int lastRow = std::min(plane.height - 1, static_cast<int>(std::ceil(centre.y + reach)));
    const int firstColumn = std::max(0, static_cast<int>(std::floor(centre.x - reach)));
    const int lastColumn = std::min(plane.width - 1, static_cast<int>(std::ceil(centre.x + reach)));
    for (int row = firstRow; row <= lastRow; ++row) {
        for (int column = firstColumn; column <= lastColumn; ++column) {
            const double distance = std::hypot(column - centre.x, row - centre.y);
            const auto ink = static_cast<float>(std::clamp(reach - distance, 0.0, 1.0));
            float& pixel = plane.pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(plane.width) +
                                        static_cast<std::size_t>(column)];
            pixel = std::max(pixel, ink);
        }
    }
}

void clampInk(Plane plane)
{
    for (float& pixel : plane.pixels) {
        pixel = std::clamp(pixel, 0.0F, 1.0F);
    }
}

}  // namespace sightline::imaging
