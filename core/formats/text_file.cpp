#include "core/formats/text_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "core/base/text.h"

#if defined(__GLIBC__)
#include <iconv.h>
#endif

namespace sightline::formats {

namespace {

std::uint8_t byteAt(std::string_view text, std::size_t index)
{
    return static_cast<std::uint8_t>(text[index]);
}

void appendUtf8(std::string& out, std::uint32_t code)
{
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (code >> 18));
        out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

constexpr std::uint32_t replacement = 0xFFFD;

// A lone surrogate becomes the replacement character; a trailing odd byte (a cut file) is left out.
std::string fromUtf16(std::string_view bytes, bool littleEndian)
{
    const auto unit = [&](std::size_t i) {
        const std::uint32_t first = byteAt(bytes, i);
        const std::uint32_t second = byteAt(bytes, i + 1);
        return littleEndian ? first | (second << 8) : (first << 8) | second;
    };
    std::string out;
    out.reserve(bytes.size() / 2);
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        std::uint32_t code = unit(i);
        if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
            i += 2;
        } else if (code >= 0xD800 && code < 0xE000) {
            code = replacement;
        }
        appendUtf8(out, code);
    }
    return out;
}

// Windows code page 1251, 0x80 to 0xBF; from 0xC0 on it is the Russian alphabet in order.
constexpr std::array<std::uint16_t, 64> cp1251Low{
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A,
    0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0xFFFD, 0x2122,
    0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6,
    0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456,
    0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457};

std::string fromCp1251(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 4);
    for (const char c : bytes) {
        const auto value = static_cast<std::uint8_t>(c);
        appendUtf8(out, value < 0x80 ? value : value < 0xC0 ? cp1251Low[value - 0x80] : 0x0410U + (value - 0xC0U));
    }
    return out;
}

// Nothing where the system has no iconv, or the bytes are no GBK.
std::optional<std::string> fromGbk([[maybe_unused]] std::string bytes)
{
#if defined(__GLIBC__)
    const iconv_t converter = iconv_open("UTF-8", "GBK");
    if (converter == reinterpret_cast<iconv_t>(-1)) {
        return std::nullopt;
    }
    std::string out(bytes.size() * 2 + 16, '\0');
    char* from = bytes.data();
    std::size_t fromLeft = bytes.size();
    char* to = out.data();
    std::size_t toLeft = out.size();
    const std::size_t result = iconv(converter, &from, &fromLeft, &to, &toLeft);
    const int problem = errno;
    iconv_close(converter);
    // EINVAL: the file was cut inside a pair; what came before is good.
    if (result == static_cast<std::size_t>(-1) && problem != EINVAL) {
        return std::nullopt;
    }
    out.resize(out.size() - toLeft);
    return out;
#else
    return std::nullopt;
#endif
}

bool onlyRussianLetters(std::string_view bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) {
        const auto value = static_cast<std::uint8_t>(c);
        return value < 0x80 || value >= 0xC0 || value == 0xA8 || value == 0xB8 || value == 0xB9 || value == 0xA0;
    });
}

// UTF-16 without a mark shows by its zeros: Latin text has one in every second byte.
std::string utf16ByZeros(std::string_view bytes)
{
    const std::size_t size = std::min<std::size_t>(bytes.size(), 4096) & ~std::size_t{1};
    std::size_t even = 0;
    std::size_t odd = 0;
    for (std::size_t i = 0; i < size; ++i) {
        (i % 2 == 0 ? even : odd) += bytes[i] == '\0' ? 1 : 0;
    }
    if (odd * 5 > size * 2 && even * 50 < size) {
        return "utf-16le";
    }
    if (even * 5 > size * 2 && odd * 50 < size) {
        return "utf-16be";
    }
    return {};
}

bool isControl(char c)
{
    const auto value = static_cast<std::uint8_t>(c);
    return value < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && value != 0x1A;
}

bool hasBinaryCharacters(std::string_view bytes)
{
    const std::string_view head = bytes.substr(0, 4096);
    const auto controls = std::count_if(head.begin(), head.end(), isControl);
    const auto zeros = std::count(head.begin(), head.end(), '\0');
    return zeros > 0 || static_cast<std::size_t>(controls) * 50 > head.size();
}

