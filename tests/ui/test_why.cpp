// Where the network looked, and which numbers mattered: asked for and read by keys and clicks.
#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "tests/ui/bench_fixture.h"
#include "ui/cards/card_plot.h"
#include "ui/review/picture_panel.h"
#include "ui/review/verdict_panel.h"
#include "widgets/basics.h"
#include "widgets/heat_map.h"
#include "widgets/image_view.h"
#include "widgets/key_overlay.h"
#include "widgets/signal_plot.h"

using namespace sightline;
using namespace sightline::ui;

namespace {

/// Judges like the stand-in, but is no network: it has no map.
class Blind final : public learning::Classifier {
public:
    explicit Blind(learning::ModelInfo info) : m_judge(learning::makeStandInClassifier(std::move(info))) {}
    [[nodiscard]] const learning::ModelInfo& info() const override { return m_judge->info(); }
    [[nodiscard]] std::string device() const override { return "cpu"; }
    [[nodiscard]] Result<std::vector<std::vector<float>>> classify(std::span<const Example> examples) override
    {
        return m_judge->classify(examples);
    }

private:
    std::unique_ptr<learning::Classifier> m_judge;
};

ModelLoader changed(const std::function<void(LoadedModel&)>& change)
{
    return [change](const std::optional<std::filesystem::path>& file, const domains::Domain& domain,
                    const std::string& task, learning::DeviceChoice device) {
        return standInLoader()(file, domain, task, device).map([&](LoadedModel loaded) {
            change(loaded);
            return loaded;
        });
    };
}

/// The parts of the window that say why, and what they say.
class Seen {
public:
    explicit Seen(const BenchFixture& of)
        : fixture(of),
          panel(of.window->cards().findChild<PicturePanel*>()),
          view(panel->view()),
          button(toolNamed(QStringLiteral("Where the network looked"))),
          slider(panel->findChild<QSlider*>()),
          choice(of.window->cards().findChild<VerdictPanel*>()->findChild<widgets::SegmentedControl*>())
    {
    }

    /// Every visible word of a panel, a line each.
    static QString wordsOf(const QWidget* panel)
    {
        QString text;
        for (const QLabel* label : panel->findChildren<QLabel*>()) {
            if (label->isVisible()) {
                text += label->text() + QLatin1Char('\n');
            }
        }
        return text;
    }
    [[nodiscard]] QString words() const { return wordsOf(panel); }
    [[nodiscard]] QString verdictWords() const { return wordsOf(fixture.window->cards().findChild<VerdictPanel*>()); }

    /// The one explanation that is right for the sample on the screen.
    [[nodiscard]] learning::Explanation expected(std::size_t rank) const
    {
        const SampleRow& row = *fixture.review().current();
        const auto& model = *fixture.bench().models().model();
        const auto drawn = diagnosis::draw(*row.recording, row.index, model.info.recipe);
        return *learning::makeStandInClassifier(model.info)->explain(drawn.picture->example, *row.verdict->rank(rank));
    }
    [[nodiscard]] bool shows(std::size_t rank) const
    {
        const WhyController::State& state = fixture.window->cards().why().state();
        return view->hasHeat() && state.made.map == expected(rank).map && choice->current() == static_cast<int>(rank) &&
               words().contains(className(rank));
    }
    [[nodiscard]] QString className(std::size_t rank) const
    {
        const Verdict& verdict = *fixture.review().current()->verdict;
        return fixture.bench().className(verdict.classIds[*verdict.rank(rank)]);
    }
    [[nodiscard]] std::vector<QPointF> band() const
    {
        for (const widgets::PlotCurve& curve : fixture.window->cards().plot().plot()->curves()) {
            if (curve.name == QStringLiteral("Where it looked")) {
                return curve.points;
            }
        }
        return {};
    }

    const BenchFixture& fixture;
    PicturePanel* panel;
    widgets::ImageView* view;
    QToolButton* button;
    QSlider* slider;
    widgets::SegmentedControl* choice;

private:
    [[nodiscard]] QToolButton* toolNamed(const QString& name) const
    {
        for (QToolButton* tool : panel->findChildren<QToolButton*>()) {
            if (tool->accessibleName() == name) {
                return tool;
            }
        }
        return nullptr;
    }
};

}  // namespace

