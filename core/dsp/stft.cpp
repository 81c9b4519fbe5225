#include "core/dsp/stft.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>

#include "core/dsp/stft_kernel.h"

namespace sightline::dsp {

namespace {

constexpr int shortestFft = 4;
constexpr int longestFft = 1 << 18;
constexpr int mostLanes = 16;

/// All there are on this processor, the narrowest first.
const std::vector<const StftKernel*>& kernels()
{
    static const std::vector<const StftKernel*> found = [] {
        std::vector<const StftKernel*> list = {stftKernelX4()};
#ifdef SIGHTLINE_WIDE_LANES
        __builtin_cpu_init();
        if (__builtin_cpu_supports("avx2")) {
            list.push_back(stftKernelX8Avx2());
        }
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) {
            list.push_back(stftKernelX8Avx512vl());
            list.push_back(stftKernelX16Avx512());
        }
#endif
        return list;
    }();
    return found;
}

/// Sixteen lanes are the fastest until a plan outgrows the inner caches, then eight; of very long transforms a plan
/// would take tens of megabytes. Measured with bench-stft.
const StftKernel* bestKernel(int fft)
{
    const int mostUseful = fft <= 1024 ? 16 : fft <= 16384 ? 8 : 4;
    const StftKernel* best = kernels().front();
    for (const StftKernel* kernel : kernels()) {
        if (kernel->lanes <= mostUseful) {
            best = kernel;
        }
    }
    return best;
}

/// A plan has scratch memory of its own, so every thread keeps its own plans.
void* planOf(const StftKernel* kernel, int fft, int window)
{
    struct Destroyer {
        const StftKernel* kernel;
        void operator()(void* plan) const { kernel->destroyPlan(plan); }
    };
    using Plan = std::unique_ptr<void, Destroyer>;
    thread_local std::map<std::tuple<const StftKernel*, int, int>, Plan> plans;
    constexpr std::size_t plansKept = 8;
    const auto key = std::make_tuple(kernel, fft, window);
    auto found = plans.find(key);
    if (found == plans.end()) {
        if (plans.size() >= plansKept) {
            plans.clear();
        }
        found = plans.emplace(key, Plan(kernel->createPlan(fft, window), Destroyer{kernel})).first;
    }
    return found->second.get();
}

/// a[0] - a[1] cos + a[2] cos 2 - a[3] cos 3: every window here is such a sum.
std::array<double, 4> cosineTerms(WindowShape shape)
{
    switch (shape) {
        case WindowShape::Rectangular: return {1, 0, 0, 0};
        case WindowShape::Hann: return {0.5, 0.5, 0, 0};
        case WindowShape::Hamming: return {0.54, 0.46, 0, 0};
        case WindowShape::Blackman: return {0.42, 0.5, 0.08, 0};
        case WindowShape::BlackmanHarris: return {0.35875, 0.48829, 0.14128, 0.01168};
    }
    return {1, 0, 0, 0};
}

}  // namespace

std::vector<float> windowOf(WindowShape shape, WindowSymmetry symmetry, int length)
{
    std::vector<float> window(static_cast<std::size_t>(std::max(length, 0)), 1.0F);
    const int period = symmetry == WindowSymmetry::Periodic ? length : length - 1;
    if (period < 1) {
        return window;
    }
    const std::array<double, 4> a = cosineTerms(shape);
    for (std::size_t i = 0; i < window.size(); ++i) {
        const double x = 2 * std::numbers::pi * static_cast<double>(i) / period;
        window[i] = static_cast<float>(a[0] - a[1] * std::cos(x) + a[2] * std::cos(2 * x) - a[3] * std::cos(3 * x));
    }
    return window;
}

struct Stft::Inside {
    StftSettings settings;
    const StftKernel* kernel = nullptr;
    std::vector<float> weights;

    [[nodiscard]] std::size_t bins() const { return static_cast<std::size_t>(settings.fft) / 2 + 1; }
    /// Where the window of frame 0 begins.
    [[nodiscard]] std::int64_t firstSample() const
    {
        const std::int64_t inFft = (settings.fft - settings.window) / 2;
        return settings.placement == FramePlacement::Centred ? inFft - settings.fft / 2 : inFft;
    }

