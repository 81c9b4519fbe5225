// From the scores of windows along a recording to events: smoothing, peaks, how far an event reaches.
#pragma once

#include <cstddef>
#include <vector>

#include "core/data/extent.h"
#include "core/learning/detection.h"

namespace sightline::learning {

/// Logits are limited to ± this, so that one window that is very sure does not drown its neighbours.
inline constexpr float largestLogit = 12;

/// How scores become events; stored in the model.
struct PeakRule {
    int smoothSteps = 6;             ///< averaged with a triangle of so many steps to either side; 0: not at all
    double separationSeconds = 1.5;  ///< of two peaks closer than this the higher one stays
};

/// Each logit at most largestLogit away from 0.
ScoreTrack limited(ScoreTrack track);
/// Limited and smoothed; at the ends over the steps that exist. Same steps.
ScoreTrack smoothed(const ScoreTrack& track, int smoothSteps);

struct ScorePeak {
    std::size_t step = 0;
    double seconds = 0;
    double logit = 0;
};

/// Peaks of an already smoothed track in the order of time: steps that are no lower than both neighbours, the highest
/// taken first, none closer to a taken one than the separation. Only those of at least `least`.
std::vector<ScorePeak> peaksOf(const ScoreTrack& smoothed, double separationSeconds, double least);

/// The steps around each peak whose logits are at least `low` (and the peak's own), as seconds; where two peaks share a
/// stretch, it is divided at the lowest step between them. Same order as `peaks`.
std::vector<Interval> reachOf(const ScoreTrack& smoothed, const std::vector<ScorePeak>& peaks, double low);

}  // namespace sightline::learning
