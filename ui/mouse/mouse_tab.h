// The tab of mouse sessions: the shared tab with the session's path.
#pragma once

#include "ui/mouse/mouse_view.h"
#include "ui/review/signal_tab.h"

namespace sightline::ui {

class MouseTab final : public SignalTab {
    Q_OBJECT
public:
    MouseTab(Session& session, Bench& bench, KeyMap& keys, QWidget* parent = nullptr);

    [[nodiscard]] MouseView& path() { return static_cast<MouseView&>(view()); }

private:
    [[nodiscard]] static TabSpec makeSpec();
};

}  // namespace sightline::ui
