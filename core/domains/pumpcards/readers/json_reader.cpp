#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/pumpcards/readers/card_file.h"
#include "core/domains/pumpcards/readers/reader_classes.h"
#include "core/domains/pumpcards/readers/table_layout.h"
#include "core/formats/json_tree.h"
#include "core/formats/text_file.h"
#include "core/formats/timestamp.h"

namespace sightline::pumpcards {

namespace {

using formats::JsonValue;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// A card object and the objects around it, outermost first.
struct Found {
    const JsonValue* object = nullptr;
    const JsonValue* points = nullptr;  ///< CardPoints, or nullptr
    const JsonValue* positions = nullptr;
    const JsonValue* loads = nullptr;
    bool service = false;  ///< S[] in metres and F[] in kilonewtons
    std::string name;      ///< of the field that holds it
    std::vector<const JsonValue*> around;
};

const JsonValue* arrayNamed(const JsonValue& object, std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        const JsonValue* value = object.find(name);
        if (value != nullptr && value->array() != nullptr) {
            return value;
        }
    }
    return nullptr;
}

bool recognise(const JsonValue& object, Found& found)
{
    found.points = arrayNamed(object, {"CardPoints"});
    found.positions = arrayNamed(object, {"Position", "Positions"});
    found.loads = arrayNamed(object, {"Load", "Loads"});
    if (found.positions == nullptr && found.loads == nullptr) {
        found.positions = arrayNamed(object, {"S"});
        found.loads = arrayNamed(object, {"F"});
        found.service = found.positions != nullptr && found.loads != nullptr;
    }
    return found.points != nullptr || (found.positions != nullptr && found.loads != nullptr);
}

void search(const JsonValue& value, const std::string& name, std::vector<const JsonValue*>& around,
            std::vector<Found>& cards)
{
    if (const auto* items = value.array()) {
        for (const JsonValue& item : *items) {
            search(item, {}, around, cards);
        }
        return;
    }
    if (value.object() == nullptr) {
        return;
    }
    Found found;
    if (recognise(value, found)) {
        found.object = &value;
        found.name = name;
        found.around = around;
        cards.push_back(std::move(found));
        return;
    }
    around.push_back(&value);
    for (const auto& [fieldName, field] : *value.object()) {
        search(field, fieldName, around, cards);
    }
    around.pop_back();
}

const JsonValue* firstOf(const JsonValue& object, std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        if (const JsonValue* value = object.find(name)) {
            return value;
        }
    }
    return nullptr;
}

/// The field of the card, else of the nearest object around it, else of an object beside it (CardDetails …).
const JsonValue* fieldOf(const Found& found, std::initializer_list<const char*> names)
{
    if (const JsonValue* value = firstOf(*found.object, names)) {
        return value;
    }
    for (auto around = found.around.rbegin(); around != found.around.rend(); ++around) {
        if (const JsonValue* value = firstOf(**around, names)) {
            return value;
        }
        for (const auto& [name, beside] : *(*around)->object()) {
            Found card;
            const JsonValue* value =
                beside.object() == nullptr || recognise(beside, card) ? nullptr : firstOf(beside, names);
            if (value != nullptr) {
                return value;
            }
        }
    }
    return nullptr;
}

std::string textOf(const Found& found, std::initializer_list<const char*> names)
{
    const JsonValue* value = fieldOf(found, names);
    return value == nullptr ? std::string() : value->scalarText();
}

std::optional<double> numberOf(const Found& found, std::initializer_list<const char*> names)
{
    const JsonValue* value = fieldOf(found, names);
    return value == nullptr ? std::nullopt : value->number();
}

std::vector<double> numbersOf(const JsonValue& array)
{
    std::vector<double> values;
    for (const JsonValue& item : *array.array()) {
        values.push_back(item.number().value_or(nan));
    }
    return values;
}

void addFinding(RawCard& card, Severity severity, const char* kind, std::string message, std::size_t count)
{
    card.findings.push_back({severity, kind, std::move(message), {}, static_cast<std::int64_t>(count)});
}

