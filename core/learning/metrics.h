// Figures that claim quality, from best guesses and confidences. Values agree with scikit-learn's.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/learning/intervals.h"

namespace sightline::learning {

/// One judged sample. Classes are indices; probabilities may be empty (rejected: counts as wrong).
struct Outcome {
    std::size_t truth = 0;
    std::vector<float> probabilities;
    bool abstained = false;
    bool rejected = false;
    std::string group;  ///< bootstrap draws whole groups; empty: the sample is its own group
};

/// The figures below take a truth and probabilities as they are; ask this of what comes from elsewhere. Invalid for a
/// class that is none of classCount, another number of probabilities, or one that is not in [0, 1].
Result<void> checkOutcome(const Outcome& outcome, std::size_t classCount);
/// The same for all; the message names the place in the list.
Result<void> checkOutcomes(const std::vector<Outcome>& outcomes, std::size_t classCount);

/// confusion[truth][predicted]; rejected samples are not in it.
using Confusion = std::vector<std::vector<std::size_t>>;
Confusion confusion(const std::vector<Outcome>& outcomes, std::size_t classCount);

struct ClassFigures {
    std::size_t n = 0;          ///< samples of the class
    std::size_t predicted = 0;  ///< samples taken for it
    double precision = 0;       ///< 0 where nothing is taken for it
    double recall = 0;
    double f1 = 0;
};

/// A bar of the reliability diagram: the samples whose confidence lies in (low, high].
struct ReliabilityBin {
    double low = 0;
    double high = 0;
    std::size_t n = 0;
    double confidence = 0;  ///< mean of the best probability
    double accuracy = 0;    ///< share of right answers; equal to the confidence where it means what it says
};

/// What the figures need of outcomes, worked out once, so that a thousand resamples cost little.
class Judgements {
public:
    Judgements(const std::vector<Outcome>& outcomes, std::size_t classCount);

    [[nodiscard]] double accuracy(Weights weights = {}) const;  ///< rejected = wrong
    /// Equal probabilities rank by class order, as in Verdict::rank.
    [[nodiscard]] double topK(std::size_t k, Weights weights = {}) const;
    /// Mean F1 over the classes that occur in truth or prediction (scikit-learn's f1_score(average="macro")). Rejected:
    /// missed, predicted as nothing.
    [[nodiscard]] double macroF1(Weights weights = {}) const;
    /// Per class; not a number for those that occur in neither.
    [[nodiscard]] std::vector<double> f1(Weights weights = {}) const;
    /// Share of samples that got an answer (neither abstained nor rejected).
    [[nodiscard]] double coverage(Weights weights = {}) const;
    /// Accuracy among the answered ones; not a number if none was.
    [[nodiscard]] double selectiveAccuracy(Weights weights = {}) const;
    /// Expected calibration error over equal-width confidence bins (Guo et al. 2017); rejected samples left out.
    [[nodiscard]] double expectedCalibrationError(Weights weights = {}, std::size_t bins = 15) const;
    /// Mean squared distance of the probabilities from the truth, 0 to 2 over several classes and 0 to 1 over two
    /// (scikit-learn's brier_score_loss); rejected samples left out.
    [[nodiscard]] double brier(Weights weights = {}) const;
    [[nodiscard]] std::vector<ClassFigures> perClass() const;
    [[nodiscard]] std::vector<ReliabilityBin> reliability(std::size_t bins = 15) const;

    /// Flags per sample, for share(): of the class; taken for it.
    [[nodiscard]] std::vector<bool> ofClass(std::size_t classIndex) const;
    [[nodiscard]] std::vector<bool> takenFor(std::size_t classIndex) const;
    [[nodiscard]] const std::vector<std::string>& groups() const { return m_groups; }

private:
    struct Entry {
        std::size_t truth = 0;
        std::size_t guess = 0;
        std::size_t rank = 0;  ///< of the truth, from 0
        double confidence = 0;
        double squaredError = 0;
        bool judged = false;    ///< not rejected
        bool answered = false;  ///< nor abstained
        [[nodiscard]] bool right() const { return judged && guess == truth; }
    };
    template <class Base, class Value>
    [[nodiscard]] double mean(Weights weights, Base base, Value value) const;

    std::size_t m_classCount;
    std::vector<Entry> m_entries;
    std::vector<std::string> m_groups;
};

/// The same for callers that want one figure.
double accuracy(const std::vector<Outcome>& outcomes);
double topK(const std::vector<Outcome>& outcomes, std::size_t k);
double macroF1(const std::vector<Outcome>& outcomes, std::size_t classCount);
double expectedCalibrationError(const std::vector<Outcome>& outcomes, std::size_t bins = 15);
double brier(const std::vector<Outcome>& outcomes);
double coverage(const std::vector<Outcome>& outcomes);
std::optional<double> selectiveAccuracy(const std::vector<Outcome>& outcomes);
std::vector<ClassFigures> perClass(const std::vector<Outcome>& outcomes, std::size_t classCount);

}  // namespace sightline::learning
