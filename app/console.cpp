#include "app/console.h"

#include <algorithm>
#include <csignal>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "core/base/text.h"

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace sightline::app {

namespace {

volatile std::sig_atomic_t stopAsked = 0;

extern "C" void onStopSignal(int signal)
{
    stopAsked = 1;
    std::signal(signal, SIG_DFL);  // the second one ends the program
}

constexpr auto terminalInterval = std::chrono::milliseconds(100);
constexpr auto jsonInterval = std::chrono::milliseconds(100);

bool stderrIsTerminal()
{
#ifdef _WIN32
    return _isatty(_fileno(stderr)) != 0;
#else
    return isatty(STDERR_FILENO) != 0;
#endif
}

std::string percent(double share)
{
    return formatFixed(share * 100, 0) + " %";
}

}  // namespace

int exitCode::of(const Error& error)
{
    switch (error.code) {
        case ErrorCode::Invalid: return usage;
        case ErrorCode::Busy:
        case ErrorCode::OutOfMemory: return tryLater;
        case ErrorCode::Cancelled: return interrupted;
        default: return inputFailed;
    }
}

void listenForStop()
{
#ifdef _WIN32
    std::signal(SIGINT, onStopSignal);
    std::signal(SIGTERM, onStopSignal);
#else
    struct sigaction action = {};
    action.sa_handler = onStopSignal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
#endif
}

Console::Console(ProgressMode mode) : m_mode(mode), m_terminal(stderrIsTerminal()) {}

Console::~Console()
{
    const std::scoped_lock lock(m_mutex);
    clearLine();
}

bool Console::cancelled() const
{
    return stopAsked != 0;
}

void Console::report(double fraction, std::string_view stage)
{
    const std::scoped_lock lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    const bool newStage = stage != m_stage;
    m_fraction = fraction;
    m_stage = stage;
    if (m_mode == ProgressMode::Json) {
        if (newStage || fraction >= 1 || now - m_lastShown >= jsonInterval) {
            m_lastShown = now;
            nlohmann::ordered_json json{{"fraction", fraction}, {"stage", m_stage}};
            std::fputs((json.dump() + "\n").c_str(), stderr);
        }
    } else if (m_mode == ProgressMode::Auto && m_terminal && (newStage || now - m_lastShown >= terminalInterval)) {
        m_lastShown = now;
        show(m_stage + (fraction < 0 ? " …" : "  " + percent(fraction)), false);
    }
}

void Console::epoch(const learning::EpochReport& report)
{
    const std::scoped_lock lock(m_mutex);
    const bool heldBack = report.tuneLoss > 0;  // a network that learns from all samples has none to be judged on
    if (m_mode == ProgressMode::Json) {
        nlohmann::ordered_json json{{"fraction", m_fraction},        {"stage", "training"},
                                    {"epoch", report.epoch},         {"epochs", report.epochs},
                                    {"member", report.member},       {"members", report.members},
                                    {"train_loss", report.trainLoss}};
        if (heldBack) {
            json["tune_loss"] = report.tuneLoss;
            json["tune_accuracy"] = report.tuneAccuracy;
        }
        std::fputs((json.dump() + "\n").c_str(), stderr);
    } else if (m_mode == ProgressMode::Auto) {
        std::string text = "epoch " + std::to_string(report.epoch) + "/" + std::to_string(report.epochs);
        if (report.members > 1) {
            text += " of network " + std::to_string(report.member + 1) + "/" + std::to_string(report.members);
        }
        text += "  loss " + formatFixed(report.trainLoss, 3);
        if (heldBack) {
            text += "  held-out loss " + formatFixed(report.tuneLoss, 3) + "  held-out accuracy " +
                    percent(report.tuneAccuracy);
        }
        show(text, true);
    }
}

void Console::written(const std::string& modelPath)
{
    const std::scoped_lock lock(m_mutex);
    if (m_mode == ProgressMode::Json) {
        const nlohmann::ordered_json json{{"fraction", 1.0}, {"stage", "written"}, {"model", modelPath}};
        std::fputs((json.dump() + "\n").c_str(), stderr);
    }
}

void Console::message(std::string_view level, std::string_view text)
{
    const std::scoped_lock lock(m_mutex);
    if (m_mode == ProgressMode::Json) {
        const nlohmann::ordered_json json{{"level", level}, {"message", text}};
        const std::string line = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
        std::fputs((line + "\n").c_str(), stderr);
        return;
    }
    std::fflush(stdout);
    clearLine();
    std::fputs((std::string(level == "error" ? "sightline: " : "") + std::string(text) + "\n").c_str(), stderr);
}

void Console::clearLine()
{
    if (m_lineShown) {
        std::fputs("\r\x1b[K", stderr);
        m_lineShown = false;
    }
}

void Console::show(std::string_view text, bool final)
{
    clearLine();
    std::fputs(std::string(text).c_str(), stderr);
    m_lineShown = !final;
    if (final) {
        std::fputc('\n', stderr);
    }
    std::fflush(stderr);
}

void Console::answer(std::string_view text)
{
    const std::scoped_lock lock(m_mutex);
    clearLine();
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void Console::flush()
{
    std::fflush(stdout);
}

bool Console::answerWritten()
{
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

}  // namespace sightline::app
