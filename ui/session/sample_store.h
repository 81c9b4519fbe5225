// Every open sample of one kind of signal with what is known of it. The single truth behind list, plot and verdict.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "core/data/label.h"
#include "core/data/verdict.h"
#include "core/diagnosis/diagnosis.h"

namespace sightline::ui {

using RecordingRef = std::shared_ptr<const diagnosis::OpenedRecording>;

/// What the list says of a sample; each has an icon and a word.
enum class SampleState {
    New,        ///< no verdict yet
    Predicted,  ///< the model answered
    Abstains,   ///< the model has a guess but does not stand by it
    Rejected,   ///< bad data: no verdict
    Stale,      ///< the verdict is of an older model and is being redone
    Labelled,   ///< a person's or an imported label, given without looking at a verdict
    Confirmed,
    Corrected,
    Unsure,
    Skipped,
    BadData
};

/// A label with what the list and the verdict panel tell of it.
struct LabelRecord {
    Label label;
    LabelAction action = LabelAction::New;
    std::string reviewer;
    std::string comment;
    std::int64_t atMicroseconds = 0;
};

struct SampleRow {
    RecordingRef recording;
    std::size_t index = 0;  ///< into recording->samples
    std::optional<Verdict> verdict;
    bool stale = false;
    std::vector<Finding> pictureFindings;
    std::optional<LabelRecord> label;
    bool queued = false;

    [[nodiscard]] const Sample& sample() const { return recording->samples.held(index); }
    [[nodiscard]] const SampleKey& key() const { return sample().key; }
    [[nodiscard]] SampleState state() const;
    /// Why a verdict was refused: true if the signal itself is bad, false if only the model is for another kind of it.
    [[nodiscard]] bool badSignal() const;
};

struct SampleKeyHash {
    std::size_t operator()(const SampleKey& key) const noexcept
    {
        return std::hash<std::string>{}(key.recording) * 31 + std::hash<std::string>{}(key.sample);
    }
};

/// One judged sample on its way into the store.
struct Judged {
    SampleKey key;
    Verdict verdict;
    std::vector<Finding> findings;
    bool stale = false;  ///< found in the workspace, given by another model
};

class SampleStore final : public QObject {
    Q_OBJECT
public:
    explicit SampleStore(QObject* parent = nullptr);

    [[nodiscard]] int size() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] const SampleRow& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }
    [[nodiscard]] std::optional<int> find(const SampleKey& key) const;
    [[nodiscard]] const SampleRow* get(const SampleKey& key) const;
    /// The open recordings, in the order they were opened.
    [[nodiscard]] const std::vector<RecordingRef>& recordings() const { return m_recordings; }
    [[nodiscard]] RecordingRef recording(const std::string& id) const;

    /// Adds all samples at once. A recording already open is left as it is and false returned.
    bool add(const RecordingRef& recording);
    /// The same for several, told once.
    void add(const std::vector<RecordingRef>& recordings);
    /// Other samples of a recording that is open, in its place; their verdicts and labels are to be set anew.
    void replace(const RecordingRef& recording);
    void replace(const std::vector<RecordingRef>& recordings);
    void remove(const std::string& recordingId);
    void clear();

    void setVerdicts(const std::vector<Judged>& judged);
    void markStale(const std::string& exceptModelId);
    void setLabel(const SampleKey& key, std::optional<LabelRecord> label);
    void setLabels(const std::vector<LabelRecord>& labels);
    void setQueued(const SampleKey& key, bool queued);
    [[nodiscard]] int queueLength() const { return m_queued; }
    void clearQueue();
    /// Verdicts, labels and queue marks of all rows go: another question is asked.
    void forgetJudgements();

Q_SIGNALS:
    void aboutToReset();
    void reset();
    void added(int first, int count);
    /// Rows in ascending order; verdicts are collected for up to 50 ms, a person's own changes come at once.
    void changed(const std::vector<int>& rows);

private:
    void rebuildIndex();
    void touch(int row, bool atOnce);
    void flush();

    std::vector<SampleRow> m_rows;
    std::unordered_map<SampleKey, int, SampleKeyHash> m_index;
    std::vector<RecordingRef> m_recordings;
    std::unordered_map<std::string, RecordingRef> m_open;  ///< the same by id
    std::vector<int> m_touched;
    QTimer m_timer;
    QElapsedTimer m_sinceFlush;
    int m_queued = 0;
};

}  // namespace sightline::ui
