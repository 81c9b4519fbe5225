// From judged windows to judged wholes (a mouse session), and how well each fits what it claims to be.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/retraining/training.h"

namespace sightline::retraining {

/// Windows of one whole, in order.
struct JudgedWhole {
    std::vector<std::size_t> windows;  ///< into the list of windows
    std::size_t first = 0;             ///< into gathered.dataset.samples: its first window
};
/// Which windows belong together; `indices` into gathered.dataset.samples, one a window. Samples that stand alone are
/// wholes of their own.
std::vector<JudgedWhole> wholesOf(const GatheredExamples& gathered, const std::vector<std::size_t>& indices);

/// One verdict for each whole; `windows` has a verdict for each of `indices`.
std::vector<diagnosis::Diagnosed> joinedVerdicts(const GatheredExamples& gathered,
                                                 const std::vector<JudgedWhole>& wholes,
                                                 const std::vector<diagnosis::Diagnosed>& windows,
                                                 const learning::ModelInfo& info);

/// Scores of wholes for what they claim to be. Where the data hold no false claim of a class the model knows, every
/// whole stands in as an impostor for every class but its own. Empty where the domain knows no claims.
std::vector<ClaimScore> claimScores(const GatheredExamples& gathered, const std::vector<JudgedWhole>& wholes,
                                    const std::vector<diagnosis::Diagnosed>& windows,
                                    const std::vector<std::string>& classIds);

/// AUC and equal error rate of telling false claims from true ones: all together and the mean over the classes that
/// were claimed truly and falsely.
struct ClaimFigures {
    learning::Figure auc;
    learning::Figure eer;
    learning::Figure classAuc;  ///< mean over the claimed classes
    learning::Figure classEer;
    std::size_t classes = 0;
};
/// Nothing without a true and a false claim.
std::optional<ClaimFigures> claimFigures(const std::vector<ClaimScore>& claims,
                                         const std::vector<std::string>& without = {});

}  // namespace sightline::retraining
