// Private: libraries and modules loaded at run time. They are never unloaded: torch and CUDA do not survive that.
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace sightline::learning {

/// Unreadable, with the system's words, if it cannot be loaded. `global`: what is loaded later may use its symbols. A
/// bare name is looked for where the system looks.
Result<void*> openLibrary(const std::filesystem::path& path, bool global = false);
/// nullptr if there is none of this name.
void* symbolOf(void* library, const char* name);
/// The file of the loaded library (or program) that an address lies in; empty if the system cannot say.
std::filesystem::path libraryHolding(const void* address);

}  // namespace sightline::learning
