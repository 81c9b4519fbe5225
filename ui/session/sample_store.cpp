#include "ui/session/sample_store.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace sightline::ui {

namespace {

constexpr int updateMilliseconds = 50;

SampleState stateOfLabel(const LabelRecord& record)
{
    switch (record.label.certainty) {
        case Certainty::Unsure: return SampleState::Unsure;
        case Certainty::Skip: return SampleState::Skipped;
        case Certainty::BadData: return SampleState::BadData;
        case Certainty::Sure: break;
    }
    switch (record.action) {
        case LabelAction::Confirm: return SampleState::Confirmed;
        case LabelAction::Correct: return SampleState::Corrected;
        default: return SampleState::Labelled;
    }
}

}  // namespace

SampleState SampleRow::state() const
{
    if (label) {
        return stateOfLabel(*label);
    }
    if (!verdict) {
        return SampleState::New;
    }
    if (stale) {
        return SampleState::Stale;
    }
    if (verdict->rejected) {
        return SampleState::Rejected;
    }
    return verdict->abstained ? SampleState::Abstains : SampleState::Predicted;
}

bool SampleRow::badSignal() const
{
    // What the model cannot judge may be as good a signal as any.
    constexpr std::array<std::string_view, 3> notForThisModel = {"wrong_kind", "too_short", "rate_too_low"};
    const auto bad = [&](const Finding& finding) {
        return finding.severity == Severity::Reject &&
               std::find(notForThisModel.begin(), notForThisModel.end(), finding.kind) == notForThisModel.end();
    };
    return std::any_of(sample().findings.begin(), sample().findings.end(), bad) ||
           std::any_of(pictureFindings.begin(), pictureFindings.end(), bad);
}

SampleStore::SampleStore(QObject* parent) : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(updateMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &SampleStore::flush);
}

std::optional<int> SampleStore::find(const SampleKey& key) const
{
    const auto found = m_index.find(key);
    return found == m_index.end() ? std::nullopt : std::optional<int>(found->second);
}

const SampleRow* SampleStore::get(const SampleKey& key) const
{
    const auto index = find(key);
    return index ? &row(*index) : nullptr;
}

RecordingRef SampleStore::recording(const std::string& id) const
{
    const auto found = m_open.find(id);
    return found == m_open.end() ? nullptr : found->second;
}

bool SampleStore::add(const RecordingRef& ref)
{
    const std::size_t before = m_recordings.size();
    add(std::vector<RecordingRef>{ref});
    return m_recordings.size() > before;
}

void SampleStore::add(const std::vector<RecordingRef>& refs)
{
    const int first = size();
    for (const RecordingRef& ref : refs) {
        if (!m_open.emplace(ref->recording->info().id, ref).second) {
            continue;
        }
        m_recordings.push_back(ref);
        for (std::size_t i = 0; i < ref->samples.size(); ++i) {
            m_index.emplace(ref->samples.held(i).key, size());
            SampleRow& row = m_rows.emplace_back();
            row.recording = ref;
            row.index = i;
        }
    }
    if (size() > first) {
        Q_EMIT added(first, size() - first);
    }
}

void SampleStore::replace(const RecordingRef& ref)
{
    replace(std::vector<RecordingRef>{ref});
}

void SampleStore::replace(const std::vector<RecordingRef>& refs)
{
    std::unordered_map<std::string, RecordingRef> fresh;
    for (const RecordingRef& ref : refs) {
        fresh[ref->recording->info().id] = ref;
    }
    if (std::none_of(m_recordings.begin(), m_recordings.end(),
                     [&](const RecordingRef& one) { return fresh.contains(one->recording->info().id); })) {
        return;
    }
    flush();
    Q_EMIT aboutToReset();
    std::unordered_map<const diagnosis::OpenedRecording*, std::vector<SampleRow>> kept;
    std::unordered_set<SampleKey, SampleKeyHash> queued;
    for (SampleRow& row : m_rows) {
        if (row.queued) {
            queued.insert(row.key());
        }
        if (!fresh.contains(row.key().recording)) {
            kept[row.recording.get()].push_back(std::move(row));
        }
    }
    m_rows.clear();
    for (RecordingRef& one : m_recordings) {
        const auto other = fresh.find(one->recording->info().id);
        if (other == fresh.end()) {
            std::vector<SampleRow>& same = kept[one.get()];
            std::move(same.begin(), same.end(), std::back_inserter(m_rows));
            continue;
        }
        one = other->second;
        m_open[other->first] = one;
        for (std::size_t i = 0; i < one->samples.size(); ++i) {
            SampleRow& row = m_rows.emplace_back();
            row.recording = one;
            row.index = i;
            row.queued = queued.contains(row.key());
        }
    }
    rebuildIndex();
    Q_EMIT reset();
}

