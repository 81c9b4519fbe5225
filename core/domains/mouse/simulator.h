// Sessions of people and programs that do not exist. What is assumed of both is in README.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/domains/mouse/session.h"

namespace sightline::mouse {

/// How one person moves.
struct Hand {
    double reactionSeconds = 0.15;  ///< Fitts: duration = reaction + perBit x log2(distance / width + 1)
    double perBitSeconds = 0.13;
    double skew = 0.42;  ///< when the greatest speed comes, as a share of the stroke
    double bend = 0.06;  ///< sideways, as a share of the distance
    double tremorPixels = 0.5;
    double tremorHertz = 9;
    double overshoot = 0.3;     ///< how often a stroke goes too far and is corrected
    double pauseSeconds = 0.7;  ///< the middle of the pauses between strokes
    double pressSeconds = 0.09;
    double rightShare = 0.06;  ///< of the clicks
    double clockSeconds = 0.008;
};
/// The n-th person of a seed.
Hand handOf(std::uint64_t seed, std::size_t person);

enum class Program { Lines, Bezier, Steps, Replay, Jerk };
inline constexpr std::size_t programCount = 5;
const char* toString(Program program);  ///< "lines", "bezier", "steps", "replay", "jerk"

/// About so many events of strokes between targets on a screen of 1280 x 720.
Session humanSession(const Hand& hand, std::size_t events, Rng& rng);
Session machineSession(Program program, std::size_t events, Rng& rng);

/// Half people (six, in turn), half programs (all, in turn). A name ending in .csv: one long table; else the
/// collector's JSON. Written atomically; the same for the same seed.
Result<void> simulateFile(std::size_t count, std::uint64_t seed, const std::filesystem::path& out, Progress& progress);

}  // namespace sightline::mouse
