// A model: one safetensors file whose metadata entry "sightline" says everything about how to use it and where it is
// from. Reading one never needs torch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/data/extent.h"
#include "core/data/finding.h"
#include "core/data/image_recipe.h"
#include "core/data/verdict.h"
#include "core/learning/safetensors.h"

namespace sightline::learning {

inline constexpr int modelFormatVersion = 1;

/// One judge within a model. Its tensors are named "<prefix><tensor>".
struct ModelMember {
    std::string kind = "network";                      ///< "network", "forest" or "linear"; "template" may follow
    std::string architecture;                          ///< "signalnet-s"
    nlohmann::json config = nlohmann::json::object();  ///< what the architecture needs: channels, size, scalars …
    std::string prefix;                                ///< "member0."
    double weight = 1;                                 ///< share in the combined answer; all weights sum to 1
    double temperature = 1;                            ///< its logits are divided by this before the softmax
};

/// Frozen at training: nothing in a verdict depends on what else is in the file.
struct ScalarNormalisation {
    std::vector<std::string> names;
    std::vector<float> mean;
    std::vector<float> deviation;  ///< never 0
    float clamp = 4;               ///< standardised values are limited to ±clamp
};

/// Held-out figures behind the thresholds, so that nobody quotes a score without its n and its origin.
struct Thresholds {
    double abstainBelow = 0;   ///< a best probability below this abstains
    double targetError = 0;    ///< the error among answered samples it was chosen for
    std::size_t chosenOn = 0;  ///< number of held-out samples it was chosen on
};

/// How the scores of windows along a recording become events.
struct Detection {
    std::string background;         ///< the class of all that is no event
    int smoothSteps = 0;            ///< see PeakRule
    double separationSeconds = 0;   ///< see PeakRule
    double marginSeconds = 0;       ///< an event reaches so far beyond the centres of its windows
    double threshold = 0.5;         ///< of a smoothed peak, at which an event is as likely as not
    std::size_t chosenOn = 0;       ///< number of labelled boxes the threshold was chosen on; 0: it is a guess
    std::optional<Interval> hertz;  ///< the band the windows look at
};

struct TrainingReport {
    std::string datasetId;
    std::string dataOrigin;  ///< "simulated", "labels of the workspace", "label files" – shown to people
    std::string splitBy;     ///< "group", "twins", "random"
    std::uint64_t seed = 0;
    std::int64_t finishedMicroseconds = 0;
    double seconds = 0;
    std::string command;                          ///< how to repeat it
    std::map<std::string, std::string> versions;  ///< app, torch …
    std::map<std::string, std::size_t> samplesPerClass;
    std::size_t duplicatesRemoved = 0;
    std::vector<std::string> trainedOn;                 ///< contentHash of every sample used to fit or tune, sorted
    nlohmann::json figures = nlohmann::json::object();  ///< held-out figures, each {value,low,high,n}
    nlohmann::json options = nlohmann::json::object();  ///< training options as used
    nlohmann::json curves = nlohmann::json::array();    ///< per epoch and member: losses, accuracy
    std::vector<std::string> notes;                     ///< sentences for people: "stopped by the user after epoch 12"
};

struct ModelInfo {
    std::string id;    ///< first 16 hex digits of the SHA-256 of the tensors: equal weights, equal id
    std::string name;  ///< for people: "Pump cards, simulated starter"
    std::string domain;
    std::string task;
    std::vector<std::string> classIds;  ///< in output order
    ImageRecipe recipe;
    std::string inputKind;  ///< "surface card"; the wrong kind is refused. "" = any
    int channels = 0;
    int height = 0;
    int width = 0;
    ScalarNormalisation scalars;
    std::vector<ModelMember> members;
    /// How the members' calibrated scores become one answer: see combination.h. "probabilities" | "logits"
    std::string combination = "probabilities";
    Thresholds thresholds;
    std::optional<Detection> detection;  ///< of domains whose recordings are listened through
    TrainingReport report;
    std::string parent;  ///< id of the model it started from, or empty
};

/// Imported weights to start training from: of no domain, with classes that have no names; they judge nothing.
inline bool isBare(const ModelInfo& info)
{
    return info.domain.empty();
}

struct Model {
    ModelInfo info;
    std::map<std::string, Tensor> tensors;
};
using ModelPtr = std::shared_ptr<const Model>;

/// Reads and checks everything torch-free: version, fields, sizes, every member's prefix has tensors, weights sum to 1.
/// Corrupt or Invalid, naming file and field. Tensor names and shapes are checked by the engine, as one list.
Result<Model> readModel(const std::filesystem::path& path);
/// The description only; cheap.
Result<ModelInfo> readModelInfo(const std::filesystem::path& path);
/// Sets info.id from the tensors, then writes atomically. Returns the info as written.
Result<ModelInfo> writeModel(const std::filesystem::path& path, Model model);

/// From calibrated class probabilities to a verdict: the same rule everywhere. Reject findings: no guess. Doubt
/// findings or a best probability under the threshold: abstains, with the reason in words.
Verdict judge(const ModelInfo& model, const std::vector<float>& probabilities, const std::vector<Finding>& findings,
              const std::string& device, double milliseconds);
/// A rejected sample never reaches the network.
Verdict rejectedVerdict(const ModelInfo& model, const std::vector<Finding>& findings);

}  // namespace sightline::learning
