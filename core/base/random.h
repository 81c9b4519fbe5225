// Random numbers that are the same on every machine and with every standard library: std's distributions are not.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string_view>
#include <utility>

namespace sightline {

/// Mixes a seed with further numbers (epoch, index, member …) into an independent seed (splitmix64).
std::uint64_t mixSeed(std::uint64_t seed, std::uint64_t value);
/// A 64-bit hash of text for seeds and for assigning sources to splits (FNV-1a, then mixed).
std::uint64_t hashText(std::string_view text);

class Rng {
public:
    explicit Rng(std::uint64_t seed) : m_engine(seed) {}

    std::uint64_t next() { return m_engine(); }
    /// In [0,1).
    double uniform();
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// Standard normal (Box-Muller).
    double normal();
    /// In [0,count); count > 0.
    std::size_t below(std::size_t count);
    bool chance(double probability) { return uniform() < probability; }

    /// Fisher-Yates.
    template <class T>
    void shuffle(std::span<T> values)
    {
        for (std::size_t i = values.size(); i > 1; --i) {
            std::swap(values[i - 1], values[below(i)]);
        }
    }

private:
    std::mt19937_64 m_engine;
};

}  // namespace sightline
