// Where work runs. The window and the command line use threads; tests use an inline or a hand-cranked lane.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sightline::jobs {

class Lane {
public:
    virtual ~Lane() = default;
    /// Runs `work` later (or now, inline), in posting order per thread. Never throws. After the lane began to shut down
    /// the work is dropped.
    virtual void post(std::function<void()> work) = 0;
};

/// Behind: its threads step back while the window's thread has something to do, where the system knows priorities of
/// threads. On two cores the window would else wait its turn among them with a half-painted card.
enum class Standing { Equal, Behind };

/// n long-lived threads. One thread makes it the learning lane (everything torch happens there).
/// The destructor finishes the running work, drops what waits, and joins.
class ThreadLane final : public Lane {
public:
    explicit ThreadLane(int threads, Standing standing = Standing::Equal);
    ~ThreadLane() override;
    void post(std::function<void()> work) override;

private:
    void run();
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_waiting;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

class InlineLane final : public Lane {
public:
    void post(std::function<void()> work) override { work(); }
};

/// Work waits until the test turns the handle.
class CrankedLane final : public Lane {
public:
    void post(std::function<void()> work) override { m_waiting.push_back(std::move(work)); }
    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }
    bool turn();  ///< runs one piece; false if nothing waited
    void turnAll();

private:
    std::deque<std::function<void()>> m_waiting;
};

}  // namespace sightline::jobs
