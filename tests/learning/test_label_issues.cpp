#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <doctest/doctest.h>

#include "core/learning/label_issues.h"
#include "tests/learning/cases.h"

using namespace sightline;
using namespace sightline::learning;
using doctest::Approx;

namespace {

/// The samples of reference/judging.py: a tenth of 400 labels is turned to the next class.
struct Turned {
    std::vector<Outcome> outcomes;
    std::vector<bool> wrong;

    Turned()
    {
        cases::Generator unit(77);
        for (int i = 0; i < 400; ++i) {
            const auto own = static_cast<std::size_t>(unit() * 4);
            std::vector<double> row(4);
            for (double& value : row) {
                value = 3 * unit();
            }
            row[own] += 2.5;
            wrong.push_back(unit() < 0.1);
            outcomes.push_back({.truth = wrong.back() ? (own + 1) % 4 : own,
                                .probabilities = softmax(std::vector<float>(row.begin(), row.end())),
                                .group = {}});
        }
    }
};

std::vector<std::size_t> samplesOf(const LabelIssues& found)
{
    std::vector<std::size_t> samples;
    for (const LabelIssue& issue : found.issues) {
        samples.push_back(issue.sample);
    }
    return samples;
}

}  // namespace

TEST_CASE("thresholds, joint and the ranked issues are cleanlab's (judging.py)")
{
    const Turned turned;
    const LabelIssues found = *findLabelIssues(turned.outcomes, 4);
    const double thresholds[] = {0.6118277033057177, 0.6604479841674523, 0.6771381161032388, 0.6266315163177724};
    const double joint[4][4] = {{86, 0, 0, 13}, {12, 84, 0, 0}, {0, 6, 98, 0}, {0, 0, 17, 84}};
    double total = 0;
    for (std::size_t label = 0; label < 4; ++label) {
        CHECK(found.thresholds[label] == Approx(thresholds[label]).epsilon(1e-6));
        for (std::size_t likely = 0; likely < 4; ++likely) {
            // cleanlab rounds to whole samples.
            CHECK(std::abs(found.joint[label][likely] - joint[label][likely]) < 1);
            total += found.joint[label][likely];
        }
    }
    CHECK(total == Approx(400));
    CHECK(found.joint[0][3] == Approx(8.0 / 63 * 99));
    CHECK(found.judged == 400);
    CHECK(found.confident == 262);
    CHECK(found.estimatedNoise() == Approx(45.0 / 400).epsilon(0.1));

    REQUIRE(found.issues.size() == 31);
    const std::size_t first[] = {320, 207, 178, 220, 96, 179, 116, 367, 337, 45, 263, 369};
    for (std::size_t i = 0; i < std::size(first); ++i) {
        CHECK(found.issues[i].sample == first[i]);
    }
    CHECK(found.issues[28].sample == 68);
    CHECK(found.issues[30].sample == 244);
    CHECK(found.issues[0].margin() == Approx(-0.964441874).epsilon(1e-6));
    CHECK(found.issues[3].margin() == Approx(-0.909673059).epsilon(1e-6));
    for (const LabelIssue& issue : found.issues) {
        CHECK(turned.wrong[issue.sample]);
        CHECK(issue.label == turned.outcomes[issue.sample].truth);
        CHECK((issue.suggested + 1) % 4 == issue.label);
        CHECK(issue.suggestedProbability > issue.labelProbability);
    }
}

TEST_CASE("a class that the model is shy of is not held against its samples")
{
    // Class 1 never gets more than 0.4, even where it is true: 0.4 is sure for it, 0.6 is not sure for class 0.
    std::vector<Outcome> outcomes;
    for (int i = 0; i < 20; ++i) {
        outcomes.push_back({.truth = 0, .probabilities = {0.95F, 0.05F}, .group = {}});
        outcomes.push_back({.truth = 1, .probabilities = {0.6F, 0.4F}, .group = {}});
    }
    CHECK(findLabelIssues(outcomes, 2)->issues.empty());
    outcomes.push_back({.truth = 1, .probabilities = {0.97F, 0.03F}, .group = {}});
    CHECK(samplesOf(*findLabelIssues(outcomes, 2)) == std::vector<std::size_t>{40});
}

TEST_CASE("the ranking does not depend on the order of samples, and classes nobody carries take no part")
{
    const Turned turned;
    std::vector<std::size_t> order(turned.outcomes.size());
    std::iota(order.rbegin(), order.rend(), std::size_t{0});
    std::vector<Outcome> backwards;
    for (const std::size_t i : order) {
        Outcome outcome = turned.outcomes[i];
        outcome.probabilities.push_back(0);  // a fifth class without samples
        backwards.push_back(outcome);
    }
    const LabelIssues found = *findLabelIssues(backwards, 5);
    std::vector<std::size_t> samples = samplesOf(found);
    std::transform(samples.begin(), samples.end(), samples.begin(), [&](std::size_t i) { return order[i]; });
    CHECK(samples == samplesOf(*findLabelIssues(turned.outcomes, 4)));
    CHECK(found.thresholds[4] > 1);
    CHECK(std::all_of(found.joint[4].begin(), found.joint[4].end(), [](double cell) { return cell == 0; }));
}

TEST_CASE("rejected samples take no part; nothing judged and what is no probability is refused")
{
    Turned turned;
    turned.outcomes[320].rejected = true;
    turned.outcomes[207].probabilities.clear();
    const LabelIssues found = *findLabelIssues(turned.outcomes, 4);
    CHECK(found.judged == 398);
    CHECK(found.issues.front().sample == 178);

    CHECK_FALSE(findLabelIssues({}, 4).has_value());
    turned.outcomes[5].probabilities[1] = std::numeric_limits<float>::quiet_NaN();
    const auto refused = findLabelIssues(turned.outcomes, 4);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message.find("sample 5") != std::string::npos);

    const std::vector<Outcome> one = {{.truth = 1, .probabilities = {0.9F, 0.1F}, .group = {}}};
    const LabelIssues alone = *findLabelIssues(one, 2);
    CHECK(alone.issues.empty());  // its own mean is the threshold, and nobody says what a sample of class 0 looks like
    CHECK(alone.estimatedNoise() == 0);
}
