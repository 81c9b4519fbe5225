// Multinomial logistic regression on numbers: a judge with one weight per number and class, for numbers that already
// say nearly everything (scores of templates), where a network or a forest would only learn the noise. No torch.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/learning/model.h"
#include "core/learning/numbers_judge.h"

namespace sightline::learning {

struct LinearOptions {
    /// Half of it times the sum of all squared weights is added to the negative log likelihood, summed over the rows;
    /// the constants of the classes are free. 1 / C of other implementations.
    double ridge = 1;
    double rowWeight = 1;  ///< what each row counts for in that sum
};

class LinearJudge final : public NumbersJudge {
public:
    /// The numbers are standardised by their mean and deviation over the rows and limited to ±8 deviations; one that
    /// never varies is not learnt from. The same rows give the same judge. Invalid if there are no rows, no numbers,
    /// fewer than two classes, rows of unlike length, a value that is not finite, or for a ridge that is not positive;
    /// Cancelled.
    static Result<LinearJudge> fit(const std::vector<std::vector<float>>& rows, const std::vector<std::size_t>& classes,
                                   std::size_t classCount, const LinearOptions& options, Progress& progress);

    [[nodiscard]] std::size_t numberCount() const override { return m_scaling.mean.size(); }
    [[nodiscard]] std::size_t classCount() const override { return m_constants.size(); }
    [[nodiscard]] std::vector<float> logits(std::span<const float> row) const override;

    /// Of one class: its weights for the standardised numbers.
    [[nodiscard]] std::span<const float> weightsOf(std::size_t classIndex) const
    {
        return std::span(m_weights).subspan(classIndex * numberCount(), numberCount());
    }
    /// What each class gets whatever the numbers are.
    [[nodiscard]] const std::vector<float>& constants() const { return m_constants; }

    /// As tensors named "<prefix>weight" (classes × numbers), "bias", "mean", "deviation" and "clamp".
    [[nodiscard]] std::map<std::string, Tensor> tensors(const std::string& prefix) const override;
    /// Corrupt, naming the tensor, if one is missing, not wanted, of another shape or holds what is not finite.
    static Result<LinearJudge> fromTensors(const std::string& prefix, const std::map<std::string, Tensor>& tensors);

private:
    ScalarNormalisation m_scaling;
    std::vector<float> m_weights;  ///< class by class
    std::vector<float> m_constants;
};

}  // namespace sightline::learning
