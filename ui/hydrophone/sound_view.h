// A recording's sound with its events and labels, as the raw signal of the hydrophone tab.
#pragma once

#include <optional>
#include <string>

#include "ui/hydrophone/sound_panel.h"
#include "ui/review/signal_view.h"
#include "ui/session/bench.h"

namespace sightline::ui {

class Session;

class SoundView final : public SignalView {
    Q_OBJECT
public:
    SoundView(Session& session, Bench& bench, QWidget* parent = nullptr);

    void showSample(const SampleRow* row, const ImageRecipe& recipe) override;
    void updateSample(const SampleRow* row) override;
    void zoom(double factor) override;
    void fit() override;
    void focusSignal() override;
    [[nodiscard]] QImage toImage() const override;
    /// On a small screen the views become low rather than the window too high.
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 170}; }

    [[nodiscard]] SoundPanel& panel() { return *m_panel; }

Q_SIGNALS:
    /// The user chose the sample of this name in the shown recording.
    void sampleChosen(const std::string& recording, const std::string& sample);

private:
    void showBoxes();
    [[nodiscard]] std::optional<Extent> onAxis(const Extent& recorded) const;

    Session& m_session;
    Bench& m_bench;
    jobs::ThreadLane m_behind{1, jobs::Standing::Behind};
    SoundPanel* m_panel = nullptr;
    std::string m_recording;
    std::string m_sample;
};

}  // namespace sightline::ui
