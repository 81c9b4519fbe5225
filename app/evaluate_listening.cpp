#include <cmath>

#include <nlohmann/json.hpp>

#include "app/common.h"
#include "app/evaluate.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/retraining/detections.h"

namespace sightline::app {

namespace {

using retraining::DetectionEvaluation;

constexpr double windowSecondsOfContract = 4;
constexpr const char* figureOrder[] = {"event_f1",  "event_precision", "event_recall",         "recall_at_precision_90",
                                       "window_ap", "window_auc",      "false_alarms_per_hour"};

bool isShare(const std::string& name)
{
    return name.starts_with("event_") || name == "recall_at_precision_90";
}

/// A single block of time has no spread.
std::string intervalText(const std::string& name, const learning::Figure& figure)
{
    if (std::isfinite(figure.low)) {
        return isShare(name) ? figureText(figure) : numberText(figure);
    }
    return (isShare(name) ? formatFixed(figure.value * 100, 1) + " %" : formatFixed(figure.value, 3)) +
           " (too little for an interval)";
}

std::string tableAnswer(const DetectionEvaluation& e, const learning::ModelInfo& model)
{
    std::vector<std::vector<std::string>> rows;
    for (const char* name : figureOrder) {
        if (const auto it = e.figures.find(name); it != e.figures.end()) {
            rows.push_back({name, intervalText(name, it->second)});
        }
    }
    std::string text = tableText(rows, {false, false}) + "\n";
    rows = {{"boxes", std::to_string(e.boxes) + ": " + std::to_string(e.counts.found) + " found, " +
                          std::to_string(e.counts.missed) + " missed"},
            {"false alarms", std::to_string(e.counts.falseAlarms) + " in " + formatFixed(e.listenedHours, 2) + " h"},
            {"neither way", std::to_string(e.counts.ignored) + " events in found, possible or masked boxes"},
            {"threshold", formatFixed(e.threshold, 3) + " (the model's); best on these labels: " +
                              formatFixed(e.bestThreshold, 3) + ", F1 " + formatFixed(e.bestF1, 3)},
            {"windows", std::to_string(e.windows) + " of " + formatNumber(e.windowSeconds) + " s, " +
                            std::to_string(e.positiveWindows) + " with a call"},
            {"intervals", e.drawnByBlocks ? "95 %, from blocks of one recording's time" : "95 %, over recordings"},
            {"model", model.id + ", trained on: " + model.report.dataOrigin}};
    return text + tableText(rows, {false, false});
}

std::string csvAnswer(const DetectionEvaluation& e)
{
    std::string text = csvLine({"figure", "value", "low", "high", "n"});
    for (const char* name : figureOrder) {
        if (const auto it = e.figures.find(name); it != e.figures.end()) {
            const learning::Figure& figure = it->second;
            text += csvLine({name, formatNumber(figure.value), formatNumber(figure.low), formatNumber(figure.high),
                             std::to_string(figure.n)});
        }
    }
    return text;
}

/// Precision and recall over the threshold, strictest first.
nlohmann::ordered_json curveJson(const DetectionEvaluation& e, const std::string& model)
{
    nlohmann::ordered_json columns = {{"threshold", nlohmann::ordered_json::array()},
                                      {"precision", nlohmann::ordered_json::array()},
                                      {"recall", nlohmann::ordered_json::array()}};
    for (const learning::OperatingPoint& point : e.curve) {
        columns["threshold"].push_back(std::isfinite(point.threshold) ? nlohmann::ordered_json(point.threshold)
                                                                      : nlohmann::ordered_json());
        columns["precision"].push_back(point.precision());
        columns["recall"].push_back(point.recall());
    }
    return {{"model", model}, {"events", columns}};
}

std::optional<std::string> contradiction(const EvaluateCommandOptions& options)
{
    if (options.folds || options.scores || options.labelIssues || options.protocol != "default" || options.mask ||
        !options.without.empty() || options.countOtherClasses || !options.positive.empty()) {
        return "only --curves and --window go with recordings that are listened through";
    }
    if (options.windowSeconds && !(*options.windowSeconds > 0)) {
        return "--window must be more than 0 seconds";
    }
    return std::nullopt;
}

}  // namespace

int evaluateListening(const EvaluateCommandOptions& options, const domains::Domain& domain, const std::string& task,
                      workspace::Workspace* workspace, learning::Engine& engine, Console& console)
{
    if (const std::optional<std::string> wrong = contradiction(options)) {
        return failed(console, {ErrorCode::Invalid, *wrong, {}});
    }
    Result<LoadedModel> model = loadModel(options.common, workspace, domain, task, engine, console);
    if (!model) {
        return failed(console, model.error());
    }
    const learning::ModelInfo& info = model->chosen.model->info;
    Result<retraining::GatheredExamples> gathered =
        gatherLabelled(options, domain, task, workspace, &info, nullptr, console);
    if (!gathered) {
        return failed(console, gathered.error());
    }
    Result<DetectionEvaluation> evaluation = retraining::evaluateDetections(
        *model->classifier, *gathered, options.windowSeconds.value_or(windowSecondsOfContract), console);
    if (!evaluation) {
        return failed(console, evaluation.error());
    }
    if (options.curves) {
        const std::string text = curveJson(*evaluation, info.id).dump(1) + "\n";
        if (Result<void> written = writeFileAtomically(*options.curves, text); !written) {
            return failed(console, written.error());
        }
    }
    switch (options.common.format) {
        case Format::Json: {
            nlohmann::ordered_json json = retraining::toJson(*evaluation);
            json["model"] = info.id;
            json["trained_on"] = info.report.dataOrigin;
            console.answer(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
            break;
        }
        case Format::Csv: console.answer(csvAnswer(*evaluation)); break;
        case Format::Table: console.answer(tableAnswer(*evaluation, info)); break;
    }
    return finished(console, gathered->unreadable.empty() ? exitCode::done : exitCode::inputFailed);
}

}  // namespace sightline::app
