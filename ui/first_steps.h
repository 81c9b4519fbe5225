// Five steps for somebody who sees the program for the first time; dismissed for good with one click.
#pragma once

#include <array>

#include <QWidget>

class QPushButton;

namespace sightline::ui {

class FirstSteps final : public QWidget {
    Q_OBJECT
public:
    enum Step { LookAtCard, MoveCursor, Judge, OpenOwn, Retrain, StepCount };

    explicit FirstSteps(QWidget* parent = nullptr);
    void setDone(Step step);
    [[nodiscard]] bool done(Step step) const { return m_done[static_cast<std::size_t>(step)]; }

Q_SIGNALS:
    void stepClicked(sightline::ui::FirstSteps::Step step);
    void dismissed();

private:
    std::array<QPushButton*, StepCount> m_buttons{};
    std::array<bool, StepCount> m_done{};
};

}  // namespace sightline::ui
