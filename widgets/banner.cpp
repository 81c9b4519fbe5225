#include "widgets/banner.h"

#include <QAccessible>
#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/basics.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

struct KindLook {
    QString icon, word;
    QColor ink, ground;
};

KindLook lookOf(Banner::Kind kind)
{
    const Colours& c = theme().colours();
    switch (kind) {
        case Banner::Kind::Success: return {QStringLiteral("success"), Banner::tr("Done"), c.success, c.successSoft};
        case Banner::Kind::Warning: return {QStringLiteral("warning"), Banner::tr("Warning"), c.warning, c.warningSoft};
        case Banner::Kind::Error: return {QStringLiteral("error"), Banner::tr("Error"), c.danger, c.dangerSoft};
        case Banner::Kind::Info: break;
    }
    return {QStringLiteral("info"), Banner::tr("Note"), c.info, c.infoSoft};
}

}  // namespace

Banner::Banner(QWidget* parent, Form form)
    : QFrame(parent),
      m_icon(new QLabel),
      m_title(form == Form::OneLine ? new ElidedLabel : new QLabel),
      m_details(form == Form::OneLine ? new ElidedLabel : new QLabel),
      m_buttons(new QHBoxLayout),
      m_close(new QToolButton)
{
    setObjectName(QStringLiteral("banner"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    for (QLabel* label : {m_title, m_details}) {
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    setRole(m_title, "strong");
    m_close->setIcon(theme().icon(QStringLiteral("close")));
    m_close->setAccessibleName(tr("Dismiss this message"));
    m_close->setToolTip(tr("Dismiss"));
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    m_icon->setFixedSize(20, theme().controlHeight());
    m_buttons->setSpacing(spacing::small);
    m_buttons->addStretch(1);
    form == Form::OneLine ? layOutOneLine() : layOutLines();
    connect(&theme(), &Theme::changed, this, &Banner::recolour);
    recolour();
    hide();
}

void Banner::layOutLines()
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::medium, spacing::tiny, spacing::small, spacing::tiny);
    row->setSpacing(spacing::small);
    // Title, icon and close button share one line's middle, however many lines follow.
    row->addWidget(m_icon, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    m_title->setWordWrap(true);
    m_title->setMinimumHeight(theme().controlHeight());
    column->addWidget(m_title);
    m_details->setWordWrap(true);
    column->addWidget(m_details);
    m_details->setContentsMargins(0, 0, 0, spacing::small);
    m_buttons->setContentsMargins(0, 0, 0, spacing::small);
    column->addLayout(m_buttons);
    row->addLayout(column, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);
}

void Banner::layOutOneLine()
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::medium, 1, spacing::small, 1);
    row->setSpacing(spacing::small);
    row->addWidget(m_icon);
    row->addWidget(m_title);
    row->addWidget(m_details, 1);
    row->addLayout(m_buttons);
    row->addWidget(m_close);
}

void Banner::showMessage(Kind kind, const QString& title, const QString& details, const QList<QAction*>& actions,
                         bool dismissible)
{
    m_kind = kind;
    m_title->setText(title);
    m_details->setText(details);
    m_details->setVisible(!details.isEmpty());
    m_close->setVisible(dismissible);
    while (m_buttons->count() > 1) {
        QLayoutItem* item = m_buttons->takeAt(0);
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (QAction* action : actions) {
        auto* button = new QPushButton(action->text());
        button->setToolTip(action->toolTip());
        button->setEnabled(action->isEnabled());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::changed, button, [button, action] {
            button->setText(action->text());
            button->setEnabled(action->isEnabled());
        });
        connect(action, &QObject::destroyed, button, [button] { button->setEnabled(false); });
        m_buttons->insertWidget(m_buttons->count() - 1, button);
    }
    recolour();
    setAccessibleName(lookOf(kind).word);
    setAccessibleDescription(text());
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString Banner::text() const
{
    return m_details->text().isEmpty() ? m_title->text() : m_title->text() + QLatin1Char('\n') + m_details->text();
}

void Banner::recolour()
{
    const KindLook look = lookOf(m_kind);
    setStyleSheet(QStringLiteral("#banner { background: %1; border: 1px solid %2; border-radius: 6px; }")
                      .arg(look.ground.name(), look.ink.name()));
    m_icon->setPixmap(theme().icon(look.icon, look.ink).pixmap(QSize(20, 20), devicePixelRatioF()));
}

}  // namespace sightline::widgets
