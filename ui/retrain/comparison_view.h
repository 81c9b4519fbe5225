// The model in service and the new one on the same held-back samples, side by side.
#pragma once

#include <QWidget>

#include "core/retraining/training_process.h"
#include "ui/session/bench.h"

class QLabel;
class QTableWidget;
class QTabWidget;

namespace sightline::widgets {
class Banner;
class ConfusionGrid;
}  // namespace sightline::widgets

namespace sightline::ui {

class ComparisonView final : public QWidget {
    Q_OBJECT
public:
    explicit ComparisonView(Bench& bench, QWidget* parent = nullptr);

    /// The object a retraining run leaves (see retraining::RetrainingOutcome).
    void show(const nlohmann::json& comparison);
    [[nodiscard]] bool recommended() const { return m_recommended; }

Q_SIGNALS:
    void sampleActivated(const sightline::SampleKey& key);

private:
    void fillFigures(const nlohmann::json& comparison);
    void fillClasses(const nlohmann::json& comparison);
    void fillSamples(QTableWidget* table, const nlohmann::json& rows);
    void fillConfusion(const nlohmann::json& candidate);

    Bench& m_bench;
    widgets::Banner* m_banner = nullptr;
    QLabel* m_models = nullptr;
    QTableWidget* m_figures = nullptr;
    QTabWidget* m_tabs = nullptr;
    QTableWidget* m_classes = nullptr;
    QTableWidget* m_fixed = nullptr;
    QTableWidget* m_broken = nullptr;
    widgets::ConfusionGrid* m_confusion = nullptr;
    bool m_recommended = false;
};

}  // namespace sightline::ui
