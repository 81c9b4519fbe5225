#include <atomic>
#include <future>
#include <memory>
#include <new>
#include <stdexcept>
#include <vector>

#include <QSignalSpy>
#include <QStandardPaths>
#include <QtTest>

#include "core/jobs/job.h"

using namespace sightline;
using namespace sightline::jobs;
using Phase = JobState::Phase;

namespace {

/// Every state a job told, in order.
struct Listener {
    explicit Listener(Job& job)
    {
        QObject::connect(&job, &Job::changed, &job, [this](const JobState& state) { states.push_back(state); });
    }
    [[nodiscard]] int ends() const
    {
        int count = 0;
        for (const JobState& state : states) {
            count += state.ended() ? 1 : 0;
        }
        return count;
    }
    [[nodiscard]] Phase last() const { return states.empty() ? Phase::Waiting : states.back().phase; }
    std::vector<JobState> states;
};

std::function<Result<int>(Progress&)> answering(int value)
{
    return [value](Progress&) -> Result<int> { return value; };
}

/// Says that it runs, then runs until it is stopped.
std::function<Result<int>(Progress&)> untilCancelled(std::shared_ptr<std::promise<void>> begun,
                                                     std::shared_ptr<std::atomic<bool>> stopped)
{
    return [begun, stopped](Progress& progress) -> Result<int> {
        begun->set_value();
        while (!progress.cancelled()) {
            std::this_thread::yield();
        }
        stopped->store(true);
        return fail(ErrorCode::Cancelled, "stopped");
    };
}

}  // namespace

