#include "core/learning/model_json.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/learning/combination.h"

namespace sightline::learning {
namespace {

using nlohmann::json;

constexpr int maxDepth = 32;               // ours needs six; deeper nesting is an attack on whoever walks it
constexpr std::size_t maxMembers = 64;     // a verdict runs all of them
constexpr std::size_t maxClasses = 10000;  // the largest published heads have a thousand
constexpr int maxSide = 16384;
constexpr std::int64_t maxPixels = std::int64_t{1} << 28;

/// Thrown and caught within this file only: the field that is wrong.
struct FieldProblem {
    std::string text;
};

/// Reads fields of one object and names them fully ("members[0].weight") when they are missing or of the wrong type.
class Fields {
public:
    Fields(const json& object, std::string name) : m_object(object), m_name(std::move(name))
    {
        if (!object.is_object()) {
            throw FieldProblem{"\"" + m_name + "\" is no object"};
        }
    }

    [[nodiscard]] const json& at(const char* key) const
    {
        const auto found = m_object.find(key);
        if (found == m_object.end()) {
            throw FieldProblem{"\"" + path(key) + "\" is missing"};
        }
        return *found;
    }

    template <class T>
    [[nodiscard]] T value(const char* key) const
    {
        return convert<T>(at(key), path(key));
    }

    /// For fields that an older or foreign writer may leave out.
    template <class T>
    [[nodiscard]] T value(const char* key, T fallback) const
    {
        return m_object.contains(key) ? value<T>(key) : fallback;
    }

    [[nodiscard]] Fields object(const char* key) const { return Fields(at(key), path(key)); }

    template <class T>
    [[nodiscard]] std::vector<T> list(const char* key) const
    {
        const json& array = at(key);
        if (!array.is_array()) {
            throw FieldProblem{"\"" + path(key) + "\" is no list"};
        }
        std::vector<T> result;
        result.reserve(array.size());
        for (std::size_t i = 0; i < array.size(); ++i) {
            result.push_back(convert<T>(array[i], path(key) + "[" + std::to_string(i) + "]"));
        }
        return result;
    }

    [[nodiscard]] std::string path(const char* key) const
    {
        return m_name.empty() ? std::string(key) : m_name + "." + key;
    }

private:
    template <class T>
    static T convert(const json& value, const std::string& name)
    {
        if constexpr (std::is_same_v<T, std::string>) {
            if (!value.is_string()) {
                throw FieldProblem{"\"" + name + "\" is no text"};
            }
        } else if constexpr (std::is_floating_point_v<T>) {
            if (!value.is_number()) {
                throw FieldProblem{"\"" + name + "\" is no number"};
            }
        } else {
            // Every whole number of the format is a size, a count, a seed or a time: never negative, always exact.
            constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<T>::max());
            if (!value.is_number_unsigned() || value.get<std::uint64_t>() > limit) {
                throw FieldProblem{"\"" + name + "\" is no whole number in range"};
            }
        }
        return value.get<T>();
    }

