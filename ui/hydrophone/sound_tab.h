// The tab of hydrophone recordings: the shared tab with the sound's views.
#pragma once

#include "ui/hydrophone/sound_view.h"
#include "ui/review/signal_tab.h"

namespace sightline::ui {

class SoundTab final : public SignalTab {
    Q_OBJECT
public:
    SoundTab(Session& session, Bench& bench, KeyMap& keys, QWidget* parent = nullptr);

    [[nodiscard]] std::vector<TabExport> exports() override;
    [[nodiscard]] SoundView& sound() { return static_cast<SoundView&>(view()); }

private:
    [[nodiscard]] static TabSpec makeSpec();
    void takeBox();
    void moveBox(const SampleKey& key, const Extent& recorded);
    void removeBox(const SampleKey& key);
    /// Chosen where it is seen: the views stay as they are.
    void selectInView(const SampleKey& key);
};

}  // namespace sightline::ui
