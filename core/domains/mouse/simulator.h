// Sessions of people and programs that do not exist, as files. What is assumed of both is in README.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace sightline::mouse {

/// Half people (one for every twenty sessions, six at least, in turn), half programs (all kinds in turn, each session
/// another script). A name ending in .csv: one long table; else the collector's JSON. Written atomically; the same for
/// the same seed.
Result<void> simulateFile(std::size_t count, std::uint64_t seed, const std::filesystem::path& out, Progress& progress);

}  // namespace sightline::mouse
