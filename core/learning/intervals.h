// A figure is never a bare number: how sure it is follows from how often it would come out otherwise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace sightline::learning {

struct Figure {
    double value = 0;
    double low = 0;  ///< 95 % interval
    double high = 0;
    std::size_t n = 0;
};

/// Wilson's interval for a proportion of samples that know nothing of each other. 0 to 1 for n = 0.
Figure proportion(std::size_t successes, std::size_t n);

/// How often each sample counts; empty: every sample once.
using Weights = std::span<const std::uint32_t>;
/// Writes its values for so weighted samples; not a number where one does not exist (a class nobody drew).
using Statistics = std::function<void(Weights weights, std::span<double> values)>;

/// The statistics with percentile bootstrap intervals over groups (samples that share a name; an empty name is a group
/// of its own), deterministic by seed. All statistics see the same draws, so a difference of two is a paired one.
/// Draws in which a value does not exist do not count for it. A single group says nothing of the spread between groups:
/// then samples are drawn, and the interval is too narrow. n is the number of samples.
std::vector<Figure> bootstrap(const std::vector<std::string>& groups, std::size_t count, const Statistics& statistics,
                              std::uint64_t seed = 1, int draws = 1000);
/// The same for one value.
Figure bootstrap(const std::vector<std::string>& groups, const std::function<double(Weights)>& statistic,
                 std::uint64_t seed = 1, int draws = 1000);

/// `hits` of `base` samples, both flags per sample. Wilson's interval where no two of the base share a group, else the
/// bootstrap over groups; where that cannot vary (all or none are hits), Wilson's with groups in place of samples.
Figure share(const std::vector<bool>& hits, const std::vector<bool>& base, const std::vector<std::string>& groups);

}  // namespace sightline::learning
