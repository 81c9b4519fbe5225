// The picture: every pixel where it should be, on every screen, in the right colour.
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "core/imaging/colour_map.h"
#include "widgets/heat_map.h"
#include "widgets/image_view.h"
#include "widgets/theme.h"

using namespace sightline;
using namespace sightline::widgets;

namespace {

/// Every pixel differs from its neighbours.
SignalImage pattern(int channels, int height, int width)
{
    SignalImage image(channels, height, width);
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x)
                image.channel(c)[static_cast<std::size_t>(y * width + x)] =
                    static_cast<float>((x * 7 + y * 13 + c * 5) % 23) / 22.0F;
        }
    }
    return image;
}

void wheel(QWidget* target, QPointF at, int turned)
{
    QWheelEvent event(at, target->mapToGlobal(at), {}, {0, turned}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(target, &event);
}

}  // namespace

class ImageViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        theme().setChoice(ThemeChoice::Light);
    }

    void compositeAddsTheChannelsColours()
    {
        SignalImage image(3, 1, 5);
        image.channel(0)[1] = 1;
        image.channel(1)[2] = 1;
        image.channel(2)[3] = 0.5F;
        image.channel(0)[4] = image.channel(1)[4] = image.channel(2)[4] = 1;
        const QImage picture = rendered(image, -1, ColourMap::Viridis);
        QCOMPARE(picture.pixelColor(0, 0), QColor(Qt::black));
        QCOMPARE(picture.pixelColor(1, 0), channelColour(0, 3));
        QCOMPARE(picture.pixelColor(2, 0), channelColour(1, 3));
        QVERIFY(std::abs(picture.pixelColor(3, 0).red() - channelColour(2, 3).red() / 2) <= 1);
        QCOMPARE(picture.pixelColor(4, 0), QColor(Qt::white));
    }

    void oneChannelUsesTheColourMap_data()
    {
        QTest::addColumn<int>("map");
        for (const ColourMap map : {ColourMap::Viridis, ColourMap::Cividis, ColourMap::Grey})
            QTest::newRow(imaging::toString(map)) << static_cast<int>(map);
    }
    void oneChannelUsesTheColourMap()
    {
        QFETCH(int, map);
        const auto& table = imaging::palette(static_cast<ColourMap>(map));
        SignalImage image(2, 1, 5);
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const float values[] = {0, 1, -3, 7, nan};
        const std::size_t entries[] = {0, 255, 0, 255, 0};
        for (std::size_t i = 0; i < 5; ++i)
            image.channel(1)[i] = values[i];
        const QImage picture = rendered(image, 1, static_cast<ColourMap>(map));
        for (int i = 0; i < 5; ++i) {
            const auto wanted = table[entries[i]];
            QCOMPARE(picture.pixelColor(i, 0), QColor(wanted.red, wanted.green, wanted.blue));
        }
        QVERIFY(rendered(SignalImage(), -1, ColourMap::Grey).isNull());
    }

    void pixelsMeetTheWidget_data()
    {
        QTest::addColumn<QSize>("picture");
        QTest::addColumn<QSize>("widget");
        QTest::newRow("square") << QSize(64, 64) << QSize(330, 330);
        QTest::newRow("wide in high") << QSize(50, 20) << QSize(257, 411);
        QTest::newRow("high in wide") << QSize(7, 31) << QSize(501, 203);
        QTest::newRow("just fits") << QSize(100, 100) << QSize(100, 100);
        QTest::newRow("network's large") << QSize(224, 224) << QSize(460, 470);
    }
    /// Every corner of every picture pixel, as painted, has that pixel's colour; and the maps there and back agree.
    void pixelsMeetTheWidget()
    {
        QFETCH(QSize, picture);
        QFETCH(QSize, widget);
        ImageView view;
        view.setControlsVisible(false);
        view.resize(widget);
        view.setImage(pattern(3, picture.height(), picture.width()));
        const QImage wanted = rendered(view.image(), -1, ColourMap::Viridis);
        const QImage painted = view.grab().toImage();
        const double ratio = view.devicePixelRatioF();
        const double zoom = view.zoom();
        QVERIFY(zoom >= 1);
        QCOMPARE(zoom, std::floor(zoom));
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                const QPointF centre = view.toWidget(QPointF(x, y)) * ratio;
                const double half = zoom / 2 - 0.25;
                for (const QPointF corner : {QPointF(-half, -half), QPointF(half, half)}) {
                    const QPoint at(static_cast<int>(std::floor(centre.x() + corner.x())),
                                    static_cast<int>(std::floor(centre.y() + corner.y())));
                    QVERIFY2(painted.pixelColor(at) == wanted.pixelColor(x, y),
                             qPrintable(QStringLiteral("%1, %2 at zoom %3").arg(x).arg(y).arg(zoom)));
                }
                const QPointF back = view.toImage(centre / ratio);
                QVERIFY(std::abs(back.x() - x) < 1e-9 && std::abs(back.y() - y) < 1e-9);
            }
        }
    }

    void otherScreens_data()
    {
        QTest::addColumn<QString>("factor");
        for (const char* factor : {"1.25", "1.5", "2", "3"})
            QTest::newRow(factor) << QString::fromLatin1(factor);
    }
    /// The pixel check again, in a process of its own for each device pixel ratio.
    void otherScreens()
    {
        QFETCH(QString, factor);
        QProcess again;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_SCALE_FACTOR"), factor);
        again.setProcessEnvironment(environment);
        again.start(QCoreApplication::applicationFilePath(), {QStringLiteral("pixelsMeetTheWidget")});
        QVERIFY(again.waitForFinished(120000));
        QVERIFY2(again.exitStatus() == QProcess::NormalExit && again.exitCode() == 0,
                 again.readAllStandardOutput().constData());
    }

    void wheelKeepsThePixelUnderTheMouse()
    {
        ImageView view;
        view.resize(400, 440);
        view.setImage(pattern(3, 64, 64));
        view.show();
        auto* canvas = view.findChild<QWidget*>(QStringLiteral("canvas"));
        const QPointF at(150, 120);
        const auto pixelAt = [&] { return view.toImage(view.mapFrom(&view, canvas->mapTo(&view, at.toPoint()))); };
        const QPointF before = pixelAt();
        const double zoom = view.zoom();
        wheel(canvas, at, 120);
        QVERIFY(view.zoom() > zoom);
        QCOMPARE(view.zoom(), std::floor(view.zoom()));
        // The place is rounded to whole device pixels.
        QVERIFY(std::abs(pixelAt().x() - before.x()) <= 0.5 / view.zoom() + 1e-9);
        QVERIFY(std::abs(pixelAt().y() - before.y()) <= 0.5 / view.zoom() + 1e-9);
        wheel(canvas, at, -120);
        QCOMPARE(view.zoom(), zoom);
        QTest::keyClick(canvas, Qt::Key_Plus);
        QVERIFY(view.zoom() > zoom);
        QTest::keyClick(canvas, Qt::Key_F);
        QCOMPARE(view.zoom(), zoom);
        for (int i = 0; i < 200; ++i)
            wheel(canvas, at, 120);
        QVERIFY(view.zoom() <= 128);
        QTest::mouseDClick(canvas, Qt::LeftButton);
        QCOMPARE(view.zoom(), zoom);
    }

    void draggingPansByWholePixels()
    {
        ImageView view;
        view.resize(400, 440);
        view.setImage(pattern(1, 64, 64));
        view.show();
        auto* canvas = view.findChild<QWidget*>(QStringLiteral("canvas"));
        const QPointF before = view.toImage(QPointF(100, 100));
        QTest::mousePress(canvas, Qt::LeftButton, {}, QPoint(100, 100));
        QTest::mouseMove(canvas, QPoint(120, 110));
        QTest::mouseMove(canvas, QPoint(130, 115));
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, QPoint(130, 115));
        const QPointF after = view.toImage(QPointF(130, 115));
        QVERIFY(std::abs(after.x() - before.x()) < 1e-9 && std::abs(after.y() - before.y()) < 1e-9);
    }

    void theCursorGoesThereAndBack()
    {
        ImageView view;
        view.resize(400, 440);
        view.setImage(pattern(3, 64, 64), {QStringLiteral("Up"), QStringLiteral("Down"), QStringLiteral("Scale")});
        view.show();
        auto* canvas = view.findChild<QWidget*>(QStringLiteral("canvas"));
        QSignalSpy moved(&view, &ImageView::cursorMoved), left(&view, &ImageView::cursorLeft);
        const QPoint at = canvas->mapFrom(&view, view.toWidget(QPointF(20, 31)).toPoint());
        QTest::mouseMove(canvas, at);
        QCOMPARE(moved.count(), 1);
        QCOMPARE(std::lround(moved.last().at(0).toPointF().x()), 20L);
        QCOMPARE(std::lround(moved.last().at(0).toPointF().y()), 31L);
        QTest::mouseMove(canvas, QPoint(0, canvas->height() - 1));
        QCOMPARE(left.count(), canvas->height() > canvas->width() ? 1 : left.count());

        moved.clear();
        view.setCursor(QPointF(3.4, 7.2));
        QCOMPARE(moved.count(), 0);
        QCOMPARE(*view.cursorPixel(), QPointF(3.4, 7.2));
        view.setCursor(QPointF(500, 2));
        QVERIFY(!view.cursorPixel());
        view.setCursor(QPointF(10, 10));
        QTest::keyClick(canvas, Qt::Key_Right);
        QCOMPARE(*view.cursorPixel(), QPointF(11, 10));
        QTest::keyClick(canvas, Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(*view.cursorPixel(), QPointF(11, 0));
        QCOMPARE(moved.count(), 2);
    }

    void theReadOutIsWhatTheNetworkGets()
    {
        ImageView view;
        SignalImage image(2, 4, 4);
        image.channel(0)[2 * 4 + 1] = 0.81F;
        image.channel(1)[2 * 4 + 1] = 0.25F;
        view.setImage(image, {QStringLiteral("Up-stroke")});
        view.setCursor(QPointF(1.2, 1.8));
        QCOMPARE(view.cursorText(), QStringLiteral("x 1, y 2 · Up-stroke 0.81 · Channel 2 0.25"));
        auto* canvas = view.findChild<QWidget*>(QStringLiteral("canvas"));
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(canvas);
        QCOMPARE(spoken->role(), QAccessible::Graphic);
        QCOMPARE(spoken->text(QAccessible::Value), view.cursorText());
        QVERIFY(spoken->text(QAccessible::Description).contains(QStringLiteral("4 by 4 pixels")));
    }

    void theUserChoosesAChannel()
    {
        ImageView view;
        view.resize(300, 340);
        view.setImage(pattern(3, 16, 16), {QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("C")});
        QSignalSpy spy(&view, &ImageView::channelChanged);
        auto* box = view.findChild<QComboBox*>();
        QCOMPARE(box->count(), 4);
        const QImage all = view.toQImage();
        QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(view.channel(), 0);
        QCOMPARE(spy.count(), 1);
        QVERIFY(view.toQImage() != all);
        QCOMPARE(view.toQImage(3).size(), QSize(48, 48));
        view.setChannel(2);
        QCOMPARE(box->currentIndex(), 3);
        QCOMPARE(spy.count(), 1);
        view.setChannel(9);
        QCOMPARE(view.channel(), 2);
        view.setImage(pattern(3, 16, 16), {QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("C")});
        QCOMPARE(view.channel(), 2);
        view.setImage(pattern(1, 16, 16));
        QCOMPARE(view.channel(), -1);
        QVERIFY(!box->isVisibleTo(&view));
    }

    void heatColoursWhatIsHighAndOutlinesIt()
    {
        ImageView view;
        view.setControlsVisible(false);
        view.resize(128, 128);
        view.setImage(SignalImage(1, 16, 16));
        const QImage bare = view.grab().toImage();
        SignalImage map(1, 16, 16);
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 8; ++x)
                map.pixels[static_cast<std::size_t>(16 * y + x)] = 1;
        view.setHeatOpacity(0.5);
        view.setHeat(map, QStringLiteral("upper left"));
        QVERIFY(view.hasHeat());
        const QImage shown = view.grab().toImage();
        const auto at = [&](const QImage& image, double x, double y) {
            return image.pixelColor(view.toWidget(QPointF(x, y)).toPoint());
        };
        const QColor hot = at(shown, 4, 4);
        QVERIFY(hot.green() > at(bare, 4, 4).green() + 60);
        QVERIFY(hot.green() < 200);
        QCOMPARE(at(shown, 12, 12), at(bare, 12, 12));
        QVERIFY(at(shown, 7.5, 4).blue() > 200);  // the outline is white, and runs where the map falls through a half
        QVERIFY(at(shown, 4, 7.5).blue() > 200);
        auto* canvas = view.findChild<QWidget*>(QStringLiteral("canvas"));
        QVERIFY(canvas->accessibleDescription().contains(QStringLiteral("upper left")));

        // Exported as it is seen; the cursor stays; at opacity 0 only the picture is left.
        QVERIFY(view.toQImage(4) != [&] {
            ImageView plain;
            plain.setImage(SignalImage(1, 16, 16));
            return plain.toQImage(4);
        }());
        view.setCursor(QPointF(3, 3));
        view.setHeatOpacity(0);
        QVERIFY(view.cursorPixel());
        view.setCursor(std::optional<QPointF>());
        QCOMPARE(view.grab().toImage(), bare);
        view.setHeatOpacity(0.5);
        view.setHeat({});
        QCOMPARE(view.grab().toImage(), bare);
        QVERIFY(!canvas->accessibleDescription().contains(QStringLiteral("upper left")));

        // Over a picture of another size it is not its own; back on its own it is there again.
        view.setHeat(map);
        view.setImage(SignalImage(1, 8, 8));
        QVERIFY(!view.hasHeat());
        view.setImage(SignalImage(1, 16, 16));
        QVERIFY(view.hasHeat());
    }

    void anOutlineIsClosedAndFollowsTheMap()
    {
        // A disc that touches nothing, and one cut by the edge: every end of a line is the beginning of another.
        for (const QPointF centre : {QPointF(10.3, 8.1), QPointF(0.2, 14.7)}) {
            SignalImage map(1, 16, 20);
            for (int y = 0; y < 16; ++y)
                for (int x = 0; x < 20; ++x) {
                    const double away = std::hypot(x - centre.x(), y - centre.y());
                    map.pixels[static_cast<std::size_t>(20 * y + x)] = static_cast<float>(std::max(0.0, 1 - away / 8));
                }
            const QPainterPath outline = HeatMap(map).outline();
            QVERIFY(outline.elementCount() > 8);
            std::map<std::pair<int, int>, int> ends;
            for (int i = 0; i < outline.elementCount(); ++i) {
                const QPointF end = outline.elementAt(i);
                ++ends[{qRound(end.x() * 1000), qRound(end.y() * 1000)}];
                const bool atEdge = end.x() < 0 || end.y() < 0 || end.x() > 19 || end.y() > 15;
                const QPointF out = end - centre;
                QVERIFY(atEdge || std::abs(std::hypot(out.x(), out.y()) - 4) < 0.3);
            }
            for (const auto& [place, count] : ends)
                QCOMPARE(count, 2);
        }
        QVERIFY(HeatMap(SignalImage(1, 4, 4)).outline().isEmpty());
        QVERIFY(HeatMap().empty());
    }

    void emptyIsAnswered()
    {
        ImageView view;
        view.resize(200, 200);
        view.setEmptyText(QStringLiteral("nothing yet"));
        view.clear();
        QVERIFY(view.cursorText().isEmpty());
        view.setCursor(QPointF(0, 0));
        QVERIFY(!view.cursorPixel());
        auto* canvas = view.findChild<QWidget*>(QStringLiteral("canvas"));
        QTest::keyClick(canvas, Qt::Key_Right);
        wheel(canvas, {50, 50}, 120);
        QVERIFY(!view.cursorPixel());
        view.grab();
    }

    void panelsStandSideBySide()
    {
        ImageView view;
        view.resize(500, 400);
        SignalImage image(4, 8, 8);
        image.channel(2)[3 * 8 + 5] = 0.5F;  // of the second panel
        ImageComposite composite;
        composite.picture = QImage(17, 8, QImage::Format_RGB32);
        composite.picture.fill(Qt::black);
        composite.picture.setPixel(9 + 5, 3, qRgb(0, 128, 0));
        composite.panels = {{0, 0, 2}, {9, 2, 2}};
        view.setImage(image, {"a", "b", "c", "d"}, composite);
        view.show();
        QCOMPARE(view.shownPanels().size(), std::size_t{2});
        QCOMPARE(view.toQImage(), composite.picture);
        view.setCursor(QPointF(14, 3));
        QVERIFY2(view.cursorText().contains("x 5, y 3"), qPrintable(view.cursorText()));
        QVERIFY(view.cursorText().contains("c 0.50"));
        QVERIFY(!view.cursorText().contains("a "));
        // What is laid over one channel is laid over every panel.
        SignalImage heat(1, 8, 8);
        heat.pixels[3 * 8 + 5] = 1;
        view.setHeat(heat);
        QVERIFY(view.hasHeat());
        const QImage shown = view.toQImage();
        QVERIFY(shown.pixel(5, 3) != composite.picture.pixel(5, 3));
        QVERIFY(shown.pixel(14, 3) != composite.picture.pixel(14, 3));
        view.setChannel(2);
        QVERIFY(view.shownPanels().empty());
        QVERIFY(view.hasHeat());
        QCOMPARE(view.toQImage().width(), 8);
        view.setChannel(-1);
        QVERIFY(view.hasHeat());
        view.setImage(image);
        QVERIFY(view.shownPanels().empty());
    }
};

QTEST_MAIN(ImageViewTest)
#include "test_image_view.moc"
