// Many planes as one picture: light adds up, planes on top cover, panels stand side by side.
#include <QtTest>

#include "core/domains/composite.h"

using namespace sightline;
using domains::composite;
using domains::Plane;

class TestComposite : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void lightAddsUpAndTopPlanesCover()
    {
        SignalImage image(3, 1, 2);
        image.pixels = {0.5F, 1, 1, 1, 0, 0.25F};
        const std::vector<Plane> planes = {
            {"Fast", "a", 0xFF0000, false}, {"Slow", "a", 0x0000FF, false}, {"Clicks", "a", 0x00FF00, true}};
        const auto shown = composite(image, planes);
        QVERIFY(shown.has_value());
        QCOMPARE(shown->picture.width, 2);
        QCOMPARE(shown->picture.pixels, (std::vector<float>{0.5F, 0.75F, 0, 0.25F, 1, 0.75F}));
        // The order in which planes are named does not matter: what is on top is on top.
        SignalImage turned(3, 1, 2);
        turned.pixels = {0, 0.25F, 1, 1, 0.5F, 1};
        QCOMPARE(composite(turned, {planes[2], planes[1], planes[0]})->picture, shown->picture);
    }

    void panelsStandSideBySide()
    {
        SignalImage image(3, 2, 4);
        std::fill(image.pixels.begin(), image.pixels.end(), 1.0F);
        const auto shown = composite(
            image, {{"A", "left", 0xFFFFFF, false}, {"B", "right", 0x00FF00, false}, {"C", "left", 0xFFFFFF, false}});
        QVERIFY(shown.has_value());
        QCOMPARE(shown->panels.size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(shown->panels[1].name), "right");
        QCOMPARE(shown->panels[1].left, 5);
        QCOMPARE(shown->picture.width, 9);
        QCOMPARE(shown->picture.channel(0)[3], 1.0F);  // never more than full light
        QCOMPARE(shown->picture.channel(1)[4], 0.0F);  // the gap
        QCOMPARE(shown->picture.channel(0)[5], 0.0F);
        QCOMPARE(shown->picture.channel(1)[5], 1.0F);
    }

    void planesMustBeAsManyAsChannels()
    {
        QCOMPARE(composite(SignalImage(2, 4, 4), {{"A", "", 0xFF0000, false}}).error().code, ErrorCode::Invalid);
        QCOMPARE(composite(SignalImage(), {}).error().code, ErrorCode::Invalid);
    }
};

QTEST_GUILESS_MAIN(TestComposite)
#include "test_composite.moc"
