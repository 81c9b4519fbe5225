#include "core/data/verdict.h"

#include <algorithm>
#include <numeric>

namespace sightline {

std::optional<std::size_t> Verdict::rank(std::size_t k) const
{
    if (k >= probabilities.size() || probabilities.size() != classIds.size()) {
        return std::nullopt;
    }
    std::vector<std::size_t> order(probabilities.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Equal probabilities keep the model's order, so that the answer never depends on the sorting algorithm.
    std::stable_sort(order.begin(), order.end(),
                     [this](std::size_t a, std::size_t b) { return probabilities[a] > probabilities[b]; });
    return order[k];
}

std::string Verdict::bestClass() const
{
    const auto index = rank(0);
    return index ? classIds[*index] : std::string();
}

double Verdict::bestProbability() const
{
    const auto index = rank(0);
    return index ? static_cast<double>(probabilities[*index]) : 0;
}

std::string Verdict::secondClass() const
{
    const auto index = rank(1);
    return index ? classIds[*index] : std::string();
}

double Verdict::secondProbability() const
{
    const auto index = rank(1);
    return index ? static_cast<double>(probabilities[*index]) : 0;
}

}  // namespace sightline
