#include <algorithm>
#include <chrono>
#include <numeric>
#include <set>

#include "core/base/text.h"
#include "core/learning/splits.h"
#include "core/retraining/claims.h"
#include "core/retraining/figures.h"
#include "core/retraining/training.h"

namespace sightline::retraining {

using learning::MemberParts;
using learning::Outcome;

namespace {

/// Samples the validity gate lets through: indices into the dataset.
std::vector<std::size_t> soundSamples(const GatheredExamples& gathered)
{
    std::vector<std::size_t> sound;
    for (std::size_t i = 0; i < gathered.dataset.samples.size(); ++i) {
        if (!std::binary_search(gathered.rejected.begin(), gathered.rejected.end(), i)) {
            sound.push_back(i);
        }
    }
    return sound;
}

struct Labels {
    std::vector<std::size_t> classes;
    std::vector<std::string> groups;
};

Labels labelsOf(const GatheredExamples& gathered, const std::vector<std::size_t>& samples)
{
    const std::vector<std::string>& ids = gathered.dataset.classIds;
    Labels labels;
    for (const std::size_t i : samples) {
        const LabelledSample& sample = gathered.dataset.samples[i];
        labels.classes.push_back(
            static_cast<std::size_t>(std::find(ids.begin(), ids.end(), sample.classId) - ids.begin()));
        labels.groups.push_back(sample.group);
    }
    return labels;
}

/// Places in `labels` per fold. Every network must have met every class it may be asked for.
Result<std::vector<MemberParts>> partsOf(const Labels& labels, const std::vector<std::string>& classIds,
                                         std::size_t folds, std::uint64_t seed)
{
    const std::size_t sources = std::set<std::string>(labels.groups.begin(), labels.groups.end()).size();
    if (folds < 2 || folds > sources) {
        return fail(ErrorCode::Invalid, "cross-validation takes 2 folds at least and no more than there are sources; " +
                                            std::to_string(folds) + " folds of " + std::to_string(sources) +
                                            " sources were asked for");
    }
    if (classIds.size() < 2) {
        return fail(ErrorCode::Invalid, "only one class is labelled; training needs at least two");
    }
    const std::vector<std::size_t> fold = learning::groupedFolds(labels.classes, labels.groups, folds, seed);
    std::vector<MemberParts> parts(folds);
    for (std::size_t k = 0; k < folds; ++k) {
        std::vector<bool> met(classIds.size(), false);
        for (std::size_t i = 0; i < fold.size(); ++i) {
            (fold[i] == k ? parts[k].tune : parts[k].train).push_back(i);
            met[labels.classes[i]] = met[labels.classes[i]] || fold[i] != k;
        }
        if (const auto missing = std::find(met.begin(), met.end(), false); missing != met.end()) {
            return fail(ErrorCode::Invalid,
                        "all usable samples of " + classIds[static_cast<std::size_t>(missing - met.begin())] +
                            " lie in one fold: it needs labels from another source, or leave it out");
        }
    }
    return parts;
}

/// What was said of every sample, empty for those the gate refuses; windows of one whole are judged together.
void takeWholes(const GatheredExamples& gathered, const std::vector<std::vector<float>>& answers,
                Evaluation& evaluation)
{
    std::vector<std::size_t> everything(answers.size());
    std::iota(everything.begin(), everything.end(), std::size_t{0});
    const std::vector<JudgedWhole> wholes = wholesOf(gathered, everything);
    evaluation.outcomes = wholeOutcomes(
        gathered, wholes, windowVerdicts(gathered, everything, answers, evaluation.classIds), evaluation.classIds);
    std::set<std::string> groups;
    for (std::size_t i = 0; i < wholes.size(); ++i) {
        const LabelledSample& sample = gathered.dataset.samples[wholes[i].first];
        evaluation.truth.push_back(sample.classId);
        evaluation.indices.push_back(wholes[i].first);
        evaluation.rejected += evaluation.outcomes[i].rejected ? 1 : 0;
        groups.insert(sample.group);
    }
    evaluation.groups = groups.size();
}

/// Each fold's probe learns from the others, as its network does.
Result<void> addProbe(const GatheredExamples& gathered, const std::vector<std::size_t>& sound,
                      const std::vector<MemberParts>& folds, const ImageRecipe& recipe, Evaluation& evaluation,
                      Progress& progress)
{
    const auto samplesOf = [&](const std::vector<std::size_t>& positions) {
        std::vector<std::size_t> samples;
        for (const std::size_t position : positions) {
            samples.push_back(sound[position]);
        }
        return samples;
    };
    std::vector<ProbePart> parts;
    std::vector<std::size_t> judged;
    for (const MemberParts& fold : folds) {
        parts.push_back({samplesOf(fold.train), samplesOf(fold.tune)});
        judged.insert(judged.end(), parts.back().judge.begin(), parts.back().judge.end());
    }
    const std::vector<JudgedWhole> wholes = wholesOf(gathered, judged);
    const auto rankingOf = [&](const std::vector<diagnosis::Diagnosed>& windows) {
        return classRanking(wholeOutcomes(gathered, wholes, windows, evaluation.classIds), evaluation.classIds.size(),
                            evaluation.positive);
    };
    Result<ShortcutProbe> probe = probeShortcuts(gathered, parts, evaluation.classIds, recipe, rankingOf, progress);
    if (!probe) {
        return tl::unexpected(probe.error());
    }
    evaluation.probe = std::move(*probe);
    return {};
}

}  // namespace

Result<Evaluation> crossValidate(learning::Engine& engine, const GatheredExamples& gathered, const ImageRecipe& recipe,
                                 const TrainingRequest& request, std::size_t folds, Progress& progress,
                                 const std::string& positive)
{
    const auto start = std::chrono::steady_clock::now();
    const std::vector<std::size_t> sound = soundSamples(gathered);
    const std::vector<std::string>& classIds = gathered.dataset.classIds;
    const auto asked = std::find(classIds.begin(), classIds.end(), positive);
    if (!positive.empty() && asked == classIds.end()) {
        return fail(ErrorCode::Invalid,
                    "no sample is labelled \"" + positive + "\"; the classes are " + join(classIds, ", "));
    }
    Result<std::vector<MemberParts>> parts = partsOf(labelsOf(gathered, sound), classIds, folds, request.options.seed);
    if (!parts) {
        return tl::unexpected(parts.error());
    }
    const auto source = makeSource(gathered, sound, recipe, request.augmentStrength);
    learning::TrainOptions options = request.options;
    options.members = static_cast<int>(folds);
    Result<learning::TrainedNetworks> trained =
        engine.train(*source, *parts, gathered.recordings.front().domain->scalarNames(recipe), options, progress);
    if (!trained) {
        return tl::unexpected(trained.error());
    }
    if (trained->stoppedEarly || trained->heldOut.size() != sound.size()) {
        return fail(ErrorCode::Cancelled, "stopped before every fold was judged");
    }

    Evaluation evaluation;
    evaluation.classIds = classIds;
    evaluation.answerable = classIds.size();
    evaluation.splitBy = groupedBy(gathered);
    evaluation.modelId = "cross-validation, " + std::to_string(folds) + " folds";
    evaluation.modelOrigin = "all folds but the one it judges";
    std::vector<std::vector<float>> answers(gathered.dataset.samples.size());
    for (auto& [position, probabilities] : trained->heldOut) {
        answers[sound[position]] = std::move(probabilities);
    }
    takeWholes(gathered, answers, evaluation);
    if (Result<void> checked = learning::checkOutcomes(evaluation.outcomes, classIds.size()); !checked) {
        return fail(ErrorCode::Internal, "a network's answer is none: " + checked.error().message);
    }
    evaluation.positive = positiveClass(
        classIds.size(),
        positive.empty() ? std::nullopt : std::optional(static_cast<std::size_t>(asked - classIds.begin())));
    fillFigures(evaluation);
    if (Result<void> probed = addProbe(gathered, sound, *parts, recipe, evaluation, progress); !probed) {
        return tl::unexpected(probed.error());
    }
    evaluation.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return evaluation;
}

}  // namespace sightline::retraining
