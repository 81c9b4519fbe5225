// The key map, laid over a window.
#pragma once

#include <QPointer>
#include <QString>
#include <QWidget>
#include <vector>

namespace sightline::widgets {

struct KeyEntry {
    QString keys;  ///< "Ctrl+K", "1 … 9": shown as key caps, split at " / " and " … "
    QString action;
    QString group = {};  ///< heading; entries of one group stand together in the order given
};

/// Covers its host, follows its size, takes the focus while shown and gives it back. Esc, ?, F1 or a click closes it.
class KeyOverlay : public QWidget {
    Q_OBJECT
public:
    /// `host` is the window to cover and owns the overlay.
    explicit KeyOverlay(QWidget* host);

    void setEntries(std::vector<KeyEntry> entries);
    void open();
    void close();
    void toggle() { isVisible() ? close() : open(); }

Q_SIGNALS:
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool event(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void rebuild();
    void place();

    std::vector<KeyEntry> m_entries;
    QWidget* m_panel = nullptr;
    QPointer<QWidget> m_lastFocus;
};

}  // namespace sightline::widgets
