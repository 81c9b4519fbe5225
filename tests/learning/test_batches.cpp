#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

#include <doctest/doctest.h>

#include "core/learning/batches.h"
#include "core/learning/inputs.h"
#include "core/learning/schedule.h"

using namespace sightline;
using namespace sightline::learning;
using doctest::Approx;

namespace {

/// `perClass[k]` examples of class k; the picture holds the index, or index + seed where augmented.
class NumberSource final : public ExampleSource {
public:
    explicit NumberSource(const std::vector<std::size_t>& perClass) : m_classCount(perClass.size())
    {
        for (std::size_t k = 0; k < perClass.size(); ++k) {
            m_classes.insert(m_classes.end(), perClass[k], k);
        }
    }
    [[nodiscard]] std::size_t count() const override { return m_classes.size(); }
    [[nodiscard]] std::size_t classCount() const override { return m_classCount; }
    [[nodiscard]] std::size_t classOf(std::size_t index) const override { return m_classes[index]; }
    [[nodiscard]] Result<Example> example(std::size_t index) const override
    {
        ++drawn;
        if (index == broken) {
            return fail(ErrorCode::Corrupt, "broken");
        }
        if (index == throwing) {
            throw std::runtime_error("thrown");
        }
        Example result{SignalImage(1, 1, 1), {}};
        result.image.pixels[0] = static_cast<float>(index);
        return result;
    }
    [[nodiscard]] Result<Example> augmented(std::size_t index, std::uint64_t seed) const override
    {
        return example(index).map([seed](Example&& plain) {
            plain.scalars = {static_cast<float>(seed % 1000)};
            return std::move(plain);
        });
    }

    std::size_t broken = 1'000'000;
    std::size_t throwing = 1'000'000;
    mutable std::atomic<int> drawn = 0;

private:
    std::size_t m_classCount;
    std::vector<std::size_t> m_classes;
};

std::vector<std::size_t> upTo(std::size_t count)
{
    std::vector<std::size_t> all(count);
    for (std::size_t i = 0; i < count; ++i) {
        all[i] = i;
    }
    return all;
}

}  // namespace

TEST_CASE("an epoch has every example once, each epoch in another order with other seeds")
{
    const NumberSource source({40, 10});
    const auto first = epochDraws(source, upTo(50), {}, 1, 1);
    const auto again = epochDraws(source, upTo(50), {}, 1, 1);
    const auto second = epochDraws(source, upTo(50), {}, 1, 2);
    std::set<std::size_t> seen;
    std::set<std::uint64_t> seeds;
    bool moved = false;
    for (std::size_t i = 0; i < first.size(); ++i) {
        seen.insert(first[i].index);
        seeds.insert(first[i].seed.value());
        seeds.insert(second[i].seed.value());
        moved = moved || first[i].index != second[i].index;
        CHECK(first[i].index == again[i].index);
        CHECK(first[i].seed == again[i].seed);
    }
    CHECK(first.size() == 50);
    CHECK(seen.size() == 50);
    CHECK(seeds.size() == 100);
    CHECK(moved);
}

TEST_CASE("a balanced epoch shows rare classes more often, and none of their examples is forgotten")
{
    const NumberSource source({900, 100, 0});
    const auto draws = epochDraws(source, upTo(1000), {.balanced = true}, 1, 1);
    CHECK(draws.size() == 1000);
    std::set<std::size_t> rare;
    std::set<std::uint64_t> seeds;
    std::size_t rareDraws = 0;
    for (const Draw& draw : draws) {
        seeds.insert(draw.seed.value());
        if (source.classOf(draw.index) == 1) {
            rare.insert(draw.index);
            ++rareDraws;
        }
    }
    // 10 / (30 + 10) of the draws instead of a tenth.
    CHECK(rareDraws > 200);
    CHECK(rareDraws < 300);
    CHECK(rare.size() == 100);
    CHECK(seeds.size() == 1000);
}

TEST_CASE("so many draws of every class: none of its examples is forgotten, and none is drawn the same twice")
{
    const NumberSource source({250, 7, 0});
    const EpochRule rule{.perClass = 100};
    CHECK(epochSize(source, upTo(257), rule) == 200);
    CHECK(epochSize(source, upTo(257), {}) == 257);
    std::map<std::size_t, std::size_t> times;
    std::set<std::uint64_t> seeds;
    std::set<std::size_t> firstHalf;
    for (int epoch = 1; epoch <= 5; ++epoch) {
        const auto draws = epochDraws(source, upTo(257), rule, 3, epoch);
        REQUIRE(draws.size() == 200);
        std::size_t common = 0;
        for (const Draw& draw : draws) {
            ++times[draw.index];
            seeds.insert(draw.seed.value());
            common += source.classOf(draw.index) == 0 ? 1 : 0;
        }
        CHECK(common == 100);
        for (std::size_t i = 0; i < 100; ++i) {
            firstHalf.insert(source.classOf(draws[i].index));
        }
    }
    CHECK(firstHalf.size() == 2);  // the classes are mixed
    CHECK(seeds.size() == 1000);
    for (std::size_t i = 0; i < 250; ++i) {
        CHECK(times[i] == 2);  // 500 draws, in rounds that run on over the epochs
    }
    for (std::size_t i = 250; i < 257; ++i) {
        CHECK(times[i] >= 71);  // 500 draws of 7
        CHECK(times[i] <= 72);
    }
    const auto again = epochDraws(source, upTo(257), rule, 3, 4);
    const auto other = epochDraws(source, upTo(257), rule, 4, 4);
    const auto same = epochDraws(source, upTo(257), rule, 3, 4);
    bool moved = false;
    for (std::size_t i = 0; i < again.size(); ++i) {
        CHECK(again[i].index == same[i].index);
        CHECK(again[i].seed == same[i].seed);
        moved = moved || again[i].index != other[i].index;
    }
    CHECK(moved);
}

