#include "ui/keys/key_map.h"

#include <algorithm>

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QTextEdit>

namespace sightline::ui {

namespace {

/// Keys without Ctrl, Alt or Meta that are no function key would type, move the caret or end the field.
bool isBare(const QKeySequence& sequence)
{
    if (sequence.isEmpty()) {
        return false;
    }
    const QKeyCombination first = sequence[0];
    const auto strong = Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier;
    const bool functionKey = first.key() >= Qt::Key_F1 && first.key() <= Qt::Key_F35;
    return (first.keyboardModifiers() & strong) == 0 && !functionKey && first.key() != Qt::Key_Escape;
}

}  // namespace

bool takesText(const QWidget* widget)
{
    if (widget == nullptr) {
        return false;
    }
    if (const auto* combo = qobject_cast<const QComboBox*>(widget)) {
        return combo->isEditable();
    }
    if (const auto* edit = qobject_cast<const QTextEdit*>(widget)) {
        return !edit->isReadOnly();
    }
    if (const auto* edit = qobject_cast<const QPlainTextEdit*>(widget)) {
        return !edit->isReadOnly();
    }
    return qobject_cast<const QLineEdit*>(widget) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
           qobject_cast<const QKeySequenceEdit*>(widget) != nullptr;
}

KeyMap::KeyMap(QWidget* window, Preferences& preferences)
    : QObject(window), m_window(window), m_preferences(preferences)
{
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        const bool popup = now != nullptr && now->window()->windowType() == Qt::Popup;
        m_textHasFocus = takesText(now) || popup;
        m_listHasFocus = qobject_cast<QComboBox*>(now) != nullptr;
        m_buttonHasFocus = qobject_cast<QAbstractButton*>(now) != nullptr;
        gate();
    });
}

void KeyMap::add(Entry entry)
{
    m_entries.push_back(std::move(entry));
    rebuild();
}

QList<QKeySequence> KeyMap::keysOf(const QString& id) const
{
    const auto entry = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& one) { return one.id == id; });
    if (entry == m_entries.end()) {
        return {};
    }
    const QString changed = m_preferences.keyFor(id);
    return changed.isEmpty() ? entry->defaults : QList<QKeySequence>{QKeySequence(changed, QKeySequence::PortableText)};
}

QKeySequence KeyMap::firstKeyOf(const QString& id) const
{
    const auto keys = keysOf(id);
    return keys.isEmpty() ? QKeySequence() : keys.first();
}

QString KeyMap::keyText(const QString& id) const
{
    return firstKeyOf(id).toString(QKeySequence::NativeText);
}

QString KeyMap::takenBy(const QKeySequence& key, const QString& exceptId) const
{
    for (const Entry& entry : m_entries) {
        if (entry.id != exceptId && keysOf(entry.id).contains(key)) {
            return entry.action;
        }
    }
    return {};
}

bool KeyMap::change(const QString& id, const QKeySequence& key)
{
    if (!key.isEmpty() && !takenBy(key, id).isEmpty()) {
        return false;
    }
    m_preferences.setKeyFor(id, key.toString(QKeySequence::PortableText));
    rebuild();
    Q_EMIT changed();
    return true;
}

void KeyMap::run(const QString& id)
{
    const auto entry = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& one) { return one.id == id; });
    if (entry != m_entries.end() && entry->run) {
        entry->run();
        Q_EMIT ran(id);
    }
}

void KeyMap::rebuild()
{
    qDeleteAll(m_shortcuts);
    m_shortcuts.clear();
    for (const Entry& entry : m_entries) {
        if (!entry.run) {
            continue;  // shown in the overlay, handled where it belongs
        }
        for (const QKeySequence& key : keysOf(entry.id)) {
            auto* shortcut = new QShortcut(key, m_window);
            shortcut->setContext(Qt::WindowShortcut);
            connect(shortcut, &QShortcut::activated, this, [this, id = entry.id] { run(id); });
            m_shortcuts.push_back(shortcut);
        }
    }
    gate();
}

void KeyMap::gate()
{
    for (QShortcut* shortcut : m_shortcuts) {
        const QKeySequence key = shortcut->key();
        const bool chooses = key == QKeySequence(Qt::Key_Return) || key == QKeySequence(Qt::Key_Enter);
        const bool presses =
            (key == QKeySequence(Qt::Key_Space) && (m_buttonHasFocus || m_listHasFocus)) || (chooses && m_listHasFocus);
        shortcut->setEnabled(!presses && (!m_textHasFocus || !isBare(shortcut->key())));
    }
}

}  // namespace sightline::ui
