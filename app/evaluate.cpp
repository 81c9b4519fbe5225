#include <nlohmann/json.hpp>

#include "app/claims.h"
#include "app/common.h"
#include "app/evaluate.h"
#include "app/question.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/retraining/claims.h"
#include "core/retraining/enrolment.h"
#include "core/retraining/figures.h"
#include "core/retraining/training.h"

namespace sightline::app {

namespace {

constexpr const char* figureOrder[] = {"accuracy", "balanced_accuracy",
                                       "macro_f1", "top2",
                                       "ece",      "coverage",
                                       "auc",      "ap",
                                       "eer",      "recall_at_precision_90",
                                       "brier",    "selective_accuracy"};

/// The worst labels of our field data are held to be wrong by a quarter; a model that contradicts more is a poor judge.
constexpr double implausibleNoise = 0.3;

bool isShare(std::string_view name)
{
    return name != "auc" && name != "ap" && name != "brier";
}

std::string csvAnswer(const nlohmann::ordered_json& json)
{
    std::string text = csvLine({"figure", "value", "low", "high", "n"});
    const auto row = [&](const std::string& name, const nlohmann::ordered_json& figure) {
        const auto number = [&](const char* key) { return formatNumber(figure.at(key).get<double>()); };
        text += csvLine(
            {name, number("value"), number("low"), number("high"), std::to_string(figure.at("n").get<std::size_t>())});
    };
    for (const char* name : figureOrder) {
        if (json.contains(name)) {
            row(name, json[name]);
        }
    }
    for (const nlohmann::ordered_json& one : json["classes"]) {
        row("recall " + one["id"].get<std::string>(), one["recall"]);
        row("precision " + one["id"].get<std::string>(), one["precision_interval"]);
    }
    for (const char* name : {"rejected", "abstained", "excluded"}) {
        text += csvLine({name, std::to_string(json[name].get<std::size_t>()), "", "", ""});
    }
    for (const auto& [id, count] : json["other_classes"].items()) {
        text += csvLine({"not answerable " + id, std::to_string(count.get<std::size_t>()), "", "", ""});
    }
    return text;
}

std::string confusionText(const retraining::Evaluation& e)
{
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> header{"truth \\ answer"};
    std::vector<bool> right{false};
    std::vector<std::size_t> shown;
    for (std::size_t c = 0; c < e.classIds.size(); ++c) {
        std::size_t seen = e.perClass[c].n;
        for (const std::vector<std::size_t>& row : e.confusion) {
            seen += row[c];
        }
        if (seen > 0) {
            shown.push_back(c);
        }
    }
    for (std::size_t k = 0; k < shown.size(); ++k) {
        header.push_back("(" + std::to_string(k + 1) + ")");
        right.push_back(true);
    }
    rows.push_back(header);
    for (std::size_t k = 0; k < shown.size(); ++k) {
        std::vector<std::string> row{"(" + std::to_string(k + 1) + ") " + e.classIds[shown[k]]};
        for (const std::size_t predicted : shown) {
            const std::size_t count = e.confusion[shown[k]][predicted];
            row.push_back(count == 0 ? "." : std::to_string(count));
        }
        rows.push_back(std::move(row));
    }
    return tableText(rows, right);
}

/// What the ranking figures ask for.
std::string askedText(const retraining::Evaluation& e)
{
    if (!e.claims.empty()) {
        return "auc, eer: false claims against true ones";
    }
    return e.positive ? "auc, ap, eer: " + e.classIds[*e.positive] + " against the rest"
                      : "auc, ap, eer: each class against the rest, the mean";
}

std::string tableAnswer(const retraining::Evaluation& e, const std::vector<SignalClass>& classes)
{
    std::vector<std::vector<std::string>> rows;
    for (const char* name : figureOrder) {
        if (const auto it = e.figures.find(name); it != e.figures.end()) {
            rows.push_back({name, isShare(name) ? figureText(it->second) : numberText(it->second)});
        }
    }
    if (e.figures.count("auc") != 0) {
        rows.push_back({"", askedText(e)});
    }
    std::string text = tableText(rows, {false, false}) + "\n";
    for (const std::string& part : {claimsText(e), probeText(e)}) {
        text += part.empty() ? "" : part + "\n";
    }
    rows = {{"class", "n", "recall", "95 %", "said", "precision", "95 %", "f1", "name"}};
    for (std::size_t c = 0; c < e.classIds.size(); ++c) {
        const learning::ClassFigures& f = e.perClass[c];
        const auto cells = [&](const char* name) -> std::pair<std::string, std::string> {
            const auto it = e.classFigures[c].find(name);
            if (it == e.classFigures[c].end()) {
                return {"-", "-"};
            }
            const auto percent = [](double share) { return formatFixed(share * 100, 1); };
            return {percent(it->second.value), percent(it->second.low) + " to " + percent(it->second.high)};
        };
        const std::pair<std::string, std::string> recall = cells("recall");
        const std::pair<std::string, std::string> precision = cells("precision");
        rows.push_back({e.classIds[c], std::to_string(f.n), recall.first, recall.second, std::to_string(f.predicted),
                        precision.first, precision.second, cells("f1").first, className(classes, e.classIds[c])});
    }
    text += tableText(rows, {false, true, true, true, true, true, true, true, false}) + "\n" + confusionText(e) + "\n";
    rows = {{"judged", std::to_string(e.truth.size()) + " samples of " + std::to_string(e.groups) +
                           (e.splitBy == "group" ? " sources" : " near-twin groups (no source is given)")},
            {"abstained", std::to_string(e.abstained) + " (counted by their best guess)"},
            {"rejected", std::to_string(e.rejected) + " (counted as wrong)"},
            {"excluded", std::to_string(e.excluded) + " (the model was trained on them)"}};
    for (const auto& [id, count] : e.otherClasses) {
        rows.push_back({"not answerable", std::to_string(count) + " " + id});
    }
    rows.push_back({"model", e.modelId + ", trained on: " + e.modelOrigin});
    rows.push_back({"seconds", formatFixed(e.seconds, 1)});
    return text + tableText(rows, {false, false});
}

/// A label file of the doubtful samples: to be looked at, corrected and used.
std::string labelIssuesCsv(const learning::LabelIssues& issues, const retraining::Evaluation& e,
                           const retraining::GatheredExamples& gathered)
{
    std::string text =
        csvLine({"path", "sample", "label", "group", "suggested", "probability", "label_probability", "margin"});
    for (const learning::LabelIssue& issue : issues.issues) {
        const LabelledSample& sample = gathered.dataset.samples[e.indices[issue.sample]];
        std::error_code ignored;
        const std::filesystem::path path = std::filesystem::absolute(pathFromUtf8(sample.path), ignored);
        text += csvLine({utf8(path), sample.key.sample, e.classIds[issue.label],
                         sample.groupIsKnown ? sample.group : std::string(), e.classIds[issue.suggested],
                         formatFixed(issue.suggestedProbability, 4), formatFixed(issue.labelProbability, 4),
                         formatFixed(issue.margin(), 4)});
    }
    return text;
}

/// The files asked for beside the answer. What is found goes into the answer and is told on stderr.
Result<void> writeFiles(const EvaluateCommandOptions& options, const retraining::Evaluation& e,
                        const retraining::GatheredExamples& gathered, nlohmann::ordered_json& answer, Console& console)
{
    if (options.curves) {
        nlohmann::ordered_json curves = {{"model", e.modelId}};
        curves.update(retraining::curvesJson(e.outcomes, e.classIds, e.positive));
        if (!e.claims.empty()) {
            curves["claims"] = retraining::claimCurvesJson(e.claims);
        }
        const std::string text = curves.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
        if (Result<void> written = writeFileAtomically(*options.curves, text); !written) {
            return written;
        }
    }
    if (options.labelIssues) {
        Result<learning::LabelIssues> issues = retraining::labelIssuesOf(e);
        if (!issues) {
            return tl::unexpected(issues.error());
        }
        if (Result<void> written = writeFileAtomically(*options.labelIssues, labelIssuesCsv(*issues, e, gathered));
            !written) {
            return written;
        }
        answer["label_issues"] = {{"listed", issues->issues.size()},
                                  {"judged", issues->judged},
                                  {"estimated_share", issues->estimatedNoise()}};
        console.note(std::to_string(issues->issues.size()) + " of " + std::to_string(issues->judged) +
                     " labels are probably wrong (estimated share of wrong labels " +
                     formatFixed(issues->estimatedNoise() * 100, 1) + " %): " + utf8(*options.labelIssues));
        if (issues->estimatedNoise() > implausibleNoise) {
            console.note(
                "so many contradictions speak against the model rather than the labels: take one that knows "
                "these recordings, or --folds");
        }
    }
    return {};
}

/// Ids, aliases and any case become class ids, as in label files.
std::vector<std::string> classIds(const std::vector<std::string>& texts, const std::vector<SignalClass>& classes)
{
    std::vector<std::string> ids;
    for (const std::string& text : texts) {
        const SignalClass* known = findClass(classes, text);
        ids.push_back(known != nullptr ? known->id : text);
    }
    return ids;
}

/// What was judged, and by what.
struct Judged {
    retraining::GatheredExamples gathered;
    retraining::Evaluation evaluation;
};

Result<Judged> judgeByModel(const EvaluateCommandOptions& options, const domains::Domain& domain,
                            const std::string& task, const domains::Protocol* protocol, workspace::Workspace* workspace,
                            learning::Engine& engine, Console& console)
{
    Result<LoadedModel> model = loadModel(options.common, workspace, domain, task, engine, console);
    if (!model) {
        return tl::unexpected(model.error());
    }
    Result<retraining::GatheredExamples> gathered =
        gatherLabelled(options, domain, task, workspace, &model->chosen.model->info, protocol, console);
    if (!gathered) {
        return tl::unexpected(gathered.error());
    }
    const std::vector<SignalClass> classes = domain.classes(task);
    retraining::EvaluateOptions how;
    how.without = classIds(options.without, classes);
    how.mask = options.mask;
    how.countOtherClasses = options.countOtherClasses;
    if (!options.positive.empty()) {
        how.positive = classIds({options.positive}, classes).front();
    }
    Result<retraining::Evaluation> evaluation =
        protocol != nullptr && enrols(*protocol)
            ? retraining::evaluateEnrolled(*model->classifier, *gathered, console)
            : retraining::evaluateModel(*model->classifier, *gathered, console, how);
    if (!evaluation) {
        return tl::unexpected(evaluation.error());
    }
    if (protocol != nullptr) {
        evaluation->claimsWithout = protocol->without;
    }
    if (options.scores) {
        if (Result<void> written = writeScores(*options.scores, *evaluation, *gathered); !written) {
            return tl::unexpected(written.error());
        }
    }
    if (!evaluation->otherClasses.empty()) {
        std::string text;
        for (const auto& [id, count] : evaluation->otherClasses) {
            text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + id;
        }
        console.note("the model cannot answer " + text + ": " +
                     (how.countOtherClasses ? "counted as wrong"
                                            : "left out (--count-other-classes counts them as "
                                              "wrong)"));
    }
    return Judged{std::move(*gathered), std::move(*evaluation)};
}

Result<Judged> judgeByFolds(const EvaluateCommandOptions& options, const domains::Domain& domain,
                            const std::string& task, const domains::Protocol* protocol, workspace::Workspace* workspace,
                            learning::Engine& engine, Console& console)
{
    Result<retraining::GatheredExamples> gathered =
        gatherLabelled(options, domain, task, workspace, nullptr, protocol, console);
    if (!gathered) {
        return tl::unexpected(gathered.error());
    }
    retraining::TrainingRequest request = retraining::defaultRequest(domain, task);
    request.options.seed = options.common.seed;
    request.options.epochs = options.epochs.value_or(request.options.epochs);
    request.options.onEpoch = [&console](const learning::EpochReport& report) { console.epoch(report); };
    const std::vector<std::string> positive =
        options.positive.empty() ? std::vector<std::string>{} : classIds({options.positive}, domain.classes(task));
    Result<retraining::Evaluation> evaluation = retraining::crossValidate(
        engine, *gathered, domain.defaultRecipe(task), request, protocol != nullptr ? protocol->folds : *options.folds,
        console, positive.empty() ? std::string() : positive.front());
    if (!evaluation) {
        return tl::unexpected(evaluation.error());
    }
    return Judged{std::move(*gathered), std::move(*evaluation)};
}

/// The options that go with a model only, or with folds only.
std::optional<std::string> contradiction(const EvaluateCommandOptions& options)
{
    if (options.folds && options.common.model) {
        return "--folds trains networks of its own: leave --model out";
    }
    if (options.folds && (!options.without.empty() || options.mask || options.countOtherClasses)) {
        return "--without, --mask and --count-other-classes are for a model; --folds knows every labelled class";
    }
    if (options.folds && (options.scores || options.protocol != "default")) {
        return "--scores and --protocol are for a model; --folds judges what is labelled";
    }
    if (options.epochs && !options.folds && options.protocol == "default") {
        return "--epochs is for the networks that --folds trains";
    }
    return std::nullopt;
}

/// The options that do not go with a protocol.
std::optional<std::string> contradiction(const EvaluateCommandOptions& options, const domains::Protocol& protocol)
{
    if (protocol.folds > 0 && (options.common.model || options.scores)) {
        return "the protocol " + options.protocol + " trains networks of its own: leave --model and --scores out";
    }
    if (protocol.folds == 0 && options.epochs) {
        return "--epochs is for the networks that --folds trains";
    }
    if (enrols(protocol) &&
        (!options.without.empty() || options.mask || options.countOtherClasses || !options.positive.empty())) {
        return "the protocol " + options.protocol +
               " asks who of the enrolled a session is of: leave --without, --mask, --count-other-classes and "
               "--positive out";
    }
    return std::nullopt;
}

}  // namespace

Result<retraining::GatheredExamples> gatherLabelled(const EvaluateCommandOptions& options,
                                                    const domains::Domain& domain, const std::string& task,
                                                    workspace::Workspace* workspace, const learning::ModelInfo* model,
                                                    const domains::Protocol* protocol, Console& console)
{
    retraining::GatherOptions what;
    what.domain = &domain;
    what.task = task;
    what.data = options.data;
    what.labelFiles = options.labels;
    what.answers = options.common.answers;
    what.remembered = diagnosis::remembering(workspace);
    what.recipe = model != nullptr ? model->recipe : domain.defaultRecipe(task);
    if (model != nullptr) {
        what.onlyClasses = model->classIds;
    }
    if (protocol != nullptr && !protocol->labels.empty()) {
        what.lines = linesOf(*protocol);
        what.data.clear();
        what.labelFiles.clear();
    }
    // What is to be learnt from counts once; what is only judged counts as often as it is labelled.
    Result<retraining::GatheredExamples> gathered = retraining::gather(what, model != nullptr, console);
    if (!gathered) {
        return gathered;
    }
    for (const Finding& finding : gathered->findings) {
        const std::string text = Error{ErrorCode::Internal, finding.message, finding.where}.text();
        console.note(finding.count > 1 ? text + " (" + std::to_string(finding.count) + " times)" : text);
    }
    for (const Error& error : gathered->unreadable) {
        console.error(error);
    }
    if (gathered->skippedFiles > 0) {
        console.note(skippedText(gathered->skippedFiles));
    }
    return gathered;
}

int evaluate(const EvaluateCommandOptions& options)
{
    Console console(options.common.progress);
    const Result<Question> question = questionOf(options.common, options.protocol, options.data, options.labels);
    if (!question) {
        return failed(console, question.error());
    }
    const domains::Domain& domain = *question->domain;
    const std::string& task = question->task;
    const domains::Protocol* const protocol = question->protocol ? &*question->protocol : nullptr;
    const bool listening = domain.scanRule(task).has_value();
    if (options.windowSeconds && !listening) {
        return failed(console, {ErrorCode::Invalid,
                                "--window is for recordings that are cut into windows; " + domain.id() +
                                    " are judged one " + domain.sampleNoun() + " at a time",
                                {}});
    }
    if (const std::optional<std::string> wrong = contradiction(options)) {
        return failed(console, {ErrorCode::Invalid, *wrong, {}});
    }
    if (const auto wrong = protocol != nullptr ? contradiction(options, *protocol) : std::nullopt) {
        return failed(console, {ErrorCode::Invalid, *wrong, {}});
    }
    Result<std::unique_ptr<workspace::Workspace>> workspace = openWorkspace(options.common);
    if (!workspace) {
        return failed(console, workspace.error());
    }
    Result<learning::Engine*> engine = startEngine(options.common, console);
    if (!engine) {
        return failed(console, engine.error());
    }
    if (listening) {
        return evaluateListening(options, domain, task, workspace->get(), **engine, console);
    }
    const bool byFolds = options.folds || (protocol != nullptr && protocol->folds > 0);
    Result<Judged> judged =
        (byFolds ? judgeByFolds : judgeByModel)(options, domain, task, protocol, workspace->get(), **engine, console);
    if (!judged) {
        return failed(console, judged.error());
    }
    const retraining::Evaluation& evaluation = judged->evaluation;
    nlohmann::ordered_json json = retraining::toJson(evaluation);
    if (Result<void> written = writeFiles(options, evaluation, judged->gathered, json, console); !written) {
        return failed(console, written.error());
    }
    sayProbe(evaluation, console);
    switch (options.common.format) {
        case Format::Json:
            console.answer(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
            break;
        case Format::Csv: console.answer(csvAnswer(json)); break;
        case Format::Table: console.answer(tableAnswer(evaluation, domain.classes(task))); break;
    }
    return finished(console, judged->gathered.unreadable.empty() ? exitCode::done : exitCode::inputFailed);
}

}  // namespace sightline::app
