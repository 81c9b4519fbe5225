#include "core/dsp/lane.h"

#include <kissfft.hh>

#include "core/dsp/stft_lanes.h"

namespace sightline::dsp {

const StftKernel* stftKernelX16Avx512()
{
    static const StftKernel kernel = kernelNamed<16>("x16-avx512");
    return &kernel;
}

}  // namespace sightline::dsp
