#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include <QStandardPaths>
#include <QtTest>

#include "core/jobs/bounded_queue.h"

using namespace sightline;
using namespace sightline::jobs;

namespace {

class Stoppable final : public Progress {
public:
    [[nodiscard]] bool cancelled() const override
    {
        ++asked;
        return stop.load();
    }
    void report(double, std::string_view) override {}
    std::atomic<bool> stop = false;
    mutable std::atomic<int> asked = 0;
};

}  // namespace

class TestBoundedQueue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void keepsTheOrder()
    {
        const NoProgress progress;
        BoundedQueue<int> queue(3);
        QVERIFY(queue.push(1, progress));
        QVERIFY(queue.push(2, progress));
        QCOMPARE(queue.size(), std::size_t{2});
        QCOMPARE(queue.pop(progress), std::optional<int>(1));
        QCOMPARE(queue.pop(progress), std::optional<int>(2));
    }

    void neverHoldsMoreThanItsCapacity()
    {
        const NoProgress progress;
        BoundedQueue<int> queue(4);
        std::thread producer([&] {
            for (int i = 0; i < 5000; ++i) {
                queue.push(i, progress);
            }
            queue.close();
        });
        std::size_t most = 0;
        int expected = 0;
        bool inOrder = true;
        while (true) {
            most = std::max(most, queue.size());
            const std::optional<int> value = queue.pop(progress);
            if (!value) {
                break;
            }
            inOrder = inOrder && *value == expected++;
        }
        producer.join();
        QVERIFY(inOrder);
        QCOMPARE(expected, 5000);
        QVERIFY(most <= queue.capacity());
    }

    void severalProducersAndConsumersLoseNothing()
    {
        const NoProgress progress;
        BoundedQueue<int> queue(2);
        std::atomic<long> sum = 0;
        std::vector<std::thread> producers;
        std::vector<std::thread> consumers;
        for (int p = 0; p < 3; ++p) {
            producers.emplace_back([&] {
                for (int i = 1; i <= 1000; ++i) {
                    queue.push(i, progress);
                }
            });
            consumers.emplace_back([&] {
                while (const std::optional<int> value = queue.pop(progress)) {
                    sum += *value;
                }
            });
        }
        for (std::thread& producer : producers) {
            producer.join();
        }
        queue.close();
        for (std::thread& consumer : consumers) {
            consumer.join();
        }
        QCOMPARE(sum.load(), 3L * 1000 * 1001 / 2);
    }

    void closedQueueHandsOutTheRest()
    {
        const NoProgress progress;
        BoundedQueue<int> queue(4);
        queue.push(1, progress);
        queue.close();
        QVERIFY(!queue.push(2, progress));
        QCOMPARE(queue.pop(progress), std::optional<int>(1));
        QCOMPARE(queue.pop(progress), std::optional<int>());
    }

    void cancelDropsWhatIsQueued()
    {
        const NoProgress progress;
        const auto value = std::make_shared<int>(1);
        BoundedQueue<std::shared_ptr<int>> queue(4);
        queue.push(value, progress);
        queue.cancel();
        QCOMPARE(value.use_count(), 1L);
        QVERIFY(!queue.pop(progress).has_value());
    }

    void cancelWakesBothSides()
    {
        Stoppable progress;
        BoundedQueue<int> full(1);
        full.push(1, progress);
        BoundedQueue<int> empty(1);
        auto pushed = std::async(std::launch::async, [&] { return full.push(2, progress); });
        auto popped = std::async(std::launch::async, [&] { return empty.pop(progress).has_value(); });
        while (progress.asked < 3) {  // both have begun (the first push asked once)
            std::this_thread::yield();
        }
        full.cancel();
        empty.cancel();
        QVERIFY(!pushed.get());
        QVERIFY(!popped.get());
    }

    void aCancelledProgressEndsTheWait()
    {
        Stoppable progress;
        BoundedQueue<int> queue(1);
        queue.push(1, progress);
        auto pushed = std::async(std::launch::async, [&] { return queue.push(2, progress); });
        progress.stop = true;
        QVERIFY(!pushed.get());
        QCOMPARE(queue.size(), std::size_t{1});
    }

    void capacityIsAtLeastOne()
    {
        const NoProgress progress;
        BoundedQueue<int> queue(0);
        QVERIFY(queue.push(1, progress));
        QCOMPARE(queue.capacity(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestBoundedQueue)
#include "test_bounded_queue.moc"
