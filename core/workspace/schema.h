// The tables, and how an older workspace becomes a newer one. Private to this room.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/workspace/connection.h"

namespace sightline::workspace {

/// "SIGL", at byte 68 of the file: how the system recognises a workspace.
inline constexpr int applicationId = 0x5349474c;

/// Brings `version - 1` to `version`. In `statements` "$PK$" stands for the integer primary key, the only word SQLite
/// and PostgreSQL spell differently; triggers are a dialect of their own.
struct SchemaStep {
    int version = 0;
    std::vector<const char*> statements;
    std::vector<const char*> sqliteTriggers;
};

/// All steps, oldest first; the first makes a workspace out of an empty file. A step once released never changes.
const std::vector<SchemaStep>& schemaSteps();

/// Runs the steps the file lacks, each in a transaction of its own. Before the first step on a file that holds
/// something, a copy goes into backupFolder. A failed step leaves the file as it was before that step.
Result<void> migrate(const Connection& connection, const std::vector<SchemaStep>& steps,
                     const std::filesystem::path& backupFolder);

/// An online copy, complete or not there at all. Creates the folder.
Result<void> copyDatabase(const Connection& connection, const std::filesystem::path& target);

}  // namespace sightline::workspace
