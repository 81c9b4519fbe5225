#include "ui/hydrophone/read_turns.h"

#include <chrono>

namespace sightline::ui {

void ReadTurns::giveWay(const Progress& progress)
{
    constexpr std::chrono::milliseconds patience(50);
    std::unique_lock lock(m_mutex);
    while (m_looking > 0 && !progress.cancelled()) {
        m_nobody.wait_for(lock, patience);
    }
}

void ReadTurns::change(int by)
{
    {
        const std::lock_guard lock(m_mutex);
        m_looking += by;
    }
    m_nobody.notify_all();
}

}  // namespace sightline::ui
