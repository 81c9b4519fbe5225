// Always there: active model, device, queue length, the running job, and that everything is saved.
#pragma once

#include <optional>

#include <QWidget>

#include "ui/session/bench.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QTimer;
class QToolButton;

namespace sightline::widgets {
class ElidedLabel;
}

namespace sightline::ui {

class StatusStrip final : public QWidget {
    Q_OBJECT
public:
    explicit StatusStrip(QWidget* parent = nullptr);

    void showModel(const ModelService& models);
    void showQueue(int length);
    void showIssues(int important, int all);
    /// Nothing: no job. A negative fraction: the end is not known.
    void showJob(const QString& title, double fraction, bool cancellable);
    void hideJob();
    /// A sentence that goes away by itself.
    void say(const QString& message);
    [[nodiscard]] QString message() const;
    void setReadOnly(bool readOnly);

Q_SIGNALS:
    void cancelRequested();
    void queueClicked();
    void issuesClicked();
    void modelClicked();

private:
    widgets::ElidedLabel* m_message = nullptr;
    QTimer* m_fade = nullptr;
    QLabel* m_jobTitle = nullptr;
    QProgressBar* m_bar = nullptr;
    QToolButton* m_cancel = nullptr;
    QPushButton* m_model = nullptr;
    widgets::ElidedLabel* m_device = nullptr;
    QPushButton* m_queue = nullptr;
    QPushButton* m_issues = nullptr;
    QLabel* m_saved = nullptr;
};

}  // namespace sightline::ui
