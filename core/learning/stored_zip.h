// Zip archives whose members are stored, not packed, as PyTorch writes them (zip64 records among them). Nothing is
// trusted: every offset and size is checked against the file before anything is read or allocated.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "core/base/result.h"

namespace sightline::learning {

class StoredZip {
public:
    struct Member {
        std::uint64_t header = 0;  ///< byte of its local header
        std::uint64_t bytes = 0;
        std::uint32_t checksum = 0;
    };

    /// Corrupt, with the byte: no or a cut directory, packed or encrypted members, names twice, sizes that do not fit
    /// the file or that together exceed it (members lying over one another).
    static Result<StoredZip> open(const std::filesystem::path& path);

    [[nodiscard]] const std::map<std::string, Member>& members() const { return m_members; }
    [[nodiscard]] const std::string& file() const { return m_file; }
    /// The member's bytes. NotFound; Invalid where it is larger than `mostBytes`; Corrupt where its header or checksum
    /// disagrees with the directory.
    [[nodiscard]] Result<std::string> read(const std::string& name, std::uint64_t mostBytes);
    /// Byte of the file at which the member's data begin.
    [[nodiscard]] Result<std::uint64_t> dataStart(const std::string& name);

private:
    std::string m_file;
    std::ifstream m_stream;
    std::uint64_t m_size = 0;
    std::map<std::string, Member> m_members;
};

}  // namespace sightline::learning
