// Below a recording: how far it has been listened through, from which probability on events are shown, and how well
// they fit the labelled boxes.
#pragma once

#include <optional>
#include <string>

#include <QSlider>
#include <QTimer>
#include <QWidget>

#include "ui/session/bench.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace sightline::widgets {
class ElidedLabel;
}

namespace sightline::ui {

/// Per cent, with a mark where the model's own threshold is. Its arrow keys move it, though the window has others.
class ThresholdSlider final : public QSlider {
    Q_OBJECT
public:
    static constexpr int ownThreshold = 50;
    explicit ThresholdSlider(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

class EventBar final : public QWidget {
    Q_OBJECT
public:
    /// Of a bench that listens.
    explicit EventBar(Bench& bench, QWidget* parent = nullptr);

    /// The recording on the screen; empty: none.
    void setRecording(const std::string& id);
    [[nodiscard]] QString text() const;
    [[nodiscard]] ThresholdSlider& slider() { return *m_slider; }

private:
    void build();
    void refresh();
    void showListening(const Listener::Now& now);
    void showEvents(const Heard& heard);
    [[nodiscard]] QString figuresText(const EventTally& tally) const;
    [[nodiscard]] QString figuresDetails(const EventTally& tally) const;

    Bench& m_bench;
    std::string m_recording;
    std::optional<EventTally> m_tally;  ///< nothing: to be counted anew
    QTimer m_soon;
    QLabel* m_caption = nullptr;
    ThresholdSlider* m_slider = nullptr;
    QLabel* m_value = nullptr;
    QToolButton* m_reset = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_listen = nullptr;
    QToolButton* m_stop = nullptr;
    widgets::ElidedLabel* m_text = nullptr;
};

}  // namespace sightline::ui
