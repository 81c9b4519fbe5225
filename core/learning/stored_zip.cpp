// Format: PKWARE APPNOTE 6.3 (4.3.7 local header, 4.3.12 directory, 4.3.14 to 4.3.16 its end).
#include "core/learning/stored_zip.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/file.h"

namespace sightline::learning {
namespace {

constexpr std::uint64_t endBytes = 22;
constexpr std::uint64_t endCommentBytes = 65535;
constexpr std::uint64_t locatorBytes = 20;
constexpr std::uint64_t wideEndBytes = 56;
constexpr std::uint64_t entryBytes = 46;
constexpr std::uint64_t localBytes = 30;
constexpr std::uint32_t endMark = 0x06054b50;
constexpr std::uint32_t locatorMark = 0x07064b50;
constexpr std::uint32_t wideEndMark = 0x06064b50;
constexpr std::uint32_t entryMark = 0x02014b50;
constexpr std::uint32_t localMark = 0x04034b50;
constexpr std::uint64_t narrowLimit = 0xffffffff;  // "look into the zip64 field"
constexpr std::uint16_t encryptedFlag = 1;
constexpr std::uint64_t mostMembers = 100'000;
constexpr std::uint64_t mostDirectoryBytes = 64'000'000;

/// Little-endian; the caller has checked that the bytes are there.
std::uint64_t number(std::string_view bytes, std::uint64_t at, int count)
{
    std::uint64_t value = 0;
    for (int i = count - 1; i >= 0; --i) {
        value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::uint64_t>(i)]);
    }
    return value;
}

auto corrupt(const std::string& file, std::uint64_t byte, const std::string& what)
{
    return fail(ErrorCode::Corrupt, "the archive " + what, {file, {}, static_cast<std::int64_t>(byte)});
}

std::uint32_t crc32(std::string_view bytes)
{
    static const auto table = [] {
        std::array<std::uint32_t, 256> values{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) {
                value = value >> 1 ^ (0xedb88320U & (0U - (value & 1U)));
            }
            values[i] = value;
        }
        return values;
    }();
    std::uint32_t crc = 0xffffffffU;
    for (const char c : bytes) {
        crc = crc >> 8 ^ table[(crc ^ static_cast<unsigned char>(c)) & 0xffU];
    }
    return ~crc;
}

Result<std::string> readAt(std::ifstream& stream, const std::string& file, std::uint64_t at, std::uint64_t count)
{
    std::string bytes(count, '\0');
    stream.clear();
    stream.seekg(static_cast<std::streamoff>(at));
    if (!stream.read(bytes.data(), static_cast<std::streamsize>(count))) {
        return fail(ErrorCode::Unreadable, "could not be read to its end", {file, {}, static_cast<std::int64_t>(at)});
    }
    return bytes;
}

struct Directory {
    std::uint64_t at = 0;
    std::uint64_t bytes = 0;
    std::uint64_t count = 0;
};

/// From the zip64 record that stands before the end record.
Result<Directory> wideDirectory(std::ifstream& stream, const std::string& file, std::uint64_t end)
{
    if (end < locatorBytes + wideEndBytes) {
        return corrupt(file, end, "lacks the zip64 record it speaks of");
    }
    const auto locator = readAt(stream, file, end - locatorBytes, locatorBytes);
    if (!locator) {
        return tl::unexpected(locator.error());
    }
    const std::uint64_t at = number(*locator, 8, 8);
    if (number(*locator, 0, 4) != locatorMark || at > end - locatorBytes - wideEndBytes) {
        return corrupt(file, end - locatorBytes, "lacks the zip64 record it speaks of");
    }
    const auto record = readAt(stream, file, at, wideEndBytes);
    if (!record) {
        return tl::unexpected(record.error());
    }
    if (number(*record, 0, 4) != wideEndMark) {
        return corrupt(file, at, "has a damaged zip64 record");
    }
    return Directory{number(*record, 48, 8), number(*record, 40, 8), number(*record, 32, 8)};
}

