// What the commands' arguments have in common, and the command that is too long to stand among the others.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/commands.h"

namespace CLI {
class App;
}

namespace sightline::app {

/// A command that was chosen: run when parsing is done.
using Run = std::function<int(const std::string& commandLine)>;

/// CLI11 writes into plain values; this turns them into CommonOptions once parsing is done.
struct CommonTexts {
    std::string workspace;
    std::string model;
    std::string domain;
    std::string task;
    std::string device = "auto";
    std::string format = "table";
    std::string progress = "auto";
    std::uint64_t seed = 1;
    std::vector<std::string> maps;
};

CommonOptions commonOf(const CommonTexts& texts, const std::string& commandLine);
void addCommon(CLI::App& command, CommonTexts& texts, bool modelOption = true);

std::vector<std::filesystem::path> pathsOf(const std::vector<std::string>& texts);
std::optional<std::filesystem::path> pathOf(const std::string& text);
/// The value if the option was given at all.
template <class Option, class T>
std::optional<T> given(const Option* option, const T& value)
{
    return option->count() > 0 ? std::optional<T>(value) : std::nullopt;
}

void addTrain(CLI::App& top, Run& run);

}  // namespace sightline::app
