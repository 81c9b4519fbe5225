// The module's one door: everything that may throw inside is turned into an Error here.
#include <algorithm>
#include <cstdlib>
#include <mutex>

#include <torch/torch.h>
#include <torch/version.h>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/learning/gpu.h"
#include "core/learning/inputs.h"
#include "core/learning/members.h"
#include "core/learning/shared_library.h"
#include "core/learning/torch/device.h"
#include "core/learning/torch/learner.h"
#include "core/learning/torch/network.h"
#include "core/learning/torch/network_classifier.h"
#include "core/learning/torch/state.h"

namespace sightline::learning {
namespace {

/// A small network on a small picture gains little from a second thread, and with other work on the cores (drawing the
/// next samples, say) OpenMP's waiting threads make it twenty times slower.
constexpr int judgingThreads = 1;

/// The part of ProcessDevice that needs torch. Everything is asked of files and of the driver first: most machines
/// load nothing here.
tl::expected<GraphicsCard, NoGpu> readyGpu()
{
    auto card = findGraphicsCard();
    const std::filesystem::path cpuLibrary = libraryHolding(reinterpret_cast<const void*>(&at::get_num_threads));
    const auto gpuLibrary = findGpuLibrary(cpuLibrary.parent_path(), TORCH_VERSION);
    if (!gpuLibrary) {
        NoGpu reason = gpuLibrary.error();
        if (card && reason.detail.empty()) {
            reason.detail = card->text() + " could be used";
        }
        return tl::unexpected(reason);
    }
    if (!card) {
        return card;
    }
#ifndef _WIN32
    setenv("CUDA_MODULE_LOADING", "LAZY", 0);  // halves the graphics memory its kernels take
#endif
    if (const auto loaded = openLibrary(*gpuLibrary, true); !loaded) {
        return tl::unexpected(NoGpu{noGpu::broken, loaded.error().message});
    }
    try {
        if (!torch::cuda::is_available()) {
            return tl::unexpected(NoGpu{noGpu::refused, "torch finds no card"});
        }
        // A card that another process has to itself, or whose memory is full, says so now.
        const at::Device device(at::kCUDA, static_cast<at::DeviceIndex>(card->index));
        (void)at::ones({1}, device).item<float>();
    } catch (...) {
        return tl::unexpected(NoGpu{noGpu::refused, errorFromException().message});
    }
    return card;
}

/// Once, and after the GPU was looked for: it asks torch.
void fixThreads()
{
    static std::once_flag once;
    std::call_once(once, [] { at::set_num_threads(judgingThreads); });
}

ProcessDevice& process()
{
    static ProcessDevice device(
        readyGpu, judgingThreads == 1 ? "CPU, 1 thread" : "CPU, " + std::to_string(judgingThreads) + " threads");
    return device;
}

Result<BarePass> passOnce(const ModelMember& member, const std::map<std::string, Tensor>& tensors,
                          std::span<const Example> examples, bool training)
{
    const auto shape = networkShapeFromJson(member.config);
    if (!shape) {
        return tl::unexpected(shape.error());
    }
    auto network = makeNetwork(member.architecture, *shape);
    if (!network) {
        return tl::unexpected(network.error());
    }
    torch::nn::Module& module = (*network)->module();
    if (const auto wrong = misfits(module, member.prefix, tensors); !wrong.empty()) {
        return fail(ErrorCode::Invalid, "the weights do not fit " + member.architecture + ": " + join(wrong, "; "));
    }
    loadState(module, member.prefix, tensors);
    (*network)->open(training ? (*network)->stages().size() : 0);

    const auto count = static_cast<std::int64_t>(examples.size());
    at::Tensor images = at::empty({count, shape->channels, shape->height, shape->width}, at::kFloat);
    at::Tensor scalars = at::empty({count, shape->scalars}, at::kFloat);
    auto* pixel = images.mutable_data_ptr<float>();
    auto* scalar = scalars.mutable_data_ptr<float>();
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const Example& example = examples[i];
        if (const auto fits = checkInput(shape->channels, shape->height, shape->width,
                                         static_cast<std::size_t>(shape->scalars), example, i);
            !fits) {
            return tl::unexpected(fits.error());
        }
        pixel = std::copy(example.image.pixels.begin(), example.image.pixels.end(), pixel);
        scalar = std::copy(example.scalars.begin(), example.scalars.end(), scalar);
    }
    BarePass result;
    const at::NoGradGuard noGradients;
    const at::Tensor logits = (*network)->forward(images, scalars, nullptr).contiguous();
    const auto classes = static_cast<std::size_t>(shape->classes);
    const float* row = logits.const_data_ptr<float>();
    for (std::size_t i = 0; i < examples.size(); ++i, row += classes) {
        result.logits.emplace_back(row, row + classes);
    }
    result.statistics = saveStatistics(module);
    return result;
}

Result<BegunNetwork> beginOnce(const std::string& architecture, const nlohmann::json& config, std::uint64_t seed,
                               const Model* base)
{
    const auto shape = networkShapeFromJson(config);
    if (!shape) {
        return tl::unexpected(shape.error());
    }
    at::Generator random = at::make_generator<at::CPUGeneratorImpl>(seed);
    const auto begun = beginNetwork(architecture, *shape, base, 0, random);
    if (!begun) {
        return tl::unexpected(begun.error());
    }
    BegunNetwork result{.member = {}, .tensors = {}, .freshHead = begun->freshHead, .adaptedStem = begun->adaptedStem};
    result.member.architecture = architecture;
    result.member.config = toJson(begun->shape);
    result.member.prefix = "member0.";
    result.tensors = saveState(begun->network->module(), result.member.prefix);
    return result;
}

/// Frames transformed at once: some 64 MB of samples, weighted frames and spectra.
std::int64_t framesAtOnce(const FrameTransform& transform)
{
    constexpr std::int64_t floatsAtOnce = std::int64_t{1} << 22;
    return std::max<std::int64_t>(1, floatsAtOnce / static_cast<std::int64_t>(transform.fft));
}

std::vector<float> spectraOf(const FrameTransform& transform, std::span<const float> samples, const at::Device& device)
{
    const auto frames = static_cast<std::int64_t>(framesIn(transform, samples.size()));
    const auto bins = static_cast<std::int64_t>(binsOf(transform));
    const auto fft = static_cast<std::int64_t>(transform.fft);
    const auto hop = static_cast<std::int64_t>(transform.hop);
    std::vector<float> power(static_cast<std::size_t>(frames * bins));
    const at::NoGradGuard noGradients;
    // Only read from; torch knows no tensor over constant memory.
    const auto borrowed = [](const float* values, std::int64_t count) {
        return at::from_blob(const_cast<float*>(values), {count}, at::kFloat);
    };
    const at::Tensor weights = borrowed(transform.weights.data(), fft).to(device);
    const std::int64_t step = framesAtOnce(transform);
    for (std::int64_t first = 0; first < frames; first += step) {
        const std::int64_t count = std::min(step, frames - first);
        const at::Tensor part = borrowed(samples.data() + first * hop, (count - 1) * hop + fft).to(device);
        const at::Tensor spectra = at::view_as_real(at::fft_rfft(part.unfold(0, fft, hop) * weights));
        at::Tensor rows = at::from_blob(power.data() + first * bins, {count, bins}, at::kFloat);
        rows.copy_(spectra.square().sum(-1));
    }
    return power;
}

class TorchEngine final : public Engine {
public:
    [[nodiscard]] std::string version() const override { return std::string("torch ") + TORCH_VERSION; }

