// What Workspace's member functions share. Private to this room.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "core/base/file.h"
#include "core/data/extent.h"
#include "core/workspace/connection.h"
#include "core/workspace/workspace.h"

namespace sightline::workspace {

/// An open workspace.
struct Store {
    std::filesystem::path file;
    std::unique_ptr<Connection> connection;
    bool readOnly = false;
    bool inside = false;  ///< a transaction that holds several changes
    std::string notice;

    [[nodiscard]] const Connection& db() const { return *connection; }
    [[nodiscard]] Where where() const { return {utf8(file), {}, {}}; }

    /// Runs work() in a transaction; Unreadable if the workspace is read-only.
    template <class Work>
    auto change(Work work) -> std::invoke_result_t<Work>
    {
        if (readOnly) {
            return fail(ErrorCode::Unreadable, notice, where());
        }
        if (inside) {
            return work();
        }
        return inTransaction(db(), std::move(work));
    }

    struct RecordingRow {
        std::int64_t key = 0;
        std::string domain;
    };
    /// NotFound if it was never added.
    Result<RecordingRow> recordingRow(const std::string& id) const;

    /// modelsFolder()/fileName
    [[nodiscard]] std::filesystem::path modelPath(const std::string& fileName) const;
};

/// What the public header only names.
struct Workspace::Impl : Store {};

/// Remembers the last recording asked for: lists come recording by recording.
class RecordingKeys {
public:
    explicit RecordingKeys(const Store& store) : m_store(store) {}
    Result<Store::RecordingRow> of(const std::string& id);

private:
    const Store& m_store;
    std::string m_id;
    Store::RecordingRow m_row;
    bool m_known = false;
};

/// The five columns of an extent from `column` on.
Extent extentFrom(const Statement& row, int column);
std::optional<double> beginOf(const std::optional<Interval>& interval);
std::optional<double> endOf(const std::optional<Interval>& interval);
/// Invalid for an interval that is not finite or ends before it begins.
Result<void> checkExtent(const Extent& extent);

/// JSON as stored; invalid UTF-8 is replaced.
std::string jsonOf(const Answers& answers);
std::string jsonOf(const std::vector<std::string>& list);
std::string jsonOf(const std::vector<float>& list);
/// What is malformed reads as empty: the columns are written by the functions above only.
Answers answersFrom(const std::string& json);
std::vector<std::string> textsFrom(const std::string& json);
std::vector<float> floatsFrom(const std::string& json);

}  // namespace sightline::workspace
