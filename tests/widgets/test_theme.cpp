// Schemes: legible everywhere, applied everywhere at once, icons and plots included.
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTest>

#include "widgets/basics.h"
#include "widgets/signal_plot.h"
#include "widgets/style_sheet.h"
#include "widgets/theme.h"

using namespace sightline::widgets;

class ThemeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        theme().setChoice(ThemeChoice::Light);
    }
    void cleanup()
    {
        theme().setChoice(ThemeChoice::Light);
        theme().setLargeControls(false);
    }

    void everyTextIsLegible_data()
    {
        QTest::addColumn<int>("choice");
        QTest::addColumn<double>("least");
        QTest::newRow("light") << static_cast<int>(ThemeChoice::Light) << 4.5;
        QTest::newRow("dark") << static_cast<int>(ThemeChoice::Dark) << 4.5;
        QTest::newRow("high contrast") << static_cast<int>(ThemeChoice::HighContrast) << 7.0;
    }
    void everyTextIsLegible()
    {
        QFETCH(int, choice);
        QFETCH(double, least);
        const Colours c = Theme::coloursOf(static_cast<ThemeChoice>(choice), false);
        const std::pair<QColor, QColor> pairs[] = {
            {c.text, c.window},
            {c.text, c.surface},
            {c.text, c.sunken},
            {c.text, c.hover},
            {c.text, c.accentSoft},
            {c.textMuted, c.window},
            {c.textMuted, c.surface},
            {c.textMuted, c.sunken},
            {c.accent, c.surface},
            {c.onAccent, c.accent},
            {c.onAccent, c.accentHover},
            {c.info, c.infoSoft},
            {c.success, c.successSoft},
            {c.warning, c.warningSoft},
            {c.danger, c.dangerSoft},
            {c.danger, c.surface},
            {c.axis, c.plot},
            {c.text, c.infoSoft},
            {c.text, c.warningSoft},
            {c.text, c.dangerSoft},
        };
        for (const auto& [ink, ground] : pairs) {
            QVERIFY2(
                contrastRatio(ink, ground) >= least,
                qPrintable(
                    QStringLiteral("%1 on %2: %3").arg(ink.name(), ground.name()).arg(contrastRatio(ink, ground))));
        }
        for (const QColor& curve : c.series)
            QVERIFY2(contrastRatio(curve, c.plot) >= 3.0, qPrintable(curve.name()));
    }

    void contrastIsThatOfTheStandard()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        // The darkest grey that fails and the lightest that passes 4.5:1 on white.
        QVERIFY(contrastRatio(QColor(0x777777U), Qt::white) < 4.5);
        QVERIFY(contrastRatio(QColor(0x767676U), Qt::white) > 4.5);
    }

    void systemFollowsTheSystem()
    {
        QVERIFY(Theme::coloursOf(ThemeChoice::System, true).dark);
        QVERIFY(!Theme::coloursOf(ThemeChoice::System, false).dark);
        QVERIFY(Theme::coloursOf(ThemeChoice::Dark, false).dark);
        QVERIFY(!Theme::coloursOf(ThemeChoice::Light, true).dark);
    }

    void aChoiceReachesTheApplicationOnce()
    {
        QSignalSpy spy(&theme(), &Theme::changed);
        theme().setChoice(ThemeChoice::Dark);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(QApplication::palette().color(QPalette::Window), theme().colours().window);
        QVERIFY(QApplication::palette().color(QPalette::WindowText).lightness() > 128);
        theme().setChoice(ThemeChoice::Dark);
        QCOMPARE(spy.count(), 1);
    }

    void anUnchangedSystemChangesNothing()
    {
        QWidget window;
        QSignalSpy spy(&theme(), &Theme::changed);
        const QPalette before = QApplication::palette();
        QEvent event(QEvent::ThemeChange);
        QApplication::sendEvent(&window, &event);
        QCoreApplication::processEvents();
        QCOMPARE(spy.count(), 0);
        QCOMPARE(QApplication::palette(), before);
    }

    void theStyleSheetIsWhole()
    {
        const QString sheet = styleSheet(theme().colours(), 10, 32, 36);
        QVERIFY(!sheet.contains(QLatin1Char('@')));
        QCOMPARE(sheet.count(QLatin1Char('{')), sheet.count(QLatin1Char('}')));
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::HighContrast, ThemeChoice::Light}) {
            QTest::failOnWarning(QRegularExpression(QStringLiteral("Could not parse|Unknown property")));
            theme().setChoice(choice);
            QPushButton button(QStringLiteral("x"));
            button.ensurePolished();
        }
    }

    void everyIconIsDrawnInTheSchemesInk()
    {
        const QStringList files = QDir(QStringLiteral(":/sightline/icons")).entryList({QStringLiteral("*.svg")});
        QVERIFY(files.size() > 40);
        for (const QString& file : files) {
            QVERIFY2(QSvgRenderer(QStringLiteral(":/sightline/icons/") + file).isValid(), qPrintable(file));
            const QIcon icon = theme().icon(QString(file).chopped(4));
            const QImage drawn = icon.pixmap(48, 48).toImage();
            bool ink = false;
            for (int y = 0; y < drawn.height() && !ink; ++y) {
                for (int x = 0; x < drawn.width() && !ink; ++x)
                    ink = qAlpha(drawn.pixel(x, y)) > 200;
            }
            QVERIFY2(ink, qPrintable(file));
        }
        QVERIFY(theme().icon(QStringLiteral("no such icon")).isNull());
    }

    void iconsRecolourThemselves()
    {
        const QIcon icon = theme().icon(QStringLiteral("stop"));
        const auto inkOf = [&icon](QIcon::Mode mode) {
            const QImage drawn = icon.pixmap(QSize(48, 48), mode).toImage();
            return drawn.pixelColor(24, 12);  // in the middle of the square's upper line
        };
        QCOMPARE(inkOf(QIcon::Normal).rgb(), theme().colours().text.rgb());
        QCOMPARE(inkOf(QIcon::Disabled).rgb(), theme().colours().textDisabled.rgb());
        const QColor before = inkOf(QIcon::Normal);
        theme().setChoice(ThemeChoice::Dark);
        QCOMPARE(inkOf(QIcon::Normal).rgb(), theme().colours().text.rgb());
        QVERIFY(inkOf(QIcon::Normal) != before);
    }

    void plotsRecolourThemselves()
    {
        SignalPlot plot;
        plot.resize(400, 300);
        PlotCurve curve;
        curve.points = {{0, 0}, {1, 1}};
        plot.setCurves({curve});
        plot.show();
        QCoreApplication::processEvents();
        QCOMPARE(plot.grab().toImage().pixelColor(6, 6).rgb(), theme().colours().plot.rgb());
        theme().setChoice(ThemeChoice::Dark);
        QCoreApplication::processEvents();
        QCOMPARE(plot.grab().toImage().pixelColor(6, 6).rgb(), theme().colours().plot.rgb());
    }

    void largeControlsAreLarge()
    {
        theme().setLargeControls(true);
        QPushButton button(QStringLiteral("Open"));
        QLineEdit field;
        QComboBox box;
        QToolButton tool;
        tool.setIcon(theme().icon(QStringLiteral("open")));
        QListWidget list;
        list.addItem(QStringLiteral("row"));
        for (QWidget* widget : std::initializer_list<QWidget*>{&button, &field, &box, &tool, &list}) {
            widget->ensurePolished();
            if (widget != &list)
                QVERIFY2(widget->sizeHint().height() >= 48, widget->metaObject()->className());
        }
        list.show();
        QVERIFY(list.visualItemRect(list.item(0)).height() >= 48);
    }

    void focusIsVisible()
    {
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* button = new QPushButton(QStringLiteral("One"));
        auto* other = new QPushButton(QStringLiteral("Two"));
        column->addWidget(button);
        column->addWidget(other);
        window.show();
        window.activateWindow();
        other->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const QImage without = button->grab().toImage();
        const QSize before = button->size();
        QTest::keyClick(other, Qt::Key_Backtab, Qt::ShiftModifier);
        QTRY_VERIFY(button->hasFocus());
        QVERIFY(button->grab().toImage() != without);
        QCOMPARE(button->size(), before);
    }

    void elidedLabelShortensAndTells()
    {
        ElidedLabel label(QStringLiteral("a rather long name of a recording that does not fit"));
        label.resize(80, 20);
        QVERIFY(label.isElided());
        QVERIFY(label.minimumSizeHint().width() < 40);
        label.resize(2000, 20);
        QVERIFY(!label.isElided());
    }

    void segmentsChooseByMouseAndKey()
    {
        SegmentedControl control;
        control.setOptions({QStringLiteral("Metric"), QStringLiteral("Oilfield"), QStringLiteral("Raw")});
        QSignalSpy spy(&control, &SegmentedControl::chosen);
        control.show();
        control.setCurrent(1);
        QCOMPARE(spy.count(), 0);
        QCOMPARE(control.current(), 1);
        const auto buttons = control.findChildren<QToolButton*>();
        QCOMPARE(buttons.size(), 3);
        QTest::mouseClick(buttons[2], Qt::LeftButton);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.last().at(0).toInt(), 2);
        QTest::keyClick(buttons[2], Qt::Key_Left);
        QCOMPARE(control.current(), 1);
        QCOMPARE(spy.last().at(0).toInt(), 1);
        QTest::keyClick(buttons[1], Qt::Key_Left);
        QTest::keyClick(buttons[0], Qt::Key_Left);
        QCOMPARE(control.current(), 0);
    }

    void figureRowSpeaksAndIsNeverCut()
    {
        StatRow row(QStringLiteral("A caption of more words than there is room for"));
        QVERIFY(row.accessibleName().contains(QStringLiteral("not known")));
        row.setCaption(QStringLiteral("Peak polished-rod load"));
        row.setValue(QStringLiteral("64.2"), QStringLiteral("kN"));
        QCOMPARE(row.accessibleName(), QStringLiteral("Peak polished-rod load: 64.2 kN"));
        row.setUnitWidth(row.unitWidth());
        row.show();
        row.resize(row.minimumSizeHint().width(), row.sizeHint().height());
        for (const QLabel* label : row.findChildren<QLabel*>()) {
            if (qobject_cast<const ElidedLabel*>(label) == nullptr) {
                QVERIFY(label->width() >= label->fontMetrics().horizontalAdvance(label->text()));
            }
        }
    }

    void theIconOfAFieldIsInItsMiddle()
    {
        QLineEdit field;
        field.addAction(theme().icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
        field.resize(200, field.sizeHint().height());
        field.show();
        const auto* button = field.findChild<QToolButton*>();
        QVERIFY(button != nullptr);
        QVERIFY(std::abs(button->geometry().center().y() - field.rect().center().y()) <= 1);
    }
};

QTEST_MAIN(ThemeTest)
#include "test_theme.moc"
