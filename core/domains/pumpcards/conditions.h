// What can be wrong with a pump: the list a domain starts from. Ids never change.
#pragma once

#include <string>
#include <vector>

#include "core/data/signal_class.h"
#include "core/data/verdict.h"

namespace sightline::pumpcards {

/// All conditions in the field's usual order, the three states (see isState) last.
const std::vector<SignalClass>& conditions();

/// True for "bad_data", "stopped" and "unknown": people may give them and label files name them, so they are found in
/// the list, but no network learns or answers them. The first two come from the validity gate.
bool isState(const std::string& classId);

/// What the shape of a card cannot tell apart from the verdict's best (and second) class, and what would; "" if
/// nothing.
std::string cautionFor(const Verdict& verdict);

}  // namespace sightline::pumpcards
