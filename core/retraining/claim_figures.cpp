#include <algorithm>
#include <map>

#include "core/learning/curves.h"
#include "core/retraining/claims.h"

namespace sightline::retraining {

namespace {

using learning::BinaryScores;
using learning::Figure;
using learning::Weights;

bool contains(const std::vector<std::string>& list, const std::string& text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

/// A false claim is what is looked for, and the worse a claim fits the more it looks false.
struct Ranked {
    std::vector<double> scores;
    std::vector<bool> isFalse;
    std::vector<std::string> groups;

    void add(const ClaimScore& claim)
    {
        scores.push_back(-claim.score);
        isFalse.push_back(!claim.genuine);
        groups.push_back(std::to_string(claim.whole));
    }
};

/// The figure of one ranking with its interval, wholes drawn.
template <class Value>
std::optional<Figure> figureOf(const Ranked& ranked, Value value)
{
    const Result<BinaryScores> scores = BinaryScores::make(ranked.scores, ranked.isFalse);
    if (!scores || scores->positives() == 0 || scores->negatives() == 0) {
        return std::nullopt;
    }
    return learning::bootstrap(ranked.groups, [&](Weights weights) { return value(scores->figures(weights)); });
}

/// Mean over the rankings, each counted once; its interval from drawing the classes.
Figure meanOf(const std::vector<double>& values)
{
    std::vector<std::string> groups;
    for (std::size_t i = 0; i < values.size(); ++i) {
        groups.push_back(std::to_string(i));
    }
    return learning::bootstrap(groups, [&](Weights weights) {
        double sum = 0;
        double count = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double weight = weights.empty() ? 1 : static_cast<double>(weights[i]);
            sum += weight * values[i];
            count += weight;
        }
        return sum / count;
    });
}

}  // namespace

std::optional<ClaimFigures> claimFigures(const std::vector<ClaimScore>& claims, const std::vector<std::string>& without)
{
    Ranked all;
    std::map<std::string, Ranked> byClass;
    for (const ClaimScore& claim : claims) {
        if (!contains(without, claim.claim)) {
            all.add(claim);
            byClass[claim.claim].add(claim);
        }
    }
    const auto auc = [](const learning::RankingFigures& figures) { return figures.auc; };
    const auto eer = [](const learning::RankingFigures& figures) { return figures.equalErrorRate; };
    const std::optional<Figure> pooled = figureOf(all, auc);
    if (!pooled) {
        return std::nullopt;
    }
    ClaimFigures figures;
    figures.auc = *pooled;
    figures.eer = figureOf(all, eer).value_or(Figure{});
    std::vector<double> aucs;
    std::vector<double> eers;
    for (const auto& [id, ranked] : byClass) {
        const Result<BinaryScores> scores = BinaryScores::make(ranked.scores, ranked.isFalse);
        if (scores && scores->positives() > 0 && scores->negatives() > 0) {
            aucs.push_back(scores->figures().auc);
            eers.push_back(scores->figures().equalErrorRate);
        }
    }
    figures.classes = aucs.size();
    if (!aucs.empty()) {
        figures.classAuc = meanOf(aucs);
        figures.classEer = meanOf(eers);
    }
    return figures;
}

}  // namespace sightline::retraining
