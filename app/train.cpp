#include <algorithm>

#include <QStandardPaths>
#include <QString>

#include <nlohmann/json.hpp>

#include "app/common.h"
#include "app/question.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/learning/checkpoint.h"
#include "core/retraining/training.h"

namespace sightline::app {

namespace {

template <class Target, class Value>
void setIfGiven(Target& target, const std::optional<Value>& given)
{
    if (given) {
        target = *given;
    }
}

/// What was asked for, over the defaults that are in the request already.
void takeOver(const TrainCommandOptions& options, retraining::TrainingRequest& request)
{
    request.name = options.name;
    request.command = options.common.commandLine;
    request.dataOrigin = options.origin;
    request.recipeParameters = options.recipeParameters;
    request.fresh = options.fresh;
    setIfGiven(request.augmentStrength, options.augment);
    setIfGiven(request.forestShare, options.forest);
    setIfGiven(request.linearShare, options.linear);
    setIfGiven(request.targetError, options.targetError);
    request.claimRule = learning::parseClaimRule(options.threshold).value_or(request.claimRule);
    learning::TrainOptions& t = request.options;
    setIfGiven(t.head, options.head);
    setIfGiven(t.dropout, options.dropout);
    setIfGiven(t.combination, options.combination);
    setIfGiven(t.members, options.members);
    setIfGiven(t.transfer.freeze, options.freeze);
    setIfGiven(t.transfer.copies, options.copies);
    setIfGiven(t.transfer.unfreezeAfter, options.unfreezeAfter);
    setIfGiven(t.transfer.unfreezeEvery, options.unfreezeEvery);
    setIfGiven(t.transfer.unfreezeStages, options.unfreezeStages);
    setIfGiven(t.transfer.stageRate, options.stageRate);
    setIfGiven(t.epochs, options.epochs);
    setIfGiven(t.batch, options.batch);
    setIfGiven(t.momentum, options.momentum);
    setIfGiven(t.warmUpShare, options.warmUp);
    setIfGiven(t.learningRate, options.learningRate);
    setIfGiven(t.weightDecay, options.weightDecay);
    setIfGiven(t.clipNorm, options.clip);
    setIfGiven(t.ema, options.ema);
    setIfGiven(t.patience, options.patience);
    setIfGiven(t.labelSmoothing, options.labelSmoothing);
    setIfGiven(t.mixup, options.mixup);
    if (options.optimizer) {
        t.optimizer = *options.optimizer == "sgd" ? learning::Optimizer::Sgd : learning::Optimizer::AdamW;
    }
    if (options.schedule) {
        t.schedule = *options.schedule == "one-cycle" ? learning::Schedule::OneCycle : learning::Schedule::Cosine;
    }
    t.warmUpEpochs = std::min(t.warmUpEpochs, t.epochs / 4);
    t.balanceClasses = options.balance;
    t.drawsPerClass = options.balance ? 0 : options.draws.value_or(t.drawsPerClass);
    t.seed = options.common.seed;
    t.threads = options.threads;
    t.mixedPrecision = options.mixedPrecision;
    if (options.cache) {
        t.featureCache.folder = *options.cache;
    }
}

/// The checkpoint of a training on files, beside its model.
std::filesystem::path checkpointBeside(const std::filesystem::path& out)
{
    std::filesystem::path path = out;
    path += ".checkpoint";
    return path;
}

std::filesystem::path userCache()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
    return pathFromUtf8(folder.toStdString()) / "sightline" / "features";
}

/// What reading noticed; true if something could not be read at all.
bool sayWhatWasRead(const retraining::GatheredExamples& gathered, Console& console)
{
    for (const Finding& finding : gathered.findings) {
        std::string text = Error{ErrorCode::Internal, finding.message, finding.where}.text();
        console.note(finding.count > 1 ? text + " (" + std::to_string(finding.count) + " times)" : text);
    }
    for (const Error& error : gathered.unreadable) {
        console.error(error);
    }
    if (gathered.skippedFiles > 0) {
        console.note(skippedText(gathered.skippedFiles));
    }
    return !gathered.unreadable.empty();
}

nlohmann::ordered_json reportJson(const learning::ModelInfo& info, const std::filesystem::path& out)
{
    nlohmann::ordered_json json;
    json["model"] = info.id;
    json["path"] = utf8(out);
    json["name"] = info.name;
    json["domain"] = info.domain;
    json["task"] = info.task;
    json["classes"] = info.classIds;
    json["samples"] = info.report.samplesPerClass;
    json["duplicates_removed"] = info.report.duplicatesRemoved;
    json["split"] = info.report.splitBy;
    json["held_out"] = info.report.figures;
    json["abstain_below"] = info.thresholds.abstainBelow;
    if (const auto threshold = learning::claimThresholdOf(info)) {
        json["claim_threshold"] = {{"score", threshold->score},
                                   {"rule", threshold->rule},
                                   {"genuine", threshold->genuine},
                                   {"impostors", threshold->impostors}};
    }
    json["seed"] = info.report.seed;
    json["seconds"] = info.report.seconds;
    json["notes"] = info.report.notes;
    return json;
}

std::vector<std::vector<std::string>> reportRows(const learning::ModelInfo& info, const std::filesystem::path& out)
{
    std::size_t samples = 0;
    for (const auto& [id, count] : info.report.samplesPerClass) {
        samples += count;
    }
    std::vector<std::vector<std::string>> rows{
        {"model", info.name + " (" + info.id + ")"},
        {"file", utf8(out)},
        {"trained on", std::to_string(samples) + " samples of " + std::to_string(info.classIds.size()) + " classes, " +
                           info.report.dataOrigin},
        {"duplicates", std::to_string(info.report.duplicatesRemoved) + " removed"},
        {"split by", info.report.splitBy == "group"    ? "known source"
                     : info.report.splitBy == "blocks" ? "blocks of time (there is one source only)"
                                                       : "near-twins (no source is given)"}};
    for (const auto& [name, json] : info.report.figures.items()) {
        rows.push_back({"held-out " + name, figureText({json.value("value", 0.0), json.value("low", 0.0),
                                                        json.value("high", 0.0), json.value("n", std::size_t{0})})});
    }
    rows.push_back({"abstains below", formatFixed(info.thresholds.abstainBelow * 100, 1) + " %"});
    if (const auto threshold = learning::claimThresholdOf(info)) {
        rows.push_back({"believes claims", "from a score of " + formatFixed(threshold->score, 3) + " on (" +
                                               threshold->rule + ", of " + std::to_string(threshold->genuine) +
                                               " true and " + std::to_string(threshold->impostors) +
                                               " false held-out claims)"});
    }
    rows.push_back({"seconds", formatFixed(info.report.seconds, 1)});
    for (const std::string& note : info.report.notes) {
        rows.push_back({"note", note});
    }
    return rows;
}

void answer(const learning::ModelInfo& info, const std::filesystem::path& out, const nlohmann::ordered_json& comparison,
            Format format, Console& console)
{
    if (format == Format::Json) {
        nlohmann::ordered_json json = reportJson(info, out);
        if (!comparison.is_null()) {
            json["comparison"] = comparison;
        }
        console.answer(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
        return;
    }
    std::vector<std::vector<std::string>> rows = reportRows(info, out);
    if (!comparison.is_null()) {
        rows.push_back({"comparison", comparison.value("why", std::string())});
        rows.push_back({"recommended", comparison.value("recommend", false) ? "put the new model into service"
                                                                            : "keep the model in use"});
        rows.push_back({"written to", utf8(retraining::comparisonPath(out))});
    }
    if (format == Format::Csv) {
        console.answer(csvLine({"item", "value"}));
        for (const std::vector<std::string>& row : rows) {
            console.answer(csvLine(row));
        }
        return;
    }
    console.answer(tableText(rows, {false, false}));
}

/// The model to start from, or imported weights, which fit every domain.
Result<learning::ModelPtr> readBase(const std::string& text, const domains::Domain& domain, const std::string& task,
                                    workspace::Workspace* workspace)
{
    Result<std::filesystem::path> path = findModel(text, workspace, domain, task);
    if (!path) {
        return tl::unexpected(path.error());
    }
    Result<learning::ModelInfo> info = learning::readModelInfo(*path);
    if (info && learning::isBare(*info)) {
        return learning::readModel(*path).map([](learning::Model&& model) -> learning::ModelPtr {
            return std::make_shared<const learning::Model>(std::move(model));
        });
    }
    return diagnosis::chooseModel(*path, nullptr, domain, task).map([](const diagnosis::ChosenModel& chosen) {
        return chosen.model;
    });
}

/// Architecture and base as asked for; a base brings its architecture along.
Result<void> chooseNetwork(const TrainCommandOptions& options, const domains::Domain& domain, const std::string& task,
                           workspace::Workspace* workspace, learning::TrainOptions& network)
{
    if (!options.base.empty()) {
        Result<learning::ModelPtr> base = readBase(options.base, domain, task, workspace);
        if (!base) {
            return tl::unexpected(base.error());
        }
        const std::vector<learning::ModelMember>& members = (*base)->info.members;
        const auto first = std::find_if(members.begin(), members.end(),
                                        [](const learning::ModelMember& member) { return member.kind == "network"; });
        if (first == members.end()) {
            return fail(ErrorCode::Invalid, "the base has no network to start from");
        }
        network.architecture = first->architecture;
        network.base = std::move(*base);
    }
    if (options.architecture.empty()) {
        return {};
    }
    if (network.base && options.architecture != network.architecture) {
        return fail(ErrorCode::Invalid, "--base is of a " + network.architecture + ", not of a " +
                                            options.architecture + "; leave out --arch");
    }
    network.architecture = options.architecture;
    return {};
}

/// Hours of training must not end at a folder that cannot be written.
Result<void> checkWritable(const std::filesystem::path& out)
{
    std::error_code error;
    if (std::filesystem::is_directory(out, error)) {
        return fail(ErrorCode::Invalid, "--out names a folder; name the model's file", {utf8(out), {}, {}});
    }
    const std::filesystem::path probe = out.string() + ".probe";
    if (Result<void> written = writeFileAtomically(probe, ""); !written) {
        return fail(ErrorCode::Unreadable, "--out cannot be written: " + written.error().message, {utf8(out), {}, {}});
    }
    std::filesystem::remove(probe, error);
    return {};
}

int trainFromFiles(const TrainCommandOptions& options, const domains::Domain& domain, const std::string& task,
                   const std::optional<domains::Protocol>& protocol, workspace::Workspace* workspace,
                   learning::Engine& engine, retraining::TrainingRequest request, Console& console)
{
    retraining::GatherOptions what;
    what.domain = &domain;
    what.task = task;
    what.data = options.data;
    what.labelFiles = options.labels;
    if (protocol) {
        what.lines = linesOf(*protocol, domains::ProtocolPart::Learn);
        what.data.clear();
        what.labelFiles.clear();
    }
    what.answers = options.common.answers;
    what.remembered = diagnosis::remembering(workspace);
    Result<ImageRecipe> recipe = retraining::recipeFor(domain, task, request);
    if (!recipe) {
        return failed(console, recipe.error());
    }
    what.recipe = std::move(*recipe);
    request.options.checkpoint.folder = checkpointBeside(options.out);
    if (request.options.featureCache.folder.empty()) {
        request.options.featureCache.folder = userCache();
    }
    if (request.fresh) {
        learning::removeCheckpoint(request.options.checkpoint.folder);
    }
    if (request.dataOrigin.empty()) {
        request.dataOrigin = protocol                 ? "the protocol " + options.protocol
                             : options.labels.empty() ? "labels in the recordings"
                                                      : "label files";
    }
    Result<retraining::GatheredExamples> gathered = retraining::gather(what, false, console);
    if (!gathered) {
        return failed(console, gathered.error());
    }
    const bool unreadable = sayWhatWasRead(*gathered, console);
    Result<learning::Model> model = retraining::trainModel(engine, *gathered, what.recipe, request, console);
    if (!model) {
        return failed(console, model.error());
    }
    Result<learning::ModelInfo> info = learning::writeModel(options.out, std::move(*model));
    if (!info) {
        return failed(console, info.error());
    }
    if (console.cancelled()) {
        console.note("stopped; the same command goes on from here, with --fresh it starts anew");
    } else {
        learning::removeCheckpoint(request.options.checkpoint.folder);
    }
    answer(*info, options.out, {}, options.common.format, console);
    console.written(utf8(options.out));
    if (!console.answerWritten()) {
        return finished(console, exitCode::inputFailed);
    }
    return unreadable ? exitCode::inputFailed : exitCode::done;
}

int trainFromWorkspace(const TrainCommandOptions& options, const domains::Domain& domain, const std::string& task,
                       workspace::Workspace& workspace, learning::Engine& engine,
                       const retraining::TrainingRequest& request, Console& console)
{
    Result<retraining::RetrainingOutcome> outcome =
        retraining::retrainWorkspace(workspace, domain, task, engine, request, options.out, console, options.snapshot);
    if (!outcome) {
        return failed(console, outcome.error());
    }
    bool unreadable = false;
    for (const nlohmann::ordered_json& text : outcome->comparison["unreadable"]) {
        console.error(text.get<std::string>());
        unreadable = true;
    }
    answer(outcome->model, options.out, outcome->comparison, options.common.format, console);
    console.written(utf8(options.out));
    if (!console.answerWritten()) {
        return finished(console, exitCode::inputFailed);
    }
    return unreadable ? exitCode::inputFailed : exitCode::done;
}

}  // namespace

int train(const TrainCommandOptions& options)
{
    Console console(options.common.progress);
    const Result<Question> question = questionOf(options.common, options.protocol, options.data, options.labels);
    if (!question) {
        return failed(console, question.error());
    }
    const domains::Domain& domain = *question->domain;
    const std::string& task = question->task;
    if (question->protocol && linesOf(*question->protocol, domains::ProtocolPart::Learn).empty()) {
        return failed(console, {ErrorCode::Invalid,
                                "the protocol " + options.protocol +
                                    " has nothing to learn from in these data, or trains networks of its own: see "
                                    "`sightline evaluate --protocol " +
                                    options.protocol + "`",
                                {}});
    }
    const bool fromFiles = !options.data.empty() || !options.labels.empty();
    if (fromFiles && !options.snapshot.empty()) {
        return failed(console, {ErrorCode::Invalid,
                                "--snapshot names labels of a workspace; leave out --data and "
                                "--labels",
                                {}});
    }
    Result<std::unique_ptr<workspace::Workspace>> workspace = openWorkspace(options.common);
    if (!workspace) {
        return failed(console, workspace.error());
    }
    if (!fromFiles && *workspace == nullptr) {
        return failed(console, {ErrorCode::Invalid,
                                "nothing to train on: name recordings with --data, label files with --labels, or a "
                                "workspace with --workspace",
                                {}});
    }
    if (Result<void> writable = checkWritable(options.out); !writable) {
        return failed(console, writable.error());
    }
    Result<learning::Engine*> engine = startEngine(options.common, console);
    if (!engine) {
        return failed(console, engine.error());
    }
    retraining::TrainingRequest request = retraining::defaultRequest(domain, task);
    if (Result<void> chosen = chooseNetwork(options, domain, task, workspace->get(), request.options); !chosen) {
        return failed(console, chosen.error());
    }
    if (retraining::isPretrainedTrunk(request.options.base)) {
        retraining::setTransferDefaults(request);
    }
    takeOver(options, request);
    request.options.onEpoch = [&console](const learning::EpochReport& report) { console.epoch(report); };
    request.options.onNote = [&console](const std::string& text) { console.note(text); };
    if (request.options.transfer.unfreezeAfter > 0 && !request.options.transfer.freeze) {
        return failed(console, {ErrorCode::Invalid, "--unfreeze-after needs a frozen trunk: add --freeze", {}});
    }
    return fromFiles ? trainFromFiles(options, domain, task, question->protocol, workspace->get(), **engine,
                                      std::move(request), console)
                     : trainFromWorkspace(options, domain, task, **workspace, **engine, request, console);
}

}  // namespace sightline::app