TEST_CASE("batches cover an epoch in pieces of nearly equal size")
{
    for (const std::size_t count : {2U, 31U, 32U, 33U, 65U, 660U}) {
        CAPTURE(count);
        const NumberSource source({count});
        const auto draws = epochDraws(source, upTo(count), {}, 1, 1);
        const std::size_t batches = batchCount(count, 32);
        std::size_t total = 0;
        std::size_t least = count;
        std::size_t most = 0;
        for (std::size_t b = 0; b < batches; ++b) {
            const auto batch = batchOf(draws, batches, b);
            CHECK(batch.front().index == draws[total].index);
            total += batch.size();
            least = std::min(least, batch.size());
            most = std::max(most, batch.size());
        }
        CHECK(total == count);
        CHECK(most <= 32);
        CHECK(most - least <= 1);
    }
}

TEST_CASE("the learning rate climbs, then falls along half a cosine to nothing")
{
    CHECK(learningRateAt(0, 10, 110, 2) == Approx(0.2));
    CHECK(learningRateAt(9, 10, 110, 2) == Approx(2));
    CHECK(learningRateAt(10, 10, 110, 2) == Approx(2));
    CHECK(learningRateAt(60, 10, 110, 2) == Approx(1));
    CHECK(learningRateAt(109, 10, 110, 2) < 0.001);
    CHECK(learningRateAt(110, 10, 110, 2) == 0);
    CHECK(learningRateAt(0, 0, 10, 2) == Approx(2));
    CHECK(learningRateAt(3, 4, 4, 2) == Approx(2));
}

TEST_CASE("what is drawn ahead comes in order and is the same with any number of drawers")
{
    const NumberSource source({64});
    const auto draws = epochDraws(source, upTo(64), {}, 7, 1);
    const std::atomic<bool> stop = false;
    const auto planner = [&](std::size_t number) { return batchOf(draws, 10, number); };
    std::vector<float> expected;
    for (const int drawers : {0, 1, 3}) {
        BatchFeeder feeder(source, 10, planner, drawers, stop);
        std::vector<float> seen;
        for (int b = 0; b < 10; ++b) {
            const auto batch = feeder.next();
            REQUIRE(batch);
            for (std::size_t i = 0; i < batch->indices.size(); ++i) {
                CHECK(batch->examples[i].image.pixels[0] == static_cast<float>(batch->indices[i]));
                seen.push_back(batch->examples[i].image.pixels[0]);
                seen.push_back(batch->examples[i].scalars[0]);
            }
        }
        if (expected.empty()) {
            expected = seen;
        }
        CHECK(seen == expected);
    }
}

TEST_CASE("a feeder that is left half way stops, draws only a little ahead, and hands errors on in their place")
{
    NumberSource source({1000});
    source.broken = 25;
    const auto planner = [](std::size_t number) {
        return std::vector<Draw>{{number * 2, {}}, {number * 2 + 1, std::uint64_t{5}}};
    };
    for (const int drawers : {0, 2}) {
        source.drawn = 0;
        const std::atomic<bool> stop = false;
        BatchFeeder feeder(source, 500, planner, drawers, stop);
        for (int b = 0; b < 12; ++b) {
            CHECK(feeder.next());
        }
        CHECK(feeder.next().error().code == ErrorCode::Corrupt);
        CHECK(source.drawn < 2 * (13 + 3) + 1);
    }
    source.throwing = 0;
    std::atomic<bool> stop = false;
    BatchFeeder feeder(source, 500, planner, 1, stop);
    CHECK(feeder.next().error().code == ErrorCode::Internal);
    stop = true;
    // Batches drawn before the stop are still handed out.
    Result<BatchFeeder::Batch> last = feeder.next();
    for (int b = 0; b < 8 && last; ++b) {
        last = feeder.next();
    }
    CHECK(last.error().code == ErrorCode::Cancelled);
}

TEST_CASE("kept examples are not drawn again, as far as the memory goes")
{
    const NumberSource source({10});
    CachedSource cached(source, 3 * sizeof(float));
    for (std::size_t i = 0; i < 5; ++i) {
        cached.keep(i, source.example(i).value());
    }
    source.drawn = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        CHECK(cached.example(i).value().image.pixels[0] == static_cast<float>(i));
    }
    CHECK(source.drawn == 7);
    CHECK(cached.augmented(2, 3).value().scalars[0] == 3);
    CHECK(cached.classCount() == 1);
}

TEST_CASE("scalars are standardised by what was measured in training, constants and outliers included")
{
    const ScalarNormalisation scalars = measureScalars({"a", "b", "c"}, {{1, 5, 1e6F}, {3, 5, 1e6F}, {5, 5, 1e6F}});
    CHECK(scalars.mean == std::vector<float>{3, 5, 1e6F});
    CHECK(scalars.deviation[0] == Approx(std::sqrt(8.0 / 3)));
    std::vector<float> out(3);
    standardise(scalars, std::vector<float>{100, 6, 0}, out);
    CHECK(out[0] == 4);
    // What never varied in training was never learnt from, so it must not speak now.
    CHECK(out[1] == Approx(0));
    CHECK(out[2] == Approx(0));
    CHECK(measureScalars({}, {}).names.empty());
}
