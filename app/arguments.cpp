#include "app/arguments.h"

#include <CLI/CLI.hpp>

#include "core/base/file.h"

namespace sightline::app {

namespace {

std::string checkMap(const std::string& text)
{
    const std::size_t equals = text.find('=');
    return equals == 0 || equals == std::string::npos ? "--map takes KEY=VALUE, not \"" + text + "\"" : std::string();
}

}  // namespace

CommonOptions commonOf(const CommonTexts& texts, const std::string& commandLine)
{
    CommonOptions common;
    if (!texts.workspace.empty()) {
        common.workspace = pathFromUtf8(texts.workspace);
    }
    if (!texts.model.empty()) {
        common.model = pathFromUtf8(texts.model);
    }
    common.domain = texts.domain;
    common.task = texts.task;
    common.device = texts.device;
    common.format = texts.format == "json" ? Format::Json : texts.format == "csv" ? Format::Csv : Format::Table;
    common.progress = texts.progress == "json"   ? ProgressMode::Json
                      : texts.progress == "none" ? ProgressMode::None
                                                 : ProgressMode::Auto;
    common.seed = texts.seed;
    common.commandLine = commandLine;
    for (const std::string& map : texts.maps) {
        const std::size_t equals = map.find('=');
        common.answers[map.substr(0, equals)] = map.substr(equals + 1);
    }
    return common;
}

void addCommon(CLI::App& command, CommonTexts& texts, bool modelOption)
{
    command.add_option("--workspace", texts.workspace, "Workspace file (default: the user's own)")
        ->type_name("FILE.sightline");
    if (modelOption) {
        command
            .add_option("--model", texts.model, "Model file (default: the workspace's active one, else the starter)")
            ->type_name("FILE");
    }
    command.add_option("--domain", texts.domain, "Kind of signal, for example pumpcards")->type_name("ID");
    command.add_option("--task", texts.task, "Question to answer, for example condition")->type_name("ID");
    command
        .add_option("--device", texts.device,
                    "Where the network runs; auto: on the GPU if there is one. cuda fails where there is none")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->type_name("auto|cpu|cuda")
        ->capture_default_str();
    command.add_option("--format", texts.format, "Form of the answer on standard output")
        ->check(CLI::IsMember({"table", "json", "csv"}))
        ->type_name("table|json|csv")
        ->capture_default_str();
    command.add_option("--progress", texts.progress, "Progress on standard error; json: one object per line")
        ->check(CLI::IsMember({"auto", "none", "json"}))
        ->type_name("auto|none|json")
        ->capture_default_str();
    command.add_option("--seed", texts.seed, "For everything random; the same seed gives the same result")
        ->type_name("N")
        ->capture_default_str();
    command
        .add_option("--map", texts.maps,
                    "Answer to what a reader must ask (unit, column, order); may be given several times")
        ->check(CLI::Validator(checkMap, ""))
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
}

std::vector<std::filesystem::path> pathsOf(const std::vector<std::string>& texts)
{
    std::vector<std::filesystem::path> paths;
    for (const std::string& text : texts) {
        paths.push_back(pathFromUtf8(text));
    }
    return paths;
}

std::optional<std::filesystem::path> pathOf(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional<std::filesystem::path>(pathFromUtf8(text));
}

}  // namespace sightline::app