Result<Directory> findDirectory(std::ifstream& stream, const std::string& file, std::uint64_t size)
{
    const std::uint64_t tailBytes = std::min(size, endBytes + endCommentBytes);
    const auto tail = readAt(stream, file, size - tailBytes, tailBytes);
    if (!tail) {
        return tl::unexpected(tail.error());
    }
    for (std::uint64_t back = endBytes; back <= tailBytes; ++back) {
        const std::uint64_t at = tailBytes - back;
        if (number(*tail, at, 4) != endMark || number(*tail, at + 20, 2) != back - endBytes) {
            continue;
        }
        const std::uint64_t end = size - back;
        Directory directory{number(*tail, at + 16, 4), number(*tail, at + 12, 4), number(*tail, at + 10, 2)};
        if (directory.at == narrowLimit || directory.bytes == narrowLimit || directory.count == 0xffff) {
            auto wide = wideDirectory(stream, file, end);
            if (!wide) {
                return wide;
            }
            directory = *wide;
        }
        if (directory.at > end || directory.bytes > end - directory.at) {
            return corrupt(file, end, "gives a directory beyond the file");
        }
        if (directory.count > mostMembers || directory.bytes > mostDirectoryBytes ||
            directory.count * entryBytes > directory.bytes) {
            return corrupt(file, end, "gives a directory of impossible size");
        }
        return directory;
    }
    return corrupt(file, size, "has no directory: it is cut short");
}

/// Replaces the numbers that did not fit their narrow fields. False if the zip64 field is not there.
bool widen(std::string_view extra, std::uint64_t& whole, std::uint64_t& packed, std::uint64_t& header)
{
    if (whole != narrowLimit && packed != narrowLimit && header != narrowLimit) {
        return true;
    }
    while (extra.size() >= 4) {
        const std::uint64_t id = number(extra, 0, 2);
        const std::uint64_t bytes = number(extra, 2, 2);
        if (bytes > extra.size() - 4) {
            return false;
        }
        if (id == 1) {
            std::uint64_t at = 4;
            for (std::uint64_t* value : {&whole, &packed, &header}) {
                if (*value == narrowLimit) {
                    if (at + 8 > 4 + bytes) {
                        return false;
                    }
                    *value = number(extra, at, 8);
                    at += 8;
                }
            }
            return true;
        }
        extra.remove_prefix(4 + bytes);
    }
    return false;
}

/// One entry at the beginning of `bytes`; `used` is its length.
Result<std::pair<std::string, StoredZip::Member>> readEntry(std::string_view bytes, const std::string& file,
                                                            std::uint64_t at, std::uint64_t& used)
{
    if (bytes.size() < entryBytes || number(bytes, 0, 4) != entryMark) {
        return corrupt(file, at, "has a damaged directory");
    }
    const std::uint64_t nameBytes = number(bytes, 28, 2);
    const std::uint64_t extraBytes = number(bytes, 30, 2);
    used = entryBytes + nameBytes + extraBytes + number(bytes, 32, 2);
    if (used > bytes.size()) {
        return corrupt(file, at, "has a directory that is cut short");
    }
    std::string name(bytes.substr(entryBytes, nameBytes));
    if ((number(bytes, 8, 2) & encryptedFlag) != 0) {
        return corrupt(file, at, "has the encrypted member \"" + name + "\"");
    }
    std::uint64_t packed = number(bytes, 20, 4);
    std::uint64_t whole = number(bytes, 24, 4);
    std::uint64_t header = number(bytes, 42, 4);
    if (!widen(bytes.substr(entryBytes + nameBytes, extraBytes), whole, packed, header)) {
        return corrupt(file, at, "gives no size for its member \"" + name + "\"");
    }
    if (number(bytes, 10, 2) != 0 || packed != whole) {
        return corrupt(file, at, "has the packed member \"" + name + "\"; weights are stored as they are");
    }
    return std::pair(std::move(name),
                     StoredZip::Member{header, whole, static_cast<std::uint32_t>(number(bytes, 16, 4))});
}

}  // namespace

