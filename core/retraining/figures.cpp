#include "core/retraining/figures.h"

#include <algorithm>

namespace sightline::retraining {

using learning::Figure;
using learning::Outcome;

std::map<std::string, Figure> figuresOf(const std::vector<Outcome>& outcomes, std::size_t classCount)
{
    std::map<std::string, Figure> figures;
    if (outcomes.empty()) {
        return figures;
    }
    using Sample = std::vector<Outcome>;
    figures["accuracy"] = learning::bootstrap(outcomes, [](const Sample& s) { return learning::accuracy(s); });
    figures["macro_f1"] =
        learning::bootstrap(outcomes, [classCount](const Sample& s) { return learning::macroF1(s, classCount); });
    figures["top2"] = learning::bootstrap(outcomes, [](const Sample& s) { return learning::topK(s, 2); });
    figures["coverage"] = learning::bootstrap(outcomes, [](const Sample& s) { return learning::coverage(s); });

    Sample judged;
    Sample answered;
    for (const Outcome& outcome : outcomes) {
        if (!outcome.rejected) {
            judged.push_back(outcome);
            if (!outcome.abstained) {
                answered.push_back(outcome);
            }
        }
    }
    if (!judged.empty()) {
        figures["ece"] =
            learning::bootstrap(judged, [](const Sample& s) { return learning::expectedCalibrationError(s); });
    }
    if (!answered.empty()) {
        figures["selective_accuracy"] =
            learning::bootstrap(answered, [](const Sample& s) { return learning::accuracy(s); });
    }
    return figures;
}

nlohmann::ordered_json toJson(const Figure& figure)
{
    return {{"value", figure.value}, {"low", figure.low}, {"high", figure.high}, {"n", figure.n}};
}

nlohmann::ordered_json toJson(const std::map<std::string, Figure>& figures)
{
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const char* name : {"accuracy", "macro_f1", "top2", "ece", "coverage", "selective_accuracy"}) {
        if (const auto it = figures.find(name); it != figures.end()) {
            json[name] = toJson(it->second);
        }
    }
    return json;
}

}  // namespace sightline::retraining
