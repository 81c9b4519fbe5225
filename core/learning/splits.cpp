#include "core/learning/splits.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "core/base/random.h"

namespace sightline::learning {
namespace {

struct Group {
    std::vector<std::size_t> items;
    std::vector<std::pair<std::size_t, std::size_t>> perClass;  ///< class, count
};

std::vector<Group> collect(const std::vector<std::size_t>& classes, const std::vector<std::string>& names)
{
    std::vector<Group> groups;
    std::unordered_map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        std::size_t index = groups.size();
        if (!names[i].empty()) {
            index = known.emplace(names[i], groups.size()).first->second;
        }
        if (index == groups.size()) {
            groups.emplace_back();
        }
        Group& group = groups[index];
        group.items.push_back(i);
        const auto found = std::find_if(group.perClass.begin(), group.perClass.end(),
                                        [&](const auto& entry) { return entry.first == classes[i]; });
        if (found == group.perClass.end()) {
            group.perClass.emplace_back(classes[i], 1);
        } else {
            ++found->second;
        }
    }
    return groups;
}

}  // namespace

std::vector<std::size_t> clusters(std::size_t count, const std::function<bool(std::size_t, std::size_t)>& areTwins)
{
    // Union-find whose roots are always the smallest index of their set.
    std::vector<std::size_t> parent(count);
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    const auto root = [&parent](std::size_t item) {
        while (parent[item] != item) {
            item = parent[item] = parent[parent[item]];
        }
        return item;
    };
    for (std::size_t a = 0; a < count; ++a) {
        for (std::size_t b = a + 1; b < count; ++b) {
            const std::size_t rootA = root(a);
            const std::size_t rootB = root(b);
            if (rootA != rootB && areTwins(a, b)) {
                parent[std::max(rootA, rootB)] = std::min(rootA, rootB);
            }
        }
    }
    std::vector<std::size_t> numbers(count);
    std::size_t next = 0;
    for (std::size_t item = 0; item < count; ++item) {
        const std::size_t first = root(item);
        numbers[item] = first == item ? next++ : numbers[first];
    }
    return numbers;
}

std::vector<std::size_t> groupedFolds(const std::vector<std::size_t>& classes, const std::vector<std::string>& groups,
                                      std::size_t folds, std::uint64_t seed)
{
    assert(folds > 0 && classes.size() == groups.size());
    std::vector<Group> all = collect(classes, groups);
    Rng random(seed);
    random.shuffle(std::span<Group>(all));
    std::stable_sort(all.begin(), all.end(),
                     [](const Group& a, const Group& b) { return a.items.size() > b.items.size(); });

    const std::size_t classCount = classes.empty() ? 0 : *std::max_element(classes.begin(), classes.end()) + 1;
    std::vector<double> total(classCount, 0);
    for (const std::size_t item : classes) {
        total[item] += 1;
    }
    std::vector<std::vector<double>> held(folds, std::vector<double>(classCount, 0));
    std::vector<std::size_t> size(folds, 0);
    std::vector<std::size_t> result(classes.size(), 0);
    for (const Group& group : all) {
        // How full a fold already is with just the classes this group brings.
        const auto fullness = [&](std::size_t fold) {
            double sum = 0;
            for (const auto& [classIndex, count] : group.perClass) {
                sum += static_cast<double>(count) * held[fold][classIndex] / total[classIndex];
            }
            return sum;
        };
        std::size_t best = 0;
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t fold = 0; fold < folds; ++fold) {
            const double full = fullness(fold);
            if (full < least || (full == least && size[fold] < size[best])) {
                least = full;
                best = fold;
            }
        }
        for (const auto& [classIndex, count] : group.perClass) {
            held[best][classIndex] += static_cast<double>(count);
        }
        size[best] += group.items.size();
        for (const std::size_t item : group.items) {
            result[item] = best;
        }
    }
    return result;
}

std::vector<std::size_t> stratifiedFolds(const std::vector<std::size_t>& classes, std::size_t folds, std::uint64_t seed)
{
    return groupedFolds(classes, std::vector<std::string>(classes.size()), folds, seed);
}

Places placeSources(const std::vector<std::size_t>& classes, const std::vector<std::string>& sources,
                    const std::vector<double>& shares, std::uint64_t seed, const Places& placed)
{
    assert(!shares.empty() && classes.size() == sources.size());
    std::vector<Group> groups = collect(classes, sources);
    std::erase_if(groups, [&sources](const Group& group) { return sources[group.items.front()].empty(); });
    const auto nameOf = [&sources](const Group& group) -> const std::string& { return sources[group.items.front()]; };
    std::sort(groups.begin(), groups.end(), [&](const Group& a, const Group& b) {
        const auto key = [&](const Group& group) {
            const bool isNew = placed.count(nameOf(group)) == 0;
            return std::tuple(isNew, -static_cast<std::ptrdiff_t>(group.items.size()),
                              mixSeed(seed, hashText(nameOf(group))), std::string_view(nameOf(group)));
        };
        return key(a) < key(b);
    });
    std::map<std::size_t, double> total;
    for (const Group& group : groups) {
        for (const auto& [classIndex, count] : group.perClass) {
            total[classIndex] += static_cast<double>(count);
        }
    }
    std::vector<std::map<std::size_t, double>> held(shares.size());
    Places result;
    for (const Group& group : groups) {
        // How full a place would be with half of what this source brings (Sainte-Laguë's rule for seats by shares).
        const auto fullness = [&](std::size_t place) {
            double sum = 0;
            for (const auto& [classIndex, count] : group.perClass) {
                const auto brought = static_cast<double>(count);
                sum += brought * (held[place][classIndex] + brought / 2) / (total[classIndex] * shares[place]);
            }
            return sum;
        };
        std::size_t best = 0;
        if (const auto known = placed.find(nameOf(group)); known != placed.end() && known->second < shares.size()) {
            best = known->second;
        } else {
            for (std::size_t place = 1; place < shares.size(); ++place) {
                best = fullness(place) < fullness(best) ? place : best;
            }
        }
        for (const auto& [classIndex, count] : group.perClass) {
            held[best][classIndex] += static_cast<double>(count);
        }
        result.emplace(nameOf(group), best);
    }
    return result;
}

std::size_t foldOfSource(const std::string& source, std::size_t folds, std::uint64_t seed)
{
    assert(folds > 0);
    return static_cast<std::size_t>(mixSeed(seed, hashText(source)) % folds);
}

Part partOfSource(const std::string& source, double tuneShare, double testShare)
{
    const double place = static_cast<double>(hashText(source) >> 11) * 0x1.0p-53;
    if (place < testShare) {
        return Part::Test;
    }
    return place < testShare + tuneShare ? Part::Tune : Part::Train;
}

}  // namespace sightline::learning
