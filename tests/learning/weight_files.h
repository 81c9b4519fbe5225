// Writes small torch files byte by byte, so that broken ones can be made at will.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sightline::learning::cases {

inline std::string littleEndian(std::uint64_t value, int bytes)
{
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        text += static_cast<char>(value >> (8 * i) & 0xffU);
    }
    return text;
}

inline std::uint32_t crc32Of(std::string_view bytes)
{
    std::uint32_t crc = 0xffffffffU;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = crc >> 1 ^ (0xedb88320U & (0U - (crc & 1U)));
        }
    }
    return ~crc;
}

using Members = std::vector<std::pair<std::string, std::string>>;

/// A zip archive of stored members; with zip64 records, as PyTorch writes them, or without.
inline std::string storedZip(const Members& members, bool wide = true, int method = 0, int flags = 0)
{
    std::string body;
    std::string directory;
    for (const auto& [name, content] : members) {
        const std::string common = littleEndian(static_cast<std::uint64_t>(flags), 2) +
                                   littleEndian(static_cast<std::uint64_t>(method), 2) + littleEndian(0, 4) +
                                   littleEndian(crc32Of(content), 4);
        const std::string sizes = littleEndian(content.size(), 4) + littleEndian(content.size(), 4);
        std::string extra;
        std::string narrow = sizes + littleEndian(name.size(), 2);
        std::string place = littleEndian(body.size(), 4);
        if (wide) {
            extra = littleEndian(1, 2) + littleEndian(24, 2) + littleEndian(content.size(), 8) +
                    littleEndian(content.size(), 8) + littleEndian(body.size(), 8);
            narrow = littleEndian(0xffffffff, 4) + littleEndian(0xffffffff, 4) + littleEndian(name.size(), 2);
            place = littleEndian(0xffffffff, 4);
        }
        directory += "PK\1\2" + littleEndian(45, 2) + littleEndian(45, 2) + common + narrow +
                     littleEndian(extra.size(), 2) + littleEndian(0, 2) + littleEndian(0, 4) + littleEndian(0, 4) +
                     place + name + extra;
        body += "PK\3\4" + littleEndian(45, 2) + common + sizes + littleEndian(name.size(), 2) + littleEndian(3, 2) +
                name + "pad" + content;
    }
    std::string end;
    if (wide) {
        end = "PK\6\6" + littleEndian(44, 8) + littleEndian(45, 2) + littleEndian(45, 2) + littleEndian(0, 8) +
              littleEndian(members.size(), 8) + littleEndian(members.size(), 8) + littleEndian(directory.size(), 8) +
              littleEndian(body.size(), 8) + "PK\6\7" + littleEndian(0, 4) +
              littleEndian(body.size() + directory.size(), 8) + littleEndian(1, 4);
    }
    const auto narrowed = [&](std::uint64_t value, int bytes) {
        return wide ? std::string(static_cast<std::size_t>(bytes), '\xff') : littleEndian(value, bytes);
    };
    return body + directory + end + "PK\5\6" + littleEndian(0, 4) + narrowed(members.size(), 2) +
           narrowed(members.size(), 2) + narrowed(directory.size(), 4) + narrowed(body.size(), 4) + littleEndian(0, 2);
}

/// The instructions torch.save() writes.
namespace pickle {

inline std::string text(std::string_view value)
{
    return "X" + littleEndian(value.size(), 4) + std::string(value);
}

inline std::string integer(std::uint32_t value)
{
    return "J" + littleEndian(value, 4);
}

inline std::string global(std::string_view module, std::string_view name)
{
    return "c" + std::string(module) + "\n" + std::string(name) + "\n";
}

inline std::string integers(const std::vector<std::uint32_t>& values)
{
    std::string code = "(";
    for (const std::uint32_t value : values) {
        code += integer(value);
    }
    return code + "t";
}

inline std::string dictionary()
{
    return global("collections", "OrderedDict") + ")R";
}

struct View {
    std::string key = "0";
    std::string type = "FloatStorage";
    std::uint32_t elements = 6;
    std::uint32_t offset = 0;
    std::vector<std::uint32_t> shape = {2, 3};
    std::vector<std::uint32_t> strides = {3, 1};
};

inline std::string tensor(const View& view)
{
    return global("torch._utils", "_rebuild_tensor_v2") + "((" + text("storage") + global("torch", view.type) +
           text(view.key) + text("cpu") + integer(view.elements) + "tQ" + integer(view.offset) + integers(view.shape) +
           integers(view.strides) + "\x89" + dictionary() + "t" + "R";
}

/// A state dictionary with the versions of its modules, which torch writes behind it.
inline std::string stateOf(const std::vector<std::pair<std::string, std::string>>& items)
{
    std::string code = "\x80\x02" + dictionary() + "q" + littleEndian(1, 1) + "(";
    for (const auto& [name, value] : items) {
        code += text(name) + value;
    }
    return code + "u}" + text("_metadata") + dictionary() + "sb.";
}

}  // namespace pickle

}  // namespace sightline::learning::cases
