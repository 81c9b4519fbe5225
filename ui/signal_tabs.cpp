#include "ui/signal_tabs.h"

#include <QCoreApplication>

#include "ui/cards/card_tab.h"
#include "ui/hydrophone/sound_tab.h"
#include "ui/mouse/mouse_tab.h"

namespace sightline::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(sightline::ui::MainWindow)
};

template <class Tab>
SignalTab* makeTab(Session& session, Bench& bench, KeyMap& keys)
{
    return new Tab(session, bench, keys);
}

}  // namespace

std::vector<TabKind> tabKinds()
{
    return {{"pumpcards", QStringLiteral("card"), Words::tr("Pump cards"), makeTab<CardTab>},
            {"mouse", QStringLiteral("mouse"), Words::tr("Mouse"), makeTab<MouseTab>},
            {"hydrophone", QStringLiteral("hydrophone"), Words::tr("Hydrophone"), makeTab<SoundTab>}};
}

}  // namespace sightline::ui