class TestJob : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void inlineWorkEndsFromTheEventLoop()
    {
        InlineLane lane;
        Job job("answer");
        Listener listener(job);
        int answer = 0;
        job.start<int>(lane, answering(42), [&](int value) { answer = value; });
        QCOMPARE(job.title(), QString("answer"));
        QCOMPARE(listener.states.size(), std::size_t{0});  // never from within start()
        QTRY_COMPARE(listener.last(), Phase::Done);
        QCOMPARE(answer, 42);
        QCOMPARE(listener.ends(), 1);
        QVERIFY(job.state().ended());
    }

    void valueArrivesBeforeTheEndIsTold()
    {
        InlineLane lane;
        Job job("order");
        std::vector<std::string> order;
        connect(&job, &Job::changed, &job, [&](const JobState& state) {
            if (state.ended()) {
                order.emplace_back("end");
            }
        });
        job.start<int>(lane, answering(1), [&](int) { order.emplace_back("value"); });
        QTRY_COMPARE(order.size(), std::size_t{2});
        QCOMPARE(order, (std::vector<std::string>{"value", "end"}));
    }

    void threadsDeliverInTheJobsThread()
    {
        ThreadLane lane(2);
        Job job("threads");
        Listener listener(job);
        const QThread* const here = QThread::currentThread();
        std::atomic<bool> elsewhere = false;
        bool deliveredHere = false;
        job.start<int>(
            lane,
            [&](Progress& progress) -> Result<int> {
                elsewhere = QThread::currentThread() != here;
                progress.report(0.5, "halfway");
                return 7;
            },
            [&](int value) { deliveredHere = value == 7 && QThread::currentThread() == here; });
        QTRY_COMPARE(listener.last(), Phase::Done);
        QVERIFY(elsewhere);
        QVERIFY(deliveredHere);
        QCOMPARE(listener.ends(), 1);
    }

    void waitsUntilTheHandleIsTurned()
    {
        CrankedLane lane;
        Job job("cranked");
        Listener listener(job);
        bool ran = false;
        job.start<int>(lane,
                       [&](Progress&) -> Result<int> {
                           ran = true;
                           return 1;
                       },
                       {});
        QCoreApplication::processEvents();
        QVERIFY(!ran);
        QCOMPARE(job.state().phase, Phase::Waiting);
        QCOMPARE(lane.waiting(), std::size_t{1});
        QVERIFY(lane.turn());
        QVERIFY(!lane.turn());
        QTRY_COMPARE(listener.last(), Phase::Done);
        QVERIFY(ran);
    }

    void failuresKeepTheirError()
    {
        InlineLane lane;
        Job job("fails");
        Listener listener(job);
        bool delivered = false;
        job.start<int>(
            lane,
            [](Progress&) -> Result<int> {
                return fail(ErrorCode::Corrupt, "broken", {"cards.csv", 12, {}});
            },
            [&](int) { delivered = true; });
        QTRY_COMPARE(listener.last(), Phase::Failed);
        QCOMPARE(job.state().error, (Error{ErrorCode::Corrupt, "broken", {"cards.csv", 12, {}}}));
        QVERIFY(!delivered);
        QCOMPARE(listener.ends(), 1);
    }

    void exceptionsBecomeErrors_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("std::exception") << 0 << ErrorCode::Internal;
        QTest::newRow("memory") << 1 << ErrorCode::OutOfMemory;
        QTest::newRow("unknown") << 2 << ErrorCode::Internal;
    }
    void exceptionsBecomeErrors()
    {
        QFETCH(int, kind);
        QFETCH(ErrorCode, code);
        InlineLane lane;
        Job job("throws");
        Listener listener(job);
        job.start<int>(lane,
                       [kind](Progress&) -> Result<int> {
                           if (kind == 0) {
                               throw std::runtime_error("foreign");
                           }
                           if (kind == 1) {
                               throw std::bad_alloc();
                           }
                           throw 5;
                       },
                       {});
        QTRY_COMPARE(listener.last(), Phase::Failed);
        QCOMPARE(job.state().error.code, code);
        QVERIFY(!job.state().error.message.empty());
    }

    void cancelStopsRunningWork()
    {
        ThreadLane lane(1);
        Job job("stop");
        Listener listener(job);
        auto begun = std::make_shared<std::promise<void>>();
        auto stopped = std::make_shared<std::atomic<bool>>(false);
        job.start<int>(lane, untilCancelled(begun, stopped), {});
        begun->get_future().wait();
        job.cancel();
        job.cancel();
        QTRY_COMPARE(listener.last(), Phase::Cancelled);
        QVERIFY(stopped->load());
        QCOMPARE(listener.ends(), 1);
    }

    void cancelledWhileWaitingNeverRuns()
    {
        CrankedLane lane;
        Job job("waiting");
        Listener listener(job);
        bool ran = false;
        const auto captured = std::make_shared<int>(1);
        job.start<int>(lane,
                       [&ran, captured](Progress&) -> Result<int> {
                           ran = true;
                           return *captured;
                       },
                       {});
        job.cancel();
        QCOMPARE(captured.use_count(), 1L);  // what the work held is free at once
        QTRY_COMPARE(listener.last(), Phase::Cancelled);
        lane.turnAll();
        QCoreApplication::processEvents();
        QVERIFY(!ran);
        QCOMPARE(listener.ends(), 1);
    }

    void aResultInSpiteOfCancelIsKept()
    {
        CrankedLane lane;
        Job job("best so far");
        Listener listener(job);
        int best = 0;
        job.start<int>(
            lane,
            [&job](Progress& progress) -> Result<int> {
                job.cancel();  // same thread: the lane is cranked below
                return progress.cancelled() ? 3 : -1;
            },
            [&](int value) { best = value; });
        lane.turnAll();
        QTRY_COMPARE(listener.last(), Phase::Done);
        QCOMPARE(best, 3);
        QCOMPARE(listener.ends(), 1);
    }

    void workIsReleasedBeforeTheEnd()
    {
        ThreadLane lane(1);
        Job job("release");
        const auto held = std::make_shared<int>(1);
        long holdersAtTheEnd = -1;
        connect(&job, &Job::changed, &job, [&](const JobState& state) {
            if (state.ended()) {
                holdersAtTheEnd = held.use_count();
            }
        });
        job.start<int>(lane, [held](Progress&) -> Result<int> { return *held; }, {});
        QTRY_COMPARE(holdersAtTheEnd, 1L);
    }

    void destroyedWhileRunning()
    {
        ThreadLane lane(1);
        auto begun = std::make_shared<std::promise<void>>();
        auto stopped = std::make_shared<std::atomic<bool>>(false);
        bool delivered = false;
        {
            Job job("gone");
            job.start<int>(lane, untilCancelled(begun, stopped), [&](int) { delivered = true; });
            begun->get_future().wait();
        }
        QTRY_VERIFY(stopped->load());
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void destroyedWithItsResultOnTheWay()
    {
        InlineLane lane;
        bool delivered = false;
        {
            Job job("late");
            job.start<int>(lane, answering(1), [&](int) { delivered = true; });
        }
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void mayBeDestroyedByItsOwnEnd()
    {
        InlineLane lane;
        auto* job = new Job("suicide");
        const QPointer<Job> watched(job);
        job->start<int>(lane, answering(1), [job](int) { delete job; });
        QTRY_VERIFY(watched.isNull());

        auto* second = new Job("suicide by signal");
        const QPointer<Job> watchedToo(second);
        connect(second, &Job::changed, second, [second](const JobState& state) {
            if (state.ended()) {
                delete second;
            }
        });
        second->start<int>(lane, answering(1), {});
        QTRY_VERIFY(watchedToo.isNull());
    }

    void aLaneThatGoesEndsItsJobs()
    {
        auto begun = std::make_shared<std::promise<void>>();
        auto stopped = std::make_shared<std::atomic<bool>>(false);
        Job running("running");
        Job waiting("waiting");
        Listener runningStates(running);
        Listener waitingStates(waiting);
        {
            ThreadLane lane(1);
            running.start<int>(lane, untilCancelled(begun, stopped), {});
            waiting.start<int>(lane, answering(1), {});
            begun->get_future().wait();
            running.cancel();
            waiting.cancel();
        }
        QTRY_COMPARE(runningStates.last(), Phase::Cancelled);
        QTRY_COMPARE(waitingStates.last(), Phase::Cancelled);

        Job dropped("dropped");
        Listener droppedStates(dropped);
        {
            CrankedLane lane;
            dropped.start<int>(lane, answering(1), {});
        }
        QTRY_COMPARE(droppedStates.last(), Phase::Cancelled);
        QCOMPARE(droppedStates.ends(), 1);
    }

    void updatesComeAtMostEveryFiftyMilliseconds()
    {
        CrankedLane lane;
        Job job("throttle");
        Listener listener(job);
        std::int64_t now = 1000;
        job.setClock([&now] { return now; });
        job.start<int>(lane,
                       [&](Progress& progress) -> Result<int> {
                           // The handle is turned in this thread, so the event loop can be run between reports.
                           for (int ms = 0; ms < 50; ++ms) {
                               now = 1000 + ms;
                               progress.report(ms / 100.0, "first");
                               QCoreApplication::processEvents();
                           }
                           [&] { QCOMPARE(listener.states.size(), std::size_t{1}); }();
                           now = 1050;  // the newest report comes without a further one
                           [&] { QTRY_COMPARE(listener.states.size(), std::size_t{2}); }();
                           progress.report(0.9, "second");
                           QCoreApplication::processEvents();
                           return 1;
                       },
                       {});
        lane.turnAll();
        QTRY_COMPARE(listener.last(), Phase::Done);
        QCOMPARE(listener.states.size(), std::size_t{3});
        QCOMPARE(listener.states[0].phase, Phase::Running);
        QCOMPARE(listener.states[0].fraction, 0.0);
        QCOMPARE(listener.states[1].fraction, 0.49);
        QCOMPARE(listener.states[1].stage, QString("first"));
    }

    void thousandsOfReportsFromAThread()
    {
        ThreadLane lane(1);
        Job job("busy");
        Listener listener(job);
        std::int64_t now = 0;  // stands still: one update, then the end
        job.setClock([&now] { return now; });
        job.start<int>(lane,
                       [](Progress& progress) -> Result<int> {
                           for (int i = 0; i < 20000; ++i) {
                               progress.report(i / 20000.0, "counting");
                           }
                           return 1;
                       },
                       {});
        QTRY_COMPARE(listener.last(), Phase::Done);
        QVERIFY(listener.states.size() <= 2);
        QCOMPARE(listener.ends(), 1);
    }
};

QTEST_GUILESS_MAIN(TestJob)
#include "test_job.moc"
