// A file of any size, read at any place. Internal to this room.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>

#include "core/base/result.h"

namespace sightline::formats {

/// One thread at a time.
class RandomFile {
public:
    /// Unreadable: missing, no regular file (a pipe would never end), no permission.
    static Result<RandomFile> open(const std::filesystem::path& path);

    [[nodiscard]] std::int64_t size() const { return m_size; }
    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] std::filesystem::file_time_type changed() const { return m_changed; }
    /// The place of a byte, for errors and findings.
    [[nodiscard]] Where at(std::int64_t byte) const { return {m_name, {}, byte}; }

    /// Fills `out` from `offset` on; fewer bytes at the end of the file, none beyond it or when reading fails.
    std::size_t read(std::int64_t offset, std::span<char> out);
    /// The same as a string.
    std::string read(std::int64_t offset, std::size_t bytes);

private:
    std::ifstream m_stream;
    std::string m_name;
    std::int64_t m_size = 0;
    std::filesystem::file_time_type m_changed;
};

/// A number with its highest byte first; `bytes` must be long enough.
std::uint64_t bigEndian(std::string_view bytes, std::size_t at, int count);

}  // namespace sightline::formats
