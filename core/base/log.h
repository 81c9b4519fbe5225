// One line of diary. The program sets where it goes (app: rotating files); without that, nowhere.
// Never signal content, never personal names.
#pragma once

#include <functional>
#include <string_view>

namespace sightline {

enum class LogLevel { Debug, Info, Warning, Error };

using LogSink = std::function<void(LogLevel, std::string_view)>;

/// Call once at start, before any thread that logs. Thread-safe sinks only.
void setLogSink(LogSink sink);
void log(LogLevel level, std::string_view message);

}  // namespace sightline
