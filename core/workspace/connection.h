// One SQLite connection, its statements and transactions, and its errors in our words. Private to this room.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include "core/base/result.h"

namespace sightline::workspace {

/// Immutable: read-only and without any lock or side file, for a folder that cannot be written.
enum class Access { ReadWrite, ReadOnly, Immutable };

inline constexpr int defaultBusyMilliseconds = 10000;

/// Passes a failure on: `return failure(done);`
template <class T>
tl::unexpected<Error> failure(Result<T>& result)
{
    return tl::unexpected<Error>(std::move(result.error()));
}

/// Belongs to the thread that opened it. Every Statement must be gone before it closes.
class Connection {
public:
    /// Unreadable, with the reason; nothing in the file is looked at yet.
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, Access access,
                                                    int busyMilliseconds = defaultBusyMilliseconds);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] QSqlDatabase database() const { return QSqlDatabase::database(m_name, false); }
    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }

    Result<void> run(const char* sql) const;
    /// The first column of the first row; an invalid QVariant if there is no row.
    Result<QVariant> single(const char* sql) const;
    [[nodiscard]] Error errorOf(const QSqlError& error) const;

private:
    Connection(QString name, std::filesystem::path file) : m_name(std::move(name)), m_file(std::move(file)) {}
    QString m_name;
    std::filesystem::path m_file;
};

/// UTF-8 to a QString that is never null: null would be stored as NULL.
QString toText(std::string_view text);

/// A prepared statement with positional values. Reports what went wrong, also in preparing, from run() and forEach().
class Statement {
public:
    Statement(const Connection& connection, const char* sql);

    template <class... Values>
    Result<void> run(const Values&... values)
    {
        int position = 0;
        (m_query.bindValue(position++, toVariant(values)), ...);
        return execute();
    }

    [[nodiscard]] bool next() { return m_query.next(); }
    /// Calls row() with the statement on each row; it reads the columns below.
    template <class Row>
    Result<void> forEach(Row row)
    {
        while (m_query.next()) {
            row();
        }
        return problem();
    }
    /// What went wrong while rows were fetched, if anything did.
    [[nodiscard]] Result<void> problem() const;
    [[nodiscard]] std::int64_t rowsChanged() const { return m_query.numRowsAffected(); }

    [[nodiscard]] bool isNull(int column) const { return m_query.isNull(column); }
    [[nodiscard]] std::string text(int column) const { return m_query.value(column).toString().toStdString(); }
    [[nodiscard]] std::int64_t integer(int column) const { return m_query.value(column).toLongLong(); }
    [[nodiscard]] double number(int column) const { return m_query.value(column).toDouble(); }
    [[nodiscard]] bool flag(int column) const { return m_query.value(column).toBool(); }

private:
    static QVariant toVariant(const std::string& value) { return toText(value); }
    static QVariant toVariant(const char* value) { return toText(value); }
    template <class Number>
    requires std::is_arithmetic_v<Number>
    static QVariant toVariant(Number value)
    {
        if constexpr (std::is_same_v<Number, bool> || std::is_floating_point_v<Number>) {
            return value;
        } else {
            return static_cast<qlonglong>(value);
        }
    }
    template <class Value>
    static QVariant toVariant(const std::optional<Value>& value)
    {
        return value ? toVariant(*value) : QVariant();
    }
    Result<void> execute();

    const Connection& m_connection;
    QSqlQuery m_query;
    bool m_prepared = false;
};

/// BEGIN IMMEDIATE … COMMIT, so that what is read stays true until it is written. Rolls back unless committed.
class Transaction {
public:
    static Result<Transaction> begin(const Connection& connection);
    Transaction(Transaction&& other) noexcept : m_connection(std::exchange(other.m_connection, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    Result<void> commit();

private:
    explicit Transaction(const Connection& connection) : m_connection(&connection) {}
    const Connection* m_connection;
};

/// Runs work() in a transaction and commits if it succeeded.
template <class Work>
auto inTransaction(const Connection& connection, Work work) -> std::invoke_result_t<Work>
{
    auto transaction = Transaction::begin(connection);
    if (!transaction) {
        return failure(transaction);
    }
    auto result = work();
    if (result) {
        if (auto committed = transaction->commit(); !committed) {
            return failure(committed);
        }
    }
    return result;
}

}  // namespace sightline::workspace
