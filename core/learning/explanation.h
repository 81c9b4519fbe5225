// Why a class got its probability: where in the picture the networks looked, and which numbers beside it mattered.
#pragma once

#include <cstddef>
#include <vector>

#include "core/data/signal_image.h"

namespace sightline::learning {

/// Whether there is a map, and else why not.
enum class MapState {
    Shown,
    NoNetwork,         ///< only judges without eyes (a forest): numbers are all they see
    NothingSpeaksFor,  ///< no place of the picture raises the class
    NoPlaces           ///< the picture is so small that the last map is a single point
};

/// Where, not why: a place that speaks for a class is one the networks look at, and not a reason in the field's words.
struct Explanation {
    std::size_t classIndex = 0;  ///< the class explained, in ModelInfo::classIds
    double probability = 0;      ///< what classify() gives it
    MapState mapState = MapState::NoNetwork;
    /// One channel of the picture's height and width: 1 where most speaks for the class, 0 where nothing does. Empty
    /// unless mapState is Shown.
    SignalImage map;
    double networkShare = 0;  ///< of the verdict, by the members' weights: what the map speaks of
    /// In ModelInfo::scalars.names order: by how much the probability would fall if that number were what it was on
    /// average in training. Negative: it speaks against the class.
    std::vector<double> scalars;
};

}  // namespace sightline::learning
