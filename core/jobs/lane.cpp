#include "core/jobs/lane.h"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#ifdef __linux__
#include <sys/resource.h>
#endif

#include "core/base/log.h"

namespace sightline::jobs {

namespace {

/// Whatever a piece of work lets escape must not end the program: the thread serves others.
void runGuarded(std::function<void()>& work)
{
    try {
        work();
    } catch (const std::exception& exception) {
        log(LogLevel::Error, std::string("work in a lane threw: ") + exception.what());
    } catch (...) {
        log(LogLevel::Error, "work in a lane threw something unknown");
    }
}

/// Lowers the calling thread below the others of this process. Elsewhere than on Linux a thread's own priority needs
/// more than that, or would lower the whole process: there all stay equal.
void stepBehind()
{
#ifdef __linux__
    constexpr int stepsBehind = 5;  // about a third of an equal's share of a busy core
    setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + stepsBehind);
#endif
}

}  // namespace

ThreadLane::ThreadLane(int threads, Standing standing)
{
    const int count = std::max(threads, 1);
    m_threads.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        m_threads.emplace_back([this, standing] {
            if (standing == Standing::Behind) {
                stepBehind();
            }
            run();
        });
    }
}

ThreadLane::~ThreadLane()
{
    // Dropped work is destroyed outside the lock: its captures may post, or report an end.
    std::deque<std::function<void()>> dropped;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        dropped.swap(m_waiting);
    }
    m_wake.notify_all();
    dropped.clear();
    for (std::thread& thread : m_threads) {
        thread.join();
    }
}

void ThreadLane::post(std::function<void()> work)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping) {
            return;
        }
        m_waiting.push_back(std::move(work));
    }
    m_wake.notify_one();
}

void ThreadLane::run()
{
    while (true) {
        std::function<void()> work;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
            if (m_stopping) {
                return;
            }
            work = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        runGuarded(work);
    }
}

bool CrankedLane::turn()
{
    if (m_waiting.empty()) {
        return false;
    }
    const std::function<void()> work = std::move(m_waiting.front());
    m_waiting.pop_front();
    work();
    return true;
}

void CrankedLane::turnAll()
{
    while (turn()) {
    }
}

}  // namespace sightline::jobs
