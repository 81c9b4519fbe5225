#include "ui/first_steps.h"

#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/basics.h"
#include "widgets/theme.h"

namespace sightline::ui {

FirstSteps::FirstSteps(QWidget* parent) : QWidget(parent)
{
    auto* card = new widgets::Card(tr("First steps"));
    auto* close = new QToolButton;
    close->setIcon(widgets::theme().icon(QStringLiteral("close")));
    close->setAccessibleName(tr("Dismiss the first steps"));
    close->setToolTip(close->accessibleName());
    widgets::setRole(close, "quiet");
    card->header()->addTool(close);
    connect(close, &QToolButton::clicked, this, &FirstSteps::dismissed);
    auto* steps = new QWidget;
    auto* column = new QVBoxLayout(steps);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    const std::array<QString, StepCount> texts = {
        tr("Look at the next card (Right)"), tr("Move the mouse over the plot"), tr("Confirm (Enter), correct (1 … 9)"),
        tr("Open or drop your own files"), tr("See what retraining needs")};
    for (int step = 0; step < StepCount; ++step) {
        auto* button = new QPushButton(texts[static_cast<std::size_t>(step)]);
        widgets::setRole(button, "quiet");
        button->setStyleSheet(QStringLiteral("text-align: left"));
        button->setIcon(widgets::theme().icon(QStringLiteral("chevron-right")));
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, step] { Q_EMIT stepClicked(static_cast<Step>(step)); });
        m_buttons[static_cast<std::size_t>(step)] = button;
        column->addWidget(button);
    }
    // Where the window is low the list comes first, and the steps scroll.
    auto* scroll = new QScrollArea;
    widgets::setRole(scroll, "plain");
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    scroll->setWidget(steps);
    card->body()->addWidget(scroll);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
}

void FirstSteps::setDone(Step step)
{
    const auto index = static_cast<std::size_t>(step);
    if (!m_done[index]) {
        m_done[index] = true;
        m_buttons[index]->setIcon(widgets::theme().icon(QStringLiteral("success"), widgets::theme().colours().success));
        m_buttons[index]->setAccessibleDescription(tr("done"));
    }
}

}  // namespace sightline::ui