    using Transform = void (*)(void*, const float* const*, const float*, float* const*);
    void run(Transform transform, std::size_t rowLength, std::span<const float> samples, std::int64_t begins,
             std::int64_t firstFrame, std::int64_t frames, float* out) const;
};

/// Frames that reach over an end of the samples are copied, with zeros where there is nothing.
void Stft::Inside::run(Transform transform, std::size_t rowLength, std::span<const float> samples, std::int64_t begins,
                       std::int64_t firstFrame, std::int64_t frames, float* out) const
{
    void* const plan = planOf(kernel, settings.fft, settings.window);
    const auto window = static_cast<std::size_t>(settings.window);
    const auto lanes = static_cast<std::size_t>(kernel->lanes);
    const auto available = static_cast<std::int64_t>(samples.size());
    std::vector<float> copies;
    for (std::int64_t batch = 0; batch < frames; batch += kernel->lanes) {
        std::array<const float*, mostLanes> in{};
        std::array<float*, mostLanes> rows{};
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const std::int64_t frame = batch + static_cast<std::int64_t>(lane);
            if (frame >= frames) {
                in[lane] = in[0];
                continue;
            }
            rows[lane] = out + static_cast<std::size_t>(frame) * rowLength;
            const std::int64_t begin = firstSample() + (firstFrame + frame) * settings.hop - begins;
            if (begin >= 0 && begin + settings.window <= available) {
                in[lane] = samples.data() + begin;
                continue;
            }
            copies.resize(lanes * window);
            float* const copy = copies.data() + lane * window;
            std::fill_n(copy, window, 0.0F);
            const std::int64_t from = std::clamp<std::int64_t>(begin, 0, available);
            const std::int64_t to = std::clamp<std::int64_t>(begin + settings.window, 0, available);
            std::copy(samples.data() + from, samples.data() + to, copy + (from == to ? 0 : from - begin));
            in[lane] = copy;
        }
        transform(plan, in.data(), weights.data(), rows.data());
    }
}

Result<Stft> Stft::create(const StftSettings& settings)
{
    const auto invalid = [](const std::string& message) { return fail(ErrorCode::Invalid, message); };
    if (settings.fft < shortestFft || settings.fft > longestFft || settings.fft % 2 != 0) {
        return invalid("the FFT length must be even and between 4 and 262,144, not " + std::to_string(settings.fft));
    }
    if (settings.window < 1 || settings.window > settings.fft) {
        return invalid("the window must span 1 to " + std::to_string(settings.fft) + " samples (the FFT length), not " +
                       std::to_string(settings.window));
    }
    if (settings.hop < 1) {
        return invalid("the hop must be at least one sample, not " + std::to_string(settings.hop));
    }
    auto inside = std::make_shared<Inside>();
    inside->settings = settings;
    inside->kernel = bestKernel(settings.fft);
    inside->weights = windowOf(settings.shape, settings.symmetry, settings.window);
    return Stft(std::move(inside));
}

const StftSettings& Stft::settings() const
{
    return m_inside->settings;
}

int Stft::bins() const
{
    return m_inside->settings.fft / 2 + 1;
}

std::int64_t Stft::frameCount(std::int64_t samples) const
{
    const StftSettings& s = settings();
    if (samples <= 0) {
        return 0;
    }
    if (s.placement == FramePlacement::Centred) {
        return 1 + samples / s.hop;
    }
    return samples < s.fft ? 0 : 1 + (samples - s.fft) / s.hop;
}

SampleRange Stft::samplesOf(std::int64_t firstFrame, std::int64_t frames) const
{
    const StftSettings& s = settings();
    const std::int64_t begin = m_inside->firstSample() + firstFrame * s.hop;
    return {begin, frames > 0 ? (frames - 1) * s.hop + s.window : 0};
}

