// The window's diary.
#pragma once

#include <filesystem>

namespace sightline::app {

/// Sends log() to rotating files, five of 5 MB, in the user's data folder. Where they cannot be written, nowhere.
void startLogFile();
std::filesystem::path logFolder();

}  // namespace sightline::app
