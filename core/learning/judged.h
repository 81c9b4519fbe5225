// Private to this room: how a network in training is judged on what it does not learn from. No torch.
#pragma once

#include <cstddef>
#include <vector>

namespace sightline::learning {

/// What a network says of its tune part. Losses are taken at the temperature that suits the logits best: a network that
/// merely grows surer of itself, which calibration undoes, has not become worse.
struct Judged {
    std::vector<std::vector<float>> logits;
    double temperature = 1;
    std::vector<double> losses;
    double loss = 0;  ///< their mean
    double accuracy = 0;
};
Judged judgedBy(std::vector<std::vector<float>> logits, const std::vector<std::size_t>& truth);
/// By more than two standard errors of the paired difference: what chance alone seldom does.
bool clearlyBetter(const Judged& one, const Judged& other);

}  // namespace sightline::learning
