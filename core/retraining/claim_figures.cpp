#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include "core/learning/curves.h"
#include "core/retraining/claims.h"
#include "core/retraining/figures.h"

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

/// user9 before user12.
bool before(const std::string& a, const std::string& b)
{
    const std::size_t same =
        static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
    std::size_t start = same;
    while (start > 0 && std::isdigit(static_cast<unsigned char>(a[start - 1])) != 0) {
        --start;
    }
    const auto digits = [start](const std::string& text) {
        std::size_t end = start;
        while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) {
            ++end;
        }
        return end - start;
    };
    return digits(a) > 0 && digits(b) > 0 && digits(a) != digits(b) ? digits(a) < digits(b) : a < b;
}

nlohmann::ordered_json errorsJson(const ClaimErrors& errors)
{
    return {{"far", toJson(errors.falseAccepts)},
            {"frr", toJson(errors.falseRejects)},
            {"falsely_accepted", errors.accepted},
            {"falsely_refused", errors.refused}};
}

nlohmann::ordered_json figuresJson(const ClaimFigures& figures)
{
    return {{"auc", toJson(figures.auc)},
            {"eer", toJson(figures.eer)},
            {"class_auc", toJson(figures.classAuc)},
            {"class_eer", toJson(figures.classEer)}};
}

/// False claims that score at least the threshold are believed: the mirror image of ranking false claims first.
nlohmann::ordered_json curveJson(const std::vector<ClaimScore>& claims)
{
    std::vector<double> scores;
    std::vector<bool> genuine;
    for (const ClaimScore& claim : claims) {
        scores.push_back(claim.score);
        genuine.push_back(claim.genuine);
    }
    nlohmann::ordered_json columns = {{"threshold", nlohmann::ordered_json::array()},
                                      {"far", nlohmann::ordered_json::array()},
                                      {"frr", nlohmann::ordered_json::array()}};
    const Result<BinaryScores> ranked = BinaryScores::make(scores, genuine);
    if (!ranked) {
        return columns;
    }
    for (const learning::OperatingPoint& point : ranked->curve()) {
        columns["threshold"].push_back(std::isinf(point.threshold) ? nlohmann::ordered_json()
                                                                   : nlohmann::ordered_json(point.threshold));
        columns["far"].push_back(point.falseAlarmRate());
        columns["frr"].push_back(point.missRate());
    }
    return columns;
}

std::map<std::string, std::vector<ClaimScore>, decltype(&before)> byClaim(const std::vector<ClaimScore>& claims)
{
    std::map<std::string, std::vector<ClaimScore>, decltype(&before)> classes(&before);
    for (const ClaimScore& claim : claims) {
        classes[claim.claim].push_back(claim);
    }
    return classes;
}

}  // namespace

std::optional<Ranking> claimRanking(const std::vector<ClaimScore>& claims)
{
    const std::optional<ClaimFigures> figures = claimFigures(claims);
    return figures ? std::optional(Ranking{figures->auc, figures->eer, figures->classAuc}) : std::nullopt;
}

ClaimErrors errorsAt(const std::vector<ClaimScore>& claims, double threshold)
{
    ClaimErrors errors;
    std::vector<bool> genuine;
    std::vector<bool> impostor;
    std::vector<bool> accepted;
    std::vector<bool> refused;
    std::vector<std::string> wholes;
    for (const ClaimScore& claim : claims) {
        const bool believed = claim.score >= threshold;
        genuine.push_back(claim.genuine);
        impostor.push_back(!claim.genuine);
        accepted.push_back(believed && !claim.genuine);
        refused.push_back(!believed && claim.genuine);
        wholes.push_back(std::to_string(claim.whole));
        errors.accepted += accepted.back() ? 1 : 0;
        errors.refused += refused.back() ? 1 : 0;
    }
    errors.falseAccepts = learning::share(accepted, impostor, wholes);
    errors.falseRejects = learning::share(refused, genuine, wholes);
    return errors;
}

std::vector<ClassClaims> classClaims(const std::vector<ClaimScore>& claims,
                                     const std::optional<learning::ClaimThreshold>& threshold)
{
    std::vector<ClassClaims> classes;
    for (const auto& [id, own] : byClaim(claims)) {
        ClassClaims one;
        one.id = id;
        one.genuine = static_cast<std::size_t>(
            std::count_if(own.begin(), own.end(), [](const ClaimScore& claim) { return claim.genuine; }));
        one.impostors = own.size() - one.genuine;
        if (const std::optional<ClaimFigures> figures = claimFigures(own)) {
            one.auc = figures->auc;
            one.eer = figures->eer;
        }
        if (threshold) {
            one.errors = errorsAt(own, threshold->score);
        }
        classes.push_back(std::move(one));
    }
    return classes;
}

nlohmann::ordered_json claimsJson(const Evaluation& evaluation)
{
    nlohmann::ordered_json json;
    if (const std::optional<ClaimFigures> figures = claimFigures(evaluation.claims)) {
        json = figuresJson(*figures);
    }
    json["threshold"] = nullptr;
    if (const std::optional<learning::ClaimThreshold>& threshold = evaluation.claimThreshold) {
        json["threshold"] = {{"score", threshold->score},
                             {"rule", threshold->rule},
                             {"chosen_on_genuine", threshold->genuine},
                             {"chosen_on_impostors", threshold->impostors}};
        json.update(errorsJson(errorsAt(evaluation.claims, threshold->score)));
    }
    json["classes"] = nlohmann::ordered_json::array();
    for (const ClassClaims& one : classClaims(evaluation.claims, evaluation.claimThreshold)) {
        nlohmann::ordered_json row = {{"id", one.id}, {"genuine", one.genuine}, {"impostors", one.impostors}};
        if (one.auc) {
            row["auc"] = toJson(*one.auc);
            row["eer"] = toJson(*one.eer);
        }
        if (one.errors) {
            row.update(errorsJson(*one.errors));
        }
        json["classes"].push_back(std::move(row));
    }
    for (const auto& [name, without] : evaluation.claimsWithout) {
        if (const std::optional<ClaimFigures> figures = claimFigures(evaluation.claims, without)) {
            json[name] = figuresJson(*figures);
        }
    }
    return json;
}

nlohmann::ordered_json claimCurvesJson(const std::vector<ClaimScore>& claims)
{
    nlohmann::ordered_json classes = nlohmann::ordered_json::array();
    for (const auto& [id, own] : byClaim(claims)) {
        classes.push_back({{"id", id}, {"curve", curveJson(own)}});
    }
    return {{"pooled", curveJson(claims)}, {"classes", classes}};
}

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
