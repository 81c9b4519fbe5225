#include "core/learning/claim_threshold.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/learning/curves.h"

namespace sightline::learning {

namespace {

constexpr const char* optionName = "claim_threshold";

/// How bad a point of the curve is by the rule; the least wins, the strictest of equals.
double badness(const OperatingPoint& point, const ClaimRule& rule)
{
    const double accepts = point.falseAlarmRate();
    const double rejects = point.missRate();
    switch (rule.kind) {
        case ClaimRule::Kind::EqualError: return std::abs(accepts - rejects) + (accepts + rejects) * 1e-3;
        case ClaimRule::Kind::FalseAccept: return accepts <= rule.falseAcceptShare ? rejects : 2 + accepts;
        case ClaimRule::Kind::Cost: return rule.falseAcceptCost * accepts + rule.falseRejectCost * rejects;
    }
    return 0;
}

}  // namespace

std::optional<ClaimRule> parseClaimRule(const std::string& text)
{
    ClaimRule rule;
    if (text == "eer") {
        return rule;
    }
    if (text.starts_with("far=")) {
        const std::optional<double> share = parseNumber(text.substr(4));
        if (!share || !(*share > 0 && *share < 1)) {
            return std::nullopt;
        }
        rule.kind = ClaimRule::Kind::FalseAccept;
        rule.falseAcceptShare = *share;
        return rule;
    }
    const std::size_t colon = text.find(':');
    if (!text.starts_with("cost=") || colon == std::string::npos) {
        return std::nullopt;
    }
    const std::optional<double> accept = parseNumber(text.substr(5, colon - 5));
    const std::optional<double> reject = parseNumber(text.substr(colon + 1));
    const auto sound = [](const std::optional<double>& cost) { return cost && std::isfinite(*cost) && *cost > 0; };
    if (!sound(accept) || !sound(reject)) {
        return std::nullopt;
    }
    rule.kind = ClaimRule::Kind::Cost;
    rule.falseAcceptCost = *accept;
    rule.falseRejectCost = *reject;
    return rule;
}

std::string toString(const ClaimRule& rule)
{
    switch (rule.kind) {
        case ClaimRule::Kind::EqualError: break;
        case ClaimRule::Kind::FalseAccept: return "far=" + formatNumber(rule.falseAcceptShare);
        case ClaimRule::Kind::Cost:
            return "cost=" + formatNumber(rule.falseAcceptCost) + ":" + formatNumber(rule.falseRejectCost);
    }
    return "eer";
}

std::optional<ClaimThreshold> chooseClaimThreshold(const std::vector<double>& scores, const std::vector<bool>& genuine,
                                                   const ClaimRule& rule)
{
    const Result<BinaryScores> ranked = BinaryScores::make(scores, genuine);
    if (!ranked || ranked->positives() == 0 || ranked->negatives() == 0) {
        return std::nullopt;
    }
    const std::vector<OperatingPoint> curve = ranked->curve();
    std::size_t best = 0;
    for (std::size_t i = 1; i < curve.size(); ++i) {
        best = badness(curve[i], rule) < badness(curve[best], rule) ? i : best;
    }
    ClaimThreshold threshold{0, toString(rule), ranked->positives(), ranked->negatives()};
    const double highest = *std::max_element(scores.begin(), scores.end());
    const double believed = best == 0 ? std::nextafter(highest, highest + 1) : curve[best].threshold;
    threshold.score = best > 0 && best + 1 < curve.size() ? (believed + curve[best + 1].threshold) / 2 : believed;
    return threshold;
}

std::optional<ClaimThreshold> claimThresholdOf(const ModelInfo& info)
{
    const nlohmann::json& options = info.report.options;
    const auto found = options.is_object() ? options.find(optionName) : options.end();
    if (found == options.end() || !found->is_object()) {
        return std::nullopt;
    }
    const auto number = [&](const char* key) {
        const auto it = found->find(key);
        return it != found->end() && it->is_number() ? std::optional(it->get<double>()) : std::nullopt;
    };
    const auto rule = found->find("rule");
    if (!number("score") || rule == found->end() || !rule->is_string()) {
        return std::nullopt;
    }
    const auto count = [&](const char* key) {
        return static_cast<std::size_t>(std::clamp(number(key).value_or(0), 0.0, 1e9));
    };
    return ClaimThreshold{*number("score"), rule->get<std::string>(), count("genuine"), count("impostors")};
}

void keepClaimThreshold(ModelInfo& info, const ClaimThreshold& threshold)
{
    info.report.options[optionName] = {{"score", threshold.score},
                                       {"rule", threshold.rule},
                                       {"genuine", threshold.genuine},
                                       {"impostors", threshold.impostors}};
}

}  // namespace sightline::learning
