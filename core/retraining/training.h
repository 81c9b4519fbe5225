// labels → candidate → comparison → active: the second half of the way, once.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/learning/engine.h"
#include "core/learning/metrics.h"
#include "core/learning/model.h"
#include "core/retraining/examples.h"

namespace sightline::retraining {

struct TrainingRequest {
    std::string name;        ///< of the model; empty: domain and date
    std::string command;     ///< as typed, for the report
    std::string dataOrigin;  ///< "simulated", "label files", "labels of the workspace"
    learning::TrainOptions options;
    double augmentStrength = 0.5;
    double targetError = 0.10;  ///< of the abstention threshold
    std::size_t tuneFolds = 8;  ///< member m tunes on fold m of a grouped split into this many folds
};

/// Trains on everything gathered but each member's tune fold (grouped by source, else near-twins), calibrates on the
/// held-out predictions, chooses the abstention threshold, fills the report. Invalid if a class has fewer than 3
/// samples or there are fewer than 2 classes; the message names them.
Result<learning::Model> trainModel(learning::Engine& engine, const GatheredExamples& gathered,
                                   const ImageRecipe& recipe, const TrainingRequest& request, Progress& progress);

struct Evaluation {
    std::map<std::string, learning::Figure> figures;  ///< names of contracts.md
    std::vector<std::string> classIds;
    std::vector<learning::ClassFigures> perClass;
    learning::Confusion confusion;
    std::size_t rejected = 0;
    std::size_t abstained = 0;
    std::size_t excluded = 0;  ///< trained on by hash
    std::string splitBy;       ///< what the bootstrap groups are: "group" or "twins"
    std::size_t groups = 0;
    double seconds = 0;
    std::string modelId;
    std::vector<diagnosis::Diagnosed> samples;  ///< judged, same order as `truth`
    std::vector<std::string> truth;
};
/// Judges every labelled sample the model was not trained on.
Result<Evaluation> evaluateModel(learning::Classifier& classifier, const GatheredExamples& gathered,
                                 Progress& progress);
/// The object of contracts.md.
nlohmann::json toJson(const Evaluation& evaluation);

/// The candidate beside the model in use, on the same held-back samples.
struct Comparison {
    Evaluation active;
    Evaluation candidate;
    std::vector<std::size_t> fixed;   ///< indices into the shared samples: active wrong, candidate right
    std::vector<std::size_t> broken;  ///< the other way round
    bool recommendCandidate = false;
    std::string why;  ///< one sentence for people
};
/// Recommends the candidate only if its macro-F1 is not below the active model's by more than the interval and no
/// protected class (rods parted …) lost recall.
Comparison compare(Evaluation active, Evaluation candidate, const std::vector<std::string>& protectedClasses);

/// The files a retraining run in the workspace leaves in its folder: what the window shows after the child ends.
struct RetrainingOutcome {
    std::filesystem::path candidate;  ///< model file, not yet in service
    nlohmann::json comparison;        ///< active and candidate figures, fixed and broken samples, recommendation
};
/// What `sightline train --workspace W --domain D --out MODEL` does: freezes the labels, holds back test sources (by
/// hash, assigned once), trains, compares with the model in use on the held-back samples, writes MODEL and beside it
/// MODEL.comparison.json. Invalid, saying what is missing, when there are too few labels for an honest split.
Result<RetrainingOutcome> retrainWorkspace(workspace::Workspace& workspace, const domains::Domain& domain,
                                           const std::string& task, learning::Engine& engine,
                                           const TrainingRequest& request, const std::filesystem::path& out,
                                           Progress& progress);

/// What stands in the way of a retraining run, per class, in words ("3 more labels of gas interference from another
/// well"); empty when it may start. Cheap: labels and groups only.
Result<std::vector<std::string>> missingForRetraining(workspace::Workspace& workspace, const domains::Domain& domain,
                                                      const std::string& task);

}  // namespace sightline::retraining
