#include <cstdlib>
#include <system_error>

#include <QCoreApplication>

#include "core/base/file.h"
#include "core/diagnosis/diagnosis.h"
#include "core/workspace/workspace.h"

namespace sightline::diagnosis {

namespace fs = std::filesystem;

namespace {

Result<ChosenModel> load(const fs::path& path, const domains::Domain& domain, const std::string& task, bool starter)
{
    Result<learning::Model> model = learning::readModel(path);
    if (!model) {
        return tl::unexpected(model.error());
    }
    const learning::ModelInfo& info = model->info;
    if (info.domain != domain.id() || info.task != task) {
        return fail(
            ErrorCode::Invalid,
            "this model answers \"" + info.task + "\" of " + info.domain + ", not \"" + task + "\" of " + domain.id(),
            {utf8(path), {}, {}});
    }
    return ChosenModel{std::make_shared<const learning::Model>(std::move(*model)), path, starter};
}

}  // namespace

fs::path resourcesFolder()
{
    if (const char* set = std::getenv("SIGHTLINE_RESOURCES"); set != nullptr && *set != '\0') {
        return pathFromUtf8(set);
    }
    std::error_code ignored;
    if (QCoreApplication::instance() != nullptr) {
        const fs::path beside =
            pathFromUtf8(QCoreApplication::applicationDirPath().toStdString()) / ".." / "share" / "sightline";
        if (fs::is_directory(beside, ignored)) {
            return beside.lexically_normal();
        }
    }
    return pathFromUtf8(SIGHTLINE_SOURCE_RESOURCES);
}

fs::path starterModelPath(const std::string& domain, const std::string& task)
{
    return resourcesFolder() / "models" / pathFromUtf8(domain + "-" + task + ".safetensors");
}

Result<ChosenModel> chooseModel(const std::optional<fs::path>& modelFile, workspace::Workspace* workspace,
                                const domains::Domain& domain, const std::string& task)
{
    if (modelFile) {
        return load(*modelFile, domain, task, false);
    }
    if (workspace != nullptr) {
        Result<std::optional<workspace::StoredModel>> active = workspace->activeModel(domain.id(), task);
        if (!active) {
            return tl::unexpected(active.error());
        }
        if (*active) {
            return load((*active)->path, domain, task, false);
        }
    }
    const fs::path starter = starterModelPath(domain.id(), task);
    std::error_code ignored;
    if (!fs::exists(starter, ignored)) {
        return fail(ErrorCode::NotFound,
                    "no model for \"" + task + "\" of " + domain.id() +
                        ": name one with --model, or train one with `sightline train`",
                    {utf8(starter), {}, {}});
    }
    return load(starter, domain, task, true);
}

}  // namespace sightline::diagnosis
