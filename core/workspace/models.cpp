// Models beside the workspace, and which of them is in service: one row in one transaction, the history append-only.
#include <cstdint>

#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/ids.h"
#include "core/base/text.h"
#include "core/workspace/store.h"

namespace sightline::workspace {

namespace {

constexpr const char* modelColumns =
    "SELECT m.id, m.name, m.domain, m.task, m.file_name, m.added_us, m.sha256, m.model_key FROM models m ";
constexpr const char* insertActivation =
    "INSERT INTO activations (uuid, model_key, domain, task, kind, at_us, who, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

Where at(const std::filesystem::path& file)
{
    return {utf8(file), {}, {}};
}

/// The JSON a model file carries about itself: entry "sightline" of the safetensors header's metadata (contracts.md).
Result<nlohmann::json> descriptionIn(const std::string& bytes, const std::filesystem::path& file)
{
    constexpr std::size_t lengthBytes = 8;
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < lengthBytes && i < bytes.size(); ++i) {
        length |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    }
    if (bytes.size() < lengthBytes || length > bytes.size() - lengthBytes) {
        return fail(ErrorCode::Corrupt, "this is not a model file, or it is cut short", at(file));
    }
    const auto header = nlohmann::json::parse(
        bytes.begin() + lengthBytes, bytes.begin() + static_cast<std::ptrdiff_t>(lengthBytes + length), nullptr, false);
    if (!header.is_object()) {
        return fail(ErrorCode::Corrupt, "this is not a model file: its header cannot be read", at(file));
    }
    const nlohmann::json metadata = header.value("__metadata__", nlohmann::json::object());
    const auto entry = metadata.is_object() ? metadata.find("sightline") : metadata.end();
    if (!metadata.is_object() || entry == metadata.end() || !entry->is_string()) {
        return fail(ErrorCode::Corrupt, "this is not a Sightline model: it does not describe itself", at(file));
    }
    auto description = nlohmann::json::parse(entry->get<std::string>(), nullptr, false);
    if (!description.is_object()) {
        return fail(ErrorCode::Corrupt, "the model's description cannot be read", at(file));
    }
    return description;
}

Result<std::string> textField(const nlohmann::json& description, const char* name, const std::filesystem::path& file)
{
    const auto field = description.find(name);
    if (field == description.end() || !field->is_string()) {
        return fail(ErrorCode::Corrupt, std::string("the model's description lacks \"") + name + "\"", at(file));
    }
    return field->get<std::string>();
}

/// The id becomes a file name.
bool isSafeId(const std::string& id)
{
    constexpr std::string_view allowed = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    return !id.empty() && id.size() <= 100 && id.find_first_not_of(allowed) == std::string::npos;
}

/// Equal weights make equal ids. Unless what they are used with differs too, the two files judge alike.
bool judgeAlike(nlohmann::json a, nlohmann::json b)
{
    for (const char* onlyForPeople : {"name", "report", "parent"}) {
        a.erase(onlyForPeople);
        b.erase(onlyForPeople);
    }
    return a == b;
}

struct ModelRow {
    StoredModel model;
    std::string sha256;
    std::int64_t key = 0;
};

ModelRow modelFrom(const Store& store, const Statement& row)
{
    return {{row.text(0), row.text(1), row.text(2), row.text(3), store.modelPath(row.text(4)), row.integer(5)},
            row.text(6),
            row.integer(7)};
}

Result<std::optional<ModelRow>> findModel(const Store& store, const std::string& id)
{
    Statement find(store.db(), (std::string(modelColumns) + "WHERE m.id = ?").c_str());
    if (auto done = find.run(id); !done) {
        return failure(done);
    }
    if (find.next()) {
        return modelFrom(store, find);
    }
    if (auto problem = find.problem(); !problem) {
        return failure(problem);
    }
    return std::nullopt;
}

/// The model that may go into service: known, of this domain and task, its file as it was stored.
Result<ModelRow> usableModel(const Store& store, const std::string& id, const std::string& domain,
                             const std::string& task)
{
    auto found = findModel(store, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, "the workspace has no model \"" + id + "\"", store.where());
    }
    ModelRow& row = **found;
    if (row.model.domain != domain || row.model.task != task) {
        return fail(ErrorCode::Invalid,
                    "the model \"" + row.model.name + "\" is for " + row.model.domain + ", " + row.model.task +
                        ", not for " + domain + ", " + task,
                    at(row.model.path));
    }
    auto hash = sha256OfFile(row.model.path);
    if (!hash) {
        return fail(ErrorCode::Unreadable, "the model's file is missing or cannot be read; the model in use stays",
                    at(row.model.path));
    }
    if (*hash != row.sha256) {
        return fail(ErrorCode::Corrupt, "the model's file is not what was stored; the model in use stays",
                    at(row.model.path));
    }
    return std::move(row);
}

