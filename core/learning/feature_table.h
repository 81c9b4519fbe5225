// Private to this room: what a frozen trunk says of a training's pictures, computed once or found on disk.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/learning/example_source.h"
#include "core/learning/feature_cache.h"
#include "core/learning/model.h"

namespace sightline::learning {

/// Features and standardised scalars of examples: the plain one, copy 0, and augmented copies of it.
class FeatureTable {
public:
    std::size_t width = 0;
    std::size_t copies = 0;  ///< besides the plain one, of the examples to train on
    std::size_t scalarCount = 0;
    std::vector<float> features;                  ///< rows × width
    std::vector<float> scalars;                   ///< rows × scalarCount
    std::map<std::size_t, std::size_t> firstRow;  ///< of an example, by its index in the source

    [[nodiscard]] std::span<const float> featuresOf(std::size_t index, std::size_t copy) const;
    [[nodiscard]] std::span<const float> scalarsOf(std::size_t index, std::size_t copy) const;
};

/// Rows of features of examples, given with their indices in the source.
using ComputeFeatures =
    std::function<Result<std::vector<float>>(const std::vector<std::size_t>&, const std::vector<Example>&)>;

struct FeatureRequest {
    const ExampleSource& source;
    const ScalarNormalisation& scalars;
    std::vector<std::size_t> withCopies;  ///< examples to train on
    std::vector<std::size_t> plainOnly;   ///< to tune on
    std::size_t copies = 0;
    std::size_t width = 0;
    std::string trunk;
    std::size_t piece = 1;  ///< pictures computed at a time
    int drawers = 1;        ///< threads that draw
    ComputeFeatures compute;
    std::function<void(std::size_t pictures)> done;  ///< reports so many more, found or computed
    const std::atomic<bool>& stop;
};

struct CollectedFeatures {
    FeatureTable table;
    std::size_t found = 0;     ///< rows that were on disk
    std::size_t computed = 0;  ///< the others
    std::size_t damaged = 0;   ///< files of the cache that were thrown away
    std::string cacheProblem;  ///< why nothing more could be written to it; "" if all went well
};
/// Draws every picture once to name it, takes what `cache` knows and computes the rest; what was computed until a stop
/// stays in the cache. The augmented copies do not depend on the training's seed, so that the next one finds them.
/// Cancelled; the source's or the network's own error.
Result<CollectedFeatures> collectFeatures(const FeatureRequest& request, const FeatureCache& cache);

/// The seed of an example's augmented copy (from 1).
std::uint64_t copySeed(std::size_t copy);

}  // namespace sightline::learning
