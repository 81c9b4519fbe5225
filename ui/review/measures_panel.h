// The numbers beside a signal, in the chosen units, and what is missing for the others.
#pragma once

#include <vector>

#include <QWidget>

#include "core/domains/domain.h"
#include "ui/session/preferences.h"

class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace sightline::widgets {
class Card;
class StatRow;
}  // namespace sightline::widgets

namespace sightline::ui {

class MeasuresPanel final : public QWidget {
    Q_OBJECT
public:
    explicit MeasuresPanel(Preferences& preferences, QWidget* parent = nullptr);

    void show(std::vector<domains::Measure> measures);
    /// What the file assumed or answered when it was read: "load in kgf (answered)".
    void setAssumptions(const std::vector<std::string>& assumptions);

    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    void refresh();
    Preferences& m_preferences;
    std::vector<domains::Measure> m_measures;
    widgets::Card* m_card = nullptr;
    QScrollArea* m_scroll = nullptr;
    QVBoxLayout* m_rows = nullptr;
    QLabel* m_missing = nullptr;
    QLabel* m_assumptions = nullptr;
    std::vector<widgets::StatRow*> m_figures;
};

}  // namespace sightline::ui
