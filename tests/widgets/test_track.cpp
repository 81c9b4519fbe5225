// A path drawn in slices, and the strip of values and windows under it.
#include <QImage>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <cmath>
#include <limits>
#include <memory>

#include "widgets/theme.h"
#include "widgets/time_strip.h"
#include "widgets/track_view.h"

using namespace sightline::widgets;

namespace {

TrackPoint at(double x, double y, double value, bool joined, bool thick = false)
{
    return {QPointF(x, y), static_cast<float>(value), joined, thick};
}

/// A line to the right, a gap, and a line down.
TrackRef twoPieces()
{
    auto track = std::make_shared<Track>();
    track->points = {at(10, 20, 60, false), at(90, 20, 60, true), at(90, 60, 60, false), at(90, 95, 4000, true)};
    track->marks = {{TrackMark::Kind::Disc, 1, QColor(0, 158, 96)}};
    track->frame = QRectF(0, 0, 100, 100);
    return track;
}

TrackRef longWay(int count)
{
    auto track = std::make_shared<Track>();
    for (int i = 0; i < count; ++i) {
        const double angle = i * 0.004;
        track->points.push_back(
            at(500 + 400 * std::cos(angle), 500 + 400 * std::sin(angle * 1.7), 100 + i % 4000, i > 0));
    }
    track->frame = QRectF(0, 0, 1000, 1000);
    return track;
}

QColor pixel(const TrackView& view, QPointF place)
{
    const QImage image = const_cast<TrackView&>(view).grab().toImage();
    return image.pixelColor(view.transform().map(place).toPoint());
}

int distance(const QColor& a, const QColor& b)
{
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue());
}

/// A line of 1.5 pixels may cover three quarters of a pixel only.
bool hasColourOf(const QColor& seen, double value, double other)
{
    const int own = distance(seen, trackColour(value, 50, 5000));
    return own < distance(seen, trackColour(other, 50, 5000)) && own < distance(seen, theme().colours().plot);
}

}  // namespace

class TrackTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        theme().setChoice(ThemeChoice::Light);
    }

    void aThousandClicksLeaveThePathToBeSeen()
    {
        const QColor click(255, 0, 255);
        const auto pixelsOfClicks = [&](int every) {
            Track track = *longWay(20000);
            for (int i = 0; i < 20000; i += every) {
                track.marks.push_back({TrackMark::Kind::Disc, i, click});
            }
            TrackView view;
            view.setScale(50, 5000);
            view.setTrack(std::make_shared<Track>(track));
            const QImage image = view.toImage(QSize(400, 400));
            int count = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    count += distance(image.pixelColor(x, y), click) < 60 ? 1 : 0;
                }
            }
            return count;
        };
        const int alone = pixelsOfClicks(20000);
        QVERIFY2(alone > 25, qPrintable(QString::number(alone)));
        const int crowded = pixelsOfClicks(20);
        QVERIFY2(crowded > 1000 && crowded < 400 * alone, qPrintable(QString::number(crowded)));
    }

    void gapsStayOpenAndColoursTellTheValue()
    {
        TrackView view;
        view.resize(400, 400);
        view.setScale(50, 5000);
        view.setTrack(twoPieces());
        view.show();
        QTRY_VERIFY(view.finished());
        const QColor ground = theme().colours().plot;
        QVERIFY(hasColourOf(pixel(view, {50, 20}), 60, 4000));
        QVERIFY(hasColourOf(pixel(view, {90, 80}), 4000, 60));
        QCOMPARE(pixel(view, {90, 40}), ground);  // no line bridges the gap
        QVERIFY(distance(pixel(view, {90, 20}), QColor(0, 158, 96)) < 60);
    }

    void othersLieBehindInOneColour()
    {
        TrackView view;
        view.resize(400, 400);
        view.setScale(50, 5000);
        view.setTrack(twoPieces());
        auto others = std::make_shared<Track>();
        others->points = {at(10, 80, 4000, false), at(60, 80, 4000, true), at(500, 80, 4000, true)};
        const QTransform before = view.transform();
        view.setBackdrop(others);
        view.show();
        QTRY_VERIFY(view.finished());
        QCOMPARE(view.transform(), before);  // what is in view is the path's
        const QColor seen = pixel(view, {40, 80});
        const QColor ground = theme().colours().plot;
        QVERIFY(distance(seen, ground) > 20);
        QVERIFY(distance(seen, ground) < distance(theme().colours().textMuted, ground));
        QVERIFY(hasColourOf(pixel(view, {50, 20}), 60, 4000));
        view.setBackdrop(nullptr);
        QTRY_VERIFY(view.finished());
        QCOMPARE(pixel(view, {40, 80}), ground);
    }

    void whatIsNotEmphasisedIsPale()
    {
        TrackView view;
        view.resize(400, 400);
        view.setScale(50, 5000);
        view.setTrack(twoPieces());
        view.show();
        QTRY_VERIFY(view.finished());
        const QColor ground = theme().colours().plot;
        const int before = distance(pixel(view, {50, 20}), ground);
        view.setEmphasis(2, 2);
        QTRY_VERIFY(view.finished());
        QVERIFY(distance(pixel(view, {50, 20}), ground) < before / 2);
        QVERIFY(hasColourOf(pixel(view, {90, 80}), 4000, 60));
    }

    /// A long path comes in several goes of the event loop, and every one of them is short.
    void aLongPathIsDrawnInSlices()
    {
        TrackView view;
        view.resize(600, 600);
        view.setScale(50, 5000);
        QSignalSpy drawn(&view, &TrackView::drawn);
        view.show();
        view.setTrack(longWay(40000));
        QVERIFY(!view.finished());
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        QVERIFY(!view.finished());
        QVERIFY(drawn.wait(20000));
        QVERIFY(view.finished());
        QVERIFY(distance(pixel(view, view.track()->points[30000].at), theme().colours().plot) > 60);
    }

    void thePointerFindsTheNearestPoint()
    {
        TrackView view;
        view.resize(400, 400);
        view.setTrack(twoPieces());
        view.show();
        QSignalSpy moved(&view, &TrackView::cursorMoved);
        const QPoint place = view.transform().map(QPointF(88, 62)).toPoint();
        QTest::mouseMove(&view, place);
        QTRY_COMPARE(moved.size(), 1);
        QCOMPARE(moved.takeFirst().first().toInt(), 2);
        QCOMPARE(view.cursorPoint(), 2);
        view.setCursor(0);
        QVERIFY(moved.isEmpty());
    }

    void zoomKeepsThePlaceUnderThePointer()
    {
        TrackView view;
        view.resize(400, 400);
        view.setTrack(twoPieces());
        const QPointF place(120, 250);
        const QPointF before = view.transform().inverted().map(place);
        view.zoomAt(place, 3);
        const QPointF after = view.transform().inverted().map(place);
        QVERIFY(QLineF(before, after).length() < 1e-6);
        view.fit();
        QVERIFY(QLineF(view.transform().map(QPointF(50, 50)), QPointF(200, 200)).length() < 1e-6);
    }

    void theStripTellsTimesAndWindows()
    {
        TimeStrip strip;
        strip.resize(500, 130);
        std::vector<double> seconds;
        std::vector<float> speeds;
        for (int i = 0; i < 1000; ++i) {
            seconds.push_back(i * 0.1);
            speeds.push_back(i == 500 ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(100 + i));
        }
        strip.setSeries(seconds, speeds, 50, 5000, QStringLiteral("Speed"));
        // Half of each window is the next one's, too.
        strip.setWindows({{0, 40, 0.9, {}}, {20, 60, 0.2, {}}, {40, 100, std::nullopt, {}}}, QStringLiteral("Scores"));
        strip.show();
        QCOMPARE(strip.windowAt(5), 0);
        QCOMPARE(strip.windowAt(29), 0);
        QCOMPARE(strip.windowAt(31), 1);
        QCOMPARE(strip.windowAt(90), 2);
        QSignalSpy chosen(&strip, &TimeStrip::windowChosen), moved(&strip, &TimeStrip::cursorMoved);
        QTest::mouseClick(&strip, Qt::LeftButton, {},
                          QPoint(static_cast<int>(strip.toX(45)), strip.lane().center().y()));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().toInt(), 1);
        QVERIFY(moved.isEmpty());
        QTest::mouseClick(&strip, Qt::LeftButton, {}, QPoint(static_cast<int>(strip.toX(45)), 20));
        QCOMPARE(moved.size(), 1);
        QVERIFY(std::abs(moved.first().first().toDouble() - 45) < 0.5);
        const double under = strip.toSeconds(200);
        strip.zoomAt(under, 4);
        QVERIFY(std::abs(strip.toSeconds(200) - under) < 1e-6);
        QVERIFY(strip.end() - strip.begin() < 30);
        // A high bar reaches the top of the lane, one that is not judged has none.
        strip.fit();
        const QImage image = strip.grab().toImage();
        const int upper = strip.lane().top() + 4;
        QCOMPARE(image.pixelColor(static_cast<int>(strip.toX(15)), upper), theme().colours().accent);
        QCOMPARE(image.pixelColor(static_cast<int>(strip.toX(70)), strip.lane().bottom() - 2),
                 theme().colours().sunken);
    }
};

QTEST_MAIN(TrackTest)
#include "test_track.moc"
