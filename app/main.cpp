#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <QApplication>
#include <QCoreApplication>

#include "app/command_line.h"
#include "app/console.h"
#include "app/environment.h"
#include "app/log_file.h"
#include "core/base/log.h"
#include "ui/workbench.h"

namespace {

using namespace sightline;

void nameProgram()
{
    QCoreApplication::setApplicationName(QStringLiteral("sightline"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SIGHTLINE_VERSION));
}

/// Qt ends the program with an abort where there is no display; this says it in words first.
bool displayMissing(const std::vector<std::string>& arguments)
{
#if defined(__linux__)
    const auto set = [](const char* name) {
        const char* value = std::getenv(name);
        return value != nullptr && *value != '\0';
    };
    for (const std::string& argument : arguments) {
        if (argument == "-platform" || argument == "--platform") {
            return false;
        }
    }
    return !set("DISPLAY") && !set("WAYLAND_DISPLAY") && !set("QT_QPA_PLATFORM");
#else
    (void)arguments;
    return false;
#endif
}

int runWindow(int argc, char** argv, const std::vector<std::string>& arguments)
{
    if (displayMissing(arguments)) {
        std::fputs(
            "sightline: there is no display to open a window on. `sightline --help` lists what works without "
            "one.\n",
            stderr);
        return app::exitCode::usage;
    }
    QApplication application(argc, argv);
    QStringList paths;
    const QStringList rest = QCoreApplication::arguments().mid(1);
    for (qsizetype i = 0; i < rest.size(); ++i) {
        const QString& argument = rest[i];
        if (argument == QLatin1String("--workspace") && i + 1 < rest.size()) {
            paths.append(rest[++i]);
        } else if (argument.startsWith(QLatin1String("--workspace="))) {
            paths.append(argument.section(QLatin1Char('='), 1));
        } else if (argument.startsWith(QLatin1Char('-')) && argument.size() > 1) {
            std::fprintf(stderr, "sightline: unknown option %s. `sightline --help` lists commands and options.\n",
                         qPrintable(argument));
            return app::exitCode::usage;
        } else {
            paths.append(argument);
        }
    }
    app::startLogFile();
    log(LogLevel::Info, "start " SIGHTLINE_VERSION);
    const int code = ui::runWorkbench(application, paths);
    log(LogLevel::Info, "end");
    setLogSink({});
    return code;
}

}  // namespace

int main(int argc, char** argv)
{
    std::vector<std::string> arguments(argv + 1, argv + argc);
    nameProgram();
    if (!app::isCommand(arguments)) {
        return runWindow(argc, argv, arguments);
    }
    app::calmOpenMp(argv);
    QCoreApplication application(argc, argv);
#ifdef _WIN32
    arguments.clear();  // argv is not UTF-8 there
    for (const QString& argument : QCoreApplication::arguments().mid(1)) {
        arguments.push_back(argument.toStdString());
    }
#endif
    app::listenForStop();
    return app::runCommand(arguments);
}