void Stft::power(std::span<const float> samples, std::int64_t begins, std::int64_t firstFrame, std::int64_t frames,
                 std::span<float> out) const
{
    m_inside->run(m_inside->kernel->power, m_inside->bins(), samples, begins, firstFrame, frames, out.data());
}

std::vector<float> Stft::power(std::span<const float> signal) const
{
    const std::int64_t frames = frameCount(static_cast<std::int64_t>(signal.size()));
    std::vector<float> out(static_cast<std::size_t>(frames) * m_inside->bins());
    power(signal, 0, 0, frames, out);
    return out;
}

std::vector<std::complex<float>> Stft::spectrum(std::span<const float> signal) const
{
    const std::int64_t frames = frameCount(static_cast<std::int64_t>(signal.size()));
    std::vector<std::complex<float>> out(static_cast<std::size_t>(frames) * m_inside->bins());
    m_inside->run(m_inside->kernel->spectrum, 2 * m_inside->bins(), signal, 0, 0, frames,
                  reinterpret_cast<float*>(out.data()));
    return out;
}

Result<void> Stft::powerInBlocks(const SampleReader& read, std::int64_t samples, std::int64_t firstFrame,
                                 std::int64_t frames, const FrameSink& sink, Progress& progress) const
{
    // About a megabyte of samples and at most 16 of spectra at a time.
    constexpr std::int64_t samplesAtOnce = 1 << 18;
    constexpr std::int64_t valuesAtOnce = 1 << 22;
    const std::int64_t fitting = std::min(samplesAtOnce / settings().hop, valuesAtOnce / bins());
    const std::int64_t blockFrames =
        std::clamp<std::int64_t>(fitting, mostLanes, std::max<std::int64_t>(frames, mostLanes));
    std::vector<float> held;  // samples [heldBegin, heldBegin + held.size())
    std::int64_t heldBegin = 0;
    std::vector<float> rows;
    for (std::int64_t done = 0; done < frames; done += blockFrames) {
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "stopped");
        }
        const std::int64_t now = std::min(blockFrames, frames - done);
        const SampleRange wanted = samplesOf(firstFrame + done, now);
        const std::int64_t begin = std::clamp<std::int64_t>(wanted.begin, 0, samples);
        const std::int64_t end = std::clamp<std::int64_t>(wanted.end(), begin, samples);
        // What the block before has read already is kept.
        const std::int64_t heldEnd = heldBegin + static_cast<std::int64_t>(held.size());
        const std::int64_t kept = begin >= heldBegin ? std::max<std::int64_t>(heldEnd - begin, 0) : 0;
        held.erase(held.begin(), held.end() - static_cast<std::ptrdiff_t>(kept));
        held.resize(static_cast<std::size_t>(end - begin));
        heldBegin = begin;
        if (end - begin > kept) {
            auto got = read(begin + kept, std::span(held).subspan(static_cast<std::size_t>(kept)));
            if (!got) {
                return got;
            }
        }
        rows.resize(static_cast<std::size_t>(now) * m_inside->bins());
        power(held, heldBegin, firstFrame + done, now, rows);
        auto taken = sink(firstFrame + done, now, rows);
        if (!taken) {
            return taken;
        }
        progress.report(static_cast<double>(done + now) / static_cast<double>(frames), "spectrogram");
    }
    return {};
}

std::vector<std::string> Stft::lanes()
{
    std::vector<std::string> names;
    for (const StftKernel* kernel : kernels()) {
        names.emplace_back(kernel->name);
    }
    return names;
}

Result<Stft> Stft::withLanes(const std::string& name) const
{
    for (const StftKernel* kernel : kernels()) {
        if (name == kernel->name) {
            auto inside = std::make_shared<Inside>(*m_inside);
            inside->kernel = kernel;
            return Stft(std::move(inside));
        }
    }
    return fail(ErrorCode::Invalid, "this processor or this program has no lanes named " + name);
}

std::string Stft::lanesUsed() const
{
    return m_inside->kernel->name;
}

}  // namespace sightline::dsp
