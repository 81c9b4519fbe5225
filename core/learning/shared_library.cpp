#include "core/learning/shared_library.h"

#include <string>

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

#include "core/base/file.h"

namespace sightline::learning {

#ifdef _WIN32

Result<void*> openLibrary(const std::filesystem::path& path, bool /*global*/)
{
    const DWORD search = path.is_absolute() ? LOAD_WITH_ALTERED_SEARCH_PATH : 0;
    const HMODULE library = LoadLibraryExW(path.c_str(), nullptr, search);
    if (library == nullptr) {
        return fail(ErrorCode::Unreadable, "Windows error " + std::to_string(GetLastError()), {utf8(path), {}, {}});
    }
    return library;
}

void* symbolOf(void* library, const char* name)
{
    return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(library), name));
}

std::filesystem::path libraryHolding(const void* address)
{
    HMODULE library = nullptr;
    std::wstring buffer(32768, L'\0');
    if (GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                           static_cast<LPCWSTR>(address), &library) == 0) {
        return {};
    }
    buffer.resize(GetModuleFileNameW(library, buffer.data(), static_cast<DWORD>(buffer.size())));
    return buffer;
}

#else

Result<void*> openLibrary(const std::filesystem::path& path, bool global)
{
    void* const library = dlopen(path.c_str(), RTLD_NOW | (global ? RTLD_GLOBAL : RTLD_LOCAL));
    if (library == nullptr) {
        const char* const words = dlerror();
        return fail(ErrorCode::Unreadable, words != nullptr ? words : "the system gives no reason",
                    {utf8(path), {}, {}});
    }
    return library;
}

void* symbolOf(void* library, const char* name)
{
    return dlsym(library, name);
}

std::filesystem::path libraryHolding(const void* address)
{
    Dl_info info{};
    return dladdr(address, &info) != 0 && info.dli_fname != nullptr ? pathFromUtf8(info.dli_fname)
                                                                    : std::filesystem::path();
}

#endif

}  // namespace sightline::learning
