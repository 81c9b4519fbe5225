// The window driven by clicks and keys.
#include <QAccessible>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>

#include "core/learning/gpu.h"
#include "tests/ui/bench_fixture.h"
#include "ui/cards/card_plot.h"
#include "ui/retrain/retrain_dialog.h"
#include "ui/review/verdict_panel.h"
#include "ui/settings/settings_dialog.h"
#include "ui/status_strip.h"
#include "widgets/banner.h"
#include "widgets/image_view.h"
#include "widgets/label_pad.h"
#include "widgets/score_bars.h"
#include "widgets/signal_plot.h"
#include "widgets/theme.h"

using namespace sightline;
using namespace sightline::ui;

class TestWorkbench final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void showsVerdictPictureAndMeasuresOfAnOpenedCard();
    void aKeyLabelsAdvancesAndIsThereAfterARestart();
    void theWorkspaceIsCopiedOnceADay();
    void undoAndRedoSurviveARestart();
    void confirmNeedsAVisibleOpinion();
    void keysAreInertWhileTyping();
    void aCommentGoesWithTheLabel();
    void theQueueIsKeptAndFiltered();
    void theListFiltersAndSorts();
    void arrowsOnlyLook();
    void theCursorIsLinked();
    void mouseLogsOpenInTheirTab();
    void anUnreadableFileIsNamedAndTheOthersOpen();
    void worksWithoutAnEngine();
    void anotherModelMarksVerdictsStaleAndRedoesThem();
    void retrainSaysWhatIsMissing();
    void theThemeSwitchesAtOnce();
    void theDeviceAndWhyItIsNoGpuAreShown();
    void everyControlHasAName();
};

namespace {

SampleKey keyAt(const BenchFixture& fixture, int row)
{
    return fixture.review().table().keyAt(row);
}

void drop(QWidget* on, const QStringList& paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths) {
        urls << QUrl::fromLocalFile(path);
    }
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(on, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(on, &event);
}

}  // namespace

void TestWorkbench::showsVerdictPictureAndMeasuresOfAnOpenedCard()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 6));
    QCOMPARE(fixture.store().size(), 6);
    QVERIFY(fixture.review().current() != nullptr);
    QCOMPARE(*fixture.review().currentKey(), keyAt(fixture, 0));
    const SampleRow& row = *fixture.review().current();
    auto* bars = fixture.window->cards().findChild<widgets::ScoreBars*>();
    if (!row.verdict->rejected) {
        QTRY_VERIFY(bars->isVisible());
        QCOMPARE(bars->scores().size(), row.verdict->classIds.size());
        QCOMPARE(bars->scores().front().classId.toStdString(), row.verdict->bestClass());
    }
    auto* picture = fixture.window->cards().findChild<widgets::ImageView*>();
    QTRY_VERIFY(!picture->image().empty());
    const auto drawn = diagnosis::draw(*row.recording, row.index, fixture.bench().models().model()->info.recipe);
    QVERIFY(drawn.picture.has_value());
    QVERIFY(picture->image() == drawn.picture->example.image);
    QVERIFY(!fixture.window->cards().plot().plot()->curves().empty());
}

void TestWorkbench::aKeyLabelsAdvancesAndIsThereAfterARestart()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 5));
    const SampleKey first = keyAt(fixture, 0);
    fixture.window->cards().focusList();
    fixture.press(Qt::Key_2);
    QVERIFY(fixture.store().get(first)->label.has_value());
    const std::string expected = fixture.window->cards().pad().choices()[1].classId.toStdString();
    QCOMPARE(fixture.store().get(first)->label->label.classId, expected);
    QCOMPARE(*fixture.review().currentKey(), keyAt(fixture, 1));

    // A click on the pad does the same.
    const SampleKey second = keyAt(fixture, 1);
    for (auto* button : fixture.window->cards().pad().findChildren<QAbstractButton*>()) {
        if (button->isVisible() && button->isEnabled()) {
            QTest::mouseClick(button, Qt::LeftButton);
            break;
        }
    }
    QVERIFY(fixture.store().get(second)->label.has_value());

    fixture.restart();
    QTRY_COMPARE(fixture.store().size(), 5);
    QTRY_VERIFY(fixture.store().get(first)->label.has_value());
    QCOMPARE(fixture.store().get(first)->label->label.classId, expected);
    QCOMPARE(fixture.store().get(first)->label->reviewer, std::string("tester"));
}

