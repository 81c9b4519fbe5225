#include "core/learning/gpu.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/learning/shared_library.h"

namespace sightline::learning {
namespace {

namespace fs = std::filesystem;

#ifdef _WIN32
constexpr const char* driverName = "nvcuda.dll";
constexpr const char* gpuLibraryName = "torch_cuda.dll";
#else
constexpr const char* driverName = "libcuda.so.1";
constexpr const char* gpuLibraryName = "libtorch_cuda.so";
#endif

// What torch 2.11's CUDA 13 build runs on.
constexpr int neededCuda = 13000;
constexpr int neededCapability = 75;  ///< Turing

// The driver's interface, as NVIDIA's documentation of the CUDA driver API gives it.
constexpr int success = 0;
constexpr int errorNoDevice = 100;
constexpr int attributeCapabilityMajor = 75;
constexpr int attributeCapabilityMinor = 76;

std::string environment(const char* name)
{
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

tl::unexpected<NoGpu> no(const char* why, std::string detail = {})
{
    return tl::unexpected(NoGpu{why, std::move(detail)});
}

/// The few functions we ask.
struct Driver {
    int (*init)(unsigned) = nullptr;
    int (*version)(int*) = nullptr;
    int (*count)(int*) = nullptr;
    int (*device)(int*, int) = nullptr;
    int (*name)(char*, int, int) = nullptr;
    int (*memory)(std::size_t*, int) = nullptr;
    int (*attribute)(int*, int, int) = nullptr;
};

template <class Function>
bool take(void* library, const char* name, Function& function)
{
    function = reinterpret_cast<Function>(symbolOf(library, name));
    return function != nullptr;
}

tl::expected<Driver, NoGpu> openDriver(const fs::path& asked)
{
    const std::string named = environment("SIGHTLINE_NVIDIA_DRIVER");
    const fs::path path = !asked.empty() ? asked : pathFromUtf8(named.empty() ? driverName : named);
    const auto library = openLibrary(path);
    if (!library) {
        return no(noGpu::noDriver, library.error().message);
    }
    Driver driver;
    if (!take(*library, "cuInit", driver.init) || !take(*library, "cuDriverGetVersion", driver.version) ||
        !take(*library, "cuDeviceGetCount", driver.count) || !take(*library, "cuDeviceGet", driver.device) ||
        !take(*library, "cuDeviceGetName", driver.name) || !take(*library, "cuDeviceTotalMem_v2", driver.memory) ||
        !take(*library, "cuDeviceGetAttribute", driver.attribute)) {
        return no(noGpu::noDriver, utf8(path) + " is no NVIDIA driver");
    }
    return driver;
}

std::string cudaText(int version)
{
    return "CUDA " + std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

/// A card and what it can; nothing if the driver does not answer for it.
struct Candidate {
    GraphicsCard card;
    int capability = 0;  ///< 90 is 9.0
};

std::optional<Candidate> ask(const Driver& driver, int index)
{
    int device = 0;
    std::array<char, 256> name{};
    std::size_t memory = 0;
    int major = 0;
    int minor = 0;
    if (driver.device(&device, index) != success ||
        driver.name(name.data(), static_cast<int>(name.size()) - 1, device) != success ||
        driver.memory(&memory, device) != success ||
        driver.attribute(&major, attributeCapabilityMajor, device) != success ||
        driver.attribute(&minor, attributeCapabilityMinor, device) != success) {
        return std::nullopt;
    }
    return Candidate{{.index = index, .name = name.data(), .memoryBytes = memory}, major * 10 + minor};
}

/// Nothing if the list of sizes in the folder fits what is there, or if there is no list: a Python package has none.
std::optional<std::string> damage(const fs::path& root, const std::string& torchVersion)
{
    std::ifstream list(root / "complete");
    if (!list) {
        return std::nullopt;
    }
    std::error_code problem;
    if (!fs::exists(root / ("torch-" + torchVersion + ".dist-info"), problem)) {
        return utf8(root) + " is not for torch " + torchVersion;
    }
    std::uintmax_t size = 0;
    std::string name;
    while (list >> size && std::getline(list >> std::ws, name)) {
        if (const fs::path file = root / pathFromUtf8(name); fs::file_size(file, problem) != size) {
            return utf8(file) + (fs::exists(file, problem) ? " is not of its size" : " is missing");
        }
    }
    return std::nullopt;
}

}  // namespace

std::string GraphicsCard::text() const
{
    constexpr double bytesPerGigabyte = 1 << 30;  // as card makers and nvidia-smi count
    return name + ", " + formatFixed(static_cast<double>(memoryBytes) / bytesPerGigabyte, 0) + " GB";
}

tl::expected<GraphicsCard, NoGpu> findGraphicsCard(const fs::path& driver)
{
    const auto opened = openDriver(driver);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    if (const int code = opened->init(0); code != success) {
        return code == errorNoDevice ? no(noGpu::noCard)
                                     : no(noGpu::refused, "the NVIDIA driver reports error " + std::to_string(code));
    }
    int version = 0;
    if (const int code = opened->version(&version); code != success || version < neededCuda) {
        return no(noGpu::driverTooOld, "it serves " + cudaText(version));
    }
    int count = 0;
    if (opened->count(&count) != success || count < 1) {
        return no(noGpu::noCard);
    }
    std::vector<std::string> tooOld;
    for (int i = 0; i < count; ++i) {
        const auto candidate = ask(*opened, i);
        if (candidate && candidate->capability >= neededCapability) {
            return candidate->card;
        }
        if (candidate) {
            tooOld.push_back(candidate->card.text());
        }
    }
    return tooOld.empty() ? no(noGpu::refused, "the NVIDIA driver does not describe it")
                          : no(noGpu::cardTooOld, join(tooOld, "; "));
}

tl::expected<fs::path, NoGpu> findGpuLibrary(const fs::path& torchLib, const std::string& torchVersion)
{
    const fs::path root = torchLib.parent_path().parent_path();
    std::vector<fs::path> roots = {root, fs::path(root) += "-gpu"};
    if (const std::string named = environment("SIGHTLINE_GPU"); !named.empty()) {
        roots = {pathFromUtf8(named)};
    }
    std::error_code problem;
    for (const fs::path& candidate : roots) {
        const fs::path library = candidate / "torch" / "lib" / gpuLibraryName;
        if (!fs::exists(library, problem)) {
            continue;
        }
        // The list in libtorch's own folder is of libtorch, and was looked at when it was put there.
        if (const auto damaged = candidate == root ? std::nullopt : damage(candidate, torchVersion)) {
            return no(noGpu::broken, *damaged);
        }
        return fs::absolute(library, problem);
    }
    return no(noGpu::notInstalled);
}

ProcessDevice::ProcessDevice(Loader loader, std::string cpu) : m_loader(std::move(loader)), m_cpu(std::move(cpu)) {}

DeviceStatus ProcessDevice::choose(DeviceChoice choice)
{
    const std::lock_guard lock(m_mutex);
    if (!m_gpu && choice != DeviceChoice::Cpu) {
        m_gpu = m_choice ? no(noGpu::afterRestart) : m_loader();
    }
    m_choice = choice;
    return status();
}

DeviceStatus ProcessDevice::current()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_choice) {
            return status();
        }
    }
    return choose(DeviceChoice::Auto);
}

void ProcessDevice::leave(const char* why, const std::string& detail)
{
    const std::lock_guard lock(m_mutex);
    m_gpu = no(why, detail);
}

DeviceStatus ProcessDevice::status() const
{
    if (m_choice == DeviceChoice::Cpu) {
        return {.device = "cpu", .description = m_cpu, .whyNotGpu = {}};
    }
    if (*m_gpu) {
        return {.device = "cuda:" + std::to_string((*m_gpu)->index), .description = (*m_gpu)->text(), .whyNotGpu = {}};
    }
    return {.device = "cpu", .description = m_cpu, .whyNotGpu = m_gpu->error().why, .detail = m_gpu->error().detail};
}

}  // namespace sightline::learning
