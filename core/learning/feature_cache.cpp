#include "core/learning/feature_cache.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <span>
#include <system_error>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/ids.h"
#include "core/learning/safetensors.h"

namespace sightline::learning {
namespace {

namespace fs = std::filesystem;

constexpr const char* extension = ".features";
constexpr std::size_t keyLength = 32;  // hex digits
constexpr auto leftBehind = std::chrono::hours(1);

std::string hashOf(const TensorFile& file)
{
    Sha256 hash;
    for (const auto& [name, tensor] : file.tensors) {
        hash.add(name);
        hash.add(std::span<const std::byte>(tensor.bytes));
    }
    return hash.hex();
}

/// The file if it is whole and holds what its name promises.
bool whole(const TensorFile& file, const std::string& trunk, std::size_t width)
{
    const auto entry = [&file](const char* name) {
        const auto found = file.metadata.find(name);
        return found == file.metadata.end() ? std::string() : found->second;
    };
    const auto keys = file.tensors.find("keys");
    const auto features = file.tensors.find("features");
    if (keys == file.tensors.end() || features == file.tensors.end() || entry("trunk") != trunk) {
        return false;
    }
    const std::vector<std::int64_t>& shape = keys->second.shape;
    return shape.size() == 2 && shape[1] == keyLength && keys->second.type == DType::U8 &&
           features->second.type == DType::F32 &&
           features->second.shape == std::vector<std::int64_t>{shape[0], static_cast<std::int64_t>(width)} &&
           entry("sha256") == hashOf(file);
}

std::vector<fs::path> filesIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(folder, problem)) {
        if (entry.path().extension() == extension) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

struct KeptFile {
    fs::path path;
    fs::file_time_type used;
    std::uintmax_t bytes = 0;
};

}  // namespace

std::string pictureKey(const SignalImage& image)
{
    Sha256 hash;
    for (const int size : {image.channels, image.height, image.width}) {
        hash.add(static_cast<std::uint64_t>(size));
    }
    hash.add(std::as_bytes(std::span<const float>(image.pixels)));
    return hash.hex().substr(0, keyLength);
}

std::size_t FeatureCache::take(const std::string& trunk, std::size_t width,
                               std::multimap<std::string, std::size_t>& wanted, std::vector<float>& table) const
{
    std::size_t damaged = 0;
    if (!active()) {
        return damaged;
    }
    std::error_code ignored;
    for (const fs::path& path : filesIn(m_options.folder / trunk)) {
        if (wanted.empty()) {
            break;
        }
        const auto file = readSafetensors(path);
        if (!file && !fs::exists(path, ignored)) {
            continue;  // another process has just trimmed it
        }
        if (!file || !whole(*file, trunk, width)) {
            fs::remove(path, ignored);
            ++damaged;
            continue;
        }
        const Tensor& keys = file->tensors.at("keys");
        const Tensor& features = file->tensors.at("features");
        bool used = false;
        for (std::size_t i = 0; i < static_cast<std::size_t>(keys.shape[0]); ++i) {
            const std::string key(reinterpret_cast<const char*>(keys.bytes.data()) + i * keyLength, keyLength);
            const auto [first, last] = wanted.equal_range(key);
            for (auto at = first; at != last; ++at) {
                std::memcpy(table.data() + at->second * width, features.bytes.data() + i * width * sizeof(float),
                            width * sizeof(float));
                used = true;
            }
            wanted.erase(first, last);
        }
        if (used) {
            fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
        }
    }
    return damaged;
}

Result<void> FeatureCache::add(const std::string& trunk, std::size_t width, const std::vector<std::string>& keys,
                               const std::vector<float>& values) const
{
    if (!active() || keys.empty()) {
        return {};
    }
    const auto count = static_cast<std::int64_t>(keys.size());
    Tensor names{DType::U8, {count, static_cast<std::int64_t>(keyLength)}, {}};
    for (const std::string& key : keys) {
        const auto bytes = std::as_bytes(std::span<const char>(key));
        names.bytes.insert(names.bytes.end(), bytes.begin(), bytes.end());
    }
    TensorFile file;
    file.tensors.emplace("keys", std::move(names));
    file.tensors.emplace("features", floatTensor({count, static_cast<std::int64_t>(width)}, values));
    file.metadata = {{"trunk", trunk}, {"sha256", hashOf(file)}};
    return writeSafetensors(m_options.folder / trunk / (newUuid() + extension), file);
}

void FeatureCache::trim() const
{
    if (!active()) {
        return;
    }
    std::vector<KeptFile> files;
    std::uintmax_t bytes = 0;
    std::error_code problem;
    const auto now = fs::file_time_type::clock::now();
    std::vector<fs::path> rubbish;
    // Only this one's own files, two levels deep: the folder was named by a person.
    for (const auto& trunk : fs::directory_iterator(m_options.folder, problem)) {
        for (const auto& entry : fs::directory_iterator(trunk.path(), problem)) {
            const std::string name = utf8(entry.path().filename());
            const auto used = entry.last_write_time(problem);
            if (entry.path().extension() == extension) {
                files.push_back({entry.path(), used, entry.file_size(problem)});
                bytes += files.back().bytes;
            } else if (name.find(extension) != std::string::npos && now - used > leftBehind) {
                rubbish.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end(), [](const KeptFile& a, const KeptFile& b) { return a.used < b.used; });
    for (const KeptFile& file : files) {
        if (bytes <= m_options.maxBytes) {
            break;
        }
        fs::remove(file.path, problem);
        bytes -= file.bytes;
    }
    for (const fs::path& path : rubbish) {
        fs::remove(path, problem);
    }
}

}  // namespace sightline::learning
