#include <algorithm>
#include <map>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/retraining/collector.h"
#include "core/retraining/examples.h"
#include "core/workspace/workspace.h"

namespace sightline::retraining {

namespace fs = std::filesystem;

namespace {

fs::path canonicalPath(const fs::path& path)
{
    std::error_code error;
    fs::path result = fs::weakly_canonical(path, error);
    return error ? path : result;
}

std::vector<fs::path> pathsOf(const std::vector<fs::path>& data)
{
    std::vector<fs::path> paths;
    for (diagnosis::InputFile& input : diagnosis::listInputs(data)) {
        paths.push_back(std::move(input.path));
    }
    return paths;
}

Result<std::map<fs::path, std::vector<LabelLine>>> linesByFile(const GatherOptions& options,
                                                               std::vector<Finding>& findings)
{
    std::map<fs::path, std::vector<LabelLine>> byFile;
    const std::vector<fs::path> recordings =
        options.labelFiles.empty() ? std::vector<fs::path>() : pathsOf(options.data);
    const auto column = options.answers.find("label");
    for (const LabelLine& line : options.lines) {
        byFile[canonicalPath(line.path)].push_back(line);
    }
    for (const fs::path& file : options.labelFiles) {
        Result<std::vector<LabelLine>> lines =
            readLabels(file, *options.domain, column == options.answers.end() ? std::string() : column->second,
                       recordings, findings);
        if (!lines) {
            return tl::unexpected(lines.error());
        }
        for (LabelLine& line : *lines) {
            byFile[canonicalPath(line.path)].push_back(std::move(line));
        }
    }
    return byFile;
}

/// Words of label tables for what is no class: it masks what it covers.
bool isMaskWord(const std::string& label)
{
    const std::string word = lowerAscii(trim(label));
    return word == "masked" || word == "mask" || word == "unsure" || word == "other" || word == "other biotic" ||
           word == "other_biotic";
}

/// The boxes of one long recording. They may overlap, and the same stretch may be labelled twice.
Result<std::vector<GivenLabel>> givenBoxes(const std::vector<LabelLine>& lines, const domains::Domain& domain,
                                           const RecordingInfo& info, const std::string& task, ClassNames& names)
{
    std::vector<GivenLabel> labels;
    for (const LabelLine& line : lines) {
        const Where where{utf8(line.file), line.line, {}};
        GivenLabel one;
        one.label.extent = line.extent;
        if (!line.sample.empty()) {
            const std::optional<Extent> named = domain.extentNamed(line.sample);
            if (!named) {
                return fail(ErrorCode::Invalid,
                            "\"" + line.sample + "\" is no stretch of time; write begin-end in seconds", where);
            }
            one.label.extent = *named;
        }
        one.label.subject = {info.id, one.label.extent.seconds ? nameOf(*one.label.extent.seconds) : std::string()};
        one.label.task = task;
        one.label.origin = LabelOrigin::Import;
        one.label.certainty = line.sure && !isMaskWord(line.label) ? Certainty::Sure : Certainty::Unsure;
        one.group = line.group;
        one.where = where;
        if (!isMaskWord(line.label)) {
            Result<std::string> classId = names.resolve(line.label, where);
            if (!classId) {
                return tl::unexpected(classId.error());
            }
            one.label.classId = *classId;
        }
        labels.push_back(std::move(one));
    }
    return labels;
}

/// What the label files say of one recording. A sample named twice must have one class.
Result<std::vector<GivenLabel>> given(const std::vector<LabelLine>& lines, const RecordingInfo& info,
                                      const std::string& task, ClassNames& names)
{
    std::vector<GivenLabel> labels;
    std::map<std::string, const LabelLine*> first;
    for (const LabelLine& line : lines) {
        const Where where{utf8(line.file), line.line, {}};
        // Who claims to be a class the model knows may be anybody: his own name need not be known.
        Result<std::string> classId = names.resolve(line.label, where);
        if (!classId && !line.claim.empty()) {
            classId = line.label;
        }
        if (!classId) {
            return tl::unexpected(classId.error());
        }
        const auto [it, isFirst] = first.emplace(line.sample, &line);
        if (!isFirst) {
            Result<std::string> before = names.resolve(it->second->label, where);
            if (before && *before != *classId) {
                return fail(ErrorCode::Invalid,
                            "\"" + line.sample + "\" is labelled " + line.label + " here and " + it->second->label +
                                " in " + Where{utf8(it->second->file), it->second->line, {}}.text(),
                            where);
            }
            continue;
        }
        GivenLabel one;
        one.label.subject = {info.id, line.sample};
        one.label.task = task;
        one.label.classId = *classId;
        one.label.origin = LabelOrigin::Import;
        one.group = line.group;
        one.claim = line.claim;
        one.where = where;
        one.part = line.part;
        labels.push_back(std::move(one));
    }
    return labels;
}

Result<std::vector<GivenLabel>> ownLabels(const diagnosis::OpenedRecording& opened, const std::string& task,
                                          ClassNames& names)
{
    std::vector<GivenLabel> labels;
    for (const Sample& sample : opened.samples) {
        const std::string own = opened.domain->ownLabel(*opened.recording, sample, task);
        if (own.empty()) {
            continue;
        }
        Result<std::string> classId = names.resolve(own, {utf8(opened.recording->info().path), {}, {}});
        if (!classId) {
            Error error = classId.error();
            error.message += " (" + opened.domain->sampleNoun() + " " + sample.key.sample + ")";
            return tl::unexpected(error);
        }
        GivenLabel one;
        one.label.subject = sample.key;
        one.label.task = task;
        one.label.classId = *classId;
        one.label.origin = LabelOrigin::Import;
        labels.push_back(std::move(one));
    }
    return labels;
}

/// Only what is listed is used.
bool listed(const GatherOptions& options)
{
    return !options.labelFiles.empty() || !options.lines.empty();
}

/// The files to open: of --data those that are listed where there are label files, else those the label files name.
std::vector<diagnosis::InputFile> inputsOf(const GatherOptions& options,
                                           const std::map<fs::path, std::vector<LabelLine>>& lines,
                                           GatheredExamples& gathered)
{
    std::vector<diagnosis::InputFile> all;
    std::vector<fs::path> seen;
    if (options.data.empty()) {
        for (const auto& [path, ofFile] : lines) {
            all.push_back({path, true});
        }
        return all;
    }
    std::map<fs::path, bool> taken;
    for (diagnosis::InputFile& input : diagnosis::listInputs(options.data)) {
        const fs::path name = canonicalPath(input.path);
        if ((!listed(options) || lines.count(name) != 0) && taken.emplace(name, true).second) {
            all.push_back(std::move(input));
        }
    }
    for (const auto& [path, ofFile] : lines) {
        if (taken.count(path) == 0) {
            gathered.findings.push_back({Severity::Info,
                                         "not_in_data",
                                         "labels of " + utf8(path) + ", which is not among the data, are left out",
                                         {utf8(ofFile.front().file), ofFile.front().line, {}},
                                         static_cast<std::int64_t>(ofFile.size())});
        }
    }
    return all;
}

using LabelsOfRecording = std::map<std::string, std::vector<GivenLabel>>;

/// `masks`: labels that are not sure count, too: they mask what they cover.
Result<LabelsOfRecording> labelsInWorkspace(workspace::Workspace& workspace, const std::string& domain,
                                            const std::string& task, bool masks)
{
    Result<std::vector<Label>> labels = workspace.labels(domain, task);
    if (!labels) {
        return tl::unexpected(labels.error());
    }
    LabelsOfRecording byRecording;
    for (Label& label : *labels) {
        if ((label.certainty == Certainty::Sure || masks) && label.origin != LabelOrigin::Model) {
            const std::string recording = label.subject.recording;
            GivenLabel one;
            one.label = std::move(label);
            byRecording[recording].push_back(std::move(one));
        }
    }
    return byRecording;
}

Result<LabelsOfRecording> labelsInSnapshot(workspace::Workspace& workspace, const std::string& snapshot,
                                           const domains::Domain& domain, const std::string& task)
{
    const bool scanned = domain.scanRule(task).has_value();
    Result<Dataset> dataset = workspace.dataset(snapshot);
    if (!dataset) {
        return tl::unexpected(dataset.error());
    }
    if (dataset->domain != domain.id() || dataset->task != task) {
        return fail(ErrorCode::Invalid, "the snapshot " + snapshot + " is of \"" + dataset->task + "\" of " +
                                            dataset->domain + ", not \"" + task + "\" of " + domain.id());
    }
    LabelsOfRecording byRecording;
    for (const LabelledSample& sample : dataset->samples) {
        GivenLabel one;
        one.label.subject = sample.key;
        one.label.task = task;
        one.label.classId = sample.classId;
        one.label.eventId = sample.labelEvent;
        one.group = sample.groupIsKnown ? sample.group : std::string();
        one.label.extent = scanned ? domain.extentNamed(sample.key.sample).value_or(Extent{}) : Extent{};
        byRecording[sample.key.recording].push_back(std::move(one));
    }
    return byRecording;
}

Result<diagnosis::OpenedRecording> openKnown(workspace::Workspace& workspace, const domains::Domain& domain,
                                             const ImageRecipe& recipe, const std::string& id, Progress& progress)
{
    Result<std::optional<workspace::KnownRecording>> known = workspace.recording(id);
    if (!known) {
        return tl::unexpected(known.error());
    }
    if (!*known) {
        return fail(ErrorCode::NotFound, "the workspace has labels for a recording it does not know (" + id + ")");
    }
    Result<diagnosis::OpenedRecording> opened =
        diagnosis::openRecording({&domain}, pathFromUtf8((*known)->path), (*known)->answers,
                                 diagnosis::remembering(&workspace), progress, recipe);
    if (opened && opened->recording->info().id != id) {
        return fail(ErrorCode::NotFound, "this file changed after it was labelled", {(*known)->path, {}, {}});
    }
    return opened;
}

}  // namespace

Result<GatheredExamples> gather(const GatherOptions& options, bool keepDuplicates, Progress& progress)
{
    Collector collector(*options.domain, options.task);
    Result<std::map<fs::path, std::vector<LabelLine>>> lines = linesByFile(options, collector.gathered().findings);
    if (!lines) {
        return tl::unexpected(lines.error());
    }
    ClassNames names(options.domain->classes(options.task), options.onlyClasses);
    const bool scanned = options.domain->scanRule(options.task).has_value();
    const std::vector<diagnosis::InputFile> inputs = inputsOf(options, *lines, collector.gathered());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        progress.report(static_cast<double>(i) / static_cast<double>(inputs.size()), "reading");
        Result<diagnosis::OpenedRecording> opened = diagnosis::openRecording(
            {options.domain}, inputs[i].path, options.answers, options.remembered, progress, options.recipe);
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "stopped");
        }
        if (!opened) {
            if (opened.error().code == ErrorCode::NotMine && !inputs[i].named) {
                ++collector.gathered().skippedFiles;
            } else {
                collector.gathered().unreadable.push_back(opened.error());
            }
            continue;
        }
        Result<std::vector<GivenLabel>> labels = std::vector<GivenLabel>();
        if (listed(options)) {
            const std::vector<LabelLine>& ofFile = lines->at(canonicalPath(inputs[i].path));
            const RecordingInfo& info = opened->recording->info();
            labels = scanned ? givenBoxes(ofFile, *options.domain, info, options.task, names)
                             : given(ofFile, info, options.task, names);
        } else if (!scanned) {
            labels = ownLabels(*opened, options.task, names);
        }
        if (!labels) {
            return tl::unexpected(labels.error());
        }
        if (scanned && labels->empty()) {
            continue;  // nobody listened to it
        }
        if (Result<void> added = collector.add(std::move(*opened), *labels, progress); !added) {
            return tl::unexpected(added.error());
        }
    }
    return collector.finish(names, keepDuplicates, progress);
}

