// Numbered blocks of values that are computed on demand; the latest used are kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace sightline::hydrophone {

/// May be used from any thread at once. Two that ask for the same block may both compute it.
class LatestBlocks {
public:
    using Block = std::shared_ptr<const std::vector<float>>;

    explicit LatestBlocks(std::size_t kept) : m_most(kept) {}

    /// The block of that number; `make()` returns Result<Block> and is called without a lock where it is not kept. Its
    /// errors; nothing is kept of them.
    template <class Make>
    Result<Block> get(std::int64_t number, Make make)
    {
        if (Block there = find(number)) {
            return there;
        }
        Result<Block> made = make();
        if (made) {
            keep(number, *made);
        }
        return made;
    }

private:
    Block find(std::int64_t number)
    {
        const std::lock_guard lock(m_mutex);
        for (auto one = m_kept.begin(); one != m_kept.end(); ++one) {
            if (one->first == number) {
                m_kept.splice(m_kept.begin(), m_kept, one);
                return one->second;
            }
        }
        return nullptr;
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
    std::list<std::pair<std::int64_t, Block>> m_kept;  ///< newest first
};

}  // namespace sightline::hydrophone
