// The kernel itself, compiled once for every instruction set. Internal to this room: one .cpp file a set includes
// lane.h, KissFFT (which has to know the lanes' acos) and this, in that order.
#pragma once

#include "core/dsp/lane.h"
#include "core/dsp/stft_kernel.h"

#include <cstring>
#include <memory>
#include <vector>

namespace {

template <int N>
class StftPlan {
public:
    using Complex = std::complex<Lane<N>>;

    StftPlan(int fft, int window)
        : m_half(static_cast<std::size_t>(fft) / 2),
          m_window(window),
          m_firstSample((fft - window) / 2),
          m_transform(exactFor(m_half), false),
          m_frame(2 * m_half),
          m_spectrum(m_half + 1)
    {
    }

    void power(const float* const* frames, const float* weights, float* const* rows)
    {
        transform(frames, weights);
        std::size_t bin = 0;
        for (; bin + N <= m_half + 1; bin += N) {
            Lane<N> block[N];
            for (int i = 0; i < N; ++i) {
                block[i] = powerOf(m_spectrum[bin + static_cast<std::size_t>(i)]);
            }
            transpose<N>(block);
            for (int lane = 0; lane < N; ++lane) {
                if (rows[lane]) {
                    block[lane].store(rows[lane] + bin);
                }
            }
        }
        for (; bin <= m_half; ++bin) {
            const Lane<N> value = powerOf(m_spectrum[bin]);
            for (int lane = 0; lane < N; ++lane) {
                if (rows[lane]) {
                    rows[lane][bin] = value[lane];
                }
            }
        }
    }

    void spectrum(const float* const* frames, const float* weights, float* const* rows)
    {
        transform(frames, weights);
        for (int lane = 0; lane < N; ++lane) {
            for (std::size_t bin = 0; rows[lane] && bin <= m_half; ++bin) {
                rows[lane][2 * bin] = m_spectrum[bin].real()[lane];
                rows[lane][2 * bin + 1] = m_spectrum[bin].imag()[lane];
            }
        }
    }

private:
    static std::size_t exactFor(std::size_t count)
    {
        phaseCount = static_cast<double>(count);
        return count;
    }
    static Lane<N> powerOf(const Complex& value) { return value.real() * value.real() + value.imag() * value.imag(); }

    /// The first and the last bin come packed as one complex number; they are taken apart.
    void transform(const float* const* frames, const float* weights)
    {
        gather(frames, weights);
        phaseCount = static_cast<double>(m_half);
        m_transform.transform_real(m_frame.data(), m_spectrum.data());
        m_spectrum[m_half] = Complex(m_spectrum[0].imag(), Lane<N>());
        m_spectrum[0] = Complex(m_spectrum[0].real(), Lane<N>());
    }

    /// Sample j of every frame into one Lane, weighted. Samples outside the window stay zero from the beginning.
    void gather(const float* const* frames, const float* weights)
    {
        Lane<N>* const out = m_frame.data() + m_firstSample;
        int sample = 0;
        for (; sample + N <= m_window; sample += N) {
            Lane<N> block[N];
            const Lane<N> weight = Lane<N>::load(weights + sample);
            for (int lane = 0; lane < N; ++lane) {
                block[lane] = Lane<N>::load(frames[lane] + sample) * weight;
            }
            transpose<N>(block);
            for (int i = 0; i < N; ++i) {
                out[sample + i] = block[i];
            }
        }
        for (; sample < m_window; ++sample) {
            for (int lane = 0; lane < N; ++lane) {
                out[sample][lane] = frames[lane][sample] * weights[sample];
            }
        }
    }

    std::size_t m_half;
    int m_window;
    int m_firstSample;
    kissfft<Lane<N>> m_transform;
    std::vector<Lane<N>> m_frame;
    std::vector<Complex> m_spectrum;
};

template <int N>
sightline::dsp::StftKernel kernelNamed(const char* name)
{
    using Plan = StftPlan<N>;
    return {name,
            N,
            [](int fft, int window) -> void* { return new Plan(fft, window); },
            [](void* plan) { delete static_cast<Plan*>(plan); },
            [](void* plan, const float* const* frames, const float* weights, float* const* rows) {
                static_cast<Plan*>(plan)->power(frames, weights, rows);
            },
            [](void* plan, const float* const* frames, const float* weights, float* const* rows) {
                static_cast<Plan*>(plan)->spectrum(frames, weights, rows);
            }};
}

}  // namespace
