// SHA-256 (FIPS 180-4): names recordings, samples, datasets and models by content.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace sightline {

/// Feed bytes, then ask for the digest once.
class Sha256 {
public:
    Sha256();
    void add(std::span<const std::byte> bytes);
    void add(std::string_view text);
    /// Adds the object's bytes in little-endian order, preceded by nothing.
    void add(std::uint64_t value);
    /// 64 lower-case hex digits. The object may not be fed afterwards.
    [[nodiscard]] std::string hex();

private:
    void block(const std::uint8_t* data);
    std::array<std::uint32_t, 8> m_state;
    std::array<std::uint8_t, 64> m_buffer{};
    std::uint64_t m_bytes = 0;
};

std::string sha256(std::string_view text);
/// The whole file, read in blocks. Unreadable if it cannot be read.
Result<std::string> sha256OfFile(const std::filesystem::path& path);

/// A recording's identity: SHA-256 over its size and up to 64 sampled 4-KiB blocks (all of it below 256 KiB), so that
/// a file of many gigabytes is known in milliseconds. First 32 hex digits. Unreadable if it cannot be read.
Result<std::string> quickHash(const std::filesystem::path& path);

}  // namespace sightline
