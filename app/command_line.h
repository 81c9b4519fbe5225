// Arguments → commands.
#pragma once

#include <string>
#include <vector>

namespace sightline::app {

/// True if the first argument asks for a command (or for help or the version) and not for the window.
bool isCommand(const std::vector<std::string>& arguments);
/// Runs the command the arguments (without the program's name, UTF-8) ask for; returns the process's exit code.
int runCommand(const std::vector<std::string>& arguments);

}  // namespace sightline::app
