// Text of unknown encoding, as UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace sightline::formats {

struct DecodedText {
    std::string utf8;      ///< without byte order mark
    std::string encoding;  ///< "utf-8", "utf-16le", "utf-16be", "cp1251", "gbk"
    bool guessed = false;  ///< neither a byte order mark nor valid UTF-8 nor the caller said it: show it
};

/// The encodings decodeText() takes by name.
const std::vector<std::string>& textEncodings();

/// Reads bytes as text. An empty `encoding` is found: byte order mark, UTF-16 by its zeros, valid UTF-8, else CP1251
/// (every high byte a Russian letter) or GBK (valid pairs; only where the system has iconv).
/// NotMine: the bytes are not text. Invalid: `encoding` is unknown, or the bytes cannot be read in it.
Result<DecodedText> decodeText(std::string bytes, std::string_view encoding = {}, const std::string& file = {});

/// Zero bytes or other control characters that no text holds, judged by the first 4 KiB. UTF-16 is not binary.
bool looksBinary(std::string_view bytes);

/// The line (from 1) a byte offset lies in; "\n", "\r\n" and "\r" end a line.
std::int64_t lineAt(std::string_view text, std::size_t offset);

/// The first lines as they are, for a preview; at most `maxBytes`, cut at a character.
std::string firstLines(std::string_view text, int lines, std::size_t maxBytes = 4096);

}  // namespace sightline::formats
