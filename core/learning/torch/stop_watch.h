// Private to the torch half: being told to stop in the middle of a batch.
#pragma once

#include <atomic>
#include <exception>

namespace sightline::learning {

/// Thrown from within a network; what it was computing is worthless then.
struct Stopped final : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return "stopped"; }
};

/// While one lives, the convolutions of this thread ask the flag before each of their ways forward and backward, and
/// throw Stopped once it is set. They do not nest.
class StopWatch {
public:
    explicit StopWatch(const std::atomic<bool>& stop) { current() = &stop; }
    StopWatch(const StopWatch&) = delete;
    StopWatch& operator=(const StopWatch&) = delete;
    ~StopWatch() { current() = nullptr; }

    /// This thread's flag, or null.
    static const std::atomic<bool>*& current()
    {
        thread_local const std::atomic<bool>* flag = nullptr;
        return flag;
    }
};

}  // namespace sightline::learning
