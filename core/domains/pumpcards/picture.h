// The picture of a card and the numbers beside it: the same in training, on the screen and in batch.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/data/image_recipe.h"
#include "core/data/signal_image.h"
#include "core/domains/pumpcards/card.h"

namespace sightline::pumpcards {

/// "pumpcard-strokes-1", with its parameters:
///   size 64                    pixels, both ways
///   points 256                 the card is resampled to this many points, equally spaced in index (time)
///   load_step_N 100            loads are rounded to this, before and after resampling: a finer step betrays the
///   recorder margin 0.08                of the picture's size, channels 0 and 1 substeps 6                 ink steps
///   per segment absolute_position_m 10     right edge of channel 2 absolute_load_N 120000     top edge of channel 2
///   speed_scalars 1            1: SPM and whether it is known are scalars too
/// Channel 0: the up-stroke, 1: the down-stroke, both scaled to the card's own span; 2: the whole card on absolute
/// axes.
ImageRecipe strokesRecipe();

/// One stroke prepared for drawing: resampled, rounded. Rows of equal length, SI.
struct Stroke {
    std::vector<double> position;
    std::vector<double> load;
    double strokesPerMinute = 0;  ///< 0: not known
};

/// Invalid for an unknown recipe or senseless parameters, fewer than 3 points, or a point that is no finite number.
Result<Stroke> prepare(const Card& card, const ImageRecipe& recipe);

/// What augmentation does to the two axes after they were scaled to [0,1]: p' = (p + 2 bend p (1-p)) scale + shift.
struct AxisWarp {
    double bend = 0;
    double scale = 1;
    double shift = 0;

    [[nodiscard]] double operator()(double p) const { return (p + 2 * bend * p * (1 - p)) * scale + shift; }
};

/// Picture, scalars and features (the curve in numbers, for a forest) of a prepared stroke.
Example draw(const Stroke& stroke, const ImageRecipe& recipe, const AxisWarp& across = {}, const AxisWarp& up = {});

/// A place in the picture: (0,0) is the centre of the top left pixel.
struct PixelPoint {
    double x = 0;
    double y = 0;
};
/// Where draw() puts the points of the stroke, so that a cursor can be linked: channel 2 on the absolute axes, the
/// others on the card's own span.
std::vector<PixelPoint> trace(const Stroke& stroke, const ImageRecipe& recipe, int channel);

/// Scaled to 1 over its span; 0.5 everywhere for a constant.
std::vector<double> spanScaled(std::span<const double> values);
/// Rounds every load to the recipe's step.
void roundLoads(std::span<double> loads, const ImageRecipe& recipe);

/// Names of Example::scalars, in order; they never change within a recipe id.
std::vector<std::string> scalarNames(const ImageRecipe& recipe);
/// For people, within a sentence: "peak load"; the name itself where it is none of them.
std::string scalarTitle(const std::string& name);

/// A card as it might have been measured on another day: load shifted against position, harmonics changed, noise,
/// gains, then bends, scales and shifts of the picture. strength 0 draws exactly the plain picture; 0.5 is what the
/// recipe was measured with. Never mirrored: that would swap diagnoses.
Example drawAugmented(const Stroke& stroke, const ImageRecipe& recipe, double strength, Rng& rng);

}  // namespace sightline::pumpcards
