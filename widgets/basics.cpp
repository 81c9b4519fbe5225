#include "widgets/basics.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QStyleOption>

#include "widgets/theme.h"

namespace sightline::widgets {

ElidedLabel::ElidedLabel(const QString& text, Qt::TextElideMode mode, QWidget* parent)
    : QLabel(text, parent), m_mode(mode)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().horizontalAdvance(QStringLiteral("…")), QLabel::minimumSizeHint().height()};
}

bool ElidedLabel::isElided() const
{
    return fontMetrics().horizontalAdvance(text()) > contentsRect().width();
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QStyleOption option;
    option.initFrom(this);
    QPainter painter(this);
    style()->drawPrimitive(QStyle::PE_Widget, &option, &painter, this);
    const QRect area = contentsRect();
    const QString shown = fontMetrics().elidedText(text(), m_mode, area.width());
    style()->drawItemText(&painter, area, static_cast<int>(QStyle::visualAlignment(layoutDirection(), alignment())),
                          palette(), isEnabled(), shown, foregroundRole());
}

bool ElidedLabel::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && isElided()) {
        setToolTip(text());
        const bool handled = QLabel::event(event);
        setToolTip({});
        return handled;
    }
    return QLabel::event(event);
}

SectionHeader::SectionHeader(const QString& title, QWidget* parent)
    : QWidget(parent), m_title(new QLabel(title)), m_note(new ElidedLabel)
{
    setRole(m_title, "strong");
    setRole(m_note, "caption");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::small);
    row->addWidget(m_title);
    row->addWidget(m_note, 1);
    setMinimumHeight(28);
}

void SectionHeader::setTitle(const QString& title)
{
    m_title->setText(title);
}

void SectionHeader::setNote(const QString& note)
{
    m_note->setText(note);
}

void SectionHeader::addTool(QWidget* tool)
{
    layout()->addWidget(tool);
}

Card::Card(const QString& title, QWidget* parent) : QFrame(parent)
{
    setRole(this, "card");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::medium, spacing::small, spacing::medium, spacing::medium);
    column->setSpacing(spacing::tiny);
    if (!title.isEmpty()) {
        m_header = new SectionHeader(title);
        column->addWidget(m_header);
        setAccessibleName(title);
    } else {
        column->setContentsMargins(spacing::medium, spacing::medium, spacing::medium, spacing::medium);
    }
    m_body = new QVBoxLayout;
    m_body->setSpacing(spacing::small);
    column->addLayout(m_body, 1);
}

StatRow::StatRow(const QString& caption, QWidget* parent)
    : QWidget(parent), m_caption(new ElidedLabel(caption)), m_value(new QLabel), m_unit(new QLabel)
{
    setRole(m_caption, "muted");
    setRole(m_value, "strong");
    setRole(m_unit, "caption");
    m_value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_value->setFocusPolicy(Qt::ClickFocus);
    m_value->setTextFormat(Qt::PlainText);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::tiny);
    row->addWidget(m_caption, 1);
    row->addWidget(m_value);
    row->addWidget(m_unit);
    setValue({});
}

int StatRow::unitWidth() const
{
    m_unit->ensurePolished();
    return m_unit->fontMetrics().horizontalAdvance(m_unit->text());
}

void StatRow::setUnitWidth(int width)
{
    m_unit->setFixedWidth(width);
}

void StatRow::setCaption(const QString& caption)
{
    m_caption->setText(caption);
    describe();
}

void StatRow::setValue(const QString& value, const QString& unit)
{
    m_value->setText(value.isEmpty() ? QStringLiteral("–") : value);
    m_unit->setText(value.isEmpty() ? QString() : unit);
    describe();
}

void StatRow::describe()
{
    const QString value = m_value->text() == QStringLiteral("–") ? tr("not known") : m_value->text();
    setAccessibleName(tr("%1: %2 %3").arg(m_caption->text(), value, m_unit->text()).trimmed());
    m_value->setAccessibleName(accessibleName());
}

Chip::Chip(const QString& text, Tone tone, QWidget* parent) : QLabel(text, parent), m_tone(tone)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme(), &Theme::changed, this, [this] { updateGeometry(), update(); });
}

void Chip::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

QSize Chip::sizeHint() const
{
    const QFontMetrics metrics(theme().font(TextStyle::Caption));
    return {metrics.horizontalAdvance(text()) + 2 * spacing::small, metrics.height() + spacing::tiny};
}

