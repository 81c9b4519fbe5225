#include "widgets/deployment_strip.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimeZone>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "widgets/figure.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {
constexpr int leastWidth = 2;
/// Of the height: a recording without events is still seen.
constexpr double leastHeight = 0.35;
}  // namespace

DeploymentStrip::DeploymentStrip(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("deployment"));
    setAccessibleName(tr("Recordings of the deployment"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    makeFigure(this, QAccessible::Graphic);
    connect(&theme(), &Theme::changed, this, [this] { update(); });
}

void DeploymentStrip::setPieces(std::vector<DeploymentPiece> pieces)
{
    std::stable_sort(pieces.begin(), pieces.end(), [](const DeploymentPiece& a, const DeploymentPiece& b) {
        return a.beginMicroseconds < b.beginMicroseconds;
    });
    if (pieces == m_pieces)
        return;
    m_pieces = std::move(pieces);
    m_most = 0;
    for (const DeploymentPiece& piece : m_pieces)
        m_most = std::max(m_most, piece.events);
    describe();
    update();
}

void DeploymentStrip::setShown(const QString& id)
{
    m_shown = id;
    describe();
    update();
}

void DeploymentStrip::setMargins(int left, int right)
{
    m_left = left;
    m_right = right;
    update();
}

QRect DeploymentStrip::rectOf(const DeploymentPiece& piece) const
{
    const std::int64_t first = m_pieces.front().beginMicroseconds;
    std::int64_t last = first + 1;
    for (const DeploymentPiece& one : m_pieces)
        last = std::max(last, one.beginMicroseconds + static_cast<std::int64_t>(one.seconds * 1e6));
    const int across = std::max(width() - m_left - m_right, 1);
    const double perMicrosecond = across / static_cast<double>(last - first);
    const int x = m_left + static_cast<int>(static_cast<double>(piece.beginMicroseconds - first) * perMicrosecond);
    const int wide = std::max(static_cast<int>(piece.seconds * 1e6 * perMicrosecond), leastWidth);
    const double share = m_most > 0 ? static_cast<double>(piece.events) / m_most : 0;
    const int high = static_cast<int>((height() - 4) * (leastHeight + (1 - leastHeight) * share));
    return {std::min(x, width() - m_right - wide), height() - 2 - high, wide, high};
}

void DeploymentStrip::paintEvent(QPaintEvent*)
{
    if (m_pieces.size() < 2)
        return;
    const Colours& c = theme().colours();
    QPainter painter(this);
    painter.setPen(QPen(c.control, 1));
    painter.drawLine(m_left, height() - 2, width() - m_right - 1, height() - 2);
    for (const DeploymentPiece& piece : m_pieces) {
        if (piece.id != m_shown)
            painter.fillRect(rectOf(piece), c.textMuted);
    }
    for (const DeploymentPiece& piece : m_pieces) {
        if (piece.id == m_shown) {
            // Colour, and a frame of the whole height: seen without colours, too.
            const QRect frame(rectOf(piece).left() - 2, 0, rectOf(piece).width() + 4, height());
            painter.fillRect(rectOf(piece), c.accent);
            painter.setPen(QPen(c.accent, 1));
            painter.drawRect(frame.adjusted(0, 0, -1, -1));
        }
    }
    if (hasFocus()) {
        painter.setPen(QPen(c.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

const DeploymentPiece* DeploymentStrip::pieceAt(int x) const
{
    const auto distance = [&](const DeploymentPiece& piece) {
        const QRect rect = rectOf(piece);
        return x < rect.left() ? rect.left() - x : std::max(x - rect.right(), 0);
    };
    const auto nearest =
        std::min_element(m_pieces.begin(), m_pieces.end(),
                         [&](const DeploymentPiece& a, const DeploymentPiece& b) { return distance(a) < distance(b); });
    return nearest == m_pieces.end() ? nullptr : &*nearest;
}

QString DeploymentStrip::textOf(const DeploymentPiece& piece) const
{
    const QDateTime begin = QDateTime::fromMSecsSinceEpoch(piece.beginMicroseconds / 1000, Qt::UTC);
    return tr("%1 · %2 · %3 h · %n event(s)", nullptr, piece.events)
        .arg(piece.name, begin.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")))
        .arg(piece.seconds / 3600, 0, 'f', 2);
}

void DeploymentStrip::choose(std::ptrdiff_t place)
{
    const auto count = static_cast<std::ptrdiff_t>(m_pieces.size());
    if (count < 2)
        return;
    // By value: whoever hears it may set other pieces.
    const QString id = m_pieces[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(place, 0, count - 1))].id;
    if (id != m_shown)
        Q_EMIT chosen(id);
}

void DeploymentStrip::mousePressEvent(QMouseEvent* event)
{
    const DeploymentPiece* piece = pieceAt(event->position().toPoint().x());
    if (event->button() == Qt::LeftButton && piece != nullptr)
        choose(piece - m_pieces.data());
}

void DeploymentStrip::keyPressEvent(QKeyEvent* event)
{
    const auto shown = std::find_if(m_pieces.begin(), m_pieces.end(),
                                    [this](const DeploymentPiece& piece) { return piece.id == m_shown; });
    const std::ptrdiff_t place = shown - m_pieces.begin();
    switch (event->key()) {
        case Qt::Key_Left: choose(place - 1); break;
        case Qt::Key_Right: choose(place + 1); break;
        case Qt::Key_Home: choose(0); break;
        case Qt::Key_End: choose(static_cast<std::ptrdiff_t>(m_pieces.size()) - 1); break;
        default: QWidget::keyPressEvent(event);
    }
}

bool DeploymentStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const DeploymentPiece* piece = pieceAt(help->pos().x()))
            QToolTip::showText(help->globalPos(), textOf(*piece), this);
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
            case Qt::Key_Left:
            case Qt::Key_Right:
            case Qt::Key_Home:
            case Qt::Key_End: event->accept(); return true;
            default: break;
        }
    }
    return QWidget::event(event);
}

void DeploymentStrip::describe()
{
    const auto shown = std::find_if(m_pieces.begin(), m_pieces.end(),
                                    [this](const DeploymentPiece& piece) { return piece.id == m_shown; });
    setAccessibleDescription(shown == m_pieces.end() ? QString() : textOf(*shown));
}

void DeploymentStrip::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void DeploymentStrip::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

}  // namespace sightline::widgets
