#include "core/domains/pumpcards/mapping.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/text.h"

namespace sightline::pumpcards {

namespace {

// "0.01in" → 0.01 and "in"; a text without a number has the factor 1.
std::pair<double, std::string_view> factorAndUnit(std::string_view text)
{
    text = trim(text);
    const std::size_t end = std::min(text.find_first_not_of("0123456789.,"), text.size());
    const auto factor = parseNumber(text.substr(0, end));
    return {end == 0 ? 1.0 : factor.value_or(0.0), trim(text.substr(end))};
}

std::string factorText(double factor)
{
    return factor == 1 ? std::string() : formatNumber(factor);
}

struct Reading {
    LengthScale length;
    ForceScale force;
};

bool oilfield(LengthUnit unit)
{
    return unit == LengthUnit::Inch || unit == LengthUnit::Foot;
}

bool oilfield(ForceUnit unit)
{
    return unit == ForceUnit::PoundForce || unit == ForceUnit::KilopoundForce;
}

std::vector<LengthScale> lengthCandidates(const UnitEvidence& evidence)
{
    std::vector<LengthScale> candidates;
    for (const LengthUnit unit :
         // the usual ones first: suggestions follow this order
         {LengthUnit::Metre, LengthUnit::Millimetre, LengthUnit::Inch, LengthUnit::Centimetre, LengthUnit::Foot}) {
        candidates.push_back({1, unit});
    }
    if (evidence.scaledIntegers) {
        for (const double factor : {0.1, 0.01, 0.001}) {
            candidates.push_back({factor, LengthUnit::Inch});
        }
        for (const double factor : {0.1, 0.01}) {
            candidates.push_back({factor, LengthUnit::Millimetre});
        }
    }
    return candidates;
}

std::vector<ForceScale> forceCandidates(const UnitEvidence& evidence)
{
    std::vector<ForceScale> candidates;
    for (const ForceUnit unit : {ForceUnit::Kilonewton, ForceUnit::KilogramForce, ForceUnit::Newton,
                                 ForceUnit::TonneForce, ForceUnit::PoundForce, ForceUnit::KilopoundForce}) {
        candidates.push_back({1, unit});
    }
    if (evidence.scaledIntegers) {
        candidates.push_back({0.1, ForceUnit::PoundForce});
        candidates.push_back({0.01, ForceUnit::Kilonewton});
    }
    return candidates;
}

bool fits(const UnitEvidence& evidence, const Reading& reading)
{
    const double metres = evidence.stroke * reading.length.metres();
    const double kilonewtons = evidence.peak * reading.force.newtons() / 1000;
    return metres >= 0.3 && metres <= 12 && kilonewtons >= 1 && kilonewtons <= 250;
}

// Most units in the field: used to order suggestions, never to decide.
bool usual(const UnitEvidence& evidence, const Reading& reading)
{
    const double metres = evidence.stroke * reading.length.metres();
    const double kilonewtons = evidence.peak * reading.force.newtons() / 1000;
    return metres >= 0.8 && metres <= 8 && kilonewtons >= 15 && kilonewtons <= 150;
}

std::vector<Reading> readingsOf(const UnitEvidence& evidence, const std::optional<LengthScale>& length,
                                const std::optional<ForceScale>& force)
{
    std::vector<Reading> readings;
    for (const LengthScale& l : length ? std::vector{*length} : lengthCandidates(evidence)) {
        for (const ForceScale& f : force ? std::vector{*force} : forceCandidates(evidence)) {
            if (oilfield(l.unit) == oilfield(f.unit) && fits(evidence, {l, f})) {
                readings.push_back({l, f});
            }
        }
    }
    return readings;
}

std::string describe(const UnitEvidence& evidence, const Reading& reading)
{
    return formatFixed(evidence.stroke * reading.length.metres(), 2) + " m and " +
           formatFixed(evidence.peak * reading.force.newtons() / 1000, 1) + " kN (" + reading.length.text() + ", " +
           reading.force.text() + ")";
}

std::string whyAsked(const UnitEvidence& evidence, const std::vector<Reading>& readings)
{
    std::string why = "stroke " + formatNumber(std::round(evidence.stroke * 1e4) / 1e4) + " and peak load " +
                      formatNumber(std::round(evidence.peak * 1e4) / 1e4);
    if (readings.empty()) {
        return why + " fit no unit (a stroke of 0.3-12 m and a peak load of 1-250 kN are expected)";
    }
    why += " read as ";
    const std::size_t shown = std::min<std::size_t>(readings.size(), 4);
    for (std::size_t i = 0; i < shown; ++i) {
        why += (i == 0 ? "" : i + 1 == shown ? " or " : ", ") + describe(evidence, readings[i]);
    }
    if (evidence.scaledIntegers) {
        why += "; the file holds whole numbers of unknown scale";
    } else if (readings.size() == 1) {
        why += ", which would be unusual";
    }
    return why;
}

template <class Scale>
void addUnique(std::vector<std::string>& texts, const Scale& scale)
{
    if (std::find(texts.begin(), texts.end(), scale.text()) == texts.end()) {
        texts.push_back(scale.text());
    }
}

void askUnits(UnitDecision& decision, const UnitEvidence& evidence, const std::vector<Reading>& readings,
              bool lengthOpen, bool forceOpen)
{
    std::vector<std::string> lengths;
    std::vector<std::string> forces;
    for (const Reading& reading : readings) {
        addUnique(lengths, reading.length);
        addUnique(forces, reading.force);
    }
    const Reading suggested = readings.empty() ? Reading{} : readings.front();
    const std::string why = whyAsked(evidence, readings);
    if (readings.size() < 2 && !evidence.scaledIntegers) {
        lengths = {"m", "cm", "mm", "in", "ft", "fraction"};
        forces = {"kN", "N", "kgf", "t", "lbf", "klbf"};
    }
    if (lengthOpen && (lengths.size() > 1 || evidence.scaledIntegers)) {
        decision.questions.push_back(question(key::positionUnit, "Unit of the position?", lengths,
                                              readings.empty() ? "" : suggested.length.text(), why));
    }
    if (forceOpen && (forces.size() > 1 || evidence.scaledIntegers)) {
        decision.questions.push_back(
            question(key::loadUnit, "Unit of the load?", forces, readings.empty() ? "" : suggested.force.text(), why));
    }
}

Error badAnswer(const char* key, const std::string& value, const std::string& choices)
{
    return {ErrorCode::Invalid, std::string(key) + "=" + value + " cannot be read: use " + choices, {}};
}

// The answered length, or the file's; "fraction" needs the stroke.
Result<std::optional<LengthScale>> knownLength(const UnitEvidence& evidence, const Answers& answers,
                                               UnitDecision& decision)
{
    const auto answer = answerTo(answers, key::positionUnit);
    if (!answer) {
        if (evidence.length) {
            decision.assumptions.push_back("position in " + evidence.length->text() + " (" + evidence.lengthFrom + ")");
        }
        return evidence.length;
    }
    if (*answer != "fraction") {
        const auto scale = parseLengthScale(*answer);
        if (!scale) {
            return tl::unexpected(badAnswer(key::positionUnit, *answer, "m, cm, mm, in, ft or fraction"));
        }
        decision.assumptions.push_back("position in " + scale->text() + " (answered)");
        return scale;
    }
    const auto stroke = answerTo(answers, key::stroke);
    if (!stroke) {
        decision.questions.push_back(question(key::stroke, "Length of the stroke, with its unit?", {}, "",
                                              "the position is given as a fraction of the stroke"));
        return std::optional(LengthScale{});
    }
    const auto plain = parseNumber(*stroke);
    const auto scale = plain ? std::optional(LengthScale{*plain, LengthUnit::Metre}) : parseLengthScale(*stroke);
    if (!scale || scale->factor <= 0) {
        return tl::unexpected(badAnswer(key::stroke, *stroke, "a length such as 3.0m or 120in"));
    }
    decision.assumptions.push_back("position as a fraction of a stroke of " + *stroke + " (answered)");
    return scale;
}

Result<std::optional<ForceScale>> knownForce(const UnitEvidence& evidence, const Answers& answers,
                                             UnitDecision& decision)
{
    const auto answer = answerTo(answers, key::loadUnit);
    if (!answer) {
        if (evidence.force) {
            decision.assumptions.push_back("load in " + evidence.force->text() + " (" + evidence.forceFrom + ")");
        }
        return evidence.force;
    }
    const auto scale = parseForceScale(*answer);
    if (!scale) {
        return tl::unexpected(badAnswer(key::loadUnit, *answer, "N, kN, kgf, t, lbf or klbf"));
    }
    decision.assumptions.push_back("load in " + scale->text() + " (answered)");
    return scale;
}

}  // namespace

std::optional<std::string> answerTo(const Answers& answers, const char* key)
{
    const auto found = answers.find(key);
    if (found == answers.end() || trim(found->second).empty()) {
        return std::nullopt;
    }
    return std::string(trim(found->second));
}

std::string LengthScale::text() const
{
    return factorText(factor) + std::string(symbol(unit));
}

std::string ForceScale::text() const
{
    return factorText(factor) + std::string(symbol(unit));
}

std::optional<LengthScale> parseLengthScale(std::string_view text)
{
    const auto [factor, unitText] = factorAndUnit(text);
    const auto unit = parseLengthUnit(unitText);
    if (!unit || factor <= 0) {
        return std::nullopt;
    }
    return LengthScale{factor, *unit};
}

std::optional<ForceScale> parseForceScale(std::string_view text)
{
    const auto [factor, unitText] = factorAndUnit(text);
    const auto unit = parseForceUnit(unitText);
    if (!unit || factor <= 0) {
        return std::nullopt;
    }
    return ForceScale{factor, *unit};
}

std::optional<double> parseSecondsPerUnit(std::string_view text)
{
    const auto [factor, unit] = factorAndUnit(text);
    static constexpr std::array<std::pair<std::string_view, double>, 9> units{{{"s", 1},
                                                                               {"sec", 1},
                                                                               {"second", 1},
                                                                               {"seconds", 1},
                                                                               {"с", 1},
                                                                               {"сек", 1},
                                                                               {"ms", 1e-3},
                                                                               {"min", 60},
                                                                               {"мин", 60}}};
    for (const auto& [name, seconds] : units) {
        if (factor > 0 && equalsIgnoreCase(unit, name)) {
            return factor * seconds;
        }
    }
    return std::nullopt;
}

std::optional<CardKind> parseCardKind(std::string_view text)
{
    static constexpr std::array<std::pair<std::string_view, CardKind>, 12> names{
        {{"surface", CardKind::Surface},
         {"s", CardKind::Surface},
         {"surface card", CardKind::Surface},
         {"pump", CardKind::PumpMeasured},
         {"p", CardKind::PumpMeasured},
         {"pump card", CardKind::PumpMeasured},
         {"pump_measured", CardKind::PumpMeasured},
         {"downhole", CardKind::PumpMeasured},
         {"plunger", CardKind::PumpMeasured},
         {"pump_computed", CardKind::PumpComputed},
         {"computed", CardKind::PumpComputed},
         {"predicted", CardKind::Predicted}}};
    for (const auto& [name, kind] : names) {
        if (equalsIgnoreCase(trim(text), name)) {
            return kind;
        }
    }
    return std::nullopt;
}

Result<UnitDecision> decideUnits(const UnitEvidence& evidence, const Answers& answers)
{
    UnitDecision decision;
    const auto length = knownLength(evidence, answers, decision);
    if (!length) {
        return tl::unexpected(length.error());
    }
    const auto force = knownForce(evidence, answers, decision);
    if (!force) {
        return tl::unexpected(force.error());
    }
    decision.length = length->value_or(LengthScale{});
    decision.force = force->value_or(ForceScale{});
    if (!decision.questions.empty() || (*length && *force)) {
        return decision;
    }
    std::vector<Reading> readings = readingsOf(evidence, *length, *force);
    std::stable_partition(readings.begin(), readings.end(),
                          [&](const Reading& reading) { return usual(evidence, reading); });
    if (readings.size() == 1 && usual(evidence, readings.front()) && !evidence.scaledIntegers) {
        decision.length = readings.front().length;
        decision.force = readings.front().force;
        const std::string only = " (no unit in the file; the only one that fits a stroke of " +
                                 formatFixed(evidence.stroke * decision.length.metres(), 2) + " m and a peak load of " +
                                 formatFixed(evidence.peak * decision.force.newtons() / 1000, 1) + " kN)";
        if (!*length) {
            decision.assumptions.push_back("position in " + decision.length.text() + only);
        }
        if (!*force) {
            decision.assumptions.push_back("load in " + decision.force.text() + only);
        }
        return decision;
    }
    askUnits(decision, evidence, readings, !*length, !*force);
    return decision;
}

PositionLikeness positionLikeness(const std::vector<double>& all)
{
    PositionLikeness likeness{std::numeric_limits<double>::infinity(), false};
    std::vector<double> values;
    std::copy_if(all.begin(), all.end(), std::back_inserter(values), [](double v) { return std::isfinite(v); });
    if (values.size() < 8) {
        return likeness;
    }
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const double span = *high - *low;
    const double largest = std::max(std::abs(*low), std::abs(*high));
    if (span <= 0) {
        return likeness;
    }
    likeness.startsNearZero = std::abs(values.front()) <= 0.1 * largest && *low >= -0.1 * largest;
    double way = 0;
    int rises = 0;
    bool below = values.front() < *low + 0.5 * span;
    for (std::size_t i = 0; i < values.size(); ++i) {
        way += i > 0 ? std::abs(values[i] - values[i - 1]) : 0;
        if (below && values[i] > *low + 0.75 * span) {
            ++rises;
            below = false;
        } else if (!below && values[i] < *low + 0.25 * span) {
            below = true;
        }
    }
    const bool returns = std::abs(values.back() - values.front()) <= 0.5 * span;
    likeness.excess = returns ? way / (2 * span * std::max(rises, 1)) : likeness.excess;
    return likeness;
}

Result<CleaningOptions> cleaningOptions(const Answers& answers, const std::string& file)
{
    CleaningOptions options;
    options.file = file;
    if (const auto extra = answerTo(answers, key::extraPoints)) {
        if (*extra != "drop" && *extra != "reject") {
            return tl::unexpected(badAnswer(key::extraPoints, *extra, "reject or drop"));
        }
        options.dropExtraPoints = *extra == "drop";
    }
    if (const auto direction = answerTo(answers, key::direction)) {
        if (*direction != "reverse" && *direction != "keep") {
            return tl::unexpected(badAnswer(key::direction, *direction, "keep or reverse"));
        }
        options.reverseCounterClockwise = *direction == "reverse";
    }
    return options;
}

Question question(const char* key, std::string text, const std::vector<std::string>& values, std::string suggestion,
                  std::string why)
{
    Question asked{key, std::move(text), {}, std::move(suggestion), std::move(why)};
    for (const std::string& value : values) {
        asked.choices.push_back({value, value});
    }
    return asked;
}

Question kindQuestion(std::string why)
{
    return {key::kind,
            "Which kind of card is it?",
            {{"surface", "Surface card, measured at the polished rod"},
             {"pump", "Pump card, measured downhole"},
             {"pump_computed", "Pump card, computed"},
             {"by_sign", "Each card by itself: pump card where loads are negative, else surface card"}},
            "pump",
            std::move(why)};
}

}  // namespace sightline::pumpcards
