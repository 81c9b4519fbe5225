// Private to fused_program.cpp: what a program is made of.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/learning/torch/fused_program.h"

struct pthreadpool;

namespace sightline::learning {

struct AlignedDelete {
    void operator()(float* memory) const;
};
using AlignedFloats = std::unique_ptr<float[], AlignedDelete>;
/// Zeros, from the start of a cache line on, and some more behind them: XNNPACK's kernels read past the end.
AlignedFloats allocateFloats(std::size_t count);

/// The caller's thread and some that wait for it.
class WorkerThreads {
public:
    WorkerThreads();
    WorkerThreads(const WorkerThreads&) = delete;
    WorkerThreads& operator=(const WorkerThreads&) = delete;
    ~WorkerThreads() { use(1); }

    void use(int count);
    [[nodiscard]] int count() const { return m_count; }
    /// work(thread, i) for every i below `count`, in any order; returns when all are done.
    void share(std::size_t count, const std::function<void(std::size_t thread, std::size_t i)>& work);
    /// The others stop looking for work until there is some: idle, they should cost nothing.
    void rest();
    /// As XNNPACK knows them; null: the caller's thread alone.
    [[nodiscard]] pthreadpool* pool() const { return m_pool; }

    /// Memory of each thread's own, for the length of one step: at least what was reserved.
    void reserveScratch(std::size_t floats);
    [[nodiscard]] float* scratch(std::size_t thread) const { return m_scratch[thread].get(); }

private:
    pthreadpool* m_pool = nullptr;
    int m_count = 1;
    std::size_t m_scratchFloats = 0;
    std::vector<AlignedFloats> m_scratch;
};

struct StepMemory {
    std::vector<const float*> read;
    float* write = nullptr;
};

class FusedStep {
public:
    FusedStep() = default;
    FusedStep(const FusedStep&) = delete;
    FusedStep& operator=(const FusedStep&) = delete;
    virtual ~FusedStep() = default;
    /// For the runs to come: so many examples in this memory.
    [[nodiscard]] virtual Result<void> prepare(std::size_t batch, const StepMemory& memory, WorkerThreads& threads) = 0;
    [[nodiscard]] virtual Result<void> run(WorkerThreads& threads) = 0;
};
using MadeStep = Result<std::unique_ptr<FusedStep>>;
using Extent = FusedBuilder::Extent;
inline std::size_t sizeOf(const Extent& extent)
{
    return static_cast<std::size_t>(extent.height) * static_cast<std::size_t>(extent.width) *
           static_cast<std::size_t>(extent.channels);
}

/// Internal, with what is missing, where libtorch came without XNNPACK or it does not know the processor.
Result<void> fusedStepsThere();

/// From … up to, not including.
using Ranges = std::vector<std::pair<int, int>>;
Ranges halves(int side);
/// As torch's adaptive pooling cuts `side` into `count` parts, which may share an edge.
Ranges parts(int side, int count);

/// read[0] → write. `activates`: a ReLU is done as well.
MadeStep convolutionStep(const FoldedConvolution& layer, const Extent& from, bool activates);
/// read[0], and a residual in read[1] if it is there → write; with the ReLU.
MadeStep winogradStep(const FoldedConvolution& layer, const Extent& from);
MadeStep denseStep(const DenseLayer& layer);
MadeStep maxPoolStep(const Extent& from, int kernel, int stride, int padding);
MadeStep averagesStep(const Extent& from, Ranges rows, Ranges columns);
/// write += read[0], `size` numbers an example; then a ReLU.
MadeStep addStep(std::size_t size, bool relu);
/// HardSwish or HardSigmoid, in place.
MadeStep activationStep(Activation activation, std::size_t size);
/// write *= read[0], channel by channel.
MadeStep scaleStep(const Extent& extent);
MadeStep joinStep(std::vector<Extent> extents);

}  // namespace sightline::learning
