// The verdict's bars and the label pad: what they emit, when they are silent, what they say aloud.
#include <QAbstractButton>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QVBoxLayout>

#include "widgets/label_pad.h"
#include "widgets/score_bars.h"
#include "widgets/theme.h"

using namespace sightline::widgets;

namespace {

std::vector<LabelChoice> choices(int count)
{
    std::vector<LabelChoice> result;
    for (int i = 0; i < count; ++i)
        result.push_back({QStringLiteral("class_%1").arg(i), QStringLiteral("Class number %1").arg(i), QColor(Qt::blue),
                          i < 10 ? QKeySequence(QString::number((i + 1) % 10)) : QKeySequence()});
    return result;
}

QAbstractButton* buttonNamed(QWidget& parent, const QString& text)
{
    for (QAbstractButton* button : parent.findChildren<QAbstractButton*>()) {
        if (button->text() == text && !button->isHidden())
            return button;
    }
    return nullptr;
}

std::vector<Score> scores()
{
    return {{QStringLiteral("normal"), QStringLiteral("Normal"), Qt::green, 0.05},
            {QStringLiteral("gas"), QStringLiteral("Gas interference"), Qt::yellow, 0.8},
            {QStringLiteral("pound"), QStringLiteral("Fluid pound"), Qt::blue, 0.15}};
}

}  // namespace

class JudgingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        theme().setChoice(ThemeChoice::Light);
    }
    void cleanup() { theme().setLargeControls(false); }

    void barsAreSortedAndCut()
    {
        ScoreBars bars;
        bars.setScores(scores(), 2);
        QCOMPARE(bars.scores().front().classId, QStringLiteral("gas"));
        const auto rows = bars.findChildren<QAbstractButton*>();
        QCOMPARE(rows.size(), 2);
        QVERIFY(rows[0]->sizeHint().height() > rows[1]->sizeHint().height());
        QCOMPARE(rows[0]->accessibleName(), QStringLiteral("Gas interference: 80.0 %"));
    }

    void aBarIsAButton()
    {
        ScoreBars bars;
        bars.setScores(scores(), 3);
        bars.resize(300, 200);
        bars.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bars));
        bars.activateWindow();
        QSignalSpy spy(&bars, &ScoreBars::classActivated);
        QTest::mouseClick(buttonNamed(bars, QStringLiteral("Fluid pound")), Qt::LeftButton);
        QCOMPARE(spy.last().at(0).toString(), QStringLiteral("pound"));
        QAbstractButton* first = buttonNamed(bars, QStringLiteral("Gas interference"));
        first->setFocus();
        QTRY_VERIFY(first->hasFocus());
        QTest::keyClick(first, Qt::Key_Down);
        QAbstractButton* second = buttonNamed(bars, QStringLiteral("Fluid pound"));
        QVERIFY(second->hasFocus());
        QTest::keyClick(second, Qt::Key_Return);
        QCOMPARE(spy.count(), 2);
        QTest::keyClick(second, Qt::Key_Space);
        QCOMPARE(spy.count(), 3);
    }

    void abstentionIsSaidAndSeen()
    {
        ScoreBars bars;
        bars.resize(300, 160);
        bars.setScores(scores(), 2);
        const QImage sure = bars.grab().toImage();
        bars.setAbstained(true);
        QVERIFY(bars.grab().toImage() != sure);
        QVERIFY(bars.accessibleDescription().startsWith(QStringLiteral("The model abstains")));
        bars.clear();
        QVERIFY(!bars.accessibleDescription().contains(QStringLiteral("abstains")));
        for (QAbstractButton* row : bars.findChildren<QAbstractButton*>())
            QVERIFY(row->isHidden());
    }

    void nothingIsCertainAndNothingImpossible()
    {
        ScoreBars bars;
        bars.setScores({{QStringLiteral("a"), QStringLiteral("A"), Qt::red, 0.99996},
                        {QStringLiteral("b"), QStringLiteral("B"), Qt::red, 0.00004}},
                       2);
        QCOMPARE(buttonNamed(bars, QStringLiteral("A"))->accessibleName(), QStringLiteral("A: > 99.9 %"));
        QCOMPARE(buttonNamed(bars, QStringLiteral("B"))->accessibleName(), QStringLiteral("B: < 0.1 %"));
    }

    void aClickOnTheBarsMayReplaceThem()
    {
        ScoreBars bars;
        bars.setScores(scores(), 3);
        connect(&bars, &ScoreBars::classActivated, &bars, [&bars] { bars.setScores(scores(), 2); });
        QTest::mouseClick(buttonNamed(bars, QStringLiteral("Normal")), Qt::LeftButton);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCOMPARE(bars.findChildren<QAbstractButton*>().size(), 2);
    }

    void everyButtonEmitsItsOwnWish()
    {
        LabelPad pad;
        pad.setChoices(choices(4));
        pad.resize(380, 400);
        pad.show();
        QSignalSpy chosen(&pad, &LabelPad::classChosen), unsure(&pad, &LabelPad::unsure),
            skipped(&pad, &LabelPad::skipped), bad(&pad, &LabelPad::badData),
            comment(&pad, &LabelPad::commentRequested);
        QTest::mouseClick(buttonNamed(pad, QStringLiteral("Class number 2")), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.last().at(0).toString(), QStringLiteral("class_2"));
        QTest::mouseClick(buttonNamed(pad, QStringLiteral("Unsure")), Qt::LeftButton);
        QTest::mouseClick(buttonNamed(pad, QStringLiteral("Skip")), Qt::LeftButton);
        QTest::mouseClick(buttonNamed(pad, QStringLiteral("Bad data")), Qt::LeftButton);
        QTest::mouseClick(buttonNamed(pad, QStringLiteral("Comment")), Qt::LeftButton);
        QCOMPARE(chosen.count() + unsure.count() + skipped.count() + bad.count() + comment.count(), 5);
        QCOMPARE(unsure.count(), 1);
        QCOMPARE(bad.count(), 1);
    }

    void marksChangeOnlyWhenTold()
    {
        LabelPad pad;
        pad.setChoices(choices(3));
        QAbstractButton* second = buttonNamed(pad, QStringLiteral("Class number 1"));
        QTest::mouseClick(second, Qt::LeftButton);
        QVERIFY(second->accessibleDescription().isEmpty());
        pad.setMark(LabelMark::Class, QStringLiteral("class_1"));
        QCOMPARE(second->accessibleDescription(), QStringLiteral("current label"));
        pad.setModelSays(QStringLiteral("class_1"));
        QVERIFY(second->accessibleDescription().contains(QStringLiteral("the model says this")));
        pad.setMark(LabelMark::Unsure);
        QVERIFY(!second->accessibleDescription().contains(QStringLiteral("current label")));
        QCOMPARE(buttonNamed(pad, QStringLiteral("Unsure"))->accessibleDescription(), QStringLiteral("current label"));
        // Marks outlive a new list of classes.
        pad.setMark(LabelMark::Class, QStringLiteral("class_0"));
        pad.setChoices(choices(5));
        QCOMPARE(buttonNamed(pad, QStringLiteral("Class number 0"))->accessibleDescription(),
                 QStringLiteral("current label"));
    }

    void keysPressTheirButtons()
    {
        LabelPad pad;
        pad.setChoices(choices(12));
        QSignalSpy chosen(&pad, &LabelPad::classChosen), bad(&pad, &LabelPad::badData);
        QVERIFY(pad.press(QKeySequence(Qt::Key_3)));
        QCOMPARE(chosen.last().at(0).toString(), QStringLiteral("class_2"));
        QVERIFY(pad.press(QKeySequence(Qt::Key_0)));
        QCOMPARE(chosen.last().at(0).toString(), QStringLiteral("class_9"));
        QVERIFY(pad.press(QKeySequence(Qt::Key_X)));
        QCOMPARE(bad.count(), 1);
        QVERIFY(!pad.press(QKeySequence(Qt::Key_Q)));
        QVERIFY(!pad.press(QKeySequence()));
        pad.setButtonKey(LabelPad::Button::BadData, QKeySequence(Qt::Key_B));
        QVERIFY(!pad.press(QKeySequence(Qt::Key_X)));
        QVERIFY(pad.press(QKeySequence(Qt::Key_B)));
        QVERIFY(buttonNamed(pad, QStringLiteral("Bad data"))->accessibleName().contains(QStringLiteral("key B")));
        pad.setEnabled(false);
        QVERIFY(!pad.press(QKeySequence(Qt::Key_3)));
        QCOMPARE(chosen.count(), 2);
    }

    void shortcutsAreInertWhileTyping()
    {
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* pad = new LabelPad;
        auto* field = new QLineEdit;
        column->addWidget(field);
        column->addWidget(pad);
        pad->setChoices(choices(4));
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy chosen(pad, &LabelPad::classChosen), unsure(pad, &LabelPad::unsure);

        QTest::keyClick(&window, Qt::Key_2);
        QCOMPARE(chosen.count(), 0);  // off by default
        pad->setShortcutsEnabled(true);
        pad->setFocus();
        buttonNamed(*pad, QStringLiteral("Skip"))->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_2);
        QCOMPARE(chosen.count(), 1);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_U);
        QCOMPARE(unsure.count(), 1);

        field->setFocus();
        QTest::keyClicks(field, QStringLiteral("u2"));
        QCOMPARE(field->text(), QStringLiteral("u2"));
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(unsure.count(), 1);

        pad->setEnabled(false);
        buttonNamed(*pad, QStringLiteral("Skip"));
        field->clearFocus();
        window.setFocus();
        QTest::keyClick(&window, Qt::Key_2);
        QCOMPARE(chosen.count(), 1);
    }

    void manyClassesScroll()
    {
        LabelPad pad;
        pad.setChoices(choices(40));
        pad.resize(380, 300);
        pad.show();
        QCoreApplication::processEvents();
        auto* scroll = pad.findChild<QScrollArea*>();
        QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
        QAbstractButton* last = buttonNamed(pad, QStringLiteral("Class number 39"));
        scroll->ensureWidgetVisible(last);
        QSignalSpy chosen(&pad, &LabelPad::classChosen);
        QTest::mouseClick(last, Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        // The other four never scroll away.
        QVERIFY(buttonNamed(pad, QStringLiteral("Unsure"))->geometry().bottom() <= pad.height());
    }

    void columnsFollowTheWidth()
    {
        LabelPad pad;
        pad.setChoices(choices(6));
        pad.resize(220, 500);
        pad.show();
        QCoreApplication::processEvents();
        QAbstractButton* first = buttonNamed(pad, QStringLiteral("Class number 0"));
        QAbstractButton* second = buttonNamed(pad, QStringLiteral("Class number 1"));
        QVERIFY(second->y() > first->y());
        pad.resize(600, 500);
        QCoreApplication::processEvents();
        QCOMPARE(second->y(), first->y());
        QVERIFY(second->x() > first->x());
    }

    void largeControlsReachTheButtons()
    {
        LabelPad pad;
        pad.setChoices(choices(4));
        theme().setLargeControls(true);
        for (QAbstractButton* button : pad.findChildren<QAbstractButton*>()) {
            if (button->text().startsWith(QStringLiteral("Class")) || button->text() == QStringLiteral("Skip"))
                QVERIFY(button->sizeHint().height() >= 48);
        }
    }
};

QTEST_MAIN(JudgingTest)
#include "test_judging.moc"
