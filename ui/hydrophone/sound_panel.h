// A sound recording to look at: overview, waveform and spectrogram on one axis, how they are drawn, what a selection
// measures.
#pragma once

#include <QWidget>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/jobs/job.h"
#include "ui/hydrophone/playback_bar.h"
#include "ui/hydrophone/sound_preparation.h"
#include "ui/hydrophone/spectrogram_dialog.h"
#include "widgets/time_boxes.h"

class QComboBox;
class QLabel;
class QToolButton;

namespace sightline::widgets {
class ElidedLabel;
class OverviewStrip;
class SpectrogramView;
class TimeView;
class WaveformView;
struct Viewport;
}  // namespace sightline::widgets

namespace sightline::ui {

/// Everything here is in seconds of the axis of time; timeline() leads to recorded ones.
class SoundPanel final : public QWidget {
    Q_OBJECT
public:
    /// `io` draws what is looked at, `behind` makes what takes minutes; both must outlive the panel.
    SoundPanel(jobs::Lane& io, jobs::Lane& behind, QWidget* parent = nullptr);
    ~SoundPanel() override;

    /// Another recording, all of it shown; none: the empty text. What is made of it is kept in `derivedFolder`.
    void setSound(SoundFileRef file, std::filesystem::path derivedFolder);
    [[nodiscard]] const SoundFileRef& sound() const { return m_file; }
    [[nodiscard]] const widgets::Timeline& timeline() const;
    void setEmptyText(const QString& text);

    void setLook(const SpectrogramLook& look);
    [[nodiscard]] const SpectrogramLook& look() const { return m_look; }
    [[nodiscard]] formats::ChannelChoice channel() const { return m_channel; }

    /// Labels and events over both views, and as marks above the overview.
    void setBoxes(std::vector<widgets::TimeBox> boxes);
    void setSelectedBox(const QString& id);
    /// What the user has drawn and nobody has taken as a label yet; it is the selected box then.
    [[nodiscard]] std::optional<Extent> selection() const { return m_selection; }
    void clearSelection();
    /// Brings a stretch into view, with room around it; keeps the zoom where it lies within the view already.
    void goTo(const Interval& seconds);
    /// Moves the view's middle to a moment, as far as there is sound; of so many seconds, or as many as before.
    void moveTo(double seconds, std::optional<double> length = {});
    /// The cursor of both views, by so many pixels of time.
    void stepCursor(int step);

    /// Plays what is selected, a box with two seconds before and after it, or else from the cursor on; then pauses and
    /// goes on. What is too far ahead to be seen is scrolled to.
    void togglePlaying();
    /// False if nothing played.
    bool stopPlaying();
    [[nodiscard]] PlaybackBar& playback() { return *m_playback; }

    [[nodiscard]] widgets::SpectrogramView& spectrogram() { return *m_spectrogram; }
    [[nodiscard]] widgets::WaveformView& waveform() { return *m_waveform; }
    [[nodiscard]] widgets::OverviewStrip& overview() { return *m_overview; }
    [[nodiscard]] SpectrogramDialog& dialog();
    /// The line below: selection or whole recording in numbers.
    [[nodiscard]] QString measuresText() const;
    /// Waveform and overview are as good as they get.
    [[nodiscard]] bool isPrepared() const { return m_file && !m_preparation.running(); }

Q_SIGNALS:
    /// By the user: drawn, moved, given up.
    void selectionChanged();
    /// Of setBoxes(), by the user.
    void boxSelected(const QString& id);
    void boxChanged(const QString& id, const sightline::Extent& where);
    void boxRemovalAsked(const QString& id);
    void importAsked();
    void lookChanged();
    /// Another part is shown, in other colours or between other margins.
    void viewChanged();
    void prepared();
    void failed(const sightline::Error& error);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeToolbar();
    void link(widgets::TimeView& view);
    void showViewport(const widgets::Viewport& viewport, widgets::TimeView* except);
    void showBoxes();
    void showTools();
    void makeSources(bool anotherChannel);
    void select(const QString& id);
    void changeBox(const QString& id, const Extent& where);
    void drawn(const Extent& where);
    void measure();
    void alignStrip();
    void connectPlayback();
    void startPlaying();
    void showPlayhead(std::optional<double> axisSeconds);
    void showHeard();
    void seek(double axisSeconds);
    void forgetStart();
    /// The selection or the selected box.
    [[nodiscard]] std::optional<Extent> selectedPlace() const;
    [[nodiscard]] Interval bandHeard() const;

    jobs::Lane& m_io;
    SoundFileRef m_file;
    std::filesystem::path m_folder;
    SpectrogramLook m_look;
    formats::ChannelChoice m_channel;
    ReadTurnsRef m_turns;
    std::shared_ptr<SoundSpectrogram> m_spectrogramSource;
    std::shared_ptr<SoundWaveform> m_waveformSource;
    SoundPreparation m_preparation;
    std::unique_ptr<jobs::Job> m_measureJob;
    std::vector<widgets::TimeBox> m_boxes;
    QString m_selected;
    std::optional<Extent> m_selection;
    std::optional<double> m_startAt;  ///< a double click while nothing plays: there it begins, seconds of the axis

    QComboBox* m_presets = nullptr;
    QComboBox* m_channels = nullptr;
    QComboBox* m_maps = nullptr;
    QToolButton* m_contrast = nullptr;
    SpectrogramDialog* m_dialog = nullptr;
    widgets::OverviewStrip* m_overview = nullptr;
    widgets::WaveformView* m_waveform = nullptr;
    widgets::SpectrogramView* m_spectrogram = nullptr;
    widgets::ElidedLabel* m_measures = nullptr;
    QLabel* m_preparing = nullptr;
    PlaybackBar* m_playback = nullptr;
    QLabel* m_heard = nullptr;
};

}  // namespace sightline::ui
