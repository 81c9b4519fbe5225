// What one instruction set offers for a short-time Fourier transform. Internal to this room: plain data only, so that
// no inline function compiled for a wide instruction set can reach the rest of the program.
#pragma once

namespace sightline::dsp {

struct StftKernel {
    const char* name;
    int lanes;  ///< frames per call
    /// A plan holds scratch memory: one thread at a time. Never null; throws std::bad_alloc.
    void* (*createPlan)(int fft, int window);
    void (*destroyPlan)(void* plan);
    /// frames[lane] points to `window` samples; weights to as many; rows[lane] takes fft/2 + 1 powers, or is null.
    void (*power)(void* plan, const float* const* frames, const float* weights, float* const* rows);
    /// The same, real and imaginary parts alternating: 2 · (fft/2 + 1) values a row.
    void (*spectrum)(void* plan, const float* const* frames, const float* weights, float* const* rows);
};

const StftKernel* stftKernelX4();
#ifdef SIGHTLINE_WIDE_LANES
const StftKernel* stftKernelX8Avx2();
const StftKernel* stftKernelX8Avx512vl();
const StftKernel* stftKernelX16Avx512();
#endif

}  // namespace sightline::dsp
