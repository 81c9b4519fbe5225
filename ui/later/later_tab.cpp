#include "ui/later/later_tab.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QVBoxLayout>

#include "widgets/basics.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {
constexpr int columnWidth = 620;
}

LaterTab::LaterTab(LaterKind kind, QWidget* parent) : QWidget(parent)
{
    const bool mouse = kind == LaterKind::Mouse;
    auto* state = new widgets::EmptyState(
        mouse ? QStringLiteral("mouse") : QStringLiteral("hydrophone"),
        mouse ? tr("Mouse sessions come in a later version") : tr("Hydrophone recordings come in a later version"),
        mouse ? tr("This tab will draw a session's movements, compare it with enrolled users and say whose hand it "
                   "was. Files you drop here today are remembered and open as soon as the tab does.")
              : tr("This tab will show the spectrogram, find calls and let you label them with boxes. Files you drop "
                   "here today are remembered and open as soon as the tab does."));
    m_kept = new widgets::Card(tr("Remembered for this tab"));
    m_files = new QListWidget;
    widgets::setRole(m_files, "plain");
    m_files->setAccessibleName(tr("Files remembered for this tab"));
    m_files->setSelectionMode(QAbstractItemView::NoSelection);
    m_kept->body()->addWidget(m_files);
    m_kept->setMaximumWidth(columnWidth);
    m_kept->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(widgets::spacing::huge, widgets::spacing::huge, widgets::spacing::huge,
                               widgets::spacing::huge);
    layout->addStretch(1);
    layout->addWidget(state);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_kept, 4);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addStretch(2);
}

void LaterTab::setFiles(const QStringList& paths)
{
    m_files->clear();
    for (const QString& path : paths) {
        m_files->addItem(path);
    }
    m_kept->setVisible(!paths.isEmpty());
    m_kept->header()->setNote(tr("%n file(s)", nullptr, static_cast<int>(paths.size())));
}

}  // namespace sightline::ui
