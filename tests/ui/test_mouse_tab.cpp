// The mouse tab: a session in the list, its path and windows, the cursor through signal and picture, replay, labels.
#include <algorithm>

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTranslator>

#include "core/domains/mouse/picture.h"
#include "core/learning/claim_threshold.h"
#include "tests/ui/bench_fixture.h"
#include "ui/mouse/mouse_tab.h"
#include "ui/review/list_panel.h"
#include "ui/review/picture_panel.h"
#include "ui/review/verdict_panel.h"
#include "ui/words.h"
#include "widgets/image_view.h"
#include "widgets/label_pad.h"
#include "widgets/time_strip.h"
#include "widgets/track_view.h"

using namespace sightline;
using namespace sightline::ui;

namespace {

/// Judges by the picture's ink: the same picture, the same verdict. `claimsFrom`: the score from which on a claim is
/// believed.
ModelLoader mouseLoader(std::optional<double> claimsFrom = std::nullopt)
{
    return [claimsFrom](const std::optional<std::filesystem::path>& file, const domains::Domain& domain,
                        const std::string& task, learning::DeviceChoice choice) -> Result<LoadedModel> {
        if (domain.id() != "mouse") {
            return standInLoader()(file, domain, task, choice);
        }
        LoadedModel loaded;
        loaded.info.id = "mouse-" + task;
        loaded.info.name = "Stand-in";
        loaded.info.domain = domain.id();
        loaded.info.task = task;
        loaded.info.classIds = task == "machine" ? std::vector<std::string>{"human", "machine"}
                               : task == "owner" ? std::vector<std::string>{"person-1", "person-2"}
                                                 : std::vector<std::string>{"member", "outsider"};
        loaded.info.recipe = domain.defaultRecipe(task);
        loaded.info.channels = 10;
        loaded.info.height = 64;
        loaded.info.width = 64;
        if (claimsFrom) {
            learning::keepClaimThreshold(loaded.info, {*claimsFrom, "eer", 10, 10});
        }
        loaded.device.device = "cpu";
        loaded.classifier = learning::makeStandInClassifier(loaded.info);
        return loaded;
    };
}

/// Knows one sentence, with its numbers left out.
class Jumps final : public QTranslator {
public:
    [[nodiscard]] QString translate(const char* context, const char* text, const char* /*about*/,
                                    int /*n*/) const override
    {
        const bool known = std::string_view(context) == "mouse" &&
                           std::string_view(text) == "%1 jumps of more than half the screen take less than %2 ms; kept";
        return known ? QStringLiteral("menos de %2 ms: %1 saltos") : QString();
    }
    [[nodiscard]] bool isEmpty() const override { return false; }
};

}  // namespace

class TestMouseTab : public QObject {
    Q_OBJECT

