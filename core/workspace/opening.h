// From a path to a usable connection: what is refused, what opens read-only, and why. Private to this room.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/workspace/connection.h"
#include "core/workspace/schema.h"

namespace sightline::workspace {

/// Set apart from the defaults by tests only.
struct OpenOptions {
    int busyMilliseconds = defaultBusyMilliseconds;
    const std::vector<SchemaStep>* steps = &schemaSteps();
    std::optional<std::string> networkFileSystem;  ///< as if the file lay there; empty text: on a local disk
};

struct OpenedFile {
    std::unique_ptr<Connection> connection;
    bool readOnly = false;
    std::string notice;  ///< one sentence for people, or empty
};

Result<OpenedFile> openWorkspaceFile(const std::filesystem::path& file, const OpenOptions& options);

/// NAME.sightline.d
std::filesystem::path dataFolderOf(const std::filesystem::path& file);
/// The type of a network file system the folder lies on ("nfs4"), or empty: SQLite's write-ahead log needs memory
/// shared between its users, which no network file system offers.
std::string networkFileSystemOf(const std::filesystem::path& folder);
bool isNetworkFileSystem(std::string_view type);

}  // namespace sightline::workspace
