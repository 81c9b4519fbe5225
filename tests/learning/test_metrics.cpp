#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <doctest/doctest.h>

#include "core/learning/metrics.h"
#include "tests/learning/cases.h"

using namespace sightline;
using namespace sightline::learning;
using doctest::Approx;

namespace {

Outcome outcome(std::size_t truth, std::vector<float> probabilities, std::string group = {})
{
    return {.truth = truth, .probabilities = std::move(probabilities), .group = std::move(group)};
}

}  // namespace

TEST_CASE("figures agree with scikit-learn's (reference/figures.py)")
{
    const std::vector<Outcome> outcomes = cases::Reference().outcomes();
    constexpr std::size_t classes = cases::Reference::classes;
    CHECK(accuracy(outcomes) == Approx(0.565).epsilon(1e-12));
    CHECK(macroF1(outcomes, classes) == Approx(0.47633008869799476).epsilon(1e-12));
    CHECK(topK(outcomes, 1) == accuracy(outcomes));
    CHECK(topK(outcomes, 2) == Approx(0.755).epsilon(1e-12));
    CHECK(topK(outcomes, classes) == 1);
    CHECK(expectedCalibrationError(outcomes) == Approx(0.1860867990484714).epsilon(1e-6));

    const std::vector<ClassFigures> figures = perClass(outcomes, classes);
    CHECK(figures[0].n == 34);
    CHECK(figures[0].precision == Approx(0.5384615384615384));
    CHECK(figures[0].recall == Approx(0.6176470588235294));
    CHECK(figures[0].f1 == Approx(0.5753424657534246));
    CHECK(figures[3].n == 55);
    CHECK(figures[3].precision == Approx(0.6744186046511628));
    CHECK(figures[3].f1 == Approx(0.5918367346938775));
    CHECK(figures[4].n == 0);
    CHECK(figures[4].f1 == 0);

    const Confusion table = confusion(outcomes, classes);
    std::size_t hits = 0;
    for (std::size_t k = 0; k < classes; ++k) {
        hits += table[k][k];
    }
    CHECK(hits == 113);
}

TEST_CASE("a rejected sample is wrong, is in no column, and has no confidence")
{
    std::vector<Outcome> outcomes = cases::Reference().outcomes();
    const double before = expectedCalibrationError(outcomes);
    for (std::size_t i = 0; i < outcomes.size(); i += 7) {
        outcomes[i].rejected = true;
    }
    outcomes[7].probabilities.clear();
    CHECK(accuracy(outcomes) == Approx(0.485).epsilon(1e-12));
    CHECK(macroF1(outcomes, 5) == Approx(0.4360343345766545).epsilon(1e-12));
    CHECK(topK(outcomes, 5) == Approx(171.0 / 200));
    CHECK(coverage(outcomes) == Approx(171.0 / 200));
    CHECK(expectedCalibrationError(outcomes) != before);
    std::size_t inTable = 0;
    for (const auto& row : confusion(outcomes, 5)) {
        for (const std::size_t cell : row) {
            inTable += cell;
        }
    }
    CHECK(inTable == 171);
}

TEST_CASE("an abstained sample counts by its best guess, but not as answered")
{
    std::vector<Outcome> outcomes = {outcome(0, {0.9F, 0.1F}), outcome(0, {0.4F, 0.6F}), outcome(1, {0.3F, 0.7F})};
    outcomes[1].abstained = true;
    CHECK(accuracy(outcomes) == Approx(2.0 / 3));
    CHECK(coverage(outcomes) == Approx(2.0 / 3));
    CHECK(selectiveAccuracy(outcomes).value() == 1);
    for (Outcome& each : outcomes) {
        each.abstained = true;
    }
    CHECK_FALSE(selectiveAccuracy(outcomes).has_value());
    CHECK(coverage(outcomes) == 0);
}

TEST_CASE("nothing judged gives zeros, not numbers that are none")
{
    const std::vector<Outcome> none;
    CHECK(accuracy(none) == 0);
    CHECK(macroF1(none, 3) == 0);
    CHECK(topK(none, 2) == 0);
    CHECK(expectedCalibrationError(none) == 0);
    CHECK(coverage(none) == 0);
    CHECK(brier(none) == 0);
    CHECK_FALSE(selectiveAccuracy(none).has_value());
    const Figure figure = bootstrap(std::vector<std::string>{}, [](Weights) { return 0.25; });
    CHECK(figure.n == 0);
    CHECK(figure.low == 0.25);
}

