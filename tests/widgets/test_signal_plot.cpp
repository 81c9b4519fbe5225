// The plot under real wheels, drags and keys.
#include <QAccessible>
#include <QApplication>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <limits>

#include "widgets/signal_plot.h"
#include "widgets/theme.h"

using namespace sightline::widgets;

namespace {

constexpr double pi = 3.14159265358979323846;

PlotCurve loop(int points = 200)
{
    PlotCurve curve;
    curve.name = QStringLiteral("Surface card");
    curve.closed = true;
    for (int i = 0; i < points; ++i) {
        const double t = 2 * pi * i / points;
        curve.points.emplace_back(1.5 - 1.5 * std::cos(t), 40 + 20 * std::sin(t));
    }
    return curve;
}

void wheel(QWidget* target, QPointF at, int turned, Qt::KeyboardModifiers keys = Qt::NoModifier)
{
    QWheelEvent event(at, target->mapToGlobal(at), {}, {0, turned}, Qt::NoButton, keys, Qt::NoScrollPhase, false);
    QApplication::sendEvent(target, &event);
}

void moveMouse(QWidget* target, QPoint at, Qt::MouseButtons held = Qt::NoButton)
{
    QMouseEvent event(QEvent::MouseMove, at, target->mapToGlobal(at), Qt::NoButton, held, Qt::NoModifier);
    QApplication::sendEvent(target, &event);
}

bool near(QPointF a, QPointF b, double tolerance)
{
    return std::abs(a.x() - b.x()) <= tolerance && std::abs(a.y() - b.y()) <= tolerance;
}

}  // namespace