class TestWhy final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void theKeyShowsItAndTakesItAway()
    {
        BenchFixture fixture;
        fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 3));
        const Seen seen(fixture);
        QVERIFY(seen.button != nullptr && !seen.button->isChecked());
        QVERIFY(seen.button->toolTip().contains(QStringLiteral("(G)")));
        QTRY_VERIFY(!seen.view->image().empty());
        QVERIFY(!seen.slider->isVisible());
        fixture.window->cards().focusList();
        fixture.press(Qt::Key_G);
        QTRY_VERIFY(seen.shows(0));
        QVERIFY(seen.button->isChecked());
        QVERIFY(seen.slider->isVisible() && seen.choice->isVisible());
        QVERIFY(seen.words().contains(QStringLiteral("shows where, not why")));
        QVERIFY(seen.verdictWords().contains(QStringLiteral("Where it looked: ") + seen.className(0)));
        QVERIFY(!seen.band().empty());
        fixture.press(Qt::Key_G);
        QVERIFY(!seen.view->hasHeat() && seen.band().empty());
        QVERIFY(!seen.slider->isVisible() && !seen.button->isChecked());
        QVERIFY(!seen.words().contains(QStringLiteral("where, not why")));
        QVERIFY(!seen.verdictWords().contains(QStringLiteral("Where it looked")));
    }

    void theSecondChoiceIsShownByKeyAndByClick()
    {
        BenchFixture fixture;
        fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 3));
        const Seen seen(fixture);
        fixture.window->cards().focusList();
        fixture.press(Qt::Key_G, Qt::ShiftModifier);
        QTRY_VERIFY(seen.shows(1));
        fixture.press(Qt::Key_G, Qt::ShiftModifier);
        QTRY_VERIFY(seen.shows(0));
        const auto buttons = seen.choice->findChildren<QAbstractButton*>();
        QCOMPARE(buttons.size(), 2);
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        QTRY_VERIFY(seen.shows(1));
        QTest::mouseClick(seen.button, Qt::LeftButton);
        QVERIFY(!seen.view->hasHeat());
        QTest::mouseClick(seen.button, Qt::LeftButton);
        QTRY_VERIFY(seen.shows(1));
    }

    void itFollowsTheSampleAndIsKept()
    {
        BenchFixture fixture;
        fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 5));
        const Seen seen(fixture);
        fixture.window->cards().focusList();
        fixture.press(Qt::Key_G);
        QTRY_VERIFY(seen.shows(0));
        for (int i = 0; i < 4; ++i) {  // quickly: nobody waits for what was stepped past
            fixture.press(Qt::Key_Right);
        }
        QTRY_VERIFY(seen.shows(0));
        QTRY_VERIFY(!seen.view->image().empty());
        for (int i = 0; i < 4; ++i) {
            fixture.press(Qt::Key_Left);
            QTRY_VERIFY(seen.shows(0));
        }
        // Known now: there at once.
        fixture.press(Qt::Key_Right);
        QVERIFY(seen.shows(0));
        QVERIFY(!seen.band().empty());
    }

    void theLoopIsMarkedWhereThePictureIs()
    {
        BenchFixture fixture;
        fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 2));
        const Seen seen(fixture);
        fixture.window->cards().focusList();
        fixture.press(Qt::Key_G);
        QTRY_VERIFY(seen.shows(0));
        const SignalImage map = seen.expected(0).map;
        const pumpcards::Card& card = *cardOf(*fixture.review().current());
        const auto compare = [&](bool absolute) {
            const PictureMap places(card, fixture.bench().pictures().recipe());
            const std::vector<QPointF> band = seen.band();
            const auto hot = [&](int point) {
                const QPointF pixel = places.pixelOf(point, absolute);
                return map.pixels[static_cast<std::size_t>(qRound(pixel.y()) * map.width + qRound(pixel.x()))] >=
                       widgets::highFrom;
            };
            const int count = places.pointCount();
            for (int point = 0; point < count; ++point) {
                const bool drawn = !band.empty() && !std::isnan(band[static_cast<std::size_t>(point)].x());
                QCOMPARE(drawn, hot(point) || hot((point + count - 1) % count));
            }
        };
        compare(false);
        QVERIFY(!seen.band().empty());
        auto* channels = seen.panel->findChild<QComboBox*>();
        channels->setFocus();
        QTest::keyClick(channels, Qt::Key_End);
        QCOMPARE(seen.view->channel(), 2);
        compare(true);
        QTest::keyClick(channels, Qt::Key_Home);
        compare(false);
        // Against time as well.
        fixture.window->cards().focusList();
        fixture.press(Qt::Key_T);
        int halves = 0;
        for (const auto* plot : fixture.window->cards().plot().findChildren<widgets::SignalPlot*>()) {
            halves += plot != fixture.window->cards().plot().plot() && plot->curves().size() == 2 &&
                              !plot->curves()[1].points.empty()
                          ? 1
                          : 0;
        }
        QCOMPARE(halves, 2);
    }

    void theCursorStaysAndTheSliderFades()
    {
        BenchFixture fixture;
        fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 2));
        const Seen seen(fixture);
        QTRY_VERIFY(!seen.view->image().empty());
        fixture.window->cards().focusList();
        fixture.press(Qt::Key_Period);
        fixture.press(Qt::Key_Period);
        const auto cursor = seen.view->cursorPixel();
        QVERIFY(cursor);
        fixture.press(Qt::Key_G);
        QTRY_VERIFY(seen.shows(0));
        QCOMPARE(seen.view->cursorPixel(), cursor);
        QCOMPARE(fixture.window->cards().plot().plot()->cursorIndex(), 1);
        fixture.press(Qt::Key_Period);
        QVERIFY(seen.view->cursorPixel() != cursor);

        const double before = seen.view->heatOpacity();
        seen.slider->setFocus();
        QTest::keyClick(seen.slider, Qt::Key_Home);
        QCOMPARE(seen.view->heatOpacity(), 0.0);
        QTest::keyClick(seen.slider, Qt::Key_End);
        QCOMPARE(seen.view->heatOpacity(), 1.0);
        QVERIFY(before > 0 && before < 1);
    }

    void numbersSpeakForAndAgainst()
    {
        BenchFixture fixture;
        fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 12));
        const Seen seen(fixture);
        fixture.window->cards().focusList();
        fixture.press(Qt::Key_G);
        int checked = 0;
        for (int i = 0; i < fixture.store().size(); ++i) {
            QTRY_VERIFY(seen.shows(0));
            const int points = static_cast<int>(std::lround(100 * seen.expected(0).scalars.front()));
            const QString words = seen.verdictWords();
            if (points == 0) {
                QVERIFY(words.contains(QStringLiteral("None of them")));
            } else {
                const QString sign = points > 0 ? QStringLiteral("+") : QStringLiteral("−");
                const QString line = QStringLiteral("Peak load speaks %1 it: %2%3 point")
                                         .arg(points > 0 ? QStringLiteral("for") : QStringLiteral("against"), sign)
                                         .arg(std::abs(points));
                QVERIFY2(words.contains(line), qPrintable(words + line));
                ++checked;
            }
            fixture.press(Qt::Key_Right);
        }
        QVERIFY(checked > 3);
    }

    void aHiddenOpinionStaysHidden()
    {
        BenchFixture fixture;
        fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 3));
        const Seen seen(fixture);
        fixture.window->cards().focusList();
        fixture.press(Qt::Key_G);
        QTRY_VERIFY(seen.shows(0));
        const QString name = seen.className(0);
        fixture.press(Qt::Key_H);
        QVERIFY(!seen.view->hasHeat() && seen.band().empty());
        QVERIFY(seen.words().contains(QStringLiteral("hidden")));
        QVERIFY(!seen.words().contains(name) && !seen.verdictWords().contains(QStringLiteral("Where it looked")));
        fixture.press(Qt::Key_H);
        QTRY_VERIFY(seen.shows(0));
    }

    void saysWhyThereIsNothing_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("words");
        QTest::newRow("no engine") << 0 << QStringLiteral("no model to ask");
        QTest::newRow("another kind of card") << 1 << QStringLiteral("no verdict to explain");
        QTest::newRow("no network") << 2 << QStringLiteral("numbers alone");
        QTest::newRow("no sample") << 3 << QStringLiteral("Nothing is chosen");
    }
    void saysWhyThereIsNothing()
    {
        QFETCH(int, which);
        QFETCH(QString, words);
        BenchFixture fixture(which == 0   ? missingEngine()
                             : which == 1 ? changed([](LoadedModel& loaded) {
                                   loaded.info.inputKind = "pump card";
                                   loaded.classifier = learning::makeStandInClassifier(loaded.info);
                               })
                             : which == 2 ? changed([](LoadedModel& loaded) {
                                   loaded.classifier = std::make_shared<Blind>(loaded.info);
                               })
                                          : standInLoader());
        if (which != 3) {
            fixture.window->openPaths({fixture.simulate(QStringLiteral("cards.csv"), 2)});
            QTRY_COMPARE(fixture.store().size(), 2);
        }
        const Seen seen(fixture);
        fixture.window->cards().focusList();
        fixture.window->keys().run(QStringLiteral("review.why"));
        QTRY_VERIFY2(seen.words().contains(words), qPrintable(seen.words()));
        QVERIFY(!seen.view->hasHeat() && seen.band().empty() && !seen.slider->isVisible());
        if (which == 2) {  // the numbers are there all the same
            QTRY_VERIFY(seen.verdictWords().contains(QStringLiteral("Numbers beside the picture")));
        }
    }

    void anotherModelIsAskedAnew()
    {
        std::string id = "standin000000001";
        BenchFixture fixture([&id](const std::optional<std::filesystem::path>& file, const domains::Domain& domain,
                                   const std::string& task, learning::DeviceChoice device) {
            return standInLoader(id)(file, domain, task, device);
        });
        fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 3));
        const Seen seen(fixture);
        fixture.window->cards().focusList();
        fixture.press(Qt::Key_G);
        QTRY_VERIFY(seen.shows(0));
        id = "standin000000002";
        fixture.bench().loadModel(learning::DeviceChoice::Cpu);
        QTRY_COMPARE(fixture.store().row(0).verdict->modelId, id);
        QTRY_VERIFY(seen.shows(0));
    }

    void theKeysAreListedAndCanBeChanged()
    {
        BenchFixture fixture;
        fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 2));
        const Seen seen(fixture);
        KeyMap& keys = fixture.window->keys();
        QCOMPARE(keys.keyText(QStringLiteral("review.why")), QStringLiteral("G"));
        QCOMPARE(keys.keyText(QStringLiteral("review.whyOther")), QStringLiteral("Shift+G"));
        QVERIFY(keys.change(QStringLiteral("review.why"), QKeySequence(Qt::Key_W)));
        QVERIFY(seen.button->toolTip().contains(QStringLiteral("(W)")));
        fixture.window->cards().focusList();
        fixture.press(Qt::Key_G);
        QVERIFY(!seen.button->isChecked());
        fixture.press(Qt::Key_W);
        QTRY_VERIFY(seen.shows(0));
        QVERIFY(keys.change(QStringLiteral("review.why"), {}));
    }

    void aPlaceIsNamedInWords()
    {
        SignalImage map(1, 30, 60);
        QCOMPARE(placeInWords(map), QStringLiteral("many places"));
        const auto lit = [](int top, int left, int bottom, int right) {
            SignalImage one(1, 30, 60);
            for (int y = top; y < bottom; ++y) {
                for (int x = left; x < right; ++x) {
                    one.pixels[static_cast<std::size_t>(60 * y + x)] = 1;
                }
            }
            return one;
        };
        QCOMPARE(placeInWords(lit(0, 0, 8, 15)), QStringLiteral("upper left"));
        QCOMPARE(placeInWords(lit(22, 45, 30, 60)), QStringLiteral("lower right"));
        QCOMPARE(placeInWords(lit(12, 25, 18, 35)), QStringLiteral("the middle"));
        QCOMPARE(placeInWords(lit(0, 0, 30, 59)), QStringLiteral("many places"));
    }
};

QTEST_MAIN(TestWhy)
#include "test_why.moc"
