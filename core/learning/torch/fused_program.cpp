#include "core/learning/torch/fused_program.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "core/learning/torch/fast_kernels.h"
#include "core/learning/torch/fused_steps.h"

namespace sightline::learning {
namespace {

constexpr std::size_t unused = std::numeric_limits<std::size_t>::max();

}  // namespace

struct FusedProgram::State {
    struct Value {
        FusedBuilder::Extent extent;
        std::size_t lastUse = 0;  ///< the step that reads or changes it last
        std::size_t slot = unused;
    };
    struct Slot {
        std::size_t floats = 0;  ///< for one example
        std::size_t freeAfter = 0;
        AlignedFloats memory;
    };
    struct Placed {
        std::unique_ptr<FusedStep> step;
        std::vector<std::size_t> reads;
        std::size_t writes = 0;
    };

    FusedBuilder::Extent picture;
    std::size_t scalarCount = 0;
    std::vector<float> mean;
    std::vector<float> scale;
    std::vector<Value> values;
    std::vector<Placed> steps;
    std::vector<Slot> slots;
    std::size_t pictureValue = unused;
    std::size_t scalarValue = unused;
    std::size_t result = unused;
    std::string problem;

    WorkerThreads threads;
    std::size_t batch = 0;     ///< the steps are ready for
    std::size_t capacity = 0;  ///< the memory is enough for

    std::size_t newValue(const FusedBuilder::Extent& extent)
    {
        values.push_back({.extent = extent});
        return values.size() - 1;
    }

    void place(Result<std::unique_ptr<FusedStep>> step, std::vector<std::size_t> reads, std::size_t writes)
    {
        if (!step) {
            problem = problem.empty() ? step.error().message : problem;
            return;
        }
        steps.push_back({std::move(*step), std::move(reads), writes});
    }

    /// Values that are never wanted at the same time share memory.
    void layOut()
    {
        for (std::size_t i = 0; i < steps.size(); ++i) {
            for (const std::size_t value : steps[i].reads) {
                values[value].lastUse = i;
            }
            values[steps[i].writes].lastUse = i;
        }
        values[result].lastUse = steps.size();
        for (const std::size_t given : {pictureValue, scalarValue}) {
            if (given != unused) {
                takeSlot(values[given], 0);
            }
        }
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (Value& written = values[steps[i].writes]; written.slot == unused) {
                takeSlot(written, i);
            }
        }
    }

    /// The smallest free one that is large enough, else the largest free one, made larger, else a new one.
    void takeSlot(Value& value, std::size_t step)
    {
        const std::size_t floats = sizeOf(value.extent);
        Slot* best = nullptr;
        for (Slot& slot : slots) {
            if (slot.freeAfter >= step) {
                continue;
            }
            const bool better =
                best == nullptr || (best->floats < floats ? slot.floats > best->floats
                                                          : slot.floats >= floats && slot.floats < best->floats);
            best = better ? &slot : best;
        }
        if (best == nullptr) {
            best = &slots.emplace_back();
        }
        best->floats = std::max(best->floats, floats);
        best->freeAfter = value.lastUse;
        value.slot = static_cast<std::size_t>(best - slots.data());
    }

    [[nodiscard]] float* memoryOf(std::size_t value) const { return slots[values[value].slot].memory.get(); }

    [[nodiscard]] Result<void> prepare(std::size_t count)
    {
        if (count == batch) {
            return {};
        }
        batch = 0;
        if (count > capacity) {
            for (Slot& slot : slots) {
                slot.memory = nullptr;
                slot.memory = allocateFloats(slot.floats * count);
            }
            capacity = count;
        }
        for (Placed& placed : steps) {
            StepMemory memory{.read = {}, .write = memoryOf(placed.writes)};
            for (std::size_t i = 0; i < placed.reads.size(); ++i) {
                memory.read.push_back(memoryOf(placed.reads[i]));
            }
            if (const auto ready = placed.step->prepare(count, memory, threads); !ready) {
                return tl::unexpected(ready.error());
            }
        }
        batch = count;
        return {};
    }

    void fillPicture(const Example& example, float* to) const
    {
        const auto channels = static_cast<std::size_t>(picture.channels);
        const std::size_t positions = sizeOf(picture) / channels;
        for (std::size_t c = 0; c < channels; ++c) {
            const float* from = example.image.pixels.data() + c * positions;
            const float middle = mean.empty() ? 0 : mean[c];
            const float factor = mean.empty() ? 1 : scale[c];
            for (std::size_t p = 0; p < positions; ++p) {
                to[p * channels + c] = (from[p] - middle) * factor;
            }
        }
    }
};

FusedProgram::FusedProgram(std::unique_ptr<State> state) : m_state(std::move(state)) {}
FusedProgram::FusedProgram(FusedProgram&&) noexcept = default;
FusedProgram& FusedProgram::operator=(FusedProgram&&) noexcept = default;
FusedProgram::~FusedProgram() = default;

void FusedProgram::useThreads(int count)
{
    m_state->threads.use(count);
    m_state->batch = 0;
}

std::size_t FusedProgram::bytesPerExample() const
{
    std::size_t floats = 0;
    for (const State::Slot& slot : m_state->slots) {
        floats += slot.floats;
    }
    return floats * sizeof(float);
}

