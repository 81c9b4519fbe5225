#include "core/base/random.h"

#include <cmath>
#include <numbers>

namespace sightline {

std::uint64_t mixSeed(std::uint64_t seed, std::uint64_t value)
{
    std::uint64_t z = seed + 0x9e3779b97f4a7c15ULL * (value + 1);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

std::uint64_t hashText(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    return mixSeed(hash, text.size());
}

double Rng::uniform()
{
    return static_cast<double>(m_engine() >> 11) * 0x1.0p-53;
}

double Rng::normal()
{
    // 1 - uniform() is in (0,1], so that the logarithm is finite.
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

std::size_t Rng::below(std::size_t count)
{
    // Rejection keeps every value equally likely.
    const std::uint64_t limit = count;
    const std::uint64_t threshold = (0 - limit) % limit;
    std::uint64_t value = m_engine();
    while (value < threshold) {
        value = m_engine();
    }
    return static_cast<std::size_t>(value % limit);
}

}  // namespace sightline
