// The safetensors container: u64 LE header length, JSON header, packed row-major data without holes.
// https://github.com/huggingface/safetensors – opens in anybody's reader. Nothing in it can execute.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace sightline::learning {

enum class DType { F32, F16, BF16, I64, I32, U8 };
std::size_t sizeOf(DType type);
const char* toString(DType type);  ///< "F32", as in the header

struct Tensor {
    DType type = DType::F32;
    std::vector<std::int64_t> shape;
    std::vector<std::byte> bytes;  ///< little-endian, row-major

    [[nodiscard]] std::int64_t elementCount() const;
    bool operator==(const Tensor&) const = default;
};
Tensor floatTensor(std::vector<std::int64_t> shape, const std::vector<float>& values);

struct TensorFile {
    std::map<std::string, Tensor> tensors;
    std::map<std::string, std::string> metadata;  ///< the header's __metadata__
};

/// Corrupt (with the byte) for: truncation, header over 100 MB, malformed JSON, duplicate keys, unknown dtype, negative
/// or overflowing shapes, sizes that disagree, overlaps, holes, trailing bytes, offsets beyond the file.
Result<TensorFile> readSafetensors(const std::filesystem::path& path);
/// The header's __metadata__ only: cheap, no tensor is read.
Result<std::map<std::string, std::string>> readSafetensorsMetadata(const std::filesystem::path& path);
Result<void> writeSafetensors(const std::filesystem::path& path, const TensorFile& file);

}  // namespace sightline::learning
