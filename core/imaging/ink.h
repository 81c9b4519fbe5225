// Thin anti-aliased lines drawn as ink on a float plane.
#pragma once

#include <span>

namespace sightline::imaging {

/// x to the right, y down; (0,0) is the centre of the top left pixel.
struct PlanePoint {
    double x = 0;
    double y = 0;
};

/// A view of one channel of a picture, row by row from the top.
struct Plane {
    std::span<float> pixels;
    int width = 0;
    int height = 0;
};

/// Draws the open line through `points`: every segment is cut into `substeps` equal steps, and each step leaves its
/// length in pixels as ink, shared among the four pixels around its starting point by bilinear weights. A line one
/// pixel wide thus carries about one unit of ink per pixel, wherever it lies between the pixels. Ink outside the plane
/// is lost; the plane may exceed 1 until clampInk().
void addLine(Plane plane, std::span<const PlanePoint> points, int substeps);

/// A plane and how much of a mark it gets.
struct InkShare {
    Plane plane;
    float amount = 1;
};

/// Draws the segment so that crossing lines do not add up: at steps of half a pixel the four pixels around each point
/// get min(1, weight × bilinear share) × amount unless they already hold more. Both ends are drawn, so a segment
/// without length leaves a dot. Ink outside the planes is lost. All planes are of one size.
void markLine(std::span<const InkShare> shares, PlanePoint from, PlanePoint to, double weight);

/// A disc with soft edge, blended the same way: 1 within radius - ½, falling to 0 at radius + ½ pixels.
void markDisc(Plane plane, PlanePoint centre, double radius);

/// Limits every pixel to [0,1].
void clampInk(Plane plane);

}  // namespace sightline::imaging
