#include "core/retraining/claims.h"

#include <algorithm>
#include <map>

namespace sightline::retraining {

namespace {

std::vector<std::pair<Sample, Verdict>> pairsOf(const JudgedWhole& whole,
                                                const std::vector<diagnosis::Diagnosed>& windows)
{
    std::vector<std::pair<Sample, Verdict>> pairs;
    for (const std::size_t window : whole.windows) {
        pairs.emplace_back(windows[window].sample, windows[window].verdict);
    }
    return pairs;
}

bool contains(const std::vector<std::string>& list, const std::string& text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

/// Those of `classIds` that people named.
std::vector<std::string> claimable(const GatheredExamples& gathered, std::vector<std::string> classIds)
{
    if (gathered.recordings.empty()) {
        return {};
    }
    const std::vector<SignalClass> known = gathered.recordings.front().domain->classes(gathered.dataset.task);
    std::erase_if(classIds, [&](const std::string& id) {
        return std::any_of(known.begin(), known.end(), [&](const SignalClass& one) { return one.id == id; });
    });
    return classIds;
}

}  // namespace

std::vector<JudgedWhole> wholesOf(const GatheredExamples& gathered, const std::vector<std::size_t>& indices)
{
    std::vector<JudgedWhole> wholes;
    std::map<std::pair<std::size_t, std::string>, std::size_t> places;
    for (std::size_t k = 0; k < indices.size(); ++k) {
        const diagnosis::OpenedRecording& opened = gathered.recordingOf(indices[k]);
        const std::string whole = opened.domain->wholeOf(gathered.sampleOf(indices[k]));
        std::size_t place = wholes.size();
        if (!whole.empty()) {
            place = places.try_emplace({gathered.places[indices[k]].first, whole}, place).first->second;
        }
        if (place == wholes.size()) {
            wholes.push_back({{}, indices[k]});
        }
        wholes[place].windows.push_back(k);
    }
    return wholes;
}

std::vector<JudgedWhole> inPieces(const std::vector<JudgedWhole>& wholes, const std::vector<std::size_t>& indices,
                                  std::size_t windows)
{
    std::vector<JudgedWhole> pieces;
    for (const JudgedWhole& whole : wholes) {
        for (std::size_t k = 0; k < whole.windows.size(); ++k) {
            if (k % windows == 0) {
                pieces.push_back({{}, indices[whole.windows[k]]});
            }
            pieces.back().windows.push_back(whole.windows[k]);
        }
    }
    return pieces;
}

std::vector<diagnosis::Diagnosed> windowVerdicts(const GatheredExamples& gathered,
                                                 const std::vector<std::size_t>& indices,
                                                 const std::vector<std::vector<float>>& probabilities,
                                                 const std::vector<std::string>& classIds)
{
    std::vector<diagnosis::Diagnosed> windows(indices.size());
    for (std::size_t k = 0; k < indices.size(); ++k) {
        windows[k].sample = gathered.sampleOf(indices[k]);
        windows[k].verdict.classIds = classIds;
        windows[k].verdict.probabilities = probabilities[k];
        windows[k].verdict.rejected = probabilities[k].empty();
    }
    return windows;
}

std::vector<diagnosis::Diagnosed> joinedVerdicts(const GatheredExamples& gathered,
                                                 const std::vector<JudgedWhole>& wholes,
                                                 const std::vector<diagnosis::Diagnosed>& windows,
                                                 const learning::ModelInfo& info)
{
    std::vector<diagnosis::Diagnosed> joined;
    for (const JudgedWhole& whole : wholes) {
        std::vector<diagnosis::Diagnosed> ofIt;
        for (const std::size_t window : whole.windows) {
            ofIt.push_back(windows[window]);
        }
        joined.push_back(diagnosis::joinWhole(gathered.recordingOf(whole.first), ofIt, info));
    }
    return joined;
}

std::vector<learning::Outcome> wholeOutcomes(const GatheredExamples& gathered, const std::vector<JudgedWhole>& wholes,
                                             const std::vector<diagnosis::Diagnosed>& windows,
                                             const std::vector<std::string>& classIds)
{
    std::vector<learning::Outcome> outcomes;
    for (const JudgedWhole& whole : wholes) {
        const LabelledSample& sample = gathered.dataset.samples[whole.first];
        if (!contains(classIds, sample.classId)) {
            continue;
        }
        const std::vector<Verdict> joined = gathered.recordingOf(whole.first).domain->combine(pairsOf(whole, windows));
        learning::Outcome outcome;
        outcome.truth =
            static_cast<std::size_t>(std::find(classIds.begin(), classIds.end(), sample.classId) - classIds.begin());
        outcome.rejected = joined.empty() || joined.front().rejected || joined.front().probabilities.empty();
        outcome.probabilities = outcome.rejected ? std::vector<float>() : joined.front().probabilities;
        outcome.group = sample.group;
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

std::vector<ClaimScore> claimScores(const GatheredExamples& gathered, const std::vector<JudgedWhole>& wholes,
                                    const std::vector<diagnosis::Diagnosed>& windows,
                                    const std::vector<std::string>& classIds)
{
    const auto classOf = [&](const JudgedWhole& whole) { return gathered.dataset.samples[whole.first].classId; };
    const auto claimOf = [&](const JudgedWhole& whole) { return gathered.claims[whole.first]; };
    const std::vector<std::string> names = claimable(gathered, classIds);
    const bool falseClaims = std::any_of(wholes.begin(), wholes.end(), [&](const JudgedWhole& whole) {
        return contains(names, claimOf(whole)) && claimOf(whole) != classOf(whole);
    });
    std::vector<ClaimScore> scores;
    if (!falseClaims && names.size() == 2 && classIds.size() == 2) {
        return scores;
    }
    for (std::size_t i = 0; i < wholes.size(); ++i) {
        const std::vector<std::pair<Sample, Verdict>> pairs = pairsOf(wholes[i], windows);
        const domains::Domain& domain = *gathered.recordingOf(wholes[i].first).domain;
        for (const std::string& claim : falseClaims ? std::vector{claimOf(wholes[i])} : names) {
            const std::optional<double> score = contains(names, claim) ? domain.claimScore(pairs, claim) : std::nullopt;
            if (score) {
                scores.push_back({i, wholes[i].first, claim, claim == classOf(wholes[i]), *score, pairs.size()});
            }
        }
    }
    return scores;
}

}  // namespace sightline::retraining
