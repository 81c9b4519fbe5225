#include "core/diagnosis/claims.h"

#include <algorithm>
#include <utility>

#include "core/learning/claim_threshold.h"

namespace sightline::diagnosis {

const char* toString(ClaimAnswer answer)
{
    switch (answer) {
        case ClaimAnswer::Match: return "match";
        case ClaimAnswer::NoMatch: return "no match";
        case ClaimAnswer::TooLittleData: return "too little data";
        case ClaimAnswer::NoThreshold: return "no threshold";
    }
    return "no threshold";
}

std::optional<JudgedClaim> judgeClaim(const OpenedRecording& opened, const std::vector<Diagnosed>& windows,
                                      const learning::ModelInfo& info)
{
    if (windows.empty()) {
        return std::nullopt;
    }
    const domains::Domain& domain = *opened.domain;
    JudgedClaim judged;
    judged.claim = domain.claimOf(*opened.recording, windows.front().sample);
    if (std::find(info.classIds.begin(), info.classIds.end(), judged.claim) == info.classIds.end()) {
        return std::nullopt;
    }
    std::vector<std::pair<Sample, Verdict>> pairs;
    for (const Diagnosed& window : windows) {
        pairs.emplace_back(window.sample, window.verdict);
    }
    const std::optional<double> score = domain.claimScore(pairs, judged.claim);
    const std::vector<Verdict> combined = domain.combine(pairs);
    if (!score || combined.empty()) {
        return std::nullopt;
    }
    judged.score = *score;
    if (const std::optional<learning::ClaimThreshold> threshold = learning::claimThresholdOf(info)) {
        judged.needed = threshold->score;
        judged.answer = *score >= threshold->score ? ClaimAnswer::Match : ClaimAnswer::NoMatch;
    }
    if (combined.front().abstained) {
        judged.answer = ClaimAnswer::TooLittleData;
    }
    return judged;
}

}  // namespace sightline::diagnosis
