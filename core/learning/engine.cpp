#include "core/learning/engine.h"

#include <cstdlib>
#include <mutex>
#include <string>
#include <vector>

#ifdef _WIN32
#include <windows.h>
#endif

#include "core/base/file.h"
#include "core/learning/shared_library.h"

namespace sightline::learning {
namespace {

#if defined(_WIN32)
constexpr const char* moduleName = "sightline_torch.dll";
#else
constexpr const char* moduleName = "libsightline_torch.so";
#endif

std::filesystem::path programFolder()
{
#ifdef _WIN32
    std::wstring buffer(32768, L'\0');
    buffer.resize(GetModuleFileNameW(nullptr, buffer.data(), static_cast<DWORD>(buffer.size())));
    return std::filesystem::path(buffer).parent_path();
#else
    std::error_code problem;
    return std::filesystem::read_symlink("/proc/self/exe", problem).parent_path();
#endif
}

std::vector<std::filesystem::path> candidates(const std::filesystem::path& asked)
{
    if (!asked.empty()) {
        return {asked};
    }
    if (const char* variable = std::getenv("SIGHTLINE_TORCH_MODULE"); variable != nullptr && *variable != '\0') {
        return {pathFromUtf8(variable)};
    }
    const std::filesystem::path folder = programFolder();
    std::vector<std::filesystem::path> result = {folder / moduleName,
                                                 folder.parent_path() / "lib" / "sightline" / moduleName};
    if (const std::string built = SIGHTLINE_TORCH_MODULE_BUILT; !built.empty()) {
        result.push_back(pathFromUtf8(built));
    }
    return result;
}

/// The factory inside a module, or the system's words why there is none.
Result<EngineFactory> openModule(const std::filesystem::path& path)
{
    const auto module = openLibrary(path);
    if (!module) {
        return tl::unexpected(module.error());
    }
    void* const symbol = symbolOf(*module, engineFactorySymbol);
    if (symbol == nullptr) {
        return fail(ErrorCode::Corrupt, std::string("it has no function ") + engineFactorySymbol, {utf8(path), {}, {}});
    }
    return reinterpret_cast<EngineFactory>(symbol);
}

Result<Engine*> load(const std::filesystem::path& asked)
{
    std::string places;
    for (const std::filesystem::path& path : candidates(asked)) {
        std::error_code problem;
        if (!std::filesystem::exists(path, problem)) {
            places += (places.empty() ? "" : ", ") + utf8(path);
            continue;
        }
        const auto factory = openModule(std::filesystem::absolute(path, problem));
        if (!factory) {
            return fail(factory.error().code,
                        "the learning module cannot be loaded, so there are no verdicts and no training: " +
                            factory.error().message + ". Install it again together with its libtorch",
                        factory.error().where);
        }
        if (Engine* const engine = (*factory)(); engine != nullptr) {
            return engine;
        }
        return fail(ErrorCode::Internal, "the learning module could not start", {utf8(path), {}, {}});
    }
    return fail(ErrorCode::NotFound,
                "the learning module is not there, so there are no verdicts and no training (looked for " + places +
                    "). Build or install Sightline with libtorch, or name the module in SIGHTLINE_TORCH_MODULE");
}

}  // namespace

Result<BegunNetwork> Engine::begin(const std::string& /*architecture*/, const nlohmann::json& /*config*/,
                                   std::uint64_t /*seed*/, const Model* /*base*/)
{
    return fail(ErrorCode::Invalid, "this engine has no networks to begin");
}

Result<BarePass> Engine::pass(const ModelMember& /*member*/, const std::map<std::string, Tensor>& /*tensors*/,
                              std::span<const Example> /*examples*/, bool /*training*/)
{
    return fail(ErrorCode::Invalid, "this engine has no networks to look into");
}

Result<Engine*> loadEngine(const std::filesystem::path& modulePath)
{
    static std::mutex mutex;
    static Engine* loaded = nullptr;
    const std::lock_guard lock(mutex);
    if (loaded == nullptr) {
        auto engine = load(modulePath);
        if (!engine) {
            return engine;
        }
        loaded = *engine;
    }
    return loaded;
}

}  // namespace sightline::learning
