#include "core/retraining/enrolment.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

#include "core/learning/calibration.h"
#include "core/retraining/claims.h"
#include "core/retraining/figures.h"
#include "core/retraining/judge_all.h"

namespace sightline::retraining {

namespace {

using diagnosis::Diagnosed;
using domains::ProtocolPart;
using Direction = std::vector<double>;

/// What is judged, all of it windows: those to learn from first, then those that enrol, then those to recognise.
struct Meeting {
    std::vector<std::size_t> indices;  ///< into gathered.dataset.samples
    std::size_t learnt = 0;
    std::size_t enrolled = 0;
    std::vector<std::string> people;       ///< that are enrolled
    std::vector<JudgedWhole> toRecognise;  ///< their windows count from the first of `indices`
    std::vector<JudgedWhole> enrolments;
};

Result<Meeting> meetingOf(const GatheredExamples& gathered)
{
    Meeting meeting;
    const auto add = [&](ProtocolPart part) {
        std::vector<std::size_t> added;
        for (std::size_t i = 0; i < gathered.parts.size(); ++i) {
            if (gathered.parts[i] == part &&
                !std::binary_search(gathered.rejected.begin(), gathered.rejected.end(), i)) {
                added.push_back(i);
            }
        }
        std::vector<JudgedWhole> wholes = wholesOf(gathered, added);
        for (JudgedWhole& whole : wholes) {
            for (std::size_t& window : whole.windows) {
                window += meeting.indices.size();
            }
        }
        meeting.indices.insert(meeting.indices.end(), added.begin(), added.end());
        return wholes;
    };
    add(ProtocolPart::Learn);
    meeting.learnt = meeting.indices.size();
    meeting.enrolments = add(ProtocolPart::Enrol);
    meeting.enrolled = meeting.indices.size();
    meeting.toRecognise = add(ProtocolPart::Judge);
    for (const JudgedWhole& whole : meeting.enrolments) {
        const std::string& person = gathered.dataset.samples[whole.first].classId;
        if (std::find(meeting.people.begin(), meeting.people.end(), person) == meeting.people.end()) {
            meeting.people.push_back(person);
        }
    }
    if (meeting.people.size() < 2 || meeting.toRecognise.empty()) {
        return fail(ErrorCode::Invalid,
                    "this protocol needs sessions that enrol at least two people and sessions to "
                    "recognise them by; " +
                        std::to_string(meeting.people.size()) + " people are enrolled and " +
                        std::to_string(meeting.toRecognise.size()) + " sessions to be judged");
    }
    return meeting;
}

void scaleToOne(Direction& direction)
{
    double squares = 0;
    for (const double value : direction) {
        squares += value * value;
    }
    for (double& value : direction) {
        value /= std::max(std::sqrt(squares), 1e-12);
    }
}

/// Logarithmic probabilities around their own mean: what a softmax was taken of.
Direction logitsOf(const std::vector<float>& probabilities)
{
    constexpr double least = 1e-6;
    Direction logits;
    double sum = 0;
    for (const float p : probabilities) {
        logits.push_back(std::log(std::max<double>(p, least)));
        sum += logits.back();
    }
    for (double& logit : logits) {
        logit -= sum / static_cast<double>(logits.size());
    }
    return logits;
}

/// Where each window points, seen from what is usual.
std::vector<Direction> directionsOf(const Meeting& meeting, const std::vector<Diagnosed>& windows)
{
    std::vector<Direction> directions;
    Direction usual;
    double counted = 0;
    const std::size_t usualEnd = meeting.learnt > 0 ? meeting.learnt : meeting.enrolled;
    for (std::size_t k = 0; k < windows.size(); ++k) {
        directions.push_back(logitsOf(windows[k].verdict.probabilities));
        if (k < usualEnd && !directions[k].empty()) {
            usual.resize(directions[k].size(), 0.0);
            for (std::size_t c = 0; c < usual.size(); ++c) {
                usual[c] += directions[k][c];
            }
            ++counted;
        }
    }
    for (Direction& direction : directions) {
        for (std::size_t c = 0; c < direction.size() && c < usual.size(); ++c) {
            direction[c] -= usual[c] / counted;
        }
        scaleToOne(direction);
    }
    return directions;
}

Direction meanOf(const std::vector<Direction>& directions, const std::vector<std::size_t>& windows)
{
    Direction mean;
    for (const std::size_t window : windows) {
        mean.resize(std::max(mean.size(), directions[window].size()), 0.0);
        for (std::size_t c = 0; c < directions[window].size(); ++c) {
            mean[c] += directions[window][c];
        }
    }
    scaleToOne(mean);
    return mean;
}

/// How well each session to recognise fits each person: as many rows as sessions.
std::vector<std::vector<double>> likenesses(const GatheredExamples& gathered, const Meeting& meeting,
                                            const std::vector<Diagnosed>& windows)
{
    const std::vector<Direction> directions = directionsOf(meeting, windows);
    std::map<std::string, std::vector<std::size_t>> shown;
    for (const JudgedWhole& whole : meeting.enrolments) {
        std::vector<std::size_t>& own = shown[gathered.dataset.samples[whole.first].classId];
        own.insert(own.end(), whole.windows.begin(), whole.windows.end());
    }
    std::vector<Direction> people;
    for (const std::string& person : meeting.people) {
        people.push_back(meanOf(directions, shown.at(person)));
    }
    std::vector<std::vector<double>> rows;
    for (const JudgedWhole& whole : meeting.toRecognise) {
        const Direction own = meanOf(directions, whole.windows);
        std::vector<double>& row = rows.emplace_back();
        for (const Direction& person : people) {
            double cosine = 0;
            for (std::size_t c = 0; c < std::min(own.size(), person.size()); ++c) {
                cosine += own[c] * person[c];
            }
            row.push_back(cosine);
        }
    }
    return rows;
}

std::vector<ClaimScore> claimsOf(const GatheredExamples& gathered, const Meeting& meeting,
                                 const std::vector<std::vector<double>>& likeness)
{
    std::vector<ClaimScore> claims;
    for (std::size_t i = 0; i < meeting.toRecognise.size(); ++i) {
        const JudgedWhole& whole = meeting.toRecognise[i];
        const std::string& person = gathered.dataset.samples[whole.first].classId;
        for (std::size_t c = 0; c < meeting.people.size(); ++c) {
            claims.push_back(
                {i, whole.first, meeting.people[c], meeting.people[c] == person, likeness[i][c], whole.windows.size()});
        }
    }
    return claims;
}

/// Who of the enrolled each session is. Probabilities that rank as the cosines do; they are not calibrated.
void recognise(const GatheredExamples& gathered, const Meeting& meeting,
               const std::vector<std::vector<double>>& likeness, Evaluation& evaluation)
{
    constexpr double steepness = 10;
    std::set<std::string> groups;
    for (std::size_t i = 0; i < meeting.toRecognise.size(); ++i) {
        const std::size_t first = meeting.toRecognise[i].first;
        const LabelledSample& sample = gathered.dataset.samples[first];
        const auto place = std::find(meeting.people.begin(), meeting.people.end(), sample.classId);
        if (place == meeting.people.end()) {
            ++evaluation.otherClasses[sample.classId];
            continue;
        }
        std::vector<float> logits;
        for (const double cosine : likeness[i]) {
            logits.push_back(static_cast<float>(steepness * cosine));
        }
        learning::Outcome outcome;
        outcome.truth = static_cast<std::size_t>(place - meeting.people.begin());
        outcome.probabilities = learning::softmax(logits);
        outcome.group = sample.group;
        Diagnosed one;
        one.sample = gathered.sampleOf(first);
        one.sample.key.sample = gathered.recordingOf(first).domain->wholeOf(one.sample);
        one.verdict.classIds = meeting.people;
        one.verdict.probabilities = outcome.probabilities;
        one.verdict.modelId = evaluation.modelId;
        evaluation.samples.push_back(std::move(one));
        evaluation.truth.push_back(sample.classId);
        evaluation.outcomes.push_back(std::move(outcome));
        evaluation.indices.push_back(first);
        groups.insert(sample.group);
    }
    evaluation.groups = groups.size();
}

}  // namespace

Result<Evaluation> evaluateEnrolled(learning::Classifier& classifier, const GatheredExamples& gathered,
                                    Progress& progress)
{
    const auto start = std::chrono::steady_clock::now();
    const Result<Meeting> meeting = meetingOf(gathered);
    if (!meeting) {
        return tl::unexpected(meeting.error());
    }
    const Result<std::vector<Diagnosed>> windows = judgeAll(classifier, gathered, meeting->indices, progress);
    if (!windows) {
        return tl::unexpected(windows.error());
    }
    const learning::ModelInfo& info = classifier.info();
    Evaluation evaluation;
    evaluation.modelId = info.id;
    evaluation.modelOrigin = info.report.dataOrigin;
    evaluation.classIds = meeting->people;
    evaluation.answerable = meeting->people.size();
    evaluation.splitBy = groupedBy(gathered);
    evaluation.excluded = meeting->learnt;
    const std::vector<std::vector<double>> likeness = likenesses(gathered, *meeting, *windows);
    evaluation.claims = claimsOf(gathered, *meeting, likeness);
    recognise(gathered, *meeting, likeness, evaluation);
    fillFigures(evaluation);
    for (const char* calibrated : {"ece", "brier", "coverage", "selective_accuracy", "ap"}) {
        evaluation.figures.erase(calibrated);
    }
    if (const std::optional<Ranking> ranking = claimRanking(evaluation.claims)) {
        evaluation.figures["auc"] = ranking->auc;
        evaluation.figures["eer"] = ranking->eer;
    }
    ProbePart part{{}, meeting->indices};
    part.learn.assign(meeting->indices.begin(),
                      meeting->indices.begin() + static_cast<std::ptrdiff_t>(meeting->learnt));
    const auto rankingOf = [&](const std::vector<Diagnosed>& judged) {
        return claimRanking(claimsOf(gathered, *meeting, likenesses(gathered, *meeting, judged)));
    };
    Result<ShortcutProbe> probe = probeShortcuts(gathered, {part}, info.classIds, info.recipe, rankingOf, progress);
    if (!probe) {
        return tl::unexpected(probe.error());
    }
    evaluation.probe = std::move(*probe);
    evaluation.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return evaluation;
}

}  // namespace sightline::retraining
