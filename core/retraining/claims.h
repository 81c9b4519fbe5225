// From judged windows to judged wholes (a mouse session), and how well each fits what it claims to be.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

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
/// The same in pieces of so many consecutive windows; the last piece of a whole is the shorter one.
std::vector<JudgedWhole> inPieces(const std::vector<JudgedWhole>& wholes, const std::vector<std::size_t>& indices,
                                  std::size_t windows);

/// Verdicts of samples from bare probabilities of `classIds`; empty ones: rejected.
std::vector<diagnosis::Diagnosed> windowVerdicts(const GatheredExamples& gathered,
                                                 const std::vector<std::size_t>& indices,
                                                 const std::vector<std::vector<float>>& probabilities,
                                                 const std::vector<std::string>& classIds);
/// One verdict for each whole; `windows` has a verdict for each of `indices`.
std::vector<diagnosis::Diagnosed> joinedVerdicts(const GatheredExamples& gathered,
                                                 const std::vector<JudgedWhole>& wholes,
                                                 const std::vector<diagnosis::Diagnosed>& windows,
                                                 const learning::ModelInfo& info);
/// The same as outcomes, whatever a model's threshold would say of them; those of other classes than `classIds` are
/// left out.
std::vector<learning::Outcome> wholeOutcomes(const GatheredExamples& gathered, const std::vector<JudgedWhole>& wholes,
                                             const std::vector<diagnosis::Diagnosed>& windows,
                                             const std::vector<std::string>& classIds);

/// Scores of wholes for what they claim to be. Only what people named can be claimed: nobody claims to be an impostor
/// or a machine. Where the data hold no false claim of a class the model knows, every whole stands in as an impostor
/// for every class but its own, unless there are but two: there the ranking of the classes says the same. Empty where
/// the domain knows no claims.
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
/// The same for a probe that judged the same wholes.
std::optional<Ranking> claimRanking(const std::vector<ClaimScore>& claims);

/// How often a threshold errs, over wholes.
struct ClaimErrors {
    learning::Figure falseAccepts;  ///< FAR: share of the false claims that are believed; n: false claims
    learning::Figure falseRejects;  ///< FRR: share of the true claims that are refused; n: true claims
    std::size_t accepted = 0;       ///< false claims that are believed
    std::size_t refused = 0;        ///< true claims that are not
};
ClaimErrors errorsAt(const std::vector<ClaimScore>& claims, double threshold);

/// One claimed class.
struct ClassClaims {
    std::string id;
    std::size_t genuine = 0;
    std::size_t impostors = 0;
    std::optional<learning::Figure> auc;  ///< nothing without both kinds
    std::optional<learning::Figure> eer;
    std::optional<ClaimErrors> errors;  ///< nothing without a threshold
};
/// In the order of their names, numbers by their size.
std::vector<ClassClaims> classClaims(const std::vector<ClaimScore>& claims,
                                     const std::optional<learning::ClaimThreshold>& threshold);

/// "claims" of an evaluation: pooled, per class, the threshold and its errors, and the figures without some classes.
nlohmann::ordered_json claimsJson(const Evaluation& evaluation);
/// What people plot, pooled and per class: "threshold" (null: nothing is believed), "far" and "frr" as columns,
/// strictest first.
nlohmann::ordered_json claimCurvesJson(const std::vector<ClaimScore>& claims);

}  // namespace sightline::retraining
