// From labels to examples a trainer can draw from.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/diagnosis/diagnosis.h"
#include "core/domains/domain.h"
#include "core/learning/example_source.h"

namespace sightline::workspace {
class Workspace;
}

namespace sightline::retraining {

/// One line of a label file of contracts.md (header path,sample,label,group[,claim]).
struct LabelLine {
    std::filesystem::path path;  ///< absolute
    std::string sample;          ///< "" = the whole file
    std::string label;
    std::string group;
    std::string claim;
    std::int64_t line = 0;
};
/// Corrupt (file and line) for a missing header or a malformed row. Several files are simply concatenated by the
/// caller.
Result<std::vector<LabelLine>> readLabelFile(const std::filesystem::path& path);

struct GatherOptions {
    const domains::Domain* domain = nullptr;
    std::string task;
    std::vector<std::filesystem::path> data;        ///< files and folders
    std::vector<std::filesystem::path> labelFiles;  ///< empty: the labels the recordings carry themselves
    Answers answers;                                ///< --map
    ImageRecipe recipe;
    /// Evaluation: only these class ids are allowed and an unknown label is an error. Training (empty): an unknown
    /// label is a new class.
    std::vector<std::string> onlyClasses;
};

/// A dataset whose recordings are open and whose samples can be drawn.
struct GatheredExamples {
    Dataset dataset;  ///< groups filled: true sources or near-twin clusters
    std::vector<diagnosis::OpenedRecording> recordings;
    std::vector<std::pair<std::size_t, std::size_t>> places;  ///< per dataset sample: recording, sample in it
    std::size_t duplicatesRemoved =
        0;  ///< equal content and equal label; equal content with unlike labels: both left out
    std::size_t contradictionsRemoved = 0;
    std::vector<std::size_t>
        rejected;                   ///< indices into dataset.samples the gate refuses (evaluation counts them wrong)
    std::vector<Error> unreadable;  ///< inputs that could not be read, each named; the rest is there
    std::vector<Finding> findings;  ///< doubtful aliases, labels for samples that do not exist …
};
/// Invalid when nothing labelled remains. keepDuplicates: evaluation scores every labelled sample.
Result<GatheredExamples> gather(const GatherOptions& options, bool keepDuplicates, Progress& progress);
/// The same from a workspace's labels in force (sure, by people or imports).
Result<GatheredExamples> gatherFromWorkspace(workspace::Workspace& workspace, const domains::Domain& domain,
                                             const std::string& task, const ImageRecipe& recipe, Progress& progress);

/// The examples of `indices` (into gathered.dataset.samples). Keeps a reference: `gathered` must outlive it.
std::unique_ptr<learning::ExampleSource> makeSource(const GatheredExamples& gathered, std::vector<std::size_t> indices,
                                                    ImageRecipe recipe, double augmentStrength);

}  // namespace sightline::retraining
