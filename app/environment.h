// What must be right before the program's libraries begin to work.
#pragma once

namespace sightline::app {

/// Commands share their machine with others, and libgomp's spinning threads make a busy machine 20 to 40 times slower.
/// Its variable is read when the library loads. Where something linked has brought it in already (Qt Gui does, on some
/// systems), the program starts itself again, once. Windows stay as they are: on free cores spinning is faster.
void calmOpenMp(char** arguments);

}  // namespace sightline::app
