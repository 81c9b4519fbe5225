// The list of the window's tabs, one for every kind of signal.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <QString>

#include "ui/review/signal_tab.h"

namespace sightline::ui {

struct TabKind {
    std::string domain;  ///< Domain::id()
    QString icon;
    QString title;
    std::function<SignalTab*(Session& session, Bench& bench, KeyMap& keys)> make;
};

/// In the order of the window. A kind of signal moves in by one line here.
std::vector<TabKind> tabKinds();

}  // namespace sightline::ui
