#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <doctest/doctest.h>

#include "core/base/random.h"
#include "core/learning/splits.h"
#include "tests/learning/cases.h"

using namespace sightline;
using namespace sightline::learning;

namespace {

struct Population {
    std::vector<std::size_t> classes;
    std::vector<std::string> groups;
};

Population population(std::uint64_t seed)
{
    Population result;
    Rng random(seed);
    for (int group = 0; group < 150; ++group) {
        const std::size_t size = 1 + random.below(random.chance(0.1) ? 12 : 3);
        const std::size_t own = random.below(6);
        for (std::size_t i = 0; i < size; ++i) {
            result.classes.push_back(random.chance(0.9) ? own : random.below(6));
            result.groups.push_back("g" + std::to_string(group));
        }
    }
    return result;
}

}  // namespace

TEST_CASE("twins are closed transitively and numbered by first appearance")
{
    const std::set<std::pair<std::size_t, std::size_t>> pairs = {{1, 4}, {4, 5}, {0, 2}, {5, 7}};
    const auto numbers = clusters(8, [&](std::size_t a, std::size_t b) {
        return pairs.contains({std::min(a, b), std::max(a, b)});
    });
    CHECK(numbers == std::vector<std::size_t>{0, 1, 0, 2, 1, 1, 3, 1});
    CHECK(clusters(0, [](std::size_t, std::size_t) { return true; }).empty());
    CHECK(clusters(3, [](std::size_t, std::size_t) { return true; }) == std::vector<std::size_t>{0, 0, 0});
}

TEST_CASE("no group lies in two folds; folds are alike in size and in every class")
{
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const Population all = population(seed);
        const auto folds = groupedFolds(all.classes, all.groups, 5, seed);
        REQUIRE(folds.size() == all.classes.size());
        std::map<std::string, std::set<std::size_t>> foldsOfGroup;
        std::vector<std::size_t> size(5);
        std::map<std::pair<std::size_t, std::size_t>, std::size_t> held;
        for (std::size_t i = 0; i < folds.size(); ++i) {
            foldsOfGroup[all.groups[i]].insert(folds[i]);
            ++size.at(folds[i]);
            ++held[{folds[i], all.classes[i]}];
        }
        for (const auto& [group, places] : foldsOfGroup) {
            CHECK(places.size() == 1);
        }
        const double fair = static_cast<double>(folds.size()) / 5;
        for (std::size_t fold = 0; fold < 5; ++fold) {
            CHECK(static_cast<double>(size[fold]) > 0.75 * fair);
            CHECK(static_cast<double>(size[fold]) < 1.25 * fair);
            for (std::size_t k = 0; k < 6; ++k) {
                const auto total = static_cast<double>(std::count(all.classes.begin(), all.classes.end(), k));
                CHECK(static_cast<double>(held[{fold, k}]) > 0.1 * total);
                CHECK(static_cast<double>(held[{fold, k}]) < 0.35 * total);
            }
        }
    }
}

TEST_CASE("folds repeat by seed and differ between seeds; an empty group is its own")
{
    const Population all = population(3);
    CHECK(groupedFolds(all.classes, all.groups, 5, 1) == groupedFolds(all.classes, all.groups, 5, 1));
    CHECK(groupedFolds(all.classes, all.groups, 5, 1) != groupedFolds(all.classes, all.groups, 5, 2));
    const std::vector<std::string> none(all.classes.size());
    const auto single = stratifiedFolds(all.classes, 4, 9);
    CHECK(single == groupedFolds(all.classes, none, 4, 9));
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> held;
    for (std::size_t i = 0; i < single.size(); ++i) {
        ++held[{all.classes[i], single[i]}];
    }
    for (std::size_t k = 0; k < 6; ++k) {
        std::size_t least = all.classes.size();
        std::size_t most = 0;
        for (std::size_t fold = 0; fold < 4; ++fold) {
            least = std::min(least, held[{k, fold}]);
            most = std::max(most, held[{k, fold}]);
        }
        CHECK(most - least <= 1);
    }
}

TEST_CASE("a source's part follows from its name alone, in the shares asked for")
{
    std::map<Part, int> counts;
    for (int i = 0; i < 5000; ++i) {
        const std::string name = "well " + std::to_string(i);
        const Part part = partOfSource(name, 0.125, 0.2);
        CHECK(part == partOfSource(name, 0.125, 0.2));
        ++counts[part];
    }
    CHECK(counts[Part::Test] > 900);
    CHECK(counts[Part::Test] < 1100);
    CHECK(counts[Part::Tune] > 525);
    CHECK(counts[Part::Tune] < 725);
    CHECK(partOfSource("x", 0, 0) == Part::Train);
    CHECK(partOfSource("x", 0, 1) == Part::Test);
    CHECK(partOfSource("x", 1, 0) == Part::Tune);
}

