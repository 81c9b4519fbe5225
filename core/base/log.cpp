#include "core/base/log.h"

#include <utility>

namespace sightline {

namespace {

LogSink& sink()
{
    static LogSink instance;
    return instance;
}

}  // namespace

void setLogSink(LogSink newSink)
{
    sink() = std::move(newSink);
}

void log(LogLevel level, std::string_view message)
{
    if (sink()) {
        sink()(level, message);
    }
}

}  // namespace sightline
