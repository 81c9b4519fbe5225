// The picture of a window of a session: the same in training, on the screen and in batch.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/data/image_recipe.h"
#include "core/data/signal_image.h"
#include "core/domains/domain.h"
#include "core/domains/mouse/session.h"

namespace sightline::mouse {

/// "mouse-planes-1". Parameters (defaults of whose hand; 0 leaves a drawing out):
///   size 64               pixels, both ways
///   window 200            events of a window
///   hop 0.5               from window to window, as a share of it
///   most_windows 100      of a session, spread evenly; the first begins at its start, the last ends at its end
///   abs 1                 where on the screen: the declared screen, else screen_width x screen_height, fills the
///   picture ros 1                 rosette: every stroke starts at the centre, radius 31 px x (distance /
///   ros_reach)^ros_power;
///                         a stroke ends with a gap or a press
///   spd 0                 speed strip: event number across, log speed up; shows the recorder's clock
///   own 0                 start and scale removed: across the path's own width, up from its start, magnified
///   time 0                position against time, both scaled to their own range
///   screen_width 1984, screen_height 1152   pixels
///   break_abs 1, break_ros 0.3              seconds without an event that break the line
///   ros_reach 900, ros_power 0.6
///   weight 1.3            of a line's ink
///   radius 2.5            of a click's disc, pixels
///   clock 1               features of time steps for the forest; 0 (human or machine) leaves the recorder's clock out
///   position 0            features of places on the screen for the forest
/// A drawing has three planes of ink: fast, middle and slow, the speed in px/s split on a log scale from 50 to 5,000;
/// then the presses of the left and of the right button (abs, ros, spd) or a dot at every sample (own, time).
ImageRecipe ownerRecipe();
/// The same with own and time instead of abs and ros: neither place nor size of a path tells a machine.
ImageRecipe machineRecipe();

/// Invalid for an unknown recipe or senseless parameters.
Result<void> checkRecipe(const ImageRecipe& recipe);

/// Some of the events of Session::path.
struct Window {
    std::size_t first = 0;
    std::size_t count = 0;
};
/// At least 1; the windows need no more than the path's length to be known.
std::size_t windowCount(const Session& session, const ImageRecipe& recipe);
Window windowAt(const Session& session, const ImageRecipe& recipe, std::size_t number);

/// What augmentation changes.
struct Change {
    double speed = 1;  ///< every speed times this
    int right = 0;     ///< picture moved by so many pixels
    int down = 0;
};
/// Picture and features of a window; the recipe must have passed checkRecipe().
Example draw(const Session& session, const Window& window, const ImageRecipe& recipe, const Change& change = {});
/// Where a drawing of the picture shows each event of a window, in pixels: (0, 0) is the centre of the top left one.
/// Drawings count from 0 in the order of the planes, five planes each; empty: no such drawing, or nothing to draw.
struct PixelPlace {
    double x = 0;
    double y = 0;
};
std::vector<PixelPlace> placesOf(const Session& session, const Window& window, const ImageRecipe& recipe,
                                 std::size_t drawing);
inline constexpr std::size_t planesPerDrawing = 5;
/// A window as it might have been: of another length, somewhere around its place, a little faster or slower, shifted by
/// a pixel. strength 0 draws exactly the plain picture; 0.5 is what the recipe was measured with.
Example drawAugmented(const Session& session, std::size_t number, const ImageRecipe& recipe, double strength, Rng& rng);

/// What each plane shows, in the order of the picture's channels.
std::vector<domains::Plane> planesOf(const ImageRecipe& recipe);

/// One event of the path as it is drawn.
struct PathPoint {
    double seconds = 0;
    double x = 0;  ///< pixels of the screen
    double y = 0;
    double step = 0;      ///< seconds since the event before
    double speed = 0;     ///< px/s since the event before, by the last different time, 4 ms at least
    bool broken = false;  ///< no line leads here whatever the gap: the pointer left, or its position was lost
    EventKind kind = EventKind::Move;
    Button button = Button::None;
    std::uint8_t held = 0;
};
std::vector<PathPoint> pathOf(const Session& session, const Window& window);

}  // namespace sightline::mouse
