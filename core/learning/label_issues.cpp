#include "core/learning/label_issues.h"

#include <algorithm>
#include <optional>

namespace sightline::learning {
namespace {

constexpr double neverReached = 2;  // probabilities end at 1
constexpr double rounding = 1e-6;   // probabilities are floats, and a class of one sample is its own mean

bool takesPart(const Outcome& outcome)
{
    return !outcome.rejected && !outcome.probabilities.empty();
}

std::vector<double> meanOwnProbability(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    std::vector<double> sums(classCount, 0);
    std::vector<double> counts(classCount, 0);
    for (const Outcome& outcome : outcomes) {
        if (takesPart(outcome)) {
            sums[outcome.truth] += static_cast<double>(outcome.probabilities[outcome.truth]);
            counts[outcome.truth] += 1;
        }
    }
    for (std::size_t c = 0; c < classCount; ++c) {
        // At least a little above nothing: a class whose own samples all got 0 must not be sure of everybody.
        sums[c] = counts[c] == 0 ? neverReached : std::max(sums[c] / counts[c], 2 * rounding);
    }
    return sums;
}

std::size_t best(const std::vector<float>& probabilities)
{
    return static_cast<std::size_t>(std::max_element(probabilities.begin(), probabilities.end()) -
                                    probabilities.begin());
}

/// The class a sample is surely of: the only one that reaches its threshold, the most probable if several do.
std::optional<std::size_t> sureClass(const std::vector<float>& probabilities, const std::vector<double>& thresholds)
{
    std::optional<std::size_t> only;
    for (std::size_t c = 0; c < probabilities.size(); ++c) {
        if (static_cast<double>(probabilities[c]) >= thresholds[c] - rounding) {
            if (only) {
                return best(probabilities);
            }
            only = c;
        }
    }
    return only;
}

/// Rows scaled to the number of samples of each label; a label none of whose samples is sure keeps them all.
void calibrate(std::vector<std::vector<double>>& joint, const std::vector<double>& labelCounts)
{
    for (std::size_t label = 0; label < joint.size(); ++label) {
        double sum = 0;
        for (const double cell : joint[label]) {
            sum += cell;
        }
        if (sum == 0) {
            joint[label][label] = labelCounts[label];
            continue;
        }
        for (double& cell : joint[label]) {
            cell *= labelCounts[label] / sum;
        }
    }
}

}  // namespace

double LabelIssues::estimatedNoise() const
{
    double wrong = 0;
    double all = 0;
    for (std::size_t label = 0; label < joint.size(); ++label) {
        for (std::size_t likely = 0; likely < joint.size(); ++likely) {
            all += joint[label][likely];
            wrong += label == likely ? 0 : joint[label][likely];
        }
    }
    return all == 0 ? 0 : wrong / all;
}

Result<LabelIssues> findLabelIssues(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    if (Result<void> sound = checkOutcomes(outcomes, classCount); !sound) {
        return tl::unexpected(sound.error());
    }
    LabelIssues result;
    result.thresholds = meanOwnProbability(outcomes, classCount);
    result.joint.assign(classCount, std::vector<double>(classCount, 0));
    std::vector<double> labelCounts(classCount, 0);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const Outcome& outcome = outcomes[i];
        if (!takesPart(outcome)) {
            continue;
        }
        ++result.judged;
        labelCounts[outcome.truth] += 1;
        const std::optional<std::size_t> sure = sureClass(outcome.probabilities, result.thresholds);
        if (!sure) {
            continue;
        }
        ++result.confident;
        result.joint[outcome.truth][*sure] += 1;
        const std::size_t guess = best(outcome.probabilities);
        if (*sure != outcome.truth && guess != outcome.truth) {
            result.issues.push_back({i, outcome.truth, guess, static_cast<double>(outcome.probabilities[outcome.truth]),
                                     static_cast<double>(outcome.probabilities[guess])});
        }
    }
    if (result.judged == 0) {
        return fail(ErrorCode::Invalid, "no judged sample to look for wrong labels among");
    }
    calibrate(result.joint, labelCounts);
    std::stable_sort(result.issues.begin(), result.issues.end(),
                     [](const LabelIssue& a, const LabelIssue& b) { return a.margin() < b.margin(); });
    return result;
}

}  // namespace sightline::learning
