// From which score on somebody is believed to be who he claims to be: chosen on held-out claims, kept in the model.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/learning/model.h"

namespace sightline::learning {

/// What a threshold is chosen for. A false accept believes a false claim, a false reject refuses a true one.
struct ClaimRule {
    enum class Kind {
        EqualError,   ///< both shares as equal as they come
        FalseAccept,  ///< the fewest false rejects with at most this share of false accepts
        Cost          ///< the least cost where true and false claims are equally frequent
    };
    Kind kind = Kind::EqualError;
    double falseAcceptShare = 0.01;
    double falseAcceptCost = 1;
    double falseRejectCost = 1;
};
/// "eer", "far=0.01" (a share above 0 and below 1) or "cost=10:1" (of a false accept and of a false reject, both
/// positive); nothing for anything else.
std::optional<ClaimRule> parseClaimRule(const std::string& text);
std::string toString(const ClaimRule& rule);  ///< as parseClaimRule() reads it

struct ClaimThreshold {
    double score = 0;           ///< a claim that fits at least so well is believed
    std::string rule = "eer";   ///< see parseClaimRule()
    std::size_t genuine = 0;    ///< true claims it was chosen on
    std::size_t impostors = 0;  ///< false ones
};
/// Half way between the last score believed and the first refused, so that rounding does not matter. Nothing without
/// both true and false claims. `genuine`: as many as scores.
std::optional<ClaimThreshold> chooseClaimThreshold(const std::vector<double>& scores, const std::vector<bool>& genuine,
                                                   const ClaimRule& rule);

/// The model's own; nothing where it was trained without claims. It lies in the report's options, as "claim_threshold".
std::optional<ClaimThreshold> claimThresholdOf(const ModelInfo& info);
void keepClaimThreshold(ModelInfo& info, const ClaimThreshold& threshold);

}  // namespace sightline::learning
