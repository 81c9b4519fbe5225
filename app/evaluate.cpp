#include <cmath>

#include <nlohmann/json.hpp>

#include "app/common.h"
#include "core/base/text.h"
#include "core/retraining/training.h"

namespace sightline::app {

namespace {

constexpr const char* figureOrder[] = {"accuracy", "macro_f1", "top2", "ece", "coverage", "selective_accuracy"};

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

std::string tableAnswer(const retraining::Evaluation& e, const std::vector<SignalClass>& classes)
{
    std::vector<std::vector<std::string>> rows;
    for (const char* name : figureOrder) {
        if (const auto it = e.figures.find(name); it != e.figures.end()) {
            rows.push_back({name, figureText(it->second)});
        }
    }
    std::string text = tableText(rows, {false, false}) + "\n";
    rows = {{"class", "n", "recall", "95 %", "precision", "f1", "name"}};
    for (std::size_t c = 0; c < e.classIds.size(); ++c) {
        const learning::ClassFigures& f = e.perClass[c];
        const auto percent = [](double share) { return formatFixed(share * 100, 1); };
        const learning::Figure recall =
            learning::proportion(static_cast<std::size_t>(std::llround(f.recall * static_cast<double>(f.n))), f.n);
        rows.push_back({e.classIds[c], std::to_string(f.n), f.n == 0 ? "-" : percent(f.recall),
                        f.n == 0 ? "-" : percent(recall.low) + " to " + percent(recall.high), percent(f.precision),
                        percent(f.f1), className(classes, e.classIds[c])});
    }
    text += tableText(rows, {false, true, true, true, true, true, false}) + "\n" + confusionText(e) + "\n";
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

}  // namespace

int evaluate(const EvaluateCommandOptions& options)
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
    if (options.windowSeconds) {
        return failed(console, {ErrorCode::Invalid,
                                "--window is for recordings that are cut into windows; " + (*domain)->id() +
                                    " are judged one " + (*domain)->sampleNoun() + " at a time",
                                {}});
    }
    Result<std::unique_ptr<workspace::Workspace>> workspace = openWorkspace(options.common);
    if (!workspace) {
        return failed(console, workspace.error());
    }
    Result<learning::Engine*> engine = startEngine(options.common, console);
    if (!engine) {
        return failed(console, engine.error());
    }
    Result<LoadedModel> model = loadModel(options.common, workspace->get(), **domain, *task, **engine, console);
    if (!model) {
        return failed(console, model.error());
    }
    const std::vector<SignalClass> classes = (*domain)->classes(*task);
    retraining::GatherOptions what;
    what.domain = *domain;
    what.task = *task;
    what.data = options.data;
    what.labelFiles = options.labels;
    what.answers = options.common.answers;
    what.remembered = diagnosis::remembering(workspace->get());
    what.recipe = model->chosen.model->info.recipe;
    what.onlyClasses = model->chosen.model->info.classIds;
    Result<retraining::GatheredExamples> gathered = retraining::gather(what, true, console);
    if (!gathered) {
        return failed(console, gathered.error());
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
    retraining::EvaluateOptions how;
    how.without = classIds(options.without, classes);
    how.mask = options.mask;
    how.countOtherClasses = options.countOtherClasses;
    Result<retraining::Evaluation> evaluation = retraining::evaluateModel(*model->classifier, *gathered, console, how);
    if (!evaluation) {
        return failed(console, evaluation.error());
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
    const nlohmann::ordered_json json = retraining::toJson(*evaluation);
    switch (options.common.format) {
        case Format::Json:
            console.answer(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
            break;
        case Format::Csv: console.answer(csvAnswer(json)); break;
        case Format::Table: console.answer(tableAnswer(*evaluation, classes)); break;
    }
    return finished(console, gathered->unreadable.empty() ? exitCode::done : exitCode::inputFailed);
}

}  // namespace sightline::app
