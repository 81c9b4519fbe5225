#include <algorithm>
#include <system_error>

#include "core/base/file.h"
#include "core/diagnosis/diagnosis.h"
#include "core/workspace/workspace.h"

namespace sightline::diagnosis {

namespace fs = std::filesystem;

namespace {

bool hidden(const fs::path& path)
{
    const std::string name = utf8(path.filename());
    return !name.empty() && name.front() == '.';
}

void walk(const fs::path& folder, std::vector<InputFile>& into)
{
    std::error_code error;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        entries.push_back(*it);
    }
    if (error) {
        into.push_back({folder, true});  // cannot be listed: opening it says why
        return;
    }
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.path() < b.path(); });
    for (const fs::directory_entry& entry : entries) {
        if (hidden(entry.path())) {
            continue;
        }
        std::error_code ignored;
        if (entry.is_directory(ignored)) {
            if (!entry.is_symlink(ignored)) {  // a link upwards would never end
                walk(entry.path(), into);
            }
        } else {
            into.push_back({entry.path(), false});
        }
    }
}

}  // namespace

std::vector<InputFile> listInputs(const std::vector<fs::path>& paths)
{
    std::vector<InputFile> inputs;
    for (const fs::path& path : paths) {
        std::error_code ignored;
        if (fs::is_directory(path, ignored)) {
            walk(path, inputs);
        } else {
            inputs.push_back({path, true});
        }
    }
    return inputs;
}

std::string askText(const domains::MustAsk& ask)
{
    std::string text = "the layout leaves open questions; answer them with";
    for (const Question& question : ask.questions) {
        text += "\n  --map " + question.key + "=";
        if (question.choices.empty()) {
            text += "VALUE";
        }
        for (std::size_t i = 0; i < question.choices.size(); ++i) {
            text += (i == 0 ? "" : "|") + question.choices[i].value;
        }
        text += "   " + question.text;
        if (!question.why.empty()) {
            text += " (" + question.why + ")";
        }
        if (!question.suggestion.empty()) {
            text += " Likely: " + question.suggestion + ".";
        }
    }
    return text;
}

Result<OpenedRecording> openRecording(const std::vector<const domains::Domain*>& domains, const fs::path& path,
                                      const Answers& answers, const domains::RememberedAnswers& remembered,
                                      Progress& progress, const std::optional<ImageRecipe>& recipe)
{
    const Where where{utf8(path), {}, {}};
    domains::OpenedFile file = domains::openFile(domains, {path, answers}, remembered, progress);
    if (progress.cancelled()) {
        return fail(ErrorCode::Cancelled, "stopped", where);
    }
    if (std::holds_alternative<domains::NotMine>(file.outcome)) {
        return fail(ErrorCode::NotMine, "no reader recognises this file", where);
    }
    if (auto* error = std::get_if<Error>(&file.outcome)) {
        if (error->where.file.empty()) {
            error->where.file = where.file;
        }
        return tl::unexpected(*error);
    }
    if (const auto* ask = std::get_if<domains::MustAsk>(&file.outcome)) {
        return fail(ErrorCode::Invalid, askText(*ask), where);
    }
    OpenedRecording opened;
    opened.domain = file.domain;
    opened.recording = std::get<domains::RecordingPtr>(file.outcome);
    const ImageRecipe cut = recipe ? *recipe : opened.domain->defaultRecipe(opened.domain->tasks().front().id);
    Result<SampleList> samples = opened.domain->samples(*opened.recording, cut);
    if (!samples) {
        Error error = samples.error();
        if (error.where.file.empty()) {
            error.where.file = where.file;
        }
        return tl::unexpected(error);
    }
    opened.samples = std::move(*samples);
    return opened;
}

domains::RememberedAnswers remembering(workspace::Workspace* workspace)
{
    return [workspace](const std::string& layout) {
        return workspace == nullptr ? Answers{} : workspace->rememberedAnswers(layout).value_or(Answers{});
    };
}

}  // namespace sightline::diagnosis
