// Where the networks looked: beside Grad-CAM by its definition (reference/make_saliency.py made the constants), and by
// what a map must be.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/learning/engine.h"
#include "core/learning/forest.h"
#include "tests/learning/parity_case.h"
#include "tests/learning/torch_half.h"

using namespace sightline;
using namespace sightline::learning;
using cases::engineOrNone;
using doctest::Approx;

namespace {

constexpr double tolerance = 1e-3;  // of a map whose largest value is 1

nlohmann::json reference()
{
    std::ifstream file(SIGHTLINE_TEST_DATA "/../learning/reference/saliency.json");
    return nlohmann::json::parse(file);
}

nlohmann::json config(int channels, int height, int width, int scalars, int classes)
{
    return {{"channels", channels}, {"height", height}, {"width", width}, {"scalars", scalars}, {"classes", classes}};
}

/// A model of networks whose configurations all say the same of picture, scalars and classes.
Model modelOf(std::vector<ModelMember> members, std::map<std::string, Tensor> tensors)
{
    Model model;
    ModelInfo& info = model.info;
    const nlohmann::json& shape = members.front().config;
    info.domain = "test";
    info.channels = shape["channels"].get<int>();
    info.height = shape["height"].get<int>();
    info.width = shape["width"].get<int>();
    for (int i = 0; i < shape["scalars"].get<int>(); ++i) {
        info.scalars.names.push_back("scalar" + std::to_string(i));
        info.scalars.mean.push_back(0);
        info.scalars.deviation.push_back(1);
    }
    for (int i = 0; i < shape["classes"].get<int>(); ++i) {
        info.classIds.push_back("class" + std::to_string(i));
    }
    info.members = std::move(members);
    model.tensors = std::move(tensors);
    return model;
}

std::unique_ptr<Classifier> opened(Engine& engine, Model model)
{
    auto classifier = engine.open(std::make_shared<const Model>(std::move(model)));
    REQUIRE_MESSAGE(classifier, classifier.error().message);
    return std::move(*classifier);
}

Explanation explained(Classifier& classifier, const Example& example, std::size_t classIndex)
{
    auto explanation = classifier.explain(example, classIndex);
    REQUIRE_MESSAGE(explanation, explanation.error().message);
    return std::move(*explanation);
}

Example noise(int channels, int height, int width, std::vector<float> scalars, std::uint64_t seed = 3)
{
    Rng random(seed);
    Example example{SignalImage(channels, height, width), std::move(scalars)};
    for (float& pixel : example.image.pixels) {
        pixel = static_cast<float>(random.uniform());
    }
    return example;
}

double meanOf(const SignalImage& map, int top, int left, int bottom, int right)
{
    double sum = 0;
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
            sum += static_cast<double>(map.pixels[static_cast<std::size_t>(y * map.width + x)]);
        }
    }
    return sum / ((bottom - top) * (right - left));
}

void checkIsAMap(const Explanation& explanation, const Example& example)
{
    REQUIRE(explanation.mapState == MapState::Shown);
    CHECK(explanation.map.channels == 1);
    CHECK(explanation.map.height == example.image.height);
    CHECK(explanation.map.width == example.image.width);
    const auto [least, most] = std::minmax_element(explanation.map.pixels.begin(), explanation.map.pixels.end());
    CHECK(*least >= 0);
    CHECK(*most == Approx(1));
}

/// signalnet-s that looks at one of its 4 x 4 places only, for every class but the last.
BegunNetwork netThatLooksAt(Engine& engine, int row, int column, std::uint64_t seed, const std::string& prefix)
{
    constexpr std::size_t averages = 96;
    constexpr std::size_t positionMaps = 24;
    constexpr std::size_t places = 16;
    auto begun = engine.begin("signalnet-s", config(1, 64, 64, 0, 3), seed, nullptr);
    REQUIRE(begun);
    Tensor& weight = begun->tensors.at("member0.output.weight");
    REQUIRE(weight.shape == std::vector<std::int64_t>{3, averages + positionMaps * places});
    std::vector<float> values(3 * (averages + positionMaps * places), 0.0F);
    for (std::size_t k = 0; k < 2; ++k) {
        for (std::size_t map = 0; map < positionMaps; ++map) {
            values[k * (averages + positionMaps * places) + averages + map * places +
                   static_cast<std::size_t>(4 * row + column)] = 1;
        }
    }
    weight = floatTensor(weight.shape, values);
    std::map<std::string, Tensor> renamed;
    for (auto& [name, tensor] : begun->tensors) {
        renamed[prefix + name.substr(std::string("member0.").size())] = std::move(tensor);
    }
    begun->tensors = std::move(renamed);
    begun->member.prefix = prefix;
    return std::move(*begun);
}

}  // namespace

