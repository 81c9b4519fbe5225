#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/text.h"
#include "core/retraining/figures.h"
#include "core/retraining/training.h"

namespace sightline::retraining {

using learning::Figure;
using learning::Outcome;

namespace {

/// A sample both were judged on: positions in their lists.
struct Pair {
    std::size_t active = 0;
    std::size_t candidate = 0;
};

std::vector<Pair> sharedSamples(const Evaluation& active, const Evaluation& candidate)
{
    std::map<SampleKey, std::size_t> inActive;
    for (std::size_t i = 0; i < active.samples.size(); ++i) {
        inActive.emplace(active.samples[i].sample.key, i);
    }
    std::vector<Pair> shared;
    for (std::size_t i = 0; i < candidate.samples.size(); ++i) {
        if (const auto it = inActive.find(candidate.samples[i].sample.key); it != inActive.end()) {
            shared.push_back({it->second, i});
        }
    }
    return shared;
}

/// The verdict as an outcome over a common list of classes: the best guess alone.
Outcome bestGuess(const Evaluation& evaluation, std::size_t position, const std::vector<std::string>& classes)
{
    const auto indexOf = [&](const std::string& id) {
        return static_cast<std::size_t>(std::find(classes.begin(), classes.end(), id) - classes.begin());
    };
    Outcome outcome;
    outcome.truth = indexOf(evaluation.truth[position]);
    outcome.group = evaluation.outcomes[position].group;
    outcome.rejected = evaluation.outcomes[position].rejected;
    if (!outcome.rejected) {
        outcome.probabilities.assign(classes.size(), 0.0F);
        outcome.probabilities[indexOf(evaluation.samples[position].verdict.bestClass())] = 1.0F;
    }
    return outcome;
}

bool right(const Evaluation& evaluation, std::size_t position)
{
    return evaluation.samples[position].verdict.bestClass() == evaluation.truth[position];
}

/// Difference of macro-F1 with a bootstrap that draws whole sources, the same for both models.
Figure pairedDifference(const std::vector<Outcome>& active, const std::vector<Outcome>& candidate,
                        std::size_t classCount)
{
    const learning::Judgements before(active, classCount);
    const learning::Judgements after(candidate, classCount);
    return learning::bootstrap(
        after.groups(), [&](learning::Weights weights) { return after.macroF1(weights) - before.macroF1(weights); });
}

struct RecallChange {
    std::string classId;
    std::size_t n = 0;
    std::size_t before = 0;
    std::size_t after = 0;
};

std::vector<RecallChange> lostRecall(const Evaluation& active, const Evaluation& candidate,
                                     const std::vector<Pair>& shared, const std::vector<std::string>& protectedClasses)
{
    std::vector<RecallChange> lost;
    for (const std::string& id : protectedClasses) {
        RecallChange change;
        change.classId = id;
        for (const Pair& pair : shared) {
            if (candidate.truth[pair.candidate] == id) {
                ++change.n;
                change.before += right(active, pair.active) ? 1 : 0;
                change.after += right(candidate, pair.candidate) ? 1 : 0;
            }
        }
        if (change.after < change.before) {
            lost.push_back(change);
        }
    }
    return lost;
}

std::string signedPoints(double difference)
{
    return (difference < 0 ? "-" : "+") + formatFixed(std::abs(difference) * 100, 1) + " points";
}

}  // namespace

Comparison compare(std::optional<Evaluation> active, Evaluation candidate,
                   const std::vector<std::string>& protectedClasses)
{
    Comparison comparison;
    comparison.active = std::move(active);
    comparison.candidate = std::move(candidate);
    const Evaluation& after = comparison.candidate;
    if (!comparison.active) {
        comparison.recommendCandidate = true;
        comparison.why = "No model is in use to compare with.";
        return comparison;
    }
    const Evaluation& before = *comparison.active;
    const std::vector<Pair> shared = sharedSamples(before, after);
    comparison.shared = shared.size();
    if (shared.empty()) {
        comparison.why = "The two models share no held-back sample, so nothing says the new one is better.";
        return comparison;
    }
    std::vector<std::string> classes = after.classIds;
    for (const std::string& id : before.classIds) {
        if (std::find(classes.begin(), classes.end(), id) == classes.end()) {
            classes.push_back(id);
        }
    }
    std::vector<Outcome> old;
    std::vector<Outcome> fresh;
    for (const Pair& pair : shared) {
        old.push_back(bestGuess(before, pair.active, classes));
        fresh.push_back(bestGuess(after, pair.candidate, classes));
        const bool wasRight = right(before, pair.active);
        const bool isRight = right(after, pair.candidate);
        if (isRight && !wasRight) {
            comparison.fixed.push_back(pair.candidate);
        } else if (wasRight && !isRight) {
            comparison.broken.push_back(pair.candidate);
        }
    }
    comparison.difference = pairedDifference(old, fresh, classes.size());
    const std::vector<RecallChange> lost = lostRecall(before, after, shared, protectedClasses);
    const std::string change = "Macro-F1 changes by " + signedPoints(comparison.difference.value) +
                               " (95 %: " + signedPoints(comparison.difference.low) + " to " +
                               signedPoints(comparison.difference.high) + ", " + std::to_string(shared.size()) +
                               " held-back samples)";
    if (comparison.difference.high < 0) {
        comparison.why = change + ": the new model is worse by more than chance explains.";
    } else if (!lost.empty()) {
        comparison.why = change + ", but " + lost.front().classId + " is protected and its recall falls from " +
                         std::to_string(lost.front().before) + " to " + std::to_string(lost.front().after) + " of " +
                         std::to_string(lost.front().n) + ".";
    } else {
        comparison.recommendCandidate = true;
        comparison.why = change + ", and no protected class lost recall.";
    }
    return comparison;
}

nlohmann::ordered_json toJson(const Comparison& comparison, const GatheredExamples& judged)
{
    const Evaluation& candidate = comparison.candidate;
    std::map<SampleKey, std::size_t> inActive;
    if (comparison.active) {
        for (std::size_t i = 0; i < comparison.active->samples.size(); ++i) {
            inActive.emplace(comparison.active->samples[i].sample.key, i);
        }
    }
    const auto list = [&](const std::vector<std::size_t>& positions) {
        nlohmann::ordered_json rows = nlohmann::ordered_json::array();
        for (const std::size_t position : positions) {
            const SampleKey& key = candidate.samples[position].sample.key;
            const Verdict& old = comparison.active->samples[inActive.at(key)].verdict;
            const Verdict& fresh = candidate.samples[position].verdict;
            rows.push_back({{"file", judged.dataset.samples[candidate.indices[position]].path},
                            {"recording", key.recording},
                            {"sample", key.sample},
                            {"truth", candidate.truth[position]},
                            {"active", old.bestClass()},
                            {"active_probability", old.bestProbability()},
                            {"candidate", fresh.bestClass()},
                            {"candidate_probability", fresh.bestProbability()}});
        }
        return rows;
    };
    nlohmann::ordered_json json;
    json["active"] = comparison.active ? toJson(*comparison.active) : nlohmann::ordered_json();
    json["candidate"] = toJson(candidate);
    json["shared"] = comparison.shared;
    json["difference"] = {{"macro_f1", toJson(comparison.difference)}};
    json["fixed"] = list(comparison.fixed);
    json["broken"] = list(comparison.broken);
    json["recommend"] = comparison.recommendCandidate;
    json["why"] = comparison.why;
    return json;
}

}  // namespace sightline::retraining