TEST_CASE("Wilson's interval")
{
    CHECK(proportion(0, 10).low == Approx(0.0));
    CHECK(proportion(0, 10).high == Approx(0.2775327998628892));
    CHECK(proportion(7, 10).low == Approx(0.3967781474611453));
    CHECK(proportion(7, 10).high == Approx(0.8922087325936988));
    CHECK(proportion(825, 825).low == Approx(0.9953652670485863));
    CHECK(proportion(825, 825).high == 1);
    CHECK(proportion(611, 825).value == Approx(611.0 / 825));
    CHECK(proportion(0, 0).high == 1);
}

TEST_CASE("the bootstrap of a share is as wide as theory says, repeats by seed, and is wider over groups")
{
    std::vector<std::string> singles(400);
    std::vector<bool> hits;
    for (int i = 0; i < 400; ++i) {
        hits.push_back(i % 4 != 0);
    }
    const auto mean = [&hits](Weights weights) {
        double sum = 0;
        double all = 0;
        for (std::size_t i = 0; i < hits.size(); ++i) {
            all += weights.empty() ? 1 : weights[i];
            sum += !hits[i] ? 0 : weights.empty() ? 1 : weights[i];
        }
        return sum / all;
    };
    const Figure single = bootstrap(singles, mean);
    const double spread = 1.96 * std::sqrt(0.75 * 0.25 / 400);
    CHECK(single.value == 0.75);
    CHECK(single.n == 400);
    CHECK(single.low == Approx(0.75 - spread).epsilon(0.02));
    CHECK(single.high == Approx(0.75 + spread).epsilon(0.02));
    CHECK(bootstrap(singles, mean).low == single.low);
    CHECK(bootstrap(singles, mean, 2, 50).low != single.low);

    // Whole groups right or wrong: ten samples of a group say no more than one.
    std::vector<std::string> wells;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        hits[i] = i / 10 % 4 != 0;
        wells.push_back("well " + std::to_string(i / 10));
    }
    const Figure grouped = bootstrap(wells, mean);
    CHECK(grouped.high - grouped.low > 2.5 * (single.high - single.low));
    const Figure one = bootstrap(std::vector<std::string>(400, "the only well"), mean);
    CHECK(one.high - one.low == Approx(single.high - single.low).epsilon(0.1));
}

TEST_CASE("a bootstrap draws whole groups, gives every statistic the same draws, and passes over what does not exist")
{
    const std::vector<std::string> groups = {"a", "a", "a", "b", "", "", "c", "c"};
    std::size_t seen = 0;
    const auto look = [&](Weights weights, std::span<double> values) {
        if (!weights.empty()) {
            ++seen;
            CHECK(weights[0] == weights[1]);
            CHECK(weights[0] == weights[2]);
            CHECK(weights[6] == weights[7]);
            CHECK(weights[0] + weights[3] + weights[4] + weights[5] + weights[6] == 5);
        }
        values[0] = weights.empty() ? 1 : weights[3];
        values[1] = weights.empty() ? 2 : 2.0 * weights[3];
        if (!weights.empty() && weights[4] > 0) {
            values[2] = 7;  // exists only where this sample was drawn
        }
    };
    const std::vector<Figure> figures = bootstrap(groups, 4, look, 3, 500);
    CHECK(seen == 500);
    CHECK(figures[1].low == 2 * figures[0].low);
    CHECK(figures[1].high == 2 * figures[0].high);
    CHECK(figures[0].high >= 2);
    CHECK(std::isnan(figures[2].value));  // not of the samples as they are
    CHECK(std::isnan(figures[3].value));
}

TEST_CASE("a share's interval is Wilson's without groups, the groups' spread with them, and never of no width")
{
    const std::vector<bool> all(20, true);
    std::vector<bool> hits(20, false);
    std::fill_n(hits.begin(), 12, true);
    const std::vector<std::string> singles(20);
    CHECK(share(hits, all, singles).low == proportion(12, 20).low);
    std::vector<std::string> wells;
    for (int i = 0; i < 20; ++i) {
        wells.push_back("well " + std::to_string(i / 4));
    }
    const Figure grouped = share(hits, all, wells);  // wells 0 to 2 right, 3 and 4 wrong
    CHECK(grouped.value == 0.6);
    CHECK(grouped.n == 20);
    CHECK(grouped.high - grouped.low > 1.3 * (proportion(12, 20).high - proportion(12, 20).low));
    const Figure certain = share(all, all, wells);
    CHECK(certain.value == 1);
    CHECK(certain.low == proportion(5, 5).low);
    CHECK(certain.high == 1);
    CHECK(share(std::vector<bool>(20, false), all, wells).high == proportion(0, 5).high);
    CHECK(share(hits, std::vector<bool>(20, false), wells).n == 0);
}

