#include "core/learning/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/file.h"

namespace sightline::learning {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are stored and used little-endian");

constexpr std::uint64_t maxHeaderBytes = 100'000'000;
constexpr std::uint64_t lengthBytes = 8;
constexpr const char* metadataKey = "__metadata__";

std::optional<DType> parseDType(std::string_view text)
{
    for (const DType type : {DType::F32, DType::F16, DType::BF16, DType::I64, DType::I32, DType::U8}) {
        if (text == toString(type)) {
            return type;
        }
    }
    return std::nullopt;
}

/// a * b for sizes, or nothing where it would not fit.
std::optional<std::uint64_t> times(std::uint64_t a, std::uint64_t b)
{
    constexpr std::uint64_t limit = std::uint64_t{1} << 62;
    if (a != 0 && b > limit / a) {
        return std::nullopt;
    }
    return a * b;
}

/// One tensor as the header describes it; offsets count from the end of the header.
struct Entry {
    std::string name;
    std::optional<DType> type;
    std::optional<std::vector<std::int64_t>> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    bool hasOffsets = false;
};

struct Header {
    std::vector<Entry> entries;  ///< by offset, checked: no holes, no overlaps
    std::map<std::string, std::string> metadata;
    std::uint64_t dataStart = 0;
};

/// Walks over the header's bytes and lets the handler below know how far the parser has come.
class TracingIterator {
public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    TracingIterator(const char* at, const char** reached) : m_at(at), m_reached(reached) {}
    reference operator*() const { return *m_at; }
    TracingIterator& operator++()
    {
        *m_reached = ++m_at;
        return *this;
    }
    TracingIterator operator++(int)
    {
        TracingIterator old = *this;
        ++*this;
        return old;
    }
    bool operator==(const TracingIterator& other) const { return m_at == other.m_at; }
    bool operator!=(const TracingIterator& other) const { return m_at != other.m_at; }

private:
    const char* m_at;
    const char** m_reached;
};

/// Takes the header apart without building a document first, so that 100 MB of nonsense cost no memory and repeated
/// keys are seen.
class HeaderHandler final : public nlohmann::json_sax<nlohmann::json> {
public:
    std::vector<Entry> entries;
    std::map<std::string, std::string> metadata;
    std::string problem;

    bool null() override { return unexpected(); }
    bool boolean(bool /*value*/) override { return unexpected(); }
    bool number_float(double /*value*/, const std::string& /*text*/) override { return unexpected(); }
    bool binary(nlohmann::json::binary_t& /*value*/) override { return unexpected(); }

    bool number_integer(std::int64_t value) override
    {
        return value < 0 ? refuse("holds a negative number in " + place()) : number(static_cast<std::uint64_t>(value));
    }

    bool number_unsigned(std::uint64_t value) override { return number(value); }

    bool string(std::string& value) override
    {
        if (m_state == State::Metadata) {
            metadata[m_key] = value;
            return true;
        }
        if (m_state != State::Tensor || m_key != "dtype") {
            return unexpected();
        }
        entries.back().type = parseDType(value);
        return entries.back().type || refuse("has the unknown type \"" + value + "\" in " + place());
    }

    bool start_object(std::size_t /*elements*/) override
    {
        switch (m_state) {
            case State::Start: m_state = State::Top; return true;
            case State::Top:
                if (m_key == metadataKey) {
                    m_state = State::Metadata;
                } else {
                    m_state = State::Tensor;
                    entries.push_back({.name = m_key, .type = {}, .shape = {}});
                }
                m_keys.clear();
                return true;
            default: return unexpected();
        }
    }

    bool end_object() override
    {
        if (m_state == State::Tensor) {
            const Entry& entry = entries.back();
            if (!entry.type || !entry.shape || !entry.hasOffsets) {
                return refuse("lacks dtype, shape or data_offsets for \"" + entry.name + "\"");
            }
        }
        m_state = m_state == State::Top ? State::End : State::Top;
        return true;
    }

    bool key(std::string& value) override
    {
        std::set<std::string>& known = m_state == State::Top ? m_names : m_keys;
        if (!known.insert(value).second) {
            return refuse("names \"" + value + "\" twice");
        }
        if (m_state == State::Tensor && value != "dtype" && value != "shape" && value != "data_offsets") {
            return refuse("has the unknown field \"" + value + "\" in \"" + entries.back().name + "\"");
        }
        m_key = value;
        return true;
    }

    bool start_array(std::size_t /*elements*/) override
    {
        if (m_state != State::Tensor || m_key == "dtype") {
            return unexpected();
        }
        m_state = m_key == "shape" ? State::Shape : State::Offsets;
        m_numbers.clear();
        return true;
    }

