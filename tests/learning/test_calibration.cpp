#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

#include "core/base/random.h"
#include "core/learning/calibration.h"
#include "core/learning/metrics.h"
#include "tests/learning/cases.h"

using namespace sightline;
using namespace sightline::learning;
using doctest::Approx;

TEST_CASE("softmax sums to 1, keeps the order, and survives huge logits")
{
    const auto plain = softmax({1, 2, 3});
    CHECK(plain[2] == Approx(0.66524096));
    CHECK(std::accumulate(plain.begin(), plain.end(), 0.0) == Approx(1));
    CHECK(softmax({1, 2, 3}, 0.5)[2] > plain[2]);
    CHECK(softmax({1, 2, 3}, 5)[2] < plain[2]);
    const auto huge = softmax({1e30F, 0, -1e30F});
    CHECK(huge[0] == 1);
    CHECK(huge[2] == 0);
    CHECK(softmax({}).empty());
}

TEST_CASE("the temperature agrees with a search in Python (reference/figures.py)")
{
    const cases::Reference reference;
    CHECK(fitTemperature(reference.logits, reference.truth) == Approx(0.6437601980796207).epsilon(1e-6));
}

TEST_CASE("a known temperature is found again, and calibrates")
{
    Rng random(5);
    std::vector<std::vector<float>> logits;
    std::vector<std::size_t> truth;
    for (int i = 0; i < 4000; ++i) {
        std::vector<float> row(4);
        for (float& value : row) {
            value = static_cast<float>(2 * random.normal());
        }
        // Drawn from what the logits mean at temperature 1; shown to the fit 2.5 times too sure.
        const auto chances = softmax(row);
        double place = random.uniform();
        std::size_t drawn = 0;
        while (drawn + 1 < chances.size() && place >= static_cast<double>(chances[drawn])) {
            place -= static_cast<double>(chances[drawn++]);
        }
        truth.push_back(drawn);
        for (float& value : row) {
            value *= 2.5F;
        }
        logits.push_back(row);
    }
    const double temperature = fitTemperature(logits, truth);
    CHECK(temperature == Approx(2.5).epsilon(0.05));
    std::vector<Outcome> raw;
    std::vector<Outcome> calibrated;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        raw.push_back({.truth = truth[i], .probabilities = softmax(logits[i]), .group = {}});
        calibrated.push_back({.truth = truth[i], .probabilities = softmax(logits[i], temperature), .group = {}});
    }
    CHECK(expectedCalibrationError(raw) > 0.1);
    CHECK(expectedCalibrationError(calibrated) < 0.03);
}

TEST_CASE("a handful of lucky samples does not make a network certain")
{
    CHECK(fitTemperature({}, {}) == 1);
    const double few = fitTemperature({{2, 0}, {0, 2}, {2, 0}}, {0, 1, 0});
    CHECK(few < 1);
    CHECK(few > 0.5);
    // Enough of them do.
    CHECK(fitTemperature(std::vector<std::vector<float>>(5000, {2, 0}), std::vector<std::size_t>(5000, 0)) < 0.3);
    CHECK(fitTemperature(std::vector<std::vector<float>>(5000, {9, 0}), std::vector<std::size_t>(5000, 1)) > 10);
}

TEST_CASE("abstention: the lowest threshold that reaches the error, within the coverage asked for")
{
    const auto row = [](float best) { return std::vector<float>{best, 1 - best}; };
    // Confidence:                                       0.95   0.9       0.8       0.7      0.6
    const std::vector<std::vector<float>> probabilities = {row(0.8F), row(0.95F), row(0.6F), row(0.9F), row(0.7F)};
    const std::vector<std::size_t> truth = {0, 0, 1, 0, 1};  // right, right, wrong, right, wrong

    const Thresholds half = chooseAbstention(probabilities, truth, 0.25);
    CHECK(half.abstainBelow == Approx(0.65));  // four answered, one of them wrong
    CHECK(half.targetError == 0.25);
    CHECK(half.chosenOn == 5);
    CHECK(chooseAbstention(probabilities, truth, 0.4).abstainBelow == 0);
    CHECK(chooseAbstention(probabilities, truth, 0).abstainBelow == Approx(0.75));
    // No error at all would need three of five; four must be answered.
    CHECK(chooseAbstention(probabilities, truth, 0, 0.8).abstainBelow == Approx(0.65));
    CHECK(chooseAbstention({}, {}, 0.1).abstainBelow == 0);
    // Equal confidences cannot be told apart.
    CHECK(chooseAbstention({row(0.7F), row(0.7F), row(0.9F)}, {0, 1, 0}, 0, 0.3).abstainBelow == Approx(0.8));
}
