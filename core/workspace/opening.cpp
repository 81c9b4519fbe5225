#include "core/workspace/opening.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include <QFileInfo>
#include <QStorageInfo>

#include "core/base/file.h"

#ifdef _WIN32
#include <windows.h>
#endif

namespace sightline::workspace {

namespace {

constexpr const char* networkAdvice =
    ": let one person at a time work with it, or use a database server for a team; copy it to a local disk for speed";

Where at(const std::filesystem::path& file)
{
    return {utf8(file), {}, {}};
}

QString qtPath(const std::filesystem::path& path)
{
    return toText(utf8(path));
}

struct Place {
    bool exists = false;
    bool fileWritable = true;
    bool folderWritable = false;
};

Result<Place> lookAt(const std::filesystem::path& file)
{
    std::error_code problem;
    const auto folder = file.parent_path();
    if (!std::filesystem::is_directory(folder, problem)) {
        return fail(ErrorCode::Unreadable, "the folder of the workspace does not exist", at(file));
    }
    Place place;
    place.folderWritable = QFileInfo(qtPath(folder)).isWritable();
    const auto status = std::filesystem::status(file, problem);
    place.exists = std::filesystem::exists(status);
    if (std::filesystem::is_directory(status)) {
        return fail(ErrorCode::Unreadable, "this is a folder, not a workspace file", at(file));
    }
    if (place.exists && !std::filesystem::is_regular_file(status)) {
        return fail(ErrorCode::Unreadable, "this is not an ordinary file", at(file));
    }
    if (!place.exists && !place.folderWritable) {
        return fail(ErrorCode::Unreadable, "a workspace cannot be made here: the folder may not be written", at(file));
    }
    if (place.exists) {
        const QFileInfo info(qtPath(file));
        if (!info.isReadable()) {
            return fail(ErrorCode::Unreadable, "the workspace may not be read: permission denied", at(file));
        }
        place.fileWritable = info.isWritable();
    }
    return place;
}

/// 0: a new file without content.
Result<int> formatVersionOf(const Connection& connection)
{
    std::array<qlonglong, 3> numbers{};
    const std::array<const char*, 3> questions = {"PRAGMA application_id", "PRAGMA user_version",
                                                  "SELECT count(*) FROM sqlite_master"};
    for (std::size_t i = 0; i < questions.size(); ++i) {
        auto answer = connection.single(questions[i]);
        if (!answer) {
            return failure(answer);
        }
        numbers[i] = answer->toLongLong();
    }
    const auto [application, version, tables] = numbers;
    if (application == 0 && version == 0 && tables == 0) {
        return 0;
    }
    if (application != applicationId) {
        return fail(ErrorCode::Corrupt, "this is a database of another program, not a Sightline workspace",
                    at(connection.file()));
    }
    if (version < 1) {
        return fail(ErrorCode::Corrupt, "the workspace is damaged: it does not say its format version",
                    at(connection.file()));
    }
    return static_cast<int>(version);
}

bool hasPendingLog(const std::filesystem::path& file)
{
    std::filesystem::path log = file;
    log += "-wal";
    std::error_code problem;
    const auto size = std::filesystem::file_size(log, problem);
    return !problem && size > 0;
}

Result<OpenedFile> openReadOnly(const std::filesystem::path& file, const OpenOptions& options, bool folderWritable,
                                std::string notice)
{
    // A write-ahead log needs its side files even for reading; where they cannot be made, the file must be at rest.
    const Access access = folderWritable || hasPendingLog(file) ? Access::ReadOnly : Access::Immutable;
    auto connection = Connection::open(file, access, options.busyMilliseconds);
    if (!connection) {
        return failure(connection);
    }
    auto version = formatVersionOf(**connection);
    if (!version) {
        return failure(version);
    }
    if (*version < options.steps->back().version) {
        return fail(ErrorCode::Unreadable,
                    "the workspace has an older format and must be brought up to date, but may not be written; copy "
                    "it to a folder of your own",
                    at(file));
    }
    return OpenedFile{std::move(*connection), true, std::move(notice)};
}

/// Two programs that open at once may disturb each other here: SQLite then answers "busy" without waiting.
Result<std::string> setJournal(const Connection& connection, const char* sql, int busyMilliseconds)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(busyMilliseconds);
    while (true) {
        auto mode = connection.single(sql);
        if (mode) {
            return mode->toString().toStdString();
        }
        if (mode.error().code != ErrorCode::Busy || std::chrono::steady_clock::now() >= end) {
            return failure(mode);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

Result<std::string> chooseJournal(const Connection& connection, const std::string& network, int busyMilliseconds)
{
    if (network.empty()) {
        auto mode = setJournal(connection, "PRAGMA journal_mode = WAL", busyMilliseconds);
        if (!mode) {
            return failure(mode);
        }
        return std::string();
    }
    // A file that comes from a local disk still has its write-ahead log; alone, it needs no shared memory to leave it.
    for (const char* sql : {"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA journal_mode = DELETE",
                            "PRAGMA locking_mode = NORMAL", "SELECT count(*) FROM sqlite_master"}) {
        if (auto done = setJournal(connection, sql, busyMilliseconds); !done) {
            return failure(done);
        }
    }
    return "the workspace lies on a network drive (" + network + ")" + networkAdvice;
}

}  // namespace

std::filesystem::path dataFolderOf(const std::filesystem::path& file)
{
    std::filesystem::path folder = file;
    folder += ".d";
    return folder;
}

bool isNetworkFileSystem(std::string_view type)
{
    // As Linux (/proc/self/mountinfo), macOS (statfs) and Windows name them.
    constexpr std::array exact = {"cifs",   "smb2",     "smb3",   "smbfs",  "ncpfs",  "afs",      "afpfs",     "9p",
                                  "v9fs",   "coda",     "ceph",   "lustre", "gpfs",   "beegfs",   "glusterfs", "davfs",
                                  "webdav", "virtiofs", "vboxsf", "vmhgfs", "prl_fs", "orangefs", "remote"};
    constexpr std::array starts = {"nfs",         "fuse.sshfs", "fuse.glusterfs", "fuse.ceph",
                                   "fuse.rclone", "fuse.s3fs",  "fuse.davfs",     "fuse.vmhgfs"};
    return std::find(exact.begin(), exact.end(), type) != exact.end() ||
           std::any_of(starts.begin(), starts.end(), [&](std::string_view start) { return type.starts_with(start); });
}

std::string networkFileSystemOf(const std::filesystem::path& folder)
{
#ifdef _WIN32
    if (GetDriveTypeW((folder.root_path()).c_str()) == DRIVE_REMOTE) {
        return "remote";
    }
    return {};
#else
    const std::string type = QStorageInfo(qtPath(folder)).fileSystemType().toStdString();
    return isNetworkFileSystem(type) ? type : std::string();
#endif
}

Result<OpenedFile> openWorkspaceFile(const std::filesystem::path& file, const OpenOptions& options)
{
    auto place = lookAt(file);
    if (!place) {
        return failure(place);
    }
    if (place->exists && !(place->fileWritable && place->folderWritable)) {
        return openReadOnly(file, options, place->folderWritable,
                            "the workspace opened read-only: its file or folder may not be written");
    }
    const std::string network =
        options.networkFileSystem ? *options.networkFileSystem : networkFileSystemOf(file.parent_path());
    auto connection = Connection::open(file, Access::ReadWrite, options.busyMilliseconds);
    if (!connection) {
        return failure(connection);
    }
    if (!network.empty()) {
        if (auto alone = (*connection)->run("PRAGMA locking_mode = EXCLUSIVE"); !alone) {
            return failure(alone);
        }
    }
    auto version = formatVersionOf(**connection);
    if (!version) {
        return failure(version);
    }
    const int known = options.steps->back().version;
    if (*version > known) {
        connection->reset();
        return openReadOnly(file, options, true,
                            "the workspace opened read-only: a newer Sightline made it (format " +
                                std::to_string(*version) + ", this one knows " + std::to_string(known) +
                                "); update to change it");
    }
    if (auto done = migrate(**connection, *options.steps, dataFolderOf(file) / "backups"); !done) {
        return failure(done);
    }
    auto notice = chooseJournal(**connection, network, options.busyMilliseconds);
    if (!notice) {
        return failure(notice);
    }
    return OpenedFile{std::move(*connection), false, std::move(*notice)};
}

}  // namespace sightline::workspace