    [[nodiscard]] DeviceStatus chooseDevice(DeviceChoice choice) override
    {
        try {
            return learning::chooseDevice(choice);
        } catch (...) {
            return {"cpu", "CPU", noGpu::refused, errorFromException().message};
        }
    }

    [[nodiscard]] std::vector<std::string> architectures() const override { return architectureNames(); }

    [[nodiscard]] Result<std::unique_ptr<Classifier>> open(ModelPtr model) override
    {
        return openWith(std::move(model), {});
    }

    [[nodiscard]] Result<std::unique_ptr<Classifier>> openWith(ModelPtr model, const JudgingOptions& options) override
    {
        try {
            return openNetworks(std::move(model), processDevice().device, options);
        } catch (...) {
            return tl::unexpected(errorFromException());
        }
    }

    [[nodiscard]] Result<TrainedNetworks> train(const ExampleSource& source, const std::vector<MemberParts>& parts,
                                                const std::vector<std::string>& scalarNames,
                                                const TrainOptions& options, Progress& progress) override
    {
        try {
            const std::string device = processDevice().device;
            const MakeLearner make = [&device](const LearnerRequest& request) {
                return makeTorchLearner(request, device);
            };
            return trainMembers(source, parts, scalarNames, options, make, version(), progress);
        } catch (...) {
            return tl::unexpected(errorFromException());
        }
    }

    [[nodiscard]] Result<BegunNetwork> begin(const std::string& architecture, const nlohmann::json& config,
                                             std::uint64_t seed, const Model* base) override
    {
        try {
            processDevice();
            return beginOnce(architecture, config, seed, base);
        } catch (...) {
            return tl::unexpected(errorFromException());
        }
    }

    [[nodiscard]] Result<BarePass> pass(const ModelMember& member, const std::map<std::string, Tensor>& tensors,
                                        std::span<const Example> examples, bool training) override
    {
        try {
            processDevice();
            return passOnce(member, tensors, examples, training);
        } catch (...) {
            return tl::unexpected(errorFromException());
        }
    }

    [[nodiscard]] Result<std::vector<float>> powerSpectra(const FrameTransform& transform,
                                                          std::span<const float> samples) override
    {
        if (const auto sound = checkTransform(transform); !sound) {
            return tl::unexpected(sound.error());
        }
        try {
            return spectraOf(transform, samples, at::Device(processDevice().device));
        } catch (...) {
            return tl::unexpected(errorFromException());
        }
    }
};

}  // namespace

DeviceStatus chooseDevice(DeviceChoice choice)
{
    DeviceStatus status = process().choose(choice);
    fixThreads();
    return status;
}

DeviceStatus processDevice()
{
    DeviceStatus status = process().current();
    fixThreads();
    return status;
}

void leaveGpu(const char* why, const std::string& detail)
{
    process().leave(why, detail);
}

}  // namespace sightline::learning

#ifdef _WIN32
extern "C" __declspec(dllexport)
#else
extern "C" __attribute__((visibility("default")))
#endif
    sightline::learning::Engine* sightline_torch_engine()
{
    static sightline::learning::TorchEngine engine;
    return &engine;
}
