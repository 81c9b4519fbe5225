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

void clampInk(Plane plane)
{
    for (float& pixel : plane.pixels) {
        pixel = std::clamp(pixel, 0.0F, 1.0F);
    }
}

}  // namespace sightline::imaging
