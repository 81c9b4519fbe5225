#include "core/base/hash.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "core/base/ids.h"

using namespace sightline;

namespace {

std::filesystem::path temporaryFile(const std::string& content)
{
    const auto path = std::filesystem::temp_directory_path() / ("sightline-" + newUuid());
    std::ofstream(path, std::ios::binary) << content;
    return path;
}

}  // namespace

TEST_CASE("SHA-256 gives the published digests")
{
    // NIST, Secure Hash Standard examples.
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256(std::string(1000000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("feeding in pieces of any size gives the same digest")
{
    std::string text;
    for (int i = 0; i < 1000; ++i) {
        text += static_cast<char>(i * 7);
    }
    for (std::size_t piece = 1; piece < 200; piece += 13) {
        Sha256 hash;
        for (std::size_t begin = 0; begin < text.size(); begin += piece) {
            hash.add(std::string_view(text).substr(begin, piece));
        }
        CHECK(hash.hex() == sha256(text));
    }
}

TEST_CASE("the quick hash sees size and content, wherever the blocks fall")
{
    std::string content(1 << 20, 'x');
    const auto path = temporaryFile(content);
    const auto same = quickHash(path);
    REQUIRE(same);
    CHECK(same->size() == 32);
    content.back() = 'y';
    const auto changedEnd = temporaryFile(content);
    CHECK(quickHash(changedEnd).value() != same.value());
    const auto longer = temporaryFile(std::string((1 << 20) + 1, 'x'));
    CHECK(quickHash(longer).value() != same.value());
    std::string small(100000, 'x');
    const auto before = quickHash(temporaryFile(small));
    small[50001] = 'y';
    CHECK(quickHash(temporaryFile(small)).value() != before.value());
    CHECK(quickHash("/nowhere/at/all").error().code == ErrorCode::Unreadable);
}
