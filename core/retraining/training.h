// labels → candidate → comparison → active: the second half of the way, once.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/learning/claim_threshold.h"
#include "core/learning/engine.h"
#include "core/learning/label_issues.h"
#include "core/learning/metrics.h"
#include "core/learning/model.h"
#include "core/retraining/examples.h"
#include "core/retraining/shortcut_probe.h"

namespace sightline::retraining {

struct TrainingRequest {
    std::string name;        ///< of the model; empty: domain and date
    std::string command;     ///< as typed, for the report
    std::string dataOrigin;  ///< "simulated", "label files", "labels of the workspace"
    learning::TrainOptions options;
    std::map<std::string, double> recipeParameters;  ///< of the picture, other than the domain's own: "size" 224
    bool fresh = false;                              ///< anew, even where a checkpoint of this very training is
    double augmentStrength = 0.5;
    double forestShare = 0;           ///< of the verdict, for a forest beside the networks; 0: none
    double linearShare = 0;           ///< of the verdict, for a linear judge beside them; 0: none
    double targetError = 0.10;        ///< of the abstention threshold
    learning::ClaimRule claimRule;    ///< of the threshold of claims, where the domain knows any
    std::size_t tuneFolds = 8;        ///< the first member keeps one of so many folds of sources back
    std::size_t minimumPerClass = 3;  ///< fewer samples of a class than this: Invalid
    std::vector<std::string> notes;   ///< sentences for the report
};
/// A request with the domain's own training defaults.
TrainingRequest defaultRequest(const domains::Domain& domain, const std::string& task);
/// Whether these are imported weights of a network that learnt from pictures of the world: it is too large to learn
/// anew from hundreds of pictures, and what it knows is worth keeping.
bool isPretrainedTrunk(const learning::ModelPtr& base);
/// Defaults for those instead of the domain's: the trunk stays frozen, one network with a small head learns long.
void setTransferDefaults(TrainingRequest& request);
/// How pictures are drawn: as a base model of the domain sees them; else by the domain's recipe, in the size the
/// imported weights were published for, with the parameters asked for. Invalid, naming it, for a parameter the recipe
/// has not, or one that differs from the base model's.
Result<ImageRecipe> recipeFor(const domains::Domain& domain, const std::string& task, const TrainingRequest& request);

/// Trains the first member on all but one fold of sources (true ones, else near-twin clusters), calibrates and chooses
/// the thresholds of abstention and of claims on what it says of that fold, trains the further members on everything,
/// fills the report. Invalid if a class has fewer than minimumPerClass samples, if there are fewer than 2 classes, or
/// if the samples are of unlike kinds; the message names them. When stopped, the best so far; Cancelled if there is
/// none yet.
Result<learning::Model> trainModel(learning::Engine& engine, const GatheredExamples& gathered,
                                   const ImageRecipe& recipe, const TrainingRequest& request, Progress& progress);

struct EvaluateOptions {
    std::vector<std::string> without;  ///< samples of these classes are left out …
    bool mask = false;                 ///< … and the model may not answer them (the rest is scaled up to 1)
    /// Samples of a class the model cannot answer count as wrong instead of being left out.
    bool countOtherClasses = false;
    /// The class the ranking figures ask for (see positiveClass() in figures.h); empty: the second of two, else all.
    std::string positive;
};

/// How well one whole (a mouse session) fits a class it claims to be of.
struct ClaimScore {
    std::size_t whole = 0;   ///< number of the whole
    std::size_t sample = 0;  ///< into gathered.dataset.samples: its first window
    std::string claim;
    bool genuine = false;
    double score = 0;  ///< see Domain::claimScore
    std::size_t windows = 0;
};

struct Evaluation {
    std::map<std::string, learning::Figure> figures;  ///< names of contracts.md, brier and selective_accuracy
    std::vector<std::string> classIds;                ///< the model's, then (if counted) those it cannot answer
    std::size_t answerable = 0;                       ///< so many of classIds are the model's
    std::optional<std::size_t> positive;              ///< whose ranking the figures tell; nothing: the mean of all
    std::vector<learning::ClassFigures> perClass;
    std::vector<std::map<std::string, learning::Figure>> classFigures;  ///< see classFiguresOf() in figures.h
    learning::Confusion confusion;
    std::size_t rejected = 0;
    std::size_t abstained = 0;
    std::size_t excluded = 0;                         ///< trained on by hash
    std::map<std::string, std::size_t> otherClasses;  ///< labelled samples of classes the model cannot answer
    std::string splitBy;                              ///< what the bootstrap groups are: "group" or "twins"
    std::size_t groups = 0;
    double seconds = 0;
    std::string modelId;
    std::string modelOrigin;                    ///< what the model was trained on, for people
    std::vector<diagnosis::Diagnosed> samples;  ///< judged, same order as `truth`
    std::vector<std::string> truth;             ///< class ids
    std::vector<learning::Outcome> outcomes;    ///< same order, classes as in classIds
    std::vector<std::size_t> indices;           ///< same order: into gathered.dataset.samples; of a whole, its first
    std::vector<ClaimScore> claims;             ///< of all judged wholes, those of other classes too
    std::optional<learning::ClaimThreshold> claimThreshold;  ///< the model's
    /// Further figures of the claims, without those of some classes: name → classes. Set by who knows the protocol.
    std::vector<std::pair<std::string, std::vector<std::string>>> claimsWithout;
    ShortcutProbe probe;
};
/// Figures, per-class figures and confusion from the evaluation's outcomes.
void fillFigures(Evaluation& evaluation);
/// Judges every labelled sample the model was not trained on and, where a protocol says so, that is to be judged; then
/// probes the domain's shortcuts on the same split. Invalid for an unknown class in the options and where
/// nothing is left to judge; Internal where the model's answer is no probability. Call in the learning lane's thread.
Result<Evaluation> evaluateModel(learning::Classifier& classifier, const GatheredExamples& gathered, Progress& progress,
                                 const EvaluateOptions& options = {});
/// Judges labelled samples by fresh networks that have not seen them: of `folds` networks each learns from all but one
/// fold of sources (true ones, else near-twin clusters) and judges that fold. The fold also chooses the network's epoch
/// and temperature, which flatters it a little; there is no abstention threshold. For finding wrong labels among all
/// one has, and for a first idea of what a model of these data could do. `positive`: see EvaluateOptions. Invalid for
/// fewer than 2 folds, more folds than sources, fewer than 2 classes or a class whose sources all lie in one fold;
/// Cancelled when stopped.
Result<Evaluation> crossValidate(learning::Engine& engine, const GatheredExamples& gathered, const ImageRecipe& recipe,
                                 const TrainingRequest& request, std::size_t folds, Progress& progress,
                                 const std::string& positive = {});
/// The object of contracts.md.
nlohmann::ordered_json toJson(const Evaluation& evaluation);

/// Which of the judged samples are most probably labelled wrongly (places in evaluation.samples). Samples of classes
/// the model cannot answer take no part. Invalid if no sample is left.
Result<learning::LabelIssues> labelIssuesOf(const Evaluation& evaluation);

/// The candidate beside the model in use, on the same held-back samples.
struct Comparison {
    std::optional<Evaluation> active;  ///< nothing: no model is in use
    Evaluation candidate;
    std::vector<std::size_t> fixed;   ///< indices into candidate.samples: active wrong, candidate right
    std::vector<std::size_t> broken;  ///< the other way round
    std::size_t shared = 0;           ///< samples both were judged on
    learning::Figure difference;      ///< of macro-F1, candidate less active, on the shared samples (95 %, by source)
    bool recommendCandidate = false;
    std::string why;  ///< one sentence for people
};
/// Recommends the candidate only if its macro-F1 is not below the active model's by more than the interval and no
/// protected class (rods parted …) lost recall. Samples only one of them was judged on are left out of the comparison.
Comparison compare(std::optional<Evaluation> active, Evaluation candidate,
                   const std::vector<std::string>& protectedClasses);
/// Figures of both, the difference, and every fixed and broken sample with its file.
nlohmann::ordered_json toJson(const Comparison& comparison, const GatheredExamples& judged);

/// The files a retraining run in the workspace leaves: what the window shows after the child ends.
struct RetrainingOutcome {
    std::filesystem::path candidate;    ///< model file, not yet in service
    learning::ModelInfo model;          ///< as written
    nlohmann::ordered_json comparison;  ///< toJson(Comparison), beside it as candidate + ".comparison.json"
};
/// What `sightline train --workspace W --domain D --out MODEL` does: freezes the labels, holds back test sources (by
/// hash, assigned once), trains, compares with the model in use on the held-back samples, writes MODEL and beside it
/// MODEL.comparison.json. Invalid, saying what is missing, when there are too few labels for an honest split.
/// `snapshot`: a frozen dataset of the workspace instead of the labels in force. The classes people protect are the
/// workspace's setting "protected_classes" (ids separated by commas). Checkpoint and feature cache lie in the
/// workspace's data folder unless the request names others; the checkpoint is removed when all is written.
Result<RetrainingOutcome> retrainWorkspace(workspace::Workspace& workspace, const domains::Domain& domain,
                                           const std::string& task, learning::Engine& engine,
                                           const TrainingRequest& request, const std::filesystem::path& out,
                                           Progress& progress, const std::string& snapshot = {});
std::filesystem::path comparisonPath(const std::filesystem::path& candidate);

/// What stands in the way of a retraining run, per class, in words ("gas interference: 2 more labels; labels from 1
/// more source"); empty when it may start. Opens the labelled recordings to tell sources apart: call it off the
/// window's thread.
Result<std::vector<std::string>> missingForRetraining(workspace::Workspace& workspace, const domains::Domain& domain,
                                                      const std::string& task, Progress& progress);
/// The same for labels already gathered.
std::vector<std::string> missingForRetraining(const GatheredExamples& gathered, const domains::Domain& domain,
                                              const std::vector<SignalClass>& classes);

}  // namespace sightline::retraining
