#include "core/domains/mouse/score.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/domains/mouse/session.h"

namespace sightline::mouse {

namespace {

constexpr double limit = 5;
constexpr std::size_t fewestWindows = 3;

using Windows = std::vector<std::pair<Sample, Verdict>>;

bool isJudged(const Verdict& verdict)
{
    return !verdict.rejected && !verdict.probabilities.empty();
}

/// Mean clipped log ratios, a class each; empty without a judged window.
std::vector<double> scoresOf(const std::vector<const Verdict*>& windows)
{
    std::vector<double> sums;
    std::size_t count = 0;
    for (const Verdict* verdict : windows) {
        if (!isJudged(*verdict)) {
            continue;
        }
        sums.resize(verdict->probabilities.size(), 0.0);
        for (std::size_t c = 0; c < sums.size(); ++c) {
            sums[c] += clippedLogRatio(verdict->probabilities, c);
        }
        ++count;
    }
    for (double& sum : sums) {
        sum /= static_cast<double>(count);
    }
    return sums;
}

Verdict joined(const std::vector<const Verdict*>& windows)
{
    Verdict verdict;
    std::size_t judged = 0;
    double milliseconds = 0;
    for (const Verdict* one : windows) {
        milliseconds += one->milliseconds;
        judged += isJudged(*one) ? 1 : 0;
        if (isJudged(*one) || verdict.classIds.empty()) {
            verdict.classIds = one->classIds;
            verdict.modelId = one->modelId;
            verdict.device = one->device;
        }
    }
    verdict.milliseconds = milliseconds;
    verdict.extent = Extent{};
    if (judged == 0) {
        verdict.rejected = true;
        verdict.reason = windows.empty() ? "no window to judge" : windows.front()->reason;
        return verdict;
    }
    double sum = 0;
    std::vector<double> shares;
    for (const double score : scoresOf(windows)) {
        shares.push_back(1 / (1 + std::exp(-score)));
        sum += shares.back();
    }
    for (const double share : shares) {
        verdict.probabilities.push_back(static_cast<float>(share / sum));
    }
    if (judged < fewestWindows) {
        verdict.abstained = true;
        verdict.reason = "too little data: " + std::to_string(judged) + (judged == 1 ? " window" : " windows") +
                         ", at least " + std::to_string(fewestWindows) + " are needed";
    }
    return verdict;
}

}  // namespace

double clippedLogRatio(const std::vector<float>& probabilities, std::size_t classIndex)
{
    double others = 0;
    for (std::size_t c = 0; c < probabilities.size(); ++c) {
        others += c == classIndex ? 0.0 : static_cast<double>(probabilities[c]);
    }
    constexpr double least = 1e-12;
    const double ratio =
        std::log(std::max<double>(probabilities[classIndex], least)) - std::log(std::max(others, least));
    return std::clamp(ratio, -limit, limit);
}

std::optional<double> sessionScore(const Windows& windows, const std::string& claim)
{
    double sum = 0;
    std::size_t count = 0;
    for (const auto& [sample, verdict] : windows) {
        const auto found = std::find(verdict.classIds.begin(), verdict.classIds.end(), claim);
        if (isJudged(verdict) && found != verdict.classIds.end()) {
            sum += clippedLogRatio(verdict.probabilities, static_cast<std::size_t>(found - verdict.classIds.begin()));
            ++count;
        }
    }
    return count == 0 ? std::nullopt : std::optional(sum / static_cast<double>(count));
}

std::vector<Verdict> sessionVerdicts(const Windows& windows)
{
    std::vector<std::vector<const Verdict*>> sessions;
    std::map<std::pair<std::string, std::string>, std::size_t> places;
    for (const auto& [sample, verdict] : windows) {
        const auto [place, isNew] =
            places.try_emplace({sample.key.recording, sessionPart(sample.key.sample)}, sessions.size());
        if (isNew) {
            sessions.emplace_back();
        }
        sessions[place->second].push_back(&verdict);
    }
    std::vector<Verdict> verdicts;
    for (const std::vector<const Verdict*>& session : sessions) {
        verdicts.push_back(joined(session));
    }
    return verdicts;
}

}  // namespace sightline::mouse
