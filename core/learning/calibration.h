// Making a network's confidence mean what it says, and knowing when not to answer.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "core/learning/model.h"

namespace sightline::learning {

/// The log odds of a probability, which is taken as at least 1e-9 away from 0 and 1.
double logitOf(double probability);
/// Its inverse.
double probabilityOf(double logit);

std::vector<float> softmax(const std::vector<float>& logits, double temperature = 1);

/// The temperature in [0.05, 20] that minimises the negative log likelihood (Guo et al. 2017). A weak belief that it is
/// near 1 (log T normal with deviation 0.5) keeps a handful of samples that all came out right from making a network
/// certain; a hundred samples outweigh it. 1 for no samples.
double fitTemperature(const std::vector<std::vector<float>>& logits, const std::vector<std::size_t>& truth);
/// The same for any negative log likelihood (a sum over samples) of a temperature.
double fitTemperature(const std::function<double(double)>& loss);

/// The smallest threshold on the best probability at which the error among answered samples is at most targetError,
/// looking only at thresholds that still answer at least minCoverage of them (the best reachable error otherwise).
Thresholds chooseAbstention(const std::vector<std::vector<float>>& probabilities, const std::vector<std::size_t>& truth,
                            double targetError, double minCoverage = 0.5);

}  // namespace sightline::learning