void TestWorkbench::theWorkspaceIsCopiedOnceADay()
{
    BenchFixture fixture;
    for (int opening = 0; opening < 2; ++opening) {
        fixture.session->settle();
        const QDir copies(QString::fromStdString((fixture.session->workspace()->dataFolder() / "backups").string()));
        QCOMPARE(copies.entryList({QStringLiteral("daily-*.sightline")}, QDir::Files).size(), 1);
        fixture.restart();
    }
}

void TestWorkbench::undoAndRedoSurviveARestart()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 4));
    const SampleKey first = keyAt(fixture, 0);
    const SampleKey second = keyAt(fixture, 1);
    fixture.window->cards().focusList();
    fixture.press(Qt::Key_1);
    fixture.press(Qt::Key_X);
    QCOMPARE(fixture.store().get(second)->state(), SampleState::BadData);
    fixture.press(Qt::Key_Z);
    QVERIFY(!fixture.store().get(second)->label.has_value());
    QCOMPARE(*fixture.review().currentKey(), second);

    fixture.restart();
    QTRY_COMPARE(fixture.store().size(), 4);
    QTRY_VERIFY(fixture.store().get(first)->label.has_value());
    fixture.window->cards().focusList();
    fixture.press(Qt::Key_Z, Qt::ShiftModifier);
    QCOMPARE(fixture.store().get(second)->state(), SampleState::BadData);
    fixture.press(Qt::Key_Z);
    fixture.press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!fixture.store().get(first)->label.has_value());
    QVERIFY(!fixture.store().get(second)->label.has_value());
    QCOMPARE(*fixture.review().currentKey(), first);
    fixture.press(Qt::Key_Z);
    QVERIFY(!fixture.window->status().message().isEmpty());
}

void TestWorkbench::confirmNeedsAVisibleOpinion()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 4));
    const SampleKey first = keyAt(fixture, 0);
    QVERIFY(!fixture.store().get(first)->verdict->rejected);
    fixture.window->cards().focusList();
    fixture.press(Qt::Key_H);
    QVERIFY(fixture.review().opinionHidden());
    QCOMPARE(fixture.review()
                 .table()
                 .data(fixture.review().table().index(0, SampleTable::ConfidenceColumn), Qt::DisplayRole)
                 .toString(),
             QString());
    fixture.press(Qt::Key_Return);
    QVERIFY(!fixture.store().get(first)->label.has_value());
    fixture.press(Qt::Key_H);
    fixture.press(Qt::Key_Return);
    QCOMPARE(fixture.store().get(first)->state(), SampleState::Confirmed);
    QCOMPARE(fixture.store().get(first)->label->label.classId, fixture.store().get(first)->verdict->bestClass());
}

void TestWorkbench::keysAreInertWhileTyping()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 4));
    fixture.window->cards().focusList();
    fixture.press(Qt::Key_F, Qt::ControlModifier);
    auto* find = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(find != nullptr);
    QTest::keyClicks(find, QStringLiteral("12xqz"));
    QCOMPARE(find->text(), QStringLiteral("12xqz"));
    for (int i = 0; i < fixture.store().size(); ++i) {
        QVERIFY(!fixture.store().row(i).label.has_value());
    }
    QCOMPARE(fixture.store().queueLength(), 0);
    fixture.press(Qt::Key_Escape);
    QVERIFY(!takesText(QApplication::focusWidget()));
}

void TestWorkbench::aCommentGoesWithTheLabel()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 3));
    const SampleKey first = keyAt(fixture, 0);
    fixture.window->cards().focusList();
    fixture.press(Qt::Key_C);
    auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(field != nullptr);
    QTest::keyClicks(field, QStringLiteral("high water cut"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(!fixture.store().get(first)->label.has_value());
    fixture.press(Qt::Key_1);
    QCOMPARE(fixture.store().get(first)->label->comment, std::string("high water cut"));
}

void TestWorkbench::theQueueIsKeptAndFiltered()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 5));
    const SampleKey second = keyAt(fixture, 1);
    fixture.window->cards().focusList();
    fixture.press(Qt::Key_Right);
    fixture.press(Qt::Key_Q);
    QCOMPARE(fixture.store().queueLength(), 1);
    fixture.window->cards().list().showState(std::nullopt, true);
    QCOMPARE(fixture.review().table().rowCount(), 1);
    QCOMPARE(keyAt(fixture, 0), second);
    fixture.restart();
    QTRY_COMPARE(fixture.store().queueLength(), 1);
    QVERIFY(fixture.store().get(second)->queued);
}

