// People and programs that do not exist: what the recorder writes down, what tells a hand from a program.
#include <algorithm>
#include <cmath>
#include <vector>

#include <QTest>

#include "core/domains/mouse/hands.h"
#include "core/domains/mouse/picture.h"
#include "core/domains/mouse/programs.h"

using namespace sightline;
using namespace sightline::mouse;

namespace {

Session withPath(Session session)
{
    for (std::size_t i = 0; i < session.events.size(); ++i) {
        if (session.events[i].kind != EventKind::Scroll) {
            session.path.push_back(static_cast<std::uint32_t>(i));
        }
    }
    return session;
}

/// Deviation of the speed over its mean, within movements.
double speedSpread(const Session& session)
{
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (const PathPoint& point : pathOf(session, {0, session.path.size()})) {
        if (point.step > 0 && point.step < 0.05 && point.speed > 0) {
            sum += point.speed;
            squares += point.speed * point.speed;
            ++count;
        }
    }
    const double mean = sum / count;
    return std::sqrt(squares / count - mean * mean) / mean;
}

}  // namespace

class TestSimulator : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theRecorderKeepsItsClock();
    void nothingIsLostBeforeAClick();
    void pointersGoInCounts();
    void everySessionIsOne_data();
    void everySessionIsOne();
    void aHandSpeedsUpAndSlowsDown();
    void peopleStayThemselves();
    void aReplayComesRoundAgain();
};

void TestSimulator::theRecorderKeepsItsClock()
{
    Rng rng(1);
    Device device;
    device.reportSeconds = 0.002;
    device.clockSeconds = 0.02;
    Recorder recorder(device, 100, rng);
    const Point from = recorder.at();
    for (int i = 1; i <= 500; ++i) {
        recorder.move(i * 0.002, {from.x + 0.3 * i, from.y});
    }
    for (int i = 0; i < 100; ++i) {
        recorder.move(1 + i * 0.002, {from.x + 150, from.y});
    }
    const Session session = recorder.take();
    QVERIFY2(session.events.size() > 40 && session.events.size() < 60,
             qPrintable(QString::number(session.events.size())));
    for (std::size_t i = 1; i < session.events.size(); ++i) {
        const double step = session.events[i].seconds - session.events[i - 1].seconds;
        QVERIFY2(step > 0.014 && step < 0.03, qPrintable(QString::number(step)));
        QCOMPARE(session.events[i].x, std::round(session.events[i].x));
    }
    QVERIFY(session.events.back().seconds < 1.05);  // nothing while it stands still
    QVERIFY(std::abs(static_cast<double>(session.events.back().x) - from.x - 150) <= 1);
}

void TestSimulator::nothingIsLostBeforeAClick()
{
    Rng rng(1);
    Device device;
    device.clockSeconds = 0.1;
    Recorder recorder(device, 10, rng);
    recorder.move(0.01, {100, 100});
    recorder.move(0.02, {200, 150});
    recorder.press(Button::Left);
    recorder.wait(0.1);
    recorder.release(Button::Left);
    const Session session = recorder.take();
    QCOMPARE(session.events.size(), std::size_t(4));
    QVERIFY(session.events[1].kind == EventKind::Move && session.events[2].kind == EventKind::Press);
    QCOMPARE(session.events[2].x, 200.0F);
    QCOMPARE(session.events[1].seconds, session.events[2].seconds);
    QVERIFY(session.events[3].seconds - session.events[2].seconds > 0.09);
}

void TestSimulator::pointersGoInCounts()
{
    Rng rng(1);
    Device device;
    device.countPixels = 2;
    device.clockSeconds = 0.001;
    Recorder recorder(device, 100, rng);
    for (int i = 0; i < 100; ++i) {
        recorder.move(i * 0.01, {300 + 0.7 * i, 200});
    }
    for (const MouseEvent& event : recorder.take().events) {
        QCOMPARE(std::fmod(event.x, 2.0F), 0.0F);
    }
}

void TestSimulator::everySessionIsOne_data()
{
    QTest::addColumn<int>("program");
    QTest::newRow("hand") << -1;
    for (std::size_t i = 0; i < programCount; ++i) {
        QTest::newRow(toString(static_cast<Program>(i))) << static_cast<int>(i);
    }
}

void TestSimulator::everySessionIsOne()
{
    QFETCH(int, program);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Rng rng(seed);
        const Device device = deviceOf(rng);
        const Session session = program < 0 ? humanSession(handOf(seed, 3), device, 300, rng)
                                            : machineSession(static_cast<Program>(program), device, 300, rng);
        QVERIFY(session.events.size() >= 300 && session.events.size() < 2000);
        int held = 0;
        double last = 0;
        for (const MouseEvent& event : session.events) {
            QVERIFY(event.seconds >= last);
            last = event.seconds;
            QVERIFY(event.x >= 0 && event.x < device.width && event.y >= 0 && event.y < device.height);
            held += event.kind == EventKind::Press ? 1 : event.kind == EventKind::Release ? -1 : 0;
            QVERIFY(held == 0 || held == 1);
        }
        QVERIFY(last > 1);
    }
}

void TestSimulator::aHandSpeedsUpAndSlowsDown()
{
    Device device;
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        Rng rng(seed);
        const double hand = speedSpread(withPath(humanSession(handOf(seed, 0), device, 600, rng)));
        const double strides = speedSpread(withPath(machineSession(Program::Steps, device, 600, rng)));
        QVERIFY2(hand > 1.5 * strides, qPrintable(QString("%1 %2").arg(hand).arg(strides)));
    }
}

void TestSimulator::peopleStayThemselves()
{
    QCOMPARE(handOf(7, 2).perBitSeconds, handOf(7, 2).perBitSeconds);
    QVERIFY(handOf(7, 2).perBitSeconds != handOf(7, 3).perBitSeconds);
    QVERIFY(handOf(8, 2).perBitSeconds != handOf(7, 2).perBitSeconds);
    QCOMPARE(deviceOfPerson(7, 2).clockSeconds, deviceOfPerson(7, 2).clockSeconds);
}

void TestSimulator::aReplayComesRoundAgain()
{
    // The same presses come back at even intervals.
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        Rng rng(seed);
        const Session session = machineSession(Program::Replay, Device(), 400, rng);
        std::vector<std::pair<float, double>> presses;
        for (const MouseEvent& event : session.events) {
            if (event.kind == EventKind::Press) {
                presses.emplace_back(event.x, event.seconds);
            }
        }
        if (presses.empty()) {
            continue;  // a stretch without a click
        }
        const auto same = std::count_if(presses.begin(), presses.end(),
                                        [&](const auto& press) { return press.first == presses.front().first; });
        QVERIFY(same >= 3);
    }
}

QTEST_GUILESS_MAIN(TestSimulator)
#include "test_simulator.moc"
