// Our networks beside torchvision's, with the same weights and pictures: reference/make_parity.py made the constants.
#include <cmath>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/learning/engine.h"
#include "tests/learning/parity_case.h"
#include "tests/learning/torch_half.h"

using namespace sightline;
using namespace sightline::learning;

namespace {

constexpr double tolerance = 1e-4;

nlohmann::json reference()
{
    std::ifstream file(SIGHTLINE_TEST_DATA "/../learning/reference/parity.json");
    return nlohmann::json::parse(file);
}

std::vector<Example> pictures(const nlohmann::json& reference)
{
    const int count = reference["count"].get<int>();
    cases::NamedNumbers numbers("picture");
    std::vector<Example> examples;
    for (int i = 0; i < count; ++i) {
        Example example{SignalImage(3, reference["height"].get<int>(), reference["width"].get<int>()), {}};
        for (float& pixel : example.image.pixels) {
            pixel = static_cast<float>(numbers.next()) * (static_cast<float>(i + 1) / static_cast<float>(count));
        }
        examples.push_back(std::move(example));
    }
    return examples;
}

double largestDifference(const std::vector<std::vector<float>>& ours, const nlohmann::json& theirs)
{
    REQUIRE(ours.size() == theirs.size());
    double largest = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        REQUIRE(ours[i].size() == theirs[i].size());
        for (std::size_t k = 0; k < ours[i].size(); ++k) {
            REQUIRE(std::isfinite(ours[i][k]));
            largest = std::max(largest, std::abs(static_cast<double>(ours[i][k]) - theirs[i][k].get<double>()));
        }
    }
    return largest;
}

double sumOf(const Tensor& tensor)
{
    double sum = 0;
    for (std::size_t i = 0; i < tensor.bytes.size() / sizeof(float); ++i) {
        float value = 0;
        std::memcpy(&value, tensor.bytes.data() + i * sizeof(float), sizeof(float));
        sum += static_cast<double>(value);
    }
    return sum;
}

}  // namespace

TEST_CASE("torchvision's architectures have its tensors and give its answers, judging and measuring")
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const nlohmann::json all = reference();
    const std::vector<Example> examples = pictures(all);
    for (const auto& [architecture, expected] : all["networks"].items()) {
        CAPTURE(architecture);
        ModelMember member;
        member.architecture = architecture;
        member.config = {{"channels", 3},
                         {"height", all["height"]},
                         {"width", all["width"]},
                         {"scalars", 0},
                         {"classes", all["classes"]}};
        std::map<std::string, Tensor> tensors;
        for (const auto& [name, shape] : expected["tensors"].items()) {
            tensors.emplace(
                name, cases::namedTensor(name, shape.get<std::vector<std::int64_t>>(), expected["gain"].get<double>()));
        }
        const auto judging = engine->pass(member, tensors, examples, false);
        REQUIRE_MESSAGE(judging, judging.error().message);
        CHECK(largestDifference(judging->logits, expected["judging"]) < tolerance);
        // Pictures that all got the same answer would prove little.
        CHECK(std::abs(judging->logits.front().front() - judging->logits.back().front()) > 0.01F);

        const auto training = engine->pass(member, tensors, examples, true);
        REQUIRE(training);
        CHECK(largestDifference(training->logits, expected["training"]) < tolerance);
        const auto& statistics = expected["statistics_after_training"];
        for (const auto& [name, sum] : statistics.items()) {
            CAPTURE(name);
            const double theirs = sum.get<double>();
            CHECK(std::abs(sumOf(training->statistics.at(name)) - theirs) < tolerance * (1 + std::abs(theirs)));
        }
    }
}
