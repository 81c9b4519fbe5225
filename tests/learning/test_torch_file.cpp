#include <algorithm>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/learning/pickle_reader.h"
#include "core/learning/torch_file.h"
#include "tests/learning/cases.h"
#include "tests/learning/weight_files.h"

using namespace sightline;
using namespace sightline::learning;
using namespace sightline::learning::cases;

namespace {

std::string bytesOf(const auto& values)
{
    std::string bytes(values.size() * sizeof(values[0]), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

const std::vector<float> six = {1, 2, 3, 4, 5, 6};

/// Every type, a scalar, a transposed view, a view into the middle, two tensors of one storage.
Members goodMembers()
{
    const pickle::View whole{};
    pickle::View turned{};
    turned.shape = {3, 2};
    turned.strides = {1, 3};
    pickle::View middle{};
    middle.offset = 2;
    middle.shape = {3};
    middle.strides = {1};
    const std::string list =
        pickle::stateOf({{"a.weight", pickle::tensor(whole)},
                         {"a.turned", pickle::tensor(turned)},
                         {"a.middle", pickle::global("torch._utils", "_rebuild_parameter") + "(" +
                                          pickle::tensor(middle) + "\x88" + pickle::dictionary() + "tR"},
                         {"b.double", pickle::tensor({"1", "DoubleStorage", 2, 0, {2}, {1}})},
                         {"b.steps", pickle::tensor({"2", "LongStorage", 1, 0, {}, {}})},
                         {"b.half", pickle::tensor({"3", "HalfStorage", 2, 0, {2, 1}, {1, 1}})},
                         {"b.empty", pickle::tensor({"4", "FloatStorage", 0, 0, {0, 5}, {5, 1}})}});
    return {{"net/data.pkl", list},
            {"net/byteorder", "little"},
            {"net/data/0", bytesOf(six)},
            {"net/data/1", bytesOf(std::vector<double>{0.5, -2})},
            {"net/data/2", bytesOf(std::vector<std::int64_t>{77})},
            {"net/data/3", "abcd"},
            {"net/data/4", ""},
            {"net/version", "3\n"}};
}

Members withList(const std::string& list)
{
    Members members = goodMembers();
    members[0].second = list;
    return members;
}

Result<TensorFile> readBytes(const TemporaryFolder& folder, const std::string& bytes)
{
    const auto path = folder / "case.pth";
    std::ofstream(path, std::ios::binary) << bytes;
    return readWeights(path);
}

}  // namespace

TEST_CASE("what torch saves is read: shared, turned and partial views, every type, with and without zip64")
{
    const TemporaryFolder folder;
    for (const bool wide : {true, false}) {
        const auto file = readBytes(folder, storedZip(goodMembers(), wide));
        REQUIRE_MESSAGE(file, file.error().text());
        CHECK(file->tensors.size() == 7);
        CHECK(file->tensors.at("a.weight") == floatTensor({2, 3}, six));
        CHECK(file->tensors.at("a.turned") == floatTensor({3, 2}, {1, 4, 2, 5, 3, 6}));
        CHECK(file->tensors.at("a.middle") == floatTensor({3}, {3, 4, 5}));
        CHECK(file->tensors.at("b.double") == floatTensor({2}, {0.5F, -2}));
        CHECK(file->tensors.at("b.steps").type == DType::I64);
        CHECK(file->tensors.at("b.steps").bytes.front() == std::byte{77});
        CHECK(file->tensors.at("b.half").type == DType::F16);
        CHECK(file->tensors.at("b.empty").bytes.empty());
    }
}

TEST_CASE("a checkpoint's weights are found, and the prefix of training on several cards is dropped")
{
    const TemporaryFolder folder;
    const std::string inner = pickle::dictionary() + "(" + pickle::text("module.w") + pickle::tensor({}) + "u";
    const std::string list = std::string("\x80\x02}(") + pickle::text("epoch") + pickle::integer(3) +
                             pickle::text("state_dict") + inner + "u.";
    const auto file = readBytes(folder, storedZip(withList(list)));
    REQUIRE_MESSAGE(file, file.error().text());
    CHECK(file->tensors.size() == 1);
    CHECK(file->tensors.at("w") == floatTensor({2, 3}, six));
}

TEST_CASE("safetensors files are weights too, and old files say what they are")
{
    const TemporaryFolder folder;
    TensorFile plain;
    plain.tensors["module.w"] = floatTensor({6}, six);
    REQUIRE(writeSafetensors(folder / "plain.safetensors", plain));
    CHECK(readWeights(folder / "plain.safetensors").value().tensors.contains("w"));

    const auto legacy = readBytes(folder, "\x80\x02\x8a\x0al\xfc\x9c\x46\xf9");
    REQUIRE_FALSE(legacy);
    CHECK(legacy.error().code == ErrorCode::Invalid);
    CHECK(legacy.error().message.find("legacy") != std::string::npos);
    CHECK(readWeights(folder / "nowhere").error().code == ErrorCode::Unreadable);
}

TEST_CASE("hostile and broken lists of tensors are refused, with the byte and the reason")
{
    using namespace pickle;
    const auto listOf = [](const View& view) { return stateOf({{"w", tensor(view)}}); };
    std::string nested = "\x80\x02)";
    for (int i = 0; i < 100; ++i) {
        nested += "\x85";
    }
    const std::string head = "\x80\x02";
    const std::pair<std::string, std::string> broken[] = {
        {"is cut short", listOf({}).substr(0, listOf({}).size() - 1)},
        {"is cut short", head + "X" + littleEndian(0xffffffff, 4) + "abc"},
        {"protocol 2", "\x80\x04" + listOf({}).substr(2)},
        {"protocol 2", "hello"},
        {"\"os.system\"", head + global("os", "system") + "(" + text("echo owned") + "tR."},
        {"\"builtins.eval\"", head + global("builtins", "eval") + "."},
        {"\"torch.load\"", head + global("torch", "load") + "."},
        {"\"torchvision.models.resnet.ResNet\"", head + global("torchvision.models.resnet", "ResNet") + ")\x81."},
        {"name without an end", head + "c" + std::string(1000, 'a')},
        {"unknown instruction 105", head + "i"},         // INST: calls by name
        {"unknown instruction 147", head + "\x93"},      // STACK_GLOBAL
        {"unknown instruction 130", head + "\x82\x01"},  // EXT1
        {"unknown instruction 255", head + "\xff"},
        {"nested too deeply", nested + "."},
        {"nested too deeply", head + std::string(5000, '(')},
        {"more values", head + std::string(500'000, ')')},
        {"impossible place", head + ")r" + littleEndian(0xfffffff0, 4)},
        {"never remembered", head + "h\x05"},
        {"not there", head + "."},
        {"not there", head + "t"},
        {"takes a value", head + "\x85"},
        {"adds to something", head + ")(" + text("a") + ")u."},
        {"adds to something", head + "}(" + text("a") + "u."},
        {"no function", head + ")" + ")R"},
        {"in an unknown way", head + global("collections", "OrderedDict") + "(" + text("a") + "tR"},
        {"64 bits", head + "\x8a\x09" + std::string(9, '\1')},
        {"behind its end", listOf({}) + "x"},
        {"no dictionary", head + ")."},
        {"holds no tensors", stateOf({})},
        {"\"w\" twice", stateOf({{"w", tensor({})}, {"w", tensor({})}})},
        {"which is no tensor", stateOf({{"w", text("x")}})},
        {"whose name is no text", head + "}" + integer(1) + tensor({}) + "s."},
        {"beyond its storage", listOf({"0", "FloatStorage", 6, 1, {2, 3}, {3, 1}})},
        {"beyond its storage", listOf({"0", "FloatStorage", 6, 0, {2, 3}, {4, 1}})},
        {"beyond its storage", listOf({"0", "FloatStorage", 6, 0, {70000, 70000}, {0, 0}})},
        {"beyond its storage",
         listOf({"0", "FloatStorage", 6, 0, {0x7fffffff, 0x7fffffff, 0x7fffffff}, {0x7fffffff, 1, 1}})},
        {"negative", listOf({"0", "FloatStorage", 6, 0, {0xffffffff}, {1}})},
        {"negative", listOf({"0", "FloatStorage", 6, 0xffffffff, {1}, {1}})},
        {"negative", listOf({"0", "FloatStorage", 0xffffffff, 0, {1}, {1}})},
        {"strides than dimensions", listOf({"0", "FloatStorage", 6, 0, {2, 3}, {1}})},
        {"too many dimensions",
         listOf({"0", "FloatStorage", 6, 0, std::vector<std::uint32_t>(17, 1), std::vector<std::uint32_t>(17, 1)})},
        {"no storage", head + "(" + text("module") + ")))tQ"},
    };
    const TemporaryFolder folder;
    for (const auto& [reason, list] : broken) {
        CAPTURE(reason);
        const auto file = readBytes(folder, storedZip(withList(list)));
        REQUIRE_FALSE(file);
        CHECK(file.error().code == ErrorCode::Corrupt);
        CHECK_MESSAGE(file.error().message.find(reason) != std::string::npos, file.error().message);
        CHECK(file.error().where.byte.value_or(0) > 0);
        CHECK(file.error().where.file.ends_with("case.pth"));
    }
}

TEST_CASE("a pickle that refers to itself is refused and leaves nothing behind")
{
    using namespace pickle;
    const std::string circle = std::string("\x80\x02]q\x01h\x01") + "a.";
    CHECK_FALSE(readPickledTensors(circle, "x"));
    const std::string growing = std::string("\x80\x02]q\x01(") + [] {
        std::string many;
        for (int i = 0; i < 40; ++i) {
            many +=
                "h\x01"
                "h\x01"
                "e(";
        }
        return many;
    }();
    CHECK_FALSE(readPickledTensors(growing, "x"));
}

TEST_CASE("broken archives are refused, with the reason")
{
    const std::string good = storedZip(goodMembers());
    const std::string narrow = storedZip(goodMembers(), false);
    const auto changed = [](std::string bytes, const std::string& from, const std::string& to) {
        const auto at = from == "PK\3\4" ? bytes.find(from, 1) : bytes.rfind(from);
        REQUIRE(at != std::string::npos);
        return bytes.replace(at, to.size(), to);
    };
    Members twice = goodMembers();
    twice.push_back(twice[2]);
    Members other = {{"word/document.xml", "<a/>"}};
    Members script = goodMembers();
    script.emplace_back("net/constants.pkl", "x");
    Members big = goodMembers();
    big[1].second = "big";
    Members lacking = goodMembers();
    lacking.erase(lacking.begin() + 2);
    Members shortened = goodMembers();
    shortened[2].second.pop_back();
    Members odd = withList(pickle::stateOf({{"w", pickle::tensor({"0", "QInt8Storage", 6, 0, {6}, {1}})}}));
    Members two = goodMembers();
    two.emplace_back("other/data.pkl", two[0].second);
    std::string damaged = good;
    damaged[damaged.find(bytesOf(six)) + 1] ^= 1;
    // Every entry of the directory points at the first member, so that few bytes would become many.
    std::string piled = narrow;
    for (std::size_t at = piled.find("PK\1\2"); at != std::string::npos; at = piled.find("PK\1\2", at + 4)) {
        piled.replace(at + 20, 8, littleEndian(700, 4) + littleEndian(700, 4));
        piled.replace(at + 42, 4, littleEndian(0, 4));
    }
    const std::pair<std::string, std::string> broken[] = {
        {"cut short", good.substr(0, good.size() - 30)},
        {"cut short", "PK"},
        {"directory beyond", changed(good, "PK\6\6",
                                     "PK\6\6" + good.substr(good.rfind("PK\6\6") + 4, 36) + littleEndian(1, 8) +
                                         littleEndian(1'000'000, 8))},
        {"zip64", changed(good, "PK\6\7", "XX\6\7")},
        {"zip64", changed(good, "PK\6\6", "XX\6\6")},
        {"damaged directory", changed(narrow, "PK\1\2", "XX\1\2")},
        {"damaged header", changed(narrow, "PK\3\4", "XX\3\4")},
        {"impossible size",
         changed(narrow, "PK\5\6", "PK\5\6" + littleEndian(0, 4) + littleEndian(60000, 2) + littleEndian(60000, 2))},
        {"packed member", storedZip(goodMembers(), true, 8)},
        {"encrypted", storedZip(goodMembers(), true, 0, 1)},
        {"twice", storedZip(twice)},
        {"some other archive", storedZip(other)},
        {"some other archive", storedZip({})},
        {"TorchScript", storedZip(script)},
        {"byte order", storedZip(big)},
        {"lacks the storage", storedZip(lacking)},
        {"elements", storedZip(shortened)},
        {"which no weights have", storedZip(odd)},
        {"two lists", storedZip(two)},
        {"checksum", damaged},
        {"lie over one another", piled},
    };
    const TemporaryFolder folder;
    for (const auto& [reason, bytes] : broken) {
        CAPTURE(reason);
        const auto file = readBytes(folder, bytes);
        REQUIRE_FALSE(file);
        CHECK(file.error().code == ErrorCode::Corrupt);
        CHECK_MESSAGE(file.error().message.find(reason) != std::string::npos, file.error().message);
    }
}

namespace {

/// Changes, cuts, repeats or moves a few bytes.
std::string mutated(std::string bytes, Rng& random)
{
    for (std::size_t changes = 1 + random.below(4); changes > 0 && !bytes.empty(); --changes) {
        const std::size_t at = random.below(bytes.size());
        const std::size_t count = std::min(bytes.size() - at, 1 + random.below(16));
        switch (random.below(6)) {
            case 0: bytes[at] = static_cast<char>(random.below(256)); break;
            case 1: bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8))); break;
            case 2: bytes.resize(at); break;
            case 3: bytes.insert(random.below(bytes.size()), bytes.substr(at, count)); break;
            case 4: bytes.erase(at, count); break;
            default: bytes.replace(at, count, std::string(count, random.chance(0.5) ? '\xff' : '\0')); break;
        }
    }
    return bytes;
}

}  // namespace

