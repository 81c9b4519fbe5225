#include <algorithm>
#include <map>
#include <utility>

#include "core/diagnosis/diagnosis.h"

namespace sightline::diagnosis {

namespace {

void addEachOnce(const std::vector<Finding>& from, std::vector<Finding>& to)
{
    for (const Finding& finding : from) {
        if (std::find(to.begin(), to.end(), finding) == to.end()) {
            to.push_back(finding);
        }
    }
}

}  // namespace

std::vector<std::vector<Diagnosed>> byWhole(const OpenedRecording& opened, std::vector<Diagnosed> windows)
{
    std::vector<std::vector<Diagnosed>> wholes;
    std::map<std::string, std::size_t> places;
    for (Diagnosed& window : windows) {
        const std::string whole = opened.domain->wholeOf(window.sample);
        if (whole.empty()) {
            continue;
        }
        const auto [place, isNew] = places.try_emplace(whole, wholes.size());
        if (isNew) {
            wholes.emplace_back();
        }
        wholes[place->second].push_back(std::move(window));
    }
    return wholes;
}

Diagnosed joinWhole(const OpenedRecording& opened, const std::vector<Diagnosed>& windows,
                    const learning::ModelInfo& info)
{
    const std::string whole = opened.domain->wholeOf(windows.front().sample);
    if (whole.empty()) {
        return windows.front();
    }
    Diagnosed result;
    result.sample = windows.front().sample;
    result.sample.key.sample = whole;
    result.sample.extent = {};
    std::vector<std::pair<Sample, Verdict>> pairs;
    for (const Diagnosed& window : windows) {
        pairs.emplace_back(window.sample, window.verdict);
        addEachOnce(window.sample.findings, result.sample.findings);
        addEachOnce(window.findings, result.findings);
    }
    const std::vector<Verdict> combined = opened.domain->combine(pairs);
    if (combined.empty() || combined.front().rejected) {
        result.verdict = combined.empty() ? windows.front().verdict : combined.front();
        return result;
    }
    // What rejects one window does not reject the others; what makes one doubtful is a doubt of the whole.
    std::vector<Finding> findings;
    for (const std::vector<Finding>* list : {&result.sample.findings, &result.findings}) {
        for (const Finding& finding : *list) {
            if (finding.severity != Severity::Reject) {
                findings.push_back(finding);
            }
        }
    }
    const Verdict& verdict = combined.front();
    result.verdict = learning::judge(info, verdict.probabilities, findings, verdict.device, verdict.milliseconds);
    result.verdict.extent = Extent{};
    if (verdict.abstained) {
        result.verdict.abstained = true;
        result.verdict.reason = verdict.reason;
    }
    return result;
}

}  // namespace sightline::diagnosis
