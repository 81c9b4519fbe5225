// The review loop: look, judge with one key, the next one is already there. One per bench.
#pragma once

#include <optional>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "ui/review/sample_table.h"
#include "ui/session/bench.h"
#include "ui/session/preferences.h"

namespace sightline::ui {

class ReviewController final : public QObject {
    Q_OBJECT
public:
    ReviewController(Bench& bench, SampleTable& table, Preferences& preferences, QObject* parent = nullptr);

    [[nodiscard]] Bench& bench() { return m_bench; }
    [[nodiscard]] SampleTable& table() { return m_table; }
    /// The sample on the screen, if any and still open.
    [[nodiscard]] const SampleRow* current() const;
    [[nodiscard]] const std::optional<SampleKey>& currentKey() const { return m_current; }

    /// The sample whose picture is on the screen: the current one, or a window of it; nothing without a current one.
    [[nodiscard]] std::optional<Bench::Pictured> pictured() const;
    /// The window looked at, of a sample that is judged by its windows; 0 for others.
    [[nodiscard]] int window() const { return static_cast<int>(m_window); }
    /// The first or last where there are fewer.
    void setWindow(int window);
    /// Shows a sample, listed or not; nothing if it is not open.
    void select(const SampleKey& key);
    void selectFirst();
    /// Where one was the last time: that sample, or the first one until it is there. Choosing another ends the wait.
    void returnTo(const SampleKey& key);
    /// Only look, never label.
    void next();
    void previous();
    /// The first sample of the next (previous) source: group where known, else file.
    void nextSource();
    void previousSource();

    /// Label, store, advance. Nothing happens without a current sample.
    void label(const std::string& classId);
    /// The model's first choice; says so if there is none or it is hidden.
    void confirm();
    void unsure();
    void skip();
    void badData();
    /// Kept for the next judgement of this sample; a sample already judged gets its judgement anew with the comment.
    void setComment(const QString& text);
    [[nodiscard]] QString comment() const;
    void toggleQueued();
    void undo();
    void redo();

    [[nodiscard]] bool opinionHidden() const { return m_opinionHidden; }
    void setOpinionHidden(bool hidden);

Q_SIGNALS:
    /// Another sample (or none) is on the screen.
    void currentChanged();
    /// Another window of the current sample is looked at.
    void windowChanged();
    /// Something about the current sample changed: verdict, label, queue mark, picture.
    void currentUpdated();
    void opinionHiddenChanged(bool hidden);
    /// A judgement was stored.
    void judged();
    /// One short sentence for the status bar.
    void said(const QString& message);
    void problem(const sightline::Error& error);

private:
    void judge(Certainty certainty, const std::string& classId, const QString& message);
    [[nodiscard]] std::optional<SampleKey> neighbour(int step) const;
    void jumpSource(int step);
    void prefetch();
    void show(std::optional<SampleKey> key);

    Bench& m_bench;
    SampleTable& m_table;
    Preferences& m_preferences;
    std::optional<SampleKey> m_current;
    std::size_t m_window = 0;
    std::optional<SampleKey> m_awaited;  ///< see returnTo()
    int m_lastRow = -1;                  ///< where the current sample stood, for when a filter takes it away
    QElapsedTimer m_onScreen;
    QTimer m_rememberSoon;
    QString m_pendingComment;
    bool m_opinionHidden = false;
    bool m_opinionSeen = false;  ///< it was visible at any time since this sample came up
};

}  // namespace sightline::ui
