#include "widgets/style_sheet.h"

#include <QMap>

#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

// Words that begin with @ are replaced by values, longest first.
const char* const surfaces = R"(
QMainWindow, QDialog, QMessageBox { background: @window; }
QLabel { background: transparent; }
QToolTip { color: @text; background: @surface; border: 1px solid @control; padding: 5px 8px; }
QFrame[role="card"] { background: @surface; border: 1px solid @border; border-radius: 8px; }
QFrame[role="sunken"] { background: @sunken; border: none; border-radius: 6px; }
QFrame[role="toolbar"], QToolBar { background: @surface; border: none; border-bottom: 1px solid @border; }
QToolBar { spacing: 4px; padding: 4px 8px; }
QToolBar::separator { background: @border; width: 1px; margin: 6px 6px; }
QWidget[role="statusbar"], QStatusBar { background: @surface; border: none; border-top: 1px solid @border; }
QStatusBar { color: @textMuted; }
QStatusBar::item { border: none; }
QSplitter { background: transparent; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @accentSoft; border-radius: 3px; }
QGroupBox { background: @surface; border: 1px solid @border; border-radius: 8px; margin-top: 1.6em;
    padding: 12px; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; left: 4px; color: @text; }
QScrollArea[role="plain"] { background: transparent; border: none; }
QScrollArea[role="plain"] > QWidget > QWidget { background: transparent; }
)";

const char* const texts = R"(
QLabel:disabled { color: @textDisabled; }
QLabel[role="muted"] { color: @textMuted; }
QLabel[role="caption"] { color: @textMuted; font-size: @captionPt; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="title"] { font-size: @titlePt; font-weight: 600; }
QLabel[role="headline"] { font-size: @headlinePt; font-weight: 600; }
QLabel[role="display"] { font-size: @displayPt; font-weight: 600; }
QLabel[role="mono"] { font-family: @mono; }
QLabel[role="danger"] { color: @danger; }
QLabel[role="success"] { color: @success; }
QLabel[role="warning"] { color: @warning; }
)";

// A focused control has a 2 px accent border; padding gives way by one pixel so that nothing moves.
const char* const buttons = R"(
QPushButton { color: @text; background: @surface; border: 1px solid @control; border-radius: 6px; padding: 0 13px;
    min-height: @controlInner; outline: none; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @sunken; }
QPushButton:checked { background: @accentSoft; border-color: @accent; }
QPushButton:focus { border: 2px solid @accent; padding: 0 12px; min-height: @controlFocused; }
QPushButton:disabled { color: @textDisabled; background: @sunken; border-color: @border; }
QPushButton::menu-indicator { image: url(:/sightline/icons/style-chevron-down.svg); width: 12px; height: 12px;
    subcontrol-origin: padding; subcontrol-position: right center; right: 8px; }
QPushButton[role="primary"] { color: @onAccent; background: @accent; border-color: @accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[role="primary"]:focus { border: 2px solid @text; }
QPushButton[role="primary"]:disabled { color: @textDisabled; background: @sunken; border-color: @border; }
QPushButton[role="danger"] { color: @danger; border-color: @danger; }
QPushButton[role="danger"]:hover { background: @dangerSoft; }
QPushButton[role="danger"]:disabled { color: @textDisabled; border-color: @border; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; }
QPushButton[role="quiet"]:hover { background: @hover; }
QPushButton[role="quiet"]:focus { border-color: @accent; }
QPushButton[role="link"] { color: @accent; background: transparent; border-color: transparent; padding: 0 4px; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid @accent; padding: 0 4px; min-height: @controlInner; }
QToolButton { color: @text; background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 0 6px;
    min-height: @controlInner; min-width: @toolInner; outline: none; }
QToolButton[popupMode="1"] { padding-right: 20px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @sunken; }
QToolButton:checked { background: @accentSoft; color: @text; }
QToolButton:focus { border-color: @accent; }
QToolButton:disabled { color: @textDisabled; }
QToolButton::menu-indicator { image: none; }
QToolButton::menu-button { border: none; width: 18px; }
QToolButton::menu-arrow { image: url(:/sightline/icons/style-chevron-down.svg); width: 12px; height: 12px; }
QToolButton[segment="true"] { background: @sunken; border: 1px solid @border; border-radius: 0; padding: 0 12px;
    color: @textMuted; margin-left: -1px; }
QToolButton[segment="true"]:hover { color: @text; background: @hover; }
QToolButton[segment="true"]:checked { background: @accentSoft; color: @text; border-color: @accent; }
QToolButton[segment="true"]:focus { border: 2px solid @accent; padding: 0 11px; min-height: @controlFocused; }
QToolButton[place="first"] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; margin-left: 0; }
QToolButton[place="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QToolButton[place="only"] { border-radius: 6px; margin-left: 0; }
QCheckBox, QRadioButton { spacing: 8px; min-height: @controlInner; background: transparent; }
)";

