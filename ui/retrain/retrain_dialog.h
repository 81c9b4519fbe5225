// Retrain: what is missing, the run, the comparison, into service or not.
#pragma once

#include <QDialog>

#include "ui/retrain/retraining_run.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace sightline::widgets {
class Banner;
class CurveChart;
class ProgressStrip;
}  // namespace sightline::widgets

namespace sightline::ui {

class ComparisonView;

class RetrainDialog final : public QDialog {
    Q_OBJECT
public:
    /// `program`: see RetrainingRun.
    RetrainDialog(Session& session, Bench& bench, QString program = {}, QWidget* parent = nullptr);
    ~RetrainDialog() override;

    [[nodiscard]] bool running() const { return m_run.running(); }
    /// Looks anew what is missing, unless a run is under way.
    void refresh();

public Q_SLOTS:
    /// While a run is under way it goes on and the dialog only hides.
    void reject() override;

Q_SIGNALS:
    void jumpRequested(const sightline::SampleKey& key);
    void runningChanged(bool running);
    void said(const QString& message);

private:
    [[nodiscard]] QWidget* buildStart();
    [[nodiscard]] QWidget* buildRun();
    [[nodiscard]] QWidget* buildResult();
    void showMissing();
    void fillLabels();
    void refreshModels();
    void begin();
    void follow(const nlohmann::json& report);
    void finish(const Error& error);
    void putIntoService();
    void goBack();

    Session& m_session;
    Bench& m_bench;
    RetrainingRun m_run;
    QStackedWidget* m_pages = nullptr;
    widgets::Banner* m_banner = nullptr;
    QTableWidget* m_labels = nullptr;
    QListWidget* m_missing = nullptr;
    QLabel* m_missingTitle = nullptr;
    QLabel* m_active = nullptr;
    QListWidget* m_history = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_back = nullptr;
    widgets::ProgressStrip* m_strip = nullptr;
    widgets::CurveChart* m_chart = nullptr;
    ComparisonView* m_comparison = nullptr;
    QLineEdit* m_reason = nullptr;
    QPushButton* m_keep = nullptr;
    QPushButton* m_use = nullptr;
    int m_epochsSeen = 0;
};

}  // namespace sightline::ui