void takePoints(const Found& found, RawCard& card)
{
    if (found.points != nullptr) {
        for (const JsonValue& point : *found.points->array()) {
            const JsonValue* position = point.find("Position");
            const JsonValue* load = point.find("Load");
            card.positions.push_back(position == nullptr ? nan : position->number().value_or(nan));
            card.loads.push_back(load == nullptr ? nan : load->number().value_or(nan));
        }
        return;
    }
    card.positions = numbersOf(*found.positions);
    card.loads = numbersOf(*found.loads);
    if (card.positions.size() != card.loads.size()) {
        const std::size_t count = std::min(card.positions.size(), card.loads.size());
        const std::size_t lost = std::max(card.positions.size(), card.loads.size()) - count;
        addFinding(card, Severity::Doubt, "unequal_lengths",
                   std::to_string(card.positions.size()) + " positions but " + std::to_string(card.loads.size()) +
                       " loads: the last " + std::to_string(lost) + " have no partner",
                   lost);
        card.positions.resize(count);
        card.loads.resize(count);
    }
}

std::optional<CardKind> kindOf(const Found& found)
{
    const std::string name = lowerAscii(found.name);
    if (name.find("downhole") != std::string::npos || name.find("pumpcard") != std::string::npos) {
        return CardKind::PumpMeasured;
    }
    const bool surface = name.find("surface") != std::string::npos || name == "carddata" || found.service;
    return surface ? std::optional(CardKind::Surface) : std::nullopt;
}

RawCard rawCardOf(const Found& found)
{
    RawCard card;
    takePoints(found, card);
    const JsonValue* id = found.object->find("Id");
    id = id == nullptr ? found.object->find("CardId") : id;
    card.id = id == nullptr ? found.name : id->scalarText();
    card.well = textOf(found, {"WellName", "Well", "NodeID"});
    card.label = textOf(found, {"label", "condition"});
    card.controllerType = textOf(found, {"CardType"});
    card.timeMicroseconds = formats::parseTimestamp(textOf(found, {"Timestamp", "AcquisitionTime"}));
    if (const auto spm = numberOf(found, {"SPM"}); spm && *spm > 0) {
        card.strokesPerMinute = spm;
    }
    if (const auto kind = kindOf(found)) {
        card.kind = *kind;
        card.kindKnown = true;
    }
    for (const auto& [name, value] : *found.object->object()) {
        if (const std::string text = value.scalarText(); !text.empty()) {
            card.wellData[name] = text;
        }
    }
    const auto promised = found.points == nullptr ? std::nullopt : numberOf(found, {"NumberOfPoints"});
    if (promised && *promised != static_cast<double>(card.positions.size())) {
        addFinding(card, Severity::Doubt, "point_count",
                   "the message says " + formatNumber(*promised) + " points, but holds " +
                       std::to_string(card.positions.size()),
                   1);
    }
    return card;
}

bool allWhole(const std::vector<double>& values)
{
    return std::all_of(values.begin(), values.end(),
                       [](double value) { return !std::isfinite(value) || value == std::floor(value); });
}

/// The period of a controller's message has a scale of its own.
Result<void> takePeriods(const std::vector<Found>& found, const Answers& answers, CardFile& file)
{
    const auto answer = answerTo(answers, key::periodUnit);
    const auto seconds = answer && *answer != "unknown" ? parseSecondsPerUnit(*answer) : std::nullopt;
    if (answer && *answer != "unknown" && !seconds) {
        return fail(ErrorCode::Invalid, "period_unit=" + *answer + " cannot be read: use s, 0.1s, 0.01s or unknown");
    }
    double open = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto period = numberOf(found[i], {"StrokePeriod"});
        if (!period || *period <= 0 || file.cards[i].strokesPerMinute) {
            continue;
        }
        if (seconds) {
            file.cards[i].strokesPerMinute = 60 / (*period * *seconds);
        }
        open = *period;
    }
    if (open > 0 && answer) {
        file.assumptions.push_back("stroke period in " + *answer + " (answered)");
    }
    if (open > 0 && !answer) {
        std::string suggestion = "unknown";
        std::string why = "a stroke period of " + formatNumber(open) + " reads as";
        for (const char* unit : {"s", "0.1s", "0.01s"}) {
            const double spm = 60 / (open * parseSecondsPerUnit(unit).value_or(1));
            suggestion = suggestion == "unknown" && spm >= 2 && spm <= 20 ? unit : suggestion;
            why += std::string(why.back() == 's' ? " " : ", ") + formatFixed(spm, 1) + " strokes/min (" + unit + ")";
        }
        file.questions.push_back(question(key::periodUnit, "Unit of the stroke period?",
                                          {"s", "0.1s", "0.01s", "unknown"}, suggestion, why));
    }
    return {};
}

