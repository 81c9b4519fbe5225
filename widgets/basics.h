// Small parts that every panel is made of.
#pragma once

#include <QButtonGroup>
#include <QColor>
#include <QFrame>
#include <QLabel>
#include <QString>
#include <QStringList>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidget>
#include <vector>

class QPushButton;

namespace sightline::widgets {

/// One line that shortens itself with … and shows the rest as its tool tip. Never forces its parent wider.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text = {}, Qt::TextElideMode mode = Qt::ElideRight, QWidget* parent = nullptr);
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool isElided() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    Qt::TextElideMode m_mode;
};

/// A panel's head: title, an optional muted note after it, and room for small buttons at the right.
class SectionHeader : public QWidget {
    Q_OBJECT
public:
    explicit SectionHeader(const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setNote(const QString& note);
    /// Appended at the right, owned by the header afterwards.
    void addTool(QWidget* tool);

private:
    QLabel* m_title = nullptr;
    ElidedLabel* m_note = nullptr;
};

/// A framed surface with 8 px corners: header (optional) above a body.
class Card : public QFrame {
    Q_OBJECT
public:
    /// No title: no header.
    explicit Card(const QString& title = {}, QWidget* parent = nullptr);
    /// nullptr without a title.
    [[nodiscard]] SectionHeader* header() const { return m_header; }
    /// Margins 12 px; put the content here.
    [[nodiscard]] QVBoxLayout* body() const { return m_body; }

private:
    SectionHeader* m_header = nullptr;
    QVBoxLayout* m_body = nullptr;
};

/// A figure in one line: "PPRL" at the left, "64.2 kN" at the right. The caption shortens itself, the figure never;
/// it can be selected and copied.
class StatRow : public QWidget {
    Q_OBJECT
public:
    explicit StatRow(const QString& caption = {}, QWidget* parent = nullptr);
    void setCaption(const QString& caption);
    /// "" shows an en dash.
    void setValue(const QString& value, const QString& unit = {});
    /// What the unit needs; rows beneath one another get the widest, so that their figures end in one line.
    [[nodiscard]] int unitWidth() const;
    void setUnitWidth(int width);

private:
    void describe();
    ElidedLabel* m_caption = nullptr;
    QLabel* m_value = nullptr;
    QLabel* m_unit = nullptr;
};

/// A small rounded word: a state, a count, a mark ("stale"). Tone gives colour; the word says it as well.
class Chip : public QLabel {
    Q_OBJECT
public:
    enum class Tone { Neutral, Accent, Info, Success, Warning, Danger };
    explicit Chip(const QString& text = {}, Tone tone = Tone::Neutral, QWidget* parent = nullptr);
    void setTone(Tone tone);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone m_tone;
};

/// A few exclusive choices side by side: Metric | Oilfield. Left and right arrows choose.
class SegmentedControl : public QWidget {
    Q_OBJECT
public:
    explicit SegmentedControl(QWidget* parent = nullptr);
    void setOptions(const QStringList& options);
    /// A coloured dot before an option; an invalid colour removes it.
    void setSwatch(int index, const QColor& colour);
    /// Emits nothing.
    void setCurrent(int index);
    [[nodiscard]] int current() const;
    [[nodiscard]] int count() const;

Q_SIGNALS:
    /// The user chose.
    void chosen(int index);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void recolour();
    QButtonGroup* m_group = nullptr;
    std::vector<QColor> m_swatches;
};

/// What an empty panel says: a drawing, what belongs here, and one thing to do.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(const QString& iconName = {}, const QString& title = {}, const QString& hint = {},
                        QWidget* parent = nullptr);
    void setTexts(const QString& title, const QString& hint);
    /// A primary button; "" removes it.
    void setAction(const QString& text);

Q_SIGNALS:
    void actionTriggered();

private:
    void recolour();
    QString m_iconName;
    QLabel* m_icon = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_hint = nullptr;
    QPushButton* m_action = nullptr;
};

}  // namespace sightline::widgets
