// The tab of pump cards: the shared tab with the card's plot.
#pragma once

#include "ui/cards/card_plot.h"
#include "ui/review/signal_tab.h"

namespace sightline::ui {

class CardTab final : public SignalTab {
    Q_OBJECT
public:
    CardTab(Session& session, Bench& bench, KeyMap& keys, QWidget* parent = nullptr);

    [[nodiscard]] CardPlot& plot() { return static_cast<CardPlot&>(view()); }

private:
    [[nodiscard]] static TabSpec makeSpec();
};

}  // namespace sightline::ui
