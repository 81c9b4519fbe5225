// The axes of long recordings: gaps, clocks, frequency scales, boxes under the mouse.
#include <QTest>
#include <cmath>

#include "widgets/frequency_axis.h"
#include "widgets/time_boxes.h"
#include "widgets/timeline.h"

using namespace sightline;
using namespace sightline::widgets;

namespace {

/// 2021-07-15 00:27:00.5 UTC.
constexpr std::int64_t began = 1626308820500000;

}  // namespace

class TimeAxisTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pausesHaveWidthButNoSound()
    {
        const Timeline timeline({{0, 0, 10}, {30, 10, 5}, {40, 15, 5}});
        QCOMPARE(timeline.seconds(), 45.0);
        QCOMPARE(timeline.recordedSeconds(), 20.0);
        QCOMPARE(timeline.recordedAt(9).value_or(-1), 9.0);
        QVERIFY(!timeline.recordedAt(10));
        QVERIFY(!timeline.recordedAt(29.9));
        QVERIFY(!timeline.recordedAt(-1));
        QVERIFY(!timeline.recordedAt(45));
        QCOMPARE(timeline.recordedAt(31).value_or(-1), 11.0);
        QCOMPARE(timeline.recordedNear(20), 10.0);
        QCOMPARE(timeline.recordedNear(100), 20.0);
        QCOMPARE(timeline.axisAt(10), 30.0);
        QCOMPARE(timeline.axisAt(16), 41.0);
        const std::vector<Interval> gaps = timeline.gapsIn({5, 36});
        QCOMPARE(gaps.size(), std::size_t{2});
        QCOMPARE(gaps[0], (Interval{10, 30}));
        QCOMPARE(gaps[1], (Interval{35, 40}));
        QVERIFY(timeline.gapsIn({0, 10}).empty());
    }

    void stretchesThatOverlapAreDropped()
    {
        const Timeline timeline({{0, 0, 10}, {5, 10, 10}, {20, 20, 0}, {25, 20, 1}});
        QCOMPARE(timeline.stretches().size(), std::size_t{2});
        QVERIFY(Timeline(0).stretches().empty());
    }

    void ticksStandAtRoundMomentsOfTheClock()
    {
        Timeline timeline(7200);
        timeline.setStart(began, QStringLiteral("UTC"));
        const std::vector<TimeTick> ticks = timeTicks(timeline, {0, 600}, 6);
        QVERIFY(ticks.size() >= 3 && ticks.size() <= 6);
        QCOMPARE(ticks[0].label, QStringLiteral("00:28"));
        QCOMPARE(ticks[0].seconds, 59.5);
        QCOMPARE(ticks[0].date, QStringLiteral("2021-07-15"));
        QVERIFY(ticks[1].date.isEmpty());
        QCOMPARE(timeTitle(timeline, {0, 600}), QStringLiteral("UTC"));
        QCOMPARE(timeline.momentText(1.256, 0.01), QStringLiteral("2021-07-15 00:27:01.76"));
        QCOMPARE(timeline.momentText(59.4999, 0.01), QStringLiteral("2021-07-15 00:28:00.00"));
    }

    void aNewDayIsNamed()
    {
        Timeline timeline(3 * 86400.0);
        timeline.setStart(began, QStringLiteral("UTC"));
        QStringList dates;
        for (const TimeTick& tick : timeTicks(timeline, {0, 2.0 * 86400}, 8)) {
            if (!tick.date.isEmpty())
                dates.append(tick.date);
        }
        QCOMPARE(dates,
                 (QStringList{QStringLiteral("2021-07-15"), QStringLiteral("2021-07-16"), QStringLiteral("2021-07-17")})
                     .mid(0, dates.size()));
        QVERIFY(dates.size() >= 2);
        // Weeks of sea: the days themselves are the labels.
        Timeline months(90 * 86400.0);
        months.setStart(began, QStringLiteral("UTC"));
        const std::vector<TimeTick> days = timeTicks(months, {0, 90 * 86400.0}, 8);
        QVERIFY(days.size() >= 4 && days.size() <= 9);
        QVERIFY(days[0].label.startsWith(QStringLiteral("2021-07-")));
    }

    void withoutAClockSecondsAreCounted()
    {
        const Timeline shortOne(30);
        const std::vector<TimeTick> ticks = timeTicks(shortOne, {0, 1}, 5);
        QCOMPARE(ticks[1].label, QStringLiteral("0.2"));
        QCOMPARE(timeTitle(shortOne, {0, 1}), QStringLiteral("Time (s)"));
        QCOMPARE(shortOne.momentText(2.5, 0.1), QStringLiteral("2.5 s"));
        const Timeline longOne(90000);
        QCOMPARE(longOne.momentText(3661.25, 0.01), QStringLiteral("1:01:01.25"));
        QCOMPARE(timeTicks(longOne, {0, 90000}, 6)[1].label, QStringLiteral("6:00:00"));
        // Down to single cycles.
        const std::vector<TimeTick> fine = timeTicks(shortOne, {1, 1.001}, 6);
        QVERIFY(fine.size() >= 4 && fine.size() <= 7);
        QCOMPARE(fine[1].label, QStringLiteral("1.0002"));
    }

    void frequenciesComeBack_data()
    {
        QTest::addColumn<int>("scale");
        QTest::newRow("linear") << static_cast<int>(FrequencyScale::Linear);
        QTest::newRow("log") << static_cast<int>(FrequencyScale::Log);
        QTest::newRow("mel") << static_cast<int>(FrequencyScale::Mel);
    }
    void frequenciesComeBack()
    {
        QFETCH(int, scale);
        const FrequencyAxis axis{{0, 24000}, static_cast<FrequencyScale>(scale)};
        for (const double hertz : {100.0, 440.0, 1000.0, 8000.0, 24000.0})
            QVERIFY(std::abs(axis.hertzAt(axis.positionOf(hertz)) - hertz) < 1e-6 * hertz);
        QCOMPARE(axis.positionOf(24000), 1.0);
        QVERIFY(axis.positionOf(0) >= 0 && axis.positionOf(0) < 1e-9);
        // Octaves are as high as each other by a logarithm alone; low ones are wide by mel.
        const double low = axis.positionOf(200) - axis.positionOf(100);
        const double high = axis.positionOf(20000) - axis.positionOf(10000);
        if (axis.scale == FrequencyScale::Log)
            QVERIFY(std::abs(low - high) < 1e-9);
        else
            QVERIFY(low < high);
        double before = -1;
        for (const FrequencyTick& tick : frequencyTicks(axis, 8)) {
            QVERIFY(tick.hertz > before);
            before = tick.hertz;
        }
        QVERIFY(frequencyTicks(axis, 8).size() >= 3);
    }

    void unitsFitTheBand()
    {
        QCOMPARE(frequencyUnit({{50, 350}, FrequencyScale::Linear}), QStringLiteral("Hz"));
        QCOMPARE(frequencyUnit({{0, 24000}, FrequencyScale::Linear}), QStringLiteral("kHz"));
        QCOMPARE(frequencyTicks({{0, 24000}, FrequencyScale::Linear}, 5)[1].label, QStringLiteral("5"));
        QCOMPARE(hertzText(118.25), QStringLiteral("118 Hz"));
        QCOMPARE(hertzText(18.26), QStringLiteral("18.3 Hz"));
        QCOMPARE(hertzText(12500), QStringLiteral("12.50 kHz"));
    }

    void edgesAndCornersAreGripped()
    {
        const QRectF box(100, 50, 80, 40);
        QCOMPARE(gripAt(box, {140, 70}, 6), BoxGrip::inside());
        QVERIFY(!gripAt(box, {90, 70}, 6).any());
        QCOMPARE(gripAt(box, {102, 70}, 6), (BoxGrip{true, false, false, false}));
        QCOMPARE(gripAt(box, {183, 52}, 6), (BoxGrip{false, true, false, true}));
        // A tiny box can still be moved.
        QCOMPARE(gripAt(QRectF(100, 50, 9, 9), {104.5, 54.5}, 6), BoxGrip::inside());
    }

    void draggingKeepsABoxInsideTheRecording()
    {
        BoxLimits limits;
        limits.seconds = {0, 100};
        limits.leastSeconds = 0.1;
        limits.hertz = {0, 1000};
        limits.axis = {{0, 1000}, FrequencyScale::Linear};
        const Extent box{Interval{10, 20}, Interval{100, 300}, 1};
        Extent moved = movedBy(box, BoxGrip::inside(), -50, 0.5, limits);
        QCOMPARE(moved.seconds.value_or(Interval{}), (Interval{0, 10}));
        QVERIFY(std::abs(moved.hertz->begin - 600) < 1e-6 && std::abs(moved.hertz->end - 800) < 1e-6);
        QCOMPARE(moved.channel.value_or(-1), 1);
        moved = movedBy(box, {false, true, false, false}, -50, 0.5, limits);
        QVERIFY(std::abs(moved.seconds->end - 10.1) < 1e-9);
        QCOMPARE(moved.hertz.value_or(Interval{}), (Interval{100, 300}));
        moved = movedBy(box, {false, false, true, false}, 5, -0.05, limits);
        QCOMPARE(moved.seconds.value_or(Interval{}), (Interval{10, 20}));
        QVERIFY(std::abs(moved.hertz->begin - 50) < 1e-6);
        QCOMPARE(moved.hertz->end, 300.0);
        // A box of the whole band stays one until an edge of it is pulled.
        const Extent tall{Interval{10, 20}, {}, {}};
        QVERIFY(!movedBy(tall, BoxGrip::inside(), 1, 0.2, limits).hertz);
        QVERIFY(std::abs(movedBy(tall, {false, false, false, true}, 0, -0.5, limits).hertz->end - 500) < 1e-6);
    }
};

QTEST_MAIN(TimeAxisTest)
#include "test_time_axis.moc"
