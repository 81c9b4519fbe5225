#include "widgets/label_pad.h"

#include <QAbstractButton>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/key_cap.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

/// Room for a word of a condition beside its key; longer names take two lines.
constexpr int columnWidth = 144;

}  // namespace

/// A class, or one of the four others: stripe or icon at the left, name, marks and key at the right.
class LabelPad::PadButton : public QAbstractButton {
public:
    explicit PadButton(QWidget* parent = nullptr) : QAbstractButton(parent)
    {
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void setStripe(const QColor& colour) { m_stripe = colour; }
    void setIconName(const QString& name) { m_iconName = name; }
    void setKey(const QKeySequence& key)
    {
        m_key = key;
        describe();
    }
    [[nodiscard]] QKeySequence key() const { return m_key; }
    /// Marked: the current judgement. Not QAbstractButton::setChecked, which a click would change before it is stored.
    void setMarked(bool marked, bool modelSays)
    {
        m_marked = marked;
        m_modelSays = modelSays;
        describe();
        update();
    }
    [[nodiscard]] bool isMarked() const { return m_marked; }
    void setShownName(const QString& name)
    {
        setText(name);
        describe();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const int least = theme().largeControls() ? 56 : (m_stripe.isValid() ? 38 : 34);
        const int lines = m_stripe.isValid() ? 2 : 1;
        const int text = QFontMetrics(theme().font(TextStyle::Body)).lineSpacing() * lines + spacing::tiny;
        return {m_stripe.isValid() ? 160 : 96, std::max(least, text)};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return {56, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintGround(painter);
        QRect area = rect().adjusted(m_stripe.isValid() ? 14 : 8, 3, -8, -3);
        paintIcon(painter, area);
        paintKey(painter, area);
        paintModelMark(painter, area);
        const Colours& c = theme().colours();
        painter.setFont(theme().font(m_marked ? TextStyle::Strong : TextStyle::Body));
        painter.setPen(isEnabled() ? c.text : c.textDisabled);
        paintName(painter, area);
    }

private:
    void describe()
    {
        QString name = text();
        if (!m_key.isEmpty())
            name += LabelPad::tr(", key %1").arg(m_key.toString(QKeySequence::NativeText));
        setAccessibleName(name);
        QStringList state;
        if (m_marked)
            state << LabelPad::tr("current label");
        if (m_modelSays)
            state << LabelPad::tr("the model says this");
        setAccessibleDescription(state.join(QStringLiteral(", ")));
    }

    void paintGround(QPainter& painter) const
    {
        const Colours& c = theme().colours();
        const bool strong = hasFocus() || m_marked;
        const double inset = strong ? 1 : 0.5;
        const QRectF box = QRectF(rect()).adjusted(inset, inset, -inset, -inset);
        QColor ground = c.surface;
        if (!isEnabled())
            ground = c.sunken;
        else if (m_marked)
            ground = c.accentSoft;
        else if (isDown())
            ground = c.sunken;
        else if (underMouse())
            ground = c.hover;
        painter.setPen(QPen(strong ? c.accent : (isEnabled() ? c.control : c.border), strong ? 2 : 1));
        painter.setBrush(ground);
        painter.drawRoundedRect(box, spacing::smallRadius, spacing::smallRadius);
        if (m_stripe.isValid()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(isEnabled() ? m_stripe : c.textDisabled);
            painter.drawRoundedRect(QRectF(5, 7, 4, height() - 14), 2, 2);
        }
    }

    void paintIcon(QPainter& painter, QRect& area) const
    {
        const QString name = m_marked && m_stripe.isValid() ? QStringLiteral("check") : m_iconName;
        if (name.isEmpty())
            return;
        const int size = theme().largeControls() ? 22 : 18;
        const QRect box(area.left(), area.center().y() - size / 2 + 1, size, size);
        const QIcon icon = m_marked ? theme().icon(name, theme().colours().accent) : theme().icon(name);
        icon.paint(&painter, box, Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
        area.setLeft(box.right() + 7);
    }

    void paintKey(QPainter& painter, QRect& area) const
    {
        if (m_key.isEmpty())
            return;
        const QString text = m_key.toString(QKeySequence::NativeText);
        const QSize size = keyCapSize(text);
        const QRect box(area.right() - size.width() + 1, area.center().y() - size.height() / 2 + 1, size.width(),
                        size.height());
        drawKeyCap(painter, box, text, isEnabled());
        area.setRight(box.left() - 6);
    }

    void paintModelMark(QPainter& painter, QRect& area) const
    {
        if (!m_modelSays)
            return;
        const int size = 18;
        const QRect box(area.right() - size + 1, area.center().y() - size / 2 + 1, size, size);
        theme().icon(QStringLiteral("model"), theme().colours().accent).paint(&painter, box);
        area.setRight(box.left() - 5);
    }

    void paintName(QPainter& painter, const QRect& area) const
    {
        const QFontMetrics metrics(painter.font());
        if (metrics.horizontalAdvance(text()) <= area.width() || !m_stripe.isValid()) {
            painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                             metrics.elidedText(text(), Qt::ElideRight, area.width()));
            return;
        }
        const QString broken = twoLines(metrics, area.width());
        painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft, broken);
    }

    /// As many words as fit on the first line; the rest, shortened if need be, on the second.
    [[nodiscard]] QString twoLines(const QFontMetrics& metrics, int width) const
    {
        const QStringList words = text().split(QLatin1Char(' '));
        QString first = words.front();
        int used = 1;
        while (used < words.size() && metrics.horizontalAdvance(first + QLatin1Char(' ') + words[used]) <= width) {
            first += QLatin1Char(' ') + words[used++];
        }
        const QString rest = words.mid(used).join(QLatin1Char(' '));
        first = metrics.elidedText(first, Qt::ElideRight, width);
        return rest.isEmpty() ? first : first + QLatin1Char('\n') + metrics.elidedText(rest, Qt::ElideRight, width);
    }

    QColor m_stripe;
    QString m_iconName;
    QKeySequence m_key;
    bool m_marked = false;
    bool m_modelSays = false;
};

LabelPad::LabelPad(QWidget* parent) : QWidget(parent), m_scroll(new QScrollArea), m_grid(new QGridLayout)
{
    setAccessibleName(tr("Label pad"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::small);
    setRole(m_scroll, "plain");
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* inside = new QWidget;
    inside->setLayout(m_grid);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(6);
    m_scroll->setWidget(inside);
    column->addWidget(m_scroll, 1);

    auto* others = new QGridLayout;
    others->setSpacing(6);
    column->addLayout(others);
    const struct {
        Button button;
        QString name, icon, toolTip;
        Qt::Key key;
    } rows[] = {
        {Button::Unsure, tr("Unsure"), QStringLiteral("unsure"),
         tr("To the expert queue; not used in training until resolved"), Qt::Key_U},
        {Button::Skip, tr("Skip"), QStringLiteral("skip"), tr("Next sample, no label"), Qt::Key_S},
        {Button::BadData, tr("Bad data"), QStringLiteral("bad-data"),
         tr("The signal itself is wrong: kept out of training"), Qt::Key_X},
        {Button::Comment, tr("Comment"), QStringLiteral("comment"), tr("A note on this sample"), Qt::Key_C},
    };
    int place = 0;
    for (const auto& row : rows) {
        auto* button = new PadButton;
        button->setIconName(row.icon);
        button->setShownName(row.name);
        button->setToolTip(row.toolTip);
        button->setKey(QKeySequence(row.key));
        connect(button, &QAbstractButton::clicked, this, [this, which = row.button] { activate(which); });
        others->addWidget(button, place / 2, place % 2);
        m_otherButtons[row.button] = button;
        ++place;
    }
    connect(&theme(), &Theme::changed, this, [this] { m_columns = 0, arrange(); });
}

LabelPad::~LabelPad() = default;

void LabelPad::setChoices(std::vector<LabelChoice> choices)
{
    m_choices = std::move(choices);
    rebuild();
}

void LabelPad::setButtonKey(Button button, const QKeySequence& key)
{
    m_otherButtons.at(button)->setKey(key);
    m_otherButtons.at(button)->update();
    updateShortcuts();
}

void LabelPad::setMark(LabelMark mark, const QString& classId)
{
    m_mark = mark;
    m_markedClass = mark == LabelMark::Class ? classId : QString();
    refresh();
}

void LabelPad::setModelSays(const QString& classId)
{
    m_modelSays = classId;
    refresh();
}

void LabelPad::setCommented(bool commented)
{
    PadButton* button = m_otherButtons.at(Button::Comment);
    button->setIconName(commented ? QStringLiteral("comment-filled") : QStringLiteral("comment"));
    button->setMarked(commented, false);
}

void LabelPad::setShortcutsEnabled(bool enabled)
{
    m_shortcutsEnabled = enabled;
    updateShortcuts();
}

bool LabelPad::press(const QKeySequence& key)
{
    if (!isEnabled() || key.isEmpty())
        return false;
    std::vector<PadButton*> all = m_classButtons;
    for (const auto& [which, button] : m_otherButtons)
        all.push_back(button);
    const auto found =
        std::find_if(all.begin(), all.end(), [&key](const PadButton* button) { return button->key() == key; });
    if (found == all.end())
        return false;
    (*found)->click();
    return true;
}

QSize LabelPad::sizeHint() const
{
    const int columns = 2;
    const int rows = (static_cast<int>(m_choices.size()) + columns - 1) / columns;
    const int row = theme().largeControls() ? 62 : 44;
    return {columns * columnWidth + 6, rows * row + 2 * (row - 6) + spacing::small};
}

void LabelPad::rebuild()
{
    for (PadButton* button : m_classButtons) {
        button->hide();
        button->deleteLater();
    }
    m_classButtons.clear();
    QWidget* before = nullptr;
    for (const LabelChoice& choice : m_choices) {
        auto* button = new PadButton(m_scroll->widget());
        button->setStripe(choice.colour.isValid() ? choice.colour : QColor(Qt::gray));
        button->setShownName(choice.name);
        button->setKey(choice.key);
        button->setToolTip(choice.toolTip.isEmpty() ? choice.name : choice.toolTip);
        connect(button, &QAbstractButton::clicked, this, [this, id = choice.classId] { Q_EMIT classChosen(id); });
        if (before != nullptr)
            setTabOrder(before, button);
        before = button;
        button->show();
        m_classButtons.push_back(button);
    }
    m_columns = 0;
    arrange();
    refresh();
    updateShortcuts();
    updateGeometry();
}

void LabelPad::arrange()
{
    const int bar = m_scroll->verticalScrollBar()->sizeHint().width();
    const int columns = std::max(1, (width() - bar + m_grid->spacing()) / (columnWidth + m_grid->spacing()));
    if (columns == m_columns)
        return;
    while (QLayoutItem* item = m_grid->takeAt(0))
        delete item;
    for (int i = 0; i < std::max(columns, m_columns); ++i)
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
    m_columns = columns;
    int place = 0;
    for (PadButton* button : m_classButtons) {
        m_grid->addWidget(button, place / columns, place % columns);
        ++place;
    }
    const int rows = (place + columns - 1) / columns;
    for (int row = 0; row < m_grid->rowCount(); ++row)
        m_grid->setRowStretch(row, 0);
    m_grid->setRowStretch(rows, 1);
}

void LabelPad::refresh()
{
    for (std::size_t i = 0; i < m_classButtons.size(); ++i) {
        const QString& id = m_choices[i].classId;
        m_classButtons[i]->setMarked(m_mark == LabelMark::Class && id == m_markedClass,
                                     !m_modelSays.isEmpty() && id == m_modelSays);
    }
    m_otherButtons.at(Button::Unsure)->setMarked(m_mark == LabelMark::Unsure, false);
    m_otherButtons.at(Button::Skip)->setMarked(m_mark == LabelMark::Skipped, false);
    m_otherButtons.at(Button::BadData)->setMarked(m_mark == LabelMark::BadData, false);
}

void LabelPad::updateShortcuts()
{
    for (QShortcut* shortcut : m_shortcuts)
        delete shortcut;
    m_shortcuts.clear();
    if (!m_shortcutsEnabled)
        return;
    std::vector<QKeySequence> keys;
    for (const PadButton* button : m_classButtons)
        keys.push_back(button->key());
    for (const auto& [which, button] : m_otherButtons)
        keys.push_back(button->key());
    for (const QKeySequence& key : keys) {
        if (key.isEmpty())
            continue;
        auto* shortcut = new QShortcut(key, this);
        shortcut->setAutoRepeat(false);
        connect(shortcut, &QShortcut::activated, this, [this, key] { press(key); });
        m_shortcuts.push_back(shortcut);
    }
}

void LabelPad::activate(Button button)
{
    switch (button) {
        case Button::Unsure: Q_EMIT unsure(); break;
        case Button::Skip: Q_EMIT skipped(); break;
        case Button::BadData: Q_EMIT badData(); break;
        case Button::Comment: Q_EMIT commentRequested(); break;
    }
}

void LabelPad::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

}  // namespace sightline::widgets
