// What the model says, how sure it is, what it means and what to do; what a person said of it.
#pragma once

#include <QWidget>

#include "ui/review/review_controller.h"
#include "ui/review/why_controller.h"

class QComboBox;
class QLabel;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace sightline::widgets {
class Banner;
class Card;
class Chip;
class ElidedLabel;
class ScoreBars;
class SegmentedControl;
}  // namespace sightline::widgets

namespace sightline::ui {

class VerdictPanel final : public QWidget {
    Q_OBJECT
public:
    /// What the kinds of signal say differently.
    struct Words {
        QString chooseOne;  ///< what to do while nothing is chosen
        QString simulated;  ///< warning of a model that has seen simulated signals only
        QString caution;    ///< heading of what a verdict cannot tell; empty: the shape of the signal
    };
    VerdictPanel(ReviewController& review, Words words, QWidget* parent = nullptr);

    void refresh();
    void setHideKey(const QString& key);
    void showWhy(const WhyController::State& state);
    /// As printed in the tool tip: what shows the other choice.
    void setWhyOtherKey(const QString& key);

Q_SIGNALS:
    /// Look at the samples of this class.
    void classActivated(const QString& classId);
    /// Another of the domain's questions.
    void taskChosen(const QString& task);
    /// Explain the model's first choice (0) or its second (1).
    void whyChoiceAsked(int choice);

private:
    void build();
    void showNothing(const QString& headline, const QString& sentence);
    void showVerdict(const SampleRow& row);
    void showModelState();
    [[nodiscard]] QString reasonText(const Verdict& verdict) const;
    void showWords(const SampleRow& row);
    void showFindings(const SampleRow& row);
    void showLabel(const SampleRow& row);
    void showClaim(const SampleRow& row);
    void refreshTasks();

    ReviewController& m_review;
    Words m_words;
    widgets::Card* m_card = nullptr;
    QComboBox* m_tasks = nullptr;  ///< hidden where the domain has one question only
    QToolButton* m_hide = nullptr;
    QScrollArea* m_scroll = nullptr;
    QLabel* m_headline = nullptr;
    widgets::Chip* m_state = nullptr;
    QLabel* m_sentence = nullptr;
    widgets::ScoreBars* m_bars = nullptr;
    QWidget* m_whyHead = nullptr;
    QLabel* m_whyTitle = nullptr;
    widgets::SegmentedControl* m_choice = nullptr;
    QLabel* m_why = nullptr;
    QLabel* m_partsTitle = nullptr;
    QLabel* m_parts = nullptr;
    QLabel* m_origin = nullptr;
    QLabel* m_simulated = nullptr;
    QLabel* m_claim = nullptr;
    QLabel* m_label = nullptr;
    QLabel* m_meaningTitle = nullptr;
    QLabel* m_meaning = nullptr;
    QLabel* m_actionTitle = nullptr;
    QLabel* m_action = nullptr;
    QLabel* m_cautionTitle = nullptr;
    QLabel* m_caution = nullptr;
    QLabel* m_findingsTitle = nullptr;
    QVBoxLayout* m_findings = nullptr;
};

}  // namespace sightline::ui
