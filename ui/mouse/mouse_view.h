// A mouse session as the raw signal of its tab: the path, the speed against time with the windows it is judged by,
// replay, and other sessions behind it.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "ui/mouse/mouse_comparison.h"
#include "ui/mouse/mouse_replay.h"
#include "ui/mouse/mouse_track.h"
#include "ui/review/signal_view.h"
#include "ui/session/bench.h"

class QComboBox;
class QToolButton;

namespace sightline::widgets {
class Card;
class ElidedLabel;
class SegmentedControl;
class SpeedScale;
class TimeStrip;
class TrackView;
}  // namespace sightline::widgets

namespace sightline::ui {

class MouseView final : public SignalView {
    Q_OBJECT
public:
    explicit MouseView(Bench& bench, QWidget* parent = nullptr);

    void showSample(const SampleRow* row, const ImageRecipe& recipe) override;
    void updateSample(const SampleRow* row) override;
    void showWindow(int window) override;
    void setOpinionHidden(bool hidden) override;
    void setSelection(const std::vector<const SampleRow*>& rows) override;
    void setReference(const SampleRow* row) override;
    [[nodiscard]] bool hasReference() const override { return m_reference.has_value(); }
    void setPictureCursor(std::optional<QPointF> pixel, int channel) override;
    [[nodiscard]] std::optional<QPointF> pictureCursor(int channel) const override;
    void stepCursor(int step) override;
    void stepWindow(int step) override;
    void zoom(double factor) override;
    void fit() override;
    void nextDrawing() override;
    void togglePlaying() override;
    bool stopPlaying() override;
    void focusSignal() override;
    [[nodiscard]] QImage toImage() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 170}; }

    [[nodiscard]] widgets::TrackView& track() { return *m_track; }
    [[nodiscard]] widgets::TimeStrip& strip() { return *m_strip; }
    [[nodiscard]] MouseReplay& replay() { return m_replay; }
    [[nodiscard]] MouseDrawing drawing() const { return m_drawing; }
    /// The line about what lies behind the path; empty: nothing does.
    [[nodiscard]] QString comparisonText() const;

private:
    void build();
    QWidget* makeControls();
    void setDrawing(MouseDrawing drawing);
    /// An event; -1: none. Path and strip follow.
    void moveCursor(int event);
    void moveCursorByUser(int event);
    void showPath();
    void showWindows();
    void describeWindow();
    void showComparison();
    void follow(int event);
    void showPlaying(bool playing);
    [[nodiscard]] std::string scoredClass(const SampleRow& row) const;
    /// Where a drawing of the picture shows the events of the chosen window.
    const std::vector<mouse::PixelPlace>& places(int channel) const;
    [[nodiscard]] std::vector<SampleKey> compared(QString& title) const;

    Bench& m_bench;
    RecordingRef m_recording;  ///< keeps what m_path is of
    std::optional<SampleKey> m_key;
    const mouse::Session* m_session = nullptr;
    ImageRecipe m_recipe;
    MousePath m_path;
    MouseDrawing m_drawing = MouseDrawing::OnScreen;
    int m_window = 0;
    mouse::Window m_events;                                                  ///< of the chosen window
    mutable std::map<std::size_t, std::vector<mouse::PixelPlace>> m_places;  ///< by drawing, of the chosen window
    int m_cursor = -1;
    bool m_opinionHidden = false;
    bool m_comparing = false;
    std::optional<SampleKey> m_reference;
    std::vector<SampleKey> m_selected;
    MouseReplay m_replay;

    widgets::Card* m_frame = nullptr;
    widgets::TrackView* m_track = nullptr;
    widgets::SpeedScale* m_scale = nullptr;
    widgets::TimeStrip* m_strip = nullptr;
    widgets::SegmentedControl* m_drawings = nullptr;
    widgets::ElidedLabel* m_comparison = nullptr;
    QToolButton* m_compare = nullptr;
    QToolButton* m_play = nullptr;
    QComboBox* m_speed = nullptr;
};

}  // namespace sightline::ui
