#include "core/dsp/lane.h"

#include <kissfft.hh>

#include "core/dsp/stft_lanes.h"

namespace sightline::dsp {

const StftKernel* stftKernelX8Avx512vl()
{
    static const StftKernel kernel = kernelNamed<8>("x8-avx512vl");
    return &kernel;
}

}  // namespace sightline::dsp
