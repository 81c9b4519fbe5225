#include <cmath>

#include <doctest/doctest.h>

#include "core/learning/metrics.h"
#include "tests/learning/cases.h"

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
    const Figure figure = bootstrap(none, accuracy);
    CHECK(figure.n == 0);
    CHECK(figure.value == 0);
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
    std::vector<Outcome> outcomes;
    for (int i = 0; i < 400; ++i) {
        outcomes.push_back(outcome(0, {i % 4 == 0 ? 0.2F : 0.8F, i % 4 == 0 ? 0.8F : 0.2F}));
    }
    const Figure single = bootstrap(outcomes, accuracy);
    const double spread = 1.96 * std::sqrt(0.75 * 0.25 / 400);
    CHECK(single.value == 0.75);
    CHECK(single.n == 400);
    CHECK(single.low == Approx(0.75 - spread).epsilon(0.02));
    CHECK(single.high == Approx(0.75 + spread).epsilon(0.02));
    CHECK(bootstrap(outcomes, accuracy).low == single.low);
    CHECK(bootstrap(outcomes, accuracy, 2, 50).low != single.low);

    // Whole groups right or wrong: ten samples of a group say no more than one.
    std::vector<Outcome> grouped = outcomes;
    for (std::size_t i = 0; i < grouped.size(); ++i) {
        const bool right = i / 10 % 4 != 0;
        grouped[i] = outcome(0, {right ? 0.8F : 0.2F, right ? 0.2F : 0.8F}, "well " + std::to_string(i / 10));
    }
    const Figure wells = bootstrap(grouped, accuracy);
    CHECK(wells.high - wells.low > 2.5 * (single.high - single.low));

    for (Outcome& each : grouped) {
        each.group = "the only well";
    }
    const Figure one = bootstrap(grouped, accuracy);
    CHECK(one.high > one.low);
}
