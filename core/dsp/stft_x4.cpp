#include "core/dsp/lane.h"

#include <kissfft.hh>

#include "core/dsp/stft_lanes.h"

namespace sightline::dsp {

const StftKernel* stftKernelX4()
{
    static const StftKernel kernel = kernelNamed<4>("x4");
    return &kernel;
}

}  // namespace sightline::dsp