    const json& m_object;
    std::string m_name;
};

json toJson(const ScalarNormalisation& scalars)
{
    return {
        {"names", scalars.names}, {"mean", scalars.mean}, {"deviation", scalars.deviation}, {"clamp", scalars.clamp}};
}

ScalarNormalisation scalarsFrom(const Fields& fields)
{
    return {fields.list<std::string>("names"), fields.list<float>("mean"), fields.list<float>("deviation"),
            fields.value<float>("clamp")};
}

json toJson(const ModelMember& member)
{
    return {{"kind", member.kind},     {"architecture", member.architecture},
            {"config", member.config}, {"prefix", member.prefix},
            {"weight", member.weight}, {"temperature", member.temperature}};
}

ModelMember memberFrom(const Fields& fields)
{
    ModelMember member;
    member.kind = fields.value<std::string>("kind");
    member.architecture = fields.value<std::string>("architecture");
    member.config = fields.at("config");
    member.prefix = fields.value<std::string>("prefix");
    member.weight = fields.value<double>("weight");
    member.temperature = fields.value<double>("temperature");
    if (!member.config.is_object()) {
        throw FieldProblem{"\"" + fields.path("config") + "\" is no object"};
    }
    return member;
}

json toJson(const Detection& detection)
{
    json object = {{"background", detection.background},
                   {"smooth_steps", detection.smoothSteps},
                   {"separation_seconds", detection.separationSeconds},
                   {"margin_seconds", detection.marginSeconds},
                   {"threshold", detection.threshold},
                   {"chosen_on", detection.chosenOn}};
    if (detection.hertz) {
        object["low_hertz"] = detection.hertz->begin;
        object["high_hertz"] = detection.hertz->end;
    }
    return object;
}

Detection detectionFrom(const Fields& fields)
{
    Detection detection;
    detection.background = fields.value<std::string>("background");
    detection.smoothSteps = fields.value<int>("smooth_steps");
    detection.separationSeconds = fields.value<double>("separation_seconds");
    detection.marginSeconds = fields.value<double>("margin_seconds");
    detection.threshold = fields.value<double>("threshold");
    detection.chosenOn = fields.value<std::size_t>("chosen_on");
    const double low = fields.value<double>("low_hertz", -1);
    const double high = fields.value<double>("high_hertz", -1);
    if (low >= 0 && high > low) {
        detection.hertz = Interval{low, high};
    }
    return detection;
}

json toJson(const TrainingReport& report)
{
    return {{"dataset", report.datasetId},
            {"data_origin", report.dataOrigin},
            {"split_by", report.splitBy},
            {"seed", report.seed},
            {"finished_microseconds", report.finishedMicroseconds},
            {"seconds", report.seconds},
            {"command", report.command},
            {"versions", report.versions},
            {"samples_per_class", report.samplesPerClass},
            {"duplicates_removed", report.duplicatesRemoved},
            {"trained_on", report.trainedOn},
            {"figures", report.figures},
            {"options", report.options},
            {"curves", report.curves},
            {"notes", report.notes}};
}

TrainingReport reportFrom(const Fields& fields)
{
    TrainingReport report;
    report.datasetId = fields.value<std::string>("dataset");
    report.dataOrigin = fields.value<std::string>("data_origin");
    report.splitBy = fields.value<std::string>("split_by");
    report.seed = fields.value<std::uint64_t>("seed");
    report.finishedMicroseconds = fields.value<std::int64_t>("finished_microseconds");
    report.seconds = fields.value<double>("seconds");
    report.command = fields.value<std::string>("command");
    const Fields versions = fields.object("versions");
    for (const auto& [name, unused] : fields.at("versions").items()) {
        report.versions[name] = versions.value<std::string>(name.c_str());
    }
    const Fields counts = fields.object("samples_per_class");
    for (const auto& [name, unused] : fields.at("samples_per_class").items()) {
        report.samplesPerClass[name] = counts.value<std::size_t>(name.c_str());
    }
    report.duplicatesRemoved = fields.value<std::size_t>("duplicates_removed");
    report.trainedOn = fields.list<std::string>("trained_on");
    report.figures = fields.at("figures");
    report.options = fields.at("options");
    report.curves = fields.at("curves");
    report.notes = fields.list<std::string>("notes");
    return report;
}

json toJson(const ModelInfo& info)
{
    json members = json::array();
    for (const ModelMember& member : info.members) {
        members.push_back(toJson(member));
    }
    json object = {{"format_version", modelFormatVersion},
                   {"id", info.id},
                   {"name", info.name},
                   {"domain", info.domain},
                   {"task", info.task},
                   {"classes", info.classIds},
                   {"recipe", sightline::toJson(info.recipe)},
                   {"input_kind", info.inputKind},
                   {"input", {{"channels", info.channels}, {"height", info.height}, {"width", info.width}}},
                   {"scalars", toJson(info.scalars)},
                   {"members", members},
                   {"combination", info.combination},
                   {"thresholds",
                    {{"abstain_below", info.thresholds.abstainBelow},
                     {"target_error", info.thresholds.targetError},
                     {"chosen_on", info.thresholds.chosenOn}}},
                   {"report", toJson(info.report)},
                   {"parent", info.parent}};
    if (info.detection) {
        object["detection"] = toJson(*info.detection);
    }
    return object;
}

ModelInfo infoFrom(const json& document)
{
    const Fields fields(document, "");
    ModelInfo info;
    info.id = fields.value<std::string>("id");
    info.name = fields.value<std::string>("name");
    info.domain = fields.value<std::string>("domain");
    info.task = fields.value<std::string>("task");
    info.classIds = fields.list<std::string>("classes");
    const auto recipe = imageRecipeFromJson(fields.at("recipe"));
    if (!recipe) {
        throw FieldProblem{recipe.error().message};
    }
    info.recipe = *recipe;
    info.inputKind = fields.value<std::string>("input_kind");
    const Fields input = fields.object("input");
    info.channels = input.value<int>("channels");
    info.height = input.value<int>("height");
    info.width = input.value<int>("width");
    info.scalars = scalarsFrom(fields.object("scalars"));
    const json& members = fields.at("members");
    if (!members.is_array()) {
        throw FieldProblem{"\"members\" is no list"};
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
        info.members.push_back(memberFrom(Fields(members[i], "members[" + std::to_string(i) + "]")));
    }
    info.combination = fields.value<std::string>("combination", meanOfProbabilities);
    const Fields thresholds = fields.object("thresholds");
    info.thresholds.abstainBelow = thresholds.value<double>("abstain_below");
    info.thresholds.targetError = thresholds.value<double>("target_error");
    info.thresholds.chosenOn = thresholds.value<std::size_t>("chosen_on");
    if (document.contains("detection")) {
        info.detection = detectionFrom(fields.object("detection"));
    }
    info.report = reportFrom(fields.object("report"));
    info.parent = fields.value<std::string>("parent");
    return info;
}

/// Repeated keys and deep nesting are refused; everything else is JSON's own rules.
Result<json> parseStrictly(const std::string& text, const Where& where)
{
    std::string problem;
    std::vector<std::set<std::string>> keys;
    const json::parser_callback_t check = [&](int depth, json::parse_event_t event, json& parsed) {
        if (depth > maxDepth && problem.empty()) {
            problem = "is nested too deeply";
        }
        if (!problem.empty()) {
            return false;
        }
        switch (event) {
            case json::parse_event_t::object_start: keys.emplace_back(); break;
            case json::parse_event_t::object_end: keys.pop_back(); break;
            case json::parse_event_t::key:
                if (!keys.back().insert(parsed.get<std::string>()).second) {
                    problem = "names \"" + parsed.get<std::string>() + "\" twice";
                }
                break;
            default: break;
        }
        return true;
    };
    json document = json::parse(text, check, false);
    if (problem.empty() && document.is_discarded()) {
        problem = "is not valid JSON";
    }
    if (!problem.empty()) {
        return fail(ErrorCode::Corrupt, "the model's description " + problem, where);
    }
    return document;
}

bool finitePositive(double value)
{
    return std::isfinite(value) && value > 0;
}

std::string problemOf(const ScalarNormalisation& scalars)
{
    const std::size_t count = scalars.names.size();
    if (scalars.mean.size() != count || scalars.deviation.size() != count) {
        return "scalars: names, mean and deviation have different lengths";
    }
    if (!finitePositive(scalars.clamp)) {
        return "scalars.clamp must be positive";
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (!std::isfinite(scalars.mean[i]) || !finitePositive(scalars.deviation[i])) {
            return "scalars: \"" + scalars.names[i] + "\" needs a finite mean and a positive deviation";
        }
    }
    return {};
}

std::string problemOf(const std::vector<ModelMember>& members)
{
    if (members.empty() || members.size() > maxMembers) {
        return "members: between 1 and " + std::to_string(maxMembers) + " are needed";
    }
    double sum = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const ModelMember& member = members[i];
        const std::string name = "members[" + std::to_string(i) + "]";
        if (!std::isfinite(member.weight) || member.weight < 0) {
            return name + ".weight must not be negative";
        }
        if (!finitePositive(member.temperature)) {
            return name + ".temperature must be positive";
        }
        for (std::size_t j = 0; j < members.size(); ++j) {
            if (j != i && members[j].prefix.starts_with(member.prefix)) {
                return name + ".prefix is also the beginning of another member's";
            }
        }
        sum += member.weight;
    }
    return std::abs(sum - 1) < 1e-4 ? std::string() : "members: the weights must sum to 1";
}

}  // namespace

