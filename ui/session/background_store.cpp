#include "ui/session/background_store.h"

#include <utility>

namespace sightline::ui {

/// `workspace` is touched by the lane's thread only; the counter by both.
struct BackgroundStore::Shared {
    std::filesystem::path file;
    std::unique_ptr<workspace::Workspace> workspace;
    std::mutex mutex;
    std::condition_variable idle;
    std::size_t waiting = 0;

    Result<workspace::Workspace*> open()
    {
        if (!workspace) {
            auto opened = workspace::Workspace::open(file);
            if (!opened) {
                return tl::unexpected(opened.error());
            }
            workspace = std::move(*opened);
        }
        return workspace.get();
    }
    void finishOne()
    {
        const std::lock_guard lock(mutex);
        --waiting;
        idle.notify_all();
    }
};

BackgroundStore::BackgroundStore(std::filesystem::path workspaceFile, QObject* parent)
    : QObject(parent), m_shared(std::make_shared<Shared>()), m_postbox(this)
{
    m_shared->file = std::move(workspaceFile);
}

BackgroundStore::~BackgroundStore()
{
    m_postbox.close();
    // The connection belongs to the lane's thread: it must be closed there.
    {
        const std::lock_guard lock(m_shared->mutex);
        ++m_shared->waiting;
    }
    m_lane.post([shared = m_shared] {
        shared->workspace.reset();
        shared->finishOne();
    });
    drain();
}

void BackgroundStore::post(Write write)
{
    {
        const std::lock_guard lock(m_shared->mutex);
        ++m_shared->waiting;
    }
    m_lane.post([this, shared = m_shared, postbox = m_postbox, write = std::move(write)] {
        const auto opened = shared->open();
        const Result<void> result = opened ? write(**opened) : tl::unexpected(opened.error());
        if (!result) {
            // `this` is only used in its own thread, where a closed postbox has dropped the letter.
            postbox.post([this, error = result.error()] { Q_EMIT failed(error); });
        }
        shared->finishOne();
    });
}

void BackgroundStore::drain()
{
    std::unique_lock lock(m_shared->mutex);
    m_shared->idle.wait(lock, [this] { return m_shared->waiting == 0; });
}

}  // namespace sightline::ui