TEST_CASE("weighted figures are those of samples repeated so often")
{
    std::vector<Outcome> outcomes = cases::Reference().outcomes();
    std::vector<std::uint32_t> weights;
    std::vector<Outcome> repeated;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        outcomes[i].rejected = i % 11 == 0;
        outcomes[i].abstained = i % 5 == 0;
        weights.push_back(static_cast<std::uint32_t>(i * 7 % 4));
        repeated.insert(repeated.end(), weights.back(), outcomes[i]);
    }
    const Judgements judged(outcomes, 5);
    const Judgements copies(repeated, 5);
    CHECK(judged.accuracy(weights) == Approx(copies.accuracy()).epsilon(1e-12));
    CHECK(judged.topK(2, weights) == Approx(copies.topK(2)).epsilon(1e-12));
    CHECK(judged.macroF1(weights) == Approx(copies.macroF1()).epsilon(1e-12));
    CHECK(judged.coverage(weights) == Approx(copies.coverage()).epsilon(1e-12));
    CHECK(judged.selectiveAccuracy(weights) == Approx(copies.selectiveAccuracy()).epsilon(1e-12));
    CHECK(judged.expectedCalibrationError(weights) == Approx(copies.expectedCalibrationError()).epsilon(1e-12));
    CHECK(judged.brier(weights) == Approx(copies.brier()).epsilon(1e-12));
}

TEST_CASE("Brier score of several classes and of two (judging.py)")
{
    const cases::Reference reference;
    const std::vector<Outcome> outcomes = reference.outcomes();
    CHECK(brier(outcomes) == Approx(0.5474637838253537).epsilon(1e-6));
    std::vector<Outcome> two;
    for (const Outcome& outcome : outcomes) {
        if (outcome.truth < 2) {
            const float sum = outcome.probabilities[0] + outcome.probabilities[1];
            two.push_back({.truth = outcome.truth,
                           .probabilities = {outcome.probabilities[0] / sum, outcome.probabilities[1] / sum},
                           .group = {}});
        }
    }
    CHECK(brier(two) == Approx(0.1336867627821204).epsilon(1e-6));
    CHECK(brier({{.truth = 0, .probabilities = {1, 0}, .group = {}}}) == 0);
    CHECK(brier({{.truth = 1, .probabilities = {1, 0}, .group = {}}}) == 1);
    CHECK(brier({{.truth = 1, .probabilities = {1, 0, 0}, .group = {}}}) == 2);
}

TEST_CASE("the reliability diagram holds every judged sample once and adds up to the calibration error")
{
    std::vector<Outcome> outcomes = cases::Reference().outcomes();
    outcomes[0].rejected = true;
    const std::vector<ReliabilityBin> bins = Judgements(outcomes, 5).reliability();
    REQUIRE(bins.size() == 15);
    std::size_t n = 0;
    double error = 0;
    for (const ReliabilityBin& bin : bins) {
        n += bin.n;
        error += static_cast<double>(bin.n) * std::abs(bin.confidence - bin.accuracy);
        if (bin.n > 0) {
            CHECK(bin.confidence > bin.low - 1e-9);
            CHECK(bin.confidence < bin.high + 1e-9);
        }
    }
    CHECK(n == 199);
    CHECK(expectedCalibrationError(outcomes) == Approx(error / 199).epsilon(1e-12));
}

TEST_CASE("outcomes that are none are refused by place")
{
    const std::vector<Outcome> good = cases::Reference().outcomes();
    CHECK(checkOutcomes(good, 5).has_value());
    CHECK(checkOutcomes({}, 0).has_value());
    const auto refused = [&good](const std::function<void(Outcome&)>& spoil) {
        std::vector<Outcome> bad = good;
        spoil(bad[17]);
        const Result<void> checked = checkOutcomes(bad, 5);
        return !checked && checked.error().code == ErrorCode::Invalid && checked.error().message.find("sample 17") == 0;
    };
    CHECK(refused([](Outcome& o) { o.truth = 5; }));
    CHECK(refused([](Outcome& o) { o.probabilities.pop_back(); }));
    CHECK(refused([](Outcome& o) { o.probabilities[4] = std::numeric_limits<float>::quiet_NaN(); }));
    CHECK(refused([](Outcome& o) { o.probabilities[0] = -0.1F; }));
    CHECK(refused([](Outcome& o) { o.probabilities[0] = 1.5F; }));
    CHECK_FALSE(refused([](Outcome& o) {
        o.rejected = true;
        o.probabilities = {9};
    }));
}