    bool end_array() override
    {
        Entry& entry = entries.back();
        if (m_state == State::Shape) {
            entry.shape.emplace(m_numbers.begin(), m_numbers.end());
        } else {
            if (m_numbers.size() != 2 || m_numbers[0] > m_numbers[1]) {
                return refuse("needs data_offsets of [begin, end] for \"" + entry.name + "\"");
            }
            entry.begin = m_numbers[0];
            entry.end = m_numbers[1];
            entry.hasOffsets = true;
        }
        m_state = State::Tensor;
        return true;
    }

    bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                     const nlohmann::json::exception& /*error*/) override
    {
        return refuse("is not valid JSON");
    }

private:
    enum class State { Start, Top, Metadata, Tensor, Shape, Offsets, End };

    bool number(std::uint64_t value)
    {
        if (m_state != State::Shape && m_state != State::Offsets) {
            return unexpected();
        }
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) || m_numbers.size() >= 64) {
            return refuse("holds numbers beyond any tensor in " + place());
        }
        m_numbers.push_back(value);
        return true;
    }

    [[nodiscard]] std::string place() const
    {
        return m_state == State::Start || entries.empty() ? "its header" : "\"" + entries.back().name + "\"";
    }

    bool unexpected() { return refuse("holds something that is no tensor description, near \"" + m_key + "\""); }

    bool refuse(std::string text)
    {
        if (problem.empty()) {
            problem = std::move(text);
        }
        return false;
    }

    State m_state = State::Start;
    std::string m_key;
    std::set<std::string> m_names;
    std::set<std::string> m_keys;
    std::vector<std::uint64_t> m_numbers;
};

auto corrupt(const std::filesystem::path& path, std::uint64_t byte, const std::string& what)
{
    return fail(ErrorCode::Corrupt, "the safetensors file " + what, {utf8(path), {}, static_cast<std::int64_t>(byte)});
}

/// Each tensor's size must agree with its shape, and together they must fill the data part exactly.
Result<void> checkLayout(const std::filesystem::path& path, Header& header, std::uint64_t dataBytes)
{
    std::sort(header.entries.begin(), header.entries.end(), [](const Entry& a, const Entry& b) {
        return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
    });
    std::uint64_t expected = 0;
    for (const Entry& entry : header.entries) {
        const std::uint64_t byte = header.dataStart + std::min(entry.begin, dataBytes);
        const auto describe = [&](const char* text) {
            return corrupt(path, byte, std::string(text) + " \"" + entry.name + "\"");
        };
        if (entry.end > dataBytes) {
            return describe("ends before the data of");
        }
        if (entry.begin < expected) {
            return describe("has overlapping data at");
        }
        if (entry.begin > expected) {
            return describe("has unused bytes before");
        }
        std::optional<std::uint64_t> size = sizeOf(*entry.type);
        for (const std::int64_t dimension : *entry.shape) {
            size = size ? times(*size, static_cast<std::uint64_t>(dimension)) : size;
        }
        if (!size || *size != entry.end - entry.begin) {
            return describe("gives a shape and a number of bytes that disagree for");
        }
        expected = entry.end;
    }
    if (expected != dataBytes) {
        return corrupt(path, header.dataStart + expected, "has bytes after its last tensor");
    }
    return {};
}

Result<Header> readHeader(const std::filesystem::path& path, std::ifstream& file)
{
    std::error_code problem;
    if (!std::filesystem::is_regular_file(path, problem)) {
        return fail(ErrorCode::Unreadable, "is not there or is no file", {utf8(path), {}, {}});
    }
    file.open(path, std::ios::binary | std::ios::ate);
    const std::streamoff fileBytes = file ? static_cast<std::streamoff>(file.tellg()) : -1;
    if (fileBytes < 0) {
        return fail(ErrorCode::Unreadable, "cannot be opened", {utf8(path), {}, {}});
    }
    const auto size = static_cast<std::uint64_t>(fileBytes);
    std::uint64_t headerBytes = 0;
    file.seekg(0);
    if (size < lengthBytes || !file.read(reinterpret_cast<char*>(&headerBytes), lengthBytes)) {
        return corrupt(path, size, "is too short to hold a header");
    }
    if (headerBytes > maxHeaderBytes) {
        return corrupt(path, 0, "claims a header of more than 100 MB: it is damaged or no safetensors file");
    }
    if (headerBytes > size - lengthBytes) {
        return corrupt(path, size, "ends inside its header");
    }
    std::string text(headerBytes, '\0');
    if (!file.read(text.data(), static_cast<std::streamsize>(headerBytes))) {
        return fail(ErrorCode::Unreadable, "could not be read to its end", {utf8(path), {}, {}});
    }
    // The parser takes a NUL for the end and would not look behind it.
    if (const auto nul = text.find('\0'); nul != std::string::npos) {
        return corrupt(path, lengthBytes + nul, "has a header with a zero byte in it");
    }
    if (!text.starts_with('{')) {
        return corrupt(path, lengthBytes, "has a header that does not begin with {");
    }

    HeaderHandler handler;
    const char* reached = text.data();
    const bool good = nlohmann::json::sax_parse(TracingIterator(text.data(), &reached),
                                                TracingIterator(text.data() + text.size(), &reached), &handler);
    if (!good) {
        const auto at = static_cast<std::uint64_t>(reached - text.data());
        return corrupt(path, lengthBytes + at, "has a header that " + handler.problem);
    }
    Header header{std::move(handler.entries), std::move(handler.metadata), lengthBytes + headerBytes};
    if (const auto layout = checkLayout(path, header, size - header.dataStart); !layout) {
        return tl::unexpected(layout.error());
    }
    return header;
}

}  // namespace

