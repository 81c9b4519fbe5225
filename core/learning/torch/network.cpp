// What a network takes and gives, and the list of architectures: no torch needed.
#include "core/learning/torch/network.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <nlohmann/json.hpp>

namespace sightline::learning {
namespace {

constexpr int smallestSignalNetSide = 16;  // its map is a sixteenth of the picture
constexpr int smallestVisionSide = 32;     // five halvings
constexpr int largestField = 1'000'000;

bool contains(const std::vector<std::string>& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

auto lacks(const std::string& field)
{
    return fail(ErrorCode::Invalid, "the network's configuration lacks a usable \"" + field + "\"");
}

/// A list of `count` finite numbers, or none at all.
Result<std::vector<float>> numbersOf(const nlohmann::json& config, const char* name, int count)
{
    const auto found = config.find(name);
    if (found == config.end()) {
        return std::vector<float>();
    }
    if (!found->is_array() || found->size() != static_cast<std::size_t>(count)) {
        return lacks(name);
    }
    std::vector<float> numbers;
    for (const auto& value : *found) {
        if (!value.is_number() || !std::isfinite(value.get<float>())) {
            return lacks(name);
        }
        numbers.push_back(value.get<float>());
    }
    return numbers;
}

std::vector<float> meanOf(const std::vector<float>& values, int count)
{
    const float sum = std::accumulate(values.begin(), values.end(), 0.0F);
    return std::vector<float>(static_cast<std::size_t>(count), sum / static_cast<float>(values.size()));
}

}  // namespace

nlohmann::json toJson(const NetworkShape& shape)
{
    nlohmann::json config = {{"channels", shape.channels},
                             {"height", shape.height},
                             {"width", shape.width},
                             {"scalars", shape.scalars},
                             {"classes", shape.classes}};
    if (shape.head != "native") {
        config["head"] = shape.head;
    }
    if (shape.dropout) {
        config["dropout"] = *shape.dropout;
    }
    if (!shape.mean.empty()) {
        config["mean"] = shape.mean;
        config["deviation"] = shape.deviation;
    }
    return config;
}

Result<NetworkShape> networkShapeFromJson(const nlohmann::json& config)
{
    NetworkShape shape;
    const std::pair<const char*, int*> fields[] = {{"channels", &shape.channels},
                                                   {"height", &shape.height},
                                                   {"width", &shape.width},
                                                   {"scalars", &shape.scalars},
                                                   {"classes", &shape.classes}};
    for (const auto& [name, value] : fields) {
        const auto found = config.find(name);
        if (found == config.end() || !found->is_number_integer() || *found < 0 || *found > largestField) {
            return lacks(name);
        }
        *value = found->get<int>();
    }
    if (const auto head = config.find("head"); head != config.end()) {
        if (!head->is_string()) {
            return lacks("head");
        }
        shape.head = head->get<std::string>();
    }
    if (const auto dropout = config.find("dropout"); dropout != config.end()) {
        if (!dropout->is_number()) {
            return lacks("dropout");
        }
        shape.dropout = dropout->get<double>();
    }
    auto mean = numbersOf(config, "mean", shape.channels);
    auto deviation = numbersOf(config, "deviation", shape.channels);
    if (!mean || !deviation) {
        return tl::unexpected(mean ? deviation.error() : mean.error());
    }
    shape.mean = std::move(*mean);
    shape.deviation = std::move(*deviation);
    const auto positive = [](float value) { return value > 0; };
    if (shape.mean.size() != shape.deviation.size() ||
        !std::all_of(shape.deviation.begin(), shape.deviation.end(), positive)) {
        return lacks("deviation");
    }
    return shape;
}

Result<NetworkShape> shapeLike(NetworkShape shape, const ModelMember& base)
{
    const auto given = networkShapeFromJson(base.config);
    if (!given) {
        return tl::unexpected(given.error());
    }
    const bool asTheyAre = given->channels == shape.channels || given->mean.empty();
    shape.mean = asTheyAre ? given->mean : meanOf(given->mean, shape.channels);
    shape.deviation = asTheyAre ? given->deviation : meanOf(given->deviation, shape.channels);
    return shape;
}

std::vector<std::string> architectureNames()
{
    std::vector<std::string> names = signalNetNames();
    const std::vector<std::string> vision = visionNetworkNames();
    names.insert(names.end(), vision.begin(), vision.end());
    return names;
}

Result<std::unique_ptr<Network>> makeNetwork(const std::string& architecture, const NetworkShape& shape)
{
    const bool own = contains(signalNetNames(), architecture);
    if (!own && !contains(visionNetworkNames(), architecture)) {
        return fail(ErrorCode::Invalid, "the network architecture \"" + architecture + "\" is unknown");
    }
    const int smallest = own ? smallestSignalNetSide : smallestVisionSide;
    if (shape.channels < 1 || std::min(shape.height, shape.width) < smallest) {
        const std::string side = std::to_string(smallest);
        return fail(ErrorCode::Invalid, architecture + " needs pictures of at least " + side + " x " + side +
                                            " pixels, and these have " + std::to_string(shape.height) + " x " +
                                            std::to_string(shape.width));
    }
    if (shape.classes < 2) {
        return fail(ErrorCode::Invalid, "a network needs at least two classes to tell apart");
    }
    if (shape.head != "native" && (own || shape.head != "compact")) {
        return fail(ErrorCode::Invalid, architecture + " has no head called \"" + shape.head + "\"");
    }
    if (shape.dropout && !(*shape.dropout >= 0 && *shape.dropout < 1)) {
        return fail(ErrorCode::Invalid, "dropout must be at least 0 and less than 1");
    }
    return own ? makeSignalNet(architecture, shape) : makeVisionNetwork(architecture, shape);
}

}  // namespace sightline::learning
