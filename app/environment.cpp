#include "app/environment.h"

#include <cstdlib>

#ifdef __linux__
#include <dlfcn.h>
#include <unistd.h>
#endif

namespace sightline::app {

void calmOpenMp(char** arguments)
{
#ifdef __linux__
    if (std::getenv("GOMP_SPINCOUNT") != nullptr || std::getenv("OMP_WAIT_POLICY") != nullptr) {
        return;
    }
    setenv("GOMP_SPINCOUNT", "0", 1);
    if (void* loaded = dlopen("libgomp.so.1", RTLD_NOW | RTLD_NOLOAD)) {
        dlclose(loaded);
        execv("/proc/self/exe", arguments);  // returns only if it failed: then it is slower, not wrong
    }
#else
    (void)arguments;
#endif
}

}  // namespace sightline::app
