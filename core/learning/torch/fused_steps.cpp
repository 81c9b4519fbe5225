// XNNPACK is looked up at run time: a libtorch that came without it is no reason not to start.
#include "core/learning/torch/fused_steps.h"

#include <algorithm>
#include <limits>
#include <new>
#include <string>

#include <pthreadpool.h>
#include <xnnpack.h>
#ifndef _WIN32
#include <dlfcn.h>
#endif

#include "core/learning/torch/fast_kernels.h"

namespace sightline::learning {
namespace {

constexpr std::size_t cacheLine = 64;
constexpr std::size_t readPastEnd = 64;  // floats
constexpr float unlimited = std::numeric_limits<float>::infinity();
// Tiles of one task: enough to read a layer's weights seldom, few enough for their values to stay in the cache.
constexpr std::size_t tilesPerTask = 48;
constexpr std::size_t elementsPerTask = 16384;

struct Xnnpack {
    decltype(&xnn_initialize) initialize = nullptr;
    decltype(&xnn_run_operator) run = nullptr;
    decltype(&xnn_delete_operator) remove = nullptr;
    decltype(&xnn_create_convolution2d_nhwc_f32) createConvolution = nullptr;
    decltype(&xnn_reshape_convolution2d_nhwc_f32) reshapeConvolution = nullptr;
    decltype(&xnn_setup_convolution2d_nhwc_f32) setUpConvolution = nullptr;
    decltype(&xnn_create_fully_connected_nc_f32) createDense = nullptr;
    decltype(&xnn_reshape_fully_connected_nc_f32) reshapeDense = nullptr;
    decltype(&xnn_setup_fully_connected_nc_f32) setUpDense = nullptr;
    decltype(&xnn_create_max_pooling2d_nhwc_f32) createMaxPool = nullptr;
    decltype(&xnn_reshape_max_pooling2d_nhwc_f32) reshapeMaxPool = nullptr;
    decltype(&xnn_setup_max_pooling2d_nhwc_f32) setUpMaxPool = nullptr;
    decltype(&pthreadpool_create) createThreads = nullptr;
    decltype(&pthreadpool_destroy) destroyThreads = nullptr;
    decltype(&pthreadpool_parallelize_1d_with_thread) share = nullptr;
    std::string missing;  ///< the first function that is; empty: all are there

    Xnnpack()
    {
        find(initialize, "xnn_initialize");
        find(run, "xnn_run_operator");
        find(remove, "xnn_delete_operator");
        find(createConvolution, "xnn_create_convolution2d_nhwc_f32");
        find(reshapeConvolution, "xnn_reshape_convolution2d_nhwc_f32");
        find(setUpConvolution, "xnn_setup_convolution2d_nhwc_f32");
        find(createDense, "xnn_create_fully_connected_nc_f32");
        find(reshapeDense, "xnn_reshape_fully_connected_nc_f32");
        find(setUpDense, "xnn_setup_fully_connected_nc_f32");
        find(createMaxPool, "xnn_create_max_pooling2d_nhwc_f32");
        find(reshapeMaxPool, "xnn_reshape_max_pooling2d_nhwc_f32");
        find(setUpMaxPool, "xnn_setup_max_pooling2d_nhwc_f32");
        find(createThreads, "pthreadpool_create");
        find(destroyThreads, "pthreadpool_destroy");
        find(share, "pthreadpool_parallelize_1d_with_thread");
        if (missing.empty() && initialize(nullptr) != xnn_status_success) {
            missing = "xnn_initialize";
        }
    }

private:
    template <class Function>
    void find([[maybe_unused]] Function& function, const char* name)
    {
#ifndef _WIN32
        function = reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
#endif
        if (function == nullptr && missing.empty()) {
            missing = name;
        }
    }
};

const Xnnpack& xnnpack()
{
    static const Xnnpack library;
    return library;
}

auto refused(const char* what, xnn_status status)
{
    return fail(ErrorCode::Internal,
                std::string("XNNPACK refused ") + what + " (status " + std::to_string(status) + ")");
}

struct OperatorDelete {
    void operator()(xnn_operator* made) const { xnnpack().remove(made); }
};
using Operator = std::unique_ptr<xnn_operator, OperatorDelete>;

float lowestOf(Activation activation)
{
    return activation == Activation::Relu ? 0 : -unlimited;
}

class XnnStep : public FusedStep {
public:
    explicit XnnStep(Operator made) : m_operator(std::move(made)) {}
    [[nodiscard]] Result<void> run(WorkerThreads& threads) override
    {
        const xnn_status status = xnnpack().run(m_operator.get(), threads.pool());
        return status == xnn_status_success ? Result<void>() : refused("to compute", status);
    }

protected:
    [[nodiscard]] xnn_operator_t made() const { return m_operator.get(); }

private:
    Operator m_operator;
};

class ConvolutionStep final : public XnnStep {
public:
    ConvolutionStep(Operator made, const Extent& from) : XnnStep(std::move(made)), m_from(from) {}

