// What a person sees: whole on a small screen, in the right words, the same after a restart or in a new window.
#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QScrollBar>
#include <QTableView>

#include <algorithm>
#include <cmath>

#include "tests/ui/bench_fixture.h"
#include "ui/importing/import_wizard.h"
#include "ui/review/verdict_panel.h"
#include "ui/status_strip.h"
#include "widgets/banner.h"
#include "widgets/image_view.h"
#include "widgets/label_pad.h"
#include "widgets/signal_plot.h"
#include "widgets/theme.h"

using namespace sightline;
using namespace sightline::ui;

class TestSight final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void fitsASmallScreen();
    void aBadCardSaysWhyThereIsNoPicture();
    void theWizardStartsAtItsFirstQuestion();
    void anotherKindOfCardIsNotCalledBadData();
    void filesComeBackInTheirOrder();
    void neverAsksForMoreThanALaptopHas();
    void aNewWindowShowsWhatTheOldOneDid();
};

void TestSight::fitsASmallScreen()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 12));
    QCOMPARE(fixture.window->size(), QSize(1280, 800));
    // Every class that has a key is in sight, so that nobody has to remember which key is whose.
    const auto& pad = fixture.window->cards().pad();
    int keyed = 0;
    for (const widgets::LabelChoice& choice : pad.choices()) {
        for (auto* button : pad.findChildren<QAbstractButton*>()) {
            if (!choice.key.isEmpty() && button->text() == choice.name) {
                QVERIFY2(button->visibleRegion().boundingRect() == button->rect(), qPrintable(choice.name));
                ++keyed;
            }
        }
    }
    QCOMPARE(keyed, 10);
    // The list's titles and ids are whole.
    const QTableView* list = fixture.window->cards().list().table();
    const QFontMetrics metrics(list->font());
    const int id =
        metrics.horizontalAdvance(fixture.review().table().index(11, SampleTable::SampleColumn).data().toString());
    QVERIFY(list->columnWidth(SampleTable::SampleColumn) > id);
    QFont title = widgets::theme().font(widgets::TextStyle::Caption);
    title.setBold(true);
    for (int column = 0; column < SampleTable::FileColumn; ++column) {
        const QString text = list->model()->headerData(column, Qt::Horizontal).toString();
        QVERIFY2(list->columnWidth(column) > QFontMetrics(title).horizontalAdvance(text), qPrintable(text));
    }
}

void TestSight::aBadCardSaysWhyThereIsNoPicture()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.write(QStringLiteral("short.csv"),
                                       "card_id,label,point,position_m,load_kN\n1,,0,0,10\n1,,1,1,20\n1,,2,0.5,12\n"));
    QVERIFY(fixture.review().current()->verdict->rejected);
    auto* picture = fixture.window->cards().findChild<widgets::ImageView*>();
    QVERIFY(picture->image().empty());
    QTRY_VERIFY(std::ranges::any_of(picture->findChildren<QWidget*>(), [](const QWidget* part) {
        return part->accessibleDescription().contains(QStringLiteral("Bad data"));
    }));
}

void TestSight::theWizardStartsAtItsFirstQuestion()
{
    BenchFixture fixture;
    QByteArray rows("depth;force\n");
    for (int i = 0; i < 40; ++i) {
        rows += QByteArray::number(1 + std::cos(i * 0.157), 'f', 3) + ';' +
                QByteArray::number(15 + 5 * std::sin(i * 0.157), 'f', 3) + '\n';
    }
    fixture.window->openPaths({fixture.write(QStringLiteral("unnamed.csv"), rows)});
    QTRY_VERIFY(fixture.window->findChild<ImportWizard*>() != nullptr);
    auto* wizard = fixture.window->findChild<ImportWizard*>();
    auto* box = qobject_cast<QComboBox*>(wizard->focusWidget());
    QVERIFY(box != nullptr);
    QCOMPARE(box, wizard->findChild<QComboBox*>());
    // By keys alone: Enter takes what is suggested.
    QTRY_VERIFY(wizard->findChild<widgets::SignalPlot*>()->curves().size() == 1);
    QTest::keyClick(box, Qt::Key_Return);
    QTRY_COMPARE(fixture.store().size(), 1);
}

