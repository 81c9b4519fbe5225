#include "core/learning/judged.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/learning/calibration.h"

namespace sightline::learning {

Judged judgedBy(std::vector<std::vector<float>> logits, const std::vector<std::size_t>& truth)
{
    Judged judged;
    judged.logits = std::move(logits);
    judged.temperature = fitTemperature(judged.logits, truth);
    std::size_t hits = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const std::vector<float> probabilities = softmax(judged.logits[i], judged.temperature);
        const auto guess = std::max_element(probabilities.begin(), probabilities.end());
        hits += static_cast<std::size_t>(guess - probabilities.begin()) == truth[i] ? 1U : 0U;
        judged.losses.push_back(-std::log(std::max(static_cast<double>(probabilities[truth[i]]), 1e-12)));
        judged.loss += judged.losses.back();
    }
    const auto count = static_cast<double>(std::max<std::size_t>(truth.size(), 1));
    judged.loss /= count;
    judged.accuracy = static_cast<double>(hits) / count;
    return judged;
}

bool clearlyBetter(const Judged& one, const Judged& other)
{
    const auto count = static_cast<double>(one.losses.size());
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < one.losses.size(); ++i) {
        const double gain = other.losses[i] - one.losses[i];
        sum += gain;
        squares += gain * gain;
    }
    const double mean = count > 0 ? sum / count : 0;
    return count > 1 && mean > 2 * std::sqrt(std::max(0.0, squares / count - mean * mean) / (count - 1));
}

}  // namespace sightline::learning
