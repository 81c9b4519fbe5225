// Where the network looked, and which numbers mattered: for the sample on the screen and one of the model's two first
// choices. One per bench; the views show what it holds.
#pragma once

#include <vector>

#include <QObject>
#include <QString>

#include "core/learning/explanation.h"
#include "ui/review/review_controller.h"

namespace sightline::ui {

class WhyController final : public QObject {
    Q_OBJECT
public:
    /// What a number beside the picture adds to the probability of the class, in percentage points; negative: takes.
    struct Part {
        QString title;
        int points = 0;
    };
    struct State {
        bool on = false;
        int choice = 0;              ///< 0: the model's first choice, 1: its second
        QString className;           ///< the class explained; empty where there is none
        double probability = 0;      ///< of that class
        QString sentence;            ///< where it looked, or why there is nothing to show
        learning::Explanation made;  ///< its map is empty while there is none
        bool known = false;          ///< `made` and `parts` hold
        std::vector<Part> parts;     ///< of a point or more, the largest first
    };

    explicit WhyController(ReviewController& review, QObject* parent = nullptr);

    [[nodiscard]] const State& state() const { return m_state; }
    /// On for the first choice, or off.
    void toggle();
    /// The other of the two choices; on for the second if it was off.
    void toggleOther();
    void setOn(bool on);
    void setChoice(int choice);

Q_SIGNALS:
    void changed();

private:
    void show(bool on, int choice);
    /// If it is on.
    void refresh();
    void update();
    void fill(State& state);
    [[nodiscard]] QString nothingYet(const SampleRow* row) const;
    void take(State& state, const learning::Explanation& explanation) const;

    ReviewController& m_review;
    State m_state;
};

/// "lower right": where a map is highest; "many places" where more than half of the picture counts as high.
QString placeInWords(const SignalImage& map);

}  // namespace sightline::ui
