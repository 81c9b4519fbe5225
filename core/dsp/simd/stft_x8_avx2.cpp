#include "core/dsp/lane.h"

#include <kissfft.hh>

#include "core/dsp/stft_lanes.h"

namespace sightline::dsp {

const StftKernel* stftKernelX8Avx2()
{
    static const StftKernel kernel = kernelNamed<8>("x8-avx2");
    return &kernel;
}

}  // namespace sightline::dsp