    [[nodiscard]] Result<void> prepare(std::size_t batch, const StepMemory& memory, WorkerThreads& threads) override
    {
        std::size_t bytes = 0;
        std::size_t alignment = 1;
        xnn_status status = xnnpack().reshapeConvolution(made(), batch, static_cast<std::size_t>(m_from.height),
                                                         static_cast<std::size_t>(m_from.width), &bytes, &alignment,
                                                         nullptr, nullptr, threads.pool());
        if (status == xnn_status_success) {
            m_workspace = bytes > 0 ? allocateFloats(bytes / sizeof(float) + 1) : nullptr;
            status = xnnpack().setUpConvolution(made(), m_workspace.get(), memory.read[0], memory.write);
        }
        return status == xnn_status_success ? Result<void>() : refused("a convolution's size", status);
    }

private:
    Extent m_from;
    AlignedFloats m_workspace;
};

class DenseStep final : public XnnStep {
public:
    using XnnStep::XnnStep;
    [[nodiscard]] Result<void> prepare(std::size_t batch, const StepMemory& memory, WorkerThreads& threads) override
    {
        xnn_status status = xnnpack().reshapeDense(made(), batch, threads.pool());
        if (status == xnn_status_success) {
            status = xnnpack().setUpDense(made(), memory.read[0], memory.write);
        }
        return status == xnn_status_success ? Result<void>() : refused("a dense layer's size", status);
    }
};

class MaxPoolStep final : public XnnStep {
public:
    MaxPoolStep(Operator made, const Extent& from) : XnnStep(std::move(made)), m_from(from) {}
    [[nodiscard]] Result<void> prepare(std::size_t batch, const StepMemory& memory, WorkerThreads& threads) override
    {
        const auto channels = static_cast<std::size_t>(m_from.channels);
        xnn_status status = xnnpack().reshapeMaxPool(made(), batch, static_cast<std::size_t>(m_from.height),
                                                     static_cast<std::size_t>(m_from.width), channels, channels,
                                                     channels, nullptr, nullptr, threads.pool());
        if (status == xnn_status_success) {
            status = xnnpack().setUpMaxPool(made(), memory.read[0], memory.write);
        }
        return status == xnn_status_success ? Result<void>() : refused("a pooling's size", status);
    }

private:
    Extent m_from;
};

/// A step of our own: it keeps what it was prepared for.
class OwnStep : public FusedStep {
public:
    [[nodiscard]] Result<void> prepare(std::size_t batch, const StepMemory& memory, WorkerThreads& /*threads*/) override
    {
        m_batch = batch;
        m_memory = memory;
        return {};
    }

protected:
    [[nodiscard]] std::size_t batch() const { return m_batch; }
    [[nodiscard]] const float* read(std::size_t i) const { return m_memory.read[i]; }
    [[nodiscard]] std::size_t readCount() const { return m_memory.read.size(); }
    [[nodiscard]] float* write() const { return m_memory.write; }

private:
    std::size_t m_batch = 0;
    StepMemory m_memory;
};

class WinogradStep final : public OwnStep {
public:
    WinogradStep(const FoldedConvolution& layer, const Extent& from)
        : m_from(from),
          m_weights(allocateFloats(winogradWeights(layer.spec.in, layer.spec.out))),
          m_bias(layer.bias.begin(), layer.bias.end())
    {
        packWinograd(layer.weights.data(), layer.spec.in, layer.spec.out, m_weights.get());
        m_layer = {.in = layer.spec.in,
                   .out = layer.spec.out,
                   .weights = m_weights.get(),
                   .bias = m_bias.data(),
                   .lowest = lowestOf(layer.spec.activation)};
    }

    [[nodiscard]] Result<void> prepare(std::size_t batch, const StepMemory& memory, WorkerThreads& threads) override
    {
        (void)OwnStep::prepare(batch, memory, threads);
        m_all = batch * winogradTiles(m_from.height, m_from.width);
        // Every thread gets the same number of tasks.
        const auto workers = static_cast<std::size_t>(threads.count());
        const std::size_t tasks = (m_all + tilesPerTask * workers - 1) / (tilesPerTask * workers) * workers;
        const auto step = static_cast<std::size_t>(fastKernels().tileStep);
        m_each = ((m_all + tasks - 1) / tasks + step - 1) / step * step;
        threads.reserveScratch(winogradScratch(m_layer, m_each));
        return {};
    }

