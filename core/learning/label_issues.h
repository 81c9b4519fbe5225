// Which labels are most probably wrong, by confident learning (Northcutt, Jiang, Chuang 2021), from what a model says
// of samples it was NOT trained on: a model that has seen a wrong label tends to repeat it.
#pragma once

#include <cstddef>
#include <vector>

#include "core/learning/metrics.h"

namespace sightline::learning {

struct LabelIssue {
    std::size_t sample = 0;  ///< place in the outcomes
    std::size_t label = 0;   ///< as given
    std::size_t suggested = 0;
    double labelProbability = 0;      ///< the model's, for the label given ("self-confidence")
    double suggestedProbability = 0;  ///< for what it says instead
    /// labelProbability less the best of the others: -1 (surely wrong) to 1.
    [[nodiscard]] double margin() const { return labelProbability - suggestedProbability; }
};

struct LabelIssues {
    /// Per class: the mean probability of the class among the samples that carry its label. A sample counts as surely
    /// one of a class when its probability reaches this, so that a class the model is shy of is not held against it.
    /// 2 (never reached) where no sample carries the label.
    std::vector<double> thresholds;
    /// joint[label][likely class]: estimated number of samples, from those that are surely of some class, scaled to the
    /// number of samples of each label. A row of zeros where no sample carries the label.
    std::vector<std::vector<double>> joint;
    std::size_t judged = 0;
    std::size_t confident = 0;  ///< samples that are surely of some class
    /// Surely of another class than their label says, and the model's best guess is not the label: smallest margin
    /// first, equal ones in the order given.
    std::vector<LabelIssue> issues;

    /// Share of labels that are wrong, by the joint; 0 if nothing is sure.
    [[nodiscard]] double estimatedNoise() const;
};

/// Rejected samples take no part; abstained ones do. Invalid as checkOutcomes(), and with no judged sample at all.
Result<LabelIssues> findLabelIssues(const std::vector<Outcome>& outcomes, std::size_t classCount);

}  // namespace sightline::learning
