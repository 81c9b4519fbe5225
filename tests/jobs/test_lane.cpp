#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <set>
#include <stdexcept>
#include <vector>

#ifdef __linux__
#include <sys/resource.h>
#endif

#include <QStandardPaths>
#include <QtTest>

#include "core/base/log.h"
#include "core/jobs/lane.h"

using namespace sightline;
using namespace sightline::jobs;

class TestLane : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void oneThreadKeepsTheOrderAndTheThread()
    {
        ThreadLane lane(1);
        std::vector<int> order;
        std::set<std::thread::id> threads;
        std::promise<void> last;
        for (int i = 0; i < 100; ++i) {
            lane.post([&, i] {
                order.push_back(i);
                threads.insert(std::this_thread::get_id());
                if (i == 99) {
                    last.set_value();
                }
            });
        }
        last.get_future().wait();
        QCOMPARE(threads.size(), std::size_t{1});
        for (int i = 0; i < 100; ++i) {
            QCOMPARE(order[static_cast<std::size_t>(i)], i);
        }
    }

    void threadsWorkAtTheSameTime()
    {
        ThreadLane lane(2);
        std::promise<void> first;
        std::promise<void> second;
        std::promise<void> done;
        auto firstFuture = first.get_future();
        auto secondFuture = second.get_future();
        // Each waits for the other: only two threads get through.
        lane.post([&] {
            first.set_value();
            secondFuture.wait();
            done.set_value();
        });
        lane.post([&] {
            firstFuture.wait();
            second.set_value();
        });
        QCOMPARE(done.get_future().wait_for(std::chrono::seconds(60)), std::future_status::ready);
    }

    void threadsBehindGiveWayToTheOthers()
    {
#ifdef __linux__
        const auto priorityIn = [](Standing standing) {
            std::promise<int> priority;
            auto known = priority.get_future();
            ThreadLane lane(1, standing);
            lane.post([&] { priority.set_value(getpriority(PRIO_PROCESS, 0)); });
            return known.get();
        };
        const int own = getpriority(PRIO_PROCESS, 0);
        QCOMPARE(priorityIn(Standing::Equal), own);
        QCOMPARE(priorityIn(Standing::Behind), std::min(own + 5, 19));
        QCOMPARE(getpriority(PRIO_PROCESS, 0), own);
#else
        QSKIP("threads have no priority of their own here");
#endif
    }

    void atLeastOneThread()
    {
        ThreadLane lane(0);
        std::promise<int> answer;
        lane.post([&] { answer.set_value(5); });
        QCOMPARE(answer.get_future().get(), 5);
    }

    void destructionFinishesWhatRunsAndDropsTheRest()
    {
        std::atomic<int> finished = 0;
        const auto heldByDropped = std::make_shared<int>(0);
        std::promise<void> begun;
        std::promise<void> mayEnd;
        auto mayEndFuture = mayEnd.get_future().share();
        auto lane = std::make_unique<ThreadLane>(1);
        lane->post([&, mayEndFuture] {
            begun.set_value();
            mayEndFuture.wait();
            ++finished;
        });
        lane->post([&finished, heldByDropped] { finished += 100; });
        begun.get_future().wait();
        std::thread destroyer([&] { lane.reset(); });
        // The dropped work is gone before the running one may end.
        while (heldByDropped.use_count() > 1) {
            std::this_thread::yield();
        }
        QCOMPARE(finished.load(), 0);
        mayEnd.set_value();
        destroyer.join();
        QCOMPARE(finished.load(), 1);
    }

    void workThatThrowsLeavesTheLaneAlive()
    {
        std::mutex mutex;
        std::vector<std::string> messages;
        setLogSink([&](LogLevel, std::string_view message) {
            const std::lock_guard lock(mutex);
            messages.emplace_back(message);
        });
        {
            ThreadLane lane(1);
            std::promise<void> after;
            lane.post([] { throw std::runtime_error("oops"); });
            lane.post([] { throw 5; });
            lane.post([&] { after.set_value(); });
            after.get_future().wait();
        }
        setLogSink({});
        QCOMPARE(messages.size(), std::size_t{2});
        QVERIFY(messages[0].find("oops") != std::string::npos);
    }

    void crankedRunsWhatWorkPosts()
    {
        CrankedLane lane;
        std::vector<int> order;
        lane.post([&] {
            order.push_back(1);
            lane.post([&] { order.push_back(3); });
        });
        lane.post([&] { order.push_back(2); });
        lane.turnAll();
        QCOMPARE(order, (std::vector<int>{1, 2, 3}));
    }
};

QTEST_GUILESS_MAIN(TestLane)
#include "test_lane.moc"
