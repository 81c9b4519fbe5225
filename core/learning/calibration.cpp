#include "core/learning/calibration.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace sightline::learning {
namespace {

constexpr double coldest = 0.05;
constexpr double hottest = 20;
// Standard deviation of log(T) that we believe in before seeing data.
constexpr double priorWidth = 0.5;

double logLikelihood(const std::vector<float>& logits, std::size_t truth, double temperature)
{
    const double peak = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const float logit : logits) {
        sum += std::exp((static_cast<double>(logit) - peak) / temperature);
    }
    return (static_cast<double>(logits[truth]) - peak) / temperature - std::log(sum);
}

/// The minimum of a function with one valley, by golden-section search.
template <class Function>
double minimum(double low, double high, Function function)
{
    const double ratio = (std::sqrt(5.0) - 1) / 2;
    double left = high - ratio * (high - low);
    double right = low + ratio * (high - low);
    double atLeft = function(left);
    double atRight = function(right);
    for (int i = 0; i < 60; ++i) {
        if (atLeft < atRight) {
            high = right;
            right = std::exchange(left, high - ratio * (high - low));
            atRight = std::exchange(atLeft, function(left));
        } else {
            low = left;
            left = std::exchange(right, low + ratio * (high - low));
            atLeft = std::exchange(atRight, function(right));
        }
    }
    return (low + high) / 2;
}

}  // namespace

double logitOf(double probability)
{
    const double limited = std::clamp(probability, 1e-9, 1 - 1e-9);
    return std::log(limited / (1 - limited));
}

double probabilityOf(double logit)
{
    return 1 / (1 + std::exp(-logit));
}

std::vector<float> softmax(const std::vector<float>& logits, double temperature)
{
    std::vector<float> result(logits.size());
    if (logits.empty()) {
        return result;
    }
    const double peak = *std::max_element(logits.begin(), logits.end());
    std::vector<double> powers(logits.size());
    std::transform(logits.begin(), logits.end(), powers.begin(),
                   [&](float logit) { return std::exp((static_cast<double>(logit) - peak) / temperature); });
    const double sum = std::accumulate(powers.begin(), powers.end(), 0.0);
    std::transform(powers.begin(), powers.end(), result.begin(),
                   [sum](double power) { return static_cast<float>(power / sum); });
    return result;
}

double fitTemperature(const std::vector<std::vector<float>>& logits, const std::vector<std::size_t>& truth)
{
    assert(logits.size() == truth.size());
    if (logits.empty()) {
        return 1;
    }
    return fitTemperature([&](double temperature) {
        double loss = 0;
        for (std::size_t i = 0; i < logits.size(); ++i) {
            loss -= logLikelihood(logits[i], truth[i], temperature);
        }
        return loss;
    });
}

double fitTemperature(const std::function<double(double)>& loss)
{
    const auto believed = [&](double logTemperature) {
        return logTemperature * logTemperature / (2 * priorWidth * priorWidth) + loss(std::exp(logTemperature));
    };
    return std::exp(minimum(std::log(coldest), std::log(hottest), believed));
}

Thresholds chooseAbstention(const std::vector<std::vector<float>>& probabilities, const std::vector<std::size_t>& truth,
                            double targetError, double minCoverage)
{
    assert(probabilities.size() == truth.size());
    Thresholds result{.abstainBelow = 0, .targetError = targetError, .chosenOn = probabilities.size()};
    struct Answer {
        double confidence;
        bool right;
    };
    std::vector<Answer> answers;
    answers.reserve(truth.size());
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const auto best = std::max_element(probabilities[i].begin(), probabilities[i].end());
        answers.push_back(
            {static_cast<double>(*best), static_cast<std::size_t>(best - probabilities[i].begin()) == truth[i]});
    }
    std::sort(answers.begin(), answers.end(),
              [](const Answer& a, const Answer& b) { return a.confidence < b.confidence; });

    auto wrong = static_cast<std::size_t>(
        std::count_if(answers.begin(), answers.end(), [](const Answer& answer) { return !answer.right; }));
    double bestError = std::numeric_limits<double>::infinity();
    const auto total = static_cast<double>(answers.size());
    for (std::size_t first = 0; first < answers.size(); ++first) {
        // Everything from `first` on is answered; equal confidences cannot be parted.
        if (first > 0) {
            wrong -= answers[first - 1].right ? 0 : 1;
            if (answers[first].confidence == answers[first - 1].confidence) {
                continue;
            }
        }
        const auto left = static_cast<double>(answers.size() - first);
        if (left < minCoverage * total) {
            break;
        }
        const double error = static_cast<double>(wrong) / left;
        if (error < bestError) {
            bestError = error;
            // Half way between the last refused and the first answered one: not sensitive to rounding.
            result.abstainBelow = first == 0 ? 0 : (answers[first - 1].confidence + answers[first].confidence) / 2;
        }
        if (error <= targetError) {
            break;
        }
    }
    return result;
}

}  // namespace sightline::learning
