#include <algorithm>
#include <map>
#include <set>

#include "core/base/hash.h"
#include "core/base/ids.h"
#include "core/base/text.h"
#include "core/learning/calibration.h"
#include "core/learning/forest_member.h"
#include "core/learning/linear_member.h"
#include "core/learning/splits.h"
#include "core/retraining/claims.h"
#include "core/retraining/detections.h"
#include "core/retraining/figures.h"
#include "core/retraining/training.h"

namespace sightline::retraining {

using learning::MemberParts;
using learning::Model;
using learning::Outcome;

namespace {

/// Positions in `usable` for each member. The first member keeps one fold of sources back: from it come the
/// temperature, the threshold and the held-out figures. The others train on everything, because with a few hundred
/// samples the missing fold costs more accuracy than a further calibration would bring. A class that lies in the fold
/// alone is trained on instead, or the member could never answer it.
std::vector<MemberParts> memberParts(const std::vector<std::size_t>& classes, const std::vector<std::string>& groups,
                                     std::size_t classCount, const TrainingRequest& request)
{
    const std::size_t sources = std::set<std::string>(groups.begin(), groups.end()).size();
    const std::size_t folds = std::clamp<std::size_t>(sources, 2, std::max<std::size_t>(2, request.tuneFolds));
    const std::vector<std::size_t> fold = learning::groupedFolds(classes, groups, folds, request.options.seed);
    std::vector<bool> trained(classCount, false);
    for (std::size_t i = 0; i < fold.size(); ++i) {
        if (fold[i] != 0) {
            trained[classes[i]] = true;
        }
    }
    std::vector<MemberParts> parts(static_cast<std::size_t>(std::max(1, request.options.members)));
    for (std::size_t i = 0; i < fold.size(); ++i) {
        (fold[i] == 0 && trained[classes[i]] ? parts.front().tune : parts.front().train).push_back(i);
        for (std::size_t member = 1; member < parts.size(); ++member) {
            parts[member].train.push_back(i);
        }
    }
    return parts;
}

Result<std::vector<std::size_t>> usableSamples(const GatheredExamples& gathered, const TrainingRequest& request)
{
    std::vector<std::size_t> usable;
    std::map<std::string, std::size_t> perClass;
    for (const std::string& id : gathered.dataset.classIds) {
        perClass[id] = 0;
    }
    std::size_t nextRejected = 0;
    for (std::size_t i = 0; i < gathered.dataset.samples.size(); ++i) {
        if (nextRejected < gathered.rejected.size() && gathered.rejected[nextRejected] == i) {
            ++nextRejected;
            continue;
        }
        usable.push_back(i);
        ++perClass[gathered.dataset.samples[i].classId];
    }
    if (perClass.size() < 2) {
        return fail(ErrorCode::Invalid, "only one class is labelled (" +
                                            (perClass.empty() ? "none" : perClass.begin()->first) +
                                            "); training needs at least two");
    }
    std::string few;
    for (const auto& [id, count] : perClass) {
        if (count < request.minimumPerClass) {
            few += (few.empty() ? "" : ", ") + id + " (" + std::to_string(count) + ")";
        }
    }
    if (!few.empty()) {
        return fail(ErrorCode::Invalid, "fewer than " + std::to_string(request.minimumPerClass) +
                                            " usable samples of " + few + ": add some, or leave these labels out");
    }
    return usable;
}

Result<std::string> commonKind(const GatheredExamples& gathered, const std::vector<std::size_t>& usable)
{
    std::map<std::string, std::size_t> kinds;
    for (const std::size_t i : usable) {
        const diagnosis::OpenedRecording& opened = gathered.recordingOf(i);
        ++kinds[opened.domain->inputKind(*opened.recording, gathered.sampleOf(i))];
    }
    if (kinds.size() > 1) {
        std::string text;
        for (const auto& [kind, count] : kinds) {
            text += (text.empty() ? "" : ", ") + std::to_string(count) + " of kind " + kind;
        }
        return fail(ErrorCode::Invalid, "a model judges one kind only, and the data mix several: " + text);
    }
    return kinds.begin()->first;
}

nlohmann::json optionsJson(const TrainingRequest& request)
{
    const learning::TrainOptions& o = request.options;
    const bool adam = o.optimizer == learning::Optimizer::AdamW;
    const bool oneCycle = o.schedule == learning::Schedule::OneCycle;
    nlohmann::json json = {{"architecture", o.architecture},
                           {"head", o.head},
                           {"members", o.members},
                           {"epochs", o.epochs},
                           {"batch", o.batch},
                           {"optimizer", adam ? "adamw" : "sgd"},
                           {"schedule", oneCycle ? "one-cycle" : "cosine"},
                           {"learning_rate", o.learningRate},
                           {"weight_decay", o.weightDecay},
                           {"label_smoothing", o.labelSmoothing},
                           {"mixup", o.mixup},
                           {"ema", o.ema},
                           {"clip_norm", o.clipNorm},
                           {"patience", o.patience},
                           {"balance_classes", o.balanceClasses},
                           {"draws_per_class", o.drawsPerClass},
                           {"seed", o.seed},
                           {"augment_strength", request.augmentStrength},
                           {"forest_share", request.forestShare},
                           {"linear_share", request.linearShare},
                           {"combination", o.combination},
                           {"tune_folds", request.tuneFolds},
                           {"target_error", request.targetError}};
    if (o.dropout) {
        json["dropout"] = *o.dropout;
    }
    if (!adam) {
        json["momentum"] = o.momentum;
    }
    if (o.warmUpShare) {
        json["warm_up_share"] = *o.warmUpShare;
    } else if (!oneCycle) {
        json["warm_up_epochs"] = o.warmUpEpochs;
    }
    if (o.transfer.freeze) {
        json["frozen_trunk"] = {{"unfreeze_after", o.transfer.unfreezeAfter},
                                {"unfreeze_every", o.transfer.unfreezeEvery},
                                {"unfreeze_stages", o.transfer.unfreezeStages},
                                {"stage_rate", o.transfer.stageRate}};
        if (o.transfer.copies) {
            json["frozen_trunk"]["copies"] = *o.transfer.copies;
        }
    }
    return json;
}

/// Names the examples and how they are drawn, so that no training goes on from a checkpoint of other ones.
std::string jobName(const GatheredExamples& gathered, const std::vector<std::size_t>& usable, const ImageRecipe& recipe,
                    double augmentStrength)
{
    Sha256 hash;
    hash.add(std::string(SIGHTLINE_VERSION) + "\n" + toJson(recipe).dump() + "\n" + formatNumber(augmentStrength));
    for (const std::size_t i : usable) {
        const LabelledSample& sample = gathered.dataset.samples[i];
        hash.add("\n" + sample.contentHash + "\n" + sample.classId);
    }
    return hash.hex();
}

/// What the members say of samples they did not train on; windows of one whole together, as they will be judged.
struct HeldBack {
    HeldBack(const learning::TrainedNetworks& trained, const GatheredExamples& gathered,
             const std::vector<std::size_t>& usable)
    {
        std::vector<std::vector<float>> answers;
        for (const auto& [position, answer] : trained.heldOut) {
            indices.push_back(usable[position]);
            answers.push_back(answer);
        }
        windows = windowVerdicts(gathered, indices, answers, gathered.dataset.classIds);
        wholes = wholesOf(gathered, indices);
    }

