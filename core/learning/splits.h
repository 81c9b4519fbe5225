// Splits that keep one source on one side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
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

/// The place of each source, by name.
using Places = std::map<std::string, std::size_t>;
/// Places for sources in the given shares ({1, 1, 1, 1, 1}: five folds; {0.8, 0.2}: train and test), stratified by
/// class as far as whole sources allow. Sources that have a place in `placed` keep it; new ones go where their classes
/// are scarcest, largest first, equally large ones in the order of a hash of name and seed. So nothing reshuffles when
/// samples are added, and their order does not matter. Samples without a source (an empty name) are passed over.
Places placeSources(const std::vector<std::size_t>& classes, const std::vector<std::string>& sources,
                    const std::vector<double>& shares, std::uint64_t seed, const Places& placed = {});
/// The fold of a source by hash of name and seed alone: needs no memory, and is stratified on average only.
std::size_t foldOfSource(const std::string& source, std::size_t folds, std::uint64_t seed = 0);

/// Train, tune or test by hash of the source alone, so that it never reshuffles when samples are added.
/// Shares are fractions; the rest trains.
Part partOfSource(const std::string& source, double tuneShare, double testShare);

}  // namespace sightline::learning
