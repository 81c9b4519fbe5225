// From labelled boxes to the windows a network learns from.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/domains/domain.h"
#include "core/domains/hydrophone/sound_recording.h"

namespace sightline::hydrophone {

inline constexpr const char* backgroundClass = "background";

/// Where the call within a box lies: a box of whole seconds may be much longer than its call, and only a window around
/// the call looks like one.
using CallFinder = std::function<Result<double>(const Interval& box, Progress& progress)>;

/// Domain::labelledPlaces() for the windows of a recording: for each sure box of a call the window nearest to it, for
/// each sure box of background the windows side by side in it, and side by side outside all boxes (half a second off)
/// at most `mostBackground` windows, evenly spread. Places of windows that are masked or taken twice are left out.
Result<std::vector<domains::LabelledPlace>> placesOf(const WindowGrid& grid, const std::vector<Label>& labels,
                                                     double recordingSeconds, std::size_t mostBackground,
                                                     const CallFinder& find, Progress& progress);

/// The class of one window by the boxes over it: a sure box that covers its middle, else background where none touches
/// it; nothing where a box only touches it or masks it, or where nobody labelled anything.
std::optional<std::string> classOfWindow(const Interval& window, const std::vector<Label>& labels);

}  // namespace sightline::hydrophone
