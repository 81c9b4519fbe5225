// The commands of the command line: plain options in, exit code out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/console.h"
#include "core/data/question.h"

namespace sightline::app {

/// What every command takes.
struct CommonOptions {
    std::optional<std::filesystem::path> workspace;
    std::optional<std::filesystem::path> model;
    std::string domain;  ///< empty: every kind of signal, or the first where one is needed
    std::string task;    ///< empty: the domain's first
    std::string device = "auto";
    Format format = Format::Table;
    ProgressMode progress = ProgressMode::Auto;
    std::uint64_t seed = 1;
    Answers answers;          ///< --map
    std::string commandLine;  ///< as typed, for reports
};

struct ClassifyOptions {
    CommonOptions common;
    std::vector<std::filesystem::path> paths;
    bool windows = false;             ///< of recordings that are listened through: every window instead of events
    std::optional<double> threshold;  ///< least probability of an event, instead of 0.5
};
int classify(const ClassifyOptions& options);

struct ImageOptions {
    CommonOptions common;
    std::filesystem::path path;
    std::optional<std::string> sample;
    std::optional<std::filesystem::path> out;
    std::optional<std::filesystem::path> raw;
    std::optional<std::string> why;  ///< class to explain over the picture; "": the model's first choice
};
int image(const ImageOptions& options);

/// What is not given is the domain's own, or the imported weights'.
struct TrainCommandOptions {
    CommonOptions common;
    std::vector<std::filesystem::path> data;
    std::vector<std::filesystem::path> labels;
    std::filesystem::path out;
    std::string snapshot;
    std::string name;
    std::string origin;
    std::map<std::string, double> recipeParameters;

    std::string base;          ///< file, id or unique beginning of an id; empty: none
    std::string architecture;  ///< empty: the base's, or else the domain's own
    std::optional<std::string> head;
    std::optional<double> dropout;
    std::optional<int> members;
    std::optional<double> forest;
    std::optional<double> linear;
    std::optional<std::string> combination;

    std::optional<bool> freeze;
    std::optional<int> copies;
    std::optional<int> unfreezeAfter;
    std::optional<int> unfreezeEvery;
    std::optional<int> unfreezeStages;
    std::optional<double> stageRate;

    std::optional<int> epochs;
    std::optional<int> batch;
    std::optional<std::string> optimizer;
    std::optional<double> momentum;
    std::optional<std::string> schedule;
    std::optional<double> warmUp;
    std::optional<double> learningRate;
    std::optional<double> weightDecay;
    std::optional<double> clip;
    std::optional<double> ema;
    std::optional<int> patience;

    std::optional<double> augment;
    std::optional<double> labelSmoothing;
    std::optional<double> mixup;
    bool balance = false;
    std::optional<int> draws;
    std::optional<double> targetError;
    std::string threshold;             ///< rule of the claims' threshold; empty: the domain's own
    std::string protocol = "default";  ///< learn from what a protocol says is to be learnt from

    int threads = 0;
    bool mixedPrecision = true;
    std::optional<std::filesystem::path> cache;
    bool fresh = false;
};
int train(const TrainCommandOptions& options);

struct EvaluateCommandOptions {
    CommonOptions common;
    std::vector<std::filesystem::path> data;
    std::vector<std::filesystem::path> labels;
    std::vector<std::string> without;
    bool mask = false;
    bool countOtherClasses = false;
    std::optional<std::size_t> folds;                  ///< instead of a model: cross-validation
    std::optional<int> epochs;                         ///< of the folds' networks
    std::string positive;                              ///< class the ranking figures ask for; empty: see evaluate
    std::optional<std::filesystem::path> curves;       ///< where to write what people plot
    std::optional<std::filesystem::path> labelIssues;  ///< where to write the labels that are probably wrong
    std::string protocol = "default";
    std::optional<double> windowSeconds;
    std::optional<std::filesystem::path> scores;  ///< where to write how well each session fits its claim
};
int evaluate(const EvaluateCommandOptions& options);

struct SimulateOptions {
    CommonOptions common;
    std::size_t count = 0;
    std::filesystem::path out;
};
int simulate(const SimulateOptions& options);

struct ModelsOptions {
    CommonOptions common;
    std::string model;   ///< file, id, unique beginning of an id, or "starter"
    std::string reason;  ///< why it is put into service
};
int modelsList(const ModelsOptions& options);
int modelsShow(const ModelsOptions& options);
int modelsActivate(const ModelsOptions& options);
int modelsRollback(const ModelsOptions& options);

struct ImportWeightsOptions {
    CommonOptions common;
    std::filesystem::path file;
    std::string architecture;
    std::string name;          ///< empty: after the file
    bool plainPixels = false;  ///< the weights were trained on pixels as they are, not on ImageNet's normalisation
    std::optional<std::filesystem::path> out;  ///< instead of into the workspace
};
int modelsImportWeights(const ImportWeightsOptions& options);

struct ExportOptions {
    CommonOptions common;
    std::string model;
    std::filesystem::path out;
    std::optional<std::size_t> member;
};
int modelsExport(const ExportOptions& options);

}  // namespace sightline::app
