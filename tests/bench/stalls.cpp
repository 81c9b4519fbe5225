// How long the window's event loop stands still: 1,000 simulated cards opened, judged, sorted, filtered, paged through.
// A 1 ms timer ticks in the loop; the longest gap between two ticks is the stall. Printed, never asserted. Beside it
// the most processor time the window's thread itself spent between two ticks: on a busy machine the rest is waiting.
//
//   QT_QPA_PLATFORM=offscreen bench-stalls [COUNT]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include <QApplication>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

#include "ui/cards/card_tab.h"
#include "ui/main_window.h"
#include "ui/review/list_panel.h"
#include "ui/words.h"

using namespace sightline;
using namespace sightline::ui;

namespace {

/// Processor time of this thread; 0 where the system does not tell.
double threadMilliseconds()
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

int judged(const SampleStore& store)
{
    int count = 0;
    for (int i = 0; i < store.size(); ++i) {
        count += store.row(i).verdict ? 1 : 0;
    }
    return count;
}

}  // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    const int count = argc > 1 ? std::atoi(argv[1]) : 1000;
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("cards.csv"));
    NoProgress unheard;
    if (!domains::findDomain("pumpcards")->simulate(static_cast<std::size_t>(count), 1, words::toPath(file), unheard)) {
        return 1;
    }
    Preferences preferences;
    preferences.setFirstStepsDone(true);
    Session session(preferences);
    if (!session.openWorkspace(words::toPath(folder.filePath(QStringLiteral("w.sightline"))))) {
        return 1;
    }
    StallMeter meter;
    MainWindow window(session);
    window.setWindowState(Qt::WindowNoState);  // maximised where the screen is smaller
    window.resize(1280, 800);
    window.show();
    QCoreApplication::processEvents();  // the first paint is start-up, measured by the program's own log
    Bench& bench = *session.bench("pumpcards");
    meter.begin();
    session.startModels();
    meter.run("engine and model load", [&] { return bench.models().phase() >= ModelService::Phase::Ready; });
    meter.begin();
    window.openPaths({file});
    meter.run("open: list filled", [&] { return bench.store().size() == count; });
    if (bench.models().model()) {
        meter.begin();
        meter.run("every card judged", [&] { return judged(bench.store()) == count; });
    }
    SampleTable& table = window.cards().review().table();
    meter.begin();
    int step = 0;
    meter.run("sort by every column, both ways", [&] {
        table.sort(step % SampleTable::ColumnCount, step % 2 == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
        return ++step > 2 * SampleTable::ColumnCount;
    });
    table.sort(-1, Qt::AscendingOrder);
    meter.begin();
    step = 0;
    meter.run("page through 200 cards", [&] {
        window.cards().review().next();
        return ++step > 200;
    });
    meter.begin();
    step = 0;
    meter.run("label 50 cards", [&] {
        window.cards().review().label("normal");
        return ++step > 50;
    });
    window.close();
    return 0;
}
