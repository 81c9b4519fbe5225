#include "widgets/progress_strip.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/basics.h"
#include "widgets/theme.h"

namespace sightline::widgets {

QString timeLeftText(double seconds)
{
    if (!(seconds >= 0) || std::isinf(seconds))
        return {};
    if (seconds < 5)
        return ProgressStrip::tr("a few seconds left");
    if (seconds < 55)
        return ProgressStrip::tr("about %1 s left").arg(static_cast<int>(std::ceil(seconds / 5) * 5));
    const int minutes = static_cast<int>(std::lround(seconds / 60));
    if (minutes < 60)
        return ProgressStrip::tr("about %1 min left").arg(std::max(1, minutes));
    return ProgressStrip::tr("about %1 h %2 min left").arg(minutes / 60).arg(minutes % 60);
}

ProgressStrip::ProgressStrip(QWidget* parent)
    : QFrame(parent),
      m_title(new ElidedLabel),
      m_stage(new ElidedLabel),
      m_time(new QLabel),
      m_bar(new QProgressBar),
      m_cancel(new QPushButton(tr("Cancel")))
{
    setAccessibleName(tr("Progress"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setRole(m_title, "strong");
    setRole(m_stage, "caption");
    setRole(m_time, "caption");
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::small, 2, 0, 2);
    row->setSpacing(spacing::medium);
    auto* column = new QVBoxLayout;
    column->setSpacing(spacing::tiny);
    auto* words = new QHBoxLayout;
    words->setSpacing(spacing::small);
    words->addWidget(m_title, 0);
    words->addWidget(m_stage, 1);
    words->addWidget(m_time, 0);
    column->addLayout(words);
    column->addWidget(m_bar);
    row->addLayout(column, 1);
    row->addWidget(m_cancel);
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(m_cancel, &QPushButton::clicked, this, &ProgressStrip::cancel);
    hide();
}

void ProgressStrip::start(const QString& title, bool cancellable)
{
    m_running = true;
    m_stopping = false;
    m_title->setText(title);
    m_stage->setText({});
    m_time->setText({});
    m_bar->setAccessibleName(title);
    m_bar->setRange(0, 0);
    m_bar->show();
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel: %1").arg(title));
    m_cancel->setEnabled(true);
    m_cancel->setVisible(cancellable);
    m_clock.start();
    show();
}

void ProgressStrip::update(std::optional<double> fraction, const QString& stage, std::optional<double> secondsLeft)
{
    if (!m_running)
        return;
    if (fraction.has_value()) {
        m_bar->setRange(0, 1000);
        m_bar->setValue(static_cast<int>(std::lround(std::clamp(*fraction, 0.0, 1.0) * 1000)));
    } else {
        m_bar->setRange(0, 0);
    }
    if (m_stopping)
        return;
    m_stage->setText(stage);
    showTimes(fraction, secondsLeft);
    setAccessibleDescription(QStringList{m_title->text(), m_stage->text(), m_time->text()}.join(QStringLiteral(", ")));
}

void ProgressStrip::showTimes(std::optional<double> fraction, std::optional<double> secondsLeft)
{
    const double elapsed = static_cast<double>(m_clock.elapsed()) / 1000;
    // An estimate from the first instants would jump about.
    if (!secondsLeft && fraction && *fraction >= 0.02 && elapsed >= 1)
        secondsLeft = elapsed / *fraction * (1 - std::min(*fraction, 1.0));
    QString text = fraction ? tr("%1 %").arg(static_cast<int>(std::clamp(*fraction, 0.0, 1.0) * 100)) : QString();
    const QString left = secondsLeft ? timeLeftText(*secondsLeft) : QString();
    if (!left.isEmpty())
        text = text.isEmpty() ? left : text + QStringLiteral(" · ") + left;
    m_time->setText(text);
}

void ProgressStrip::finish(const QString& message)
{
    const bool wasRunning = m_running;
    m_running = false;
    m_stopping = false;
    if (message.isEmpty()) {
        hide();
        return;
    }
    if (!wasRunning)
        show();
    m_bar->hide();
    m_stage->setText(message);
    m_time->setText({});
    m_cancel->setText(tr("Dismiss"));
    m_cancel->setAccessibleName(tr("Dismiss: %1").arg(message));
    m_cancel->setEnabled(true);
    m_cancel->show();
    setAccessibleDescription(m_title->text() + QStringLiteral(", ") + message);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ProgressStrip::cancel()
{
    if (!m_running) {
        hide();
        Q_EMIT finishedMessageDismissed();
        return;
    }
    if (m_stopping)
        return;
    m_stopping = true;
    m_stage->setText(tr("Stopping…"));
    m_time->setText({});
    m_cancel->setText(tr("Stopping…"));
    m_cancel->setEnabled(false);
    setAccessibleDescription(m_title->text() + QStringLiteral(", ") + m_stage->text());
    Q_EMIT cancelRequested();
}

}  // namespace sightline::widgets
