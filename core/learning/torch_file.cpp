#include "core/learning/torch_file.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/file.h"
#include "core/learning/pickle_reader.h"
#include "core/learning/stored_zip.h"

namespace sightline::learning {
namespace {

constexpr std::uint64_t mostPickleBytes = 16'000'000;
constexpr std::uint64_t mostStorageBytes = std::uint64_t{1} << 36;  // the file's own size is the nearer limit
constexpr std::uint64_t mostNoteBytes = 64;
constexpr std::uint64_t mostSharing = 4;  ///< times all storages' bytes that all tensors may take
constexpr const char* listName = "data.pkl";

struct StorageType {
    const char* name;
    DType type;
    std::size_t bytes;  ///< of an element in the file
};
constexpr StorageType storageTypes[] = {{"FloatStorage", DType::F32, 4}, {"DoubleStorage", DType::F32, 8},
                                        {"HalfStorage", DType::F16, 2},  {"BFloat16Storage", DType::BF16, 2},
                                        {"LongStorage", DType::I64, 8},  {"IntStorage", DType::I32, 4},
                                        {"ByteStorage", DType::U8, 1}};

/// Copies a view, row by row of its last dimension, into packed bytes.
std::vector<std::byte> packed(const PickledTensor& tensor, const std::string& storage, std::size_t elementBytes)
{
    std::int64_t count = 1;
    for (const std::int64_t side : tensor.shape) {
        count *= side;
    }
    std::vector<std::byte> bytes(static_cast<std::size_t>(count) * elementBytes);
    std::vector<std::int64_t> index(tensor.shape.size(), 0);
    std::int64_t from = tensor.offset;
    for (std::int64_t i = 0; i < count; ++i) {
        std::memcpy(bytes.data() + static_cast<std::size_t>(i) * elementBytes,
                    storage.data() + static_cast<std::size_t>(from) * elementBytes, elementBytes);
        for (std::size_t d = tensor.shape.size(); d > 0; --d) {
            from += tensor.strides[d - 1];
            if (++index[d - 1] < tensor.shape[d - 1]) {
                break;
            }
            from -= index[d - 1] * tensor.strides[d - 1];
            index[d - 1] = 0;
        }
    }
    return bytes;
}

bool isPacked(const PickledTensor& tensor)
{
    std::int64_t expected = 1;
    for (std::size_t d = tensor.shape.size(); d > 0; --d) {
        if (tensor.shape[d - 1] != 1 && tensor.strides[d - 1] != expected) {
            return false;
        }
        expected *= tensor.shape[d - 1];
    }
    return true;
}

std::vector<std::byte> toFloats(const std::vector<std::byte>& doubles)
{
    std::vector<std::byte> floats(doubles.size() / 2);
    for (std::size_t i = 0; i < doubles.size() / sizeof(double); ++i) {
        double value = 0;
        std::memcpy(&value, doubles.data() + i * sizeof(double), sizeof(double));
        const auto narrow = static_cast<float>(value);
        std::memcpy(floats.data() + i * sizeof(float), &narrow, sizeof(float));
    }
    return floats;
}

auto corrupt(const StoredZip& zip, const std::string& what)
{
    return fail(ErrorCode::Corrupt, "the torch file " + what, {zip.file(), {}, {}});
}

/// "resnet18/" of "resnet18/data.pkl"; everything else lies under it.
Result<std::string> rootOf(const StoredZip& zip)
{
    std::string root;
    for (const auto& [name, member] : zip.members()) {
        const auto slash = name.find('/');
        if (slash != std::string::npos && name.substr(slash + 1) == listName) {
            if (!root.empty()) {
                return corrupt(zip, "has two lists of tensors");
            }
            root = name.substr(0, slash + 1);
        }
    }
    if (root.empty()) {
        return corrupt(zip, "has no list of tensors (data.pkl): it is some other archive");
    }
    if (zip.members().contains(root + "constants.pkl")) {
        return corrupt(zip, "is a TorchScript program, which is never loaded; save the state_dict() instead");
    }
    return root;
}

Result<void> checkByteOrder(StoredZip& zip, const std::string& root)
{
    if (!zip.members().contains(root + "byteorder")) {
        return {};  // files before PyTorch 2.1
    }
    const auto order = zip.read(root + "byteorder", mostNoteBytes);
    if (!order) {
        return tl::unexpected(order.error());
    }
    return *order == "little" ? Result<void>()
                              : corrupt(zip, "was written with another byte order (\"" + *order + "\")");
}

/// Reads the storages one by one and cuts the tensors out of them.
class Storages {
public:
    Storages(StoredZip& zip, std::string root) : m_zip(zip), m_root(std::move(root))
    {
        for (const auto& [name, member] : zip.members()) {
            m_bytesLeft += mostSharing * member.bytes;
        }
    }

