// Weights from elsewhere into a workspace, and a model's weights out of it.
#include <nlohmann/json.hpp>

#include "app/common.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/learning/torch_file.h"
#include "core/learning/weights.h"

namespace sightline::app {

namespace {

/// Read, named and opened once, so that every tensor's name and shape is known to fit.
Result<learning::Model> importedModel(const ImportWeightsOptions& options, learning::Engine& engine)
{
    Result<learning::TensorFile> weights = learning::readWeights(options.file);
    if (!weights) {
        return tl::unexpected(weights.error());
    }
    const auto scale = options.plainPixels ? learning::PictureScale::Plain : learning::PictureScale::ImageNet;
    Result<learning::Model> model = learning::bareModel(std::move(*weights), options.architecture, scale);
    if (!model) {
        return tl::unexpected(Error{model.error().code, model.error().message, {utf8(options.file), {}, {}}});
    }
    learning::ModelInfo& info = model->info;
    info.name = options.name.empty() ? utf8(options.file.stem()) + " (" + options.architecture + ")" : options.name;
    info.report.dataOrigin = "weights imported from " + utf8(options.file.filename());
    info.report.command = options.common.commandLine;
    info.report.finishedMicroseconds = nowMicroseconds();
    info.report.versions = {{"sightline", SIGHTLINE_VERSION}, {"engine", engine.version()}};
    const auto shared = std::make_shared<learning::Model>(std::move(*model));
    if (const auto opened = engine.open(shared); !opened) {
        return tl::unexpected(Error{opened.error().code, opened.error().message, {utf8(options.file), {}, {}}});
    }
    return std::move(*shared);
}

struct Kept {
    std::string id;
    std::filesystem::path path;
};

Result<Kept> keep(learning::Model model, const ImportWeightsOptions& options)
{
    if (options.out) {
        return learning::writeModel(*options.out, std::move(model)).map([&](const learning::ModelInfo& info) {
            return Kept{info.id, *options.out};
        });
    }
    Result<std::unique_ptr<workspace::Workspace>> workspace = openWorkspace(options.common, true);
    if (!workspace) {
        return tl::unexpected(workspace.error());
    }
    const std::filesystem::path passing =
        std::filesystem::temp_directory_path() / ("sightline-" + newUuid() + ".safetensors");
    Result<learning::ModelInfo> written = learning::writeModel(passing, std::move(model));
    if (!written) {
        return tl::unexpected(written.error());
    }
    Result<workspace::StoredModel> stored = (*workspace)->addModel(passing);
    std::error_code ignored;
    std::filesystem::remove(passing, ignored);
    return stored.map([](const workspace::StoredModel& kept) { return Kept{kept.id, kept.path}; });
}

Result<std::size_t> memberOf(const learning::Model& model, const std::optional<std::size_t>& asked)
{
    if (asked) {
        return *asked;
    }
    std::vector<std::size_t> networks;
    for (std::size_t i = 0; i < model.info.members.size(); ++i) {
        if (model.info.members[i].kind == "network") {
            networks.push_back(i);
        }
    }
    if (networks.size() == 1) {
        return networks.front();
    }
    return fail(ErrorCode::Invalid,
                "the model has " + std::to_string(networks.size()) + " networks: name one with --member, from 0");
}

void answer(const nlohmann::ordered_json& json, Format format, Console& console)
{
    if (format == Format::Json) {
        console.answer(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
        return;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& [key, value] : json.items()) {
        rows.push_back({key, value.is_string() ? value.get<std::string>() : value.dump()});
    }
    if (format == Format::Table) {
        console.answer(tableText(rows, {false, false}));
        return;
    }
    console.answer(csvLine({"item", "value"}));
    for (const std::vector<std::string>& row : rows) {
        console.answer(csvLine(row));
    }
}

}  // namespace

int modelsImportWeights(const ImportWeightsOptions& options)
{
    Console console(options.common.progress);
    Result<learning::Engine*> engine = startEngine(options.common, console);
    if (!engine) {
        return failed(console, engine.error());
    }
    Result<learning::Model> model = importedModel(options, **engine);
    if (!model) {
        return failed(console, model.error());
    }
    nlohmann::ordered_json json;
    json["id"] = "";
    json["name"] = model->info.name;
    json["architecture"] = options.architecture;
    json["outputs"] = model->info.classIds.size();
    json["channels"] = model->info.channels;
    Result<Kept> kept = keep(std::move(*model), options);
    if (!kept) {
        return failed(console, kept.error());
    }
    json["id"] = kept->id;
    json["path"] = utf8(kept->path);
    answer(json, options.common.format, console);
    return finished(console, exitCode::done);
}

int modelsExport(const ExportOptions& options)
{
    Console console(options.common.progress);
    Result<const domains::Domain*> domain = domainOf(options.common);
    if (!domain) {
        return failed(console, domain.error());
    }
    Result<std::string> task = taskOf(options.common, **domain);
    if (!task) {
        return failed(console, task.error());
    }
    Result<std::unique_ptr<workspace::Workspace>> workspace = openWorkspace(options.common);
    if (!workspace) {
        return failed(console, workspace.error());
    }
    Result<std::filesystem::path> path = findModel(options.model, workspace->get(), **domain, *task);
    if (!path) {
        return failed(console, path.error());
    }
    Result<learning::Model> model = learning::readModel(*path);
    if (!model) {
        return failed(console, model.error());
    }
    Result<std::size_t> member = memberOf(*model, options.member);
    if (!member) {
        return failed(console, member.error());
    }
    Result<learning::TensorFile> weights = learning::plainWeights(*model, *member);
    if (!weights) {
        return failed(console, weights.error());
    }
    if (Result<void> written = learning::writeSafetensors(options.out, *weights); !written) {
        return failed(console, written.error());
    }
    nlohmann::ordered_json json;
    json["model"] = model->info.id;
    json["architecture"] = model->info.members[*member].architecture;
    json["tensors"] = weights->tensors.size();
    json["path"] = utf8(options.out);
    answer(json, options.common.format, console);
    return finished(console, exitCode::done);
}

}  // namespace sightline::app
