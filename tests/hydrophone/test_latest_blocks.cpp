// Blocks that several threads ask for at once.
#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include <QTest>

#include "core/domains/hydrophone/latest_blocks.h"

using namespace sightline;
using namespace sightline::hydrophone;

namespace {

Result<LatestBlocks::Block> made(float value)
{
    return std::make_shared<const std::vector<float>>(1, value);
}

}  // namespace

class TestLatestBlocks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneMakesAndTheOthersWait();
    void theLatestUsedAreKept();
    void failuresLeaveNothingBehind();
};

void TestLatestBlocks::oneMakesAndTheOthersWait()
{
    constexpr int threads = 4;
    constexpr std::int64_t numbers = 200;
    LatestBlocks blocks(numbers);
    std::atomic<int> asking = 0;
    std::atomic<int> makings = 0;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> running;
    for (int t = 0; t < threads; ++t) {
        running.emplace_back([&] {
            for (std::int64_t number = 0; number < numbers; ++number) {
                ++asking;
                const auto block = blocks.get(number, [&] {
                    ++makings;
                    // All have come for this one before it is made.
                    while (asking < threads * (number + 1)) {
                        std::this_thread::yield();
                    }
                    return made(static_cast<float>(number));
                });
                wrong += block && (**block)[0] == static_cast<float>(number) ? 0 : 1;
            }
        });
    }
    for (std::thread& one : running) {
        one.join();
    }
    QCOMPARE(makings.load(), static_cast<int>(numbers));
    QCOMPARE(wrong.load(), 0);
}

void TestLatestBlocks::theLatestUsedAreKept()
{
    LatestBlocks blocks(2);
    int makings = 0;
    const auto ask = [&](std::int64_t number) {
        return blocks.get(number, [&] {
            ++makings;
            return made(static_cast<float>(number));
        });
    };
    for (const std::int64_t number : {1, 2, 1, 3, 1}) {
        QVERIFY(ask(number));
    }
    QCOMPARE(makings, 3);
    QVERIFY(ask(2));
    QCOMPARE(makings, 4);
}

void TestLatestBlocks::failuresLeaveNothingBehind()
{
    LatestBlocks blocks(2);
    const auto failed =
        blocks.get(7, []() -> Result<LatestBlocks::Block> { return fail(ErrorCode::Cancelled, "stopped"); });
    QCOMPARE(failed.error().code, ErrorCode::Cancelled);
    bool thrown = false;
    try {
        (void)blocks.get(7, []() -> Result<LatestBlocks::Block> { throw std::runtime_error("no memory"); });
    } catch (const std::runtime_error&) {
        thrown = true;
    }
    QVERIFY(thrown);
    const auto there = blocks.get(7, [] { return made(7); });
    QVERIFY(there);
    QCOMPARE((**there)[0], 7.0F);
}

QTEST_GUILESS_MAIN(TestLatestBlocks)
#include "test_latest_blocks.moc"
