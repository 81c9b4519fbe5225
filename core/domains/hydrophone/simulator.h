// Hours of a sea that does not exist, with up-calls at known times. What is assumed of both is in README.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace sightline::hydrophone {

/// A sound at 2 kHz, 16 bit, with `count` up-calls, one in every 20 s, -2 … 14 dB against the noise of 50 … 350 Hz,
/// and between them what is taken for them; without calls 20 s of the rest. The noise has a spectrum and a loudness
/// that change from minute to minute; there is no recording in it. Beside `out` (name.wav) lies the Raven table
/// name.Table.1.selections.txt with a box for each up-call, the class `upcall` in the column Species.
/// The same for the same seed, and a sound of fewer calls begins like one of more. Written in pieces: memory does not
/// grow with the length. Either both files are put into their places or, short of a full disk, neither is.
/// Invalid: a name that does not end in .wav, or more than ten million calls. The writers' errors, or Cancelled.
Result<void> simulateSound(std::size_t count, std::uint64_t seed, const std::filesystem::path& out, Progress& progress);

}  // namespace sightline::hydrophone