Result<void> FusedProgram::run(std::span<const Example> examples, std::span<const float> scalars,
                               std::span<float> logits)
{
    State& state = *m_state;
    if (const auto ready = state.prepare(examples.size()); !ready) {
        return ready;
    }
    float* const pictures = state.memoryOf(state.pictureValue);
    state.threads.share(examples.size(), [&](std::size_t /*thread*/, std::size_t i) {
        state.fillPicture(examples[i], pictures + i * sizeOf(state.picture));
    });
    if (state.scalarValue != unused) {
        std::copy(scalars.begin(), scalars.end(), state.memoryOf(state.scalarValue));
    }
    for (State::Placed& placed : state.steps) {
        if (const auto done = placed.step->run(state.threads); !done) {
            state.batch = 0;
            return done;
        }
    }
    state.threads.rest();
    std::copy_n(state.memoryOf(state.result), logits.size(), logits.data());
    return {};
}

FusedBuilder::FusedBuilder(const Extent& picture, int scalars) : m_state(std::make_unique<FusedProgram::State>())
{
    m_state->picture = picture;
    m_state->scalarCount = static_cast<std::size_t>(scalars);
    if (const auto there = fusedStepsThere(); !there) {
        m_state->problem = there.error().message;
    }
}

FusedBuilder::~FusedBuilder() = default;

FusedBuilder::Extent FusedBuilder::extent(Value x) const
{
    return m_state->values[x].extent;
}

FusedBuilder::Value FusedBuilder::picture(std::span<const float> mean, std::span<const float> scale)
{
    m_state->mean.assign(mean.begin(), mean.end());
    m_state->scale.assign(scale.begin(), scale.end());
    m_state->pictureValue = m_state->newValue(m_state->picture);
    return m_state->pictureValue;
}

FusedBuilder::Value FusedBuilder::scalars()
{
    m_state->scalarValue = m_state->newValue({.channels = static_cast<int>(m_state->scalarCount)});
    return m_state->scalarValue;
}

FusedBuilder::Value FusedBuilder::convolution(Value x, const FoldedConvolution& layer)
{
    return convolution(x, layer, unused);
}

FusedBuilder::Value FusedBuilder::convolution(Value x, const FoldedConvolution& layer, Value residual)
{
    const Extent from = extent(x);
    const ConvolutionSpec& spec = layer.spec;
    const auto along = [&](int side) { return (side + 2 * (spec.kernel / 2) - spec.kernel) / spec.stride + 1; };
    const Value y = m_state->newValue({along(from.height), along(from.width), spec.out});
    const bool adds = residual != unused;
    const bool relu = spec.activation == Activation::Relu;
    if (spec.kernel == 3 && spec.stride == 1 && spec.groups == 1 &&
        suitsWinograd(spec.in, spec.out, from.height, from.width)) {
        std::vector<Value> reads = {x};
        if (adds) {
            reads.push_back(residual);
        }
        m_state->place(winogradStep(layer, from), std::move(reads), y);
    } else {
        m_state->place(convolutionStep(layer, from, !adds), {x}, y);
        if (adds) {
            m_state->place(addStep(sizeOf(extent(y)), relu), {residual}, y);
        }
    }
    if (spec.activation == Activation::HardSwish || spec.activation == Activation::HardSigmoid) {
        m_state->place(activationStep(spec.activation, sizeOf(extent(y))), {}, y);
    }
    return y;
}

FusedBuilder::Value FusedBuilder::dense(Value x, const DenseLayer& layer)
{
    const Value y = m_state->newValue({.channels = layer.out});
    m_state->place(denseStep(layer), {x}, y);
    if (layer.activation == Activation::HardSwish || layer.activation == Activation::HardSigmoid) {
        m_state->place(activationStep(layer.activation, sizeOf(extent(y))), {}, y);
    }
    return y;
}

FusedBuilder::Value FusedBuilder::maxPool(Value x, int kernel, int stride, int padding)
{
    const Extent from = extent(x);
    const auto along = [&](int side) { return (side + 2 * padding - kernel) / stride + 1; };
    const Value y = m_state->newValue({along(from.height), along(from.width), from.channels});
    m_state->place(maxPoolStep(from, kernel, stride, padding), {x}, y);
    return y;
}

FusedBuilder::Value FusedBuilder::halve(Value x)
{
    const Extent from = extent(x);
    const Value y = m_state->newValue({(from.height + 1) / 2, (from.width + 1) / 2, from.channels});
    m_state->place(averagesStep(from, halves(from.height), halves(from.width)), {x}, y);
    return y;
}

FusedBuilder::Value FusedBuilder::averages(Value x, int rows, int columns)
{
    const Extent from = extent(x);
    if (from.height == rows && from.width == columns) {
        return x;
    }
    const Value y = m_state->newValue({rows, columns, from.channels});
    m_state->place(averagesStep(from, parts(from.height, rows), parts(from.width, columns)), {x}, y);
    return y;
}

FusedBuilder::Value FusedBuilder::scale(Value x, Value factors)
{
    m_state->place(scaleStep(extent(x)), {factors}, x);
    return x;
}

FusedBuilder::Value FusedBuilder::add(Value x, Value y)
{
    m_state->place(addStep(sizeOf(extent(x)), false), {y}, x);
    return x;
}

FusedBuilder::Value FusedBuilder::join(std::span<const Value> values)
{
    std::vector<Extent> extents;
    Extent row;
    for (const Value value : values) {
        extents.push_back(extent(value));
        row.channels += static_cast<int>(sizeOf(extents.back()));
    }
    const Value y = m_state->newValue(row);
    m_state->place(joinStep(std::move(extents)), {values.begin(), values.end()}, y);
    return y;
}

Result<FusedProgram> FusedBuilder::finish(Value logits)
{
    if (!m_state->problem.empty()) {
        return fail(ErrorCode::Internal, m_state->problem);
    }
    m_state->result = logits;
    m_state->layOut();
    return FusedProgram(std::move(m_state));
}

}  // namespace sightline::learning
