#include "core/base/random.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

using namespace sightline;

TEST_CASE("the generator is the standard's and stays the same everywhere")
{
    // std::mt19937_64 default-seeded: the 10,000th number is fixed by the C++ standard [rand.predef].
    Rng rng(5489);
    std::uint64_t value = 0;
    for (int i = 0; i < 10000; ++i) {
        value = rng.next();
    }
    CHECK(value == 9981545732273789042ULL);
}

TEST_CASE("the distributions have their moments")
{
    Rng rng(1);
    constexpr int count = 200000;
    double sum = 0;
    double squares = 0;
    double uniformSum = 0;
    std::vector<int> seen(7);
    for (int i = 0; i < count; ++i) {
        const double normal = rng.normal();
        sum += normal;
        squares += normal * normal;
        const double uniform = rng.uniform();
        REQUIRE(uniform >= 0);
        REQUIRE(uniform < 1);
        uniformSum += uniform;
        ++seen[rng.below(7)];
    }
    // Five standard errors.
    CHECK(std::abs(sum / count) < 5 / std::sqrt(count));
    CHECK(std::abs(squares / count - 1) < 5 * std::sqrt(2.0 / count));
    CHECK(std::abs(uniformSum / count - 0.5) < 5 * std::sqrt(1.0 / 12 / count));
    for (const int times : seen) {
        CHECK(std::abs(times - count / 7.0) < 5 * std::sqrt(count / 7.0));
    }
}

TEST_CASE("shuffling keeps every value; mixed seeds differ")
{
    std::vector<int> values(100);
    std::iota(values.begin(), values.end(), 0);
    Rng rng(3);
    rng.shuffle(std::span(values));
    CHECK_FALSE(std::is_sorted(values.begin(), values.end()));
    std::sort(values.begin(), values.end());
    CHECK(values[42] == 42);
    CHECK(mixSeed(1, 2) != mixSeed(2, 1));
    CHECK(mixSeed(0, 0) != mixSeed(0, 1));
    CHECK(hashText("a") != hashText("b"));
}
