#include <algorithm>
#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "core/base/random.h"
#include "core/learning/curves.h"
#include "tests/learning/cases.h"

using namespace sightline;
using namespace sightline::learning;
using doctest::Approx;

namespace {

struct Case {
    std::vector<double> scores;
    std::vector<bool> positive;

    [[nodiscard]] BinaryScores made() const { return *BinaryScores::make(scores, positive); }
    [[nodiscard]] RankingFigures figures(double atPrecision = 0.9) const { return made().figures({}, atPrecision); }
    template <class Map>
    [[nodiscard]] Case mapped(Map map) const
    {
        Case other = *this;
        std::transform(scores.begin(), scores.end(), other.scores.begin(), map);
        return other;
    }
};

/// The scores of reference/judging.py: as they come, or rounded down so that many tie.
Case referenceCase(bool tied)
{
    cases::Generator unit(2024);
    Case result;
    for (int i = 0; i < 300; ++i) {
        const bool yes = unit() < 0.3;
        const double value = 10 * unit() + (yes ? 4 : 0);
        result.positive.push_back(yes);
        result.scores.push_back(tied ? std::floor(value) : value);
    }
    return result;
}

Case randomCase(std::uint64_t seed, std::size_t count, double share, double shift, bool tied)
{
    Rng random(seed);
    Case result;
    for (std::size_t i = 0; i < count; ++i) {
        const bool yes = i == 0 || (i != 1 && random.chance(share));
        const double value = random.normal() + (yes ? shift : 0);
        result.positive.push_back(yes);
        result.scores.push_back(tied ? std::round(2 * value) : value);
    }
    return result;
}

}  // namespace

TEST_CASE("AUC, average precision, equal error rate and recall at a precision are scikit-learn's (judging.py)")
{
    const RankingFigures tied = referenceCase(true).figures();
    CHECK(tied.auc == Approx(0.837583612040134).epsilon(1e-12));
    CHECK(tied.averagePrecision == Approx(0.726565892615056).epsilon(1e-12));
    CHECK(tied.equalErrorRate == Approx(0.284974093263789).epsilon(1e-9));
    CHECK(tied.recallAtPrecision == Approx(0.41304347826087).epsilon(1e-12));
    CHECK(referenceCase(true).figures(0.6).recallAtPrecision == Approx(0.652173913043478).epsilon(1e-12));
    const RankingFigures free = referenceCase(false).figures();
    CHECK(free.auc == Approx(0.833507525083612).epsilon(1e-12));
    CHECK(free.averagePrecision == Approx(0.746694277718972).epsilon(1e-12));
    CHECK(free.equalErrorRate == Approx(0.283653846154).epsilon(1e-9));
    CHECK(free.recallAtPrecision == Approx(0.41304347826087).epsilon(1e-12));

    const Case six = {{0.1, 0.4, 0.35, 0.8, 0.35, 0.35}, {false, false, true, true, false, true}};
    CHECK(six.figures().auc == Approx(2.0 / 3));
    CHECK(six.figures().averagePrecision == Approx(0.733333333333333));
    CHECK(six.figures().equalErrorRate == Approx(0.444444444444444));
    CHECK(six.figures(0.6).recallAtPrecision == 1);
    CHECK(six.figures(0.9).recallAtPrecision == Approx(1.0 / 3));
}

TEST_CASE("one class against the rest is scikit-learn's (judging.py)")
{
    const std::vector<Outcome> outcomes = cases::Reference().outcomes();
    const double auc[] = {0.894401133947555, 0.846354166666667, 0.85692789968652, 0.848777429467085};
    const double ap[] = {0.729700341500094, 0.754403103570368, 0.739226360048307, 0.720296249551181};
    const double eer[] = {0.210843373494022, 0.267857142857145, 0.236363636363636, 0.255172413794119};
    const double recall[] = {0.529411764705882, 0.446428571428571, 0.381818181818182, 0.327272727272727};
    for (std::size_t k = 0; k < 4; ++k) {
        const RankingFigures figures = BinaryScores::oneAgainstRest(outcomes, k)->figures();
        CHECK(figures.auc == Approx(auc[k]).epsilon(1e-9));
        CHECK(figures.averagePrecision == Approx(ap[k]).epsilon(1e-9));
        CHECK(figures.equalErrorRate == Approx(eer[k]).epsilon(1e-9));
        CHECK(figures.recallAtPrecision == Approx(recall[k]).epsilon(1e-9));
    }
}

