// Recordings, their samples, and which of them are open in the window.
#include <algorithm>

#include "core/base/hash.h"
#include "core/base/ids.h"
#include "core/workspace/store.h"

namespace sightline::workspace {

namespace {

constexpr const char* recordingColumns =
    "SELECT r.id, r.domain, r.path_relative, r.path_absolute, r.format, r.answers, r.added_us FROM recordings r ";
constexpr const char* sampleColumns =
    "SELECT r.id, s.sample, s.position, s.begin_seconds, s.end_seconds, s.low_hertz, s.high_hertz, s.channel, "
    "s.own_label, s.source_group, s.content_hash FROM samples s JOIN recordings r ON r.recording_key = "
    "s.recording_key ";

bool isFile(const std::filesystem::path& path)
{
    std::error_code problem;
    return std::filesystem::is_regular_file(path, problem);
}

/// Empty where there is no relative way (another drive).
std::string relativePath(const std::filesystem::path& path, const std::filesystem::path& folder)
{
    const auto relative = path.lexically_relative(folder).generic_u8string();
    return {relative.begin(), relative.end()};
}

/// A workspace moved together with its recordings finds the moved ones; moved alone, it finds the old ones. Where both
/// exist and are two files, the content decides.
std::string resolvedPath(const std::filesystem::path& folder, const std::string& relative, const std::string& absolute,
                         const std::string& id)
{
    if (relative.empty()) {
        return absolute;
    }
    const std::filesystem::path here = (folder / pathFromUtf8(relative)).lexically_normal();
    const std::filesystem::path there = pathFromUtf8(absolute);
    if (here == there) {
        return absolute;
    }
    if (!isFile(here)) {
        return absolute;
    }
    std::error_code problem;
    if (!isFile(there) || std::filesystem::equivalent(here, there, problem)) {
        return utf8(here);
    }
    return quickHash(here) == Result<std::string>(id) ? utf8(here) : absolute;
}

KnownRecording recordingFrom(const Statement& row, const std::filesystem::path& folder)
{
    KnownRecording recording;
    recording.id = row.text(0);
    recording.domain = row.text(1);
    recording.path = resolvedPath(folder, row.text(2), row.text(3), recording.id);
    recording.format = row.text(4);
    recording.answers = answersFrom(row.text(5));
    recording.addedMicroseconds = row.integer(6);
    return recording;
}

template <class... Values>
Result<std::vector<KnownRecording>> listRecordings(const Store& store, const std::string& sql, const Values&... values)
{
    Statement select(store.db(), sql.c_str());
    if (auto done = select.run(values...); !done) {
        return failure(done);
    }
    std::vector<KnownRecording> recordings;
    const auto folder = store.file.parent_path();
    if (auto done = select.forEach([&] { recordings.push_back(recordingFrom(select, folder)); }); !done) {
        return failure(done);
    }
    return recordings;
}

Result<std::vector<StoredSample>> listSamples(const Store& store, const std::string& sql, const std::string& value)
{
    Statement select(store.db(), sql.c_str());
    if (auto done = select.run(value); !done) {
        return failure(done);
    }
    std::vector<StoredSample> samples;
    auto done = select.forEach([&] {
        samples.push_back({{select.text(0), select.text(1)},
                           static_cast<std::size_t>(select.integer(2)),
                           extentFrom(select, 3),
                           select.text(8),
                           select.text(9),
                           select.text(10)});
    });
    if (!done) {
        return failure(done);
    }
    return samples;
}

/// A recording that carries labels keeps its domain: its labels would change their meaning.
Result<void> checkDomain(const Store& store, const RecordingInfo& info)
{
    Statement find(store.db(),
                   "SELECT r.domain FROM recordings r WHERE r.id = ? AND r.domain <> ? AND EXISTS (SELECT 1 FROM "
                   "label_events e WHERE e.recording_key = r.recording_key)");
    if (auto done = find.run(info.id, info.domain); !done) {
        return done;
    }
    if (find.next()) {
        return fail(ErrorCode::Invalid,
                    "this recording already carries labels as a recording of \"" + find.text(0) + "\"",
                    {utf8(info.path), {}, {}});
    }
    return find.problem();
}

}  // namespace

Result<void> Workspace::addRecording(const RecordingInfo& info, const Answers& answers)
{
    if (info.id.empty() || info.domain.empty()) {
        return fail(ErrorCode::Invalid, "a recording needs an id and a domain", {utf8(info.path), {}, {}});
    }
    std::error_code problem;
    const std::filesystem::path absolute = std::filesystem::absolute(info.path, problem).lexically_normal();
    return m_impl->change([&]() -> Result<void> {
        if (auto checked = checkDomain(*m_impl, info); !checked) {
            return checked;
        }
        Statement insert(m_impl->db(),
                         "INSERT INTO recordings (id, domain, path_relative, path_absolute, format, reader, source, "
                         "started_us, answers, added_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO "
                         "UPDATE SET domain = excluded.domain, path_relative = excluded.path_relative, path_absolute = "
                         "excluded.path_absolute, format = excluded.format, reader = excluded.reader, source = "
                         "excluded.source, started_us = excluded.started_us, answers = excluded.answers");
        return insert.run(info.id, info.domain, relativePath(absolute, m_impl->file.parent_path()), utf8(absolute),
                          info.format, info.reader, info.source, info.startMicroseconds, jsonOf(answers),
                          nowMicroseconds());
    });
}

Result<void> Workspace::addSamples(const SampleList& samples, const std::vector<std::string>& groups)
{
    if (!groups.empty() && groups.size() != samples.size()) {
        return fail(ErrorCode::Invalid, "there must be one group for each sample, or none", m_impl->where());
    }
    return m_impl->change([&]() -> Result<void> {
        Statement insert(m_impl->db(),
                         "INSERT INTO samples (recording_key, sample, position, begin_seconds, end_seconds, low_hertz, "
                         "high_hertz, channel, own_label, source_group, content_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
                         "?, ?, ?) ON CONFLICT (recording_key, sample) DO UPDATE SET position = excluded.position, "
                         "begin_seconds = excluded.begin_seconds, end_seconds = excluded.end_seconds, low_hertz = "
                         "excluded.low_hertz, high_hertz = excluded.high_hertz, channel = excluded.channel, own_label "
                         "= excluded.own_label, source_group = excluded.source_group, content_hash = "
                         "excluded.content_hash");
        RecordingKeys keys(*m_impl);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const Sample sample = samples[i];
            const auto recording = keys.of(sample.key.recording);
            if (!recording) {
                return tl::unexpected(recording.error());
            }
            const Extent& extent = sample.extent;
            auto done = insert.run(recording->key, sample.key.sample, sample.index, beginOf(extent.seconds),
                                   endOf(extent.seconds), beginOf(extent.hertz), endOf(extent.hertz), extent.channel,
                                   sample.ownLabel, groups.empty() ? sample.group : groups[i], sample.contentHash);
            if (!done) {
                return done;
            }
        }
        return {};
    });
}

