// What a stretch of sound holds, in numbers: level, pitch, band.
#pragma once

#include <optional>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/data/extent.h"
#include "core/formats/sound_file.h"

namespace sightline::hydrophone {

struct SoundMeasures {
    double seconds = 0;
    /// RMS within the band, in dB re full scale (dBFS) as AES17 defines it and every view of ours shows it: a sine that
    /// just reaches full scale is 0, its samples' mean square of 0.5 the reference. A constant offset does not count.
    double levelDecibel = 0;
    std::optional<double> peakHertz;    ///< where the mean power spectrum is highest; nothing for silence
    std::optional<Interval> bandHertz;  ///< 5 % of the power lie below it, 5 % above; nothing for silence
    bool sampled = false;               ///< of a long stretch only some seconds were looked at, spread evenly
};

/// Of seconds of the file, within `hertz` where given. Bins are as fine as the stretch allows, at most about 1 Hz.
/// Invalid: nothing of it lies in the file; the file's errors; Cancelled.
Result<SoundMeasures> measuresOf(const formats::SoundFile& file, formats::ChannelChoice channel,
                                 const Interval& seconds, const std::optional<Interval>& hertz, Progress& progress);

}  // namespace sightline::hydrophone
