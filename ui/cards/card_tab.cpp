#include "ui/cards/card_tab.h"

namespace sightline::ui {

CardTab::CardTab(Session& session, Bench& bench, KeyMap& keys, QWidget* parent)
    : SignalTab(session, bench, keys, makeSpec(), new CardPlot(session.preferences()), parent)
{
}

TabSpec CardTab::makeSpec()
{
    TabSpec spec;
    spec.id = QStringLiteral("cards");
    spec.listTitle = tr("Cards");
    spec.sampleTitle = tr("Card");
    spec.chooseOne = tr("Choose a card in the list, or open a file.");
    spec.simulated = tr("Trained on simulated cards, not proved on your wells.");
    spec.channels = QStringList{tr("Up-stroke"), tr("Down-stroke"), tr("Absolute scale")};
    spec.allChannels = tr("Up · Down · Scale");
    // What a field meets most, in the order of the conditions' list.
    spec.keyedClasses = {"normal",           "fluid_pound", "gas_interference", "tv_leak", "sv_leak",
                         "both_valves_leak", "parted_rods", "tag_bottom",       "tag_top", "flowing"};
    return spec;
}

}  // namespace sightline::ui
