#include "core/formats/random_file.h"

#include <algorithm>

#include "core/base/file.h"

namespace sightline::formats {

Result<RandomFile> RandomFile::open(const std::filesystem::path& path)
{
    RandomFile file;
    file.m_name = utf8(path);
    const Where where{file.m_name, {}, {}};
    std::error_code problem;
    const auto status = std::filesystem::status(path, problem);
    if (!std::filesystem::exists(status)) {
        return fail(ErrorCode::Unreadable, "the file is not there", where);
    }
    if (!std::filesystem::is_regular_file(status)) {
        return fail(ErrorCode::Unreadable, "this is no file but a folder or a device", where);
    }
    const std::uintmax_t size = std::filesystem::file_size(path, problem);
    if (problem) {
        return fail(ErrorCode::Unreadable, "the file cannot be read: " + problem.message(), where);
    }
    file.m_changed = std::filesystem::last_write_time(path, problem);
    file.m_size = static_cast<std::int64_t>(size);
    file.m_stream.open(path, std::ios::binary);
    if (!file.m_stream) {
        return fail(ErrorCode::Unreadable, "the file cannot be opened: no permission, or another program holds it",
                    where);
    }
    return file;
}

std::size_t RandomFile::read(std::int64_t offset, std::span<char> out)
{
    if (offset < 0 || offset >= m_size || out.empty()) {
        return 0;
    }
    m_stream.clear();
    m_stream.seekg(offset);
    m_stream.read(out.data(), static_cast<std::streamsize>(out.size()));
    return static_cast<std::size_t>(std::max<std::streamsize>(m_stream.gcount(), 0));
}

std::string RandomFile::read(std::int64_t offset, std::size_t bytes)
{
    const std::int64_t there = std::clamp<std::int64_t>(m_size - offset, 0, static_cast<std::int64_t>(bytes));
    std::string text(offset < 0 ? 0 : static_cast<std::size_t>(there), '\0');
    text.resize(read(offset, std::span(text)));
    return text;
}

std::uint64_t bigEndian(std::string_view bytes, std::size_t at, int count)
{
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i) {
        value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    }
    return value;
}

}  // namespace sightline::formats
