#include "widgets/score_bars.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

QString percentText(double probability)
{
    // 99.95 % and more is not certainty, and 0.04 % is not nothing.
    const double percent = probability * 100;
    if (percent > 0 && percent < 0.1)
        return QStringLiteral("< %1 %").arg(QLocale().toString(0.1, 'f', 1));
    if (percent < 100 && percent > 99.9)
        return QStringLiteral("> %1 %").arg(QLocale().toString(99.9, 'f', 1));
    return QStringLiteral("%1 %").arg(QLocale().toString(percent, 'f', 1));
}

}  // namespace

class ScoreBars::Row : public QAbstractButton {
public:
    Row(const Score& score, bool first, bool abstained, QWidget* parent)
        : QAbstractButton(parent), m_score(score), m_first(first), m_abstained(abstained)
    {
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setText(score.name);
        const QString state = abstained ? ScoreBars::tr("not sure enough to say") : QString();
        setAccessibleName(ScoreBars::tr("%1: %2").arg(score.name, percentText(score.probability)));
        setAccessibleDescription(state);
        setToolTip(score.name);
    }

    [[nodiscard]] const QString& classId() const { return m_score.classId; }
    [[nodiscard]] QFont nameFont() const { return theme().font(m_first ? TextStyle::Title : TextStyle::Body); }

    [[nodiscard]] QSize sizeHint() const override
    {
        const int text = QFontMetrics(nameFont()).height();
        const int bar = m_first ? 8 : 4;
        const int wanted = text + bar + spacing::tiny + 2 * (m_first ? 6 : spacing::tiny);
        return {240, std::max(wanted, theme().largeControls() ? theme().controlHeight() : 0)};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Colours& c = theme().colours();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
        if (underMouse() || isDown()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(c.hover);
            painter.drawRoundedRect(box, spacing::smallRadius, spacing::smallRadius);
        }
        if (hasFocus()) {
            painter.setPen(QPen(c.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(box, spacing::smallRadius, spacing::smallRadius);
        }
        paintContent(painter, rect().adjusted(spacing::small, 0, -spacing::small, 0));
    }

private:
    void paintContent(QPainter& painter, QRect area) const
    {
        const Colours& c = theme().colours();
        const QFontMetrics metrics(nameFont());
        const int barHeight = m_first ? 8 : 4;
        const int contentHeight = metrics.height() + spacing::tiny + barHeight;
        const int top = (height() - contentHeight) / 2;

        painter.setPen(Qt::NoPen);
        painter.setBrush(m_score.colour);
        painter.drawRoundedRect(QRectF(area.left(), top + metrics.height() / 2.0 - 5, 10, 10), 3, 3);

        const QString percent = percentText(m_score.probability);
        painter.setFont(nameFont());
        painter.setPen(m_first && !m_abstained ? c.text : c.textMuted);
        const int percentWidth = metrics.horizontalAdvance(percent) + spacing::small;
        const QRect text(area.left() + 18, top, area.width() - 18, metrics.height());
        painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, percent);
        painter.setPen(m_abstained ? c.textMuted : c.text);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(m_score.name, Qt::ElideRight, text.width() - percentWidth));
        paintBar(painter, QRectF(area.left(), top + metrics.height() + spacing::tiny, area.width(), barHeight));
    }

    void paintBar(QPainter& painter, QRectF track) const
    {
        const Colours& c = theme().colours();
        const double radius = track.height() / 2;
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.dark ? c.border : c.sunken.darker(104));
        painter.drawRoundedRect(track, radius, radius);
        QRectF bar = track;
        bar.setWidth(std::max(track.height(), track.width() * std::clamp(m_score.probability, 0.0, 1.0)));
        if (m_abstained) {
            painter.setPen(QPen(c.textMuted, 1));
            painter.setBrush(QBrush(c.textMuted, Qt::BDiagPattern));
            bar.adjust(0.5, 0.5, -0.5, -0.5);
        } else {
            painter.setBrush(m_first ? c.accent : c.textMuted);
        }
        painter.drawRoundedRect(bar, radius, radius);
    }

    Score m_score;
    bool m_first;
    bool m_abstained;
};

ScoreBars::ScoreBars(QWidget* parent) : QWidget(parent), m_empty(new QLabel)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    setRole(m_empty, "muted");
    m_empty->setWordWrap(true);
    m_empty->setTextFormat(Qt::PlainText);
    column->addWidget(m_empty);
    column->addStretch(1);
    setAccessibleName(tr("Most probable classes"));
    connect(&theme(), &Theme::changed, this, &ScoreBars::rebuild);
    setEmptyText(tr("No verdict yet"));
}

ScoreBars::~ScoreBars() = default;

void ScoreBars::setScores(std::vector<Score> scores, int shown)
{
    std::stable_sort(scores.begin(), scores.end(),
                     [](const Score& a, const Score& b) { return a.probability > b.probability; });
    m_scores = std::move(scores);
    m_shown = shown;
    rebuild();
}

void ScoreBars::setAbstained(bool abstained)
{
    if (m_abstained == abstained)
        return;
    m_abstained = abstained;
    rebuild();
}

void ScoreBars::clear()
{
    m_abstained = false;
    setScores({});
}

void ScoreBars::setEmptyText(const QString& text)
{
    m_empty->setText(text);
}

QSize ScoreBars::sizeHint() const
{
    return layout()->sizeHint().expandedTo({240, 0});
}

QSize ScoreBars::minimumSizeHint() const
{
    return {140, layout()->minimumSize().height()};
}

void ScoreBars::rebuild()
{
    int focused = -1;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i]->hasFocus())
            focused = static_cast<int>(i);
    }
    // A row may be in the middle of its own click.
    for (Row* row : m_rows) {
        row->hide();
        layout()->removeWidget(row);
        row->deleteLater();
    }
    m_rows.clear();
    QStringList spoken;
    auto* column = static_cast<QVBoxLayout*>(layout());
    for (std::size_t i = 0; i < m_scores.size() && static_cast<int>(i) < m_shown; ++i) {
        auto* row = new Row(m_scores[i], i == 0, m_abstained, this);
        connect(row, &QAbstractButton::clicked, this, [this, id = row->classId()] { Q_EMIT classActivated(id); });
        column->insertWidget(static_cast<int>(i), row);
        row->show();
        if (static_cast<int>(i) == focused)
            row->setFocus();
        spoken << row->accessibleName();
        m_rows.push_back(row);
    }
    m_empty->setVisible(m_rows.empty());
    if (m_abstained)
        spoken.prepend(tr("The model abstains"));
    setAccessibleDescription(spoken.isEmpty() ? m_empty->text() : spoken.join(QStringLiteral("; ")));
    updateGeometry();
}

void ScoreBars::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const auto count = static_cast<int>(m_rows.size());
    for (int i = 0; step != 0 && i < count; ++i) {
        const int next = i + step;
        if (m_rows[static_cast<std::size_t>(i)]->hasFocus() && next >= 0 && next < count) {
            m_rows[static_cast<std::size_t>(next)]->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
    for (Row* row : m_rows) {
        if (row->hasFocus() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
            row->click();
            return;
        }
    }
    QWidget::keyPressEvent(event);
}

}  // namespace sightline::widgets
