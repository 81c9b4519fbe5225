// Surface cards of wells that do not exist, by condition. README.md of this folder says what is assumed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/domains/pumpcards/card.h"

namespace sightline::pumpcards {

/// The conditions it can play, in the order simulateFile() deals them out.
const std::vector<std::string>& simulatedConditions();

/// One surface card of a random well with this condition; `label` is the condition, `id` is empty. The same for the
/// same state of `rng`. Invalid for a condition that is not in the list.
Result<Card> simulateCard(const std::string& condition, Rng& rng);

/// `count` cards, the conditions in turn, as CSV `card_id,label,point,position_m,load_kN` with ids from 0. Equal seeds
/// give equal files. Written atomically; Cancelled leaves nothing behind.
Result<void> simulateFile(std::size_t count, std::uint64_t seed, const std::filesystem::path& out, Progress& progress);

}  // namespace sightline::pumpcards
