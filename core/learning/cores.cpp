#include "core/learning/cores.h"

#include <algorithm>
#include <thread>

#ifdef __linux__
#include <sched.h>
#endif

namespace sightline::learning {

int availableCores()
{
    int cores = static_cast<int>(std::thread::hardware_concurrency());
#ifdef __linux__
    // A batch system may have given this process only some of the machine's cores.
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0) {
        cores = CPU_COUNT(&allowed);
    }
#endif
    return std::max(1, cores);
}

}  // namespace sightline::learning
