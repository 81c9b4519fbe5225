#include "core/workspace/connection.h"

#include <atomic>

#include <QCoreApplication>
#include <QUrl>

#include "core/base/file.h"

namespace sightline::workspace {

namespace {

// Result codes of SQLite, https://www.sqlite.org/rescode.html
enum SqliteCode {
    Permission = 3,
    BusyCode = 5,
    Locked = 6,
    NoMemory = 7,
    ReadOnlyCode = 8,
    InputOutput = 10,
    CorruptCode = 11,
    Full = 13,
    CannotOpen = 14,
    Constraint = 19,
    NotADatabase = 26,
    ForeignKeyViolation = 787,
    TriggerRaised = 1811
};

Error constraintError(int extendedCode, const std::string& text, Where where)
{
    if (extendedCode == ForeignKeyViolation) {
        return {ErrorCode::NotFound, "this refers to something that is not in the workspace", std::move(where)};
    }
    if (extendedCode == TriggerRaised) {
        return {ErrorCode::Invalid, text, std::move(where)};
    }
    return {ErrorCode::Invalid, "the workspace refuses this: " + text, std::move(where)};
}

Error translated(int extendedCode, const std::string& text, Where where)
{
    switch (extendedCode & 0xff) {
        case BusyCode:
        case Locked:
            return {ErrorCode::Busy, "the workspace is in use by another program; try again in a moment",
                    std::move(where)};
        case Full:
            return {ErrorCode::Busy, "there is no space left on the disk; free some and try again", std::move(where)};
        case ReadOnlyCode:
        case Permission:
            return {ErrorCode::Unreadable, "the workspace may not be written: the file or its folder is read-only",
                    std::move(where)};
        case CannotOpen:
            return {ErrorCode::Unreadable,
                    "the workspace cannot be opened; check that its folder exists and may be read and written",
                    std::move(where)};
        case InputOutput:
            return {ErrorCode::Unreadable, "the disk reports an error with the workspace (" + text + ")",
                    std::move(where)};
        case CorruptCode:
            return {ErrorCode::Corrupt,
                    "the workspace file is damaged or cut short; its backups are in the folder of the same name "
                    "ending in .d",
                    std::move(where)};
        case NotADatabase: return {ErrorCode::Corrupt, "this file is not a Sightline workspace", std::move(where)};
        case NoMemory: return {ErrorCode::OutOfMemory, "not enough memory for the workspace", std::move(where)};
        case Constraint: return constraintError(extendedCode, text, std::move(where));
        default: return {ErrorCode::Internal, "the workspace failed: " + text, std::move(where)};
    }
}

Result<void> checkDriver(const std::filesystem::path& file)
{
    if (QCoreApplication::instance() == nullptr) {
        return fail(ErrorCode::Internal, "a workspace needs a running Qt application object", {utf8(file), {}, {}});
    }
    if (!QSqlDatabase::isDriverAvailable("QSQLITE")) {
        return fail(ErrorCode::Internal, "Qt's SQLite driver is missing; install Sightline again",
                    {utf8(file), {}, {}});
    }
    return {};
}

}  // namespace

QString toText(std::string_view text)
{
    return text.empty() ? QStringLiteral("") : QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Access access,
                                                     int busyMilliseconds)
{
    if (auto driver = checkDriver(file); !driver) {
        return failure(driver);
    }
    static std::atomic<int> counter = 0;
    std::unique_ptr<Connection> connection(
        new Connection(QStringLiteral("sightline-workspace-%1").arg(++counter), file));

    QSqlDatabase database = QSqlDatabase::addDatabase("QSQLITE", connection->m_name);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyMilliseconds);
    QString name = toText(utf8(file));
    if (access != Access::ReadWrite) {
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    }
    if (access == Access::Immutable) {
        options += QStringLiteral(";QSQLITE_OPEN_URI");
        name = QString::fromUtf8(QUrl::fromLocalFile(name).toEncoded()) + QStringLiteral("?immutable=1");
    }
    database.setDatabaseName(name);
    database.setConnectOptions(options);
    if (!database.open()) {
        return tl::unexpected(connection->errorOf(database.lastError()));
    }
    // fullfsync matters on macOS only, where fsync alone does not reach the disk.
    for (const char* pragma : {"PRAGMA foreign_keys = ON", "PRAGMA synchronous = FULL", "PRAGMA fullfsync = ON",
                               "PRAGMA trusted_schema = OFF"}) {
        if (auto done = connection->run(pragma); !done) {
            return failure(done);
        }
    }
    return connection;
}

Connection::~Connection()
{
    {
        QSqlDatabase open = database();
        open.close();
    }
    QSqlDatabase::removeDatabase(m_name);
}

Result<void> Connection::run(const char* sql) const
{
    QSqlQuery query(database());
    if (!query.exec(QString::fromUtf8(sql))) {
        return tl::unexpected(errorOf(query.lastError()));
    }
    return {};
}

Result<QVariant> Connection::single(const char* sql) const
{
    QSqlQuery query(database());
    query.setForwardOnly(true);
    if (!query.exec(QString::fromUtf8(sql))) {
        return tl::unexpected(errorOf(query.lastError()));
    }
    return query.next() ? query.value(0) : QVariant();
}

Error Connection::errorOf(const QSqlError& error) const
{
    bool isNumber = false;
    const int code = error.nativeErrorCode().toInt(&isNumber);
    const std::string text =
        error.databaseText().isEmpty() ? error.driverText().toStdString() : error.databaseText().toStdString();
    return translated(isNumber ? code : 1, text, {utf8(m_file), {}, {}});
}

Statement::Statement(const Connection& connection, const char* sql)
    : m_connection(connection), m_query(connection.database())
{
    m_query.setForwardOnly(true);
    m_prepared = m_query.prepare(QString::fromUtf8(sql));
}

Result<void> Statement::execute()
{
    if (!m_prepared || !m_query.exec()) {
        return tl::unexpected(m_connection.errorOf(m_query.lastError()));
    }
    return {};
}

Result<void> Statement::problem() const
{
    if (m_query.lastError().isValid()) {
        return tl::unexpected(m_connection.errorOf(m_query.lastError()));
    }
    return {};
}

Result<Transaction> Transaction::begin(const Connection& connection)
{
    if (auto begun = connection.run("BEGIN IMMEDIATE"); !begun) {
        return failure(begun);
    }
    return Transaction(connection);
}

Transaction::~Transaction()
{
    if (m_connection != nullptr) {
        // A failure that already rolled back (a full disk) makes this one fail, which is as it should be.
        static_cast<void>(m_connection->run("ROLLBACK"));
    }
}

Result<void> Transaction::commit()
{
    auto committed = m_connection->run("COMMIT");
    if (committed) {
        m_connection = nullptr;
    }
    return committed;
}

}  // namespace sightline::workspace
