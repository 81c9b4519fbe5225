// Every key of the window in one table: what it does, what it is called, what the user changed it to.
#pragma once

#include <functional>
#include <vector>

#include <QKeySequence>
#include <QObject>
#include <QString>

#include "ui/session/preferences.h"

class QAction;
class QShortcut;
class QWidget;

namespace sightline::ui {

class KeyMap final : public QObject {
    Q_OBJECT
public:
    struct Entry {
        QString id;      ///< stable: "review.unsure"
        QString action;  ///< translated
        QString group;   ///< heading in the overlay
        QList<QKeySequence> defaults;
        std::function<void()> run;
    };

    /// The keys work while `window` is active. Keys that type a character are inert while a text field or an open list
    /// has the focus, Space while a button has it, Space and Enter while a drop-down list has it.
    KeyMap(QWidget* window, Preferences& preferences);

    void add(Entry entry);
    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
    /// As in force: the user's, else the defaults.
    [[nodiscard]] QList<QKeySequence> keysOf(const QString& id) const;
    [[nodiscard]] QKeySequence firstKeyOf(const QString& id) const;
    /// "Undo (Z)" for tool tips and menus.
    [[nodiscard]] QString keyText(const QString& id) const;
    /// Who else has this key; empty: nobody.
    [[nodiscard]] QString takenBy(const QKeySequence& key, const QString& exceptId) const;
    /// Refused (false) when another action has it. An empty key restores the default.
    bool change(const QString& id, const QKeySequence& key);
    void run(const QString& id);

Q_SIGNALS:
    void changed();
    /// After an action ran, by key or menu.
    void ran(const QString& id);

private:
    void rebuild();
    void gate();

    QWidget* m_window;
    Preferences& m_preferences;
    std::vector<Entry> m_entries;
    std::vector<QShortcut*> m_shortcuts;
    bool m_textHasFocus = false;
    bool m_buttonHasFocus = false;  ///< Space presses it
    bool m_listHasFocus = false;    ///< a drop-down list: Space opens it, Enter chooses
};

/// True for widgets people type into.
bool takesText(const QWidget* widget);

}  // namespace sightline::ui
