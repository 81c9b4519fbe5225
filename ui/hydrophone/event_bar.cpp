#include "ui/hydrophone/event_bar.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QStyleOptionSlider>
#include <QToolButton>

#include "core/learning/calibration.h"
#include "ui/words.h"
#include "widgets/basics.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr int refreshMilliseconds = 60;
constexpr int percents = 100;
constexpr int progressSteps = 1000;
constexpr int progressWidth = 140;

QString durationText(double seconds)
{
    const auto whole = static_cast<int>(std::ceil(seconds));
    return whole < 90 ? EventBar::tr("%1 s").arg(whole) : EventBar::tr("%1 min").arg((whole + 59) / 60);
}

QString figureText(const learning::Figure& figure)
{
    return std::isfinite(figure.value) ? QLocale().toString(figure.value, 'f', 2) : QStringLiteral("–");
}

QString intervalText(const learning::Figure& figure)
{
    return EventBar::tr("%1 (95 %: %2 to %3, n = %4)")
        .arg(figureText(figure), QLocale().toString(figure.low, 'f', 2), QLocale().toString(figure.high, 'f', 2))
        .arg(figure.n);
}

}  // namespace

ThresholdSlider::ThresholdSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent)
{
    setRange(1, percents - 1);
    setValue(ownThreshold);
    setPageStep(10);
}

QSize ThresholdSlider::sizeHint() const
{
    return {160, QSlider::sizeHint().height()};
}

bool ThresholdSlider::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
            case Qt::Key_Left:
            case Qt::Key_Right:
            case Qt::Key_PageUp:
            case Qt::Key_PageDown:
            case Qt::Key_Home:
            case Qt::Key_End: event->accept(); return true;
            default: break;
        }
    }
    return QSlider::event(event);
}

void ThresholdSlider::paintEvent(QPaintEvent* event)
{
    QSlider::paintEvent(event);
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect handle = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
    const int span = width() - handle.width();
    const int x = handle.width() / 2 + QStyle::sliderPositionFromValue(minimum(), maximum(), ownThreshold, span);
    QPainter painter(this);
    painter.setPen(QPen(widgets::theme().colours().text, 2));
    painter.drawLine(x, 1, x, height() / 2 - handle.height() / 2 - 1);
    painter.drawLine(x, height() / 2 + handle.height() / 2 + 1, x, height() - 2);
}

EventBar::EventBar(Bench& bench, QWidget* parent) : QWidget(parent), m_bench(bench)
{
    build();
    m_soon.setSingleShot(true);
    m_soon.setInterval(refreshMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &EventBar::refresh);
    const auto soon = [this] {
        if (!m_soon.isActive()) {
            m_soon.start();
        }
    };
    // Counting draws a thousand times: not for every step of progress.
    const auto countSoon = [this, soon] {
        m_tally.reset();
        soon();
    };
    connect(&bench, &Bench::eventThresholdChanged, this, countSoon);
    connect(&bench.models(), &ModelService::changed, this, countSoon);
    connect(&bench.store(), &SampleStore::reset, this, countSoon);
    connect(&bench.store(), &SampleStore::changed, this, countSoon);
    connect(bench.listener(), &Listener::heard, this, countSoon);
    connect(bench.listener(), &Listener::progressed, this, soon);
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int value) { m_bench.setEventThreshold(static_cast<double>(value) / percents); });
    connect(m_reset, &QToolButton::clicked, this, [this] { m_slider->setValue(ThresholdSlider::ownThreshold); });
    connect(m_listen, &QPushButton::clicked, this, [this] { m_bench.listener()->listenTo(m_recording); });
    connect(m_stop, &QToolButton::clicked, bench.listener(), &Listener::cancel);
    refresh();
}

void EventBar::build()
{
    m_caption = new QLabel(tr("Events from"));
    m_slider = new ThresholdSlider;
    m_slider->setAccessibleName(tr("Probability from which events are shown"));
    m_caption->setBuddy(m_slider);
    m_value = new QLabel;
    m_value->setMinimumWidth(m_value->fontMetrics().horizontalAdvance(QStringLiteral("99 %")));
    m_reset = new QToolButton;
    m_reset->setIcon(widgets::theme().icon(QStringLiteral("undo")));
    m_reset->setToolTip(tr("Back to the model's own threshold"));
    m_reset->setAccessibleName(m_reset->toolTip());
    m_progress = new QProgressBar;
    m_progress->setFixedWidth(progressWidth);
    m_progress->setRange(0, progressSteps);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Listening"));
    m_stop = new QToolButton;
    m_stop->setIcon(widgets::theme().icon(QStringLiteral("stop")));
    m_stop->setToolTip(tr("Stop listening"));
    m_stop->setAccessibleName(m_stop->toolTip());
    m_listen = new QPushButton(tr("Listen"));
    m_listen->setToolTip(tr("Let the model listen to the whole recording"));
    m_text = new widgets::ElidedLabel;
    widgets::setRole(m_text, "muted");
    for (QToolButton* button : {m_reset, m_stop}) {
        widgets::setRole(button, "quiet");
    }

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(widgets::spacing::small);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_caption, m_slider, m_value, m_reset, m_progress, m_stop, m_listen}) {
        row->addWidget(widget);
    }
    row->addWidget(m_text, 1);
}