TEST_CASE("maps are Grad-CAM's by its definition")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const nlohmann::json all = reference();
    const int height = all["height"].get<int>();
    const int width = all["width"].get<int>();
    Example picture{SignalImage(3, height, width), {}};
    cases::NamedNumbers numbers("picture");
    for (int i = 0; i < 3 * height * width; ++i) {
        const int y = i / width % height;
        const int x = i % width;
        const float light = y < height / 2 && x >= width / 2 ? 1.0F : 0.2F;
        picture.image.pixels[static_cast<std::size_t>(i)] = light * static_cast<float>(numbers.next());
    }
    for (const auto& [architecture, expected] : all["networks"].items()) {
        CAPTURE(architecture);
        const bool takesScalars = architecture == "signalnet-s";
        picture.scalars = takesScalars ? all["scalars"].get<std::vector<float>>() : std::vector<float>();
        ModelMember member;
        member.architecture = architecture;
        member.config = config(3, height, width, takesScalars ? 2 : 0, all["classes"].get<int>());
        member.prefix = "member0.";
        std::map<std::string, Tensor> tensors;
        for (const auto& [name, shape] : expected["tensors"].items()) {
            tensors.emplace(member.prefix + name, cases::namedTensor(name, shape.get<std::vector<std::int64_t>>(),
                                                                     expected["gain"].get<double>()));
        }
        const auto classifier = opened(*engine, modelOf({member}, std::move(tensors)));
        const Explanation explanation = explained(*classifier, picture, expected["class"].get<std::size_t>());
        checkIsAMap(explanation, picture);
        CHECK(explanation.networkShare == Approx(1));
        CHECK(explanation.probability == Approx(expected["probability"].get<double>()).epsilon(tolerance));
        const int first = all["first"].get<int>();
        const int step = all["step"].get<int>();
        double largest = 0;
        double least = 1;
        for (std::size_t row = 0; row < expected["map"].size(); ++row) {
            for (std::size_t column = 0; column < expected["map"][row].size(); ++column) {
                const double theirs = expected["map"][row][column].get<double>();
                const auto y = static_cast<std::size_t>(first) + row * static_cast<std::size_t>(step);
                const auto x = static_cast<std::size_t>(first) + column * static_cast<std::size_t>(step);
                const double ours =
                    static_cast<double>(explanation.map.pixels[y * static_cast<std::size_t>(width) + x]);
                largest = std::max(largest, std::abs(ours - theirs));
                least = std::min(least, theirs);
            }
        }
        CHECK(largest < tolerance);
        CHECK(least < 0.5);  // a flat map would prove little
    }
}

TEST_CASE("a network that looks at one place only lights that place, and two share by their weights")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const Example everywhere = noise(1, 64, 64, {});
    BegunNetwork upperLeft = netThatLooksAt(*engine, 0, 0, 5, "a.");
    BegunNetwork lowerRight = netThatLooksAt(*engine, 3, 3, 6, "b.");

    const auto one = opened(*engine, modelOf({upperLeft.member}, upperLeft.tensors));
    const Explanation corner = explained(*one, everywhere, 0);
    checkIsAMap(corner, everywhere);
    CHECK(corner.map.pixels.front() == Approx(1));
    CHECK(meanOf(corner.map, 0, 0, 12, 12) > 0.8);
    CHECK(meanOf(corner.map, 0, 32, 64, 64) == 0);
    CHECK(meanOf(corner.map, 32, 0, 64, 64) == 0);

    // Nothing in the picture raises the last class: its logit is a constant.
    const Explanation nothing = explained(*one, everywhere, 2);
    CHECK(nothing.mapState == MapState::NothingSpeaksFor);
    CHECK(nothing.map.empty());
    CHECK(nothing.networkShare == Approx(1));

    upperLeft.member.weight = 0.5;
    lowerRight.member.weight = 0.5;
    std::map<std::string, Tensor> tensors = upperLeft.tensors;
    tensors.insert(lowerRight.tensors.begin(), lowerRight.tensors.end());
    const auto balanceOf = [&](double shareOfFirst) {
        upperLeft.member.weight = shareOfFirst;
        lowerRight.member.weight = 1 - shareOfFirst;
        const auto both = opened(*engine, modelOf({upperLeft.member, lowerRight.member}, tensors));
        const Explanation shared = explained(*both, everywhere, 1);
        checkIsAMap(shared, everywhere);
        CHECK(meanOf(shared.map, 0, 52, 12, 64) == 0);
        return meanOf(shared.map, 0, 0, 12, 12) / meanOf(shared.map, 52, 52, 64, 64);
    };
    const double even = balanceOf(0.5);
    CHECK(even > 0);
    CHECK(balanceOf(0.8) == Approx(4 * even).epsilon(0.001));
}

