// Who reads a file now: what somebody looks at goes first.
#pragma once

#include <condition_variable>
#include <mutex>

#include "core/base/progress.h"

namespace sightline::ui {

/// A few places of a long file are read in moments, unless something reads all of it at the same time: a disk, and what
/// reads ahead of it, serve the stream first. May be used from any thread.
class ReadTurns {
public:
    /// While it lives, giveWay() waits.
    class Looking {
    public:
        explicit Looking(ReadTurns& turns) : m_turns(turns) { m_turns.change(1); }
        ~Looking() { m_turns.change(-1); }
        Looking(const Looking&) = delete;
        Looking& operator=(const Looking&) = delete;

    private:
        ReadTurns& m_turns;
    };

    /// For what reads all of the file: waits until nobody looks, or it is cancelled.
    void giveWay(const Progress& progress);

private:
    void change(int by);

    std::mutex m_mutex;
    std::condition_variable m_nobody;
    int m_looking = 0;
};

}  // namespace sightline::ui