std::string problemOf(const ModelInfo& info)
{
    if (info.classIds.size() < 2 || info.classIds.size() > maxClasses) {
        return "classes: between 2 and " + std::to_string(maxClasses) + " are needed";
    }
    const std::set<std::string> classes(info.classIds.begin(), info.classIds.end());
    if (classes.size() != info.classIds.size() || classes.contains("")) {
        return "classes must be different and not empty";
    }
    for (const int side : {info.channels, info.height, info.width}) {
        if (side < 1 || side > maxSide) {
            return "input: channels, height and width must lie between 1 and " + std::to_string(maxSide);
        }
    }
    if (std::int64_t{info.height} * info.width > maxPixels / info.channels) {
        return "input: the picture is too large";
    }
    if (!isCombination(info.combination)) {
        return "combination: this program knows \"probabilities\" and \"logits\", and not \"" + info.combination + "\"";
    }
    const Thresholds& thresholds = info.thresholds;
    if (!(thresholds.abstainBelow >= 0 && thresholds.abstainBelow <= 1)) {
        return "thresholds.abstain_below must lie between 0 and 1";
    }
    if (!(thresholds.targetError >= 0 && thresholds.targetError <= 1)) {
        return "thresholds.target_error must lie between 0 and 1";
    }
    if (info.detection) {
        const Detection& events = *info.detection;
        if (!classes.contains(events.background)) {
            return "detection.background is none of the classes";
        }
        if (!(events.threshold > 0 && events.threshold < 1) || events.smoothSteps > 1000 ||
            !(events.separationSeconds >= 0 && events.marginSeconds >= 0)) {
            return "detection: numbers out of range";
        }
    }
    const std::string scalars = problemOf(info.scalars);
    return scalars.empty() ? problemOf(info.members) : scalars;
}

std::string modelInfoToText(const ModelInfo& info)
{
    // Names come from people and files: bytes that are no UTF-8 are replaced rather than losing the model.
    return toJson(info).dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<ModelInfo> modelInfoFromText(const std::string& text, const Where& where)
{
    const auto document = parseStrictly(text, where);
    if (!document) {
        return tl::unexpected(document.error());
    }
    try {
        const int version = Fields(*document, "").value<int>("format_version");
        if (version != modelFormatVersion) {
            return fail(ErrorCode::Invalid,
                        "the model has format version " + std::to_string(version) + "; this program reads version " +
                            std::to_string(modelFormatVersion) + ". Use the program that wrote it, or a newer one",
                        where);
        }
        ModelInfo info = infoFrom(*document);
        if (const std::string problem = problemOf(info); !problem.empty()) {
            return fail(ErrorCode::Corrupt, "the model's description is wrong: " + problem, where);
        }
        return info;
    } catch (const FieldProblem& problem) {
        return fail(ErrorCode::Corrupt, "the model's description is wrong: " + problem.text, where);
    } catch (const json::exception& error) {
        return fail(ErrorCode::Corrupt, std::string("the model's description is wrong: ") + error.what(), where);
    }
}

}  // namespace sightline::learning
