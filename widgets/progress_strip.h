// One running job: title, stage, bar, time left, cancel.
#pragma once

#include <QElapsedTimer>
#include <QFrame>
#include <QString>
#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace sightline::widgets {

class ElidedLabel;

/// Invisible while idle.
class ProgressStrip : public QFrame {
    Q_OBJECT
public:
    explicit ProgressStrip(QWidget* parent = nullptr);

    void start(const QString& title, bool cancellable = true);
    /// fraction 0 … 1, or nothing while it is not known. The time left is estimated here unless given.
    void update(std::optional<double> fraction, const QString& stage, std::optional<double> secondsLeft = std::nullopt);
    using QFrame::update;
    /// Hides the strip, or leaves `message` standing until dismissed or the next start.
    void finish(const QString& message = {});
    [[nodiscard]] bool running() const { return m_running; }
    [[nodiscard]] bool stopping() const { return m_stopping; }

Q_SIGNALS:
    /// Once per run. The strip says "Stopping…" from then on until finish().
    void cancelRequested();
    void finishedMessageDismissed();

private:
    void cancel();
    void showTimes(std::optional<double> fraction, std::optional<double> secondsLeft);

    ElidedLabel* m_title = nullptr;
    ElidedLabel* m_stage = nullptr;
    QLabel* m_time = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_cancel = nullptr;
    QElapsedTimer m_clock;
    bool m_running = false;
    bool m_stopping = false;
};

/// "about 2 min left", "a few seconds left": for people, coarse on purpose.
QString timeLeftText(double seconds);

}  // namespace sightline::widgets
