// A stretch of sound as it is to be heard: slower or faster, filtered, louder, at the rate of the sound card.
#pragma once

#include <optional>
#include <vector>

#include "core/dsp/resample.h"
#include "ui/hydrophone/sound_source.h"

namespace sightline::ui {

struct PlaybackSettings {
    double speed = 1;               ///< pitch moves with it: 2 is an octave up
    std::optional<dsp::Band> band;  ///< of the recording's own frequencies
    double gain = 1;
    int outputHz = 48000;

    bool operator==(const PlaybackSettings& other) const
    {
        return speed == other.speed && gain == other.gain && outputHz == other.outputHz &&
               band.has_value() == other.band.has_value() &&
               (!band || (band->lowHertz == other.band->lowHertz && band->highHertz == other.band->highHertz));
    }
};

/// What frequencies of the recording are heard as: "3.0 to 12.0 kHz".
Interval heardHertz(const Interval& recordedHertz, double speed);
/// So that the loudest of these samples comes out at -6 dB; never quieter, at most 60 dB louder.
double gainFor(const std::vector<float>& samples);

/// Recorded seconds [begin, end) for the sound card, mono. Filter and resampler see what lies around the stretch, so
/// that stretches played one after the other join. What is too loud is bent, not cut. Invalid: a rate the resampler
/// cannot reach at this speed. The file's errors, or Cancelled.
Result<std::vector<float>> playbackOf(const SoundFileRef& file, formats::ChannelChoice channel,
                                      const Interval& recordedSeconds, const PlaybackSettings& settings,
                                      Progress& progress);

}  // namespace sightline::ui
