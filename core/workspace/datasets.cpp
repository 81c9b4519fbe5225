// Frozen datasets and the parts sources belong to: what makes a score honest, so neither ever changes.
#include "core/base/ids.h"
#include "core/workspace/store.h"

namespace sightline::workspace {

namespace {

std::optional<Part> partFrom(const std::string& text)
{
    for (const Part part : {Part::Train, Part::Tune, Part::Test}) {
        if (text == toString(part)) {
            return part;
        }
    }
    return std::nullopt;
}

Result<std::optional<Part>> findPart(const Store& store, const std::string& domain, const std::string& source)
{
    Statement find(store.db(), "SELECT part FROM source_parts WHERE domain = ? AND source = ?");
    if (auto done = find.run(domain, source); !done) {
        return failure(done);
    }
    if (find.next()) {
        return partFrom(find.text(0));
    }
    if (auto problem = find.problem(); !problem) {
        return failure(problem);
    }
    return std::nullopt;
}

Result<void> insertSamples(const Store& store, const Dataset& dataset)
{
    Statement find(store.db(), "SELECT dataset_key FROM datasets WHERE id = ?");
    if (auto done = find.run(dataset.id); !done || !find.next()) {
        return done ? find.problem() : done;
    }
    const std::int64_t key = find.integer(0);
    Statement insert(store.db(),
                     "INSERT INTO dataset_samples (dataset_key, position, recording, sample, path, class_id, "
                     "source_group, group_is_known, content_hash, label_event) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
        const LabelledSample& sample = dataset.samples[i];
        auto done = insert.run(key, i, sample.key.recording, sample.key.sample, sample.path, sample.classId,
                               sample.group, sample.groupIsKnown, sample.contentHash, sample.labelEvent);
        if (!done) {
            return done;
        }
    }
    return {};
}

LabelledSample sampleFrom(const Statement& row)
{
    LabelledSample sample;
    sample.key = {row.text(0), row.text(1)};
    sample.path = row.text(2);
    sample.classId = row.text(3);
    sample.group = row.text(4);
    sample.groupIsKnown = row.flag(5);
    sample.contentHash = row.text(6);
    sample.labelEvent = row.text(7);
    return sample;
}

}  // namespace

Result<std::optional<Part>> Workspace::partOf(const std::string& domain, const std::string& source)
{
    return findPart(*m_impl, domain, source);
}

Result<void> Workspace::assignPart(const std::string& domain, const std::string& source, Part part)
{
    return m_impl->change([&]() -> Result<void> {
        auto known = findPart(*m_impl, domain, source);
        if (!known) {
            return failure(known);
        }
        if (*known == part) {
            return {};
        }
        if (*known) {
            return fail(ErrorCode::Invalid,
                        "the source \"" + source + "\" is already used to " + toString(**known) + " and stays there",
                        m_impl->where());
        }
        Statement insert(m_impl->db(), "INSERT INTO source_parts (domain, source, part, at_us) VALUES (?, ?, ?, ?)");
        return insert.run(domain, source, toString(part), nowMicroseconds());
    });
}

Result<void> Workspace::freeze(const Dataset& dataset)
{
    if (dataset.id.empty()) {
        return fail(ErrorCode::Invalid, "a dataset needs its id before it is frozen", m_impl->where());
    }
    return m_impl->change([&]() -> Result<void> {
        Statement insert(m_impl->db(),
                         "INSERT INTO datasets (id, created_us, domain, task, class_ids) VALUES (?, ?, ?, ?, ?) ON "
                         "CONFLICT (id) DO NOTHING");
        const std::int64_t created = dataset.createdMicroseconds != 0 ? dataset.createdMicroseconds : nowMicroseconds();
        auto done = insert.run(dataset.id, created, dataset.domain, dataset.task, jsonOf(dataset.classIds));
        if (!done || insert.rowsChanged() == 0) {
            return done;
        }
        return insertSamples(*m_impl, dataset);
    });
}

Result<Dataset> Workspace::dataset(const std::string& id)
{
    Statement find(m_impl->db(), "SELECT created_us, domain, task, class_ids, dataset_key FROM datasets WHERE id = ?");
    if (auto done = find.run(id); !done) {
        return failure(done);
    }
    if (!find.next()) {
        if (auto problem = find.problem(); !problem) {
            return failure(problem);
        }
        return fail(ErrorCode::NotFound, "the workspace has no frozen dataset \"" + id + "\"", m_impl->where());
    }
    Dataset dataset{id, find.integer(0), find.text(1), find.text(2), textsFrom(find.text(3)), {}};
    Statement select(m_impl->db(),
                     "SELECT recording, sample, path, class_id, source_group, group_is_known, content_hash, "
                     "label_event FROM dataset_samples WHERE dataset_key = ? ORDER BY position");
    if (auto done = select.run(find.integer(4)); !done) {
        return failure(done);
    }
    if (auto done = select.forEach([&] { dataset.samples.push_back(sampleFrom(select)); }); !done) {
        return failure(done);
    }
    return dataset;
}

}  // namespace sightline::workspace