    static QString sessions(const BenchFixture& fixture, int count = 12)
    {
        const QString path = fixture.folder.filePath(QStringLiteral("sessions.json"));
        NoProgress unheard;
        const auto done =
            domains::findDomain("mouse")->simulate(static_cast<std::size_t>(count), 7, words::toPath(path), unheard);
        if (!done) {
            qFatal("%s", done.error().text().c_str());
        }
        return path;
    }
    /// A session in a file each: 000.json, 001.json …
    static QString folderOfSessions(const BenchFixture& fixture, int count)
    {
        const QString folder = fixture.folder.filePath(QStringLiteral("many"));
        QDir().mkpath(folder);
        NoProgress unheard;
        for (int i = 0; i < count; ++i) {
            const QString path = QStringLiteral("%1/%2.json").arg(folder).arg(i, 3, 10, QLatin1Char('0'));
            const auto done = domains::findDomain("mouse")->simulate(1, static_cast<std::uint64_t>(i) + 1,
                                                                     words::toPath(path), unheard);
            if (!done) {
                qFatal("%s", done.error().text().c_str());
            }
        }
        return folder;
    }
    static MouseTab& tabOf(const BenchFixture& fixture) { return *fixture.window->findChild<MouseTab*>(); }
    static Bench& benchOf(const BenchFixture& fixture) { return *fixture.session->bench("mouse"); }
    static bool allJudged(const BenchFixture& fixture)
    {
        SampleStore& store = benchOf(fixture).store();
        for (int i = 0; i < store.size(); ++i) {
            if (!store.row(i).verdict || store.row(i).stale) {
                return false;
            }
        }
        return store.size() > 0;
    }
    static void open(const BenchFixture& fixture, int count = 12, const char* task = "owner")
    {
        benchOf(fixture).setTask(task);
        fixture.window->openPaths({sessions(fixture, count)});
        QTRY_COMPARE_WITH_TIMEOUT(benchOf(fixture).store().size(), count, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(allJudged(fixture), 20000);
    }
    /// The first session that has so many windows.
    static SampleKey withWindows(const BenchFixture& fixture, std::size_t least)
    {
        SampleStore& store = benchOf(fixture).store();
        for (int i = 0; i < store.size(); ++i) {
            if (benchOf(fixture).windowsOf(store.row(i).key())->count >= least) {
                return store.row(i).key();
            }
        }
        qFatal("no session of so many windows");
        return {};
    }

private Q_SLOTS:
    void aSessionIsARowAndItsWindowsAreBars()
    {
        BenchFixture fixture(mouseLoader());
        open(fixture);
        MouseTab& tab = tabOf(fixture);
        Bench& bench = benchOf(fixture);
        QCOMPARE(fixture.window->tabs()->currentIndex(), 1);
        QCOMPARE(tab.review().table().rowCount(), 12);
        tab.review().select(withWindows(fixture, 3));
        const SampleRow& row = *tab.review().current();
        QVERIFY(row.key().sample.find('@') == std::string::npos);
        const WindowedRow& whole = *bench.windowsOf(row.key());
        QTRY_VERIFY(whole.complete());
        // The session's verdict is that of its windows, joined as the command line joins them.
        std::vector<std::pair<Sample, Verdict>> windows;
        for (const auto& one : whole.judged) {
            windows.emplace_back(one->sample, one->verdict);
        }
        const Verdict joined = bench.domain().combine(windows).front();
        QCOMPARE(row.verdict->probabilities, joined.probabilities);
        const auto& bars = tab.path().strip().windows();
        QCOMPARE(bars.size(), whole.count);
        QVERIFY(bars.front().score.has_value());
        QVERIFY(!tab.path().track().track()->marks.empty());
    }

    void aWindowIsChosenByClickAndByKey()
    {
        BenchFixture fixture(mouseLoader());
        open(fixture);
        MouseTab& tab = tabOf(fixture);
        tab.review().select(withWindows(fixture, 4));
        const WindowedRow& whole = *benchOf(fixture).windowsOf(*tab.review().currentKey());
        const auto shows = [&](int window) {
            const auto drawn = benchOf(fixture).domain().picture(*whole.windows->recording,
                                                                 whole.window(static_cast<std::size_t>(window)),
                                                                 benchOf(fixture).pictures().recipe());
            return tab.picture().view()->image() == drawn->example.image;
        };
        QTRY_VERIFY(shows(0));
        widgets::TimeStrip& strip = tab.path().strip();
        const auto& bars = strip.windows();
        const double middle = (bars[2].begin + bars[2].end) / 2;
        QTest::mouseClick(&strip, Qt::LeftButton, {},
                          QPoint(static_cast<int>(strip.toX(middle)), strip.lane().center().y()));
        QCOMPARE(tab.review().window(), 2);
        QCOMPARE(strip.currentWindow(), 2);
        QTRY_VERIFY(shows(2));
        tab.focusList();
        fixture.press(Qt::Key_BracketRight);
        QTRY_VERIFY(shows(3));
        fixture.press(Qt::Key_BracketLeft);
        fixture.press(Qt::Key_BracketLeft);
        QTRY_VERIFY(shows(1));
        // Another session begins with its first window.
        fixture.press(Qt::Key_Right);
        QCOMPARE(tab.review().window(), 0);
    }

    void theCursorIsTheSameInPathStripAndPicture()
    {
        BenchFixture fixture(mouseLoader());
        open(fixture);
        MouseTab& tab = tabOf(fixture);
        tab.review().select(withWindows(fixture, 3));
        widgets::ImageView* picture = tab.picture().view();
        QTRY_COMPARE(picture->shownPanels().size(), std::size_t{2});
        tab.focusList();
        for (int i = 0; i < 40; ++i) {
            fixture.press(Qt::Key_Period);
        }
        const int event = tab.path().track().cursorPoint();
        QCOMPARE(event, 39);
        const Bench::Pictured shown = *tab.review().pictured();
        const mouse::Session& session = **mouse::sessionOf(*shown.recording->recording, shown.sample());
        const ImageRecipe& recipe = benchOf(fixture).pictures().recipe();
        const mouse::Window window = mouse::windowAt(session, recipe, 0);
        const auto first = mouse::placesOf(session, window, recipe, 0);
        const auto second = mouse::placesOf(session, window, recipe, 1);
        QVERIFY(picture->cursorPixel().has_value());
        QCOMPARE(*picture->cursorPixel(), QPointF(first[39].x, first[39].y));
        QCOMPARE(picture->echoes().size(), std::size_t{1});
        const double right = picture->shownPanels()[1].left;
        QCOMPARE(picture->echoes().front(), QPointF(second[39].x + right, second[39].y));
        // And back: the pointer over an event in the picture.
        const QPointF place = picture->toWidget(QPointF(first[90].x, first[90].y));
        auto* canvas = picture->findChild<QWidget*>(QStringLiteral("canvas"));
        QTest::mouseMove(canvas, canvas->mapFrom(picture, place.toPoint()));
        QTRY_VERIFY(tab.path().track().cursorPoint() >= 0 && tab.path().track().cursorPoint() != 39);
        const int found = tab.path().track().cursorPoint();
        QVERIFY(std::hypot(first[static_cast<std::size_t>(found)].x - first[90].x,
                           first[static_cast<std::size_t>(found)].y - first[90].y) < 1.5);
    }

    void aLabelNamesTheSessionAndComesBack()
    {
        BenchFixture fixture(mouseLoader());
        open(fixture, 6, "machine");
        MouseTab& tab = tabOf(fixture);
        const SampleKey key = *tab.review().currentKey();
        tab.focusList();
        fixture.press(Qt::Key_2);
        QCOMPARE(QString::fromStdString(benchOf(fixture).store().get(key)->label->label.classId), "machine");
        QVERIFY(tab.review().currentKey() != key);
        fixture.session->settle();
        const auto labels = fixture.session->workspace()->labels("mouse", "machine");
        QVERIFY(labels && labels->size() == 1);
        QCOMPARE(labels->front().subject, key);
        QVERIFY(labels->front().extent.whole());
        fixture.restart();
        QTRY_VERIFY(benchOf(fixture).store().get(key) != nullptr && benchOf(fixture).store().get(key)->label);
        QCOMPARE(QString::fromStdString(benchOf(fixture).task()), "machine");
    }

    void everyQuestionHasItsOwnLabelsAndVerdicts()
    {
        BenchFixture fixture(mouseLoader());
        open(fixture, 6);
        MouseTab& tab = tabOf(fixture);
        Bench& bench = benchOf(fixture);
        const SampleKey key = *tab.review().currentKey();
        QCOMPARE(QString::fromStdString(bench.store().get(key)->verdict->modelId), "mouse-owner");
        tab.review().label("impostor");
        auto* questions = tab.verdict().findChild<QComboBox*>();
        QVERIFY(questions->isVisible());
        questions->setFocus();
        const SampleKey shown = *tab.review().currentKey();
        QTest::keyClick(questions, Qt::Key_Return);  // Enter chooses here, and confirms nothing
        QVERIFY(!bench.store().get(shown)->label);
        QTest::keyClick(questions, Qt::Key_End);
        QCOMPARE(QString::fromStdString(bench.task()), "machine");
        QTRY_VERIFY_WITH_TIMEOUT(allJudged(fixture), 20000);
        QCOMPARE(QString::fromStdString(bench.store().get(key)->verdict->modelId), "mouse-machine");
        QVERIFY(!bench.store().get(key)->label);
        QCOMPARE(tab.pad().choices().front().classId, "human");
        QTest::keyClick(questions, Qt::Key_Home);
        QTRY_VERIFY(bench.store().get(key)->label.has_value());
        QCOMPARE(QString::fromStdString(bench.store().get(key)->label->label.classId), "impostor");
    }

    void aQuestionWithoutAModelSaysWhatToDo()
    {
        BenchFixture fixture([](const auto&, const domains::Domain& domain, const std::string&,
                                learning::DeviceChoice) -> Result<LoadedModel> {
            return fail(ErrorCode::NotFound, "no model", {domain.id() + "-owner.safetensors", {}, {}});
        });
        benchOf(fixture).setTask("owner");
        fixture.window->openPaths({sessions(fixture, 2)});
        QTRY_COMPARE_WITH_TIMEOUT(benchOf(fixture).store().size(), 2, 20000);
        QTRY_VERIFY([&] {
            const auto labels = tabOf(fixture).verdict().findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
                return label->isVisible() && label->text().contains(QStringLiteral("Retrain"));
            });
        }());
        QTRY_VERIFY(!tabOf(fixture).picture().view()->image().empty());
    }

    void spacePlaysAndEscapeStops()
    {
        BenchFixture fixture(mouseLoader());
        open(fixture, 6);
        MouseTab& tab = tabOf(fixture);
        tab.review().select(withWindows(fixture, 3));
        tab.focusList();
        fixture.press(Qt::Key_Space);
        MouseReplay& replay = tab.path().replay();
        QVERIFY(replay.playing());
        QTRY_VERIFY(tab.path().track().cursorPoint() > 3);
        fixture.press(Qt::Key_Escape);
        QVERIFY(!replay.playing());
        const int stopped = tab.path().track().cursorPoint();
        QVERIFY(stopped > 3);
        // On from where it was; pauses are cut short, so that a minute is played in less.
        fixture.press(Qt::Key_Space);
        QVERIFY(tab.path().track().cursorPoint() >= stopped);
        replay.advance(5);
        QVERIFY(tab.path().track().cursorPoint() > stopped + 50);
        QVERIFY(tab.review().window() > 0);  // the picture follows
        replay.advance(100000);
        QVERIFY(!replay.playing());
        QCOMPARE(tab.path().track().cursorPoint(), static_cast<int>(tab.path().track().track()->points.size()) - 1);
    }

    void aFasterReplayShowsMore()
    {
        std::vector<double> times;
        for (int i = 0; i < 1000; ++i) {
            times.push_back(i * 0.01 + (i >= 500 ? 3600 : 0));  // an hour's pause in the middle
        }
        MouseReplay replay;
        QSignalSpy moved(&replay, &MouseReplay::moved);
        replay.setTimes(times);
        replay.start(0);
        replay.advance(1);
        QCOMPARE(moved.last().first().toInt(), 100);
        replay.setSpeed(4);
        replay.advance(0.5);
        QCOMPARE(moved.last().first().toInt(), 300);
        replay.advance(1);
        QVERIFY(moved.last().first().toInt() > 600);
        QVERIFY(replay.trail() > 10);
        replay.setSpeed(0.25);
        const int before = moved.last().first().toInt();
        replay.advance(0.4);
        QCOMPARE(moved.last().first().toInt(), before + 10);
        replay.stop();
        QVERIFY(!replay.playing());
    }

    void thePositionFreeDrawingStartsEveryStrokeAtTheCentre()
    {
        BenchFixture fixture(mouseLoader());
        open(fixture, 6);
        MouseTab& tab = tabOf(fixture);
        tab.focusList();
        const auto onScreen = tab.path().track().track();
        fixture.press(Qt::Key_T);
        const auto strokes = tab.path().track().track();
        QVERIFY(strokes != onScreen);
        QCOMPARE(strokes->points.size(), onScreen->points.size());
        int starts = 0;
        for (const widgets::TrackPoint& point : strokes->points) {
            starts += !point.joined && point.at == QPointF(0, 0) ? 1 : 0;
        }
        QVERIFY(starts > 3);
        QCOMPARE(strokes->frame.center(), QPointF(0, 0));
        fixture.press(Qt::Key_T);
        QCOMPARE(tab.path().track().track()->points.back().at, onScreen->points.back().at);
    }

    void sessionsOfTheSameAccountLieBehind()
    {
        BenchFixture fixture(mouseLoader());
        open(fixture, 36);
        MouseTab& tab = tabOf(fixture);
        SampleStore& store = benchOf(fixture).store();
        tab.review().select(store.row(0).key());  // a person's
        QVERIFY(tab.path().track().backdrop() != nullptr);
        QVERIFY2(tab.path().comparisonText().contains(QStringLiteral("2 session")),
                 qPrintable(tab.path().comparisonText()));
        QVERIFY(tab.path().comparisonText().contains(QStringLiteral("person-1")));
        // A label says more than the file: it was somebody else.
        tab.review().select(store.row(12).key());
        tab.review().label("impostor");
        tab.review().select(store.row(0).key());
        QVERIFY(tab.path().comparisonText().contains(QStringLiteral("1 session")));
        // A session kept with R comes before them.
        tab.review().select(store.row(3).key());
        tab.focusList();
        fixture.press(Qt::Key_R);
        tab.review().select(store.row(0).key());
        QVERIFY(tab.path().comparisonText().contains(QString::fromStdString(store.row(3).key().sample)));
        fixture.press(Qt::Key_R);
        QVERIFY(tab.path().comparisonText().contains(QStringLiteral("1 session")));
    }

    void theFilesOwnPeopleBecomeClasses()
    {
        BenchFixture fixture(mouseLoader());
        open(fixture, 12);
        const auto taken = benchOf(fixture).takeOverOwnLabels("tester");
        QVERIFY(taken.has_value());
        QCOMPARE(taken->taken, 6);  // programs have no account
        QVERIFY(taken->unknown.empty());
        QVERIFY(benchOf(fixture).findClass("person-3") != nullptr);
        QVERIFY(!benchOf(fixture).addClass(QStringLiteral("person-3")));
        QVERIFY(benchOf(fixture).addClass(QStringLiteral("user12")));
        const auto& choices = tabOf(fixture).pad().choices();
        QVERIFY(std::any_of(choices.begin(), choices.end(), [](const auto& one) { return one.classId == "user12"; }));
    }

    void whatIsSaidOfTheAccountIsHeldAgainstTheVerdict()
    {
        BenchFixture fixture(mouseLoader());
        open(fixture, 6);
        MouseTab& tab = tabOf(fixture);
        tab.review().select(benchOf(fixture).store().row(0).key());
        const auto said = [&] {
            QStringList texts;
            for (const QLabel* label : tab.verdict().findChildren<QLabel*>()) {
                texts << (label->isVisible() ? label->text() : QString());
            }
            return texts.join(QLatin1Char('\n'));
        };
        QTRY_VERIFY(said().contains(QStringLiteral("Said to be of person-1")));
        QTRY_VERIFY(said().contains(QStringLiteral("score")));
        tab.focusList();
        fixture.press(Qt::Key_H);
        QVERIFY(!said().contains(QStringLiteral("score")));
        QVERIFY(!tab.path().strip().windows().front().score.has_value());
    }

    /// Never by the sign of the score: a model asks for as much as its held-out claims told it to.
    void aClaimIsBelievedByTheModelsThreshold()
    {
        for (const double needed : {-1000.0, 1000.0}) {
            BenchFixture fixture(mouseLoader(needed));
            open(fixture, 24);
            MouseTab& tab = tabOf(fixture);
            SampleStore& store = benchOf(fixture).store();
            int row = 0;
            while (row < store.size() && (benchOf(fixture).windowsOf(store.row(row).key())->count < 3 ||
                                          store.row(row).sample().ownLabel != "person-1")) {
                ++row;
            }
            QVERIFY(row < store.size());
            tab.review().select(store.row(row).key());
            const QString wanted = needed > 0 ? QStringLiteral("It does not fit") : QStringLiteral("It fits");
            QTRY_VERIFY([&] {
                const auto labels = tab.verdict().findChildren<QLabel*>();
                return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
                    return label->isVisible() && label->text().contains(wanted);
                });
            }());
        }
    }

    void theFilesOfAFolderAreListedBeforeTheyAreRead()
    {
        BenchFixture fixture(mouseLoader());
        const QString many = folderOfSessions(fixture, 30);
        MouseTab& tab = tabOf(fixture);
        fixture.window->showTab(tab);
        const SampleTable& rows = tab.review().table();
        int listed = -1;
        int openThen = -1;
        QString first;
        bool canBeChosen = true;
        QSignalSpy finished(&fixture.session->opener(), &FileOpener::finished);
        connect(&fixture.session->opener(), &FileOpener::waitingChanged, &tab, [&](const WaitingFiles& waiting) {
            if (listed < 0) {
                QCOMPARE(waiting.left(), 30);
                listed = rows.rowCount();
                openThen = benchOf(fixture).store().size();
                first = rows.index(0, SampleTable::SampleColumn).data().toString();
                canBeChosen = (rows.flags(rows.index(0, 0)) & (Qt::ItemIsSelectable | Qt::ItemIsEnabled)) != 0;
            }
            QVERIFY(rows.rowCount() >= waiting.left());
        });
        fixture.window->openPaths({many});
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20000);
        QCOMPARE(listed, 30);
        QCOMPARE(openThen, 0);
        QCOMPARE(first, QStringLiteral("000"));
        QVERIFY(!canBeChosen);
        QCoreApplication::processEvents();
        QCOMPARE(rows.rowCount(), 30);  // nothing waits any more
        // A session alone in its file is called as the file, before it is read and afterwards.
        QCOMPARE(rows.index(29, SampleTable::SampleColumn).data().toString(), QStringLiteral("029"));
        QVERIFY((rows.flags(rows.index(29, 0)) & Qt::ItemIsSelectable) != 0);
    }

    void waitingFilesAreNotListedAmongFilteredOnes()
    {
        BenchFixture fixture(mouseLoader());
        open(fixture, 5);
        MouseTab& tab = tabOf(fixture);
        SampleTable& table = tab.review().table();
        const auto find = [&](const char* text) {
            auto* line = tab.list().findChild<QLineEdit*>();
            line->clear();
            QTest::keyClicks(line, QLatin1String(text));
        };
        const WaitingFiles two{{QStringLiteral("a.csv"), QStringLiteral("b.csv")}, 0, false};
        tab.list().showWaiting(two);
        QCOMPARE(table.rowCount(), 7);
        QCOMPARE(table.sampleCount(), 5);
        // Neither keys nor a selection of all come to them.
        tab.review().select(table.keyAt(4));
        tab.review().next();
        QCOMPARE(*tab.review().currentKey(), table.keyAt(4));
        tab.list().table()->selectAll();
        QCOMPARE(tab.list().selectedKeys().size(), std::size_t{5});
        find("no such session");
        QCOMPARE(table.rowCount(), 0);
        tab.focusList();
        find("");
        QCOMPARE(table.rowCount(), 7);
        table.setOrder(SampleTable::Order::Random);
        QCOMPARE(table.index(5, SampleTable::SampleColumn).data().toString(), QStringLiteral("a"));
        tab.list().showWaiting({two.names, 1, false});
        QCOMPARE(table.rowCount(), 6);
        QCOMPARE(table.index(5, SampleTable::SampleColumn).data().toString(), QStringLiteral("b"));
    }

    void aNamedFileIsShownThoughTheLastSessionsComeFirst()
    {
        BenchFixture fixture(mouseLoader());
        QSignalSpy finished(&fixture.session->opener(), &FileOpener::finished);
        fixture.session->openSamples();  // as restored ones: nobody chose them
        QTRY_COMPARE_WITH_TIMEOUT(fixture.session->opener().running(), true, 5000);
        fixture.window->openPaths({sessions(fixture, 3)});
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 2, 20000);
        QVERIFY(tabOf(fixture).isVisible());
        QVERIFY(tabOf(fixture).review().currentKey().has_value());
        QCOMPARE(words::fromPath(tabOf(fixture).review().current()->recording->recording->info().path.filename()),
                 QStringLiteral("sessions.json"));
    }

    void verdictsHeldComeWhenTheyAreLetGo()
    {
        BenchFixture fixture(mouseLoader());
        Bench& bench = benchOf(fixture);
        bench.holdVerdicts(true);
        fixture.window->openPaths({sessions(fixture, 6)});
        QTRY_COMPARE_WITH_TIMEOUT(bench.store().size(), 6, 20000);
        // What somebody looks at is judged nevertheless.
        QTRY_VERIFY_WITH_TIMEOUT(tabOf(fixture).review().current()->verdict.has_value(), 20000);
        fixture.session->settle();
        QCoreApplication::processEvents();
        QVERIFY(!bench.pipeline().running());
        QVERIFY(!allJudged(fixture));
        bench.holdVerdicts(false);
        QTRY_VERIFY_WITH_TIMEOUT(allJudged(fixture), 20000);
    }

    void moreFilesComeInBelowWhatIsLookedAt()
    {
        BenchFixture fixture(mouseLoader());
        const QString many = folderOfSessions(fixture, 60);
        SampleTable& table = tabOf(fixture).review().table();
        QSignalSpy reset(&table, &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&table, &QAbstractItemModel::rowsInserted);
        QSignalSpy finished(&fixture.session->opener(), &FileOpener::finished);
        fixture.window->openPaths({many});
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20000);
        QCOMPARE(benchOf(fixture).store().size(), 60);
        QCOMPARE(reset.count(), 0);  // selection and scroll position stay
        QVERIFY(inserted.count() >= 3);
        // Read on several threads, listed in the order of the names.
        for (int i = 0; i < 60; ++i) {
            const auto& path = table.sampleAt(i).recording->recording->info().path;
            QCOMPARE(words::fromPath(path.stem()), QStringLiteral("%1").arg(i, 3, 10, QLatin1Char('0')));
        }
        QCOMPARE(*tabOf(fixture).review().currentKey(), table.keyAt(0));
        fixture.session->settle();
        const auto known = fixture.session->workspace()->openRecordings();
        QVERIFY(known && known->size() == 60);
    }

    void findingsWithNumbersAreSaidInTheUsersLanguage()
    {
        Jumps spanish;
        QCoreApplication::installTranslator(&spanish);
        const QString text =
            words::domainText("12 jumps of more than half the screen take less than 20 ms; kept", "mouse");
        QCoreApplication::removeTranslator(&spanish);
        QCOMPARE(text, QStringLiteral("menos de 20 ms: 12 saltos"));
        QCOMPARE(words::domainText("12 jumps of more than half the screen take less than 20 ms; kept", "mouse"),
                 QStringLiteral("12 jumps of more than half the screen take less than 20 ms; kept"));
        QCOMPARE(words::domainText("7 things nobody has a word for", "mouse"),
                 QStringLiteral("7 things nobody has a word for"));
    }

    /// Its windows are cut behind the window; until then nothing of the question before is shown.
    void anotherQuestionLeavesNoVerdictOfTheOneBefore()
    {
        BenchFixture fixture(mouseLoader());
        open(fixture, 6);
        Bench& bench = benchOf(fixture);
        bench.setTask("machine");
        for (int i = 0; i < bench.store().size(); ++i) {
            QVERIFY(!bench.store().row(i).verdict);
        }
        QTRY_VERIFY_WITH_TIMEOUT(allJudged(fixture), 20000);
        QCOMPARE(QString::fromStdString(bench.store().row(0).verdict->modelId), "mouse-machine");
        QCOMPARE(bench.windowsOf(bench.store().row(0).key())->windows->samples.size() > 0, true);
        QCOMPARE(QString::fromStdString(bench.store().row(0).sample().ownLabel), "human");
    }
};

QTEST_MAIN(TestMouseTab)
#include "test_mouse_tab.moc"
