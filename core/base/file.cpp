#include "core/base/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <system_error>

#include "core/base/ids.h"

#ifdef _WIN32
#include <io.h>
#else
#include <fcntl.h>
#include <unistd.h>
#endif

namespace sightline {

namespace {

Error unreadable(const std::filesystem::path& path)
{
    std::error_code problem;
    const auto status = std::filesystem::status(path, problem);
    std::string message = "the file cannot be read";
    if (!std::filesystem::exists(status)) {
        message = "there is no such file";
    } else if (std::filesystem::is_directory(status)) {
        message = "this is a folder, not a file";
    } else if (errno == EACCES || errno == EPERM) {
        message = "the file may not be read: permission denied";
    }
    return Error{ErrorCode::Unreadable, message, {utf8(path), {}, {}}};
}

Result<std::string> readUpTo(const std::filesystem::path& path, std::uintmax_t bytes)
{
    errno = 0;
    std::error_code problem;
    if (std::filesystem::is_directory(path, problem)) {
        return tl::unexpected(unreadable(path));
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return tl::unexpected(unreadable(path));
    }
    std::string content;
    const std::uintmax_t size = std::filesystem::file_size(path, problem);
    if (!problem) {
        content.reserve(static_cast<std::size_t>(std::min(size, bytes)));
    }
    std::string buffer(std::size_t{1} << 18, '\0');
    while (file && content.size() < bytes) {
        const auto wanted = std::min<std::uintmax_t>(buffer.size(), bytes - content.size());
        file.read(buffer.data(), static_cast<std::streamsize>(wanted));
        content.append(buffer.data(), static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad()) {
        return tl::unexpected(unreadable(path));
    }
    return content;
}

// The temporary file's content is on the disk, not only in the kernel, before it takes the old one's place.
bool writeAndSync(const std::filesystem::path& path, std::string_view bytes)
{
#ifdef _WIN32
    FILE* file = _wfopen(path.c_str(), L"wb");
#else
    FILE* file = std::fopen(path.c_str(), "wb");
#endif
    if (file == nullptr) {
        return false;
    }
    bool good = bytes.empty() || std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    good = std::fflush(file) == 0 && good;
#ifdef _WIN32
    good = _commit(_fileno(file)) == 0 && good;
#else
    good = fsync(fileno(file)) == 0 && good;
#endif
    const int kept = errno;
    good = std::fclose(file) == 0 && good;
    errno = kept;
    return good;
}

void syncFolder([[maybe_unused]] const std::filesystem::path& folder)
{
#ifndef _WIN32
    const int handle = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY);
    if (handle >= 0) {
        fsync(handle);
        close(handle);
    }
#endif
}

}  // namespace

Result<std::string> readFile(const std::filesystem::path& path, std::uintmax_t maxBytes)
{
    std::error_code problem;
    const std::uintmax_t size = std::filesystem::file_size(path, problem);
    if (!problem && size > maxBytes) {
        return fail(ErrorCode::Invalid,
                    "the file has " + std::to_string(size) + " bytes, more than the " + std::to_string(maxBytes) +
                        " this kind of file may have",
                    {utf8(path), {}, {}});
    }
    return readUpTo(path, maxBytes);
}

Result<std::string> readFileHead(const std::filesystem::path& path, std::size_t bytes)
{
    return readUpTo(path, bytes);
}

Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view bytes)
{
    std::error_code problem;
    const std::filesystem::path folder = path.parent_path();
    if (!folder.empty()) {
        std::filesystem::create_directories(folder, problem);
    }
    std::filesystem::path temporary = path;
    temporary += "." + newUuid().substr(0, 8) + ".tmp";
    errno = 0;
    if (!writeAndSync(temporary, bytes)) {
        const int cause = errno;
        std::filesystem::remove(temporary, problem);
        const bool full = cause == ENOSPC || cause == EDQUOT;
        return fail(full ? ErrorCode::Busy : ErrorCode::Unreadable,
                    full ? std::string("the disk is full; make room and try again")
                         : std::string("the file cannot be written: ") + std::strerror(cause),
                    {utf8(path), {}, {}});
    }
    std::filesystem::rename(temporary, path, problem);
    if (problem) {
        const std::string message = "the file cannot be written: " + problem.message();
        std::filesystem::remove(temporary, problem);
        return fail(ErrorCode::Unreadable, message, {utf8(path), {}, {}});
    }
    syncFolder(folder);
    return {};
}

std::filesystem::path pathFromUtf8(std::string_view text)
{
    return std::filesystem::path(std::u8string(text.begin(), text.end()));
}

std::string utf8(const std::filesystem::path& path)
{
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

}  // namespace sightline
