#include "app/common.h"

#include <algorithm>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/diagnosis/first_task.h"
#include "core/learning/gpu.h"

namespace sightline::app {

Result<const domains::Domain*> domainOf(const CommonOptions& options)
{
    if (options.domain.empty()) {
        return domains::allDomains().front();
    }
    if (const domains::Domain* found = domains::findDomain(options.domain)) {
        return found;
    }
    std::vector<std::string> ids;
    for (const domains::Domain* domain : domains::allDomains()) {
        ids.push_back(domain->id());
    }
    return fail(ErrorCode::Invalid,
                "--domain " + options.domain + ": there is no such domain; there is " + join(ids, ", "));
}

Result<std::string> taskOf(const CommonOptions& options, const domains::Domain& domain)
{
    std::vector<std::string> ids;
    for (const domains::Task& task : domain.tasks()) {
        if (options.task.empty() || task.id == options.task) {
            return task.id;
        }
        ids.push_back(task.id);
    }
    return fail(ErrorCode::Invalid,
                "--task " + options.task + ": " + domain.id() + " has no such task; it has " + join(ids, ", "));
}

Result<std::string> judgedTaskOf(const CommonOptions& options, const domains::Domain& domain,
                                 workspace::Workspace* workspace)
{
    if (!options.task.empty()) {
        return taskOf(options, domain);
    }
    const std::vector<domains::Task> tasks = domain.tasks();
    for (const domains::Task& task : tasks) {
        // A model that is named answers its own question.
        if (options.model && tasks.size() > 1 && diagnosis::chooseModel(options.model, workspace, domain, task.id)) {
            return task.id;
        }
    }
    return options.model ? tasks.front().id : diagnosis::firstTaskWithModel(domain, workspace);
}

Result<std::unique_ptr<workspace::Workspace>> openWorkspace(const CommonOptions& options, bool create)
{
    const std::filesystem::path path = options.workspace.value_or(workspace::Workspace::defaultPath());
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored) && !(create && !options.workspace)) {
        if (options.workspace) {
            return fail(ErrorCode::NotFound, "there is no such workspace", {utf8(path), {}, {}});
        }
        return std::unique_ptr<workspace::Workspace>();
    }
    return workspace::Workspace::open(path);
}

Result<learning::Engine*> startEngine(const CommonOptions& options, Console& console)
{
    using learning::DeviceChoice;
    Result<learning::Engine*> engine = learning::loadEngine();
    if (!engine) {
        return engine;
    }
    const DeviceChoice choice = options.device == "cpu"    ? DeviceChoice::Cpu
                                : options.device == "cuda" ? DeviceChoice::Cuda
                                                           : DeviceChoice::Auto;
    const learning::DeviceStatus status = (*engine)->chooseDevice(choice);
    const std::string why = status.whyNotGpu + (status.detail.empty() ? "" : " (" + status.detail + ")");
    const bool missing = status.whyNotGpu == learning::noGpu::notInstalled;
    if (choice == DeviceChoice::Cuda && status.device == "cpu") {
        return fail(ErrorCode::Invalid, "--device cuda: " + why +
                                            (missing ? "; from a clone, ./packaging/run --gpu fetches it" : "") +
                                            ". Without --device the CPU is used");
    }
    // Most machines have no GPU support, and need none: nothing is said of that.
    if (status.device != "cpu") {
        console.note("using the GPU: " + status.description);
    } else if (!why.empty() && !missing) {
        console.note("using the CPU: " + why);
    }
    return engine;
}

Result<LoadedModel> loadModel(const CommonOptions& options, workspace::Workspace* workspace,
                              const domains::Domain& domain, const std::string& task, learning::Engine& engine,
                              Console& console)
{
    Result<diagnosis::ChosenModel> chosen = diagnosis::chooseModel(options.model, workspace, domain, task);
    if (!chosen) {
        return tl::unexpected(chosen.error());
    }
    Result<std::unique_ptr<learning::Classifier>> classifier = engine.open(chosen->model);
    if (!classifier) {
        Error error = classifier.error();
        if (error.where.file.empty()) {
            error.where.file = utf8(chosen->path);
        }
        return tl::unexpected(error);
    }
    if (chosen->starter) {
        const learning::ModelInfo& info = chosen->model->info;
        console.note("model: " + info.name + " (" + info.id + "), shipped with the program; trained on " +
                     info.report.dataOrigin + " data");
    }
    return LoadedModel{std::move(*chosen), std::move(*classifier)};
}

std::string className(const std::vector<SignalClass>& classes, const std::string& id)
{
    const auto known =
        std::find_if(classes.begin(), classes.end(), [&](const SignalClass& one) { return one.id == id; });
    return known == classes.end() ? id : known->name;
}

int failed(Console& console, const Error& error)
{
    if (error.code != ErrorCode::Cancelled) {
        console.error(error);
    }
    return exitCode::of(error);
}

int finished(Console& console, int code)
{
    if (!console.answerWritten()) {
        console.error("the answer could not be written to standard output");
        return exitCode::inputFailed;
    }
    return console.cancelled() ? exitCode::interrupted : code;
}

std::string skippedText(std::size_t files)
{
    return "skipped " + std::to_string(files) + (files == 1 ? " file" : " files") +
           " in folders that no reader recognises";
}

std::string figureText(const learning::Figure& figure)
{
    return formatFixed(figure.value * 100, 1) + " % (" + formatFixed(figure.low * 100, 1) + " to " +
           formatFixed(figure.high * 100, 1) + " %, n " + std::to_string(figure.n) + ")";
}

std::string numberText(const learning::Figure& figure)
{
    return formatFixed(figure.value, 3) + " (" + formatFixed(figure.low, 3) + " to " + formatFixed(figure.high, 3) +
           ", n " + std::to_string(figure.n) + ")";
}

std::size_t displayWidth(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

std::string padded(std::string_view text, std::size_t width, bool right)
{
    const std::size_t has = displayWidth(text);
    const std::string blanks(width > has ? width - has : 0, ' ');
    return right ? blanks + std::string(text) : std::string(text) + blanks;
}

std::string shortened(const std::string& text, std::size_t width)
{
    if (displayWidth(text) <= width) {
        return text;
    }
    // By whole characters: begin and end of the text say most.
    std::vector<std::string> characters;
    for (const char byte : text) {
        if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U || characters.empty()) {
            characters.emplace_back();
        }
        characters.back() += byte;
    }
    const std::size_t head = (width - 1) / 2;
    const std::size_t tail = width - 1 - head;
    std::string result;
    for (std::size_t i = 0; i < head; ++i) {
        result += characters[i];
    }
    result += "…";
    for (std::size_t i = characters.size() - tail; i < characters.size(); ++i) {
        result += characters[i];
    }
    return result;
}

std::string tableText(const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& right)
{
    std::vector<std::size_t> widths(right.size(), 0);
    for (const std::vector<std::string>& row : rows) {
        for (std::size_t c = 0; c < row.size(); ++c) {
            widths[c] = std::max(widths[c], displayWidth(row[c]));
        }
    }
    std::string text;
    for (const std::vector<std::string>& row : rows) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c) {
            line += (c == 0 ? "" : "  ") + padded(row[c], widths[c], right[c]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

}  // namespace sightline::app
