// Numbered blocks of values that are computed on demand; the latest used are kept.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace sightline::hydrophone {

/// May be used from any thread at once. Of several that ask for the same block one computes it and the others wait, so
/// make() must not ask, by whatever way, for blocks of the same object.
class LatestBlocks {
public:
    using Block = std::shared_ptr<const std::vector<float>>;

    explicit LatestBlocks(std::size_t kept) : m_most(kept) {}

    /// The block of that number; `make()` returns Result<Block> and is called without a lock where it is not kept. Its
    /// errors; nothing is kept of them, and whoever waited for that block makes it himself.
    template <class Make>
    Result<Block> get(std::int64_t number, Make make)
    {
        if (Block there = findOrClaim(number)) {
            return there;
        }
        const Claim claim{*this, number};
        Result<Block> made = make();
        if (made) {
            keep(number, *made);
        }
        return made;
    }

private:
    /// Given back when the block is there, or failed, or making it threw.
    struct Claim {
        LatestBlocks& blocks;
        std::int64_t number;
        ~Claim()
        {
            {
                const std::lock_guard lock(blocks.m_mutex);
                blocks.m_making.erase(number);
            }
            blocks.m_ended.notify_all();
        }
    };

    /// The block, or null: the caller has to make it.
    Block findOrClaim(std::int64_t number)
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            for (auto one = m_kept.begin(); one != m_kept.end(); ++one) {
                if (one->first == number) {
                    m_kept.splice(m_kept.begin(), m_kept, one);
                    return one->second;
                }
            }
            if (m_making.insert(number).second) {
                return nullptr;
            }
            m_ended.wait(lock);
        }
    }
    void keep(std::int64_t number, Block block)
    {
        const std::lock_guard lock(m_mutex);
        m_kept.emplace_front(number, std::move(block));
        if (m_kept.size() > m_most) {
            m_kept.pop_back();
        }
    }

    const std::size_t m_most;
    std::mutex m_mutex;
    std::condition_variable m_ended;
    std::set<std::int64_t> m_making;
    std::list<std::pair<std::int64_t, Block>> m_kept;  ///< newest first
};

}  // namespace sightline::hydrophone