/// Names a card's fields have, somewhere. Looked for first: it costs far less than to build the tree of a file that is
/// another kind of signal.
bool namesFieldsOfCards(std::string_view text)
{
    const std::string lower = lowerAscii(text);
    const auto holds = [&](std::string_view name) { return lower.find(name) != std::string::npos; };
    return holds("\"cardpoints\"") || (holds("\"position") && holds("\"load")) || (holds("\"s\"") && holds("\"f\""));
}

/// A broken text is ours only if it speaks of cards.
bool speaksOfCards(std::string_view text)
{
    const std::string lower = lowerAscii(text.substr(0, std::size_t{1} << 16));
    const bool pairs = lower.find("\"position") != std::string::npos && lower.find("\"load") != std::string::npos;
    return pairs || lower.find("\"cardpoints\"") != std::string::npos ||
           lower.find("\"carddata\"") != std::string::npos || lower.find("\"downholecard\"") != std::string::npos;
}

}  // namespace

domains::ReadOutcome JsonReader::read(const domains::ReadRequest& request, Progress& progress) const
{
    const auto head = readTextHead(request);
    if (!head) {
        return outcomeOf(head.error());
    }
    const std::string_view start = trim(std::string_view(*head).substr(0, 1024));
    if (start.empty() || (start.front() != '{' && start.front() != '[')) {
        return domains::NotMine{};
    }
    CardFile file;
    const auto text = readText(request, file.assumptions);
    if (!text) {
        return outcomeOf(text.error());
    }
    if (!namesFieldsOfCards(*text) && !speaksOfCards(*text)) {
        return domains::NotMine{};
    }
    const std::string path = utf8(request.path);
    const auto tree = formats::parseJson(*text, path);
    if (!tree) {
        return tree.error().code == ErrorCode::Corrupt && !speaksOfCards(*text)
                   ? domains::ReadOutcome(domains::NotMine{})
                   : domains::ReadOutcome(tree.error());
    }
    std::vector<Found> found;
    std::vector<const JsonValue*> around;
    search(*tree, {}, around, found);
    if (found.empty()) {
        return domains::NotMine{};
    }
    const bool service = std::all_of(found.begin(), found.end(), [](const Found& card) { return card.service; });
    const bool controller = std::any_of(found.begin(), found.end(), [](const Found& card) { return card.points; });
    std::transform(found.begin(), found.end(), std::back_inserter(file.cards), rawCardOf);
    file.reader = id();
    file.format = service ? "Card of a diagnosis service (JSON)" : controller ? "Controller message (JSON)" : format();
    file.layout = id() + (service ? "|service" : controller ? "|controller" : "|arrays");
    file.preview = formats::firstLines(*text, 16, 1200);
    if (service) {
        file.units.length = LengthScale{1, LengthUnit::Metre};
        file.units.force = ForceScale{1, ForceUnit::Kilonewton};
        file.units.lengthFrom = file.units.forceFrom = "the service's format";
    } else {
        file.units.scaledIntegers = std::all_of(file.cards.begin(), file.cards.end(), [](const RawCard& card) {
            return allWhole(card.positions) && allWhole(card.loads);
        });
    }
    if (const auto periods = takePeriods(found, request.answers, file); !periods) {
        Error error = periods.error();
        error.where.file = path;
        return error;
    }
    return finish(std::move(file), request, progress);
}

}  // namespace sightline::pumpcards
