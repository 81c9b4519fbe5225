#include "ui/single_instance.h"

#include <memory>

#include <QCryptographicHash>
#include <QDataStream>
#include <QFileInfo>
#include <QLocalServer>
#include <QLocalSocket>

namespace sightline::ui {

namespace {

constexpr int answerMilliseconds = 500;
constexpr quint32 mostBytes = 1 << 20;

}  // namespace

SingleInstance::SingleInstance(const QString& workspaceFile, QObject* parent) : QObject(parent)
{
    const QByteArray identity = (qEnvironmentVariable("USER", qEnvironmentVariable("USERNAME")) + QLatin1Char('|') +
                                 QFileInfo(workspaceFile).absoluteFilePath())
                                    .toUtf8();
    m_name = QStringLiteral("sightline-") +
             QString::fromLatin1(QCryptographicHash::hash(identity, QCryptographicHash::Sha256).toHex().left(24));
}

bool SingleInstance::handedOver(const QStringList& paths)
{
    QStringList absolute;
    for (const QString& path : paths) {
        absolute << QFileInfo(path).absoluteFilePath();
    }
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (socket.waitForConnected(answerMilliseconds)) {
        QByteArray bytes;
        QDataStream packed(&bytes, QIODevice::WriteOnly);
        packed << absolute;
        QDataStream stream(&socket);
        stream << bytes;
        // Only an answer proves that somebody took them: a window that hangs must not swallow files.
        if (socket.waitForBytesWritten(answerMilliseconds) && socket.waitForReadyRead(answerMilliseconds)) {
            return true;
        }
    }
    listen();
    return false;
}

void SingleInstance::listen()
{
    m_server = new QLocalServer(this);
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    QLocalServer::removeServer(m_name);  // left behind by a crash; a living one has answered above
    m_server->listen(m_name);
    connect(m_server, &QLocalServer::newConnection, this, [this] {
        QLocalSocket* socket = m_server->nextPendingConnection();
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (socket->bytesAvailable() > mostBytes) {
                socket->abort();
                return;
            }
            QDataStream stream(socket);
            stream.startTransaction();
            QByteArray bytes;
            stream >> bytes;
            if (!stream.commitTransaction()) {
                return;
            }
            QStringList paths;
            QDataStream packed(bytes);
            packed >> paths;
            socket->write("ok");
            socket->flush();
            Q_EMIT pathsReceived(paths);
        });
    });
}

}  // namespace sightline::ui