struct ActivationRow {
    Activation activation;
    bool isRollback = false;
};

Result<std::vector<ActivationRow>> history(const Store& store, const std::string& domain, const std::string& task)
{
    Statement select(store.db(),
                     "SELECT m.id, a.at_us, a.who, a.reason, a.kind FROM activations a LEFT JOIN models m ON "
                     "m.model_key = a.model_key WHERE a.domain = ? AND a.task = ? ORDER BY a.activation_key");
    if (auto done = select.run(domain, task); !done) {
        return failure(done);
    }
    std::vector<ActivationRow> rows;
    auto done = select.forEach([&] {
        rows.push_back({{select.text(0), domain, task, select.integer(1), select.text(2), select.text(3)},
                        select.text(4) == "rollback"});
    });
    if (!done) {
        return failure(done);
    }
    return rows;
}

/// What stands below the present one: an activation goes on top, a rollback takes the top away.
std::vector<std::string> stackOf(const std::vector<ActivationRow>& rows)
{
    std::vector<std::string> stack{""};
    for (const ActivationRow& row : rows) {
        if (row.isRollback && stack.size() > 1) {
            stack.pop_back();
        } else if (!row.isRollback && stack.back() != row.activation.modelId) {
            stack.push_back(row.activation.modelId);
        }
    }
    return stack;
}

Result<Activation> switchTo(const Store& store, Activation activation, const char* kind)
{
    std::optional<std::int64_t> key;
    if (!activation.modelId.empty()) {
        auto row = usableModel(store, activation.modelId, activation.domain, activation.task);
        if (!row) {
            return failure(row);
        }
        key = row->key;
    }
    activation.atMicroseconds = nowMicroseconds();
    Statement insert(store.db(), insertActivation);
    auto done = insert.run(newUuid(), key, activation.domain, activation.task, kind, activation.atMicroseconds,
                           activation.who, activation.reason);
    if (!done) {
        return failure(done);
    }
    return activation;
}

/// The model is there already: whole it is returned, damaged it is restored from the bytes at hand.
Result<StoredModel> keepKnown(const ModelRow& known, const std::string& bytes, const nlohmann::json& description,
                              const std::filesystem::path& file)
{
    const auto storedHash = sha256OfFile(known.model.path);
    if (storedHash && *storedHash == known.sha256) {
        auto storedBytes = readFile(known.model.path);
        if (!storedBytes) {
            return failure(storedBytes);
        }
        auto stored = descriptionIn(*storedBytes, known.model.path);
        if (!stored) {
            return failure(stored);
        }
        if (!judgeAlike(*stored, description)) {
            return fail(ErrorCode::Invalid,
                        "the workspace already has a model with the same weights but other settings; the stored one "
                        "is kept",
                        at(file));
        }
        return known.model;
    }
    if (sha256(bytes) != known.sha256) {
        return fail(ErrorCode::Corrupt, "the stored file of this model is damaged, and this one is not the same file",
                    at(known.model.path));
    }
    if (auto written = writeFileAtomically(known.model.path, bytes); !written) {
        return failure(written);
    }
    return known.model;
}

}  // namespace

std::filesystem::path Store::modelPath(const std::string& fileName) const
{
    std::filesystem::path folder = file;
    folder += ".d";
    return folder / "models" / pathFromUtf8(fileName);
}

