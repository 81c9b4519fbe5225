#include "ui/review/review_controller.h"

#include <algorithm>
#include <utility>

#include "ui/words.h"

namespace sightline::ui {

namespace {
constexpr int prefetched = 4;
}

ReviewController::ReviewController(Bench& bench, SampleTable& table, Preferences& preferences, QObject* parent)
    : QObject(parent), m_bench(bench), m_table(table), m_preferences(preferences)
{
    m_rememberSoon.setSingleShot(true);
    m_rememberSoon.setInterval(400);
    connect(&m_rememberSoon, &QTimer::timeout, this, [this] {
        if (m_current && !m_awaited) {
            m_bench.rememberPlace(*m_current);
        }
    });
    connect(&bench.store(), &SampleStore::changed, this, [this](const std::vector<int>& rows) {
        const auto row = m_current ? m_bench.store().find(*m_current) : std::nullopt;
        if (row && std::binary_search(rows.begin(), rows.end(), *row)) {
            m_opinionSeen = m_opinionSeen || !m_opinionHidden;
            Q_EMIT currentUpdated();
        }
    });
    connect(&bench.store(), &SampleStore::reset, this, [this] {
        if (m_awaited && m_bench.store().get(*m_awaited) != nullptr) {
            show(std::exchange(m_awaited, std::nullopt));
            return;
        }
        if (m_current && m_bench.store().get(*m_current) == nullptr) {
            m_current.reset();
            const auto next = neighbour(1);
            show(next ? next : neighbour(-1));
        }
    });
    connect(&bench.pictures(), &PictureSource::ready, this, [this](const SampleKey& key) {
        const auto shown = pictured();
        if (shown && shown->sample().key == key) {
            Q_EMIT currentUpdated();
        }
    });
    connect(&bench, &Bench::windowsJudged, this, [this](const SampleKey& key) {
        if (m_current == key) {
            Q_EMIT currentUpdated();
        }
    });
    connect(&bench, &Bench::windowsCut, this, [this] {
        if (m_current) {
            setWindow(window());
            m_bench.lookAt(*m_current);
            Q_EMIT currentChanged();
        }
    });
    connect(&bench, &Bench::taskChanged, this, [this] { Q_EMIT currentChanged(); });
    connect(&bench.models(), &ModelService::modelChanged, this, [this] {
        if (m_current) {
            setWindow(window());  // it may be cut into fewer now
            m_bench.lookAt(*m_current);
            Q_EMIT currentUpdated();
        }
    });
}

const SampleRow* ReviewController::current() const
{
    return m_current ? m_bench.store().get(*m_current) : nullptr;
}

std::optional<Bench::Pictured> ReviewController::pictured() const
{
    const SampleRow* row = current();
    return row == nullptr ? std::nullopt : std::optional(m_bench.pictured(*row, m_window));
}

void ReviewController::setWindow(int window)
{
    const WindowedRow* whole = m_current ? m_bench.windowsOf(*m_current) : nullptr;
    const std::size_t last = whole == nullptr ? 0 : whole->count - 1;
    const std::size_t wanted = std::min(static_cast<std::size_t>(std::max(window, 0)), last);
    if (wanted == m_window) {
        return;
    }
    m_window = wanted;
    Q_EMIT windowChanged();
    for (std::size_t ahead = m_window + 1; ahead <= std::min(m_window + prefetched, last); ++ahead) {
        const Bench::Pictured next = m_bench.pictured(*current(), ahead);
        m_bench.pictures().prefetch(next.recording, next.index);
    }
}

void ReviewController::show(std::optional<SampleKey> key)
{
    m_current = std::move(key);
    m_window = 0;
    m_pendingComment.clear();
    m_onScreen.start();
    m_opinionSeen = !m_opinionHidden;
    if (m_current) {
        m_lastRow = m_table.rowOf(*m_current);
        m_bench.lookAt(*m_current);
        m_rememberSoon.start();
    }
    Q_EMIT currentChanged();
    prefetch();
}

void ReviewController::select(const SampleKey& key)
{
    m_awaited.reset();
    if (m_current != key && m_bench.store().get(key) != nullptr) {
        show(key);
    }
}

void ReviewController::returnTo(const SampleKey& key)
{
    select(key);
    if (m_current != key) {
        if (!m_current) {
            selectFirst();
        }
        m_awaited = key;
    }
}

void ReviewController::selectFirst()
{
    if (m_table.sampleCount() > 0) {
        select(m_table.keyAt(0));
    }
}

std::optional<SampleKey> ReviewController::neighbour(int step) const
{
    const int count = m_table.sampleCount();
    if (count == 0) {
        return std::nullopt;
    }
    int row = m_current ? m_table.rowOf(*m_current) : -1;
    if (row < 0) {
        // A filter took the current sample away: what followed it now stands in its place.
        row = std::clamp(m_lastRow, 0, count) - (step > 0 ? 1 : 0);
    }
    row += step;
    return row >= 0 && row < count ? std::optional(m_table.keyAt(row)) : std::nullopt;
}

void ReviewController::next()
{
    if (const auto key = neighbour(1)) {
        select(*key);
    } else {
        Q_EMIT said(tr("This is the last one in the list."));
    }
}

void ReviewController::previous()
{
    if (const auto key = neighbour(-1)) {
        select(*key);
    } else {
        Q_EMIT said(tr("This is the first one in the list."));
    }
}

void ReviewController::jumpSource(int step)
{
    const SampleRow* from = current();
    if (from == nullptr) {
        return;
    }
    const auto sourceOf = [](const SampleRow& row) { return std::pair(row.key().recording, row.sample().group); };
    const auto here = sourceOf(*from);
    int row = m_table.rowOf(*m_current);
    while (row >= 0 && row < m_table.sampleCount() && sourceOf(m_table.sampleAt(row)) == here) {
        row += step;
    }
    if (row < 0 || row >= m_table.sampleCount()) {
        Q_EMIT said(tr("There is no other source in this direction."));
        return;
    }
    if (step < 0) {  // to its first sample
        const auto there = sourceOf(m_table.sampleAt(row));
        while (row > 0 && sourceOf(m_table.sampleAt(row - 1)) == there) {
            --row;
        }
    }
    select(m_table.keyAt(row));
}

void ReviewController::nextSource()
{
    jumpSource(1);
}

void ReviewController::previousSource()
{
    jumpSource(-1);
}

void ReviewController::prefetch()
{
    if (!m_current) {
        return;
    }
    const int row = m_table.rowOf(*m_current);
    for (int i = 1; row >= 0 && i <= prefetched && row + i < m_table.sampleCount(); ++i) {
        const Bench::Pictured ahead = m_bench.pictured(m_table.sampleAt(row + i), 0);
        m_bench.pictures().prefetch(ahead.recording, ahead.index);
    }
}

void ReviewController::judge(Certainty certainty, const std::string& classId, const QString& message)
{
    const SampleRow* row = current();
    if (row == nullptr) {
        return;
    }
    Judgement judgement;
    judgement.certainty = certainty;
    judgement.classId = classId;
    judgement.comment = m_pendingComment.trimmed().toStdString();
    judgement.reviewer = m_preferences.reviewer().toStdString();
    judgement.secondsOnScreen = static_cast<double>(m_onScreen.elapsed()) / 1000.0;
    judgement.predictionShown = m_opinionSeen;
    const SampleKey subject = *m_current;
    const bool wasQueued = row->queued;
    const auto following = neighbour(1);
    if (auto stored = m_bench.judge(subject, judgement); !stored) {
        Q_EMIT problem(stored.error());
        return;
    }
    if (wasQueued && certainty != Certainty::Unsure) {
        if (auto done = m_bench.setQueued(subject, false); !done) {
            Q_EMIT problem(done.error());
        }
    }
    Q_EMIT judged();
    Q_EMIT said(message);
    if (following && m_bench.store().get(*following) != nullptr) {
        select(*following);
    } else {
        m_pendingComment.clear();
        Q_EMIT currentUpdated();
    }
}

void ReviewController::label(const std::string& classId)
{
    if (const SampleRow* row = current()) {
        judge(Certainty::Sure, classId, tr("%1: %2").arg(words::sampleName(*row), m_bench.className(classId)));
    }
}

void ReviewController::confirm()
{
    const SampleRow* row = current();
    if (row == nullptr) {
        return;
    }
    if (!row->verdict || row->verdict->rejected) {
        Q_EMIT said(tr("There is no verdict to confirm yet."));
    } else if (m_opinionHidden) {
        Q_EMIT said(tr("The model's opinion is hidden: choose a class yourself, or show it first."));
    } else {
        label(row->verdict->bestClass());
    }
}

void ReviewController::unsure()
{
    if (const SampleRow* row = current()) {
        judge(Certainty::Unsure, {}, tr("%1: unsure, kept for an expert").arg(words::sampleName(*row)));
    }
}

void ReviewController::skip()
{
    if (const SampleRow* row = current()) {
        judge(Certainty::Skip, {}, tr("%1: skipped").arg(words::sampleName(*row)));
    }
}

void ReviewController::badData()
{
    if (const SampleRow* row = current()) {
        judge(Certainty::BadData, {}, tr("%1: bad data, left out of training").arg(words::sampleName(*row)));
    }
}

QString ReviewController::comment() const
{
    if (!m_pendingComment.isEmpty()) {
        return m_pendingComment;
    }
    const SampleRow* row = current();
    return row != nullptr && row->label ? QString::fromStdString(row->label->comment) : QString();
}

void ReviewController::setComment(const QString& text)
{
    const SampleRow* row = current();
    if (row == nullptr || text.trimmed() == comment()) {
        return;
    }
    m_pendingComment = text.trimmed();
    if (!row->label) {
        Q_EMIT said(tr("The comment is stored with your next judgement of this sample."));
        Q_EMIT currentUpdated();
        return;
    }
    Judgement judgement;
    judgement.certainty = row->label->label.certainty;
    judgement.classId = row->label->label.classId;
    judgement.comment = m_pendingComment.toStdString();
    judgement.reviewer = m_preferences.reviewer().toStdString();
    judgement.secondsOnScreen = static_cast<double>(m_onScreen.elapsed()) / 1000.0;
    judgement.predictionShown = m_opinionSeen;
    if (auto stored = m_bench.judge(*m_current, judgement); !stored) {
        Q_EMIT problem(stored.error());
        return;
    }
    m_pendingComment.clear();
    Q_EMIT said(tr("Comment stored."));
    Q_EMIT currentUpdated();
}

void ReviewController::toggleQueued()
{
    const SampleRow* row = current();
    if (row == nullptr) {
        return;
    }
    const bool queued = !row->queued;
    const QString name = words::sampleName(*row);
    if (auto stored = m_bench.setQueued(*m_current, queued); !stored) {
        Q_EMIT problem(stored.error());
        return;
    }
    Q_EMIT said(queued ? tr("%1 is in the queue.").arg(name) : tr("%1 left the queue.").arg(name));
}

void ReviewController::undo()
{
    const auto subject = m_bench.undo(m_preferences.reviewer().toStdString());
    if (!subject) {
        if (subject.error().code == ErrorCode::NotFound) {
            Q_EMIT said(tr("There is nothing to take back."));
        } else {
            Q_EMIT problem(subject.error());
        }
        return;
    }
    select(*subject);
    Q_EMIT said(m_current == *subject
                    ? tr("%1: taken back").arg(QString::fromStdString(subject->sample))
                    : tr("%1: taken back; its file is not open").arg(QString::fromStdString(subject->sample)));
}

void ReviewController::redo()
{
    const auto subject = m_bench.redo(m_preferences.reviewer().toStdString());
    if (!subject) {
        if (subject.error().code == ErrorCode::NotFound) {
            Q_EMIT said(tr("There is nothing to bring back."));
        } else {
            Q_EMIT problem(subject.error());
        }
        return;
    }
    select(*subject);
    Q_EMIT said(tr("%1: brought back").arg(QString::fromStdString(subject->sample)));
}

void ReviewController::setOpinionHidden(bool hidden)
{
    if (hidden == m_opinionHidden) {
        return;
    }
    m_opinionHidden = hidden;
    m_opinionSeen = m_opinionSeen || !hidden;
    m_table.setOpinionHidden(hidden);
    Q_EMIT opinionHiddenChanged(hidden);
    Q_EMIT currentUpdated();
}

}  // namespace sightline::ui
