// Between two lanes: io draws ahead, learning judges, and memory never grows. Any number of threads on either side.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "core/base/progress.h"

namespace sightline::jobs {

/// First in, first out, at most `capacity` (≥ 1) values. Ends in one of two ways: close() – the producer has finished,
/// what is queued is still handed out; cancel() – what is queued is dropped. Both wake everybody who waits.
template <class T>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t capacity) : m_capacity(capacity > 0 ? capacity : 1) {}
    BoundedQueue(const BoundedQueue&) = delete;
    BoundedQueue& operator=(const BoundedQueue&) = delete;

    /// Waits for room. False (and the value is gone): the queue was closed or cancelled, or `progress` was cancelled.
    bool push(T value, const Progress& progress)
    {
        std::unique_lock lock(m_mutex);
        if (!wait(lock, m_room, progress, [this] { return m_ended || m_values.size() < m_capacity; }) || m_ended) {
            return false;
        }
        m_values.push_back(std::move(value));
        lock.unlock();
        m_filled.notify_one();
        return true;
    }

    /// Waits for a value. Nothing: the queue was closed and is empty, or was cancelled, or `progress` was cancelled.
    std::optional<T> pop(const Progress& progress)
    {
        std::unique_lock lock(m_mutex);
        if (!wait(lock, m_filled, progress, [this] { return m_ended || !m_values.empty(); }) || m_values.empty()) {
            return std::nullopt;
        }
        std::optional<T> value(std::move(m_values.front()));
        m_values.pop_front();
        lock.unlock();
        m_room.notify_one();
        return value;
    }

    void close() { end(false); }
    void cancel() { end(true); }

    [[nodiscard]] std::size_t size() const
    {
        const std::lock_guard lock(m_mutex);
        return m_values.size();
    }
    [[nodiscard]] std::size_t capacity() const { return m_capacity; }

private:
    /// A cancelled Progress wakes nobody, so it is asked this often.
    static constexpr std::chrono::milliseconds askEvery{20};

    template <class Ready>
    bool wait(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, const Progress& progress,
              Ready ready)
    {
        while (!progress.cancelled()) {
            if (changed.wait_for(lock, askEvery, ready)) {
                return true;
            }
        }
        return false;
    }

    void end(bool dropValues)
    {
        std::deque<T> dropped;  // destroyed outside the lock
        {
            const std::lock_guard lock(m_mutex);
            m_ended = true;
            if (dropValues) {
                dropped.swap(m_values);
            }
        }
        m_room.notify_all();
        m_filled.notify_all();
    }

    const std::size_t m_capacity;
    mutable std::mutex m_mutex;
    std::condition_variable m_room;
    std::condition_variable m_filled;
    std::deque<T> m_values;
    bool m_ended = false;
};

}  // namespace sightline::jobs