const char* const fields = R"(
QLineEdit, QComboBox, QAbstractSpinBox, QDateTimeEdit { color: @text; background: @surface;
    border: 1px solid @control; border-radius: 6px; padding: 0 8px; min-height: @controlInner;
    selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid @accent; padding: 0 7px;
    min-height: @controlFocused; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: @textDisabled; background: @sunken;
    border-color: @border; }
QLineEdit QToolButton { min-height: 0; min-width: 0; padding: 0; border: none; background: transparent; }
QLineEdit:read-only { background: @sunken; }
QLineEdit[invalid="true"], QAbstractSpinBox[invalid="true"], QComboBox[invalid="true"] { border-color: @danger; }
QPlainTextEdit, QTextEdit, QTextBrowser { color: @text; background: @surface; border: 1px solid @control;
    border-radius: 6px; padding: 4px; selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit:focus, QTextEdit:focus, QTextBrowser:focus { border: 2px solid @accent; padding: 3px; }
QTextBrowser[role="plain"] { border: none; background: transparent; padding: 0; }
QComboBox { padding-right: 26px; }
QComboBox:focus { padding-right: 25px; }
QComboBox:hover { background: @hover; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url(:/sightline/icons/style-chevron-down.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @control; border-radius: 0; padding: 4px;
    selection-background-color: @accentSoft; selection-color: @text; }
QAbstractSpinBox { padding-right: 24px; }
QAbstractSpinBox:focus { padding-right: 23px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 24px; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: @hover; border-radius: 4px; }
QAbstractSpinBox::up-arrow { image: url(:/sightline/icons/style-chevron-up.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(:/sightline/icons/style-chevron-down.svg); width: 10px; height: 10px; }
QSlider:horizontal { min-height: 24px; }
QSlider::groove:horizontal { height: 4px; background: @control; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { background: @surface; border: 2px solid @accent; width: 14px; margin: -7px 0;
    border-radius: 9px; }
QSlider::handle:horizontal:focus { background: @accent; }
QProgressBar { background: @track; border: none; border-radius: 3px; min-height: 6px; max-height: 6px;
    color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
)";

const char* const views = R"(
QAbstractItemView { color: @text; background: @surface; alternate-background-color: @stripe; border: 1px solid @border;
    border-radius: 8px; selection-background-color: @accentSoft; selection-color: @text; gridline-color: @border; }
QAbstractItemView[role="plain"] { border: none; border-radius: 0; background: transparent; }
QListView::item, QTreeView::item { min-height: @row; padding: 0 8px; border: none; }
QTableView::item { padding: 0 8px; border: none; }
QListView::item:hover, QTreeView::item:hover, QTableView::item:hover { background: @hover; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected { background: @accentSoft;
    color: @text; }
QComboBox QListView::item { padding: 0 6px; min-height: @controlInner; border-radius: 4px; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { color: @textMuted; background: @surface; border: none; border-bottom: 1px solid @border;
    padding: 6px 8px; font-size: @captionPt; font-weight: 600; }
QHeaderView::section:hover { background: @hover; color: @text; }
QHeaderView::up-arrow { image: url(:/sightline/icons/style-chevron-up.svg); width: 10px; height: 10px;
    subcontrol-position: center right; right: 6px; }
QHeaderView::down-arrow { image: url(:/sightline/icons/style-chevron-down.svg); width: 10px; height: 10px;
    subcontrol-position: center right; right: 6px; }
QTableCornerButton::section { background: @surface; border: none; border-bottom: 1px solid @border; }
)";

const char* const frames = R"(
QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabWidget::tab-bar { left: 8px; }
QTabBar { background: transparent; border: none; outline: none; }
QTabBar::tab { color: @textMuted; background: transparent; border: none; border-bottom: 2px solid transparent;
    padding: 0 14px; margin-right: 2px; min-height: @controlInner; }
QTabBar::tab:hover { color: @text; background: @hover; border-top-left-radius: 6px; border-top-right-radius: 6px; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; font-weight: 600; }
QTabBar::tab:selected:focus { background: @accentSoft; border-top-left-radius: 6px;
    border-top-right-radius: 6px; }
QTabBar::tab:disabled { color: @textDisabled; }
QMenuBar { color: @text; background: @surface; border: none; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 5px 10px; border-radius: 4px; }
QMenuBar::item:selected { background: @hover; }
QMenu { color: @text; background: @surface; border: 1px solid @control; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; min-height: @menuRow; }
QMenu::item:selected { background: @accentSoft; }
QMenu::item:disabled { color: @textDisabled; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenu::icon { padding-left: 10px; }
QMenu::right-arrow { image: url(:/sightline/icons/style-chevron-right.svg); width: 12px; height: 12px; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: @scroll; }
QScrollBar:horizontal { height: @scroll; }
QScrollBar::handle { background: @control; border: 3px solid transparent; border-radius: @scrollRadius; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @textMuted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; background: none; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
)";

QString px(int value)
{
    return QString::number(value) + QStringLiteral("px");
}

QString pt(double value)
{
    return QString::number(value, 'f', 1) + QStringLiteral("pt");
}

QString mixed(const QColor& a, const QColor& b, double shareOfB)
{
    const auto mix = [shareOfB](int x, int y) { return static_cast<int>(x + (y - x) * shareOfB); };
    return QColor(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())).name();
}

QMap<QString, QString> values(const Colours& c, double pointSize, int controlHeight, int rowHeight)
{
    const int scroll = controlHeight > 40 ? 18 : 12;
    return {
        {"window", c.window.name()},
        {"surface", c.surface.name()},
        {"sunken", c.sunken.name()},
        {"hover", c.hover.name()},
        {"border", c.border.name()},
        {"control", c.control.name()},
        {"text", c.text.name()},
        {"textMuted", c.textMuted.name()},
        {"textDisabled", c.textDisabled.name()},
        {"accent", c.accent.name()},
        {"accentHover", c.accentHover.name()},
        {"accentSoft", c.accentSoft.name()},
        {"onAccent", c.onAccent.name()},
        {"danger", c.danger.name()},
        {"dangerSoft", c.dangerSoft.name()},
        {"success", c.success.name()},
        {"warning", c.warning.name()},
        {"track", mixed(c.surface, c.control, 0.5)},
        {"stripe", mixed(c.surface, c.sunken, 0.5)},
        {"captionPt", pt(pointSize * 0.88)},
        {"titlePt", pt(pointSize * 1.15)},
        {"headlinePt", pt(pointSize * 1.45)},
        {"displayPt", pt(pointSize * 1.9)},
        {"mono", QStringLiteral("\"JetBrains Mono\", \"Cascadia Mono\", Consolas, Menlo, \"DejaVu Sans Mono\"")},
        {"controlInner", px(controlHeight - 2)},
        {"controlFocused", px(controlHeight - 4)},
        {"toolInner", px(controlHeight - 14)},
        {"row", px(rowHeight)},
        {"menuRow", px(controlHeight - 12)},
        {"scrollRadius", px(scroll / 2 - 3)},
        {"scroll", px(scroll)},
    };
}

}  // namespace

QString styleSheet(const Colours& colours, double pointSize, int controlHeight, int rowHeight)
{
    QString text;
    for (const char* part : {surfaces, texts, buttons, fields, views, frames})
        text += QLatin1String(part);
    const auto table = values(colours, pointSize, controlHeight, rowHeight);
    // Sorted keys: going backwards, "textMuted" is replaced before "text".
    for (auto it = table.constEnd(); it != table.constBegin();) {
        --it;
        text.replace(QLatin1Char('@') + it.key(), it.value());
    }
    return text;
}

}  // namespace sightline::widgets