void TestWorkbench::theListFiltersAndSorts()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 40));
    SampleTable& table = fixture.review().table();
    table.sort(SampleTable::ConfidenceColumn, Qt::DescendingOrder);
    for (int row = 1; row < table.rowCount(); ++row) {
        const auto before = table.index(row - 1, SampleTable::ConfidenceColumn).data(SampleTable::ConfidenceRole);
        const auto here = table.index(row, SampleTable::ConfidenceColumn).data(SampleTable::ConfidenceRole);
        QVERIFY(!here.isValid() || before.toDouble() >= here.toDouble());
    }
    table.sort(-1, Qt::AscendingOrder);
    QCOMPARE(table.sampleAt(0).index, std::size_t{0});

    SampleTable::Filter filter;
    filter.classId = classOf(table.sampleAt(0));
    QVERIFY(!filter.classId.empty());
    table.setFilter(filter);
    QCOMPARE(table.rowCount(), table.counts().byClass[filter.classId]);
    for (int row = 0; row < table.rowCount(); ++row) {
        QCOMPARE(classOf(table.sampleAt(row)), filter.classId);
    }
    filter = {};
    filter.text = QStringLiteral("no such thing");
    table.setFilter(filter);
    QCOMPARE(table.rowCount(), 0);
    table.setFilter({});
    QCOMPARE(table.rowCount(), 40);

    // Labelling while a state is filtered takes the sample away and goes on with what followed it.
    filter = {};
    filter.state = table.sampleAt(3).state();
    table.setFilter(filter);
    const SampleKey here = table.keyAt(0);
    const SampleKey following = table.keyAt(1);
    fixture.review().select(here);
    fixture.review().label("normal");
    QCOMPARE(*fixture.review().currentKey(), following);
    QCOMPARE(table.rowOf(here), -1);
    QCOMPARE(table.rowOf(following), 0);
}

void TestWorkbench::arrowsOnlyLook()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 4));
    fixture.window->cards().focusList();
    fixture.press(Qt::Key_Right);
    fixture.press(Qt::Key_Right);
    fixture.press(Qt::Key_Left);
    QCOMPARE(*fixture.review().currentKey(), keyAt(fixture, 1));
    for (int i = 0; i < fixture.store().size(); ++i) {
        QVERIFY(!fixture.store().row(i).label.has_value());
    }
    // A click in the list looks as well.
    auto* list = fixture.window->cards().list().table();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(3, 1)).center());
    QCOMPARE(*fixture.review().currentKey(), keyAt(fixture, 3));
}

void TestWorkbench::theCursorIsLinked()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 2));
    auto* picture = fixture.window->cards().findChild<widgets::ImageView*>();
    QTRY_VERIFY(!picture->image().empty());
    fixture.window->cards().focusList();
    fixture.press(Qt::Key_Period);
    QVERIFY(picture->cursorPixel().has_value());
    QVERIFY(!fixture.window->cards().plot().cursorText().isEmpty());

    // Every point of the card lies on ink of the picture the network gets.
    const SampleRow& row = *fixture.review().current();
    const pumpcards::Card& card = *cardOf(row);
    const PictureMap map(card, fixture.bench().pictures().recipe());
    const SignalImage& image = picture->image();
    for (int point = 0; point < static_cast<int>(card.points.size()); ++point) {
        const QPointF pixel = map.pixelOf(point, false);
        float ink = 0;
        for (int dy = -1; dy <= 1; ++dy) {
            for (int dx = -1; dx <= 1; ++dx) {
                const int x = std::clamp(qRound(pixel.x()) + dx, 0, image.width - 1);
                const int y = std::clamp(qRound(pixel.y()) + dy, 0, image.height - 1);
                for (int channel = 0; channel < 2; ++channel) {
                    ink += image.channel(channel)[static_cast<std::size_t>(y * image.width + x)];
                }
            }
        }
        QVERIFY2(ink > 0, qPrintable(QStringLiteral("point %1").arg(point)));
    }
    Q_EMIT picture->cursorMoved(map.pixelOf(10, false));
    const int linked = fixture.window->cards().plot().plot()->cursorIndex();
    QVERIFY(linked >= 0);
    const QPointF between = map.pixelOf(linked, false) - map.pixelOf(10, false);
    QVERIFY(std::hypot(between.x(), between.y()) < 1.0);
}

