// Private to the torch half: the few inner loops that its libraries lack, each made for the processor it runs on.
// Maps lie with their channels last (N×H×W×C). No torch in it.
#pragma once

#include <cstddef>

namespace sightline::learning {

/// A 3 × 3 convolution with stride 1 and padding 1 by Winograd's F(4×4, 3×3): tiles of 4 × 4 results from 6 × 6 values
/// with 36 instead of 144 multiplications (Lavin & Gray 2016).
struct WinogradLayer {
    int in = 0;
    int out = 0;
    const float* weights = nullptr;  ///< as packWinograd() made them
    const float* bias = nullptr;
    float lowest = 0;  ///< results below become this: 0 or minus infinity
};

/// Some tiles of a layer, counted through all pictures of a batch, row by row.
struct WinogradTiles {
    const float* input = nullptr;
    const float* residual = nullptr;  ///< added before `lowest` is looked at; may be null
    float* output = nullptr;
    int height = 0;
    int width = 0;
    std::size_t first = 0;
    std::size_t count = 0;
    float* scratch = nullptr;  ///< of winogradScratch() floats, this thread's own
};

/// What the processor at hand does best. The functions touch nothing but what they are given.
struct FastKernels {
    int tileStep = 1;     ///< tiles are worked on by so many at once
    int channelStep = 0;  ///< Winograd layers have multiples of this for channels out; 0: there is no Winograd
    void (*winograd)(const WinogradLayer& layer, const WinogradTiles& tiles) = nullptr;
    /// values = max(values + others, lowest)
    void (*add)(float* values, const float* others, std::size_t count, float lowest) = nullptr;
    void (*hardSwish)(float* values, std::size_t count) = nullptr;
    void (*hardSigmoid)(float* values, std::size_t count) = nullptr;
    /// values[p][c] *= factors[c]
    void (*scale)(float* values, const float* factors, std::size_t positions, std::size_t channels) = nullptr;
    /// sums[c] += values[p][c]
    void (*sum)(const float* values, float* sums, std::size_t positions, std::size_t channels) = nullptr;
};
const FastKernels& fastKernels();

/// Whether a layer is better off with Winograd than without, whatever the batch: a verdict must not depend on what else
/// is judged with it. Small maps are not: a few tiles do not pay for reading four times the weights.
bool suitsWinograd(int in, int out, int height, int width);
/// Floats of a layer's packed weights.
std::size_t winogradWeights(int in, int out);
/// weights: out × in × 3 × 3.
void packWinograd(const float* weights, int in, int out, float* packed);
std::size_t winogradTiles(int height, int width);
/// Floats a thread needs for `tiles` tiles.
std::size_t winogradScratch(const WinogradLayer& layer, std::size_t tiles);

}  // namespace sightline::learning