void SampleStore::remove(const std::string& recordingId)
{
    flush();
    Q_EMIT aboutToReset();
    std::erase_if(m_rows, [&](const SampleRow& row) { return row.key().recording == recordingId; });
    std::erase_if(m_recordings, [&](const RecordingRef& ref) { return ref->recording->info().id == recordingId; });
    m_open.erase(recordingId);
    rebuildIndex();
    Q_EMIT reset();
}

void SampleStore::clear()
{
    m_timer.stop();
    m_touched.clear();
    Q_EMIT aboutToReset();
    m_rows.clear();
    m_recordings.clear();
    m_open.clear();
    rebuildIndex();
    Q_EMIT reset();
}

void SampleStore::rebuildIndex()
{
    m_index.clear();
    m_queued = 0;
    for (int i = 0; i < size(); ++i) {
        m_index.emplace(row(i).key(), i);
        m_queued += row(i).queued ? 1 : 0;
    }
}

void SampleStore::setVerdicts(const std::vector<Judged>& judged)
{
    for (const Judged& one : judged) {
        if (const auto index = find(one.key)) {
            SampleRow& row = m_rows[static_cast<std::size_t>(*index)];
            row.verdict = one.verdict;
            row.pictureFindings = one.findings;
            row.stale = one.stale;
            m_touched.push_back(*index);
        }
    }
    // A single card should not wait for the rhythm that keeps thousands from flooding the list.
    if (!m_sinceFlush.isValid() || m_sinceFlush.elapsed() >= updateMilliseconds) {
        flush();
    } else if (!m_timer.isActive()) {
        m_timer.start();
    }
}

void SampleStore::markStale(const std::string& exceptModelId)
{
    for (int i = 0; i < size(); ++i) {
        SampleRow& row = m_rows[static_cast<std::size_t>(i)];
        const bool stale = row.verdict && row.verdict->modelId != exceptModelId;
        if (stale != row.stale) {
            row.stale = stale;
            m_touched.push_back(i);
        }
    }
    flush();
}

void SampleStore::setLabel(const SampleKey& key, std::optional<LabelRecord> label)
{
    if (const auto index = find(key)) {
        m_rows[static_cast<std::size_t>(*index)].label = std::move(label);
        touch(*index, true);
    }
}

void SampleStore::setLabels(const std::vector<LabelRecord>& labels)
{
    for (const LabelRecord& record : labels) {
        if (const auto index = find(record.label.subject)) {
            m_rows[static_cast<std::size_t>(*index)].label = record;
            touch(*index, false);
        }
    }
    flush();
}

void SampleStore::setQueued(const SampleKey& key, bool queued)
{
    if (const auto index = find(key)) {
        SampleRow& row = m_rows[static_cast<std::size_t>(*index)];
        if (row.queued != queued) {
            row.queued = queued;
            m_queued += queued ? 1 : -1;
            touch(*index, true);
        }
    }
}

void SampleStore::clearQueue()
{
    for (int i = 0; i < size(); ++i) {
        if (row(i).queued) {
            m_rows[static_cast<std::size_t>(i)].queued = false;
            touch(i, false);
        }
    }
    m_queued = 0;
    flush();
}

void SampleStore::forgetJudgements()
{
    for (int i = 0; i < size(); ++i) {
        SampleRow& row = m_rows[static_cast<std::size_t>(i)];
        row.verdict.reset();
        row.label.reset();
        row.pictureFindings.clear();
        row.stale = row.queued = false;
        touch(i, false);
    }
    m_queued = 0;
    flush();
}

void SampleStore::touch(int row, bool atOnce)
{
    m_touched.push_back(row);
    if (atOnce) {
        flush();
    }
}

void SampleStore::flush()
{
    m_timer.stop();
    if (m_touched.empty()) {
        return;
    }
    std::vector<int> rows;
    rows.swap(m_touched);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    Q_EMIT changed(rows);
    m_sinceFlush.start();
}

}  // namespace sightline::ui
