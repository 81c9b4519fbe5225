// Verdicts and findings: made anew at any time, so they are replaced freely. And the queue.
#include <cmath>

#include "core/base/ids.h"
#include "core/workspace/store.h"

namespace sightline::workspace {

namespace {

constexpr const char* upsertVerdict =
    "INSERT INTO verdicts (recording_key, sample, task, joined, begin_seconds, end_seconds, low_hertz, high_hertz, "
    "channel, class_ids, probabilities, abstained, rejected, reason, model_id, device, milliseconds) VALUES (?, ?, ?, "
    "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (recording_key, task, sample, joined) DO UPDATE SET "
    "begin_seconds = excluded.begin_seconds, end_seconds = excluded.end_seconds, low_hertz = excluded.low_hertz, "
    "high_hertz = excluded.high_hertz, channel = excluded.channel, class_ids = excluded.class_ids, probabilities = "
    "excluded.probabilities, abstained = excluded.abstained, rejected = excluded.rejected, reason = excluded.reason, "
    "model_id = excluded.model_id, device = excluded.device, milliseconds = excluded.milliseconds";

Severity severityFrom(const std::string& text)
{
    for (const Severity severity : {Severity::Info, Severity::Doubt}) {
        if (text == toString(severity)) {
            return severity;
        }
    }
    return Severity::Reject;  // a word of a newer version: rather too careful
}

Result<void> check(const Verdict& verdict, const Store& store)
{
    bool finite = std::isfinite(verdict.milliseconds);
    for (const float probability : verdict.probabilities) {
        finite = finite && std::isfinite(probability);
    }
    if (!finite) {
        return fail(ErrorCode::Invalid, "the numbers of a verdict must be finite", store.where());
    }
    return checkExtent(verdict.extent.value_or(Extent{}));
}

Verdict verdictFrom(const Statement& row)
{
    Verdict verdict;
    if (row.flag(2)) {
        verdict.extent = extentFrom(row, 3);
    }
    verdict.classIds = textsFrom(row.text(8));
    verdict.probabilities = floatsFrom(row.text(9));
    verdict.abstained = row.flag(10);
    verdict.rejected = row.flag(11);
    verdict.reason = row.text(12);
    verdict.modelId = row.text(13);
    verdict.device = row.text(14);
    verdict.milliseconds = row.number(15);
    return verdict;
}

Finding findingFrom(const Statement& row)
{
    Finding finding{severityFrom(row.text(0)), row.text(1), row.text(2), {row.text(3), {}, {}}, row.integer(6)};
    if (!row.isNull(4)) {
        finding.where.line = row.integer(4);
    }
    if (!row.isNull(5)) {
        finding.where.byte = row.integer(5);
    }
    return finding;
}

}  // namespace

Result<void> Workspace::storeVerdicts(const std::vector<StoredVerdict>& verdicts)
{
    return m_impl->change([&]() -> Result<void> {
        Statement upsert(m_impl->db(), upsertVerdict);
        RecordingKeys keys(*m_impl);
        for (const auto& [subject, task, verdict] : verdicts) {
            if (auto checked = check(verdict, *m_impl); !checked) {
                return checked;
            }
            const auto recording = keys.of(subject.recording);
            if (!recording) {
                return tl::unexpected(recording.error());
            }
            const Extent extent = verdict.extent.value_or(Extent{});
            auto done =
                upsert.run(recording->key, subject.sample, task, verdict.extent.has_value(), beginOf(extent.seconds),
                           endOf(extent.seconds), beginOf(extent.hertz), endOf(extent.hertz), extent.channel,
                           jsonOf(verdict.classIds), jsonOf(verdict.probabilities), verdict.abstained, verdict.rejected,
                           verdict.reason, verdict.modelId, verdict.device, verdict.milliseconds);
            if (!done) {
                return done;
            }
        }
        return {};
    });
}

Result<std::vector<StoredVerdict>> Workspace::verdictsOf(const std::string& recordingId, const std::string& task)
{
    Statement select(m_impl->db(),
                     "SELECT v.sample, v.task, v.joined, v.begin_seconds, v.end_seconds, v.low_hertz, v.high_hertz, "
                     "v.channel, v.class_ids, v.probabilities, v.abstained, v.rejected, v.reason, v.model_id, "
                     "v.device, v.milliseconds FROM verdicts v JOIN recordings r ON r.recording_key = "
                     "v.recording_key WHERE r.id = ? AND v.task = ? ORDER BY v.verdict_key");
    if (auto done = select.run(recordingId, task); !done) {
        return failure(done);
    }
    std::vector<StoredVerdict> verdicts;
    auto done = select.forEach([&] {
        verdicts.push_back({{recordingId, select.text(0)}, select.text(1), verdictFrom(select)});
    });
    if (!done) {
        return failure(done);
    }
    return verdicts;
}

Result<void> Workspace::storeFindings(const std::string& recordingId, const std::vector<Finding>& findings)
{
    return m_impl->change([&]() -> Result<void> {
        const auto recording = m_impl->recordingRow(recordingId);
        if (!recording) {
            return tl::unexpected(recording.error());
        }
        Statement remove(m_impl->db(), "DELETE FROM findings WHERE recording_key = ?");
        if (auto done = remove.run(recording->key); !done) {
            return done;
        }
        Statement insert(m_impl->db(),
                         "INSERT INTO findings (recording_key, severity, kind, message, where_file, where_line, "
                         "where_byte, occurrences) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        for (const Finding& finding : findings) {
            auto done = insert.run(recording->key, toString(finding.severity), finding.kind, finding.message,
                                   finding.where.file, finding.where.line, finding.where.byte, finding.count);
            if (!done) {
                return done;
            }
        }
        return {};
    });
}

Result<std::vector<Finding>> Workspace::findingsOf(const std::string& recordingId)
{
    Statement select(m_impl->db(),
                     "SELECT f.severity, f.kind, f.message, f.where_file, f.where_line, f.where_byte, f.occurrences "
                     "FROM findings f JOIN recordings r ON r.recording_key = f.recording_key WHERE r.id = ? ORDER BY "
                     "f.finding_key");
    if (auto done = select.run(recordingId); !done) {
        return failure(done);
    }
    std::vector<Finding> findings;
    if (auto done = select.forEach([&] { findings.push_back(findingFrom(select)); }); !done) {
        return failure(done);
    }
    return findings;
}

Result<void> Workspace::enqueue(const SampleKey& subject, const std::string& task, const std::string& reason)
{
    return m_impl->change([&]() -> Result<void> {
        const auto recording = m_impl->recordingRow(subject.recording);
        if (!recording) {
            return tl::unexpected(recording.error());
        }
        Statement insert(m_impl->db(),
                         "INSERT INTO queue_entries (uuid, recording_key, sample, task, reason, at_us) VALUES (?, ?, "
                         "?, ?, ?, ?) ON CONFLICT (recording_key, sample, task) DO NOTHING");
        return insert.run(newUuid(), recording->key, subject.sample, task, reason, nowMicroseconds());
    });
}

Result<void> Workspace::dequeue(const SampleKey& subject, const std::string& task)
{
    return m_impl->change([&]() -> Result<void> {
        Statement remove(m_impl->db(),
                         "DELETE FROM queue_entries WHERE sample = ? AND task = ? AND recording_key = (SELECT "
                         "recording_key FROM recordings WHERE id = ?)");
        return remove.run(subject.sample, task, subject.recording);
    });
}

Result<std::vector<QueueEntry>> Workspace::queue(const std::string& domain, const std::string& task)
{
    Statement select(m_impl->db(),
                     "SELECT r.id, q.sample, q.task, q.reason, q.at_us FROM queue_entries q JOIN recordings r ON "
                     "r.recording_key = q.recording_key WHERE r.domain = ? AND q.task = ? ORDER BY q.entry_key");
    if (auto done = select.run(domain, task); !done) {
        return failure(done);
    }
    std::vector<QueueEntry> entries;
    auto done = select.forEach([&] {
        entries.push_back({{select.text(0), select.text(1)}, select.text(2), select.text(3), select.integer(4)});
    });
    if (!done) {
        return failure(done);
    }
    return entries;
}

}  // namespace sightline::workspace
