#include <algorithm>
#include <map>
#include <set>

#include "core/base/file.h"
#include "core/base/part_of_progress.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/learning/checkpoint.h"
#include "core/learning/splits.h"
#include "core/retraining/training.h"
#include "core/workspace/workspace.h"

namespace sightline::retraining {

namespace fs = std::filesystem;

namespace {

constexpr double testShare = 0.25;
constexpr std::size_t fewestLabels = 3;
constexpr std::size_t fewestSources = 2;
/// A missed parted rod string pumps nothing until somebody notices: no new model may see fewer of them. The workspace's
/// setting "protected_classes" replaces this list.
constexpr const char* protectedByDefault = "parted_rods";

/// Samples that stay on one side of the split together.
struct Source {
    std::vector<std::size_t> samples;
    std::set<std::string> storedAs;  ///< names under which its part is kept
    std::string name;                ///< decides the part of a new source
    std::optional<Part> part;
    bool isNew = true;
};

/// A cluster's number changes as samples are added, so clusters are remembered by their members' content.
std::map<std::string, Source> sourcesOf(const GatheredExamples& gathered)
{
    std::map<std::string, Source> sources;
    for (std::size_t i = 0; i < gathered.dataset.samples.size(); ++i) {
        const LabelledSample& sample = gathered.dataset.samples[i];
        Source& source = sources[sample.group];
        source.samples.push_back(i);
        source.storedAs.insert(sample.groupIsKnown ? "source:" + sample.group : "content:" + sample.contentHash);
    }
    for (auto& [group, source] : sources) {
        source.name = *source.storedAs.begin();
    }
    return sources;
}

bool isRejected(const GatheredExamples& gathered, std::size_t index)
{
    return std::binary_search(gathered.rejected.begin(), gathered.rejected.end(), index);
}

bool hasClass(const GatheredExamples& gathered, const Source& source, const std::string& classId)
{
    return std::any_of(source.samples.begin(), source.samples.end(), [&](std::size_t i) {
        return gathered.dataset.samples[i].classId == classId && !isRejected(gathered, i);
    });
}

/// Every class needs a source on either side. Only sources that were never assigned may still change sides.
Result<void> mendSides(const GatheredExamples& gathered, std::vector<Source*>& sources)
{
    std::sort(sources.begin(), sources.end(),
              [](const Source* a, const Source* b) { return hashText(a->name) < hashText(b->name); });
    for (const Part wanted : {Part::Test, Part::Train}) {
        for (const std::string& classId : gathered.dataset.classIds) {
            const auto holds = [&](const Source* source, Part part) {
                return source->part == part && hasClass(gathered, *source, classId);
            };
            if (std::any_of(sources.begin(), sources.end(), [&](const Source* s) { return holds(s, wanted); })) {
                continue;
            }
            const Part other = wanted == Part::Test ? Part::Train : Part::Test;
            const auto onOtherSide =
                std::count_if(sources.begin(), sources.end(), [&](const Source* s) { return holds(s, other); });
            const auto movable = std::find_if(sources.begin(), sources.end(),
                                              [&](const Source* s) { return s->isNew && holds(s, other); });
            if (onOtherSide < 2 || movable == sources.end()) {
                return fail(ErrorCode::Invalid,
                            "no honest split is possible: every source of " + classId + " is " +
                                (wanted == Part::Test ? "in training already" : "held back for testing") + "; label " +
                                classId + " from another source");
            }
            (*movable)->part = wanted;
        }
    }
    return {};
}

struct Sides {
    std::vector<std::size_t> train;
    std::vector<std::size_t> test;
    std::size_t testSources = 0;
};

/// Train or test by hash of the source, kept for ever; clusters that merged go to test if any member was there.
Result<Sides> splitBySource(workspace::Workspace& workspace, const GatheredExamples& gathered,
                            const std::string& domain)
{
    std::map<std::string, Source> sources = sourcesOf(gathered);
    std::vector<Source*> all;
    for (auto& [group, source] : sources) {
        for (const std::string& name : source.storedAs) {
            Result<std::optional<Part>> stored = workspace.partOf(domain, name);
            if (!stored) {
                return tl::unexpected(stored.error());
            }
            if (*stored && source.part != Part::Test) {
                source.part = **stored;
                source.isNew = false;
            }
        }
        if (!source.part) {
            source.part = learning::partOfSource(source.name, 0, testShare);
        }
        all.push_back(&source);
    }
    if (Result<void> mended = mendSides(gathered, all); !mended) {
        return tl::unexpected(mended.error());
    }
    Sides sides;
    for (const auto& [group, source] : sources) {
        for (const std::string& name : source.storedAs) {
            if (Result<void> kept = workspace.assignPart(domain, name, *source.part); !kept) {
                return tl::unexpected(kept.error());
            }
        }
        std::vector<std::size_t>& side = source.part == Part::Test ? sides.test : sides.train;
        side.insert(side.end(), source.samples.begin(), source.samples.end());
        sides.testSources += source.part == Part::Test ? 1 : 0;
    }
    std::sort(sides.train.begin(), sides.train.end());
    std::sort(sides.test.begin(), sides.test.end());
    return sides;
}

Result<Evaluation> judgeWith(learning::Engine& engine, const learning::ModelPtr& model, const GatheredExamples& test,
                             Progress& progress)
{
    Result<std::unique_ptr<learning::Classifier>> classifier = engine.open(model);
    if (!classifier) {
        return tl::unexpected(classifier.error());
    }
    EvaluateOptions options;
    options.countOtherClasses = true;  // a condition the model in use does not know is a card it gets wrong
    return evaluateModel(**classifier, test, progress, options);
}

std::vector<std::string> protectedClasses(workspace::Workspace& workspace)
{
    const std::optional<std::string> set = workspace.setting("protected_classes").value_or(std::nullopt);
    const std::string list = set.value_or(protectedByDefault);
    std::vector<std::string> ids;
    for (const std::string_view id : split(list, ',')) {
        if (!trim(id).empty()) {
            ids.emplace_back(trim(id));
        }
    }
    return ids;
}

std::string displayName(const std::vector<SignalClass>& classes, const std::string& id)
{
    const SignalClass* known = findClass(classes, id);
    return known != nullptr && known->id == id ? known->name : id;
}

Result<std::vector<SignalClass>> classesOf(workspace::Workspace& workspace, const domains::Domain& domain,
                                           const std::string& task)
{
    std::vector<SignalClass> classes = domain.classes(task);
    Result<std::vector<SignalClass>> added = workspace.addedClasses(domain.id(), task);
    if (!added) {
        return added;
    }
    classes.insert(classes.end(), added->begin(), added->end());
    return classes;
}

/// Corrections and all earlier labels start from the shipped weights where they see the same picture and are of the
/// same network.
learning::ModelPtr shippedBase(const domains::Domain& domain, const std::string& task, const ImageRecipe& recipe,
                               const std::string& architecture)
{
    Result<diagnosis::ChosenModel> starter = diagnosis::chooseModel(std::nullopt, nullptr, domain, task);
    if (!starter || starter->model->info.recipe != recipe) {
        return nullptr;
    }
    const std::vector<learning::ModelMember>& members = starter->model->info.members;
    const bool fits = std::any_of(members.begin(), members.end(), [&](const learning::ModelMember& member) {
        return member.architecture == architecture;
    });
    return fits ? starter->model : nullptr;
}

/// Where a training that was killed, perhaps under another name of its model, is taken up again.
void keepInDataFolder(const workspace::Workspace& workspace, const std::string& name, TrainingRequest& request)
{
    fs::path& checkpoint = request.options.checkpoint.folder;
    if (checkpoint.empty()) {
        checkpoint = workspace.dataFolder() / "checkpoints" / name;
    }
    fs::path& features = request.options.featureCache.folder;
    if (features.empty()) {
        features = workspace.dataFolder() / "features";
    }
    if (request.fresh) {
        learning::removeCheckpoint(checkpoint);
    }
}

}  // namespace

std::vector<std::string> missingForRetraining(const GatheredExamples& gathered, const domains::Domain& domain,
                                              const std::vector<SignalClass>& classes)
{
    std::vector<std::string> missing;
    if (gathered.dataset.classIds.size() < 2) {
        missing.push_back("labels of at least one more class: so far every labelled " + domain.sampleNoun() +
                          " has the same");
    }
    for (const std::string& classId : gathered.dataset.classIds) {
        std::size_t labels = 0;
        std::set<std::string> sources;
        for (std::size_t i = 0; i < gathered.dataset.samples.size(); ++i) {
            if (gathered.dataset.samples[i].classId == classId && !isRejected(gathered, i)) {
                ++labels;
                sources.insert(gathered.dataset.samples[i].group);
            }
        }
        if (labels >= fewestLabels && sources.size() >= fewestSources) {
            continue;
        }
        const std::size_t more = std::max<std::size_t>(labels < fewestLabels ? fewestLabels - labels : 0,
                                                       sources.size() < fewestSources ? 1 : 0);
        missing.push_back(std::to_string(more) + (more == 1 ? " more label of " : " more labels of ") +
                          displayName(classes, classId) +
                          (sources.size() < fewestSources ? " from another source" : ""));
    }
    return missing;
}

Result<std::vector<std::string>> missingForRetraining(workspace::Workspace& workspace, const domains::Domain& domain,
                                                      const std::string& task, Progress& progress)
{
    Result<std::vector<SignalClass>> classes = classesOf(workspace, domain, task);
    if (!classes) {
        return tl::unexpected(classes.error());
    }
    Result<std::vector<Label>> labels = workspace.labels(domain.id(), task);
    if (!labels) {
        return tl::unexpected(labels.error());
    }
    if (std::none_of(labels->begin(), labels->end(), [](const Label& label) {
            return label.certainty == Certainty::Sure && label.origin != LabelOrigin::Model;
        })) {
        return std::vector<std::string>{"labels: no " + domain.sampleNoun() + " is labelled yet"};
    }
    Result<GatheredExamples> gathered =
        gatherFromWorkspace(workspace, domain, task, domain.defaultRecipe(task), progress);
    if (!gathered) {
        if (gathered.error().code == ErrorCode::Invalid) {
            return std::vector<std::string>{gathered.error().text()};
        }
        return tl::unexpected(gathered.error());
    }
    return missingForRetraining(*gathered, domain, *classes);
}

fs::path comparisonPath(const fs::path& candidate)
{
    fs::path path = candidate;
    path += ".comparison.json";
    return path;
}

Result<RetrainingOutcome> retrainWorkspace(workspace::Workspace& workspace, const domains::Domain& domain,
                                           const std::string& task, learning::Engine& engine,
                                           const TrainingRequest& request, const fs::path& out, Progress& progress,
                                           const std::string& snapshot)
{
    TrainingRequest used = request;
    used.minimumPerClass = 1;  // what is needed per class was checked before the split
    if (used.dataOrigin.empty()) {
        used.dataOrigin = "labels of the workspace";
    }
    const Result<ImageRecipe> asked = recipeFor(domain, task, used);
    if (!asked) {
        return tl::unexpected(asked.error());
    }
    const ImageRecipe& recipe = *asked;
    if (!used.options.base) {
        used.options.base = shippedBase(domain, task, recipe, used.options.architecture);
    }
    keepInDataFolder(workspace, domain.id() + "-" + task, used);
    PartOfProgress reading(progress, 0, 0.05);
    Result<GatheredExamples> gathered = gatherFromWorkspace(workspace, domain, task, recipe, reading, snapshot);
    if (!gathered) {
        return tl::unexpected(gathered.error());
    }
    Result<std::vector<SignalClass>> classes = classesOf(workspace, domain, task);
    if (!classes) {
        return tl::unexpected(classes.error());
    }
    if (const std::vector<std::string> missing = missingForRetraining(*gathered, domain, *classes); !missing.empty()) {
        return fail(ErrorCode::Invalid, "not enough labels to retrain; missing: " + join(missing, "; "));
    }
    Result<Sides> sides = splitBySource(workspace, *gathered, domain.id());
    if (!sides) {
        return tl::unexpected(sides.error());
    }
    if (snapshot.empty()) {
        if (Result<void> frozen = workspace.freeze(gathered->dataset); !frozen) {
            return tl::unexpected(frozen.error());
        }
    }
    used.notes.push_back(std::to_string(sides->test.size()) + " samples of " + std::to_string(sides->testSources) +
                         " sources were held back for the comparison and not trained on.");
    PartOfProgress training(progress, 0.05, 0.9);
    Result<learning::Model> model = trainModel(engine, subset(*gathered, sides->train), recipe, used, training);
    if (!model) {
        return tl::unexpected(model.error());
    }
    // Saved before it is judged: whoever stops the run keeps the model even if the comparison is not waited for.
    Result<learning::ModelInfo> written = learning::writeModel(out, *model);
    if (!written) {
        return tl::unexpected(written.error());
    }
    model->info = *written;

    Unstoppable finishing(progress);
    PartOfProgress judging(finishing, 0.9, 1);
    const GatheredExamples test = subset(*gathered, sides->test);
    Result<Evaluation> candidate =
        judgeWith(engine, std::make_shared<const learning::Model>(std::move(*model)), test, judging);
    if (!candidate) {
        return tl::unexpected(candidate.error());
    }
    std::optional<Evaluation> active;
    std::string whyNoActive;
    nlohmann::ordered_json activeModel;
    if (Result<diagnosis::ChosenModel> chosen = diagnosis::chooseModel(std::nullopt, &workspace, domain, task);
        !chosen) {
        whyNoActive = chosen.error().text();
    } else {
        activeModel = {{"id", chosen->model->info.id},
                       {"name", chosen->model->info.name},
                       {"trained_on", chosen->model->info.report.dataOrigin},
                       {"starter", chosen->starter}};
        Result<Evaluation> judged = judgeWith(engine, chosen->model, test, judging);
        if (judged) {
            active = std::move(*judged);
        } else {
            whyNoActive = judged.error().text();
        }
    }
    const Comparison comparison = compare(std::move(active), std::move(*candidate), protectedClasses(workspace));
    RetrainingOutcome outcome;
    outcome.candidate = out;
    outcome.model = *written;
    outcome.comparison = toJson(comparison, test);
    if (!whyNoActive.empty()) {
        outcome.comparison["active_missing"] = whyNoActive;
    }
    outcome.comparison["active_model"] = activeModel;
    outcome.comparison["candidate_model"] = {{"id", written->id},
                                             {"name", written->name},
                                             {"path", utf8(out)},
                                             {"trained_on", written->report.dataOrigin},
                                             {"notes", written->report.notes}};
    outcome.comparison["dataset"] = gathered->dataset.id;
    outcome.comparison["held_back"] = {{"samples", sides->test.size()}, {"sources", sides->testSources}};
    nlohmann::ordered_json unreadable = nlohmann::ordered_json::array();
    for (const Error& error : gathered->unreadable) {
        unreadable.push_back(error.text());
    }
    outcome.comparison["unreadable"] = unreadable;
    if (Result<void> saved = writeFileAtomically(comparisonPath(out), outcome.comparison.dump(2) + "\n"); !saved) {
        return tl::unexpected(saved.error());
    }
    if (!progress.cancelled()) {
        learning::removeCheckpoint(used.options.checkpoint.folder);
    }
    return outcome;
}

}  // namespace sightline::retraining