Result<GatheredExamples> gatherFromWorkspace(workspace::Workspace& workspace, const domains::Domain& domain,
                                             const std::string& task, const ImageRecipe& recipe, Progress& progress,
                                             const std::string& snapshot)
{
    Result<LabelsOfRecording> labels =
        snapshot.empty() ? labelsInWorkspace(workspace, domain.id(), task, domain.scanRule(task).has_value())
                         : labelsInSnapshot(workspace, snapshot, domain, task);
    if (!labels) {
        return tl::unexpected(labels.error());
    }
    std::vector<SignalClass> classes = domain.classes(task);
    Result<std::vector<SignalClass>> added = workspace.addedClasses(domain.id(), task);
    if (!added) {
        return tl::unexpected(added.error());
    }
    classes.insert(classes.end(), added->begin(), added->end());
    const ClassNames names(std::move(classes), {});
    Collector collector(domain, task);
    std::size_t done = 0;
    for (const auto& [recording, given] : *labels) {
        progress.report(static_cast<double>(done++) / static_cast<double>(labels->size()), "reading");
        Result<diagnosis::OpenedRecording> opened = openKnown(workspace, domain, recipe, recording, progress);
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "stopped");
        }
        if (!opened) {
            collector.gathered().unreadable.push_back(opened.error());
            continue;
        }
        if (Result<void> taken = collector.add(std::move(*opened), given, progress); !taken) {
            return tl::unexpected(taken.error());
        }
    }
    return collector.finish(names, false, progress);
}

}  // namespace sightline::retraining