    std::vector<std::size_t> indices;
    std::vector<diagnosis::Diagnosed> windows;
    std::vector<JudgedWhole> wholes;
};

/// Sessions to learn from are many times longer than those to be judged, and a threshold chosen on their scores would
/// be too strict for these: claims are tried on pieces of so many windows, as many as a session to be judged has.
constexpr std::size_t windowsOfAPiece = 12;

/// The threshold of claims and how often it errs on what was held back; nothing where the domain knows no claims.
void chooseClaims(const HeldBack& held, const GatheredExamples& gathered, const learning::ClaimRule& rule,
                  learning::ModelInfo& info, FigureMap& figures)
{
    const std::vector<JudgedWhole> pieces = inPieces(held.wholes, held.indices, windowsOfAPiece);
    std::vector<ClaimScore> claims = claimScores(gathered, pieces, held.windows, info.classIds);
    std::vector<double> scores;
    std::vector<bool> genuine;
    std::map<std::string, std::size_t> sources;
    for (ClaimScore& claim : claims) {
        // Pieces of one session are no independent witnesses: intervals are drawn over sources.
        claim.whole = sources.try_emplace(gathered.dataset.samples[claim.sample].group, sources.size()).first->second;
        scores.push_back(claim.score);
        genuine.push_back(claim.genuine);
    }
    const std::optional<learning::ClaimThreshold> threshold = learning::chooseClaimThreshold(scores, genuine, rule);
    if (!threshold) {
        return;
    }
    learning::keepClaimThreshold(info, *threshold);
    const ClaimErrors errors = errorsAt(claims, threshold->score);
    figures["far"] = errors.falseAccepts;
    figures["frr"] = errors.falseRejects;
}

learning::Thresholds abstention(std::vector<Outcome>& outcomes, double targetError)
{
    std::vector<std::vector<float>> probabilities;
    std::vector<std::size_t> truth;
    for (const Outcome& outcome : outcomes) {
        probabilities.push_back(outcome.probabilities);
        truth.push_back(outcome.truth);
    }
    const learning::Thresholds thresholds = learning::chooseAbstention(probabilities, truth, targetError);
    for (Outcome& outcome : outcomes) {
        const double best = *std::max_element(outcome.probabilities.begin(), outcome.probabilities.end());
        outcome.abstained = best < thresholds.abstainBelow;
    }
    return thresholds;
}

std::vector<std::string> trainedOn(const GatheredExamples& gathered, const std::vector<std::size_t>& usable,
                                   const learning::ModelPtr& base)
{
    std::vector<std::string> hashes;
    for (const std::size_t i : usable) {
        hashes.push_back(gathered.dataset.samples[i].contentHash);
    }
    if (base) {
        const std::vector<std::string>& earlier = base->info.report.trainedOn;
        hashes.insert(hashes.end(), earlier.begin(), earlier.end());
    }
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    return hashes;
}

/// How the model's verdicts on windows become events. The threshold is chosen on all that is labelled, trained on or
/// not: a fold of one recording holds too few calls to choose by, and what the networks learn from are for the greater
/// part other examples, drawn from these by chance.
Result<void> addDetection(learning::Engine& engine, const GatheredExamples& gathered, const domains::ScanRule& rule,
                          Model& model, Progress& progress)
{
    learning::Detection detection;
    detection.background = rule.background;
    detection.smoothSteps = rule.smoothSteps;
    detection.separationSeconds = rule.separationSeconds;
    detection.marginSeconds = rule.marginSeconds;
    detection.hertz = rule.hertz;
    model.info.detection = detection;
    if (progress.cancelled()) {
        return {};  // the best so far, with a guess of a threshold
    }
    Result<std::unique_ptr<learning::Classifier>> classifier = engine.open(std::make_shared<const Model>(model));
    if (!classifier) {
        return tl::unexpected(classifier.error());
    }
    const Result<std::vector<diagnosis::ScoreTracks>> scores = scanAll(**classifier, gathered, progress);
    if (!scores) {
        return scores.error().code == ErrorCode::Cancelled ? Result<void>() : tl::unexpected(scores.error());
    }
    return chooseEventThreshold(*scores, labelledTime(gathered, rule.background, {}), *model.info.detection);
}

/// The judges on numbers that were asked for, each with its share of the whole verdict. Stopped, the networks are kept
/// with those who joined before.
Result<void> addNumbersJudges(learning::TrainedNetworks& trained, const learning::ExampleSource& source,
                              const MemberParts& parts, const TrainingRequest& request, Progress& progress)
{
    Result<void> added;
    if (request.forestShare > 0 && !trained.stoppedEarly) {
        learning::ForestMemberOptions forest;
        // Whoever joins later takes his share from the forest, too.
        forest.share = request.forestShare / (1 - request.linearShare);
        forest.forest.seed = request.options.seed;
        forest.drawsPerClass = request.options.drawsPerClass;
        added = learning::addForest(trained, source, parts, forest, progress);
    }
    if (added && request.linearShare > 0 && !trained.stoppedEarly) {
        learning::LinearMemberOptions linear;
        linear.share = request.linearShare;
        linear.seed = request.options.seed;
        added = learning::addLinear(trained, source, parts, linear, progress);
    }
    if (!added && added.error().code == ErrorCode::Cancelled) {
        trained.stoppedEarly = true;
        return {};
    }
    return added;
}

}  // namespace

TrainingRequest defaultRequest(const domains::Domain& domain, const std::string& task)
{
    const domains::TrainingDefaults defaults = domain.trainingDefaults(task);
    TrainingRequest request;
    request.options.architecture = defaults.architecture;
    request.options.members = defaults.members;
    request.options.epochs = defaults.epochs;
    request.options.batch = defaults.batch;
    request.options.learningRate = defaults.learningRate;
    request.options.weightDecay = defaults.weightDecay;
    request.options.labelSmoothing = defaults.labelSmoothing;
    request.options.drawsPerClass = defaults.drawsPerClass;
    request.options.schedule = defaults.oneCycle ? learning::Schedule::OneCycle : learning::Schedule::Cosine;
    request.augmentStrength = defaults.augmentStrength;
    request.forestShare = defaults.forestShare;
    request.linearShare = defaults.linearShare;
    request.options.combination = defaults.combination;
    request.tuneFolds = defaults.tuneFolds;
    return request;
}

Result<Model> trainModel(learning::Engine& engine, const GatheredExamples& gathered, const ImageRecipe& recipe,
                         const TrainingRequest& request, Progress& progress)
{
    const std::int64_t started = nowMicroseconds();
    if (!(request.forestShare >= 0 && request.linearShare >= 0 && request.forestShare + request.linearShare < 1)) {
        return fail(ErrorCode::Invalid,
                    "the shares of forest and linear judge must not be negative, and together leave something for the "
                    "networks");
    }
    Result<std::vector<std::size_t>> usable = usableSamples(gathered, request);
    if (!usable) {
        return tl::unexpected(usable.error());
    }
    Result<std::string> kind = commonKind(gathered, *usable);
    if (!kind) {
        return tl::unexpected(kind.error());
    }
    const learning::ModelPtr& base = request.options.base;
    if (base && !learning::isBare(base->info) &&
        (base->info.domain != gathered.dataset.domain || base->info.recipe != recipe)) {
        return fail(ErrorCode::Invalid, "the base model sees another picture (" + base->info.domain + ", " +
                                            base->info.recipe.fingerprint() + ") than these data are drawn as (" +
                                            recipe.fingerprint() + ")");
    }
    const domains::Domain& domain = *gathered.recordings.front().domain;
    const auto source = makeSource(gathered, *usable, recipe, request.augmentStrength);
    std::vector<std::size_t> classes;
    std::vector<std::string> groups;
    for (std::size_t i = 0; i < usable->size(); ++i) {
        classes.push_back(source->classOf(i));
        groups.push_back(gathered.dataset.samples[(*usable)[i]].group);
    }
    const std::vector<MemberParts> parts = memberParts(classes, groups, source->classCount(), request);
    Result<Example> first = source->example(0);
    if (!first) {
        return tl::unexpected(first.error());
    }
    const std::vector<std::string> scalarNames = domain.scalarNames(recipe);
    learning::TrainOptions options = request.options;
    options.checkpoint.job = jobName(gathered, *usable, recipe, request.augmentStrength);
    Result<learning::TrainedNetworks> trained = engine.train(*source, parts, scalarNames, options, progress);
    if (!trained) {
        return tl::unexpected(trained.error());
    }

    if (const auto added = addNumbersJudges(*trained, *source, parts.front(), request, progress); !added) {
        return tl::unexpected(added.error());
    }

    Model model;
    learning::ModelInfo& info = model.info;
    info.name = !request.name.empty() ? request.name : domain.title() + ", " + utcText(started).substr(0, 16);
    info.domain = gathered.dataset.domain;
    info.task = gathered.dataset.task;
    info.classIds = gathered.dataset.classIds;
    info.recipe = recipe;
    info.inputKind = *kind;
    info.channels = first->image.channels;
    info.height = first->image.height;
    info.width = first->image.width;
    info.scalars = trained->scalars;
    info.members = trained->members;
    info.combination = trained->combination;
    info.parent = base ? base->info.id : std::string();
    model.tensors = std::move(trained->tensors);

    const HeldBack held(*trained, gathered, *usable);
    std::vector<Outcome> outcomes = wholeOutcomes(gathered, held.wholes, held.windows, info.classIds);
    if (!outcomes.empty()) {
        info.thresholds = abstention(outcomes, request.targetError);
    }
    learning::TrainingReport& report = info.report;
    report.datasetId = gathered.dataset.id;
    report.dataOrigin = request.dataOrigin;
    report.splitBy = groupedBy(gathered);
    report.seed = request.options.seed;
    report.command = request.command;
    report.versions = {{"sightline", SIGHTLINE_VERSION}, {"engine", engine.version()}};
    for (const std::size_t i : *usable) {
        ++report.samplesPerClass[gathered.dataset.samples[i].classId];
    }
    report.duplicatesRemoved = gathered.duplicatesRemoved;
    report.trainedOn = trainedOn(gathered, *usable, base);
    report.options = optionsJson(request);
    FigureMap figures = figuresOf(outcomes, info.classIds.size());
    chooseClaims(held, gathered, request.claimRule, info, figures);
    report.figures = toJson(figures);
    report.curves = trained->curves;
    report.notes = request.notes;
    report.notes.insert(report.notes.end(), trained->notes.begin(), trained->notes.end());
    if (!gathered.rejected.empty()) {
        report.notes.push_back(std::to_string(gathered.rejected.size()) +
                               " labelled samples were left out because the validity gate refuses them.");
    }
    if (gathered.contradictionsRemoved > 0) {
        report.notes.push_back(std::to_string(gathered.contradictionsRemoved) +
                               " samples of equal content but unlike labels were left out.");
    }
    if (trained->stoppedEarly) {
        report.notes.emplace_back("Stopped by the user; these are the best weights until then.");
    }
    if (const auto rule = domain.scanRule(gathered.dataset.task)) {
        if (Result<void> chosen = addDetection(engine, gathered, *rule, model, progress); !chosen) {
            return tl::unexpected(chosen.error());
        }
    }
    report.finishedMicroseconds = nowMicroseconds();
    report.seconds = static_cast<double>(report.finishedMicroseconds - started) / 1e6;
    return model;
}

}  // namespace sightline::retraining
