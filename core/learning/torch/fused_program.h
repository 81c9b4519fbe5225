// Private to the torch half: a network as a flat list of steps for judging on the processor. Batch norms are in the
// convolutions, weights packed, memory laid out once, maps with their channels last; nothing is looked up, checked or
// allocated between two steps. The convolutions are XNNPACK's, which libtorch's own library carries, and
// fast_kernels.h's. No torch in it.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/learning/example_source.h"
#include "core/learning/torch/layers.h"

namespace sightline::learning {

/// One thread at a time. What it says about an example is the same bit for bit, whatever else is in the batch and
/// however many threads work on it.
class FusedProgram {
public:
    FusedProgram(FusedProgram&&) noexcept;
    FusedProgram& operator=(FusedProgram&&) noexcept;
    ~FusedProgram();

    /// For the runs to come; 1 at first. The threads are the program's own, and sleep between two runs.
    void useThreads(int count);
    /// Memory for what lies between the steps, for each example of the largest batch.
    [[nodiscard]] std::size_t bytesPerExample() const;
    /// examples.size() × scalars standardised → examples.size() × classes logits. Internal if a step fails.
    [[nodiscard]] Result<void> run(std::span<const Example> examples, std::span<const float> scalars,
                                   std::span<float> logits);

private:
    friend class FusedBuilder;
    struct State;
    explicit FusedProgram(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// A convolution whose batch norm is in its weights already.
struct FoldedConvolution {
    ConvolutionSpec spec;
    std::span<const float> weights;  ///< out × in / groups × kernel × kernel
    std::span<const float> bias;     ///< out
};

struct DenseLayer {
    int in = 0;
    int out = 0;
    Activation activation = Activation::None;
    std::span<const float> weights;  ///< out × in
    std::span<const float> bias;     ///< out, or none
};

/// A network describes itself to it, step by step (Network::describe). What the weights' spans point to is read during
/// the call alone. The first thing that goes wrong is told by finish().
class FusedBuilder {
public:
    /// Maps or, with height and width 1, plain numbers.
    using Value = std::size_t;
    struct Extent {
        int height = 1;
        int width = 1;
        int channels = 0;
    };

    /// Pictures of channels × height × width and so many scalars are to be judged.
    FusedBuilder(const Extent& picture, int scalars);
    FusedBuilder(const FusedBuilder&) = delete;
    FusedBuilder& operator=(const FusedBuilder&) = delete;
    ~FusedBuilder();

    /// (pixel - mean) · scale per channel; both empty: the pixels.
    Value picture(std::span<const float> mean, std::span<const float> scale);
    Value scalars();
    Value convolution(Value x, const FoldedConvolution& layer);
    /// The residual is added before the activation.
    Value convolution(Value x, const FoldedConvolution& layer, Value residual);
    Value dense(Value x, const DenseLayer& layer);
    Value maxPool(Value x, int kernel, int stride, int padding);
    /// 2 × 2 with stride 2; an odd edge is averaged over what there is.
    Value halve(Value x);
    /// Averages of rows × columns parts that cover the map, as torch's adaptive_avg_pool2d cuts them.
    Value averages(Value x, int rows, int columns);
    /// Each channel of x by its own factor: factors has one position.
    Value scale(Value x, Value factors);
    Value add(Value x, Value y);
    /// One row of numbers: maps channel by channel, as torch flattens them.
    Value join(std::span<const Value> values);

    [[nodiscard]] Extent extent(Value x) const;
    /// `logits`: the last value. Internal where libtorch came without XNNPACK or a step was refused, with which.
    [[nodiscard]] Result<FusedProgram> finish(Value logits);

private:
    std::unique_ptr<FusedProgram::State> m_state;
};

}  // namespace sightline::learning
