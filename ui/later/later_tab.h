// A tab whose kind of signal has not moved in yet: says so, and keeps the files it was given.
#pragma once

#include <QWidget>

#include "ui/session/later_files.h"

class QListWidget;

namespace sightline::widgets {
class Card;
}

namespace sightline::ui {

class LaterTab final : public QWidget {
    Q_OBJECT
public:
    explicit LaterTab(LaterKind kind, QWidget* parent = nullptr);
    void setFiles(const QStringList& paths);

private:
    widgets::Card* m_kept = nullptr;
    QListWidget* m_files = nullptr;
};

}  // namespace sightline::ui
