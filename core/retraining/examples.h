// From labels to examples a trainer can draw from.
#pragma once

#include <filesystem>
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
    Extent extent;               ///< a box of a label table; else whole
    bool sure = true;            ///< false: marked possible
    std::string label;
    std::string group;
    std::string claim;
    domains::ProtocolPart part = domains::ProtocolPart::Judge;  ///< what a protocol does with it
    std::filesystem::path file;                                 ///< the label file
    std::int64_t line = 0;
};
/// Columns may stand in any order; further ones are ignored. Corrupt (file and line) for a missing header, a row with
/// another number of fields, or an empty path or label. Several files are simply concatenated by the caller.
Result<std::vector<LabelLine>> readLabelFile(const std::filesystem::path& path);
/// The same for the label tables a domain knows beside them. A box whose table names no file belongs to the one of
/// `recordings` (or, without any, beside the table) whose name it begins like; a named file is looked for among
/// `recordings` by its name, else beside the table. Findings of the table are appended. Errors: of readLabelFile(), or
/// of Domain::labelTable(); NotFound where a table's recording is not there.
Result<std::vector<LabelLine>> readLabels(const std::filesystem::path& path, const domains::Domain& domain,
                                          const std::string& labelColumn,
                                          const std::vector<std::filesystem::path>& recordings,
                                          std::vector<Finding>& findings);

struct GatherOptions {
    const domains::Domain* domain = nullptr;
    std::string task;
    std::vector<std::filesystem::path> data;        ///< files and folders; empty: the files the label files name
    std::vector<std::filesystem::path> labelFiles;  ///< empty: the labels the recordings carry themselves
    std::vector<LabelLine> lines;                   ///< further labels, as if from a label file
    Answers answers;                                ///< --map
    domains::RememberedAnswers remembered;          ///< may be empty
    ImageRecipe recipe;
    /// Evaluation: the model's class ids; a label that is neither one of them nor known to the domain is an error.
    /// Training (empty): an unknown label is a new class.
    std::vector<std::string> onlyClasses;
};

/// A dataset whose recordings are open and whose samples can be drawn.
struct GatheredExamples {
    Dataset dataset;  ///< groups filled: true sources or near-twin clusters
    std::vector<diagnosis::OpenedRecording> recordings;
    std::vector<std::pair<std::size_t, std::size_t>> places;  ///< per dataset sample: recording, sample in it
    /// per dataset sample: the class its recording claims to be of, by the label file, else by the recording; or empty
    std::vector<std::string> claims;
    /// per dataset sample: what a protocol does with it; Judge without one
    std::vector<domains::ProtocolPart> parts;
    /// per recording: what is labelled in it, of the task; labels that are not sure mask what they cover
    std::vector<std::vector<Label>> labels;
    /// groups are parts of one single source (time blocks): nothing else was there to split by
    bool byBlocks = false;
    /// equal content and equal label; equal content with unlike labels: both left out
    std::size_t duplicatesRemoved = 0;
    std::size_t contradictionsRemoved = 0;
    /// indices into dataset.samples the gate refuses (evaluation counts them wrong)
    std::vector<std::size_t> rejected;
    std::size_t skippedFiles = 0;   ///< found in folders and no reader's
    std::vector<Error> unreadable;  ///< inputs that could not be read, each named; the rest is there
    std::vector<Finding> findings;  ///< doubtful aliases, labels for samples that do not exist …

    [[nodiscard]] const diagnosis::OpenedRecording& recordingOf(std::size_t index) const
    {
        return recordings[places[index].first];
    }
    [[nodiscard]] Sample sampleOf(std::size_t index) const { return recordingOf(index).samples[places[index].second]; }
};
/// Invalid when nothing labelled remains, when a sample is labelled twice and differently, or (evaluation) for an
/// unknown label. keepDuplicates: evaluation scores every labelled sample.
Result<GatheredExamples> gather(const GatherOptions& options, bool keepDuplicates, Progress& progress);
/// The same from a workspace's labels in force (sure, by people or imports), or from a frozen dataset of it.
Result<GatheredExamples> gatherFromWorkspace(workspace::Workspace& workspace, const domains::Domain& domain,
                                             const std::string& task, const ImageRecipe& recipe, Progress& progress,
                                             const std::string& snapshot = {});
/// Some of the samples, with the recordings they lie in. The dataset's classes are those that are left.
GatheredExamples subset(const GatheredExamples& gathered, const std::vector<std::size_t>& indices);
/// What is true of the groups as a whole: "group" if every sample's source is known, "blocks" where they are parts of a
/// single one, else "twins".
std::string groupedBy(const GatheredExamples& gathered);

/// The examples of `indices` (into gathered.dataset.samples). Keeps a reference: `gathered` must outlive it.
std::unique_ptr<learning::ExampleSource> makeSource(const GatheredExamples& gathered, std::vector<std::size_t> indices,
                                                    ImageRecipe recipe, double augmentStrength);

}  // namespace sightline::retraining
