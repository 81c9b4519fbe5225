#include "core/retraining/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "core/learning/curves.h"

namespace sightline::retraining {

using learning::BinaryScores;
using learning::Figure;
using learning::Judgements;
using learning::OperatingPoint;
using learning::Outcome;
using learning::RankingFigures;
using learning::Weights;

namespace {

constexpr const char* figureNames[] = {"accuracy",
                                       "macro_f1",
                                       "top2",
                                       "ece",
                                       "coverage",
                                       "auc",
                                       "ap",
                                       "eer",
                                       "recall_at_precision_90",
                                       "brier",
                                       "selective_accuracy",
                                       "balanced_accuracy",
                                       "far",
                                       "frr",
                                       "window_ap",
                                       "window_auc",
                                       "event_precision",
                                       "event_recall",
                                       "event_f1",
                                       "false_alarms_per_hour"};

/// The classes asked for against the rest: the positive one, else all.
std::vector<std::size_t> askedFor(std::size_t classCount, std::optional<std::size_t> positive)
{
    std::vector<std::size_t> classes;
    for (std::size_t c = 0; c < classCount; ++c) {
        if (!positive || *positive == c) {
            classes.push_back(c);
        }
    }
    return classes;
}

/// The scores of those classes that have samples and of whose rest there are some.
std::vector<std::pair<std::size_t, BinaryScores>> rankable(const std::vector<Outcome>& outcomes,
                                                           const std::vector<std::size_t>& classes)
{
    std::vector<std::pair<std::size_t, BinaryScores>> scores;
    for (const std::size_t c : classes) {
        if (Result<BinaryScores> made = BinaryScores::oneAgainstRest(outcomes, c);
            made && made->positives() > 0 && made->negatives() > 0) {
            scores.emplace_back(c, std::move(*made));
        }
    }
    return scores;
}

std::array<double, 4> valuesOf(const RankingFigures& figures)
{
    return {figures.auc, figures.averagePrecision, figures.equalErrorRate, figures.recallAtPrecision};
}
constexpr const char* rankingNames[] = {"auc", "ap", "eer", "recall_at_precision_90"};

/// The mean over the classes of which a draw holds both sides.
std::array<double, 4> meanRanking(const std::vector<std::pair<std::size_t, BinaryScores>>& scores, Weights weights)
{
    std::array<double, 4> sums{};
    std::array<double, 4> counts{};
    for (const auto& [c, ranked] : scores) {
        const std::array<double, 4> values = valuesOf(ranked.figures(weights));
        for (std::size_t k = 0; k < values.size(); ++k) {
            if (!std::isnan(values[k])) {
                sums[k] += values[k];
                counts[k] += 1;
            }
        }
    }
    for (std::size_t k = 0; k < sums.size(); ++k) {
        sums[k] = counts[k] > 0 ? sums[k] / counts[k] : std::numeric_limits<double>::quiet_NaN();
    }
    return sums;
}

void keep(FigureMap& figures, const char* name, Figure figure, std::size_t n)
{
    if (!std::isnan(figure.value)) {
        figure.n = n;
        figures[name] = figure;
    }
}

std::vector<bool> both(const std::vector<bool>& a, const std::vector<bool>& b)
{
    std::vector<bool> result(a.size());
    std::transform(a.begin(), a.end(), b.begin(), result.begin(), std::logical_and<>());
    return result;
}

/// A point of a curve with intervals: shares of the positives found and of the negatives taken, precision.
nlohmann::ordered_json pointJson(const std::vector<Outcome>& outcomes, std::size_t c, const OperatingPoint& point)
{
    std::vector<bool> taken;
    std::vector<bool> positive;
    std::vector<bool> negative;
    std::vector<std::string> groups;
    for (const Outcome& outcome : outcomes) {
        if (!outcome.rejected && !outcome.probabilities.empty()) {
            taken.push_back(static_cast<double>(outcome.probabilities[c]) >= point.threshold);
            positive.push_back(outcome.truth == c);
            negative.push_back(outcome.truth != c);
            groups.push_back(outcome.group);
        }
    }
    nlohmann::ordered_json json;
    json["threshold"] =
        std::isinf(point.threshold) ? nlohmann::ordered_json() : nlohmann::ordered_json(point.threshold);
    json["recall"] = toJson(learning::share(taken, positive, groups));
    json["false_alarm_rate"] = toJson(learning::share(taken, negative, groups));
    json["precision"] = toJson(learning::share(positive, taken, groups));
    return json;
}

nlohmann::ordered_json curveJson(const std::vector<OperatingPoint>& points)
{
    nlohmann::ordered_json curve = {{"threshold", nlohmann::ordered_json::array()},
                                    {"recall", nlohmann::ordered_json::array()},
                                    {"precision", nlohmann::ordered_json::array()},
                                    {"false_alarm_rate", nlohmann::ordered_json::array()}};
    for (const OperatingPoint& point : points) {
        curve["threshold"].push_back(std::isinf(point.threshold) ? nlohmann::ordered_json()
                                                                 : nlohmann::ordered_json(point.threshold));
        curve["recall"].push_back(point.recall());
        curve["precision"].push_back(point.precision());
        curve["false_alarm_rate"].push_back(point.falseAlarmRate());
    }
    return curve;
}

}  // namespace

std::optional<std::size_t> positiveClass(std::size_t classCount, std::optional<std::size_t> given)
{
    return given ? given : classCount == 2 ? std::optional<std::size_t>(1) : std::nullopt;
}

FigureMap figuresOf(const std::vector<Outcome>& outcomes, std::size_t classCount, std::optional<std::size_t> positive)
{
    FigureMap figures;
    if (outcomes.empty()) {
        return figures;
    }
    const Judgements judged(outcomes, classCount);
    const std::optional<std::size_t> asked = positiveClass(classCount, positive);
    const auto scores = rankable(outcomes, askedFor(classCount, asked));
    const auto all = [&](Weights weights, std::span<double> values) {
        values[0] = judged.accuracy(weights);
        values[1] = judged.macroF1(weights);
        values[2] = judged.topK(2, weights);
        values[3] = judged.coverage(weights);
        values[4] = judged.expectedCalibrationError(weights);
        values[5] = judged.brier(weights);
        values[6] = judged.selectiveAccuracy(weights);
        const std::array<double, 4> ranking = meanRanking(scores, weights);
        std::copy(ranking.begin(), ranking.end(), values.begin() + 7);
    };
    const std::vector<Figure> found = learning::bootstrap(judged.groups(), 11, all);

    const auto count = [&outcomes](auto condition) {
        return static_cast<std::size_t>(std::count_if(outcomes.begin(), outcomes.end(), condition));
    };
    const std::size_t sound = count([](const Outcome& one) { return !one.rejected && !one.probabilities.empty(); });
    const std::size_t answered =
        count([](const Outcome& one) { return !one.rejected && !one.probabilities.empty() && !one.abstained; });
    const char* whole[] = {"accuracy", "macro_f1", "top2", "coverage"};
    for (std::size_t k = 0; k < 4; ++k) {
        keep(figures, whole[k], found[k], outcomes.size());
    }
    keep(figures, "ece", found[4], sound);
    keep(figures, "brier", found[5], sound);
    keep(figures, "selective_accuracy", found[6], answered);
    for (std::size_t k = 0; k < (asked ? 4U : 3U); ++k) {
        keep(figures, rankingNames[k], found[7 + k], sound);
    }
    return figures;
}

std::optional<Ranking> classRanking(const std::vector<Outcome>& outcomes, std::size_t classCount,
                                    std::optional<std::size_t> positive)
{
    const auto scores = rankable(outcomes, askedFor(classCount, positive));
    if (scores.empty()) {
        return std::nullopt;
    }
    std::vector<std::string> groups;
    for (const Outcome& outcome : outcomes) {
        groups.push_back(outcome.group);
    }
    const std::vector<Figure> found = learning::bootstrap(groups, 2, [&](Weights weights, std::span<double> values) {
        const std::array<double, 4> ranking = meanRanking(scores, weights);
        values[0] = ranking[0];
        values[1] = ranking[2];
    });
    return Ranking{found[0], found[1], std::nullopt};
}

std::optional<Figure> balancedAccuracy(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    const Judgements judged(outcomes, classCount);
    std::vector<std::pair<std::vector<bool>, std::vector<bool>>> classes;  // of the class; of it and taken for it
    for (std::size_t c = 0; c < classCount; ++c) {
        const std::vector<bool> own = judged.ofClass(c);
        if (std::find(own.begin(), own.end(), true) != own.end()) {
            classes.emplace_back(own, both(own, judged.takenFor(c)));
        }
    }
    if (classes.empty()) {
        return std::nullopt;
    }
    const auto weighed = [](const std::vector<bool>& flags, Weights weights) {
        double sum = 0;
        for (std::size_t i = 0; i < flags.size(); ++i) {
            sum += flags[i] ? (weights.empty() ? 1.0 : static_cast<double>(weights[i])) : 0.0;
        }
        return sum;
    };
    return learning::bootstrap(judged.groups(), [&](Weights weights) {
        double sum = 0;
        for (const auto& [own, hits] : classes) {
            sum += weighed(hits, weights) / weighed(own, weights);  // not a number where nobody drew the class
        }
        return sum / static_cast<double>(classes.size());
    });
}

std::vector<FigureMap> classFiguresOf(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    std::vector<FigureMap> figures(classCount);
    const Judgements judged(outcomes, classCount);
    const auto scores = rankable(outcomes, askedFor(classCount, {}));
    const auto all = [&](Weights weights, std::span<double> values) {
        const std::vector<double> f1 = judged.f1(weights);
        std::copy(f1.begin(), f1.end(), values.begin());
        for (const auto& [c, ranked] : scores) {
            const std::array<double, 4> ranking = valuesOf(ranked.figures(weights));
            std::copy(ranking.begin(), ranking.end(), values.begin() + static_cast<std::ptrdiff_t>(classCount + 4 * c));
        }
    };
    const std::vector<Figure> found = learning::bootstrap(judged.groups(), 5 * classCount, all);
    for (std::size_t c = 0; c < classCount; ++c) {
        const std::vector<bool> own = judged.ofClass(c);
        const std::vector<bool> taken = judged.takenFor(c);
        const std::vector<bool> hits = both(own, taken);
        const Figure recall = learning::share(hits, own, judged.groups());
        const Figure precision = learning::share(hits, taken, judged.groups());
        if (recall.n > 0) {
            figures[c]["recall"] = recall;
        }
        if (precision.n > 0) {
            figures[c]["precision"] = precision;
        }
        keep(figures[c], "f1", found[c], recall.n);
        for (std::size_t k = 0; k < 4; ++k) {
            keep(figures[c], rankingNames[k], found[classCount + 4 * c + k], recall.n);
        }
    }
    return figures;
}

nlohmann::ordered_json toJson(const Figure& figure)
{
    return {{"value", figure.value}, {"low", figure.low}, {"high", figure.high}, {"n", figure.n}};
}

nlohmann::ordered_json toJson(const FigureMap& figures)
{
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const char* name : figureNames) {
        if (const auto it = figures.find(name); it != figures.end()) {
            json[name] = toJson(it->second);
        }
    }
    return json;
}