    Result<Tensor> tensor(const std::string& name, const PickledTensor& described)
    {
        const auto* const type =
            std::find_if(std::begin(storageTypes), std::end(storageTypes),
                         [&](const StorageType& known) { return known.name == described.storageType; });
        if (type == std::end(storageTypes)) {
            return corrupt(m_zip, "has the tensor \"" + name + "\" of the type " + described.storageType +
                                      ", which no weights have");
        }
        if (const auto read = load(described.storage); !read) {
            return tl::unexpected(read.error());
        }
        const auto elements = static_cast<std::uint64_t>(described.storageElements);
        if (m_bytes.size() % type->bytes != 0 || m_bytes.size() / type->bytes != elements) {
            return corrupt(m_zip, "gives \"" + name + "\" a storage of " + std::to_string(elements) +
                                      " elements, and it has " + std::to_string(m_bytes.size()) + " bytes");
        }
        Tensor result{type->type, described.shape, {}};
        const std::uint64_t bytes = static_cast<std::uint64_t>(result.elementCount()) * type->bytes;
        if (bytes > m_bytesLeft) {
            return corrupt(m_zip, "makes far more of its bytes than there are");
        }
        m_bytesLeft -= bytes;
        if (isPacked(described)) {
            const auto* first = reinterpret_cast<const std::byte*>(m_bytes.data()) +
                                (bytes == 0 ? 0 : static_cast<std::uint64_t>(described.offset) * type->bytes);
            result.bytes.assign(first, first + bytes);
        } else {
            result.bytes = packed(described, m_bytes, type->bytes);
        }
        if (type->bytes != sizeOf(type->type)) {
            result.bytes = toFloats(result.bytes);
        }
        return result;
    }

private:
    /// Tensors of one storage mostly follow each other: the last one read is kept.
    Result<void> load(const std::string& key)
    {
        if (m_loaded && m_key == key) {
            return {};
        }
        auto bytes = m_zip.read(m_root + "data/" + key, mostStorageBytes);
        if (!bytes) {
            return bytes.error().code == ErrorCode::NotFound
                       ? Result<void>(corrupt(m_zip, "lacks the storage \"data/" + key + "\""))
                       : Result<void>(tl::unexpected(bytes.error()));
        }
        m_bytes = std::move(*bytes);
        m_key = key;
        m_loaded = true;
        return {};
    }

    StoredZip& m_zip;
    std::string m_root;
    bool m_loaded = false;
    std::string m_key;
    std::string m_bytes;
    std::uint64_t m_bytesLeft = 0;
};

void dropModulePrefix(std::map<std::string, Tensor>& tensors)
{
    constexpr std::string_view prefix = "module.";
    const auto has = [&](const auto& item) { return item.first.starts_with(prefix); };
    if (tensors.empty() || !std::all_of(tensors.begin(), tensors.end(), has)) {
        return;
    }
    std::map<std::string, Tensor> renamed;
    for (auto& [name, tensor] : tensors) {
        renamed.emplace(name.substr(prefix.size()), std::move(tensor));
    }
    tensors = std::move(renamed);
}

}  // namespace

Result<TensorFile> readTorchFile(const std::filesystem::path& path)
{
    auto zip = StoredZip::open(path);
    if (!zip) {
        return tl::unexpected(zip.error());
    }
    const auto root = rootOf(*zip);
    if (!root) {
        return tl::unexpected(root.error());
    }
    if (const auto order = checkByteOrder(*zip, *root); !order) {
        return tl::unexpected(order.error());
    }
    const auto list = zip->read(*root + listName, mostPickleBytes);
    const auto listStart = zip->dataStart(*root + listName);
    if (!list || !listStart) {
        return tl::unexpected(list ? listStart.error() : list.error());
    }
    const auto described = readPickledTensors(*list, zip->file(), *listStart);
    if (!described) {
        return tl::unexpected(described.error());
    }
    TensorFile file;
    Storages storages(*zip, *root);
    for (const auto& [name, tensor] : *described) {
        auto read = storages.tensor(name, tensor);
        if (!read) {
            return tl::unexpected(read.error());
        }
        file.tensors.emplace(name, std::move(*read));
    }
    return file;
}

Result<TensorFile> readWeights(const std::filesystem::path& path)
{
    const auto head = readFileHead(path, 2);
    if (!head) {
        return tl::unexpected(head.error());
    }
    if (*head == "\x80\x02") {
        return fail(ErrorCode::Invalid,
                    "this is a legacy weight file of PyTorch before 1.6: load it there and save it again with "
                    "torch.save(), or as safetensors",
                    {utf8(path), {}, {}});
    }
    auto file = *head == "PK" ? readTorchFile(path) : readSafetensors(path);
    if (file) {
        dropModulePrefix(file->tensors);
    }
    return file;
}

}  // namespace sightline::learning
