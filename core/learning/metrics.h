// Figures that claim quality: each with n and a 95 % interval. Values agree with scikit-learn's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sightline::learning {

struct Figure {
    double value = 0;
    double low = 0;  ///< 95 % interval
    double high = 0;
    std::size_t n = 0;
};

/// One judged sample. Classes are indices; probabilities may be empty (rejected: counts as wrong).
struct Outcome {
    std::size_t truth = 0;
    std::vector<float> probabilities;
    bool abstained = false;
    bool rejected = false;
    std::string group;  ///< bootstrap draws whole groups; empty: the sample is its own group
};

/// confusion[truth][predicted]; rejected samples are not in it.
using Confusion = std::vector<std::vector<std::size_t>>;
Confusion confusion(const std::vector<Outcome>& outcomes, std::size_t classCount);

double accuracy(const std::vector<Outcome>& outcomes);  ///< rejected = wrong
double topK(const std::vector<Outcome>& outcomes, std::size_t k);
/// Mean F1 over the classes that occur in truth or prediction (scikit-learn's f1_score(average="macro")). Rejected:
/// missed, predicted as nothing.
double macroF1(const std::vector<Outcome>& outcomes, std::size_t classCount);
/// Expected calibration error over 15 equal-width confidence bins; rejected samples left out.
double expectedCalibrationError(const std::vector<Outcome>& outcomes, std::size_t bins = 15);
/// Share of samples that got an answer (neither abstained nor rejected).
double coverage(const std::vector<Outcome>& outcomes);
/// Accuracy among the answered ones; nothing if none was.
std::optional<double> selectiveAccuracy(const std::vector<Outcome>& outcomes);

struct ClassFigures {
    std::size_t n = 0;
    double precision = 0;
    double recall = 0;
    double f1 = 0;
};
std::vector<ClassFigures> perClass(const std::vector<Outcome>& outcomes, std::size_t classCount);

/// The statistic with a percentile bootstrap over groups (1,000 draws, deterministic by seed). A single group says
/// nothing of the spread between groups: then samples are drawn, and the interval is too narrow.
Figure bootstrap(const std::vector<Outcome>& outcomes,
                 const std::function<double(const std::vector<Outcome>&)>& statistic, std::uint64_t seed = 1,
                 int draws = 1000);
/// Wilson's interval for a proportion.
Figure proportion(std::size_t successes, std::size_t n);

}  // namespace sightline::learning