Result<StoredZip> StoredZip::open(const std::filesystem::path& path)
{
    StoredZip zip;
    zip.m_file = utf8(path);
    std::error_code problem;
    if (!std::filesystem::is_regular_file(path, problem)) {
        return fail(ErrorCode::Unreadable, "is not there or is no file", {zip.m_file, {}, {}});
    }
    zip.m_stream.open(path, std::ios::binary | std::ios::ate);
    const std::streamoff size = zip.m_stream ? static_cast<std::streamoff>(zip.m_stream.tellg()) : -1;
    if (size < 0) {
        return fail(ErrorCode::Unreadable, "cannot be opened", {zip.m_file, {}, {}});
    }
    zip.m_size = static_cast<std::uint64_t>(size);
    const auto directory = findDirectory(zip.m_stream, zip.m_file, zip.m_size);
    if (!directory) {
        return tl::unexpected(directory.error());
    }
    const auto bytes = readAt(zip.m_stream, zip.m_file, directory->at, directory->bytes);
    if (!bytes) {
        return tl::unexpected(bytes.error());
    }
    std::uint64_t at = 0;
    std::uint64_t total = 0;
    for (std::uint64_t i = 0; i < directory->count; ++i) {
        const std::uint64_t place = directory->at + at;
        std::uint64_t used = 0;
        auto entry = readEntry(std::string_view(*bytes).substr(at), zip.m_file, place, used);
        if (!entry) {
            return tl::unexpected(entry.error());
        }
        const Member& member = entry->second;
        if (member.header > directory->at || member.bytes > directory->at - member.header ||
            localBytes > directory->at - member.header - member.bytes) {
            return corrupt(zip.m_file, place, "places its member \"" + entry->first + "\" beyond the file");
        }
        total += member.bytes + localBytes;
        if (total > directory->at) {
            return corrupt(zip.m_file, place, "has members that lie over one another");
        }
        if (!zip.m_members.insert(*entry).second) {
            return corrupt(zip.m_file, place, "names \"" + entry->first + "\" twice");
        }
        at += used;
    }
    return zip;
}

Result<std::uint64_t> StoredZip::dataStart(const std::string& name)
{
    const auto found = m_members.find(name);
    if (found == m_members.end()) {
        return fail(ErrorCode::NotFound, "the archive has no member \"" + name + "\"", {m_file, {}, {}});
    }
    const Member& member = found->second;
    const auto header = readAt(m_stream, m_file, member.header, localBytes);
    if (!header) {
        return tl::unexpected(header.error());
    }
    const std::uint64_t nameBytes = number(*header, 26, 2);
    const std::uint64_t start = member.header + localBytes + nameBytes + number(*header, 28, 2);
    if (number(*header, 0, 4) != localMark || start > m_size || member.bytes > m_size - start) {
        return corrupt(m_file, member.header, "has a damaged header before \"" + name + "\"");
    }
    const auto own = readAt(m_stream, m_file, member.header + localBytes, nameBytes);
    if (!own) {
        return tl::unexpected(own.error());
    }
    if (*own != name) {
        return corrupt(m_file, member.header, "calls a member \"" + name + "\" in one place and otherwise in another");
    }
    return start;
}

Result<std::string> StoredZip::read(const std::string& name, std::uint64_t mostBytes)
{
    const auto start = dataStart(name);
    if (!start) {
        return tl::unexpected(start.error());
    }
    const Member& member = m_members.at(name);
    if (member.bytes > mostBytes) {
        return fail(ErrorCode::Invalid, "the archive's member \"" + name + "\" is too large",
                    {m_file, {}, static_cast<std::int64_t>(*start)});
    }
    auto bytes = readAt(m_stream, m_file, *start, member.bytes);
    if (bytes && crc32(*bytes) != member.checksum) {
        return corrupt(m_file, *start, "is damaged: the checksum of \"" + name + "\" is another");
    }
    return bytes;
}

}  // namespace sightline::learning
