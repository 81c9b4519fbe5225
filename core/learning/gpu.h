// Whether there is a GPU to compute on, found out before torch is asked anything: by files and by the NVIDIA driver,
// without torch and without CUDA's headers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "core/base/translate.h"
#include "core/learning/engine.h"

namespace sightline::learning {

/// What DeviceStatus::whyNotGpu says, in these words only: windows translate them.
namespace noGpu {
inline constexpr const char* notInstalled = SL_TR_NOOP("device", "GPU support not installed");
inline constexpr const char* broken =
    SL_TR_NOOP("device", "GPU support is installed, but is damaged or of another version");
inline constexpr const char* noDriver = SL_TR_NOOP("device", "GPU support is installed, but there is no NVIDIA driver");
inline constexpr const char* driverTooOld = SL_TR_NOOP("device", "the NVIDIA driver is too old (needs R580 or newer)");
inline constexpr const char* noCard = SL_TR_NOOP("device", "the NVIDIA driver finds no graphics card");
inline constexpr const char* cardTooOld =
    SL_TR_NOOP("device", "the graphics card is too old (needs Turing or newer and driver R580 or newer)");
inline constexpr const char* refused = SL_TR_NOOP("device", "the graphics card cannot be used");
inline constexpr const char* afterRestart = SL_TR_NOOP("device", "the GPU is used after a restart of the program");
inline constexpr const char* outOfMemory = SL_TR_NOOP("device", "the graphics card ran out of memory");
inline constexpr const char* lost = SL_TR_NOOP("device", "the graphics card stopped answering");
}  // namespace noGpu

struct NoGpu {
    const char* why = noGpu::notInstalled;  ///< one of noGpu::
    std::string detail;                     ///< names, numbers, the system's words; may be empty
};

struct GraphicsCard {
    int index = 0;  ///< torch's "cuda:<index>"
    std::string name;
    std::uint64_t memoryBytes = 0;

    /// "NVIDIA H100 PCIe, 79 GB"
    [[nodiscard]] std::string text() const;
};

/// The first card that torch can use. Asks the driver library given, else the one named by the environment variable
/// SIGHTLINE_NVIDIA_DRIVER, else the system's. noDriver, driverTooOld, noCard, cardTooOld, refused (it reports an
/// error).
tl::expected<GraphicsCard, NoGpu> findGraphicsCard(const std::filesystem::path& driver = {});

/// torch's CUDA library for the libtorch whose libraries lie in `torchLib` (<root>/torch/lib): in the folder named by
/// the environment variable SIGHTLINE_GPU (alone, if it is set), else beside them, else in <root>-gpu/torch/lib.
/// A folder with a list `complete` of sizes is compared with it, and must hold torch of this version: else broken.
tl::expected<std::filesystem::path, NoGpu> findGpuLibrary(const std::filesystem::path& torchLib,
                                                          const std::string& torchVersion);

/// What Engine::chooseDevice() promises, over whatever makes the GPU ready. Thread-safe.
class ProcessDevice {
public:
    /// Loads the GPU's library and tries the card. Called once at most, at the first choice that is not Cpu.
    using Loader = std::function<tl::expected<GraphicsCard, NoGpu>()>;
    /// `cpu`: how the processor describes itself, "CPU, 1 thread".
    ProcessDevice(Loader loader, std::string cpu);

    DeviceStatus choose(DeviceChoice choice);
    /// As chosen last; chooses Auto if nobody has.
    DeviceStatus current();
    /// The GPU has failed for good: it is not chosen again, and the status says why.
    void leave(const char* why, const std::string& detail);

private:
    [[nodiscard]] DeviceStatus status() const;

    Loader m_loader;
    std::string m_cpu;
    std::mutex m_mutex;
    std::optional<DeviceChoice> m_choice;
    std::optional<tl::expected<GraphicsCard, NoGpu>> m_gpu;  ///< nothing until it was looked for
};

}  // namespace sightline::learning
