// What a box of time and frequency holds, in numbers.
#pragma once

#include "core/data/extent.h"
#include "ui/hydrophone/sound_source.h"

namespace sightline::ui {

struct SelectionMeasures {
    double seconds = 0;       ///< duration
    double peakHertz = 0;     ///< where the mean spectrum is highest
    Interval middleHertz;     ///< between them lie 90 % of the energy (5 % below, 5 % above)
    double levelDecibel = 0;  ///< RMS in the band; a sine of full scale is 0
    bool sampled = false;     ///< of a long stretch only some seconds were looked at, spread evenly
};

/// Of recorded seconds and a band (nothing: all of it). Bins are as fine as the stretch allows, at most about 1 Hz.
/// Invalid: nothing in it. The file's errors, or Cancelled.
Result<SelectionMeasures> measureSelection(const SoundFileRef& file, formats::ChannelChoice channel,
                                           const Interval& recordedSeconds, const std::optional<Interval>& hertz,
                                           Progress& progress);

}  // namespace sightline::ui
