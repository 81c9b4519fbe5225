// One window as an example: as it is, or varied as the sea varies, for training.
#pragma once

#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/data/signal_image.h"
#include "core/domains/hydrophone/sound_recording.h"

namespace sightline::hydrophone {

/// The one function that makes it for window, batch and training: the network's picture, and how well the up-sweep
/// templates fit. The file's errors, or Cancelled.
Result<Example> windowExample(const SoundRecording& recording, const WindowPlace& place, const ImageRecipe& recipe,
                              Progress& progress);

/// Where in a box the call is: where the templates fit best; the middle where they cannot be asked. The
/// file's errors, or Cancelled.
Result<double> callWithin(const SoundRecording& recording, const WindowGrid& grid, const ImageRecipe& recipe,
                          const Interval& box, Progress& progress);

enum class Variant { Upcall, Background, Other };

struct PlacedWindow {
    const SoundRecording* recording = nullptr;
    WindowPlace place;
};

/// An example drawn anew from the samples. Background is another stretch of sea (`behind`): as it is or played
/// backwards, so that an up-call nobody labelled becomes a down-sweep, or noise of its spectrum; now and then with a
/// simulated sound that is no up-call. An up-call is the window itself, moved a little, or a simulated call over
/// background. What is neither is moved only. Half of the pictures lose a stripe of bands and one of frames. `strength`
/// in (0,1]: the share of examples that are changed by more than their place. No features: the judges that use them
/// learn from plain windows. Errors as windowExample().
Result<Example> variedWindow(const PlacedWindow& own, const PlacedWindow& behind, Variant variant,
                             const ImageRecipe& recipe, double strength, Rng& rng, Progress& progress);

}  // namespace sightline::hydrophone
