#include "ui/session/sample_store.h"

#include <algorithm>
#include <iterator>

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
    const auto bad = [](const Finding& finding) {
        return finding.severity == Severity::Reject && finding.kind != "wrong_kind";
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
    const auto found = std::find_if(m_recordings.begin(), m_recordings.end(),
                                    [&](const RecordingRef& ref) { return ref->recording->info().id == id; });
    return found == m_recordings.end() ? nullptr : *found;
}

bool SampleStore::add(const RecordingRef& ref)
{
    if (recording(ref->recording->info().id)) {
        return false;
    }
    const int first = size();
    m_recordings.push_back(ref);
    m_rows.reserve(m_rows.size() + ref->samples.size());
    for (std::size_t i = 0; i < ref->samples.size(); ++i) {
        m_index.emplace(ref->samples.held(i).key, size());
        SampleRow row;
        row.recording = ref;
        row.index = i;
        m_rows.push_back(std::move(row));
    }
    Q_EMIT added(first, size() - first);
    return true;
}

void SampleStore::replace(const RecordingRef& ref)
{
    const std::string id = ref->recording->info().id;
    const auto known = std::find_if(m_recordings.begin(), m_recordings.end(),
                                    [&](const RecordingRef& one) { return one->recording->info().id == id; });
    if (known == m_recordings.end()) {
        return;
    }
    flush();
    Q_EMIT aboutToReset();
    *known = ref;
    std::vector<SampleRow> rows;
    for (const RecordingRef& recording : m_recordings) {
        if (recording != ref) {
            std::copy_if(m_rows.begin(), m_rows.end(), std::back_inserter(rows),
                         [&](const SampleRow& row) { return row.recording == recording; });
            continue;
        }
        for (std::size_t i = 0; i < ref->samples.size(); ++i) {
            SampleRow& row = rows.emplace_back();
            row.recording = ref;
            row.index = i;
            const auto before = m_index.find(ref->samples.held(i).key);
            row.queued = before != m_index.end() && m_rows[static_cast<std::size_t>(before->second)].queued;
        }
    }
    m_rows = std::move(rows);
    rebuildIndex();
    Q_EMIT reset();
}

void SampleStore::remove(const std::string& recordingId)
{
    flush();
    Q_EMIT aboutToReset();
    std::erase_if(m_rows, [&](const SampleRow& row) { return row.key().recording == recordingId; });
    std::erase_if(m_recordings, [&](const RecordingRef& ref) { return ref->recording->info().id == recordingId; });
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
