#include "core/learning/intervals.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "core/base/random.h"

namespace sightline::learning {
namespace {

constexpr double z95 = 1.959963984540054;  // the normal distribution's 97.5 % point
constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Indices of each group's samples, in order of first appearance.
std::vector<std::vector<std::size_t>> membersOf(const std::vector<std::string>& names)
{
    std::vector<std::vector<std::size_t>> groups;
    std::unordered_map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::size_t place = groups.size();
        if (!names[i].empty()) {
            place = known.emplace(names[i], groups.size()).first->second;
        }
        if (place == groups.size()) {
            groups.emplace_back();
        }
        groups[place].push_back(i);
    }
    return groups;
}

/// Linear interpolation between the order statistics (numpy's default); values are sorted.
double percentile(const std::vector<double>& values, double fraction)
{
    const double position = fraction * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (position - static_cast<double>(below)) * (values[above] - values[below]);
}

}  // namespace

Figure proportion(std::size_t successes, std::size_t n)
{
    if (n == 0) {
        return {.value = 0, .low = 0, .high = 1, .n = 0};
    }
    // Wilson 1927.
    const auto count = static_cast<double>(n);
    const double p = static_cast<double>(successes) / count;
    const double middle = p + z95 * z95 / (2 * count);
    const double spread = z95 * std::sqrt(p * (1 - p) / count + z95 * z95 / (4 * count * count));
    const double scale = 1 + z95 * z95 / count;
    return {.value = p,
            .low = std::max(0.0, (middle - spread) / scale),
            .high = std::min(1.0, (middle + spread) / scale),
            .n = n};
}

std::vector<Figure> bootstrap(const std::vector<std::string>& groups, std::size_t count, const Statistics& statistics,
                              std::uint64_t seed, int draws)
{
    std::vector<double> values(count, none);
    const auto evaluate = [&](Weights weights) {
        std::fill(values.begin(), values.end(), none);
        statistics(weights, values);
    };
    evaluate({});
    std::vector<Figure> figures(count);
    for (std::size_t k = 0; k < count; ++k) {
        figures[k] = {.value = values[k], .low = values[k], .high = values[k], .n = groups.size()};
    }
    if (groups.size() < 2) {
        return figures;
    }
    std::vector<std::vector<std::size_t>> members = membersOf(groups);
    if (members.size() == 1) {
        members = membersOf(std::vector<std::string>(groups.size()));
    }
    Rng random(seed);
    std::vector<std::uint32_t> weights(groups.size());
    std::vector<std::vector<double>> drawn(count);
    for (int draw = 0; draw < draws; ++draw) {
        std::fill(weights.begin(), weights.end(), 0U);
        for (std::size_t i = 0; i < members.size(); ++i) {
            for (const std::size_t sample : members[random.below(members.size())]) {
                ++weights[sample];
            }
        }
        evaluate(weights);
        for (std::size_t k = 0; k < count; ++k) {
            if (!std::isnan(values[k])) {
                drawn[k].push_back(values[k]);
            }
        }
    }
    for (std::size_t k = 0; k < count; ++k) {
        if (!drawn[k].empty() && !std::isnan(figures[k].value)) {
            std::sort(drawn[k].begin(), drawn[k].end());
            figures[k].low = percentile(drawn[k], 0.025);
            figures[k].high = percentile(drawn[k], 0.975);
        }
    }
    return figures;
}

Figure bootstrap(const std::vector<std::string>& groups, const std::function<double(Weights)>& statistic,
                 std::uint64_t seed, int draws)
{
    const auto single = [&](Weights weights, std::span<double> values) { values[0] = statistic(weights); };
    return bootstrap(groups, 1, single, seed, draws).front();
}

Figure share(const std::vector<bool>& hits, const std::vector<bool>& base, const std::vector<std::string>& groups)
{
    assert(hits.size() == base.size() && base.size() == groups.size());
    std::vector<std::string> names;
    std::vector<bool> hit;
    for (std::size_t i = 0; i < base.size(); ++i) {
        if (base[i]) {
            names.push_back(groups[i]);
            hit.push_back(hits[i]);
        }
    }
    const auto successes = static_cast<std::size_t>(std::count(hit.begin(), hit.end(), true));
    Figure figure = proportion(successes, hit.size());
    const std::size_t sources = membersOf(names).size();
    if (sources == names.size() || sources == 1) {
        return figure;
    }
    if (successes == 0 || successes == names.size()) {
        const Figure few = proportion(successes == 0 ? 0 : sources, sources);
        figure.low = few.low;
        figure.high = few.high;
        return figure;
    }
    return bootstrap(names, [&hit](Weights weights) {
        double taken = 0;
        double all = 0;
        for (std::size_t i = 0; i < hit.size(); ++i) {
            const double weight = weights.empty() ? 1 : weights[i];
            all += weight;
            taken += hit[i] ? weight : 0;
        }
        return taken / all;
    });
}

}  // namespace sightline::learning