    [[nodiscard]] Result<void> run(WorkerThreads& threads) override
    {
        threads.share((m_all + m_each - 1) / m_each, [&](std::size_t thread, std::size_t i) {
            fastKernels().winograd(m_layer, {.input = read(0),
                                             .residual = readCount() > 1 ? read(1) : nullptr,
                                             .output = write(),
                                             .height = m_from.height,
                                             .width = m_from.width,
                                             .first = i * m_each,
                                             .count = std::min(m_each, m_all - i * m_each),
                                             .scratch = threads.scratch(thread)});
        });
        return {};
    }

private:
    Extent m_from;
    AlignedFloats m_weights;
    std::vector<float> m_bias;
    WinogradLayer m_layer;
    std::size_t m_all = 0;
    std::size_t m_each = 1;
};

class ElementStep : public OwnStep {
public:
    explicit ElementStep(std::size_t size) : m_size(size) {}
    [[nodiscard]] Result<void> run(WorkerThreads& threads) override
    {
        const std::size_t all = batch() * m_size;
        threads.share((all + elementsPerTask - 1) / elementsPerTask, [&](std::size_t /*thread*/, std::size_t i) {
            const std::size_t first = i * elementsPerTask;
            work(first, std::min(elementsPerTask, all - first));
        });
        return {};
    }

protected:
    virtual void work(std::size_t first, std::size_t count) = 0;

private:
    std::size_t m_size;
};

class AddStep final : public ElementStep {
public:
    AddStep(std::size_t size, bool relu) : ElementStep(size), m_lowest(relu ? 0 : -unlimited) {}

protected:
    void work(std::size_t first, std::size_t count) override
    {
        fastKernels().add(write() + first, read(0) + first, count, m_lowest);
    }

private:
    float m_lowest;
};

class ActivationStep final : public ElementStep {
public:
    ActivationStep(Activation activation, std::size_t size)
        : ElementStep(size),
          m_kernel(activation == Activation::HardSwish ? fastKernels().hardSwish : fastKernels().hardSigmoid)
    {
    }

protected:
    void work(std::size_t first, std::size_t count) override { m_kernel(write() + first, count); }

private:
    void (*m_kernel)(float*, std::size_t);
};

/// Works on a piece of some rows of one example's map.
class RowsStep : public OwnStep {
public:
    explicit RowsStep(const Extent& from)
        : m_from(from),
          m_rows(std::max<std::size_t>(
              1, elementsPerTask / (static_cast<std::size_t>(from.width) * static_cast<std::size_t>(from.channels))))
    {
    }

protected:
    [[nodiscard]] std::size_t channels() const { return static_cast<std::size_t>(m_from.channels); }
    [[nodiscard]] std::size_t width() const { return static_cast<std::size_t>(m_from.width); }
    [[nodiscard]] std::size_t height() const { return static_cast<std::size_t>(m_from.height); }
    [[nodiscard]] std::size_t rowsPerTask() const { return m_rows; }

private:
    Extent m_from;
    std::size_t m_rows;
};

class ScaleStep final : public RowsStep {
public:
    using RowsStep::RowsStep;
    [[nodiscard]] Result<void> run(WorkerThreads& threads) override
    {
        const std::size_t pieces = (height() + rowsPerTask() - 1) / rowsPerTask();
        threads.share(batch() * pieces, [&](std::size_t /*thread*/, std::size_t i) {
            const std::size_t example = i / pieces;
            const std::size_t row = i % pieces * rowsPerTask();
            const std::size_t rows = std::min(rowsPerTask(), height() - row);
            fastKernels().scale(write() + (example * height() + row) * width() * channels(),
                                read(0) + example * channels(), rows * width(), channels());
        });
        return {};
    }
};

class AveragesStep final : public RowsStep {
public:
    AveragesStep(const Extent& from, Ranges rows, Ranges columns)
        : RowsStep(from), m_rows(std::move(rows)), m_columns(std::move(columns))
    {
    }
    [[nodiscard]] Result<void> run(WorkerThreads& threads) override
    {
        threads.share(batch() * m_rows.size(),
                      [&](std::size_t /*thread*/, std::size_t i) { average(i / m_rows.size(), i % m_rows.size()); });
        return {};
    }

private:
    void average(std::size_t example, std::size_t row) const
    {
        const auto [top, bottom] = m_rows[row];
        float* to = write() + (example * m_rows.size() + row) * m_columns.size() * channels();
        for (const auto& [left, right] : m_columns) {
            std::fill_n(to, channels(), 0.0F);
            for (int y = top; y < bottom; ++y) {
                const std::size_t at =
                    (example * height() + static_cast<std::size_t>(y)) * width() + static_cast<std::size_t>(left);
                fastKernels().sum(read(0) + at * channels(), to, static_cast<std::size_t>(right - left), channels());
            }
            const float share = 1.0F / static_cast<float>((bottom - top) * (right - left));
            std::for_each(to, to + channels(), [share](float& value) { value *= share; });
            to += channels();
        }
    }

