// A message inside the panel it concerns, with what can be done about it.
#pragma once

#include <QFrame>
#include <QList>
#include <QString>

class QAction;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace sightline::widgets {

/// Kind is shown by icon, colour and edge together. Hidden until showMessage(). Announced to screen readers.
class Banner : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Info, Success, Warning, Error };

    /// Lines: title, details and buttons below each other, texts wrapped. OneLine: beside each other, texts cut where
    /// there is no room and whole in their tooltips, for places where height is dear.
    enum class Form { Lines, OneLine };

    explicit Banner(QWidget* parent = nullptr, Form form = Form::Lines);

    /// `title` says what; `details` (may be empty) says where and what next. Actions become buttons and stay owned by
    /// the caller.
    void showMessage(Kind kind, const QString& title, const QString& details = {}, const QList<QAction*>& actions = {},
                     bool dismissible = true);
    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    /// The user closed it.
    void dismissed();

private:
    void layOutLines();
    void layOutOneLine();
    void recolour();

    Kind m_kind = Kind::Info;
    QLabel* m_icon = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_details = nullptr;
    QHBoxLayout* m_buttons = nullptr;
    QToolButton* m_close = nullptr;
};

}  // namespace sightline::widgets
