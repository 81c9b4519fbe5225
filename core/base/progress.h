// How long work reports back and is told to stop. Plain C++: the jobs room turns it into Qt signals, the command line
// into lines on stderr.
#pragma once

#include <atomic>
#include <memory>
#include <string_view>

namespace sightline {

/// Given to every function that may take longer than a tenth of a second. Called from the worker's thread only, except
/// that implementations must allow cancelled() from any thread.
class Progress {
public:
    Progress() = default;
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    virtual ~Progress() = default;

    /// True once somebody asked to stop. Ask at least every 100 ms of work; then return ErrorCode::Cancelled.
    [[nodiscard]] virtual bool cancelled() const = 0;
    /// fraction in [0,1], or negative where the end is not known. `stage` is a short English literal.
    virtual void report(double fraction, std::string_view stage) = 0;
};

/// Never cancelled, says nothing.
class NoProgress final : public Progress {
public:
    [[nodiscard]] bool cancelled() const override { return false; }
    void report(double /*fraction*/, std::string_view /*stage*/) override {}
};

/// A flag shared by whoever wants to stop the work and the work itself. Copies share the flag; thread-safe.
class CancelToken {
public:
    void cancel() { m_flag->store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool cancelled() const { return m_flag->load(std::memory_order_relaxed); }

private:
    std::shared_ptr<std::atomic<bool>> m_flag = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace sightline
