#include "core/learning/curves.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace sightline::learning {
namespace {

double ratio(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double OperatingPoint::recall() const
{
    return ratio(truePositives, positives);
}

double OperatingPoint::missRate() const
{
    return ratio(positives - truePositives, positives);
}

double OperatingPoint::falseAlarmRate() const
{
    return ratio(falsePositives, negatives);
}

double OperatingPoint::precision() const
{
    const std::size_t taken = truePositives + falsePositives;
    return taken == 0 ? 1 : ratio(truePositives, taken);
}

BinaryScores::BinaryScores(std::vector<Entry> entries) : m_sorted(std::move(entries))
{
    std::sort(m_sorted.begin(), m_sorted.end(), [](const Entry& a, const Entry& b) { return a.score > b.score; });
    for (std::size_t i = 0; i < m_sorted.size(); ++i) {
        m_sorted[i].lastOfScore = i + 1 == m_sorted.size() || m_sorted[i + 1].score != m_sorted[i].score;
    }
    m_positives = static_cast<std::size_t>(
        std::count_if(m_sorted.begin(), m_sorted.end(), [](const Entry& entry) { return entry.positive; }));
}

Result<BinaryScores> BinaryScores::make(const std::vector<double>& scores, const std::vector<bool>& positive)
{
    if (scores.size() != positive.size()) {
        return fail(ErrorCode::Invalid,
                    std::to_string(scores.size()) + " scores for " + std::to_string(positive.size()) + " samples");
    }
    std::vector<Entry> entries;
    entries.reserve(scores.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (std::isnan(scores[i])) {
            return fail(ErrorCode::Invalid, "the score of sample " + std::to_string(i) + " is not a number");
        }
        entries.push_back({scores[i], static_cast<std::uint32_t>(i), positive[i], false});
    }
    return BinaryScores(std::move(entries));
}

Result<BinaryScores> BinaryScores::oneAgainstRest(const std::vector<Outcome>& outcomes, std::size_t positiveClass)
{
    std::vector<Entry> entries;
    entries.reserve(outcomes.size());
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const Outcome& outcome = outcomes[i];
        if (outcome.rejected || outcome.probabilities.empty()) {
            continue;
        }
        if (positiveClass >= outcome.probabilities.size()) {
            return fail(ErrorCode::Invalid, "class " + std::to_string(positiveClass) + " is none of " +
                                                std::to_string(outcome.probabilities.size()));
        }
        const auto score = static_cast<double>(outcome.probabilities[positiveClass]);
        if (std::isnan(score)) {
            return fail(ErrorCode::Invalid, "a probability of sample " + std::to_string(i) + " is not a number");
        }
        entries.push_back({score, static_cast<std::uint32_t>(i), outcome.truth == positiveClass, false});
    }
    return BinaryScores(std::move(entries));
}

std::vector<OperatingPoint> BinaryScores::curve() const
{
    OperatingPoint point;
    point.positives = positives();
    point.negatives = negatives();
    std::vector<OperatingPoint> points = {point};
    for (const Entry& entry : m_sorted) {
        ++(entry.positive ? point.truePositives : point.falsePositives);
        if (entry.lastOfScore) {
            point.threshold = entry.score;
            points.push_back(point);
        }
    }
    return points;
}

RankingFigures BinaryScores::figures(Weights weights, double atPrecision) const
{
    // Counts, not rates, and divisions only where a positive sample lies: this runs a thousand times for an interval.
    const auto weightOf = [&](const Entry& entry) -> std::uint64_t {
        return weights.empty() ? 1 : weights[entry.sample];
    };
    std::array<std::uint64_t, 2> all{};  // negatives, positives
    for (const Entry& entry : m_sorted) {
        all[entry.positive ? 1 : 0] += weightOf(entry);
    }
    RankingFigures figures;
    if (all[1] == 0) {
        return figures;
    }
    const auto positives = static_cast<double>(all[1]);
    std::array<std::uint64_t, 2> taken{};
    std::array<std::uint64_t, 2> block{};  // of equal scores
    std::uint64_t concordant = 0;          // pairs in order, twice; ties once
    double precisionSum = 0;
    double recall = 0;
    double equalError = -1;
    // Miss rate less false alarm rate, times both numbers: falls from plus to minus all[0] * all[1] along the curve.
    const auto gapOf = [&all](const std::array<std::uint64_t, 2>& counts) {
        return static_cast<double>((all[1] - counts[1]) * all[0]) - static_cast<double>(counts[0] * all[1]);
    };
    for (const Entry& entry : m_sorted) {
        block[entry.positive ? 1 : 0] += weightOf(entry);
        if (!entry.lastOfScore || block[0] + block[1] == 0) {
            continue;  // the latter: nobody of it was drawn
        }
        const std::array<std::uint64_t, 2> before = taken;
        concordant += block[0] * (2 * taken[1] + block[1]);
        taken[0] += block[0];
        taken[1] += block[1];
        if (block[1] > 0) {
            const double precision = static_cast<double>(taken[1]) / static_cast<double>(taken[0] + taken[1]);
            precisionSum += static_cast<double>(block[1]) * precision;
            recall = precision >= atPrecision ? static_cast<double>(taken[1]) / positives : recall;
        }
        if (equalError < 0 && (all[1] - taken[1]) * all[0] <= taken[0] * all[1]) {
            const double part = gapOf(before) / (gapOf(before) - gapOf(taken));
            equalError =
                (static_cast<double>(before[0]) + part * static_cast<double>(block[0])) / static_cast<double>(all[0]);
        }
        block = {};
    }
    figures.averagePrecision = precisionSum / positives;
    if (all[0] > 0) {
        figures.auc = static_cast<double>(concordant) / (2 * static_cast<double>(all[0]) * positives);
        figures.equalErrorRate = equalError;
        figures.recallAtPrecision = recall;
    }
    return figures;
}

OperatingPoint BinaryScores::at(double threshold) const
{
    OperatingPoint point;
    point.threshold = threshold;
    point.positives = positives();
    point.negatives = negatives();
    for (const Entry& entry : m_sorted) {
        if (entry.score < threshold) {
            break;
        }
        ++(entry.positive ? point.truePositives : point.falsePositives);
    }
    return point;
}

OperatingPoint BinaryScores::atFalseAlarmRate(double most) const
{
    OperatingPoint best;
    for (const OperatingPoint& point : curve()) {
        if (point.falseAlarmRate() <= most) {
            best = point;
        }
    }
    return best;
}

std::optional<OperatingPoint> BinaryScores::atPrecision(double least) const
{
    std::optional<OperatingPoint> best;
    for (const OperatingPoint& point : curve()) {
        const bool takes = point.truePositives + point.falsePositives > 0;
        // Of equal recall the strictest point: it is the more precise one.
        if (takes && point.precision() >= least && (!best || point.recall() > best->recall())) {
            best = point;
        }
    }
    return best;
}

OperatingPoint BinaryScores::atEqualError() const
{
    const std::vector<OperatingPoint> points = curve();
    const auto met = std::find_if(points.begin(), points.end(), [](const OperatingPoint& point) {
        return point.missRate() <= point.falseAlarmRate();
    });
    return met == points.end() ? points.back() : *met;
}

}  // namespace sightline::learning
