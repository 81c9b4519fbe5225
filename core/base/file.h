// Whole small files, read and written safely.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace sightline {

/// The file's bytes. Unreadable: missing, a folder, no permission, vanished. Invalid: larger than maxBytes.
Result<std::string> readFile(const std::filesystem::path& path, std::uintmax_t maxBytes = std::uintmax_t{1} << 31);
/// The first bytes only, for recognising a format; shorter if the file is.
Result<std::string> readFileHead(const std::filesystem::path& path, std::size_t bytes);
/// Writes beside, fsyncs, renames: afterwards either the old or the new content is there, never half of one.
/// Creates missing parent folders. Busy when there is no space; Unreadable when it may not be written.
Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// UTF-8 on every system (std::filesystem uses the wide API on Windows).
std::filesystem::path pathFromUtf8(std::string_view text);
std::string utf8(const std::filesystem::path& path);

}  // namespace sightline
