// Programs that move a pointer. What each does is in README.md.
#pragma once

#include <cstddef>

#include "core/base/random.h"
#include "core/domains/mouse/device.h"
#include "core/domains/mouse/session.h"

namespace sightline::mouse {

enum class Program {
    Lines,   ///< straight, at an even speed or eased in and out
    Bezier,  ///< a curve with two random handles, walked in even or eased steps
    Steps,   ///< fixed strides towards the target
    Jerk,    ///< minimum jerk without a hand's faults
    Wind,    ///< drawn to the target, blown about on the way
    Replay,  ///< a human stretch again and again, shaken by a pixel
    Jump,    ///< the pointer is simply there
    Jiggle   ///< small moves that keep a session awake
};
inline constexpr std::size_t programCount = 8;
const char* toString(Program program);  ///< "lines", "bezier", …

/// At least so many events.
Session machineSession(Program program, const Device& device, std::size_t events, Rng& rng);

}  // namespace sightline::mouse