std::size_t sizeOf(DType type)
{
    switch (type) {
        case DType::I64: return 8;
        case DType::F32:
        case DType::I32: return 4;
        case DType::F16:
        case DType::BF16: return 2;
        case DType::U8: return 1;
    }
    return 1;
}

const char* toString(DType type)
{
    switch (type) {
        case DType::F32: return "F32";
        case DType::F16: return "F16";
        case DType::BF16: return "BF16";
        case DType::I64: return "I64";
        case DType::I32: return "I32";
        case DType::U8: return "U8";
    }
    return "?";
}

std::int64_t Tensor::elementCount() const
{
    std::int64_t count = 1;
    for (const std::int64_t dimension : shape) {
        count *= dimension;
    }
    return count;
}

Tensor floatTensor(std::vector<std::int64_t> shape, const std::vector<float>& values)
{
    Tensor tensor{DType::F32, std::move(shape), std::vector<std::byte>(values.size() * sizeof(float))};
    if (!values.empty()) {
        std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    }
    return tensor;
}

Result<TensorFile> readSafetensors(const std::filesystem::path& path)
{
    std::ifstream file;
    auto header = readHeader(path, file);
    if (!header) {
        return tl::unexpected(header.error());
    }
    TensorFile result;
    result.metadata = std::move(header->metadata);
    for (Entry& entry : header->entries) {
        Tensor tensor{*entry.type, std::move(*entry.shape), std::vector<std::byte>(entry.end - entry.begin)};
        // The entries lie one after the other, so the file is read straight through.
        if (!tensor.bytes.empty() && !file.read(reinterpret_cast<char*>(tensor.bytes.data()),
                                                static_cast<std::streamsize>(tensor.bytes.size()))) {
            return fail(ErrorCode::Unreadable, "could not be read to its end", {utf8(path), {}, {}});
        }
        result.tensors.emplace(std::move(entry.name), std::move(tensor));
    }
    return result;
}

Result<std::map<std::string, std::string>> readSafetensorsMetadata(const std::filesystem::path& path)
{
    std::ifstream file;
    return readHeader(path, file).map([](Header&& header) { return std::move(header.metadata); });
}

Result<void> writeSafetensors(const std::filesystem::path& path, const TensorFile& file)
{
    const auto invalid = [&path](const std::string& what) {
        return fail(ErrorCode::Invalid, what, {utf8(path), {}, {}});
    };
    // Wide elements first: whatever the names, every tensor then lies at a multiple of its element size.
    std::vector<std::pair<std::string_view, const Tensor*>> order;
    for (const auto& [name, tensor] : file.tensors) {
        if (name == metadataKey) {
            return invalid("no tensor may be called __metadata__");
        }
        if (static_cast<std::size_t>(tensor.elementCount()) * sizeOf(tensor.type) != tensor.bytes.size()) {
            return invalid("the tensor \"" + name + "\" has a shape that does not fit its bytes");
        }
        order.emplace_back(name, &tensor);
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return sizeOf(a.second->type) > sizeOf(b.second->type); });

    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!file.metadata.empty()) {
        header[metadataKey] = file.metadata;
    }
    std::uint64_t offset = 0;
    for (const auto& [name, tensor] : order) {
        const std::uint64_t end = offset + tensor->bytes.size();
        header[std::string(name)] = {
            {"dtype", toString(tensor->type)}, {"shape", tensor->shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text;
    try {
        text = header.dump();
    } catch (const nlohmann::json::exception&) {
        return invalid("a tensor name or a metadata entry is not valid UTF-8");
    }
    text.resize((text.size() + lengthBytes - 1) / lengthBytes * lengthBytes, ' ');
    if (text.size() > maxHeaderBytes) {
        return invalid("the header would be larger than 100 MB");
    }

    const auto headerBytes = static_cast<std::uint64_t>(text.size());
    std::string content(lengthBytes, '\0');
    std::memcpy(content.data(), &headerBytes, lengthBytes);
    content.reserve(lengthBytes + text.size() + offset);
    content += text;
    for (const auto& [name, tensor] : order) {
        content.append(reinterpret_cast<const char*>(tensor->bytes.data()), tensor->bytes.size());
    }
    return writeFileAtomically(path, content);
}

}  // namespace sightline::learning