    Ranges m_rows;
    Ranges m_columns;
};

class JoinStep final : public OwnStep {
public:
    explicit JoinStep(std::vector<Extent> extents) : m_extents(std::move(extents)) {}
    [[nodiscard]] Result<void> run(WorkerThreads& threads) override
    {
        threads.share(batch(), [&](std::size_t /*thread*/, std::size_t example) { joinOne(example); });
        return {};
    }

private:
    void joinOne(std::size_t example) const
    {
        std::size_t all = 0;
        for (const Extent& extent : m_extents) {
            all += sizeOf(extent);
        }
        float* to = write() + example * all;
        for (std::size_t i = 0; i < m_extents.size(); ++i) {
            const auto channels = static_cast<std::size_t>(m_extents[i].channels);
            const std::size_t positions = sizeOf(m_extents[i]) / std::max<std::size_t>(channels, 1);
            const float* from = read(i) + example * sizeOf(m_extents[i]);
            for (std::size_t c = 0; c < channels; ++c) {
                for (std::size_t p = 0; p < positions; ++p) {
                    *to++ = from[p * channels + c];
                }
            }
        }
    }
    std::vector<Extent> m_extents;
};

/// out × in × k × k → out × k × k × in.
std::vector<float> channelsLast(std::span<const float> weights, std::size_t out, std::size_t in, std::size_t places)
{
    std::vector<float> result(weights.size());
    for (std::size_t o = 0; o < out; ++o) {
        for (std::size_t i = 0; i < in; ++i) {
            for (std::size_t p = 0; p < places; ++p) {
                result[(o * places + p) * in + i] = weights[(o * in + i) * places + p];
            }
        }
    }
    return result;
}

template <class Step, class... Arguments>
MadeStep made(Arguments&&... arguments)
{
    return std::unique_ptr<FusedStep>(std::make_unique<Step>(std::forward<Arguments>(arguments)...));
}

}  // namespace

void AlignedDelete::operator()(float* memory) const
{
    ::operator delete[](memory, std::align_val_t(cacheLine));
}

AlignedFloats allocateFloats(std::size_t count)
{
    const std::size_t all = count + readPastEnd;
    AlignedFloats memory(static_cast<float*>(::operator new[](all * sizeof(float), std::align_val_t(cacheLine))));
    std::fill_n(memory.get(), all, 0.0F);
    return memory;
}

WorkerThreads::WorkerThreads() : m_scratch(1) {}

void WorkerThreads::use(int count)
{
    if (count == m_count) {
        return;
    }
    if (m_pool != nullptr) {
        xnnpack().destroyThreads(m_pool);
        m_pool = nullptr;
    }
    m_pool = count > 1 ? xnnpack().createThreads(static_cast<std::size_t>(count)) : nullptr;
    m_count = m_pool != nullptr ? count : 1;
    m_scratch.clear();
    m_scratch.resize(static_cast<std::size_t>(m_count));
    m_scratchFloats = 0;
}

void WorkerThreads::share(std::size_t count, const std::function<void(std::size_t thread, std::size_t i)>& work)
{
    if (m_pool == nullptr || count < 2) {
        for (std::size_t i = 0; i < count; ++i) {
            work(0, i);
        }
        return;
    }
    const auto call = [](void* context, std::size_t thread, std::size_t i) {
        (*static_cast<const std::function<void(std::size_t, std::size_t)>* const*>(context))[0](thread, i);
    };
    const std::function<void(std::size_t, std::size_t)>* function = &work;
    xnnpack().share(m_pool, call, &function, count, 0);
}

void WorkerThreads::rest()
{
    if (m_pool != nullptr) {
        const auto nothing = [](void*, std::size_t, std::size_t) {};
        xnnpack().share(m_pool, nothing, nullptr, static_cast<std::size_t>(m_count), PTHREADPOOL_FLAG_YIELD_WORKERS);
    }
}

void WorkerThreads::reserveScratch(std::size_t floats)
{
    if (floats > m_scratchFloats) {
        for (AlignedFloats& memory : m_scratch) {
            memory = nullptr;
            memory = allocateFloats(floats);
        }
        m_scratchFloats = floats;
    }
}

Result<void> fusedStepsThere()
{
    if (!xnnpack().missing.empty()) {
        return fail(ErrorCode::Internal, "this libtorch lacks " + xnnpack().missing);
    }
    return {};
}

Ranges halves(int side)
{
    Ranges result;
    for (int i = 0; i < side; i += 2) {
        result.emplace_back(i, std::min(i + 2, side));
    }
    return result;
}

Ranges parts(int side, int count)
{
    Ranges result;
    for (int i = 0; i < count; ++i) {
        result.emplace_back(i * side / count, ((i + 1) * side + count - 1) / count);
    }
    return result;
}

MadeStep convolutionStep(const FoldedConvolution& layer, const Extent& from, bool activates)
{
    if (const auto there = fusedStepsThere(); !there) {
        return tl::unexpected(there.error());
    }
    const ConvolutionSpec& spec = layer.spec;
    const auto padding = static_cast<std::uint32_t>(spec.kernel / 2);
    const auto kernel = static_cast<std::uint32_t>(spec.kernel);
    const auto stride = static_cast<std::uint32_t>(spec.stride);
    const auto in = static_cast<std::size_t>(spec.in);
    const auto out = static_cast<std::size_t>(spec.out);
    const auto groups = static_cast<std::size_t>(spec.groups);
    const std::vector<float> weights = channelsLast(layer.weights, out, in / groups, std::size_t{kernel} * kernel);
    xnn_operator_t created = nullptr;
    const xnn_status status = xnnpack().createConvolution(
        padding, padding, padding, padding, kernel, kernel, stride, stride, 1, 1, static_cast<std::uint32_t>(groups),
        in / groups, out / groups, in, out, weights.data(), layer.bias.empty() ? nullptr : layer.bias.data(),
        lowestOf(activates ? spec.activation : Activation::None), unlimited, 0, nullptr, nullptr, &created);
    Operator owned(created);
    return status == xnn_status_success ? made<ConvolutionStep>(std::move(owned), from)
                                        : refused("a convolution", status);
}

MadeStep winogradStep(const FoldedConvolution& layer, const Extent& from)
{
    return made<WinogradStep>(layer, from);
}

MadeStep denseStep(const DenseLayer& layer)
{
    if (const auto there = fusedStepsThere(); !there) {
        return tl::unexpected(there.error());
    }
    const auto in = static_cast<std::size_t>(layer.in);
    const auto out = static_cast<std::size_t>(layer.out);
    xnn_operator_t created = nullptr;
    const xnn_status status =
        xnnpack().createDense(in, out, in, out, layer.weights.data(), layer.bias.empty() ? nullptr : layer.bias.data(),
                              lowestOf(layer.activation), unlimited, 0, nullptr, nullptr, &created);
    Operator owned(created);
    return status == xnn_status_success ? made<DenseStep>(std::move(owned)) : refused("a dense layer", status);
}

MadeStep maxPoolStep(const Extent& from, int kernel, int stride, int padding)
{
    if (const auto there = fusedStepsThere(); !there) {
        return tl::unexpected(there.error());
    }
    const auto edge = static_cast<std::uint32_t>(padding);
    const auto size = static_cast<std::uint32_t>(kernel);
    const auto step = static_cast<std::uint32_t>(stride);
    xnn_operator_t created = nullptr;
    const xnn_status status = xnnpack().createMaxPool(edge, edge, edge, edge, size, size, step, step, 1, 1, -unlimited,
                                                      unlimited, 0, &created);
    Operator owned(created);
    return status == xnn_status_success ? made<MaxPoolStep>(std::move(owned), from) : refused("a pooling", status);
}

MadeStep averagesStep(const Extent& from, Ranges rows, Ranges columns)
{
    return made<AveragesStep>(from, std::move(rows), std::move(columns));
}

MadeStep addStep(std::size_t size, bool relu)
{
    return made<AddStep>(size, relu);
}

MadeStep activationStep(Activation activation, std::size_t size)
{
    return made<ActivationStep>(activation, size);
}

MadeStep scaleStep(const Extent& extent)
{
    return made<ScaleStep>(extent);
}

MadeStep joinStep(std::vector<Extent> extents)
{
    return made<JoinStep>(std::move(extents));
}

}  // namespace sightline::learning
