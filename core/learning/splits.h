// Splits that keep one source on one side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace sightline::learning {

/// Cluster number per item, from "these two are twins" (symmetric), closed transitively. Numbers count from 0 in order
/// of first appearance.
std::vector<std::size_t> clusters(std::size_t count, const std::function<bool(std::size_t, std::size_t)>& areTwins);

/// k folds, stratified by class as far as whole groups allow, deterministic by seed: returns the fold of each item.
/// Every group lies in one fold. Larger groups are placed first, each where its classes are scarcest.
std::vector<std::size_t> groupedFolds(const std::vector<std::size_t>& classes, const std::vector<std::string>& groups,
                                      std::size_t folds, std::uint64_t seed);
/// The same without groups.
std::vector<std::size_t> stratifiedFolds(const std::vector<std::size_t>& classes, std::size_t folds,
                                         std::uint64_t seed);

/// Train, tune or test by hash of the source alone, so that it never reshuffles when samples are added.
/// Shares are fractions; the rest trains.
Part partOfSource(const std::string& source, double tuneShare, double testShare);

}  // namespace sightline::learning