TEST_CASE("the curve has a point per distinct score and holds ROC, precision-recall and DET (judging.py)")
{
    const std::vector<OperatingPoint> points = referenceCase(true).made().curve();
    REQUIRE(points.size() == 15);
    CHECK(std::isinf(points[0].threshold));
    CHECK(points[0].recall() == 0);
    CHECK(points[0].falseAlarmRate() == 0);
    CHECK(points[0].precision() == 1);
    const double alarms[] = {0,
                             0,
                             0,
                             0,
                             0,
                             0.115384615385,
                             0.192307692308,
                             0.288461538462,
                             0.399038461538,
                             0.471153846154,
                             0.591346153846,
                             0.711538461538,
                             0.831730769231,
                             0.913461538462,
                             1};
    const double recall[] = {0,
                             0.0760869565217,
                             0.195652173913,
                             0.29347826087,
                             0.413043478261,
                             0.489130434783,
                             0.652173913043,
                             0.717391304348,
                             0.836956521739,
                             0.945652173913,
                             1,
                             1,
                             1,
                             1,
                             1};
    const double precision[] = {1,
                                1,
                                1,
                                1,
                                1,
                                0.652173913043,
                                0.6,
                                0.52380952381,
                                0.48125,
                                0.47027027027,
                                0.427906976744,
                                0.383333333333,
                                0.347169811321,
                                0.326241134752,
                                0.306666666667};
    for (std::size_t i = 0; i < 15; ++i) {
        if (i > 0) {
            CHECK(points[i].threshold == 14.0 - static_cast<double>(i));
        }
        CHECK(points[i].falseAlarmRate() == Approx(alarms[i]).epsilon(1e-10));
        CHECK(points[i].recall() == Approx(recall[i]).epsilon(1e-10));
        CHECK(points[i].precision() == Approx(precision[i]).epsilon(1e-10));
        CHECK(points[i].missRate() == Approx(1 - recall[i]).epsilon(1e-10));
    }
}

TEST_CASE("thresholds for a wanted false alarm rate, a wanted precision and equal errors")
{
    const BinaryScores scores = referenceCase(true).made();
    CHECK(scores.atFalseAlarmRate(0.2).threshold == 8);
    CHECK(scores.atFalseAlarmRate(0.115).threshold == 10);
    CHECK(scores.atFalseAlarmRate(1).threshold == 0);
    CHECK(scores.atFalseAlarmRate(0).threshold == 10);
    CHECK(scores.atPrecision(0.6)->threshold == 8);
    CHECK(scores.atPrecision(0.61)->threshold == 9);
    CHECK(scores.atPrecision(1)->threshold == 10);
    CHECK(scores.atEqualError().threshold == 7);
    CHECK(scores.at(8).recall() == Approx(0.652173913043));
    CHECK(scores.at(8.5).falsePositives == scores.at(9).falsePositives);
    CHECK(scores.at(std::numeric_limits<double>::infinity()).truePositives == 0);

    // The best score belongs to a negative: no threshold without a false alarm takes anything.
    const BinaryScores poor = *BinaryScores::make({3, 2, 1}, {false, true, true});
    CHECK(std::isinf(poor.atFalseAlarmRate(0.5).threshold));
    CHECK_FALSE(poor.atPrecision(0.7).has_value());
    CHECK(poor.figures({}, 0.7).recallAtPrecision == 0);
    CHECK(poor.atPrecision(0.6)->recall() == 1);
}

TEST_CASE("ranking figures do not change under monotone maps, and turn over with the score's sign")
{
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        const Case one = randomCase(seed, 20 + seed * 7, 0.1 + 0.02 * static_cast<double>(seed), 0.7, seed % 2 == 0);
        const RankingFigures before = one.figures();
        const RankingFigures after = one.mapped([](double x) { return std::atan(x) * 3 - 5; }).figures();
        CHECK(after.auc == before.auc);
        CHECK(after.averagePrecision == before.averagePrecision);
        CHECK(after.equalErrorRate == before.equalErrorRate);
        CHECK(after.recallAtPrecision == before.recallAtPrecision);
        const RankingFigures turned = one.mapped([](double x) { return -x; }).figures();
        CHECK(turned.auc == Approx(1 - before.auc).epsilon(1e-12));
        CHECK(turned.equalErrorRate == Approx(1 - before.equalErrorRate).epsilon(1e-12));
        // Asking for the other class with the score turned over is the same question.
        Case other = one.mapped([](double x) { return -x; });
        other.positive.flip();
        CHECK(other.figures().auc == Approx(before.auc).epsilon(1e-12));
        CHECK(other.figures().equalErrorRate == Approx(before.equalErrorRate).epsilon(1e-12));
        CHECK(before.equalErrorRate >= 0);
        CHECK(before.equalErrorRate <= 1);
    }
}

TEST_CASE("AUC is the chance that a positive scores higher, and is the area under the curve's points")
{
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const Case one = randomCase(100 + seed, 80, 0.4, 0.5, true);
        double higher = 0;
        double pairs = 0;
        for (std::size_t a = 0; a < one.scores.size(); ++a) {
            for (std::size_t b = 0; b < one.scores.size(); ++b) {
                if (one.positive[a] && !one.positive[b]) {
                    pairs += 1;
                    higher += one.scores[a] > one.scores[b] ? 1 : one.scores[a] == one.scores[b] ? 0.5 : 0;
                }
            }
        }
        CHECK(one.figures().auc == Approx(higher / pairs).epsilon(1e-12));
        const std::vector<OperatingPoint> points = one.made().curve();
        double area = 0;
        double precision = 0;
        for (std::size_t i = 1; i < points.size(); ++i) {
            area += (points[i].falseAlarmRate() - points[i - 1].falseAlarmRate()) *
                    (points[i].recall() + points[i - 1].recall()) / 2;
            precision += (points[i].recall() - points[i - 1].recall()) * points[i].precision();
            CHECK(points[i].threshold < points[i - 1].threshold);
        }
        CHECK(one.figures().auc == Approx(area).epsilon(1e-12));
        CHECK(one.figures().averagePrecision == Approx(precision).epsilon(1e-12));
    }
}

