#include "ui/session/issues.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include <QFileInfo>
#include <QIcon>
#include <QLocale>

#include "ui/words.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

int rank(const Issue& issue)
{
    return issue.unreadable ? 3 : static_cast<int>(issue.severity);
}

QString severityWord(const Issue& issue)
{
    if (issue.unreadable) {
        return IssueList::tr("Not opened");
    }
    switch (issue.severity) {
        case Severity::Info: return IssueList::tr("Note");
        case Severity::Doubt: return IssueList::tr("Doubt");
        case Severity::Reject: return IssueList::tr("Bad data");
    }
    return {};
}

QIcon severityIcon(const Issue& issue)
{
    const auto& colours = widgets::theme().colours();
    if (issue.unreadable || issue.severity == Severity::Reject) {
        return widgets::theme().icon(QStringLiteral("error"), colours.danger);
    }
    return issue.severity == Severity::Doubt ? widgets::theme().icon(QStringLiteral("warning"), colours.warning)
                                             : widgets::theme().icon(QStringLiteral("info"), colours.info);
}

/// What was noticed of a recording, one issue of each kind.
std::vector<Issue> issuesOf(const diagnosis::OpenedRecording& recording)
{
    const RecordingInfo& info = recording.recording->info();
    const QString path = words::fromPath(info.path);
    std::map<std::pair<int, std::string>, Issue> byKind;
    const auto note = [&](const Finding& finding, const SampleKey* sample) {
        Issue& issue = byKind[{-static_cast<int>(finding.severity), finding.kind}];
        if (issue.kind.empty()) {
            issue.severity = finding.severity;
            issue.kind = finding.kind;
            issue.path = path;
            issue.file = QFileInfo(path).fileName();
            issue.message = words::domainText(finding.message);
            issue.count = 0;
        }
        issue.count += sample != nullptr ? 1 : finding.count;
        if (sample != nullptr) {
            issue.samples.push_back(*sample);
        }
    };
    for (const Finding& finding : info.findings) {
        note(finding, nullptr);
    }
    for (std::size_t i = 0; i < recording.samples.size(); ++i) {
        for (const Finding& finding : recording.samples.held(i).findings) {
            note(finding, &recording.samples.held(i).key);
        }
    }
    std::vector<Issue> issues;
    for (auto& [key, issue] : byKind) {
        if (issue.samples.empty()) {
            issue.samples.push_back({info.id, {}});
        }
        issues.push_back(std::move(issue));
    }
    return issues;
}

}  // namespace

IssueList::IssueList(QObject* parent) : QAbstractTableModel(parent) {}

void IssueList::addError(const Error& error, const QString& path)
{
    Issue issue;
    issue.unreadable = true;
    issue.kind = toString(error.code);
    issue.path = path;
    issue.file = QFileInfo(path).fileName();
    issue.message = words::errorText(error);
    const auto known = std::find_if(m_issues.begin(), m_issues.end(), [&](const Issue& other) {
        return other.unreadable && other.path == issue.path && other.message == issue.message;
    });
    if (known != m_issues.end()) {
        return;
    }
    beginInsertRows({}, 0, 0);
    m_issues.insert(m_issues.begin(), std::move(issue));
    m_visited.insert(m_visited.begin(), 0);
    endInsertRows();
}

void IssueList::addRecordings(const std::vector<std::shared_ptr<const diagnosis::OpenedRecording>>& recordings)
{
    std::vector<Issue> fresh;
    std::set<std::string> ids;
    std::set<QString> paths;
    for (const auto& recording : recordings) {
        ids.insert(recording->recording->info().id);
        paths.insert(words::fromPath(recording->recording->info().path));
        std::vector<Issue> own = issuesOf(*recording);
        std::move(own.begin(), own.end(), std::back_inserter(fresh));
    }
    const auto isOfThem = [&](const Issue& issue) {
        return (!issue.samples.empty() && ids.contains(issue.samples.front().recording)) ||
               (issue.unreadable && paths.contains(issue.path));
    };
    if (fresh.empty() && std::none_of(m_issues.begin(), m_issues.end(), isOfThem)) {
        return;
    }
    beginResetModel();
    std::erase_if(m_issues, isOfThem);
    std::move(fresh.begin(), fresh.end(), std::back_inserter(m_issues));
    std::stable_sort(m_issues.begin(), m_issues.end(),
                     [](const Issue& a, const Issue& b) { return rank(a) > rank(b); });
    m_visited.assign(m_issues.size(), 0);
    endResetModel();
}

void IssueList::removeRecording(const std::string& recordingId, const QString& path)
{
    const auto isOf = [&](const Issue& issue) {
        return (!issue.samples.empty() && issue.samples.front().recording == recordingId) ||
               (issue.unreadable && issue.path == path);
    };
    if (std::any_of(m_issues.begin(), m_issues.end(), isOf)) {
        beginResetModel();
        std::erase_if(m_issues, isOf);
        m_visited.assign(m_issues.size(), 0);
        endResetModel();
    }
}

void IssueList::clear()
{
    beginResetModel();
    m_issues.clear();
    m_visited.clear();
    endResetModel();
}

int IssueList::importantCount() const
{
    return static_cast<int>(
        std::count_if(m_issues.begin(), m_issues.end(), [](const Issue& issue) { return rank(issue) > 0; }));
}

std::optional<SampleKey> IssueList::nextSample(int row)
{
    const auto index = static_cast<std::size_t>(row);
    if (row < 0 || index >= m_issues.size() || m_issues[index].samples.empty()) {
        return std::nullopt;
    }
    return m_issues[index].samples[m_visited[index]++ % m_issues[index].samples.size()];
}

int IssueList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_issues.size());
}

int IssueList::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant IssueList::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Issue& issue = m_issues[static_cast<std::size_t>(index.row())];
    if (role == Qt::ToolTipRole) {
        return QString(issue.message + QLatin1Char('\n') + issue.path);
    }
    if (role == Qt::DecorationRole && index.column() == SeverityColumn) {
        return severityIcon(issue);
    }
    if (role == Qt::TextAlignmentRole && index.column() == CountColumn) {
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (index.column()) {
        case SeverityColumn: return severityWord(issue);
        case FileColumn: return issue.file;
        case MessageColumn: return issue.message;
        case CountColumn: return QLocale().toString(static_cast<qlonglong>(issue.count));
        default: return {};
    }
}

QVariant IssueList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
        case SeverityColumn: return tr("Kind");
        case FileColumn: return tr("File");
        case MessageColumn: return tr("What was noticed");
        case CountColumn: return tr("Count");
        default: return {};
    }
}

}  // namespace sightline::ui
