// A recording's sound with its events and labels, as the raw signal of the hydrophone tab.
#pragma once

#include <optional>
#include <string>

#include <QTimer>

#include "ui/hydrophone/deployment_spectra.h"
#include "ui/hydrophone/event_bar.h"
#include "ui/hydrophone/sound_panel.h"
#include "ui/review/signal_view.h"
#include "ui/session/bench.h"

namespace sightline::widgets {
class Banner;
class DeploymentStrip;
}  // namespace sightline::widgets

namespace sightline::ui {

class Session;

class SoundView final : public SignalView {
    Q_OBJECT
public:
    SoundView(Session& session, Bench& bench, QWidget* parent = nullptr);

    void showSample(const SampleRow* row, const ImageRecipe& recipe) override;
    void updateSample(const SampleRow* row) override;
    void stepCursor(int step) override;
    void zoom(double factor) override;
    void fit() override;
    void togglePlaying() override;
    bool stopPlaying() override;
    void focusSignal() override;
    [[nodiscard]] QImage toImage() const override;
    /// On a small screen the views become low rather than the window too high.
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 170}; }

    [[nodiscard]] SoundPanel& panel() { return *m_panel; }
    /// Messages of the tab, above the sound.
    [[nodiscard]] widgets::Banner& banner() { return *m_banner; }
    [[nodiscard]] EventBar& events() { return *m_events; }
    [[nodiscard]] widgets::DeploymentStrip& deployment() { return *m_deployment; }
    /// While it is kept, a chosen sample is not brought into view: it was chosen where it is seen.
    void setViewKept(bool kept) { m_viewKept = kept; }
    /// Boxes of events say neither class nor probability.
    void setOpinionHidden(bool hidden) override;

Q_SIGNALS:
    /// The user chose the sample of this name in the shown recording.
    void sampleChosen(const std::string& recording, const std::string& sample);
    /// The user chose another recording of the deployment.
    void recordingChosen(const std::string& recording);
    /// The user moved edges of the box of that sample; `recorded`: in recorded seconds. Nudges by keys are told
    /// together once they pause.
    void boxMoved(const sightline::SampleKey& key, const sightline::Extent& recorded);
    void boxRemovalAsked(const sightline::SampleKey& key);
    /// The button of label tables.
    void importAsked();

protected:
    void hideEvent(QHideEvent* event) override;

private:
    void connectPanel();
    void showBoxes();
    void tellMove();
    void connectDeployment();
    void showDeployment();
    void showSeen();
    [[nodiscard]] std::optional<Extent> onAxis(const Extent& recorded) const;
    [[nodiscard]] widgets::TimeBox boxOf(const SampleRow& row, const Extent& where) const;

    struct Opinion {
        std::string classId;
        double probability = 0;
    };
    [[nodiscard]] std::optional<Opinion> opinionOf(const SampleRow& row) const;

    struct Moved {
        SampleKey key;
        Extent recorded;
    };

    Session& m_session;
    Bench& m_bench;
    jobs::ThreadLane m_behind{1, jobs::Standing::Behind};
    jobs::ThreadLane m_farBehind{1, jobs::Standing::Behind};  ///< of the deployment: the shown recording does not wait
    DeploymentSpectra m_spectra{m_farBehind};
    SoundPanel* m_panel = nullptr;
    widgets::Banner* m_banner = nullptr;
    widgets::DeploymentStrip* m_deployment = nullptr;
    EventBar* m_events = nullptr;
    std::string m_recording;
    std::string m_sample;
    std::optional<Moved> m_moved;  ///< not told yet
    QTimer m_tellSoon;
    QTimer m_deploymentSoon;
    bool m_viewKept = false;
    bool m_opinionHidden = false;
};

}  // namespace sightline::ui
