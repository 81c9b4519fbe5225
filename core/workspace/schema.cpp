#include "core/workspace/schema.h"

#include <algorithm>
#include <string>

#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/log.h"

namespace sightline::workspace {

namespace {

Result<int> versionOf(const Connection& connection)
{
    auto version = connection.single("PRAGMA user_version");
    if (!version) {
        return failure(version);
    }
    return version->toInt();
}

std::string inSqliteDialect(std::string sql)
{
    constexpr std::string_view token = "$PK$";
    if (const std::size_t at = sql.find(token); at != std::string::npos) {
        sql.replace(at, token.size(), "INTEGER PRIMARY KEY");
    }
    return sql;
}

Result<void> runStep(const Connection& connection, const SchemaStep& step)
{
    return inTransaction(connection, [&]() -> Result<void> {
        auto version = versionOf(connection);
        if (!version) {
            return failure(version);
        }
        if (*version >= step.version) {
            return {};  // another program was faster
        }
        for (const auto* list : {&step.statements, &step.sqliteTriggers}) {
            for (const char* sql : *list) {
                if (auto done = connection.run(inSqliteDialect(sql).c_str()); !done) {
                    return done;
                }
            }
        }
        const std::string mark = "PRAGMA application_id = " + std::to_string(applicationId);
        if (auto done = connection.run(mark.c_str()); !done) {
            return done;
        }
        return connection.run(("PRAGMA user_version = " + std::to_string(step.version)).c_str());
    });
}

std::filesystem::path backupName(const std::filesystem::path& file, int version)
{
    std::string time = utcText(nowMicroseconds());
    std::erase_if(time, [](char c) { return c == ':' || c == '-'; });
    return pathFromUtf8(utf8(file.stem()) + "-format" + std::to_string(version) + "-" + time + ".sightline");
}

}  // namespace

Result<void> copyDatabase(const Connection& connection, const std::filesystem::path& target)
{
    std::error_code problem;
    std::filesystem::create_directories(target.parent_path(), problem);
    if (problem) {
        return fail(ErrorCode::Unreadable, "the folder for the backup cannot be made",
                    {utf8(target.parent_path()), {}, {}});
    }
    std::filesystem::path part = target;
    part += "." + newUuid() + ".part";
    Statement copy(connection, "VACUUM INTO ?");
    auto copied = copy.run(utf8(part));
    if (copied) {
        std::filesystem::rename(part, target, problem);
        if (problem) {
            copied = fail(ErrorCode::Unreadable, "the backup cannot be put into its place", {utf8(target), {}, {}});
        }
    }
    if (!copied) {
        std::filesystem::remove(part, problem);
    }
    return copied;
}

Result<void> migrate(const Connection& connection, const std::vector<SchemaStep>& steps,
                     const std::filesystem::path& backupFolder)
{
    auto version = versionOf(connection);
    if (!version) {
        return failure(version);
    }
    if (*version >= steps.back().version) {
        return {};
    }
    if (*version > 0) {
        const auto backup = backupFolder / backupName(connection.file(), *version);
        if (auto copied = copyDatabase(connection, backup); !copied) {
            return failure(copied);
        }
        log(LogLevel::Info, "workspace format " + std::to_string(*version) + " is brought up to " +
                                std::to_string(steps.back().version) + " after a backup");
    }
    for (const SchemaStep& step : steps) {
        if (step.version <= *version) {
            continue;
        }
        if (auto done = runStep(connection, step); !done) {
            Error error = std::move(done.error());
            if (*version > 0) {
                error.message = "bringing the workspace up to format " + std::to_string(step.version) +
                                " failed, it is as it was before: " + error.message;
            }
            return tl::unexpected(std::move(error));
        }
    }
    return {};
}

}  // namespace sightline::workspace