void TestSight::anotherKindOfCardIsNotCalledBadData()
{
    BenchFixture fixture([](const std::optional<std::filesystem::path>& file, const domains::Domain& domain,
                            const std::string& task, learning::DeviceChoice device) {
        Result<LoadedModel> loaded = standInLoader()(file, domain, task, device);
        loaded->info.inputKind = "surface card";
        loaded->classifier = learning::makeStandInClassifier(loaded->info);
        return loaded;
    });
    QByteArray rows("position_m,load_kN\n");
    for (int i = 0; i < 40; ++i) {
        rows += QByteArray::number(1 + std::cos(i * 0.157), 'f', 3) + ',' +
                QByteArray::number(15 + 5 * std::sin(i * 0.157), 'f', 3) + '\n';
    }
    const QString file = fixture.write(QStringLiteral("downhole.csv"), rows);
    fixture.session->openWithAnswers(file, {}, {{"kind", "pump"}});
    QTRY_COMPARE(fixture.judged(), 1);
    QVERIFY(fixture.store().row(0).verdict->rejected);
    QVERIFY(!fixture.store().row(0).badSignal());
    const SampleTable& table = fixture.review().table();
    QCOMPARE(table.index(0, SampleTable::VerdictColumn).data().toString(), QStringLiteral("not judged"));
    // The file holds one card and gives it no id: it goes by the file's name.
    QCOMPARE(table.index(0, SampleTable::SampleColumn).data().toString(), QStringLiteral("downhole"));
    for (const QLabel* label : fixture.window->cards().findChild<VerdictPanel*>()->findChildren<QLabel*>()) {
        QVERIFY2(!label->isVisible() || !label->text().contains(QStringLiteral("sensor")), qPrintable(label->text()));
    }
}

void TestSight::filesComeBackInTheirOrder()
{
    BenchFixture fixture;
    // The first takes longest to read: in parallel it would come last.
    fixture.openAndJudge(fixture.simulate(QStringLiteral("z.csv"), 60));
    std::uint64_t seed = 20;
    for (const char* name : {"m.csv", "a.csv", "k.csv", "b.csv"}) {
        fixture.openAndJudge(fixture.simulate(QLatin1String(name), 1, ++seed));
    }
    const auto files = [&fixture] {
        QStringList names;
        for (const RecordingRef& recording : fixture.store().recordings()) {
            names << words::fromPath(recording->recording->info().path.filename());
        }
        return names;
    };
    const QStringList before = files();
    QCOMPARE(before.size(), 5);
    fixture.restart();
    QTRY_COMPARE(fixture.store().size(), 64);
    QCOMPARE(files(), before);
}

void TestSight::neverAsksForMoreThanALaptopHas()
{
    BenchFixture fixture;
    fixture.preferences->setFirstStepsDone(false);
    fixture.restart();
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 5));
    fixture.window->findChild<widgets::Banner*>()->showMessage(widgets::Banner::Kind::Info, QStringLiteral("Title"),
                                                               QStringLiteral("One line."));
    fixture.window->keys().run(QStringLiteral("window.issues"));
    // 1366 by 768 less the bars of system and window.
    const QSize least = fixture.window->minimumSizeHint();
    QVERIFY2(least.width() <= 1200 && least.height() <= 700,
             qPrintable(QStringLiteral("%1 x %2").arg(least.width()).arg(least.height())));
    fixture.preferences->setFirstStepsDone(true);
}

/// As after a change of language.
void TestSight::aNewWindowShowsWhatTheOldOneDid()
{
    BenchFixture fixture;
    fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 5));
    const QString broken = fixture.write(QStringLiteral("broken.bin"), QByteArray(200, '\x01'));
    fixture.window->openPaths({broken, fixture.simulate(QStringLiteral("more.csv"), 2, 3)});
    QTRY_COMPARE(fixture.session->issues().importantCount(), 1);
    fixture.window->cards().focusList();
    fixture.press(Qt::Key_Q);
    QTRY_COMPARE(fixture.store().queueLength(), 1);
    const auto statusTexts = [&fixture] {
        QStringList texts;
        for (const QAbstractButton* button : fixture.window->status().findChildren<QAbstractButton*>()) {
            if (button->isVisible()) {
                texts << button->text();
            }
        }
        return texts;
    };
    QTRY_COMPARE(fixture.judged(), 7);
    QTRY_COMPARE(statusTexts().size(), 3);  // issues, queue, model; no job any more
    const QStringList before = statusTexts();

    QVERIFY(fixture.window->close());
    fixture.window = std::make_unique<MainWindow>(*fixture.session);
    fixture.window->show();
    fixture.window->showOpenRecordings();
    QTRY_COMPARE(statusTexts(), before);
    QCOMPARE(fixture.review().table().rowCount(), 7);
    const QTableView* list = fixture.window->cards().list().table();
    QTRY_COMPARE(list->horizontalScrollBar()->maximum(), 0);
}

QTEST_MAIN(TestSight)
#include "test_sight.moc"
