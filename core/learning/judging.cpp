#include "core/learning/judging.h"

#include <algorithm>

namespace sightline::learning {
namespace {

constexpr double worthIt = 0.85;  // of one thread's time
constexpr std::size_t shortestPatience = 16;
constexpr std::size_t longestPatience = 4096;

}  // namespace

Result<void> judgeInPieces(std::size_t count, std::size_t& largest,
                           const std::function<Result<void>(std::size_t first, std::size_t count)>& judge,
                           const std::function<Result<void>(const Error& why)>& leaveDevice)
{
    bool left = !leaveDevice;
    for (std::size_t first = 0; first < count;) {
        const std::size_t piece = std::min(largest, count - first);
        Result<void> judged = judge(first, piece);
        if (judged) {
            first += piece;
            continue;
        }
        if (judged.error().code == ErrorCode::OutOfMemory && piece > 1) {
            largest = piece / 2;
            continue;
        }
        if (left) {
            return judged;
        }
        left = true;
        if (auto moved = leaveDevice(judged.error()); !moved) {
            return moved;
        }
    }
    return {};
}

ThreadChoice::ThreadChoice(int all, double alone, double together)
    : m_all(all),
      m_alone(alone),
      m_together(all > 1 && together < worthIt * alone),
      m_patience(m_together ? shortestPatience : longestPatience)
{
}

void ThreadChoice::took(double secondsEach)
{
    if (m_together) {
        if (secondsEach < worthIt * m_alone) {
            m_patience = shortestPatience;
        } else {
            m_together = false;
            m_sinceTry = 0;
        }
        return;
    }
    m_alone = secondsEach;
    if (m_all > 1 && ++m_sinceTry >= m_patience) {
        m_together = true;
        m_patience = std::min(2 * m_patience, longestPatience);
    }
}

}  // namespace sightline::learning
