// How a worker reaches an object of the window's thread without holding it.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include <QObject>

namespace sightline::ui {

/// Copies share one address. Letters posted after close() (or after the receiver closed) are dropped.
class Postbox {
public:
    explicit Postbox(QObject* receiver) : m_shared(std::make_shared<Shared>()) { m_shared->receiver = receiver; }

    /// From any thread; `letter` runs later in the receiver's thread.
    void post(std::function<void()> letter) const
    {
        const std::lock_guard lock(m_shared->mutex);
        if (m_shared->receiver != nullptr) {
            QMetaObject::invokeMethod(m_shared->receiver, std::move(letter), Qt::QueuedConnection);
        }
    }
    /// Call in the receiver's destructor.
    void close() const
    {
        const std::lock_guard lock(m_shared->mutex);
        m_shared->receiver = nullptr;
    }

private:
    struct Shared {
        std::mutex mutex;
        QObject* receiver = nullptr;
    };
    std::shared_ptr<Shared> m_shared;
};

}  // namespace sightline::ui