void Chip::paintEvent(QPaintEvent*)
{
    const Colours& c = theme().colours();
    QColor ground = c.sunken, ink = c.textMuted;
    switch (m_tone) {
        case Tone::Neutral: break;
        case Tone::Accent: ground = c.accentSoft, ink = c.accentHover; break;
        case Tone::Info: ground = c.infoSoft, ink = c.info; break;
        case Tone::Success: ground = c.successSoft, ink = c.success; break;
        case Tone::Warning: ground = c.warningSoft, ink = c.warning; break;
        case Tone::Danger: ground = c.dangerSoft, ink = c.danger; break;
    }
    if (text().isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor edge = ink;
    edge.setAlphaF(0.35F);
    painter.setPen(QPen(edge, 1));
    painter.setBrush(ground);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    painter.setPen(ink);
    painter.setFont(theme().font(TextStyle::Caption));
    painter.drawText(rect(), Qt::AlignCenter, text());
}

SegmentedControl::SegmentedControl(QWidget* parent) : QWidget(parent), m_group(new QButtonGroup(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::chosen);
    connect(&theme(), &Theme::changed, this, &SegmentedControl::recolour);
}

void SegmentedControl::setOptions(const QStringList& options)
{
    const int before = current();
    for (QAbstractButton* button : m_group->buttons()) {
        m_group->removeButton(button);
        delete button;
    }
    m_swatches.assign(static_cast<std::size_t>(options.size()), {});
    for (int i = 0; i < options.size(); ++i) {
        auto* button = new QToolButton;
        button->setText(options[i]);
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setProperty("segment", true);
        const bool first = i == 0, last = i + 1 == options.size();
        button->setProperty("place", first && last ? "only" : first ? "first" : last ? "last" : "middle");
        button->installEventFilter(this);
        m_group->addButton(button, i);
        layout()->addWidget(button);
    }
    setCurrent(before >= 0 && before < options.size() ? before : 0);
}

void SegmentedControl::setSwatch(int index, const QColor& colour)
{
    if (index < 0 || index >= count())
        return;
    m_swatches[static_cast<std::size_t>(index)] = colour;
    recolour();
}

void SegmentedControl::setCurrent(int index)
{
    if (QAbstractButton* button = m_group->button(index))
        button->setChecked(true);
}

int SegmentedControl::current() const
{
    return m_group->checkedId();
}

int SegmentedControl::count() const
{
    return static_cast<int>(m_group->buttons().size());
}

void SegmentedControl::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    QAbstractButton* next = m_group->button(current() + step);
    if (step == 0 || next == nullptr) {
        QWidget::keyPressEvent(event);
        return;
    }
    next->setFocus(Qt::OtherFocusReason);
    next->click();
}

bool SegmentedControl::eventFilter(QObject* watched, QEvent* event)
{
    // An exclusive group's buttons take the arrows for focus alone; here they choose.
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Left || key->key() == Qt::Key_Right) {
            keyPressEvent(key);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void SegmentedControl::recolour()
{
    constexpr int size = 20;
    for (int i = 0; i < count(); ++i) {
        const QColor colour = m_swatches[static_cast<std::size_t>(i)];
        if (!colour.isValid()) {
            m_group->button(i)->setIcon({});
            continue;
        }
        QPixmap dot(size, size);
        dot.fill(Qt::transparent);
        QPainter painter(&dot);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme().colours().control, 1));
        painter.setBrush(colour);
        painter.drawEllipse(QRectF(3, 3, size - 6, size - 6));
        painter.end();
        m_group->button(i)->setIcon(QIcon(dot));
    }
}

EmptyState::EmptyState(const QString& iconName, const QString& title, const QString& hint, QWidget* parent)
    : QWidget(parent),
      m_iconName(iconName),
      m_icon(new QLabel),
      m_title(new QLabel(title)),
      m_hint(new QLabel(hint)),
      m_action(new QPushButton)
{
    setRole(m_title, "title");
    setRole(m_hint, "muted");
    setRole(m_action, "primary");
    for (QLabel* label : {m_title, m_hint}) {
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setVisible(!label->text().isEmpty());
    }
    m_icon->setAlignment(Qt::AlignCenter);
    m_icon->setVisible(!iconName.isEmpty());
    m_action->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::huge, spacing::large, spacing::huge, spacing::large);
    column->setSpacing(spacing::small);
    column->addStretch(2);
    column->addWidget(m_icon);
    column->addWidget(m_title);
    column->addWidget(m_hint);
    column->addSpacing(spacing::tiny);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    connect(&theme(), &Theme::changed, this, &EmptyState::recolour);
    recolour();
}

void EmptyState::setTexts(const QString& title, const QString& hint)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
}

void EmptyState::setAction(const QString& text)
{
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

void EmptyState::recolour()
{
    m_icon->setPixmap(
        theme().icon(m_iconName, theme().colours().textDisabled).pixmap(QSize(48, 48), devicePixelRatioF()));
}

}  // namespace sightline::widgets
