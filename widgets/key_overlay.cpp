#include "widgets/key_overlay.h"

#include <QApplication>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QRegularExpression>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/key_cap.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

/// Key caps in a row: "1 … 9" becomes [1] … [9].
class KeyCaps : public QWidget {
public:
    explicit KeyCaps(const QString& keys)
    {
        static const QRegularExpression separators(QStringLiteral("\\s+(/|…|,)\\s+"));
        qsizetype from = 0;
        for (auto it = separators.globalMatch(keys); it.hasNext();) {
            const auto match = it.next();
            m_parts << keys.mid(from, match.capturedStart() - from) << match.captured(1);
            from = match.capturedEnd();
        }
        m_parts << keys.mid(from);
        setAccessibleName(keys);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        int width = 0;
        for (int i = 0; i < m_parts.size(); ++i)
            width += partWidth(i);
        return {width, keyCapSize(QStringLiteral("X")).height()};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        int left = 0;
        for (int i = 0; i < m_parts.size(); ++i) {
            const QRect box(left, 0, partWidth(i), height());
            if (i % 2 == 0) {
                drawKeyCap(painter, box, m_parts[i]);
            } else {
                painter.setFont(theme().font(TextStyle::Caption));
                painter.setPen(theme().colours().textMuted);
                painter.drawText(box, Qt::AlignCenter, m_parts[i]);
            }
            left += box.width();
        }
    }

private:
    [[nodiscard]] int partWidth(int index) const
    {
        if (index % 2 == 0)
            return keyCapSize(m_parts[index]).width();
        return QFontMetrics(theme().font(TextStyle::Caption)).horizontalAdvance(m_parts[index]) + 10;
    }

    QStringList m_parts;
};

QWidget* groupWidget(const QString& title, const std::vector<KeyEntry>& entries)
{
    auto* group = new QWidget;
    auto* grid = new QGridLayout(group);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(spacing::large);
    grid->setVerticalSpacing(6);
    int row = 0;
    if (!title.isEmpty()) {
        auto* heading = new QLabel(title);
        setRole(heading, "strong");
        grid->addWidget(heading, row++, 0, 1, 2);
    }
    for (const KeyEntry& entry : entries) {
        grid->addWidget(new KeyCaps(entry.keys), row, 0, Qt::AlignLeft | Qt::AlignVCenter);
        auto* action = new QLabel(entry.action);
        setRole(action, "muted");
        action->setWordWrap(true);
        action->setAccessibleName(entry.keys + QStringLiteral(": ") + entry.action);
        grid->addWidget(action, row++, 1);
    }
    grid->setColumnStretch(1, 1);
    grid->setColumnMinimumWidth(0, 150);
    grid->setColumnMinimumWidth(1, 170);
    return group;
}

}  // namespace

KeyOverlay::KeyOverlay(QWidget* host) : QWidget(host)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Keyboard shortcuts"));
    host->installEventFilter(this);
    connect(&theme(), &Theme::changed, this, [this] { rebuild(); });
    hide();
}

void KeyOverlay::setEntries(std::vector<KeyEntry> entries)
{
    m_entries = std::move(entries);
    rebuild();
}

void KeyOverlay::rebuild()
{
    delete m_panel;
    std::vector<std::pair<QString, std::vector<KeyEntry>>> groups;
    for (const KeyEntry& entry : m_entries) {
        auto found = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == entry.group; });
        if (found == groups.end())
            found = groups.insert(groups.end(), {entry.group, {}});
        found->second.push_back(entry);
    }

    auto* panel = new QFrame(this);
    m_panel = panel;
    setRole(panel, "card");
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(spacing::huge, spacing::large, spacing::large, spacing::huge);
    column->setSpacing(spacing::medium);
    auto* head = new QHBoxLayout;
    auto* title = new QLabel(tr("Keyboard shortcuts"));
    setRole(title, "headline");
    auto* closeButton = new QToolButton;
    closeButton->setIcon(theme().icon(QStringLiteral("close")));
    closeButton->setAccessibleName(tr("Close"));
    closeButton->setToolTip(tr("Close (Esc)"));
    closeButton->setFocusPolicy(Qt::NoFocus);
    connect(closeButton, &QToolButton::clicked, this, &KeyOverlay::close);
    head->addWidget(title, 1);
    head->addWidget(closeButton);
    column->addLayout(head);

    auto* scroll = new QScrollArea;
    setRole(scroll, "plain");
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inside = new QWidget;
    auto* columns = new QHBoxLayout(inside);
    columns->setContentsMargins(0, 0, spacing::small, 0);
    columns->setSpacing(spacing::huge + spacing::small);
    // Two columns of about equal length, groups kept whole and in order.
    std::size_t total = 0, placed = 0;
    for (const auto& group : groups)
        total += group.second.size() + 2;
    QVBoxLayout* sides[] = {new QVBoxLayout, new QVBoxLayout};
    for (QVBoxLayout* side : sides) {
        side->setSpacing(spacing::large);
        columns->addLayout(side, 1);
    }
    for (const auto& group : groups) {
        sides[2 * placed >= total ? 1 : 0]->addWidget(groupWidget(group.first, group.second));
        placed += group.second.size() + 2;
    }
    for (QVBoxLayout* side : sides)
        side->addStretch(1);
    scroll->setWidget(inside);
    column->addWidget(scroll, 1);
    panel->show();
    place();
}

void KeyOverlay::place()
{
    setGeometry(parentWidget()->rect());
    if (m_panel == nullptr)
        return;
    const QSize wanted = m_panel->findChild<QScrollArea*>()->widget()->sizeHint() + QSize(88, 112);
    const QSize available = size() - QSize(2 * spacing::huge, 2 * spacing::huge);
    const QSize actual = wanted.expandedTo({620, 0}).boundedTo(available);
    m_panel->setGeometry(QRect(QPoint((width() - actual.width()) / 2, (height() - actual.height()) / 2), actual));
}

void KeyOverlay::open()
{
    m_lastFocus = QApplication::focusWidget();
    place();
    show();
    raise();
    setFocus(Qt::PopupFocusReason);
}

void KeyOverlay::close()
{
    if (!isVisible())
        return;
    hide();
    if (m_lastFocus != nullptr)
        m_lastFocus->setFocus(Qt::PopupFocusReason);
    Q_EMIT closed();
}

bool KeyOverlay::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

bool KeyOverlay::event(QEvent* event)
{
    // While the map is open no single key may act on what lies below.
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void KeyOverlay::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
        case Qt::Key_Escape:
        case Qt::Key_Question:
        case Qt::Key_F1:
        case Qt::Key_Return:
        case Qt::Key_Space: close(); break;
        default: break;
    }
    event->accept();
}

bool KeyOverlay::focusNextPrevChild(bool)
{
    return true;  // there is nothing else to focus until it is closed
}

void KeyOverlay::mousePressEvent(QMouseEvent* event)
{
    if (m_panel == nullptr || !m_panel->geometry().contains(event->pos()))
        close();
}

void KeyOverlay::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), QColor(0, 0, 0, theme().isDark() ? 150 : 100));
}

}  // namespace sightline::widgets