TEST_CASE("every architecture can be asked, again and again, and judges as before")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const Example example = noise(2, 64, 64, {0.4F, -2.0F});
    for (const std::string& architecture : engine->architectures()) {
        CAPTURE(architecture);
        // VGG16's own head weighs half a gigabyte; its other one takes the same way.
        nlohmann::json shape = config(2, 64, 64, 2, 3);
        if (architecture.starts_with("vgg")) {
            shape["head"] = "compact";
        }
        const auto begun = engine->begin(architecture, shape, 7, nullptr);
        REQUIRE_MESSAGE(begun, begun.error().message);
        const auto classifier = opened(*engine, modelOf({begun->member}, begun->tensors));
        const auto before = classifier->classify({&example, 1});
        REQUIRE(before);
        int shown = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            const Explanation explanation = explained(*classifier, example, k);
            CHECK(explanation.classIndex == k);
            CHECK(explanation.probability == Approx(before->front()[k]).epsilon(1e-4));
            CHECK(explanation.scalars.size() == 2);
            if (explanation.mapState == MapState::Shown) {
                checkIsAMap(explanation, example);
                CHECK((shown++ > 0 || explained(*classifier, example, k).map == explanation.map));
            } else {
                CHECK(explanation.mapState == MapState::NothingSpeaksFor);
            }
        }
        CHECK(shown > 0);
        const auto after = classifier->classify({&example, 1});
        REQUIRE(after);
        CHECK(*after == *before);
    }
}

TEST_CASE("what cannot be explained is said")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const auto begun = engine->begin("signalnet-s", config(1, 16, 16, 1, 3), 7, nullptr);
    REQUIRE(begun);
    const auto classifier = opened(*engine, modelOf({begun->member}, begun->tensors));
    Example example = noise(1, 16, 16, {0.5F});
    const auto noClass = classifier->explain(example, 3);
    REQUIRE_FALSE(noClass);
    CHECK(noClass.error().code == ErrorCode::Invalid);
    CHECK(explained(*classifier, example, 0).mapState == MapState::NoPlaces);
    example.scalars.clear();
    const auto noScalars = classifier->explain(example, 0);
    REQUIRE_FALSE(noScalars);
    CHECK(noScalars.error().code == ErrorCode::Invalid);
    const Example other = noise(1, 16, 32, {0.5F});
    CHECK_FALSE(classifier->explain(other, 0));
}

TEST_CASE("a number's part in a verdict is what the probability loses without it, whoever judges")
{
    // Class 1 where the second number is above 2; the first says nothing.
    std::vector<std::vector<float>> rows;
    std::vector<std::size_t> classes;
    Rng random(9);
    for (int i = 0; i < 200; ++i) {
        const auto value = static_cast<float>(random.uniform(0, 4));
        rows.push_back({static_cast<float>(random.uniform()), value});
        classes.push_back(value > 2 ? 1 : 0);
    }
    NoProgress unheard;
    const auto forest = Forest::grow(rows, classes, 2, {.trees = 60}, unheard);
    REQUIRE(forest);
    ModelMember member;
    member.kind = "forest";
    member.prefix = "forest.";
    member.config = config(1, 16, 16, 2, 2);
    Model model = modelOf({member}, forest->tensors(member.prefix));
    model.info.scalars.mean = {0.5F, 1.0F};
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const auto classifier = opened(*engine, std::move(model));
    const Example high = noise(1, 16, 16, {0.2F, 3.5F});
    const Explanation speaks = explained(*classifier, high, 1);
    CHECK(speaks.mapState == MapState::NoNetwork);
    CHECK(speaks.networkShare == 0);
    CHECK(speaks.map.empty());
    REQUIRE(speaks.scalars.size() == 2);
    CHECK(std::abs(speaks.scalars[0]) < 0.1);
    CHECK(speaks.scalars[1] > 0.5);
    const Explanation against = explained(*classifier, high, 0);
    CHECK(against.scalars[1] == Approx(-speaks.scalars[1]).epsilon(1e-4));
    // By its definition.
    Example without = high;
    without.scalars[1] = 1;
    const auto judged = classifier->classify({&without, 1});
    REQUIRE(judged);
    CHECK(speaks.scalars[1] == Approx(speaks.probability - static_cast<double>(judged->front()[1])));
}

TEST_CASE("the stand-in explains the same way each time, from the picture")
{
    Model model = modelOf({[] {
                              ModelMember member;
                              member.config = config(1, 24, 32, 1, 2);
                              return member;
                          }()},
                          {});
    const auto classifier = makeStandInClassifier(model.info);
    Example example{SignalImage(1, 24, 32), {2.0F}};
    for (int x = 20; x < 32; ++x) {
        example.image.pixels[static_cast<std::size_t>(4 * 32 + x)] = 1;
    }
    const Explanation ink = explained(*classifier, example, 0);
    checkIsAMap(ink, example);
    CHECK(meanOf(ink.map, 3, 22, 6, 30) > 0.6);
    CHECK(meanOf(ink.map, 12, 0, 24, 12) == 0);
    CHECK(explained(*classifier, example, 0).map == ink.map);
    const Explanation paper = explained(*classifier, example, 1);
    CHECK(meanOf(paper.map, 12, 0, 24, 12) > meanOf(paper.map, 3, 22, 6, 30));
    CHECK(ink.scalars.front() > 0);
    CHECK(paper.scalars.front() == Approx(-ink.scalars.front()).epsilon(1e-4));
    CHECK_FALSE(classifier->explain(example, 2));
}