TEST_CASE("separable, equal and random scores")
{
    const Case apart = {{0.9, 0.8, 0.3, 0.2, 0.1}, {true, true, false, false, false}};
    CHECK(apart.figures().auc == 1);
    CHECK(apart.figures().averagePrecision == 1);
    CHECK(apart.figures().equalErrorRate == 0);
    CHECK(apart.figures().recallAtPrecision == 1);
    CHECK(apart.made().atEqualError().threshold == 0.8);

    const Case equal = {{0.5, 0.5, 0.5, 0.5, 0.5}, {false, true, true, false, true}};
    CHECK(equal.figures().auc == 0.5);
    CHECK(equal.figures().averagePrecision == Approx(0.6));
    CHECK(equal.figures().equalErrorRate == 0.5);
    CHECK(equal.figures(0.6).recallAtPrecision == 1);
    CHECK(equal.figures(0.9).recallAtPrecision == 0);
    CHECK(equal.made().curve().size() == 2);

    const RankingFigures random = randomCase(7, 20000, 0.2, 0, false).figures();
    CHECK(random.auc == Approx(0.5).epsilon(0.03));
    CHECK(random.averagePrecision == Approx(0.2).epsilon(0.1));
    CHECK(random.equalErrorRate == Approx(0.5).epsilon(0.03));
}

TEST_CASE("what does not exist is not a number; what is none is refused")
{
    const RankingFigures empty = BinaryScores::make({}, {})->figures();
    CHECK(std::isnan(empty.auc));
    CHECK(std::isnan(empty.averagePrecision));
    CHECK(BinaryScores::make({}, {})->curve().size() == 1);
    CHECK(std::isinf(BinaryScores::make({}, {})->atEqualError().threshold));
    const RankingFigures noPositive = BinaryScores::make({1, 2}, {false, false})->figures();
    CHECK(std::isnan(noPositive.auc));
    CHECK(std::isnan(noPositive.averagePrecision));
    const RankingFigures single = BinaryScores::make({1}, {true})->figures();
    CHECK(std::isnan(single.auc));
    CHECK(std::isnan(single.equalErrorRate));
    CHECK(single.averagePrecision == 1);

    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto notANumber = BinaryScores::make({1, nan}, {true, false});
    REQUIRE_FALSE(notANumber.has_value());
    CHECK(notANumber.error().code == ErrorCode::Invalid);
    CHECK(notANumber.error().message.find("sample 1") != std::string::npos);
    CHECK_FALSE(BinaryScores::make({1, 2}, {true}).has_value());
    CHECK(BinaryScores::make({std::numeric_limits<double>::infinity(), -1}, {true, false})->figures().auc == 1);

    std::vector<Outcome> outcomes = cases::Reference().outcomes();
    CHECK_FALSE(BinaryScores::oneAgainstRest(outcomes, 5).has_value());
    outcomes[3].probabilities[2] = std::numeric_limits<float>::quiet_NaN();
    CHECK_FALSE(BinaryScores::oneAgainstRest(outcomes, 2).has_value());
    CHECK_FALSE(checkOutcomes(outcomes, 5).has_value());
}

TEST_CASE("rejected samples have no score; weights count samples as often as they say")
{
    std::vector<Outcome> outcomes = cases::Reference().outcomes();
    std::vector<std::uint32_t> weights(outcomes.size());
    std::vector<Outcome> repeated;
    std::vector<Outcome> kept;
    Rng random(4);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        outcomes[i].rejected = i % 9 == 0;
        weights[i] = static_cast<std::uint32_t>(random.below(4));
        repeated.insert(repeated.end(), weights[i], outcomes[i]);
        if (!outcomes[i].rejected) {
            kept.push_back(outcomes[i]);
        }
    }
    const BinaryScores scores = *BinaryScores::oneAgainstRest(outcomes, 1);
    CHECK(scores.positives() + scores.negatives() == kept.size());
    CHECK(scores.figures().auc == BinaryScores::oneAgainstRest(kept, 1)->figures().auc);
    const RankingFigures weighted = scores.figures(weights, 0.7);
    const RankingFigures copies = BinaryScores::oneAgainstRest(repeated, 1)->figures({}, 0.7);
    CHECK(weighted.auc == Approx(copies.auc).epsilon(1e-12));
    CHECK(weighted.averagePrecision == Approx(copies.averagePrecision).epsilon(1e-12));
    CHECK(weighted.equalErrorRate == Approx(copies.equalErrorRate).epsilon(1e-12));
    CHECK(weighted.recallAtPrecision == Approx(copies.recallAtPrecision).epsilon(1e-12));

    const std::vector<std::uint32_t> nobody(outcomes.size(), 0);
    CHECK(std::isnan(scores.figures(nobody).auc));
}