Result<StoredModel> Workspace::addModel(const std::filesystem::path& file)
{
    auto bytes = readFile(file);
    if (!bytes) {
        return failure(bytes);
    }
    auto description = descriptionIn(*bytes, file);
    if (!description) {
        return failure(description);
    }
    std::vector<std::string> fields;
    for (const char* name : {"id", "name", "domain", "task"}) {
        auto field = textField(*description, name, file);
        if (!field) {
            return failure(field);
        }
        fields.push_back(std::move(*field));
    }
    if (!isSafeId(fields[0])) {
        return fail(ErrorCode::Corrupt, "the model's id is not one", at(file));
    }
    const std::string fileName = fields[0] + ".safetensors";
    StoredModel model{fields[0], fields[1], fields[2], fields[3], m_impl->modelPath(fileName), nowMicroseconds()};
    return m_impl->change([&]() -> Result<StoredModel> {
        auto known = findModel(*m_impl, model.id);
        if (!known) {
            return failure(known);
        }
        if (*known) {
            return keepKnown(**known, *bytes, *description, file);
        }
        // The file first: a row never speaks of a file that is not there.
        if (auto written = writeFileAtomically(model.path, *bytes); !written) {
            return failure(written);
        }
        Statement insert(m_impl->db(),
                         "INSERT INTO models (id, name, domain, task, file_name, sha256, added_us) VALUES (?, ?, ?, "
                         "?, ?, ?, ?)");
        auto done = insert.run(model.id, model.name, model.domain, model.task, fileName, sha256(*bytes),
                               model.addedMicroseconds);
        if (!done) {
            return failure(done);
        }
        return model;
    });
}

Result<std::vector<StoredModel>> Workspace::models(const std::string& domain, const std::string& task)
{
    Statement select(m_impl->db(),
                     (std::string(modelColumns) + "WHERE m.domain = ? AND m.task = ? ORDER BY m.model_key").c_str());
    if (auto done = select.run(domain, task); !done) {
        return failure(done);
    }
    std::vector<StoredModel> models;
    if (auto done = select.forEach([&] { models.push_back(modelFrom(*m_impl, select).model); }); !done) {
        return failure(done);
    }
    return models;
}

Result<void> Workspace::activate(const std::string& modelId, const std::string& domain, const std::string& task,
                                 const std::string& who, const std::string& reason)
{
    return m_impl->change([&]() -> Result<void> {
        auto done = switchTo(*m_impl, {modelId, domain, task, 0, who, reason}, "activate");
        if (!done) {
            return failure(done);
        }
        return {};
    });
}

Result<std::optional<StoredModel>> Workspace::activeModel(const std::string& domain, const std::string& task)
{
    Statement select(m_impl->db(),
                     "SELECT m.id FROM activations a LEFT JOIN models m ON m.model_key = a.model_key WHERE a.domain = "
                     "? AND a.task = ? ORDER BY a.activation_key DESC LIMIT 1");
    if (auto done = select.run(domain, task); !done) {
        return failure(done);
    }
    if (!select.next() || select.isNull(0)) {
        if (auto problem = select.problem(); !problem) {
            return failure(problem);
        }
        return std::nullopt;
    }
    auto row = findModel(*m_impl, select.text(0));
    if (!row) {
        return failure(row);
    }
    return *row ? std::optional(std::move((*row)->model)) : std::nullopt;
}

Result<Activation> Workspace::rollback(const std::string& domain, const std::string& task, const std::string& who)
{
    return m_impl->change([&]() -> Result<Activation> {
        auto rows = history(*m_impl, domain, task);
        if (!rows) {
            return failure(rows);
        }
        const std::vector<std::string> stack = stackOf(*rows);
        if (stack.size() < 2) {
            return fail(ErrorCode::NotFound, "there is no earlier model to go back to", m_impl->where());
        }
        return switchTo(*m_impl, {stack[stack.size() - 2], domain, task, 0, who, "back to the model before"},
                        "rollback");
    });
}

Result<std::vector<Activation>> Workspace::activations(const std::string& domain, const std::string& task)
{
    auto rows = history(*m_impl, domain, task);
    if (!rows) {
        return failure(rows);
    }
    std::vector<Activation> activations;
    for (ActivationRow& row : *rows) {
        activations.push_back(std::move(row.activation));
    }
    return activations;
}

}  // namespace sightline::workspace
