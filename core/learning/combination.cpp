#include "core/learning/combination.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/learning/calibration.h"

namespace sightline::learning {
namespace {

constexpr float leastProbability = 1e-12F;

}  // namespace

bool isCombination(const std::string& name)
{
    return name == meanOfProbabilities || name == meanOfLogits;
}

Mixture::Mixture(const std::string& combination, std::size_t classes)
    : m_ofLogits(combination == meanOfLogits), m_sums(classes)
{
}

void Mixture::add(const std::vector<float>& logits, double temperature, double weight)
{
    assert(logits.size() == m_sums.size());
    const auto share = static_cast<float>(weight);
    if (!m_ofLogits) {
        const std::vector<float> own = softmax(logits, temperature);
        for (std::size_t k = 0; k < m_sums.size(); ++k) {
            m_sums[k] += share * own[k];
        }
        return;
    }
    for (std::size_t k = 0; k < m_sums.size(); ++k) {
        m_sums[k] += share * static_cast<float>(static_cast<double>(logits[k]) / temperature);
    }
}

std::vector<float> Mixture::probabilities() const
{
    return m_ofLogits ? softmax(m_sums) : m_sums;
}

std::vector<float> logitsOf(const std::vector<float>& probabilities)
{
    std::vector<float> logits(probabilities.size());
    std::transform(probabilities.begin(), probabilities.end(), logits.begin(),
                   [](float value) { return std::log(std::max(value, leastProbability)); });
    return logits;
}

}  // namespace sightline::learning
