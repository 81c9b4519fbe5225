// The figures of contracts.md from judged samples, each with its interval.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/learning/metrics.h"
#include "core/retraining/shortcut_probe.h"

namespace sightline::retraining {

using FigureMap = std::map<std::string, learning::Figure>;

/// The class the figures of a ranking (auc, ap, eer …) ask for: the one given; of two classes the second, as
/// scikit-learn has it. Nothing for more classes: each is asked for against the rest, and the mean is told.
std::optional<std::size_t> positiveClass(std::size_t classCount, std::optional<std::size_t> given);

/// accuracy, macro_f1, top2 and coverage of all samples; ece and brier of those not rejected; selective_accuracy of the
/// answered ones. auc, ap and eer of the positive class, else the mean over the classes that have samples;
/// recall_at_precision_90 of the positive class only. What does not exist is left out.
FigureMap figuresOf(const std::vector<learning::Outcome>& outcomes, std::size_t classCount,
                    std::optional<std::size_t> positive = {});
/// Its auc and eer alone; nothing where the outcomes hold no two sides to rank.
std::optional<Ranking> classRanking(const std::vector<learning::Outcome>& outcomes, std::size_t classCount,
                                    std::optional<std::size_t> positive);
/// Mean over the classes that occur of the share of their samples that is recognised; rejected: missed.
std::optional<learning::Figure> balancedAccuracy(const std::vector<learning::Outcome>& outcomes,
                                                 std::size_t classCount);
/// Per class: recall (n: samples of the class), precision (n: samples taken for it), f1, and its auc, ap, eer and
/// recall_at_precision_90 against the rest. What does not exist is left out.
std::vector<FigureMap> classFiguresOf(const std::vector<learning::Outcome>& outcomes, std::size_t classCount);

nlohmann::ordered_json toJson(const learning::Figure& figure);
nlohmann::ordered_json toJson(const FigureMap& figures);

/// What people plot: per class (or the positive one alone) the ROC, precision-recall and DET curve as columns
/// "threshold" (null: nothing is taken), "recall", "precision" and "false_alarm_rate", strictest first; "points" of
/// interest with intervals (equal error, 1 % false alarms, precision 90 %); and the reliability diagram.
nlohmann::ordered_json curvesJson(const std::vector<learning::Outcome>& outcomes,
                                  const std::vector<std::string>& classIds, std::optional<std::size_t> positive = {});

}  // namespace sightline::retraining
