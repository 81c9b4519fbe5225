// The weights and pictures of reference/make_parity.py: both sides compute them, so that none are stored.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "core/learning/safetensors.h"

namespace sightline::learning::cases {

/// Numbers in [0, 1): a 32-bit linear congruential generator that starts at the name's FNV-1a hash.
class NamedNumbers {
public:
    explicit NamedNumbers(const std::string& name)
    {
        for (const char c : name) {
            m_state = (m_state ^ static_cast<unsigned char>(c)) * 16777619U;
        }
    }
    double next()
    {
        m_state = 1664525U * m_state + 1013904223U;
        return m_state / 4294967296.0;
    }

private:
    std::uint32_t m_state = 2166136261U;
};

/// The value of a network's tensor, by its name and shape.
inline Tensor namedTensor(const std::string& name, const std::vector<std::int64_t>& shape, double gain)
{
    Tensor tensor{DType::F32, shape, {}};
    const auto count = static_cast<std::size_t>(tensor.elementCount());
    if (name.ends_with("num_batches_tracked")) {
        return {DType::I64, shape, std::vector<std::byte>(count * sizeof(std::int64_t))};
    }
    const double inputs = shape.size() > 1 ? static_cast<double>(tensor.elementCount() / shape[0]) : 1;
    const double bound = std::sqrt(6 / inputs);
    const bool variance = name.ends_with("running_var");
    const bool weight = name.ends_with("weight");
    NamedNumbers numbers(name);
    tensor.bytes.resize(count * sizeof(float));
    for (std::size_t i = 0; i < count; ++i) {
        const double unit = numbers.next();
        const double value = shape.size() > 1 ? (2 * unit - 1) * bound
                             : variance       ? 0.5 + unit
                             : weight         ? gain * (0.8 + 0.4 * unit)
                                              : 0.2 * (unit - 0.5);
        const auto narrow = static_cast<float>(value);
        std::memcpy(tensor.bytes.data() + i * sizeof(float), &narrow, sizeof(float));
    }
    return tensor;
}

}  // namespace sightline::learning::cases
