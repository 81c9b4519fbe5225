// Ranking by a score: ROC, precision-recall and DET curves, what is read from them, and thresholds chosen on them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "core/learning/metrics.h"

namespace sightline::learning {

/// Every sample whose score is at least the threshold is taken as positive. A ROC curve is recall over false alarm
/// rate, a precision-recall curve precision over recall, a DET curve miss rate over false alarm rate of such points.
struct OperatingPoint {
    double threshold = std::numeric_limits<double>::infinity();
    std::size_t truePositives = 0;
    std::size_t falsePositives = 0;
    std::size_t positives = 0;  ///< there are
    std::size_t negatives = 0;

    [[nodiscard]] double recall() const;          ///< 0 where there are no positives; the others likewise
    [[nodiscard]] double missRate() const;        ///< false rejection rate
    [[nodiscard]] double falseAlarmRate() const;  ///< false acceptance rate
    [[nodiscard]] double precision() const;       ///< 1 where nothing is taken
};

/// Not a number where one does not exist: all need a positive sample, and all but the average precision a negative one.
struct RankingFigures {
    double auc = std::numeric_limits<double>::quiet_NaN();
    double averagePrecision = std::numeric_limits<double>::quiet_NaN();
    double equalErrorRate = std::numeric_limits<double>::quiet_NaN();
    double recallAtPrecision = std::numeric_limits<double>::quiet_NaN();
};

/// Scores of a yes-or-no question, higher for yes. Equal scores cannot be parted: no figure depends on their order.
class BinaryScores {
public:
    /// Invalid for lists of unlike lengths and for scores that are not numbers, with the place.
    static Result<BinaryScores> make(const std::vector<double>& scores, const std::vector<bool>& positive);
    /// One class against the rest, scored by its probability. Rejected samples have no score and are left out; weights
    /// still count all outcomes.
    static Result<BinaryScores> oneAgainstRest(const std::vector<Outcome>& outcomes, std::size_t positiveClass);

    [[nodiscard]] std::size_t positives() const { return m_positives; }
    [[nodiscard]] std::size_t negatives() const { return m_sorted.size() - m_positives; }

    /// One point per distinct score, strictest first; before them the one at which nothing is taken.
    [[nodiscard]] std::vector<OperatingPoint> curve() const;
    /// AUC: the chance that a positive scores above a negative, ties half (scikit-learn's roc_auc_score). Average
    /// precision: steps, nothing interpolated (average_precision_score). Equal error rate: where the DET curve, its
    /// points joined by lines, meets its diagonal. Recall at precision: the highest recall at any threshold whose
    /// precision is at least that; 0 if none is.
    [[nodiscard]] RankingFigures figures(Weights weights = {}, double atPrecision = 0.9) const;

    /// The point of this threshold.
    [[nodiscard]] OperatingPoint at(double threshold) const;
    /// The loosest threshold with at most this false alarm rate. Nothing taken is always such a one.
    [[nodiscard]] OperatingPoint atFalseAlarmRate(double most) const;
    /// Where most is found with at least this precision; nothing if no threshold that takes anything has it.
    [[nodiscard]] std::optional<OperatingPoint> atPrecision(double least) const;
    /// The strictest point at which no more is missed than falsely taken: beside it the two errors are equal.
    [[nodiscard]] OperatingPoint atEqualError() const;

private:
    struct Entry {
        double score = 0;
        std::uint32_t sample = 0;  ///< place in the list given, for weights
        bool positive = false;
        bool lastOfScore = false;  ///< the next one's is lower
    };
    explicit BinaryScores(std::vector<Entry> entries);

    std::vector<Entry> m_sorted;  ///< highest score first
    std::size_t m_positives = 0;
};

}  // namespace sightline::learning
