// The strip of a deployment's recordings: where they lie in time, and how one goes from one to another.
#include <QApplication>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <cmath>

#include "widgets/deployment_strip.h"

using namespace sightline;
using namespace sightline::widgets;

class DeploymentStripTest : public QObject {
    Q_OBJECT

    static constexpr std::int64_t hour = 3'600'000'000;
    /// Half an hour each, at hours 0, 1 and 4, given out of order.
    static std::vector<DeploymentPiece> threeOfADay()
    {
        return {{QStringLiteral("c"), QStringLiteral("c.wav"), 4 * hour, 1800, 0},
                {QStringLiteral("a"), QStringLiteral("a.wav"), 0, 1800, 2},
                {QStringLiteral("b"), QStringLiteral("b.wav"), hour, 1800, 8}};
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void piecesLieWhereTheirClockSays()
    {
        DeploymentStrip strip;
        strip.resize(920, 22);
        strip.setMargins(10, 10);
        strip.setPieces(threeOfADay());
        QCOMPARE(strip.pieces().front().id, QStringLiteral("a"));
        const auto& pieces = strip.pieces();
        QCOMPARE(strip.rectOf(pieces[0]).left(), 10);
        QCOMPARE(strip.rectOf(pieces[0]).width(), 100);
        QCOMPARE(strip.rectOf(pieces[1]).left(), 210);
        QCOMPARE(strip.rectOf(pieces[2]).left(), 810);
        QVERIFY(strip.rectOf(pieces[1]).height() > strip.rectOf(pieces[0]).height());
        QVERIFY(strip.rectOf(pieces[2]).height() > 3);
        // The gap stays a gap, the shown one stands out.
        strip.setShown(QStringLiteral("b"));
        strip.show();
        const QImage picture = strip.grab().toImage();
        QVERIFY(picture.pixel(260, 15) != picture.pixel(500, 15));
        QVERIFY(picture.pixel(260, 15) != picture.pixel(60, 18));
    }

    void clicksAndKeysGoToOtherRecordings()
    {
        DeploymentStrip strip;
        strip.resize(900, 22);
        strip.setPieces(threeOfADay());
        strip.setShown(QStringLiteral("a"));
        strip.show();
        QSignalSpy chosen(&strip, &DeploymentStrip::chosen);
        QSignalSpy moments(&strip, &DeploymentStrip::momentChosen);
        QTest::mouseClick(&strip, Qt::LeftButton, {}, {50, 10});
        QCOMPARE(moments.last().at(0).toString(), QStringLiteral("a"));
        QVERIFY(std::abs(moments.last().at(1).toDouble() - 900) < 1);
        // In the gap: the nearest, at its end.
        QTest::mouseClick(&strip, Qt::LeftButton, {}, {700, 10});
        QCOMPARE(moments.last().at(0).toString(), QStringLiteral("c"));
        QCOMPARE(moments.last().at(1).toDouble(), 0.0);
        QCOMPARE(moments.size(), 2);
        QVERIFY(chosen.empty());
        QTest::keyClick(&strip, Qt::Key_Right);
        QCOMPARE(chosen.last().first().toString(), QStringLiteral("b"));
        QTest::keyClick(&strip, Qt::Key_End);
        QCOMPARE(chosen.last().first().toString(), QStringLiteral("c"));
        QTest::keyClick(&strip, Qt::Key_Left);
        QCOMPARE(chosen.size(), 2);
    }

    void aDragFollowsWithinARecordingAndOpensAnotherAtItsEnd()
    {
        DeploymentStrip strip;
        strip.resize(900, 22);
        strip.setPieces(threeOfADay());
        strip.setShown(QStringLiteral("a"));
        strip.show();
        QSignalSpy moments(&strip, &DeploymentStrip::momentChosen);
        QTest::mousePress(&strip, Qt::LeftButton, {}, {20, 10});
        const auto drag = [&](int x) {
            QMouseEvent move(QEvent::MouseMove, QPointF(x, 10), strip.mapToGlobal(QPointF(x, 10)), Qt::NoButton,
                             Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(&strip, &move);
        };
        drag(50);
        QVERIFY(std::abs(moments.last().at(1).toDouble() - 900) < 1);
        drag(250);
        QCOMPARE(moments.size(), 2);
        QTest::mouseRelease(&strip, Qt::LeftButton, {}, {250, 10});
        QCOMPARE(moments.last().at(0).toString(), QStringLiteral("b"));
        QVERIFY(std::abs(moments.last().at(1).toDouble() - 900) < 1);
    }

    void levelsAreDrawnWhereTheyWere()
    {
        DeploymentStrip strip;
        strip.setMargins(0, 0);
        strip.setPieces(threeOfADay());
        const int low = strip.sizeHint().height();
        // Half an hour at 2 kHz, with a pause in its middle: loud between 100 and 200 Hz in its second half.
        auto loud = std::make_shared<dsp::LongTermSpectrum>();
        loud->rateHz = 2000;
        loud->samples = 2000 * 1200;
        loud->columns = 2;
        loud->edgesHertz = {10, 100, 200, 1000};
        loud->levelDecibel = {-80, -80, -80, -80, -30, -80};
        const Timeline paused({{0, 0, 600}, {1200, 600, 600}});
        strip.setLevels(QStringLiteral("b"), paused, loud);
        QVERIFY(strip.sizeHint().height() > low);
        QCOMPARE(strip.levelAt(QStringLiteral("b"), 100, 150), std::optional(-80.0F));
        QCOMPARE(strip.levelAt(QStringLiteral("b"), 1500, 150), std::optional(-30.0F));
        QCOMPARE(strip.levelAt(QStringLiteral("b"), 1500, 50), std::optional(-80.0F));
        QVERIFY(!strip.levelAt(QStringLiteral("b"), 900, 150));  // the pause
        QVERIFY(!strip.levelAt(QStringLiteral("a"), 100, 150));  // not known

        strip.resize(900, strip.sizeHint().height());
        strip.show();
        const QImage picture = strip.grab().toImage();
        const QRect area = strip.pictureArea();
        // By octaves: 150 Hz lies at log(15)/log(100) from the bottom.
        const int row = area.bottom() - qRound(area.height() * std::log(15.0) / std::log(100.0));
        const QColor quiet = picture.pixelColor(210, row), call = picture.pixelColor(280, row);
        const QColor pause = picture.pixelColor(250, row), gap = picture.pixelColor(400, row);
        QVERIFY(call.lightness() > quiet.lightness() + 40);
        QCOMPARE(picture.pixelColor(280, area.bottom() - 4), quiet);
        QCOMPARE(pause, gap);
        QVERIFY(pause != quiet);
    }

    void whatIsSeenIsFramed()
    {
        DeploymentStrip strip;
        strip.setPieces(threeOfADay());
        auto quiet = std::make_shared<dsp::LongTermSpectrum>();
        quiet->rateHz = 2000;
        quiet->samples = 2000 * 1800;
        quiet->columns = 1;
        quiet->edgesHertz = {10, 1000};
        quiet->levelDecibel = {-80};
        strip.setLevels(QStringLiteral("b"), Timeline(1800), quiet);
        strip.setShown(QStringLiteral("b"));
        strip.resize(900, strip.sizeHint().height());
        strip.show();
        strip.setSeen({600, 1200});
        const QRect area = strip.pictureArea();
        const QImage before = strip.grab().toImage();
        QVERIFY(before.pixelColor(233, area.center().y()).lightness() > 200);
        strip.setSeen({900, 1200});
        const QImage after = strip.grab().toImage();
        QVERIFY(after.pixelColor(233, area.center().y()).lightness() < 200);
        QVERIFY(after.pixelColor(250, area.center().y()).lightness() > 200);
    }
};

QTEST_MAIN(DeploymentStripTest)
#include "test_deployment_strip.moc"