namespace {

/// The wells of reference/judging.py.
Population referencePopulation()
{
    cases::Generator unit(31);
    Population result;
    for (int group = 0; group < 150; ++group) {
        const auto most = unit() < 0.1 ? 12 : 3;
        const int size = 1 + static_cast<int>(unit() * most);
        const auto own = static_cast<std::size_t>(unit() * 6);
        for (int i = 0; i < size; ++i) {
            result.classes.push_back(unit() < 0.9 ? own : static_cast<std::size_t>(unit() * 6));
            result.groups.push_back("well " + std::to_string(group));
        }
    }
    return result;
}

/// Root mean square of how far a fold's share of a class lies from its due.
double unevenness(const Population& all, const std::vector<std::size_t>& folds, const std::vector<double>& due)
{
    double squares = 0;
    for (std::size_t fold = 0; fold < due.size(); ++fold) {
        for (std::size_t k = 0; k < 6; ++k) {
            double total = 0;
            double held = 0;
            for (std::size_t i = 0; i < folds.size(); ++i) {
                total += all.classes[i] == k ? 1 : 0;
                held += all.classes[i] == k && folds[i] == fold ? 1 : 0;
            }
            squares += (held / total - due[fold]) * (held / total - due[fold]);
        }
    }
    return std::sqrt(squares / static_cast<double>(6 * due.size()));
}

std::vector<std::size_t> foldsOf(const Population& all, const Places& places)
{
    std::vector<std::size_t> folds;
    for (const std::string& group : all.groups) {
        folds.push_back(places.at(group));
    }
    return folds;
}

}  // namespace

TEST_CASE("folds of sources are as even as scikit-learn's StratifiedGroupKFold (judging.py)")
{
    const Population all = referencePopulation();
    REQUIRE(all.classes.size() == 350);
    constexpr double scikitLearn = 0.006132416933116904;
    const std::vector<double> fifths(5, 0.2);
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        CHECK(unevenness(all, groupedFolds(all.classes, all.groups, 5, seed), fifths) < 2 * scikitLearn);
        CHECK(unevenness(all, foldsOf(all, placeSources(all.classes, all.groups, fifths, seed)), fifths) <
              2 * scikitLearn);
    }
    CHECK(unevenness(all, foldsOf(all, placeSources(all.classes, all.groups, {0.8, 0.2}, 1)), {0.8, 0.2}) <
          2 * scikitLearn);
    CHECK(unevenness(all, foldsOf(all, placeSources(all.classes, all.groups, {4, 1}, 1)), {0.8, 0.2}) <
          2 * scikitLearn);
}

TEST_CASE("sources keep their place when samples are added, whatever the order")
{
    const Population all = referencePopulation();
    const std::vector<double> fifths(5, 0.2);
    const Places whole = placeSources(all.classes, all.groups, fifths, 3);
    Population backwards = all;
    std::reverse(backwards.classes.begin(), backwards.classes.end());
    std::reverse(backwards.groups.begin(), backwards.groups.end());
    CHECK(placeSources(backwards.classes, backwards.groups, fifths, 3) == whole);
    CHECK(placeSources(all.classes, all.groups, fifths, 4) != whole);

    Population early;
    for (std::size_t i = 0; i < 200; ++i) {
        early.classes.push_back(all.classes[i]);
        early.groups.push_back(all.groups[i]);
    }
    const Places before = placeSources(early.classes, early.groups, fifths, 3);
    const Places after = placeSources(all.classes, all.groups, fifths, 3, before);
    CHECK(after.size() == 150);
    for (const auto& [source, place] : before) {
        CHECK(after.at(source) == place);
    }
    CHECK(unevenness(all, foldsOf(all, after), fifths) < 0.03);

    for (int i = 0; i < 50; ++i) {
        const std::string name = "deployment " + std::to_string(i);
        CHECK(foldOfSource(name, 5, 1) == foldOfSource(name, 5, 1));
        CHECK(foldOfSource(name, 5) < 5);
    }
    std::vector<int> counts(4, 0);
    for (int i = 0; i < 4000; ++i) {
        ++counts[foldOfSource("well " + std::to_string(i), 4, 9)];
    }
    CHECK(*std::min_element(counts.begin(), counts.end()) > 900);
    CHECK(*std::max_element(counts.begin(), counts.end()) < 1100);
}

TEST_CASE("few sources: nothing, one, a class of three in train and test; samples without a source are passed over")
{
    CHECK(placeSources({}, {}, {1, 1}, 0).empty());
    CHECK(placeSources({0, 0}, {"a", ""}, {0.8, 0.2}, 0) == Places{{"a", 0}});
    const Places three = placeSources({0, 0, 0}, {"a", "b", "c"}, {0.8, 0.2}, 0);
    CHECK(std::count_if(three.begin(), three.end(), [](const auto& entry) { return entry.second == 1; }) == 1);
    // A place that is none any more is found anew.
    CHECK(placeSources({0}, {"a"}, {1, 1}, 0, {{"a", 7}}).at("a") < 2);
}
