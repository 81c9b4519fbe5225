// The strip of a deployment's recordings: where they lie in time, and how one goes from one to another.
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

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
        QTest::mouseClick(&strip, Qt::LeftButton, {}, {50, 10});
        QVERIFY(chosen.empty());  // that one is shown
        QTest::mouseClick(&strip, Qt::LeftButton, {}, {700, 10});
        QCOMPARE(chosen.last().first().toString(), QStringLiteral("c"));
        QTest::keyClick(&strip, Qt::Key_Right);
        QCOMPARE(chosen.last().first().toString(), QStringLiteral("b"));
        QTest::keyClick(&strip, Qt::Key_End);
        QCOMPARE(chosen.last().first().toString(), QStringLiteral("c"));
        QTest::keyClick(&strip, Qt::Key_Left);
        QCOMPARE(chosen.size(), 3);
    }
};

QTEST_MAIN(DeploymentStripTest)
#include "test_deployment_strip.moc"
