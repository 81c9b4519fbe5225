#include "app/log_file.h"

#include <chrono>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

#include "core/base/file.h"
#include "core/base/log.h"
#include "core/workspace/workspace.h"

namespace sightline::app {

std::filesystem::path logFolder()
{
    return workspace::Workspace::defaultPath().parent_path() / "logs";
}

void startLogFile()
{
    constexpr std::size_t fileBytes = 5'000'000;
    constexpr std::size_t olderFiles = 4;
    try {
        const std::filesystem::path file = logFolder() / "sightline.log";
        std::filesystem::create_directories(file.parent_path());
        auto logger = spdlog::rotating_logger_mt("sightline", utf8(file), fileBytes, olderFiles);
        logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l [%t] %v", spdlog::pattern_time_type::utc);
        logger->set_level(spdlog::level::debug);
        logger->flush_on(spdlog::level::warn);
        spdlog::flush_every(std::chrono::seconds(2));
        setLogSink([logger](LogLevel level, std::string_view message) {
            constexpr spdlog::level::level_enum levels[] = {spdlog::level::debug, spdlog::level::info,
                                                            spdlog::level::warn, spdlog::level::err};
            logger->log(levels[static_cast<int>(level)], "{}", message);
        });
    } catch (const std::exception&) {
        setLogSink({});  // a diary nobody can write is no reason not to start
    }
}

}  // namespace sightline::app