void TestWorkbench::mouseLogsOpenInTheirTab()
{
    BenchFixture fixture;
    const auto log = [&](const QString& name, int from) {
        QByteArray rows = "client timestamp,button,state,x,y\n";
        for (int i = 0; i < 20; ++i) {
            rows += QByteArray::number(i * 10) + ",NoButton,Move," + QByteArray::number(from + i) + ",300\n";
        }
        return fixture.write(name, rows);
    };
    drop(fixture.window.get(), {log(QStringLiteral("hand.csv"), 100)});
    QTRY_COMPARE(fixture.session->bench("mouse")->store().size(), 1);
    QCOMPARE(fixture.window->tabs()->currentIndex(), 1);
    QCOMPARE(fixture.store().size(), 0);  // no reader of cards takes it
    // One kept from the days before there was a tab opens now.
    const QString kept = log(QStringLiteral("kept.csv"), 500);
    QVERIFY(fixture.session->workspace()->setSetting("waiting.mouse", kept.toStdString()));
    fixture.restart();
    QTRY_COMPARE(fixture.session->bench("mouse")->store().size(), 2);
    QVERIFY(fixture.session->workspace()->setting("waiting.mouse")->value_or("?").empty());
}

void TestWorkbench::anUnreadableFileIsNamedAndTheOthersOpen()
{
    BenchFixture fixture;
    const QString good = fixture.simulate(QStringLiteral("good.csv"), 3);
    const QString broken = fixture.write(QStringLiteral("broken.bin"), QByteArray(200, '\x01'));
    fixture.window->openPaths({good, broken, fixture.folder.filePath(QStringLiteral("not there.dyn"))});
    QTRY_COMPARE(fixture.store().size(), 3);
    QTRY_COMPARE(fixture.session->issues().importantCount(), 2);
    QStringList named;
    for (const Issue& issue : fixture.session->issues().issues()) {
        named << issue.file;
    }
    QVERIFY(named.contains(QStringLiteral("broken.bin")));
    QVERIFY(named.contains(QStringLiteral("not there.dyn")));
    QVERIFY(fixture.window->findChild<QMessageBox*>() == nullptr);

    // What was asked did not happen at all: one dialog.
    fixture.window->openPaths({broken});
    QTRY_VERIFY(fixture.window->findChild<QMessageBox*>() != nullptr);
    QVERIFY(fixture.window->findChild<QMessageBox*>()->informativeText().contains(QStringLiteral("broken.bin")));
}

void TestWorkbench::worksWithoutAnEngine()
{
    BenchFixture fixture(missingEngine());
    fixture.window->openPaths({fixture.simulate(QStringLiteral("cards.csv"), 3)});
    QTRY_COMPARE(fixture.store().size(), 3);
    QTRY_COMPARE(fixture.bench().models().phase(), ModelService::Phase::Failed);
    auto* picture = fixture.window->cards().findChild<widgets::ImageView*>();
    QTRY_VERIFY(!picture->image().empty());
    fixture.window->cards().focusList();
    const SampleKey first = keyAt(fixture, 0);
    fixture.press(Qt::Key_1);
    QCOMPARE(fixture.store().get(first)->state(), SampleState::Labelled);
}

void TestWorkbench::anotherModelMarksVerdictsStaleAndRedoesThem()
{
    std::string id = "standin000000001";
    BenchFixture fixture(
        [&id](const std::optional<std::filesystem::path>& file, const domains::Domain& domain, const std::string& task,
              learning::DeviceChoice device) { return standInLoader(id)(file, domain, task, device); });
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 20));
    QCOMPARE(fixture.store().row(0).verdict->modelId, id);
    id = "standin000000002";
    fixture.bench().loadModel(learning::DeviceChoice::Cpu);
    bool sawStale = false;
    connect(&fixture.store(), &SampleStore::changed, this, [&] {
        for (int i = 0; i < fixture.store().size(); ++i) {
            sawStale = sawStale || fixture.store().row(i).state() == SampleState::Stale;
        }
    });
    QTRY_COMPARE(fixture.store().row(19).verdict->modelId, id);
    QTRY_VERIFY(!fixture.review().table().counts().byState.contains(SampleState::Stale));
    QVERIFY(sawStale);
    for (int i = 0; i < fixture.store().size(); ++i) {
        QCOMPARE(fixture.store().row(i).verdict->modelId, id);
    }
}

