// Private to the room: how a batch is judged in pieces, and by how many threads. No torch in it.
#pragma once

#include <cstddef>
#include <functional>

#include "core/base/result.h"

namespace sightline::learning {

/// Judges `count` examples in pieces of at most `largest` and in order: judge(first, count) either judges a piece or
/// leaves no trace of it. Where memory runs out, pieces become half as large, and stay so (`largest`). Where a single
/// example does not fit, or a piece fails otherwise, `leaveDevice` may move to a device that works and the piece is
/// judged there: no example is lost. Empty: there is no other device. The error when nothing helps.
Result<void> judgeInPieces(std::size_t count, std::size_t& largest,
                           const std::function<Result<void>(std::size_t first, std::size_t count)>& judge,
                           const std::function<Result<void>(const Error& why)>& leaveDevice);

/// One thread or all: all where they are worth it. Other work on the cores (drawing the next pictures) can make them
/// many times slower than one, because each step waits for the last of them; so every piece is timed, and what went
/// wrong is tried again ever more seldom.
class ThreadChoice {
public:
    /// `alone`, `together`: seconds for one example by one thread and by `all`.
    ThreadChoice(int all, double alone, double together);
    [[nodiscard]] int threads() const { return m_together ? m_all : 1; }
    /// The last piece took so long for each of its examples.
    void took(double secondsEach);

private:
    int m_all;
    double m_alone;
    bool m_together;
    std::size_t m_patience;
    std::size_t m_sinceTry = 0;
};

}  // namespace sightline::learning
