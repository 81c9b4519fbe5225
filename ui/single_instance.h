// A second start on the same workspace hands its files to the window that is already open.
#pragma once

#include <QObject>
#include <QStringList>

class QLocalServer;

namespace sightline::ui {

class SingleInstance final : public QObject {
    Q_OBJECT
public:
    /// One window per user and workspace file.
    explicit SingleInstance(const QString& workspaceFile, QObject* parent = nullptr);

    /// True: another window took the paths, this start is over.
    [[nodiscard]] bool handedOver(const QStringList& paths);

Q_SIGNALS:
    /// Another start asked for these (absolute; may be empty: just come to the front).
    void pathsReceived(const QStringList& paths);

private:
    void listen();
    QString m_name;
    QLocalServer* m_server = nullptr;
};

}  // namespace sightline::ui