void TestWorkbench::retrainSaysWhatIsMissing()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 4));
    fixture.window->cards().focusList();
    fixture.press(Qt::Key_R, Qt::ControlModifier);
    auto* start = fixture.window->retrain().findChild<QPushButton*>(QStringLiteral("startTraining"));
    QVERIFY(start != nullptr);
    QTRY_VERIFY(start->toolTip().contains(QStringLiteral("Missing")));
    QVERIFY(!start->isEnabled());
}

void TestWorkbench::theThemeSwitchesAtOnce()
{
    BenchFixture fixture;
    fixture.preferences->setTheme(Preferences::Theme::Light);
    QVERIFY(!widgets::theme().isDark());
    fixture.window->keys().run(QStringLiteral("window.settings"));
    auto* dialog = fixture.window->findChild<SettingsDialog*>();
    QVERIFY(dialog != nullptr);
    auto* theme = dialog->findChild<QComboBox*>(QStringLiteral("theme"));
    theme->setCurrentIndex(theme->findData(static_cast<int>(Preferences::Theme::Dark)));
    QVERIFY(widgets::theme().isDark());
    QCOMPARE(fixture.preferences->theme(), Preferences::Theme::Dark);
    fixture.preferences->setTheme(Preferences::Theme::Light);
    QVERIFY(!widgets::theme().isDark());
}

void TestWorkbench::theDeviceAndWhyItIsNoGpuAreShown()
{
    learning::DeviceStatus status{.device = "cuda:0", .description = "NVIDIA H100 PCIe, 79 GB", .whyNotGpu = {}};
    BenchFixture fixture([&status](const auto& file, const auto& domain, const auto& task, auto device) {
        auto loaded = standInLoader()(file, domain, task, device);
        loaded->device = status;
        return loaded;
    });
    const auto* device = fixture.window->status().findChild<QLabel*>(QStringLiteral("device"));
    QVERIFY(device != nullptr);
    fixture.bench().loadModel(learning::DeviceChoice::Auto);
    QTRY_COMPARE(device->text(), QStringLiteral("GPU · NVIDIA H100 PCIe, 79 GB"));

    status = {.device = "cpu",
              .description = "CPU, 1 thread",
              .whyNotGpu = learning::noGpu::cardTooOld,
              .detail = "NVIDIA GeForce GTX 1080, 8 GB"};
    fixture.bench().loadModel(learning::DeviceChoice::Cuda);
    QTRY_VERIFY(device->text().startsWith(QStringLiteral("CPU · the graphics card is too old")));
    for (const char* word : {"CPU, 1 thread", "The graphics card is too old", "GTX 1080"}) {
        QVERIFY2(device->toolTip().contains(QLatin1String(word)), qPrintable(device->toolTip()));
    }
    fixture.window->keys().run(QStringLiteral("window.settings"));
    const auto* dialog = fixture.window->findChild<SettingsDialog*>();
    QVERIFY(dialog != nullptr);
    QCOMPARE(dialog->findChild<QLabel*>(QStringLiteral("device-state"))->text(), device->toolTip());

    status = {.device = "cpu", .description = "CPU, 1 thread", .whyNotGpu = {}};
    fixture.bench().loadModel(learning::DeviceChoice::Cpu);
    QTRY_COMPARE(device->text(), QStringLiteral("CPU"));
}

void TestWorkbench::everyControlHasAName()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 2));
    QStringList nameless;
    for (QWidget* widget : fixture.window->findChildren<QWidget*>()) {
        if ((widget->focusPolicy() & Qt::TabFocus) == 0 || !widget->isVisible()) {
            continue;
        }
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
        const QString name = face != nullptr ? face->text(QAccessible::Name) : QString();
        if (name.isEmpty()) {
            nameless << QStringLiteral("%1 in %2")
                            .arg(QLatin1String(widget->metaObject()->className()),
                                 QLatin1String(widget->parentWidget()->metaObject()->className()));
        }
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral("; "))));
}

QTEST_MAIN(TestWorkbench)
#include "test_workbench.moc"
