// What a selection holds, in one line for people.
#pragma once

#include <QString>
#include <optional>

#include "core/domains/hydrophone/sound_measures.h"

namespace sightline::ui {

/// `hertz`: the band that was measured; nothing: all of it.
QString measuresLine(const hydrophone::SoundMeasures& found, const std::optional<Interval>& hertz);
/// What 0 dB is.
QString levelReference();

}  // namespace sightline::ui
