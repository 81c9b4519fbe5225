// Confusion grid, training curves, progress, banner and key map.
#include <QAccessible>
#include <QAction>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/banner.h"
#include "widgets/confusion_grid.h"
#include "widgets/curve_chart.h"
#include "widgets/key_overlay.h"
#include "widgets/progress_strip.h"
#include "widgets/theme.h"

using namespace sightline::widgets;

namespace {

const QStringList names{QStringLiteral("Normal"), QStringLiteral("Fluid pound"), QStringLiteral("Gas interference")};
const std::vector<std::vector<int>> counts{{8, 2, 0}, {1, 3, 4}, {0, 0, 0}};

}  // namespace

class ReportingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        theme().setChoice(ThemeChoice::Light);
    }

    void gridCountsAndShares()
    {
        ConfusionGrid grid;
        grid.setMatrix(names, counts);
        QCOMPARE(grid.count(1, 2), 4);
        QCOMPARE(grid.rowShare(1, 2), 0.5);
        QCOMPARE(grid.rowShare(2, 2), 0.0);
        QCOMPARE(grid.count(7, 7), 0);
        QCOMPARE(grid.model()->index(1, 2).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("4 of 8 samples of “Fluid pound” judged “Gas interference” (50.0 %)"));
        QVERIFY(grid.accessibleDescription().startsWith(QStringLiteral("11 of 18")));
    }

    void everyCellIsAButtonByMouse()
    {
        ConfusionGrid grid;
        grid.setMatrix(names, counts);
        grid.resize(500, 400);
        grid.show();
        QSignalSpy spy(&grid, &ConfusionGrid::cellActivated);
        for (int row = 0; row < 3; ++row) {
            for (int column = 0; column < 3; ++column) {
                const QPoint at = grid.visualRect(grid.model()->index(row, column)).center();
                QTest::mouseClick(grid.viewport(), Qt::LeftButton, {}, at);
                QCOMPARE(spy.last().at(0).toInt(), row);
                QCOMPARE(spy.last().at(1).toInt(), column);
            }
        }
        QCOMPARE(spy.count(), 9);
    }

    void everyCellIsAButtonByKey()
    {
        ConfusionGrid grid;
        grid.setMatrix(names, counts);
        grid.show();
        QSignalSpy spy(&grid, &ConfusionGrid::cellActivated);
        QTest::keyClick(&grid, Qt::Key_Right);
        QTest::keyClick(&grid, Qt::Key_Down);
        QTest::keyClick(&grid, Qt::Key_Down);
        QTest::keyClick(&grid, Qt::Key_Return);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.last().at(0).toInt(), 2);
        QCOMPARE(spy.last().at(1).toInt(), 1);
        QTest::keyClick(&grid, Qt::Key_Up);
        QTest::keyClick(&grid, Qt::Key_Space);
        QCOMPARE(spy.last().at(0).toInt(), 1);
        QCOMPARE(spy.count(), 2);
        grid.setMatrix({}, {});
        QTest::keyClick(&grid, Qt::Key_Return);
        QCOMPARE(spy.count(), 2);
    }

    void gridIsReadAsATable()
    {
        ConfusionGrid grid;
        grid.setMatrix(names, counts);
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(&grid);
        QVERIFY(spoken && spoken->tableInterface());
        QCOMPARE(spoken->tableInterface()->rowCount(), 3);
        QVERIFY(!spoken->text(QAccessible::Name).isEmpty());
    }

    void chartGrowsAndSpeaks()
    {
        CurveChart chart;
        chart.resize(400, 240);
        chart.setAxes(QStringLiteral("Epoch"), QStringLiteral("Loss"), QStringLiteral("Accuracy"));
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(&chart);
        QCOMPARE(spoken->role(), QAccessible::Chart);
        chart.grab();
        QCoreApplication::processEvents();
        const QImage empty = chart.grab().toImage();
        ChartSeries loss{QStringLiteral("Loss")}, accuracy{QStringLiteral("Accuracy")};
        accuracy.rightAxis = true;
        chart.setSeries({loss, accuracy});
        chart.append(0, {1, 0.9});
        chart.append(1, {1, 0.4});
        chart.append(0, {2, 0.7});
        chart.append(5, {2, 0.7});
        chart.setMark(2.0, QStringLiteral("best"));
        QCOMPARE(chart.series()[0].points.size(), std::size_t{2});
        QCOMPARE(spoken->text(QAccessible::Value), QStringLiteral("Loss 0.7 at 2, Accuracy 0.4 at 1"));
        QCoreApplication::processEvents();
        QVERIFY(chart.grab().toImage() != empty);
        chart.clear();
        QVERIFY(!spoken->text(QAccessible::Value).contains(QStringLiteral("Loss")));
    }

    void progressRunsAndStops()
    {
        ProgressStrip strip;
        QVERIFY(strip.isHidden());
        QSignalSpy cancelled(&strip, &ProgressStrip::cancelRequested);
        strip.start(QStringLiteral("Training"));
        QVERIFY(!strip.isHidden());
        auto* bar = strip.findChild<QProgressBar*>();
        auto* cancel = strip.findChild<QPushButton*>();
        QCOMPARE(bar->maximum(), 0);  // unknown yet
        strip.update(0.5, QStringLiteral("epoch 3"), 130);
        QCOMPARE(bar->value(), 500);
        QVERIFY(strip.accessibleDescription().contains(QStringLiteral("about 2 min left")));
        strip.update(7.0, QStringLiteral("epoch 4"));
        QCOMPARE(bar->value(), 1000);

        QTest::mouseClick(cancel, Qt::LeftButton);
        QCOMPARE(cancelled.count(), 1);
        QVERIFY(strip.stopping());
        QCOMPARE(cancel->text(), QStringLiteral("Stopping…"));
        QVERIFY(!cancel->isEnabled());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QCOMPARE(cancelled.count(), 1);
        strip.update(0.6, QStringLiteral("epoch 5"));
        QVERIFY(strip.accessibleDescription().contains(QStringLiteral("Stopping…")));

        strip.finish(QStringLiteral("Stopped; the best model so far was kept"));
        QVERIFY(!strip.running() && !strip.isHidden());
        QSignalSpy dismissed(&strip, &ProgressStrip::finishedMessageDismissed);
        QTest::mouseClick(cancel, Qt::LeftButton);
        QCOMPARE(dismissed.count(), 1);
        QVERIFY(strip.isHidden());
        strip.update(0.2, QStringLiteral("late"));
        QVERIFY(strip.isHidden());
        strip.start(QStringLiteral("Again"), false);
        QVERIFY(cancel->isHidden());
        strip.finish();
        QVERIFY(strip.isHidden());
    }

    void timeLeftIsForPeople_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("soon") << 2.0 << QStringLiteral("a few seconds left");
        QTest::newRow("seconds") << 37.0 << QStringLiteral("about 40 s left");
        QTest::newRow("a minute") << 58.0 << QStringLiteral("about 1 min left");
        QTest::newRow("minutes") << 170.0 << QStringLiteral("about 3 min left");
        QTest::newRow("hours") << 7500.0 << QStringLiteral("about 2 h 5 min left");
        QTest::newRow("unknown") << -1.0 << QString();
    }
    void timeLeftIsForPeople()
    {
        QFETCH(double, seconds);
        QTEST(timeLeftText(seconds), "text");
    }

    void bannerShowsActionsAndGoes()
    {
        QWidget parent;
        auto* column = new QVBoxLayout(&parent);
        auto* banner = new Banner;
        column->addWidget(banner);
        parent.show();
        QVERIFY(banner->isHidden());
        QAction retry(QStringLiteral("Try again"));
        QSignalSpy triggered(&retry, &QAction::triggered), dismissed(banner, &Banner::dismissed);
        banner->showMessage(Banner::Kind::Error, QStringLiteral("Not read"), QStringLiteral("line 4"), {&retry});
        QVERIFY(!banner->isHidden());
        QCOMPARE(banner->text(), QStringLiteral("Not read\nline 4"));
        QCOMPARE(banner->accessibleName(), QStringLiteral("Error"));
        auto* button = banner->findChild<QPushButton*>();
        QCOMPARE(button->text(), retry.text());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(triggered.count(), 1);
        const QImage error = banner->grab().toImage();
        banner->showMessage(Banner::Kind::Info, QStringLiteral("Not read"), QStringLiteral("line 4"));
        QVERIFY(banner->grab().toImage() != error);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!banner->findChild<QPushButton*>());
        QTest::mouseClick(banner->findChild<QToolButton*>(), Qt::LeftButton);
        QCOMPARE(dismissed.count(), 1);
        QVERIFY(banner->isHidden());
    }

    void keyMapCoversGuardsAndGivesBack()
    {
        QWidget window;
        window.resize(900, 600);
        auto* column = new QVBoxLayout(&window);
        auto* field = new QPushButton(QStringLiteral("below"));
        column->addWidget(field);
        QShortcut shortcut(QKeySequence(Qt::Key_U), &window);
        QSignalSpy below(&shortcut, &QShortcut::activated);
        KeyOverlay overlay(&window);
        overlay.setEntries({{QStringLiteral("1 … 9"), QStringLiteral("Label"), QStringLiteral("Review")},
                            {QStringLiteral("Z / Ctrl+Z"), QStringLiteral("Undo"), QStringLiteral("Review")}});
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        field->setFocus();
        QTest::keyClick(field, Qt::Key_U);
        QCOMPARE(below.count(), 1);

        QSignalSpy closed(&overlay, &KeyOverlay::closed);
        overlay.open();
        QVERIFY(overlay.isVisible());
        QCOMPARE(overlay.size(), window.size());
        QVERIFY(overlay.hasFocus());
        QTest::keyClick(&overlay, Qt::Key_U);
        QCOMPARE(below.count(), 1);
        window.resize(1000, 700);
        QCoreApplication::processEvents();
        QCOMPARE(overlay.size(), window.size());
        QTest::keyClick(&overlay, Qt::Key_Escape);
        QVERIFY(!overlay.isVisible());
        QVERIFY(field->hasFocus());
        QCOMPARE(closed.count(), 1);
        overlay.toggle();
        QVERIFY(overlay.isVisible());
        QTest::mouseClick(&overlay, Qt::LeftButton, {}, QPoint(3, 3));
        QVERIFY(!overlay.isVisible());
    }
};

QTEST_MAIN(ReportingTest)
#include "test_reporting.moc"
