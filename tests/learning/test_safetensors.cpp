#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/learning/safetensors.h"
#include "tests/learning/cases.h"

using namespace sightline;
using namespace sightline::learning;

namespace {

TensorFile goodFile()
{
    TensorFile file;
    file.tensors["b.weight"] = floatTensor({2, 3}, {1, -2, 3.5F, 4, 5, 6});
    file.tensors["a"] = {DType::U8, {3}, {std::byte{1}, std::byte{2}, std::byte{3}}};
    file.tensors["steps"] = {DType::I64, {}, std::vector<std::byte>(8, std::byte{7})};
    file.tensors["half"] = {DType::BF16, {1, 2}, std::vector<std::byte>(4, std::byte{9})};
    file.tensors["empty"] = {DType::F16, {0, 5}, {}};
    file.metadata = {{"format", "pt"}, {"sightline", "{\"a\": \"ü\\n\"}"}};
    return file;
}

std::string container(const std::string& header, const std::string& data)
{
    const auto length = static_cast<std::uint64_t>(header.size());
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + data;
}

Result<TensorFile> readBytes(const cases::TemporaryFolder& folder, const std::string& bytes)
{
    const auto path = folder / "case.safetensors";
    REQUIRE(writeFileAtomically(path, bytes));
    return readSafetensors(path);
}

}  // namespace

TEST_CASE("what is written is read back, every type, scalar and empty tensor among them")
{
    const cases::TemporaryFolder folder;
    const auto path = folder / "good.safetensors";
    const TensorFile file = goodFile();
    REQUIRE(writeSafetensors(path, file));
    const auto back = readSafetensors(path);
    REQUIRE(back);
    CHECK(back->tensors == file.tensors);
    CHECK(back->metadata == file.metadata);
    CHECK(readSafetensorsMetadata(path).value() == file.metadata);
}

TEST_CASE("the data of a written file are aligned to their element size and begin after a padded header")
{
    const cases::TemporaryFolder folder;
    const auto path = folder / "good.safetensors";
    REQUIRE(writeSafetensors(path, goodFile()));
    const std::string bytes = readFile(path).value();
    std::uint64_t headerBytes = 0;
    std::memcpy(&headerBytes, bytes.data(), 8);
    CHECK(headerBytes % 8 == 0);
    const auto header = nlohmann::json::parse(bytes.substr(8, headerBytes));
    CHECK(header["steps"]["data_offsets"][0] == 0);
    CHECK(header["b.weight"]["data_offsets"][0].get<int>() % 4 == 0);
    CHECK(header["half"]["data_offsets"][0].get<int>() % 2 == 0);
}

TEST_CASE("a file another program wrote, with its tensors in another order, is read")
{
    const cases::TemporaryFolder folder;
    const auto file = readBytes(folder, container(R"({ "z":{"data_offsets":[4,6],"shape":[2],"dtype":"U8"},)"
                                                  R"("__metadata__":{"k":"v"},)"
                                                  R"("a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}   )",
                                                  "abcdef"));
    REQUIRE(file);
    CHECK(file->tensors.at("z").bytes.at(1) == std::byte{'f'});
    CHECK(file->tensors.at("a").shape == std::vector<std::int64_t>{1, 1});
    CHECK(file->metadata.at("k") == "v");
}

