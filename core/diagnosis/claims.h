// Is it who it claims to be: the answer for one whole (a mouse session), by the model's own threshold.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/diagnosis/diagnosis.h"

namespace sightline::diagnosis {

enum class ClaimAnswer {
    Match,
    NoMatch,
    TooLittleData,  ///< the domain says that so few windows decide nothing
    NoThreshold     ///< the model was trained without claims: there is only the score
};
const char* toString(ClaimAnswer answer);  ///< "match", "no match", "too little data", "no threshold"

struct JudgedClaim {
    std::string claim;             ///< a class of the model
    double score = 0;              ///< see Domain::claimScore()
    std::optional<double> needed;  ///< the model's threshold
    ClaimAnswer answer = ClaimAnswer::NoThreshold;
};
/// For the judged windows of one whole. Nothing where it claims nothing, claims what the model does not know, or no
/// window was judged.
std::optional<JudgedClaim> judgeClaim(const OpenedRecording& opened, const std::vector<Diagnosed>& windows,
                                      const learning::ModelInfo& info);

}  // namespace sightline::diagnosis
