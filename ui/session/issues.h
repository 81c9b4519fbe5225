// Everything that did not stop the work: unreadable files, findings. Repeats are counted, never listed twice.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QAbstractTableModel>

#include "core/data/finding.h"
#include "core/data/sample.h"
#include "ui/session/sample_store.h"

namespace sightline::ui {

struct Issue {
    Severity severity = Severity::Info;
    bool unreadable = false;  ///< a file that could not be opened
    std::string kind;         ///< a finding's kind or an error's code
    QString file;             ///< name shown; the full path is the tool tip
    QString path;
    QString message;
    std::vector<SampleKey> samples;  ///< where it was seen; empty: the file as a whole
    std::int64_t count = 1;
};

class IssueList final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { SeverityColumn, FileColumn, MessageColumn, CountColumn, ColumnCount };

    explicit IssueList(QObject* parent = nullptr);

    void addError(const Error& error, const QString& path);
    /// Replaces what was known of these recordings.
    void addRecordings(const std::vector<std::shared_ptr<const diagnosis::OpenedRecording>>& recordings);
    void removeRecording(const std::string& recordingId, const QString& path);
    void clear();

    [[nodiscard]] const std::vector<Issue>& issues() const { return m_issues; }
    /// Those a person should look at: doubts, rejects and unreadable files.
    [[nodiscard]] int importantCount() const;
    /// The next sample of an issue, each call one further, from the start again at the end.
    std::optional<SampleKey> nextSample(int row);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Issue> m_issues;
    std::vector<std::size_t> m_visited;
};

}  // namespace sightline::ui