class SignalPlotTest : public QObject {
    Q_OBJECT
    std::unique_ptr<SignalPlot> m_plot;
    QWidget* m_inside = nullptr;

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        theme().setChoice(ThemeChoice::Light);
    }
    void init()
    {
        m_plot = std::make_unique<SignalPlot>();
        m_plot->setTitle(QStringLiteral("Surface card"));
        m_plot->setAxes(QStringLiteral("Position (m)"), QStringLiteral("Load (kN)"));
        m_plot->resize(600, 400);
        m_plot->setCurves({loop()});
        m_plot->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_plot.get()));
        QCoreApplication::processEvents();
        m_plot->grab();  // lays the axes out
        m_inside = m_plot->findChild<QWidget*>(QStringLiteral("plot"));
        QVERIFY(m_inside);
    }
    void cleanup() { m_plot.reset(); }

    void fitShowsEverythingWithEqualMargins()
    {
        const QRectF view = m_plot->view();
        QVERIFY(near(view.center(), {1.5, 40}, 1e-9));
        QCOMPARE(view.width() / 3.0, view.height() / 40.0);
        QVERIFY(view.left() < 0 && view.right() > 3);
    }

    void coordinatesGoThereAndBack()
    {
        for (const QPointF point : {QPointF(0, 20), QPointF(1.234, 55.5), QPointF(3, 60)})
            QVERIFY(near(m_plot->toAxes(m_plot->toWidget(point)), point, 1e-9));
        QVERIFY(m_plot->toWidget({0, 20}).y() > m_plot->toWidget({0, 60}).y());
    }

    void wheelKeepsThePointUnderTheMouse_data()
    {
        QTest::addColumn<QPointF>("at");
        QTest::addColumn<int>("turned");
        QTest::newRow("in") << QPointF(200, 150) << 120;
        QTest::newRow("out") << QPointF(430, 90) << -120;
        QTest::newRow("a fine wheel") << QPointF(300, 200) << 15;
        QTest::newRow("many notches") << QPointF(123, 222) << 600;
    }
    void wheelKeepsThePointUnderTheMouse()
    {
        QFETCH(QPointF, at);
        QFETCH(int, turned);
        const QPointF kept = m_plot->toAxes(at);
        const QRectF before = m_plot->view();
        wheel(m_inside, at, turned);
        QVERIFY(near(m_plot->toAxes(at), kept, 1e-9));
        QCOMPARE(m_plot->view().width() < before.width(), turned > 0);
        QCOMPARE(m_plot->view().height() < before.height(), turned > 0);
    }

    void wheelWithAKeyZoomsOneAxis()
    {
        const QRectF before = m_plot->view();
        wheel(m_inside, {300, 200}, 120, Qt::ShiftModifier);
        QVERIFY(m_plot->view().width() < before.width());
        QCOMPARE(m_plot->view().height(), before.height());
        m_plot->fit();
        wheel(m_inside, {300, 200}, 120, Qt::ControlModifier);
        QCOMPARE(m_plot->view().width(), before.width());
        QVERIFY(m_plot->view().height() < before.height());
    }

    void zoomHasBounds()
    {
        for (int i = 0; i < 400; ++i)
            wheel(m_inside, {300, 200}, 120);
        QVERIFY(m_plot->view().width() > 0);
        QVERIFY(std::isfinite(m_plot->view().center().x()));
        for (int i = 0; i < 800; ++i)
            wheel(m_inside, {300, 200}, -120);
        QVERIFY(m_plot->view().width() < 3 * 40);
        QSignalSpy spy(m_plot.get(), &SignalPlot::viewChanged);
        m_plot->setView(QRectF(0, 0, std::numeric_limits<double>::quiet_NaN(), 1));
        QCOMPARE(spy.count(), 0);
    }

    void dragPansAndDoubleClickFits()
    {
        const QRectF fitted = m_plot->view();
        const QPoint from(300, 200), to(360, 170);
        const QPointF grabbed = m_plot->toAxes(from);
        QTest::mousePress(m_inside, Qt::LeftButton, {}, from);
        moveMouse(m_inside, QPoint(330, 190));
        moveMouse(m_inside, to);
        QTest::mouseRelease(m_inside, Qt::LeftButton, {}, to);
        QVERIFY(near(m_plot->toAxes(to), grabbed, 0.05));
        QCOMPARE(m_plot->view().size(), fitted.size());
        QVERIFY(m_plot->view() != fitted);
        QTest::mouseDClick(m_inside, Qt::LeftButton, {}, from);
        QVERIFY(near(m_plot->view().topLeft(), fitted.topLeft(), 1e-9));
    }

    void theCursorFollowsTheMouse()
    {
        QSignalSpy spy(m_plot.get(), &SignalPlot::cursorMoved);
        const int wanted = 37;
        const QPointF at = m_plot->toWidget(m_plot->curves()[0].points[wanted]);
        moveMouse(m_inside, at.toPoint());
        QCOMPARE(m_plot->cursorIndex(), wanted);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.last().at(0).toInt(), wanted);
        // Far from the curve there is no cursor.
        moveMouse(m_inside, m_plot->toWidget({1.5, 40}).toPoint());
        QCOMPARE(m_plot->cursorIndex(), -1);
        moveMouse(m_inside, at.toPoint());
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(m_inside, &leave);
        QCOMPARE(m_plot->cursorIndex(), -1);
        QCOMPARE(spy.last().at(0).toInt(), -1);
    }

    void aClickNamesItsPoint()
    {
        QSignalSpy spy(m_plot.get(), &SignalPlot::pointClicked);
        const QPoint at = m_plot->toWidget(m_plot->curves()[0].points[60]).toPoint();
        QTest::mouseClick(m_inside, Qt::LeftButton, {}, at);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.last().at(0).toInt(), 60);
        QVERIFY(m_plot->hasFocus() || m_plot->focusPolicy() == Qt::StrongFocus);
    }

    void linkedPlotsDoNotEcho()
    {
        SignalPlot other;
        other.resize(400, 300);
        other.setCurves({loop()});
        int echoes = 0;
        connect(m_plot.get(), &SignalPlot::cursorMoved, &other, [&other](int index) { other.setCursor(index); });
        connect(&other, &SignalPlot::cursorMoved, this, [&echoes, this](int index) {
            ++echoes;
            m_plot->setCursor(index);
        });
        moveMouse(m_inside, m_plot->toWidget(m_plot->curves()[0].points[12]).toPoint());
        QCOMPARE(other.cursorIndex(), 12);
        QCOMPARE(echoes, 0);
        m_plot->setCursor(999);
        QCOMPARE(m_plot->cursorIndex(), -1);
    }

    void theReadOutHasNamesValuesAndUnits()
    {
        m_plot->setCursor(50);
        QCOMPARE(m_plot->cursorText(), QStringLiteral("Position 1.50 m\nLoad 60.0 kN"));
        m_plot->setReadout([](int index) { return QStringLiteral("point %1").arg(index); });
        QCOMPARE(m_plot->cursorText(), QStringLiteral("point 50"));
        m_plot->setCursor(-1);
        QVERIFY(m_plot->cursorText().isEmpty());
    }

    void theMarkerIsDrawnWhereTheCursorIs()
    {
        m_plot->setCursor(50);
        QCoreApplication::processEvents();
        const QPoint at = m_plot->toWidget(m_plot->curves()[0].points[50]).toPoint();
        QCOMPARE(m_plot->grab().toImage().pixelColor(at).rgb(), theme().colours().cursor.rgb());
        m_plot->resize(800, 500);
        QCoreApplication::processEvents();
        const QImage after = m_plot->grab().toImage();
        const QPoint moved = m_plot->toWidget(m_plot->curves()[0].points[50]).toPoint();
        QVERIFY(moved != at);
        QCOMPARE(after.pixelColor(moved).rgb(), theme().colours().cursor.rgb());
    }

    void screenReadersHearTheCursor()
    {
        m_plot->setCursor(50);
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(m_plot.get());
        QVERIFY(spoken);
        QCOMPARE(spoken->role(), QAccessible::Chart);
        QCOMPARE(spoken->text(QAccessible::Name), QStringLiteral("Surface card"));
        QCOMPARE(spoken->text(QAccessible::Value), QStringLiteral("Position 1.50 m, Load 60.0 kN"));
        QVERIFY(spoken->text(QAccessible::Description).contains(QStringLiteral("60.0 kN")));
        m_plot->setCursor(-1);
        QVERIFY(spoken->text(QAccessible::Value).isEmpty());
    }

    void keysZoomPanFitAndStep()
    {
        const QRectF fitted = m_plot->view();
        QTest::keyClick(m_plot.get(), Qt::Key_Plus);
        QVERIFY(m_plot->view().width() < fitted.width());
        QTest::keyClick(m_plot.get(), Qt::Key_Minus);
        QCOMPARE(m_plot->view().width(), fitted.width());
        QTest::keyClick(m_plot.get(), Qt::Key_Right);
        QVERIFY(m_plot->view().left() > fitted.left());
        QTest::keyClick(m_plot.get(), Qt::Key_Up);
        QVERIFY(m_plot->view().top() > fitted.top());
        QTest::keyClick(m_plot.get(), Qt::Key_F);
        QVERIFY(near(m_plot->view().topLeft(), fitted.topLeft(), 1e-9));

        QSignalSpy spy(m_plot.get(), &SignalPlot::cursorMoved);
        QTest::keyClick(m_plot.get(), Qt::Key_Period);
        QCOMPARE(m_plot->cursorIndex(), 0);
        QTest::keyClick(m_plot.get(), Qt::Key_Comma);  // a loop has no end
        QCOMPARE(m_plot->cursorIndex(), 199);
        QTest::keyClick(m_plot.get(), Qt::Key_Greater, Qt::ShiftModifier);
        QCOMPARE(m_plot->cursorIndex(), 9);
        QTest::keyClick(m_plot.get(), Qt::Key_Home);
        QTest::keyClick(m_plot.get(), Qt::Key_End);
        QCOMPARE(m_plot->cursorIndex(), 199);
        QCOMPARE(spy.count(), 5);
    }

    void anOpenSeriesHasEnds()
    {
        PlotCurve curve = loop(5);
        curve.closed = false;
        m_plot->setCurves({curve});
        m_plot->setCursor(4);
        QTest::keyClick(m_plot.get(), Qt::Key_Period);
        QCOMPARE(m_plot->cursorIndex(), 4);
    }

    void newCurvesKeepOrDropTheCursor()
    {
        m_plot->setCursor(150);
        m_plot->setCurves({loop(180)}, false);
        QCOMPARE(m_plot->cursorIndex(), 150);
        m_plot->setCurves({loop(100)}, false);
        QCOMPARE(m_plot->cursorIndex(), -1);
        m_plot->clear();
        QVERIFY(m_plot->cursorText().isEmpty());
        QTest::keyClick(m_plot.get(), Qt::Key_Period);
        QCOMPARE(m_plot->cursorIndex(), -1);
    }

    void theViewStaysUnlessAskedToFit()
    {
        m_plot->setView(QRectF(0.5, 30, 1, 10));
        const QRectF before = m_plot->view();
        m_plot->setCurves({loop(120)}, false);
        QCOMPARE(m_plot->view(), before);
        m_plot->setCurves({loop(120)});
        QVERIFY(m_plot->view() != before);
    }

    void aLongCurveLooksLikeAShortOne()
    {
        // The same loop, once with far more points than pixels: thinning must not show.
        const QImage brief = m_plot->grab().toImage();
        const PlotCurve dense = loop(200 * 500);
        m_plot->setCurves({dense});
        QCoreApplication::processEvents();
        const QImage thinned = m_plot->grab().toImage();
        int different = 0;
        for (int y = 0; y < brief.height(); ++y) {
            for (int x = 0; x < brief.width(); ++x) {
                const QColor a = brief.pixelColor(x, y), b = thinned.pixelColor(x, y);
                different += std::abs(a.red() - b.red()) > 96;
            }
        }
        QVERIFY2(different < brief.width() * brief.height() / 500, qPrintable(QString::number(different)));
        // The cursor still knows every point.
        m_plot->setCursor(50 * 500 + 3);
        QCOMPARE(m_plot->cursorIndex(), 50 * 500 + 3);
        // A spike between two pixels is no point to drop.
        PlotCurve spike = dense;
        spike.points[25003].setY(75);
        m_plot->setCurves({spike}, false);
        m_plot->setCursor(-1);
        m_plot->setView(QRectF(-1, 10, 5, 80));
        QCoreApplication::processEvents();
        const QImage spiked = m_plot->grab().toImage();
        const QPoint above = m_plot->toWidget({spike.points[25003].x(), 70}).toPoint();
        bool seen = false;
        for (int dx = -2; dx <= 2; ++dx)
            seen = seen || spiked.pixelColor(above + QPoint(dx, 0)).lightness() < 180;
        QVERIFY(seen);
    }

    void strangeDataAreDrawnWithoutHarm()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        PlotCurve broken = loop();
        broken.points[10] = {nan, 5};
        broken.points[20] = {1, std::numeric_limits<double>::infinity()};
        m_plot->setCurves({broken});
        QVERIFY(std::isfinite(m_plot->view().width()));
        m_plot->setCursor(10);
        m_plot->grab();
        PlotCurve single;
        single.points = {{2, 3}};
        m_plot->setCurves({single, PlotCurve{}});
        QVERIFY(near(m_plot->view().center(), {2, 3}, 1e-9));
        QVERIFY(m_plot->view().width() > 0);
        PlotCurve flat;
        flat.points = {{0, 7}, {1, 7}, {2, 7}};
        m_plot->setCurves({flat});
        QVERIFY(m_plot->view().height() > 0);
        m_plot->grab();
    }

    void linesAndOverlaysAreSeen()
    {
        const QImage bare = m_plot->grab().toImage();
        m_plot->setReferenceLines({{Qt::Horizontal, 50, QStringLiteral("Wrf + Fo"), Qt::red, Qt::SolidLine},
                                   {Qt::Vertical, 1.0, QStringLiteral("here"), Qt::blue, Qt::SolidLine}});
        PlotCurve overlay;
        overlay.points = {{-3, 20}, {6, 60}};
        m_plot->setOverlays({overlay});
        QCoreApplication::processEvents();
        const QImage with = m_plot->grab().toImage();
        QVERIFY(with != bare);
        const QPoint onLine(m_plot->toWidget({2.2, 50}).toPoint());
        QVERIFY(with.pixelColor(onLine).red() > 200 && with.pixelColor(onLine).green() < 120);
        m_plot->fit();
        QVERIFY(m_plot->view().left() < -3 && m_plot->view().right() > 6);
    }

    void stackedPlotsShareTheirLeftMargin()
    {
        SignalPlot wide;
        wide.resize(600, 300);
        PlotCurve large;
        large.points = {{0, 1000000}, {3, 9000000}};
        wide.setAxes(QStringLiteral("Position (m)"), QStringLiteral("Load (N)"));
        wide.setCurves({large});
        SignalPlot::alignMargins({m_plot.get(), &wide});
        m_plot->grab();
        wide.grab();
        m_plot->setView(QRectF(0, 0, 3, 100));
        wide.setView(QRectF(0, 0, 3, 100));
        QCOMPARE(m_plot->toWidget({0, 0}).x(), wide.toWidget({0, 0}).x());
        QCOMPARE(m_plot->toWidget({3, 0}).x(), wide.toWidget({3, 0}).x());
    }

    void exportsAreForPaperAndChangeNothingOnScreen()
    {
        theme().setChoice(ThemeChoice::Dark);
        m_plot->setCursor(20);
        QCoreApplication::processEvents();
        const QImage before = m_plot->grab().toImage();
        const QImage paper = m_plot->toImage({400, 300}, 2.0);
        QCOMPARE(paper.size(), QSize(800, 600));
        QCOMPARE(paper.pixelColor(2, 2).rgb(), QColor(Qt::white).rgb());
        const QByteArray svg = m_plot->toSvg({400, 300});
        QSvgRenderer renderer(svg);
        QVERIFY(renderer.isValid());
        QCOMPARE(renderer.viewBox(), QRect(0, 0, 400, 300));
        QVERIFY(svg.contains("Position (m)"));
        QCoreApplication::processEvents();
        QCOMPARE(m_plot->grab().toImage(), before);
        theme().setChoice(ThemeChoice::Light);
    }

    void anEmptyPlotSaysSo()
    {
        SignalPlot empty;
        empty.resize(300, 200);
        empty.setEmptyText(QStringLiteral("Open a file"));
        empty.grab();
        QCoreApplication::processEvents();
        const QImage with = empty.grab().toImage();
        empty.setEmptyText({});
        QCoreApplication::processEvents();
        QVERIFY(empty.grab().toImage() != with);
    }
};

QTEST_MAIN(SignalPlotTest)
#include "test_signal_plot.moc"