nlohmann::ordered_json curvesJson(const std::vector<Outcome>& outcomes, const std::vector<std::string>& classIds,
                                  std::optional<std::size_t> positive)
{
    nlohmann::ordered_json classes = nlohmann::ordered_json::array();
    for (const auto& [c, scores] :
         rankable(outcomes, askedFor(classIds.size(), positiveClass(classIds.size(), positive)))) {
        const RankingFigures figures = scores.figures();
        nlohmann::ordered_json points;
        points["equal_error"] = pointJson(outcomes, c, scores.atEqualError());
        points["false_alarm_rate_01"] = pointJson(outcomes, c, scores.atFalseAlarmRate(0.01));
        if (const std::optional<OperatingPoint> precise = scores.atPrecision(0.9)) {
            points["precision_90"] = pointJson(outcomes, c, *precise);
        }
        classes.push_back({{"id", classIds[c]},
                           {"positives", scores.positives()},
                           {"negatives", scores.negatives()},
                           {"auc", figures.auc},
                           {"ap", figures.averagePrecision},
                           {"eer", figures.equalErrorRate},
                           {"points", points},
                           {"curve", curveJson(scores.curve())}});
    }
    nlohmann::ordered_json bins = nlohmann::ordered_json::array();
    for (const learning::ReliabilityBin& bin : Judgements(outcomes, classIds.size()).reliability()) {
        bins.push_back({{"low", bin.low},
                        {"high", bin.high},
                        {"n", bin.n},
                        {"confidence", bin.confidence},
                        {"accuracy", bin.accuracy}});
    }
    return {{"classes", classes}, {"reliability", bins}};
}

}  // namespace sightline::retraining
