#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

#include <QProcessEnvironment>

#include "app/common.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/text.h"

namespace sightline::app {

namespace {

struct Place {
    const domains::Domain* domain = nullptr;
    std::string task;
    std::unique_ptr<workspace::Workspace> workspace;  ///< may be null: none yet
};

Result<Place> placeOf(const CommonOptions& options, bool create)
{
    Result<const domains::Domain*> domain = domainOf(options);
    if (!domain) {
        return tl::unexpected(domain.error());
    }
    Result<std::string> task = taskOf(options, **domain);
    if (!task) {
        return tl::unexpected(task.error());
    }
    Result<std::unique_ptr<workspace::Workspace>> workspace = openWorkspace(options, create);
    if (!workspace) {
        return tl::unexpected(workspace.error());
    }
    return Place{*domain, *task, std::move(*workspace)};
}

std::string userName()
{
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QString name = environment.value(QStringLiteral("USER"), environment.value(QStringLiteral("USERNAME")));
    return name.isEmpty() ? "command line" : name.toStdString();
}

struct ListedModel {
    std::string state;  ///< "active" or ""
    std::string id;
    std::string name;
    std::string added;
    std::string origin;
    std::string path;
};

ListedModel listed(const workspace::StoredModel& model, const std::string& state)
{
    Result<learning::ModelInfo> info = learning::readModelInfo(model.path);
    return {state,
            model.id,
            model.name,
            utcText(model.addedMicroseconds),
            info ? info->report.dataOrigin : "unreadable: " + info.error().message,
            utf8(model.path)};
}

/// The domain's and task's, the shipped starter, and imported weights, which are of no domain.
Result<std::vector<ListedModel>> listModels(workspace::Workspace* workspace, const domains::Domain& domain,
                                            const std::string& task)
{
    std::string activeId;
    std::vector<ListedModel> rows;
    std::vector<ListedModel> bases;
    if (workspace != nullptr) {
        Result<std::optional<workspace::StoredModel>> active = workspace->activeModel(domain.id(), task);
        if (!active) {
            return tl::unexpected(active.error());
        }
        activeId = *active ? (*active)->id : std::string();
        Result<std::vector<workspace::StoredModel>> stored = workspace->models(domain.id(), task);
        Result<std::vector<workspace::StoredModel>> bare = workspace->models({}, {});
        if (!stored || !bare) {
            return tl::unexpected(stored ? bare.error() : stored.error());
        }
        for (const workspace::StoredModel& model : *stored) {
            rows.push_back(listed(model, model.id == activeId ? "active" : ""));
        }
        for (const workspace::StoredModel& model : *bare) {
            bases.push_back(listed(model, "base"));
        }
    }
    const std::filesystem::path starter = diagnosis::starterModelPath(domain.id(), task);
    if (Result<learning::ModelInfo> info = learning::readModelInfo(starter)) {
        rows.push_back({activeId.empty() ? "active" : "", info->id, info->name, "shipped", info->report.dataOrigin,
                        utf8(starter)});
    }
    rows.insert(rows.end(), std::make_move_iterator(bases.begin()), std::make_move_iterator(bases.end()));
    return rows;
}

Result<std::filesystem::path> findModel(const std::string& text, const Place& place)
{
    return app::findModel(text, place.workspace.get(), *place.domain, place.task);
}

std::string dumped(const nlohmann::ordered_json& json)
{
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

void sayActive(const std::string& verb, const std::string& id, const std::string& name, const Place& place,
               Format format, Console& console)
{
    if (format == Format::Json) {
        console.answer(dumped({{"active", id.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(id)},
                               {"name", name},
                               {"domain", place.domain->id()},
                               {"task", place.task}}));
    } else if (format == Format::Csv) {
        console.answer(csvLine({"active", "name", "domain", "task"}) +
                       csvLine({id, name, place.domain->id(), place.task}));
    } else {
        console.answer(verb + ": " + name + (id.empty() ? "" : " (" + id + ")") + "\n");
    }
}

}  // namespace

Result<std::filesystem::path> findModel(const std::string& text, workspace::Workspace* workspace,
                                        const domains::Domain& domain, const std::string& task)
{
    if (text == "starter") {
        return diagnosis::starterModelPath(domain.id(), task);
    }
    const std::filesystem::path asPath = pathFromUtf8(text);
    std::error_code ignored;
    if (std::filesystem::is_regular_file(asPath, ignored)) {
        return asPath;
    }
    Result<std::vector<ListedModel>> models = listModels(workspace, domain, task);
    if (!models) {
        return tl::unexpected(models.error());
    }
    std::vector<const ListedModel*> fitting;
    for (const ListedModel& model : *models) {
        if (!text.empty() && model.id.rfind(text, 0) == 0) {
            fitting.push_back(&model);
        }
    }
    if (fitting.size() == 1) {
        return pathFromUtf8(fitting.front()->path);
    }
    return fail(ErrorCode::Invalid, fitting.empty() ? "there is no model file and no model id \"" + text + "\""
                                                    : "\"" + text + "\" begins several model ids");
}

int modelsList(const ModelsOptions& options)
{
    Console console(options.common.progress);
    Result<Place> place = placeOf(options.common, false);
    if (!place) {
        return failed(console, place.error());
    }
    Result<std::vector<ListedModel>> models = listModels(place->workspace.get(), *place->domain, place->task);
    if (!models) {
        return failed(console, models.error());
    }
    std::vector<std::vector<std::string>> rows{{"state", "id", "name", "added", "trained on", "file"}};
    for (const ListedModel& m : *models) {
        if (options.common.format == Format::Json) {
            console.answer(dumped({{"id", m.id},
                                   {"name", m.name},
                                   {"active", m.state == "active"},
                                   {"base", m.state == "base"},
                                   {"added", m.added},
                                   {"trained_on", m.origin},
                                   {"path", m.path}}));
        }
        rows.push_back({m.state, m.id, m.name, m.added, m.origin, m.path});
    }
    if (options.common.format == Format::Csv) {
        for (const std::vector<std::string>& row : rows) {
            console.answer(csvLine(row));
        }
    } else if (options.common.format == Format::Table) {
        console.answer(models->empty() ? "no models yet\n" : tableText(rows, std::vector<bool>(6, false)));
    }
    return finished(console, exitCode::done);
}

int modelsShow(const ModelsOptions& options)
{
    Console console(options.common.progress);
    Result<Place> place = placeOf(options.common, false);
    if (!place) {
        return failed(console, place.error());
    }
    Result<std::filesystem::path> path = findModel(options.model, *place);
    if (!path) {
        return failed(console, path.error());
    }
    Result<learning::ModelInfo> read = learning::readModelInfo(*path);
    if (!read) {
        return failed(console, read.error());
    }
    const learning::ModelInfo& m = *read;
    nlohmann::ordered_json json;
    json["id"] = m.id;
    json["name"] = m.name;
    json["path"] = utf8(*path);
    json["domain"] = m.domain;
    json["task"] = m.task;
    json["classes"] = m.classIds;
    json["input"] = m.inputKind;
    json["picture"] = {
        {"channels", m.channels}, {"height", m.height}, {"width", m.width}, {"recipe", m.recipe.fingerprint()}};
    json["scalars"] = m.scalars.names;
    json["members"] = nlohmann::ordered_json::array();
    for (const learning::ModelMember& member : m.members) {
        json["members"].push_back({{"kind", member.kind},
                                   {"architecture", member.architecture},
                                   {"weight", member.weight},
                                   {"temperature", member.temperature}});
    }
    json["combination"] = m.combination;
    json["abstain_below"] = m.thresholds.abstainBelow;
    json["parent"] = m.parent;
    json["trained_on"] = m.report.dataOrigin;
    json["samples"] = m.report.samplesPerClass;
    json["split"] = m.report.splitBy;
    json["seed"] = m.report.seed;
    json["finished"] = utcText(m.report.finishedMicroseconds);
    json["seconds"] = m.report.seconds;
    json["command"] = m.report.command;
    json["versions"] = m.report.versions;
    json["options"] = m.report.options;
    json["held_out"] = m.report.figures;
    json["notes"] = m.report.notes;
    if (options.common.format == Format::Json) {
        console.answer(dumped(json));
        return finished(console, exitCode::done);
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& [key, value] : json.items()) {
        if (key == "held_out") {
            for (const auto& [name, figure] : value.items()) {
                rows.push_back(
                    {"held-out " + name, figureText({figure.value("value", 0.0), figure.value("low", 0.0),
                                                     figure.value("high", 0.0), figure.value("n", std::size_t{0})})});
            }
        } else if (key == "notes") {
            for (const auto& note : value) {
                rows.push_back({"note", note.get<std::string>()});
            }
        } else {
            rows.push_back({key, value.is_string() ? value.get<std::string>() : value.dump()});
        }
    }
    if (options.common.format == Format::Csv) {
        console.answer(csvLine({"item", "value"}));
        for (const std::vector<std::string>& row : rows) {
            console.answer(csvLine(row));
        }
    } else {
        console.answer(tableText(rows, {false, false}));
    }
    return finished(console, exitCode::done);
}

int modelsActivate(const ModelsOptions& options)
{
    Console console(options.common.progress);
    Result<Place> place = placeOf(options.common, true);
    if (!place) {
        return failed(console, place.error());
    }
    std::string id;
    std::string name = "the shipped starter";
    if (options.model != "starter") {
        Result<std::filesystem::path> path = findModel(options.model, *place);
        if (!path) {
            return failed(console, path.error());
        }
        if (*path != diagnosis::starterModelPath(place->domain->id(), place->task)) {
            Result<diagnosis::ChosenModel> fits = diagnosis::chooseModel(*path, nullptr, *place->domain, place->task);
            if (!fits) {
                return failed(console, fits.error());
            }
            Result<workspace::StoredModel> stored = place->workspace->addModel(*path);
            if (!stored) {
                return failed(console, stored.error());
            }
            id = stored->id;
            name = stored->name;
        }
    }
    Result<void> done = place->workspace->activate(id, place->domain->id(), place->task, userName(), options.reason);
    if (!done) {
        return failed(console, done.error());
    }
    sayActive("active", id, name, *place, options.common.format, console);
    return finished(console, exitCode::done);
}

int modelsRollback(const ModelsOptions& options)
{
    Console console(options.common.progress);
    Result<Place> place = placeOf(options.common, false);
    if (!place) {
        return failed(console, place.error());
    }
    if (!place->workspace) {
        return failed(console,
                      {ErrorCode::Invalid, "there is no workspace yet, so there is nothing to go back to", {}});
    }
    Result<workspace::Activation> activation = place->workspace->rollback(place->domain->id(), place->task, userName());
    if (!activation) {
        return failed(console, activation.error());
    }
    std::string name = "the shipped starter";
    if (!activation->modelId.empty()) {
        Result<std::optional<workspace::StoredModel>> active =
            place->workspace->activeModel(place->domain->id(), place->task);
        name = active && *active ? (*active)->name : activation->modelId;
    }
    sayActive("active again", activation->modelId, name, *place, options.common.format, console);
    return finished(console, exitCode::done);
}

}  // namespace sightline::app
