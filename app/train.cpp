#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/common.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/retraining/training.h"

namespace sightline::app {

namespace {

retraining::TrainingRequest requestOf(const TrainCommandOptions& options, const domains::Domain& domain,
                                      const std::string& task, Console& console)
{
    retraining::TrainingRequest request = retraining::defaultRequest(domain, task);
    request.name = options.name;
    request.command = options.common.commandLine;
    request.dataOrigin = options.origin;
    request.augmentStrength = options.augment.value_or(request.augmentStrength);
    request.forestShare = options.forest.value_or(request.forestShare);
    request.targetError = options.targetError.value_or(request.targetError);
    learning::TrainOptions& t = request.options;
    t.epochs = options.epochs.value_or(t.epochs);
    t.warmUpEpochs = std::min(t.warmUpEpochs, t.epochs / 4);
    t.members = options.members.value_or(t.members);
    t.batch = options.batch.value_or(t.batch);
    t.learningRate = options.learningRate.value_or(t.learningRate);
    t.patience = options.patience.value_or(t.patience);
    t.balanceClasses = options.balance;
    t.seed = options.common.seed;
    t.threads = options.threads;
    t.onEpoch = [&console](const learning::EpochReport& report) { console.epoch(report); };
    return request;
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
        {"split by", info.report.splitBy == "group" ? "known source" : "near-twins (no source is given)"}};
    for (const auto& [name, json] : info.report.figures.items()) {
        rows.push_back({"held-out " + name, figureText({json.value("value", 0.0), json.value("low", 0.0),
                                                        json.value("high", 0.0), json.value("n", std::size_t{0})})});
    }
    rows.push_back({"abstains below", formatFixed(info.thresholds.abstainBelow * 100, 1) + " %"});
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

/// Architecture, head and base as asked for; a base brings its architecture along.
Result<void> chooseNetwork(const TrainCommandOptions& options, const domains::Domain& domain, const std::string& task,
                           workspace::Workspace* workspace, learning::TrainOptions& network)
{
    network.dropout = options.dropout;
    network.head = options.head.value_or(network.head);
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
                   workspace::Workspace* workspace, learning::Engine& engine, retraining::TrainingRequest request,
                   Console& console)
{
    retraining::GatherOptions what;
    what.domain = &domain;
    what.task = task;
    what.data = options.data;
    what.labelFiles = options.labels;
    what.answers = options.common.answers;
    what.remembered = diagnosis::remembering(workspace);
    const learning::ModelPtr& base = request.options.base;
    what.recipe = base && !learning::isBare(base->info) ? base->info.recipe : domain.defaultRecipe(task);
    if (request.dataOrigin.empty()) {
        request.dataOrigin = options.labels.empty() ? "labels in the recordings" : "label files";
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
    Result<const domains::Domain*> domain = domainOf(options.common);
    if (!domain) {
        return failed(console, domain.error());
    }
    Result<std::string> task = taskOf(options.common, **domain);
    if (!task) {
        return failed(console, task.error());
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
    retraining::TrainingRequest request = requestOf(options, **domain, *task, console);
    if (Result<void> chosen = chooseNetwork(options, **domain, *task, workspace->get(), request.options); !chosen) {
        return failed(console, chosen.error());
    }
    return fromFiles ? trainFromFiles(options, **domain, *task, workspace->get(), **engine, std::move(request), console)
                     : trainFromWorkspace(options, **domain, *task, **workspace, **engine, request, console);
}

}  // namespace sightline::app