TEST_CASE("hundreds of mutated weight files are read or refused, and never crash")
{
    const TemporaryFolder folder;
    TensorFile plain;
    plain.tensors["a.weight"] = floatTensor({2, 3}, six);
    plain.tensors["a.steps"] = {DType::I64, {}, std::vector<std::byte>(8)};
    plain.metadata = {{"format", "pt"}};
    REQUIRE(writeSafetensors(folder / "good.safetensors", plain));
    const std::string safetensors = readFile(folder / "good.safetensors").value();
    const std::string list = goodMembers()[0].second;
    Rng random(20261);
    std::size_t refused = 0;
    const auto read = [&](const std::string& bytes) {
        const auto file = readBytes(folder, bytes);
        if (!file) {
            ++refused;
            CHECK_FALSE(file.error().message.empty());
            CHECK(file.error().where.file.ends_with("case.pth"));
            return;
        }
        for (const auto& [name, tensor] : file->tensors) {
            CHECK(static_cast<std::size_t>(tensor.elementCount()) * sizeOf(tensor.type) == tensor.bytes.size());
        }
    };
    for (int i = 0; i < 400; ++i) {
        CAPTURE(i);
        read(mutated(storedZip(goodMembers(), i % 2 == 0), random));
        read(mutated(safetensors, random));
        // Checksums would catch nearly every change of the list: here they are right.
        read(storedZip(withList(mutated(list, random))));
    }
    CHECK(refused > 800);
}
