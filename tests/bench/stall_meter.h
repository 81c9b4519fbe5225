// How long an event loop stands still: a 1 ms timer ticks in it; the longest gap between two ticks is the stall.
// Printed, never asserted. Beside it the most processor time the window's thread itself spent between two ticks: on a
// busy machine the rest is waiting.
#pragma once

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

namespace sightline::bench {

/// Processor time of this thread; 0 where the system does not tell.
inline double threadMilliseconds()
{
#if defined(CLOCK_THREAD_CPUTIME_ID)
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
#else
    return 0;
#endif
}

class StallMeter final : public QObject {
public:
    StallMeter()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(1);
        connect(&m_timer, &QTimer::timeout, this, &StallMeter::tick);
    }

    /// Runs the loop until done() or the limit; prints what the loop felt meanwhile.
    template <class Done>
    void run(const char* what, Done done, int limitMilliseconds = 120000)
    {
        QElapsedTimer all;
        all.start();
        while (!done() && all.elapsed() < limitMilliseconds) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        report(what, static_cast<double>(all.nsecsElapsed()) / 1e6);
    }

    void begin()
    {
        m_gaps.clear();
        m_ownWork = 0;
        m_since.start();
        m_workBefore = threadMilliseconds();
        m_timer.start();
    }

    void report(const char* what, double milliseconds)
    {
        m_timer.stop();
        tick();
        std::sort(m_gaps.begin(), m_gaps.end());
        const double p99 = m_gaps[m_gaps.size() * 99 / 100];
        const auto over = std::count_if(m_gaps.begin(), m_gaps.end(), [](double gap) { return gap > 50; });
        std::printf("%-44s %9.0f ms  longest stall %6.1f ms (own work %5.1f)  99 %% %6.1f ms  over 50 ms: %d\n", what,
                    milliseconds, m_gaps.back(), m_ownWork, p99, static_cast<int>(over));
        std::fflush(stdout);
    }

private:
    void tick()
    {
        m_gaps.push_back(static_cast<double>(m_since.nsecsElapsed()) / 1e6);
        const double work = threadMilliseconds();
        m_ownWork = std::max(m_ownWork, work - m_workBefore);
        m_workBefore = work;
        m_since.start();
    }

    QTimer m_timer;
    QElapsedTimer m_since;
    std::vector<double> m_gaps;
    double m_ownWork = 0;
    double m_workBefore = 0;
};

}  // namespace sightline::bench
