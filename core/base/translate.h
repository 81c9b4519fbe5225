// Marks a text of the Qt-free rooms for translation: the window looks it up under `context`, which is the domain's id.
// Changes nothing here.
#pragma once

#define SL_TR_NOOP(context, text) text