void EventBar::setRecording(const std::string& id)
{
    if (m_recording != id) {
        m_recording = id;
        if (m_bench.listener()->isWaiting(id)) {
            m_bench.listener()->listenTo(id);  // what is looked at goes before the others
        }
        refresh();
    }
}

QString EventBar::text() const
{
    return m_text->text();
}

void EventBar::refresh()
{
    const Listener& listener = *m_bench.listener();
    const HeardRef heard = listener.heardOf(m_recording);
    const std::optional<Listener::Now> now = listener.now();
    const bool listening = now && now->recording == m_recording;
    const bool waiting = listener.isWaiting(m_recording);
    const bool judged = heard && heard->scores.rejected.empty();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_caption, m_slider, m_value, m_reset}) {
        widget->setVisible(judged);
    }
    m_progress->setVisible(listening);
    m_stop->setVisible(waiting && !heard);
    m_listen->setVisible(!m_recording.empty() && !heard && !waiting && listener.model() != nullptr);
    m_text->setToolTip({});
    if (judged) {
        showEvents(*heard);
    } else if (listening) {
        showListening(*now);
    } else if (waiting) {
        m_text->setText(listener.model() ? tr("Waits until the recordings before it are listened through.")
                                         : tr("Waits for the model."));
    } else if (m_recording.empty() || heard) {
        m_text->clear();
    } else {
        m_text->setText(listener.model() ? tr("Not listened through.") : tr("No model: nothing is listened to."));
    }
}

void EventBar::showListening(const Listener::Now& now)
{
    m_progress->setValue(static_cast<int>(now.fraction * progressSteps));
    QString text = tr("Listening: %1").arg(words::percent(now.fraction));
    if (now.timesRealTime > 0) {
        text += tr(" · %1 × real time").arg(QLocale().toString(std::round(now.timesRealTime), 'f', 0));
    }
    if (now.secondsLeft) {
        text += tr(" · %1 left").arg(durationText(*now.secondsLeft));
    }
    m_text->setText(text);
}

void EventBar::showEvents(const Heard& heard)
{
    const double threshold = m_bench.eventThreshold();
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(static_cast<int>(std::lround(threshold * percents)));
    const learning::Detection& rule = *m_bench.listener()->model()->info.detection;
    QString own = tr("The mark at 50 % is the model's own threshold: a score of %1.")
                      .arg(QLocale().toString(rule.threshold, 'f', 2));
    own += rule.chosenOn > 0 ? tr(" It was chosen on %n labelled box(es).", nullptr, static_cast<int>(rule.chosenOn))
                             : tr(" It is a guess: there were no labels to choose it on.");
    m_slider->setToolTip(own);
    m_value->setText(tr("%1 %").arg(m_slider->value()));
    m_reset->setEnabled(m_slider->value() != ThresholdSlider::ownThreshold);
    const double least = learning::logitOf(threshold);
    const auto shown = std::count_if(heard.events.begin(), heard.events.end(),
                                     [&](const diagnosis::Event& event) { return event.logit >= least; });
    if (!m_tally) {
        m_tally = m_bench.eventTally();
    }
    m_text->setText(tr("%n event(s)", nullptr, static_cast<int>(shown)) + figuresText(*m_tally));
    m_text->setToolTip(figuresDetails(*m_tally));
}

QString EventBar::figuresText(const EventTally& tally) const
{
    if (tally.boxes == 0) {
        return tally.learntBoxes > 0 ? tr(" · the model learnt from the labels here: they do not tell how good it is")
                                     : tr(" · label the calls of a recording to see how many are found");
    }
    const learning::EventFigures& figures = tally.figures;
    QString text = tr(" · %1 of %2 boxes found · precision %3 · recall %4")
                       .arg(figures.counts.found)
                       .arg(tally.boxes)
                       .arg(figureText(figures.precision), figureText(figures.recall));
    if (std::isfinite(figures.falseAlarmsPerHour.value)) {
        text += tr(" · %1 false alarms per hour").arg(QLocale().toString(figures.falseAlarmsPerHour.value, 'f', 1));
    }
    return text;
}

QString EventBar::figuresDetails(const EventTally& tally) const
{
    if (tally.boxes == 0) {
        return {};
    }
    QStringList lines;
    lines << tr("Precision %1").arg(intervalText(tally.figures.precision))
          << tr("Recall %1").arg(intervalText(tally.figures.recall))
          << tr("%1 found, %2 missed, %3 false alarms, in %n recording(s).", nullptr,
                static_cast<int>(tally.recordings))
                 .arg(tally.figures.counts.found)
                 .arg(tally.figures.counts.missed)
                 .arg(tally.figures.counts.falseAlarms)
          << tr("An event outside all boxes counts as a false alarm: precision means something only where all calls of "
                "a recording are labelled.");
    if (tally.learntBoxes > 0) {
        lines << tr("%n box(es) the model has learnt from are left out.", nullptr, static_cast<int>(tally.learntBoxes));
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace sightline::ui
