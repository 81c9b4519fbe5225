// The workbench: the program's window. The only door of this room.
#pragma once

#include <QStringList>

class QApplication;

namespace sightline::ui {

/// Shows the window on `paths` (recordings, folders, a workspace file; empty: what was open last, at the first start
/// the sample recordings) and runs the event loop until it is closed. A second start hands its paths to the running
/// window and returns at once. Returns the process's exit code.
int runWorkbench(QApplication& app, const QStringList& paths);

}  // namespace sightline::ui
