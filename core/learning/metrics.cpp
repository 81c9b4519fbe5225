#include "core/learning/metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "core/base/random.h"

namespace sightline::learning {
namespace {

constexpr double z95 = 1.959963984540054;  // the normal distribution's 97.5 % point

bool answered(const Outcome& outcome)
{
    return !outcome.rejected && !outcome.probabilities.empty();
}

std::size_t predicted(const Outcome& outcome)
{
    return static_cast<std::size_t>(std::max_element(outcome.probabilities.begin(), outcome.probabilities.end()) -
                                    outcome.probabilities.begin());
}

bool right(const Outcome& outcome)
{
    return answered(outcome) && predicted(outcome) == outcome.truth;
}

double share(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

struct Counts {
    std::size_t truth = 0;
    std::size_t predicted = 0;
    std::size_t hits = 0;

    /// 2 hits / (truth + predicted): the harmonic mean of precision and recall without their 0/0.
    [[nodiscard]] double f1() const { return share(2 * hits, truth + predicted); }
};

std::vector<Counts> countPerClass(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    std::vector<Counts> counts(classCount);
    for (const Outcome& outcome : outcomes) {
        ++counts[outcome.truth].truth;
        if (answered(outcome)) {
            const std::size_t guess = predicted(outcome);
            ++counts[guess].predicted;
            counts[guess].hits += guess == outcome.truth ? 1 : 0;
        }
    }
    return counts;
}

/// Indices of each group's outcomes, in order of first appearance.
std::vector<std::vector<std::size_t>> groupsOf(const std::vector<Outcome>& outcomes)
{
    std::vector<std::vector<std::size_t>> groups;
    std::unordered_map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const std::string& name = outcomes[i].group;
        const auto [place, fresh] = name.empty() ? std::pair(known.end(), true) : known.emplace(name, groups.size());
        if (fresh) {
            groups.emplace_back();
        }
        groups[fresh ? groups.size() - 1 : place->second].push_back(i);
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

Confusion confusion(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    Confusion result(classCount, std::vector<std::size_t>(classCount, 0));
    for (const Outcome& outcome : outcomes) {
        if (answered(outcome)) {
            ++result[outcome.truth][predicted(outcome)];
        }
    }
    return result;
}

double accuracy(const std::vector<Outcome>& outcomes)
{
    return share(static_cast<std::size_t>(std::count_if(outcomes.begin(), outcomes.end(), right)), outcomes.size());
}

double topK(const std::vector<Outcome>& outcomes, std::size_t k)
{
    const auto found = [k](const Outcome& outcome) {
        if (!answered(outcome)) {
            return false;
        }
        // Equal probabilities rank by class order, as in Verdict::rank.
        const float own = outcome.probabilities[outcome.truth];
        std::size_t better = 0;
        for (std::size_t i = 0; i < outcome.probabilities.size(); ++i) {
            better += outcome.probabilities[i] > own || (outcome.probabilities[i] == own && i < outcome.truth) ? 1 : 0;
        }
        return better < k;
    };
    return share(static_cast<std::size_t>(std::count_if(outcomes.begin(), outcomes.end(), found)), outcomes.size());
}

double macroF1(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    double sum = 0;
    std::size_t present = 0;
    for (const Counts& counts : countPerClass(outcomes, classCount)) {
        if (counts.truth + counts.predicted > 0) {
            sum += counts.f1();
            ++present;
        }
    }
    return present == 0 ? 0 : sum / static_cast<double>(present);
}

double expectedCalibrationError(const std::vector<Outcome>& outcomes, std::size_t bins)
{
    struct Bin {
        double confidence = 0;
        std::size_t hits = 0;
        std::size_t count = 0;
    };
    std::vector<Bin> table(bins);
    std::size_t total = 0;
    for (const Outcome& outcome : outcomes) {
        if (!answered(outcome)) {
            continue;
        }
        const std::size_t guess = predicted(outcome);
        const auto confidence = static_cast<double>(outcome.probabilities[guess]);
        // Bins are (low, high], as Guo et al. 2017 define them.
        const double place = std::ceil(confidence * static_cast<double>(bins)) - 1;
        Bin& bin = table[static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(bins - 1)))];
        bin.confidence += confidence;
        bin.hits += guess == outcome.truth ? 1 : 0;
        ++bin.count;
        ++total;
    }
    double error = 0;
    for (const Bin& bin : table) {
        error += std::abs(bin.confidence - static_cast<double>(bin.hits));
    }
    return total == 0 ? 0 : error / static_cast<double>(total);
}

double coverage(const std::vector<Outcome>& outcomes)
{
    const auto taken = [](const Outcome& outcome) { return answered(outcome) && !outcome.abstained; };
    return share(static_cast<std::size_t>(std::count_if(outcomes.begin(), outcomes.end(), taken)), outcomes.size());
}

std::optional<double> selectiveAccuracy(const std::vector<Outcome>& outcomes)
{
    std::size_t taken = 0;
    std::size_t hits = 0;
    for (const Outcome& outcome : outcomes) {
        if (answered(outcome) && !outcome.abstained) {
            ++taken;
            hits += right(outcome) ? 1 : 0;
        }
    }
    return taken == 0 ? std::nullopt : std::optional(share(hits, taken));
}

std::vector<ClassFigures> perClass(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    std::vector<ClassFigures> figures;
    for (const Counts& counts : countPerClass(outcomes, classCount)) {
        figures.push_back({.n = counts.truth,
                           .precision = share(counts.hits, counts.predicted),
                           .recall = share(counts.hits, counts.truth),
                           .f1 = counts.f1()});
    }
    return figures;
}

Figure bootstrap(const std::vector<Outcome>& outcomes,
                 const std::function<double(const std::vector<Outcome>&)>& statistic, std::uint64_t seed, int draws)
{
    Figure figure;
    figure.value = statistic(outcomes);
    figure.low = figure.high = figure.value;
    figure.n = outcomes.size();
    if (outcomes.size() < 2 || draws < 1) {
        return figure;
    }
    std::vector<std::vector<std::size_t>> groups = groupsOf(outcomes);
    if (groups.size() == 1) {
        groups.assign(outcomes.size(), {});
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            groups[i] = {i};
        }
    }
    Rng random(seed);
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(draws));
    // The outcomes of a draw are assigned over those of the one before, so that nothing is allocated anew.
    std::vector<Outcome> drawn;
    std::vector<std::size_t> indices;
    for (int draw = 0; draw < draws; ++draw) {
        indices.clear();
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const std::vector<std::size_t>& group = groups[random.below(groups.size())];
            indices.insert(indices.end(), group.begin(), group.end());
        }
        drawn.resize(indices.size());
        for (std::size_t i = 0; i < indices.size(); ++i) {
            drawn[i] = outcomes[indices[i]];
        }
        values.push_back(statistic(drawn));
    }
    std::sort(values.begin(), values.end());
    figure.low = percentile(values, 0.025);
    figure.high = percentile(values, 0.975);
    return figure;
}

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

}  // namespace sightline::learning
