#include "core/learning/torch/state.h"

#include <cstring>
#include <new>

#include <torch/torch.h>

namespace sightline::learning {
namespace {

/// Parameters and buffers by name; at::Tensor is a handle, so changing these changes the module.
std::map<std::string, at::Tensor> tensorsOf(const torch::nn::Module& module)
{
    std::map<std::string, at::Tensor> result;
    for (const auto& item : module.named_parameters()) {
        result.emplace(item.key(), item.value());
    }
    for (const auto& item : module.named_buffers()) {
        result.emplace(item.key(), item.value());
    }
    return result;
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    }
    return text + "]";
}

std::optional<at::ScalarType> scalarType(DType type)
{
    switch (type) {
        case DType::F32: return at::kFloat;
        case DType::F16: return at::kHalf;
        case DType::BF16: return at::kBFloat16;
        case DType::I64: return at::kLong;
        case DType::I32: return at::kInt;
        case DType::U8: return at::kByte;
    }
    return std::nullopt;
}

/// A view on the tensor's bytes; it must not outlive them.
at::Tensor viewOf(const Tensor& tensor)
{
    auto* const bytes = const_cast<std::byte*>(tensor.bytes.data());  // only read from
    return at::from_blob(bytes, tensor.shape, at::TensorOptions().dtype(*scalarType(tensor.type)));
}

bool floating(DType type)
{
    return type == DType::F32 || type == DType::F16 || type == DType::BF16;
}

/// What is wrong with `given` as the value of `own`, or "".
std::string misfit(const at::Tensor& own, const Tensor& given)
{
    if (own.sizes() != at::IntArrayRef(given.shape)) {
        return "has the shape " + shapeText(given.shape) + " instead of " + shapeText(own.sizes().vec());
    }
    if (own.is_floating_point() != floating(given.type)) {
        return std::string("has the type ") + toString(given.type);
    }
    if (floating(given.type) && !at::isfinite(viewOf(given)).all().item<bool>()) {
        return "holds values that are no finite numbers";
    }
    return {};
}

}  // namespace

std::map<std::string, Tensor> saveState(const torch::nn::Module& module, const std::string& prefix)
{
    std::map<std::string, Tensor> result;
    for (const auto& [name, value] : tensorsOf(module)) {
        const bool real = value.is_floating_point();
        const at::Tensor plain =
            value.detach().to(at::kCPU, real ? at::kFloat : at::kLong).contiguous(at::MemoryFormat::Contiguous);
        Tensor tensor{real ? DType::F32 : DType::I64, plain.sizes().vec(), std::vector<std::byte>(plain.nbytes())};
        if (!tensor.bytes.empty()) {
            std::memcpy(tensor.bytes.data(), plain.const_data_ptr(), tensor.bytes.size());
        }
        result.emplace(prefix + name, std::move(tensor));
    }
    return result;
}

std::vector<std::string> misfits(const torch::nn::Module& module, const std::string& prefix,
                                 const std::map<std::string, Tensor>& tensors)
{
    std::vector<std::string> problems;
    const auto own = tensorsOf(module);
    for (const auto& [name, value] : own) {
        const auto given = tensors.find(prefix + name);
        if (given == tensors.end()) {
            problems.push_back("\"" + prefix + name + "\" is missing");
        } else if (const std::string problem = misfit(value, given->second); !problem.empty()) {
            problems.push_back("\"" + prefix + name + "\" " + problem);
        }
    }
    for (auto given = tensors.lower_bound(prefix); given != tensors.end() && given->first.starts_with(prefix);
         ++given) {
        if (!own.contains(given->first.substr(prefix.size()))) {
            problems.push_back("\"" + given->first + "\" is unexpected");
        }
    }
    return problems;
}

std::size_t loadState(torch::nn::Module& module, const std::string& prefix,
                      const std::map<std::string, Tensor>& tensors)
{
    const at::NoGradGuard noGradients;
    std::size_t loaded = 0;
    for (auto& [name, value] : tensorsOf(module)) {
        const auto given = tensors.find(prefix + name);
        if (given != tensors.end() && misfit(value, given->second).empty()) {
            at::Tensor(value).copy_(viewOf(given->second));
            ++loaded;
        }
    }
    return loaded;
}

Error errorFromException()
{
    try {
        throw;
    } catch (const c10::OutOfMemoryError&) {
        return {ErrorCode::OutOfMemory, "the graphics card has not enough memory", {}};
    } catch (const std::bad_alloc&) {
        return {ErrorCode::OutOfMemory, "there is not enough memory", {}};
    } catch (const c10::Error& error) {
        const std::string words = error.what_without_backtrace();
        // torch's own allocator for ordinary memory has no type of its own for this.
        if (words.find("not enough memory") != std::string::npos) {
            return {ErrorCode::OutOfMemory, "there is not enough memory", {}};
        }
        return {ErrorCode::Internal, "torch reports: " + words.substr(0, words.find('\n')), {}};
    } catch (const std::exception& error) {
        return {ErrorCode::Internal, std::string("the learning module reports: ") + error.what(), {}};
    } catch (...) {
        return {ErrorCode::Internal, "the learning module failed for an unknown reason", {}};
    }
}

}  // namespace sightline::learning
