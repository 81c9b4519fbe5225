#include "core/base/hash.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
#include <system_error>
#include <vector>

#include "core/base/file.h"

namespace sightline {

namespace {

// FIPS 180-4, section 4.2.2: fractional parts of the cube roots of the first 64 primes.
constexpr std::array<std::uint32_t, 64> roundConstants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr std::size_t ioBlock = std::size_t{1} << 20;

Error unreadable(const std::filesystem::path& path)
{
    return Error{ErrorCode::Unreadable, "the file cannot be read", {utf8(path), {}, {}}};
}

}  // namespace

Sha256::Sha256()
    : m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}
{
}

void Sha256::block(const std::uint8_t* data)
{
    std::array<std::uint32_t, 64> w{};
    for (std::size_t i = 0; i < 16; ++i) {
        w[i] = std::uint32_t{data[4 * i]} << 24 | std::uint32_t{data[4 * i + 1]} << 16 |
               std::uint32_t{data[4 * i + 2]} << 8 | std::uint32_t{data[4 * i + 3]};
    }
    for (std::size_t i = 16; i < 64; ++i) {
        const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
        const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = m_state;
    for (std::size_t i = 0; i < 64; ++i) {
        const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const std::uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + roundConstants[i] + w[i];
        const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const std::uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const std::array<std::uint32_t, 8> change{a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i) {
        m_state[i] += change[i];
    }
}

void Sha256::add(std::span<const std::byte> bytes)
{
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    std::size_t left = bytes.size();
    const std::size_t used = m_bytes % 64;
    m_bytes += left;
    if (used > 0) {
        const std::size_t taken = std::min(left, 64 - used);
        std::memcpy(m_buffer.data() + used, data, taken);
        data += taken;
        left -= taken;
        if (used + taken < 64) {
            return;
        }
        block(m_buffer.data());
    }
    for (; left >= 64; data += 64, left -= 64) {
        block(data);
    }
    if (left > 0) {
        std::memcpy(m_buffer.data(), data, left);
    }
}

void Sha256::add(std::string_view text)
{
    add(std::as_bytes(std::span(text.data(), text.size())));
}

void Sha256::add(std::uint64_t value)
{
    std::array<std::byte, 8> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[i] = static_cast<std::byte>(value >> (8 * i));
    }
    add(bytes);
}

std::string Sha256::hex()
{
    const std::uint64_t bits = m_bytes * 8;
    std::array<std::byte, 72> padding{};
    padding[0] = std::byte{0x80};
    const std::size_t used = m_bytes % 64;
    const std::size_t zeros = used < 56 ? 56 - used : 120 - used;
    for (std::size_t i = 0; i < 8; ++i) {
        padding[zeros + i] = static_cast<std::byte>(bits >> (56 - 8 * i));
    }
    add(std::span<const std::byte>(padding.data(), zeros + 8));
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const std::uint32_t word : m_state) {
        for (int shift = 28; shift >= 0; shift -= 4) {
            text += digits[(word >> shift) & 15];
        }
    }
    return text;
}

std::string sha256(std::string_view text)
{
    Sha256 hash;
    hash.add(text);
    return hash.hex();
}

Result<std::string> sha256OfFile(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path)) {
        return tl::unexpected(unreadable(path));
    }
    Sha256 hash;
    std::vector<char> buffer(ioBlock);
    while (file) {
        file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        hash.add(std::string_view(buffer.data(), static_cast<std::size_t>(file.gcount())));
    }
    if (!file.eof()) {
        return tl::unexpected(unreadable(path));
    }
    return hash.hex();
}

Result<std::string> quickHash(const std::filesystem::path& path)
{
    constexpr std::uintmax_t blockBytes = 4096;
    constexpr std::uintmax_t blocks = 64;
    std::error_code problem;
    const std::uintmax_t size = std::filesystem::file_size(path, problem);
    std::ifstream file(path, std::ios::binary);
    if (problem || !file) {
        return tl::unexpected(unreadable(path));
    }
    Sha256 hash;
    hash.add(static_cast<std::uint64_t>(size));
    std::vector<char> buffer(blockBytes);
    const std::uintmax_t count = std::min(blocks, (size + blockBytes - 1) / blockBytes);
    for (std::uintmax_t i = 0; i < count; ++i) {
        // Evenly spread, the last one ending at the end of the file.
        const std::uintmax_t begin = count <= 1 || size <= blocks * blockBytes
                                         ? i * blockBytes
                                         : static_cast<std::uintmax_t>(static_cast<double>(size - blockBytes) *
                                                                       static_cast<double>(i) / (blocks - 1));
        const std::uintmax_t wanted = std::min(blockBytes, size - begin);
        file.seekg(static_cast<std::streamoff>(begin));
        file.read(buffer.data(), static_cast<std::streamsize>(wanted));
        if (file.gcount() != static_cast<std::streamsize>(wanted)) {
            return tl::unexpected(unreadable(path));
        }
        hash.add(std::string_view(buffer.data(), wanted));
    }
    return hash.hex().substr(0, 32);
}

}  // namespace sightline
