// How the calibrated scores of a model's members become one answer: the same in training and in use.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace sightline::learning {

/// ModelInfo::combination: the weighted mean of the members' probabilities. A judge who is sure can be outvoted.
inline constexpr const char* meanOfProbabilities = "probabilities";
/// The weighted mean of their calibrated logits, then a softmax. One who is sure that it is not a class is heard.
inline constexpr const char* meanOfLogits = "logits";
bool isCombination(const std::string& name);

/// What the members say of one sample.
class Mixture {
public:
    /// `combination`: one of the two above; anything else is taken for the first.
    Mixture(const std::string& combination, std::size_t classes);
    /// One logit per class. The weights of all that is added must sum to 1.
    void add(const std::vector<float>& logits, double temperature, double weight);
    [[nodiscard]] std::vector<float> probabilities() const;

private:
    bool m_ofLogits;
    std::vector<float> m_sums;
};

/// Logits that a softmax turns into these probabilities again, none of them taken for less than 1e-12.
std::vector<float> logitsOf(const std::vector<float>& probabilities);

}  // namespace sightline::learning
