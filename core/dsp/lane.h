// Several floats that are computed with as if they were one: the scalar of a KissFFT that transforms one frame in every
// lane. Internal to this room. Everything has internal linkage: each instruction set compiles its own copy, and none
// may be linked in another's place.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstring>
#include <numbers>
#include <utility>

namespace {

// The compilers take no template parameter as a vector's size.
template <int N>
struct VectorOf;
template <>
struct VectorOf<4> {
    typedef float Type __attribute__((vector_size(16)));
};
template <>
struct VectorOf<8> {
    typedef float Type __attribute__((vector_size(32)));
};
template <>
struct VectorOf<16> {
    typedef float Type __attribute__((vector_size(64)));
};

template <int N>
struct Lane {
    using Vector = typename VectorOf<N>::Type;

    Vector v;

    Lane() : v{} {}
    // KissFFT converts numbers by itself, hence no explicit.
    Lane(Vector value) : v(value) {}
    Lane(float value) : v(Vector{} + value) {}
    Lane(double value) : Lane(static_cast<float>(value)) {}
    Lane(int value) : Lane(static_cast<float>(value)) {}
    Lane(std::size_t value) : Lane(static_cast<float>(value)) {}

    static Lane load(const float* from)
    {
        Lane lane;
        std::memcpy(&lane.v, from, sizeof(Vector));
        return lane;
    }
    void store(float* to) const { std::memcpy(to, &v, sizeof(Vector)); }
    float& operator[](int lane) { return reinterpret_cast<float*>(&v)[lane]; }
    float operator[](int lane) const { return v[lane]; }

    Lane& operator+=(const Lane& o) { return v += o.v, *this; }
    Lane& operator-=(const Lane& o) { return v -= o.v, *this; }
    Lane& operator*=(const Lane& o) { return v *= o.v, *this; }
    Lane& operator/=(const Lane& o) { return v /= o.v, *this; }
    friend Lane operator+(const Lane& a, const Lane& b) { return a.v + b.v; }
    friend Lane operator-(const Lane& a, const Lane& b) { return a.v - b.v; }
    friend Lane operator*(const Lane& a, const Lane& b) { return a.v * b.v; }
    friend Lane operator/(const Lane& a, const Lane& b) { return a.v / b.v; }
    friend Lane operator-(const Lane& a) { return -a.v; }
    // The library's complex numbers ask only about lanes that are all alike.
    friend bool operator==(const Lane& a, const Lane& b) { return a[0] == b[0]; }
    friend bool operator>=(const Lane& a, const Lane& b) { return a[0] >= b[0]; }
};

/// KissFFT adds up the phases of its twiddle factors in single precision. They are multiples of π / count: the nearest
/// one is meant, and its sine and cosine are taken in double precision. Set while a plan is made.
thread_local double phaseCount = 0;

double exactPhase(float phase)
{
    return std::round(static_cast<double>(phase) * phaseCount / std::numbers::pi) * std::numbers::pi / phaseCount;
}
template <int N>
Lane<N> cos(const Lane<N>& phase)
{
    return Lane<N>(std::cos(exactPhase(phase[0])));
}
template <int N>
Lane<N> sin(const Lane<N>& phase)
{
    return Lane<N>(std::sin(exactPhase(phase[0])));
}
template <int N>
Lane<N> exp(const Lane<N>& value)
{
    return Lane<N>(std::exp(value[0]));
}

template <int N, int step, bool high, int... lanes>
Lane<N> interleaved(const Lane<N>& a, const Lane<N>& b, std::integer_sequence<int, lanes...> /*lanes*/)
{
    return Lane<N>(__builtin_shufflevector(
        a.v, b.v, ((lanes & step) != 0 ? N + lanes - (high ? 0 : step) : lanes + (high ? step : 0))...));
}

/// Rows become columns: rows[i][j] and rows[j][i] change places.
template <int N, int step = 1>
void transpose(Lane<N>* rows)
{
    if constexpr (step < N) {
        for (int i = 0; i < N; ++i) {
            if ((i & step) == 0) {
                constexpr auto lanes = std::make_integer_sequence<int, N>();
                const Lane<N> a = rows[i];
                const Lane<N> b = rows[i + step];
                rows[i] = interleaved<N, step, false>(a, b, lanes);
                rows[i + step] = interleaved<N, step, true>(a, b, lanes);
            }
        }
        transpose<N, step * 2>(rows);
    }
}

}  // namespace

namespace std {

// KissFFT calls std::acos by its full name, so it has to be found here; only ever for -1.
template <int N>
static Lane<N> acos(const Lane<N>& value)
{
    return Lane<N>(std::acos(value[0]));
}

}  // namespace std
