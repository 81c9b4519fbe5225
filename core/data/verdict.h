// What a model says of a sample, or of several joined (an event, a session).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/data/extent.h"

namespace sightline {

struct Verdict {
    std::vector<std::string> classIds;  ///< in the model's output order
    std::vector<float> probabilities;   ///< calibrated, same order, sum 1; empty if rejected
    bool abstained = false;             ///< a best guess exists, but nobody should act on it
    bool rejected = false;              ///< bad data: no guess at all
    std::string reason;                 ///< why abstained or rejected, one sentence; else empty
    std::string modelId;
    std::string device;            ///< "cpu", "cuda:0"
    double milliseconds = 0;       ///< drawing and judging this sample (a batch's time divided by its size)
    std::optional<Extent> extent;  ///< set where samples were joined

    /// Index of the k-th most probable class (0 = first), or nothing if rejected or out of range.
    [[nodiscard]] std::optional<std::size_t> rank(std::size_t k) const;
    [[nodiscard]] std::string bestClass() const;    ///< "" if rejected
    [[nodiscard]] double bestProbability() const;   ///< 0 if rejected
    [[nodiscard]] std::string secondClass() const;  ///< "" if there is none
    [[nodiscard]] double secondProbability() const;
    bool operator==(const Verdict&) const = default;
};

}  // namespace sightline