// UTF-8 whose last character was cut off counts as UTF-8.
std::string_view withoutCutCharacter(std::string_view text)
{
    for (std::size_t cut = 1; cut <= 3 && cut <= text.size(); ++cut) {
        const std::uint8_t lead = byteAt(text, text.size() - cut);
        if (lead >= 0xC0) {
            return text.substr(0, text.size() - cut);
        }
        if (lead < 0x80) {
            break;
        }
    }
    return text;
}

std::string foundEncoding(std::string_view bytes)
{
    if (bytes.substr(0, 2) == "\xFF\xFE") {
        return "utf-16le";
    }
    if (bytes.substr(0, 2) == "\xFE\xFF") {
        return "utf-16be";
    }
    if (std::string byZeros = utf16ByZeros(bytes); !byZeros.empty()) {
        return byZeros;
    }
    if (isValidUtf8(bytes) || isValidUtf8(withoutCutCharacter(bytes))) {
        return "utf-8";
    }
    return onlyRussianLetters(bytes) ? "cp1251" : "";
}

}  // namespace

const std::vector<std::string>& textEncodings()
{
    static const std::vector<std::string> names{"utf-8", "utf-16le", "utf-16be", "cp1251", "gbk"};
    return names;
}

Result<DecodedText> decodeText(std::string bytes, std::string_view encoding, const std::string& file)
{
    DecodedText text;
    text.encoding = encoding.empty() ? foundEncoding(bytes) : lowerAscii(encoding);
    if (encoding.empty() && hasBinaryCharacters(bytes) && !startsWithIgnoreCase(text.encoding, "utf-16")) {
        return fail(ErrorCode::NotMine, "the file is not text", {file, {}, {}});
    }
    if (text.encoding == "utf-16le" || text.encoding == "utf-16be") {
        text.utf8 = fromUtf16(bytes, text.encoding == "utf-16le");
        if (hasBinaryCharacters(text.utf8)) {
            return fail(ErrorCode::NotMine, "the file is not text", {file, {}, {}});
        }
    } else if (text.encoding == "utf-8") {
        text.utf8 = std::move(bytes);
    } else if (text.encoding == "cp1251") {
        text.utf8 = fromCp1251(bytes);
        text.guessed = encoding.empty();
    } else if (text.encoding == "gbk" || text.encoding.empty()) {
        auto decoded = fromGbk(bytes);
        if (!decoded && !encoding.empty()) {
            return fail(ErrorCode::Invalid, "the text is not GBK, or this system cannot read GBK", {file, {}, {}});
        }
        text.encoding = decoded ? "gbk" : "cp1251";
        text.guessed = encoding.empty();
        text.utf8 = decoded ? std::move(*decoded) : fromCp1251(bytes);
    } else {
        return fail(ErrorCode::Invalid,
                    "unknown text encoding '" + std::string(encoding) + "': use " + join(textEncodings(), ", "),
                    {file, {}, {}});
    }
    if (withoutBom(text.utf8).size() != text.utf8.size()) {
        text.utf8.erase(0, 3);
    }
    return text;
}

bool looksBinary(std::string_view bytes)
{
    const std::string encoding = foundEncoding(bytes.substr(0, 4096));
    return !startsWithIgnoreCase(encoding, "utf-16") && hasBinaryCharacters(bytes);
}

std::int64_t lineAt(std::string_view text, std::size_t offset)
{
    std::int64_t line = 1;
    const std::size_t end = std::min(offset, text.size());
    for (std::size_t i = 0; i < end; ++i) {
        if (text[i] == '\n' || (text[i] == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'))) {
            ++line;
        }
    }
    return line;
}

std::string firstLines(std::string_view text, int lines, std::size_t maxBytes)
{
    std::size_t end = 0;
    for (int found = 0; end < text.size() && end < maxBytes && found < lines; ++end) {
        found += text[end] == '\n' || (text[end] == '\r' && (end + 1 >= text.size() || text[end + 1] != '\n')) ? 1 : 0;
    }
    while (end > 0 && end < text.size() && (byteAt(text, end) & 0xC0) == 0x80) {
        --end;
    }
    return std::string(text.substr(0, end));
}

}  // namespace sightline::formats
