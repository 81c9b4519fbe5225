// Files → verdicts: the first half of the way, once. The window, the command line and a worker all come through here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/data/verdict.h"
#include "core/domains/domain.h"
#include "core/jobs/lane.h"
#include "core/learning/engine.h"
#include "core/learning/model.h"

namespace sightline::workspace {
class Workspace;
}

namespace sightline::diagnosis {

/// One path of a request: a file named by the user, or one found in a folder.
struct InputFile {
    std::filesystem::path path;
    bool named = true;  ///< false: found in a folder; being no reader's is then no error
};

/// Files as named; folders walked recursively in name order (hidden files left out). Unreadable paths stay in the list
/// as named: opening them says what is wrong.
std::vector<InputFile> listInputs(const std::vector<std::filesystem::path>& paths);

/// A recording with its samples, ready to draw.
struct OpenedRecording {
    const domains::Domain* domain = nullptr;
    domains::RecordingPtr recording;
    SampleList samples;
};

/// openFile() and samples() in one. A MustAsk becomes Invalid whose message lists the --map options; use openFile()
/// directly where a wizard can ask. `recipe` cuts the samples; without it, the domain's own for its first task.
Result<OpenedRecording> openRecording(const std::vector<const domains::Domain*>& domains,
                                      const std::filesystem::path& path, const Answers& answers,
                                      const domains::RememberedAnswers& remembered, Progress& progress,
                                      const std::optional<ImageRecipe>& recipe = std::nullopt);
/// The answers a workspace remembers, by layout; nothing for a null workspace.
domains::RememberedAnswers remembering(workspace::Workspace* workspace);
/// The message of a MustAsk for people at a terminal: each question, why, and its --map choices.
std::string askText(const domains::MustAsk& ask);

/// The model in use for a domain and task: an explicit file, else the workspace's active one, else the shipped starter.
struct ChosenModel {
    learning::ModelPtr model;
    std::filesystem::path path;
    bool starter = false;  ///< the shipped starter: say so
};
Result<ChosenModel> chooseModel(const std::optional<std::filesystem::path>& modelFile, workspace::Workspace* workspace,
                                const domains::Domain& domain, const std::string& task);
/// Where starters, samples and defaults lie: SIGHTLINE_RESOURCES, beside the program, or the source tree of the build.
std::filesystem::path resourcesFolder();
/// resources/models/<domain>-<task>.safetensors
std::filesystem::path starterModelPath(const std::string& domain, const std::string& task);

/// One sample's verdict with what it was made from.
struct Diagnosed {
    Sample sample;
    Verdict verdict;
    std::vector<Finding> findings;  ///< of the picture; the recording's and the sample's own are in `sample`
};

/// Draws and judges samples of one recording, in order, in batches; `sink` gets each batch as it is done, from the
/// calling thread. Rejected samples and samples of the wrong kind never reach the network; the wrong kind is a rejected
/// verdict with the reason. Call in the learning lane's thread.
Result<void> diagnose(const OpenedRecording& opened, const std::vector<std::size_t>& sampleIndices,
                      learning::Classifier& classifier, const std::function<void(std::vector<Diagnosed>)>& sink,
                      Progress& progress);

/// The same with the pictures drawn in `io`, a few batches ahead of the network. `io` must be running (or inline).
Result<void> diagnose(const OpenedRecording& opened, const std::vector<std::size_t>& sampleIndices,
                      learning::Classifier& classifier, jobs::Lane& io,
                      const std::function<void(std::vector<Diagnosed>)>& sink, Progress& progress);

/// The windows of each whole (a mouse session), wholes and windows in order of appearance. Windows of nothing larger
/// are left out: where samples stand alone, the answer is empty.
std::vector<std::vector<Diagnosed>> byWhole(const OpenedRecording& opened, std::vector<Diagnosed> windows);
/// One verdict for the windows of one whole, at least one: combined by the domain, then held to the model's threshold
/// and to the windows' doubts as every verdict is. Its sample has the whole's key. A sample that stands alone keeps its
/// own verdict.
Diagnosed joinWhole(const OpenedRecording& opened, const std::vector<Diagnosed>& windows,
                    const learning::ModelInfo& info);

/// A picture drawn ahead, so that drawing can happen in the io lane and only the network in the learning lane.
struct Drawn {
    std::size_t index = 0;  ///< into OpenedRecording::samples
    Result<domains::Picture> picture;
    double milliseconds = 0;
};
Drawn draw(const OpenedRecording& opened, std::size_t sampleIndex, const ImageRecipe& recipe);
/// The network's half of diagnose(): verdicts for pictures already drawn, same order.
Result<std::vector<Diagnosed>> judgeDrawn(const OpenedRecording& opened, const std::vector<Drawn>& drawn,
                                          learning::Classifier& classifier);

}  // namespace sightline::diagnosis
