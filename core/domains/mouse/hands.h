// People who do not exist, and how they move a pointer. What is assumed of them is in README.md.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/random.h"
#include "core/domains/mouse/device.h"
#include "core/domains/mouse/session.h"

namespace sightline::mouse {

/// How one person moves, and what he does.
struct Hand {
    double reactionSeconds = 0.15;  ///< Fitts: duration = reaction + perBit x log2(distance / width + 1)
    double perBitSeconds = 0.11;
    double spread = 0.3;       ///< of the log-normal speed of a stroke: how early its greatest speed comes
    double turnRadians = 0.2;  ///< how far a stroke's direction turns, standard deviation
    double aimError = 0.08;    ///< of a first stroke's end, as a share of its length
    double overlap = 0.25;     ///< share of a stroke's time in which the next has begun
    double tremorPixels = 0.8;
    double flow = 0.5;  ///< how often the next movement follows without a pause
    double pauseSeconds = 0.7;
    double clickShare = 0.7;  ///< of the movements that end at a target
    double rightShare = 0.06;
    double doubleShare = 0.08;
    double pressSeconds = 0.09;
    /// What is done, as shares; the rest is aiming at targets.
    double wanderShare = 0.2;  ///< the pointer follows the eyes, or waits beside them
    double dragShare = 0.06;
    double scrollShare = 0.06;
};
/// The n-th person of a seed, and what he works with.
Hand handOf(std::uint64_t seed, std::size_t person);
Device deviceOfPerson(std::uint64_t seed, std::size_t person);

/// At least so many events.
Session humanSession(const Hand& hand, const Device& device, std::size_t events, Rng& rng);

}  // namespace sightline::mouse
