#include "core/base/file.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "core/base/ids.h"

using namespace sightline;
namespace fs = std::filesystem;

namespace {

struct TemporaryFolder {
    fs::path path = fs::temp_directory_path() / ("sightline-" + newUuid());
    TemporaryFolder() { fs::create_directories(path); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() { fs::remove_all(path); }
};

}  // namespace

TEST_CASE("what is written atomically reads back, also under names that are not ASCII, and leaves nothing beside it")
{
    const TemporaryFolder folder;
    const fs::path path = folder.path / pathFromUtf8("Brunnen Ölfeld 5/карта.csv");
    const std::string content("a\0b\r\n", 5);
    REQUIRE(writeFileAtomically(path, content));
    CHECK(readFile(path).value() == content);
    REQUIRE(writeFileAtomically(path, ""));
    CHECK(readFile(path).value() == std::string());
    CHECK(std::distance(fs::directory_iterator(path.parent_path()), fs::directory_iterator()) == 1);
}

TEST_CASE("a failed write leaves the old content and no rubbish")
{
    const TemporaryFolder folder;
    fs::create_directories(folder.path / "taken" / "inside");
    CHECK_FALSE(writeFileAtomically(folder.path / "taken", "x"));
    CHECK(fs::is_directory(folder.path / "taken"));
    CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
}

TEST_CASE("reading says what is wrong")
{
    const TemporaryFolder folder;
    CHECK(readFile(folder.path / "none").error().code == ErrorCode::Unreadable);
    CHECK(readFile(folder.path).error().message.find("folder") != std::string::npos);
    REQUIRE(writeFileAtomically(folder.path / "five", "12345"));
    CHECK(readFile(folder.path / "five", 4).error().code == ErrorCode::Invalid);
    CHECK(readFileHead(folder.path / "five", 3).value() == "123");
    CHECK(readFileHead(folder.path / "five", 30).value() == "12345");
}
