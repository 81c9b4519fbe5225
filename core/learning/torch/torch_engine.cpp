// The module's one door: everything that may throw inside is turned into an Error here.
#include <cstdlib>
#include <mutex>

#ifndef _WIN32
#include <dlfcn.h>
#endif

#include <torch/torch.h>
#include <torch/version.h>

#include "core/learning/torch/device.h"
#include "core/learning/torch/network.h"
#include "core/learning/torch/network_classifier.h"
#include "core/learning/torch/state.h"
#include "core/learning/torch/trainer.h"

namespace sightline::learning {
namespace {

/// Empty if the GPU can be used, else the reason in words.
std::string whyNoGpu()
{
#ifdef _WIN32
    return "GPU support not installed";
#else
    setenv("CUDA_MODULE_LOADING", "LAZY", 0);  // halves the graphics memory its kernels take
    if (dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) == nullptr) {
        return "GPU support not installed";
    }
    return torch::cuda::is_available() ? std::string() : "no NVIDIA driver, or no graphics card it supports";
#endif
}

DeviceStatus decide(DeviceChoice choice)
{
    DeviceStatus status;
    if (choice != DeviceChoice::Cpu) {
        status.whyNotGpu = whyNoGpu();
        if (status.whyNotGpu.empty()) {
            status.device = "cuda:0";
            status.description = "NVIDIA graphics card";
            return status;
        }
    }
    at::set_num_threads(usefulCores());
    status.device = "cpu";
    status.description = "CPU, " + std::to_string(usefulCores()) + (usefulCores() == 1 ? " thread" : " threads");
    return status;
}

class TorchEngine final : public Engine {
public:
    [[nodiscard]] std::string version() const override { return std::string("torch ") + TORCH_VERSION; }

    [[nodiscard]] DeviceStatus chooseDevice(DeviceChoice choice) override
    {
        try {
            return decideDevice(choice);
        } catch (...) {
            return {"cpu", "CPU", errorFromException().message};
        }
    }

    [[nodiscard]] std::vector<std::string> architectures() const override { return architectureNames(); }

    [[nodiscard]] Result<std::unique_ptr<Classifier>> open(ModelPtr model) override
    {
        try {
            return openNetworks(std::move(model), decideDevice(DeviceChoice::Auto).device);
        } catch (...) {
            return tl::unexpected(errorFromException());
        }
    }

    [[nodiscard]] Result<TrainedNetworks> train(const ExampleSource& source, const std::vector<MemberParts>& parts,
                                                const std::vector<std::string>& scalarNames,
                                                const TrainOptions& options, Progress& progress) override
    {
        try {
            return trainNetworks(source, parts, scalarNames, options, decideDevice(options.device).device, progress);
        } catch (...) {
            return tl::unexpected(errorFromException());
        }
    }
};

}  // namespace

DeviceStatus decideDevice(DeviceChoice choice)
{
    static std::once_flag once;
    static DeviceStatus status;
    std::call_once(once, [choice] { status = decide(choice); });
    return status;
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