TEST_CASE("each way of being broken is refused as corrupt, with the byte")
{
    const cases::TemporaryFolder folder;
    const std::string one = R"("a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]})";
    const std::string huge = "[9223372036854775807,4]";
    const std::pair<std::string, std::string> broken[] = {
        {"empty file", ""},
        {"half a length", "abc"},
        {"header beyond the file", std::string("\x50\0\0\0\0\0\0\0{}", 10)},
        {"header over 100 MB", std::string("\0\0\0\0\1\0\0\0{}", 10)},
        {"no object", container("[]", "")},
        {"blank before the header", container(" {}", "")},
        {"not JSON", container("{\"a\":", "")},
        {"text after the header", container("{} x", "")},
        {"NUL in the header", container(std::string("{}\0", 3), "")},
        {"NUL between tensors", container("{" + one + std::string("\0", 1) + "}", "xy")},
        {"invalid UTF-8", container("{\"\xff\":{}}", "")},
        {"duplicate tensor", container("{" + one + "," + one + "}", "xy")},
        {"duplicate field", container(R"({"a":{"dtype":"U8","dtype":"U8","shape":[2],"data_offsets":[0,2]}})", "xy")},
        {"duplicate metadata", container(R"({"__metadata__":{"a":"1","a":"2"}})", "")},
        {"metadata twice", container(R"({"__metadata__":{},"__metadata__":{}})", "")},
        {"metadata that is no text", container(R"({"__metadata__":{"a":1}})", "")},
        {"unknown type", container(R"({"a":{"dtype":"F8","shape":[2],"data_offsets":[0,2]}})", "xy")},
        {"type that is no text", container(R"({"a":{"dtype":8,"shape":[2],"data_offsets":[0,2]}})", "xy")},
        {"negative shape", container(R"({"a":{"dtype":"U8","shape":[-2],"data_offsets":[0,2]}})", "xy")},
        {"fractional shape", container(R"({"a":{"dtype":"U8","shape":[2.0],"data_offsets":[0,2]}})", "xy")},
        {"overflowing shape", container(R"({"a":{"dtype":"F32","shape":)" + huge + R"(,"data_offsets":[0,0]}})", "")},
        {"number beyond 64 bits",
         container(R"({"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,2]}})", "xy")},
        {"nested shape", container(R"({"a":{"dtype":"U8","shape":[[2]],"data_offsets":[0,2]}})", "xy")},
        {"shape missing", container(R"({"a":{"dtype":"U8","data_offsets":[0,2]}})", "xy")},
        {"unknown field", container(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2],"x":1}})", "xy")},
        {"three offsets", container(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,1,2]}})", "xy")},
        {"offsets reversed", container(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[2,0]}})", "xy")},
        {"sizes disagree", container(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,2]}})", "xy")},
        {"beyond the file", container(R"({"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}})", "xy")},
        {"hole", container(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})", "xyz")},
        {"overlap", container("{" + one + R"(,"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})", "xyz")},
        {"trailing bytes", container("{" + one + "}", "xyz")},
        {"truncated data", container("{" + one + "}", "x")},
        {"data without tensors", container("{}", "x")},
    };
    for (const auto& [what, bytes] : broken) {
        CAPTURE(what);
        const auto file = readBytes(folder, bytes);
        REQUIRE_FALSE(file);
        CHECK(file.error().code == ErrorCode::Corrupt);
        CHECK(file.error().where.byte.has_value());
        CHECK(file.error().where.file.ends_with("case.safetensors"));
    }
}

TEST_CASE("missing files and folders are unreadable")
{
    const cases::TemporaryFolder folder;
    CHECK(readSafetensors(folder / "nowhere").error().code == ErrorCode::Unreadable);
    CHECK(readSafetensors(folder / "").error().code == ErrorCode::Unreadable);
}

TEST_CASE("what cannot be stored is not written")
{
    const cases::TemporaryFolder folder;
    const auto path = folder / "bad.safetensors";
    TensorFile file = goodFile();
    file.tensors["a"].shape = {4};
    CHECK(writeSafetensors(path, file).error().code == ErrorCode::Invalid);
    file = goodFile();
    file.tensors["__metadata__"] = floatTensor({1}, {1});
    CHECK(writeSafetensors(path, file).error().code == ErrorCode::Invalid);
    file = goodFile();
    file.metadata["x"] = "\xff\xfe";
    CHECK(writeSafetensors(path, file).error().code == ErrorCode::Invalid);
    CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("damaged at random: read in full or refused, never anything between")
{
    const cases::TemporaryFolder folder;
    REQUIRE(writeSafetensors(folder / "good.safetensors", goodFile()));
    const std::string good = readFile(folder / "good.safetensors").value();
    std::uint64_t headerBytes = 0;
    std::memcpy(&headerBytes, good.data(), 8);
    Rng random(20);
    int refused = 0;
    for (int round = 0; round < 200; ++round) {
        CAPTURE(round);
        std::string bytes = good;
        const std::size_t changes = 1 + random.below(4);
        for (std::size_t i = 0; i < changes && !bytes.empty(); ++i) {
            // Mostly in the header: a changed weight is not the container's business.
            const std::size_t at =
                random.below(random.chance(0.9) ? std::min<std::size_t>(8 + headerBytes, bytes.size()) : bytes.size());
            switch (random.below(4)) {
                case 0: bytes[at] = static_cast<char>(random.below(256)); break;
                case 1: bytes.erase(at, 1 + random.below(20)); break;
                case 2: bytes.insert(at, bytes.substr(random.below(bytes.size()), random.below(20))); break;
                default: bytes[at] = "0123456789,:{}[]\"-"[random.below(18)]; break;
            }
        }
        const auto file = readBytes(folder, bytes);
        if (!file) {
            ++refused;
            CHECK(file.error().code == ErrorCode::Corrupt);
            continue;
        }
        std::size_t total = 0;
        for (const auto& [name, tensor] : file->tensors) {
            CHECK(static_cast<std::size_t>(tensor.elementCount()) * sizeOf(tensor.type) == tensor.bytes.size());
            total += tensor.bytes.size();
        }
        std::memcpy(&headerBytes, bytes.data(), 8);
        CHECK(total == bytes.size() - 8 - headerBytes);
        std::memcpy(&headerBytes, good.data(), 8);
    }
    CHECK(refused > 150);
}