Result<std::vector<StoredSample>> Workspace::samplesOf(const std::string& recordingId)
{
    return listSamples(*m_impl, std::string(sampleColumns) + "WHERE r.id = ? ORDER BY s.position", recordingId);
}

Result<std::vector<StoredSample>> Workspace::samples(const std::string& domain)
{
    return listSamples(*m_impl, std::string(sampleColumns) + "WHERE r.domain = ? ORDER BY s.recording_key, s.position",
                       domain);
}

Result<std::vector<KnownRecording>> Workspace::recordings(const std::string& domain)
{
    return listRecordings(*m_impl, std::string(recordingColumns) + "WHERE r.domain = ? ORDER BY r.recording_key",
                          domain);
}

Result<std::optional<KnownRecording>> Workspace::recording(const std::string& id)
{
    auto found = listRecordings(*m_impl, std::string(recordingColumns) + "WHERE r.id = ?", id);
    if (!found) {
        return failure(found);
    }
    return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<void> Workspace::setOpen(const std::string& recordingId, bool open)
{
    return m_impl->change([&]() -> Result<void> {
        const auto recording = m_impl->recordingRow(recordingId);
        if (!recording) {
            return tl::unexpected(recording.error());
        }
        if (open) {
            Statement insert(m_impl->db(),
                             "INSERT INTO open_recordings (recording_key, opened_us) VALUES (?, ?) ON CONFLICT "
                             "(recording_key) DO NOTHING");
            return insert.run(recording->key, nowMicroseconds());
        }
        Statement remove(m_impl->db(), "DELETE FROM open_recordings WHERE recording_key = ?");
        return remove.run(recording->key);
    });
}

Result<std::vector<KnownRecording>> Workspace::openRecordings()
{
    return listRecordings(*m_impl, std::string(recordingColumns) +
                                       "JOIN open_recordings o ON o.recording_key = r.recording_key ORDER BY "
                                       "o.open_key");
}

}  // namespace sightline::workspace
