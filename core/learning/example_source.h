// Where training gets its pictures. retraining builds one from a domain; learning never sees the domain.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/signal_image.h"

namespace sightline::learning {

/// Immutable; example() and augmented() may be called from several threads at once.
class ExampleSource {
public:
    virtual ~ExampleSource() = default;
    [[nodiscard]] virtual std::size_t count() const = 0;
    [[nodiscard]] virtual std::size_t classCount() const = 0;
    [[nodiscard]] virtual std::size_t classOf(std::size_t index) const = 0;
    /// The plain picture: what inference will see.
    [[nodiscard]] virtual Result<Example> example(std::size_t index) const = 0;
    /// The signal changed at random and drawn anew; the same for the same (index, seed).
    [[nodiscard]] virtual Result<Example> augmented(std::size_t index, std::uint64_t seed) const = 0;
};

/// Examples held in memory, without augmentation. For tests and for callers that already drew everything.
class MemorySource final : public ExampleSource {
public:
    MemorySource(std::vector<Example> examples, std::vector<std::size_t> classes, std::size_t classCount);
    [[nodiscard]] std::size_t count() const override { return m_examples.size(); }
    [[nodiscard]] std::size_t classCount() const override { return m_classCount; }
    [[nodiscard]] std::size_t classOf(std::size_t index) const override { return m_classes[index]; }
    [[nodiscard]] Result<Example> example(std::size_t index) const override { return m_examples[index]; }
    [[nodiscard]] Result<Example> augmented(std::size_t index, std::uint64_t /*seed*/) const override
    {
        return m_examples[index];
    }

private:
    std::vector<Example> m_examples;
    std::vector<std::size_t> m_classes;
    std::size_t m_classCount;
};

}  // namespace sightline::learning
