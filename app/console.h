// What the command line says: the answer on stdout, everything else on stderr; and how it is told to stop.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/learning/engine.h"

namespace sightline::app {

enum class Format { Table, Json, Csv };
enum class ProgressMode { Auto, None, Json };

namespace exitCode {
inline constexpr int done = 0;
inline constexpr int inputFailed = 1;
inline constexpr int usage = 2;
inline constexpr int tryLater = 75;
inline constexpr int interrupted = 130;
/// Of a command that could not do what was asked at all.
int of(const Error& error);
}  // namespace exitCode

/// From now on Ctrl+C and TERM ask the work to stop; a second one ends the program at once.
void listenForStop();

/// One per process. Thread-safe.
class Console final : public Progress {
public:
    explicit Console(ProgressMode mode);
    ~Console() override;

    /// True after Ctrl+C or TERM.
    [[nodiscard]] bool cancelled() const override;
    void report(double fraction, std::string_view stage) override;
    void epoch(const learning::EpochReport& report);
    /// The last progress object of a run that made a file.
    void written(const std::string& modelPath);

    void error(const Error& error) { message("error", error.text()); }
    void error(std::string_view text) { message("error", text); }
    void note(std::string_view text) { message("note", text); }

    /// Part of the answer.
    void answer(std::string_view text);
    void flush();
    /// False if the answer could not be written (disk full, closed pipe).
    [[nodiscard]] bool answerWritten();

private:
    void message(std::string_view level, std::string_view text);
    void clearLine();
    void show(std::string_view text, bool final);

    const ProgressMode m_mode;
    const bool m_terminal;
    std::mutex m_mutex;
    bool m_lineShown = false;
    double m_fraction = -1;
    std::string m_stage;
    std::chrono::steady_clock::time_point m_lastShown;
};

}  // namespace sightline::app
