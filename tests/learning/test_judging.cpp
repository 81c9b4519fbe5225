// How examples become probabilities: fused steps beside torch's operators, pieces, threads, a device that fails.
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/learning/engine.h"
#include "core/learning/judging.h"
#include "tests/learning/parity_case.h"
#include "tests/learning/torch_half.h"

using namespace sightline;
using namespace sightline::learning;

namespace {

struct Pictures {
    int channels = 3;
    int height = 64;
    int width = 64;
    int scalars = 0;
    std::string head = "native";
};

/// Every tensor from its name, so that running statistics, biases and gains are all of some size.
ModelPtr namedModel(Engine& engine, const std::string& architecture, const Pictures& pictures)
{
    auto model = std::make_shared<Model>();
    ModelInfo& info = model->info;
    info.classIds = {"one", "two", "three", "four", "five"};
    info.channels = pictures.channels;
    info.height = pictures.height;
    info.width = pictures.width;
    nlohmann::json config = {{"channels", pictures.channels},
                             {"height", pictures.height},
                             {"width", pictures.width},
                             {"scalars", pictures.scalars},
                             {"classes", 5},
                             {"head", pictures.head}};
    if (!architecture.starts_with("signalnet")) {
        config["mean"] = std::vector<float>(static_cast<std::size_t>(pictures.channels), 0.45F);
        config["deviation"] = std::vector<float>(static_cast<std::size_t>(pictures.channels), 0.25F);
    }
    for (int i = 0; i < pictures.scalars; ++i) {
        info.scalars.names.push_back("scalar" + std::to_string(i));
        info.scalars.mean.push_back(0.5F);
        info.scalars.deviation.push_back(2);
    }
    const auto begun = engine.begin(architecture, config, 1, nullptr);
    REQUIRE_MESSAGE(begun, begun.error().message);
    info.members = {begun->member};
    info.members.front().temperature = 4;  // named weights give loud answers, and 0 and 1 would hide differences
    for (const auto& [name, tensor] : begun->tensors) {
        model->tensors.emplace(name,
                               cases::namedTensor(name, tensor.shape, architecture.starts_with("resnet") ? 0.5 : 1));
    }
    return model;
}

std::vector<Example> somePictures(const Pictures& pictures, std::size_t count)
{
    std::vector<Example> examples;
    for (std::size_t n = 0; n < count; ++n) {
        Rng random(mixSeed(7, n));
        Example example{SignalImage(pictures.channels, pictures.height, pictures.width), {}};
        for (float& pixel : example.image.pixels) {
            pixel = static_cast<float>(random.uniform()) * (n % 2 == 0 ? 1.0F : 0.2F);
        }
        for (int i = 0; i < pictures.scalars; ++i) {
            example.scalars.push_back(static_cast<float>(random.normal()));
        }
        examples.push_back(std::move(example));
    }
    return examples;
}

using Rows = std::vector<std::vector<float>>;

float largestDifference(const Rows& a, const Rows& b)
{
    REQUIRE(a.size() == b.size());
    float largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t k = 0; k < a[i].size(); ++k) {
            REQUIRE(std::isfinite(a[i][k]));
            largest = std::max(largest, std::abs(a[i][k] - b[i][k]));
        }
    }
    return largest;
}

Rows judged(Classifier& classifier, std::span<const Example> examples)
{
    auto result = classifier.classify(examples);
    REQUIRE_MESSAGE(result, result.error().message);
    return *result;
}

void compareWays(Engine& engine, const std::string& architecture, const Pictures& pictures, std::size_t count)
{
    CAPTURE(architecture);
    CAPTURE(pictures.height);
    CAPTURE(pictures.head);
    const ModelPtr model = namedModel(engine, architecture, pictures);
    const auto fused = engine.openWith(model, {.fused = true, .threads = 1});
    const auto plain = engine.openWith(model, {.fused = false, .threads = 1});
    REQUIRE(fused);
    REQUIRE(plain);
    CHECK_MESSAGE((*fused)->method().starts_with("fused steps"), (*fused)->method());
    CHECK((*plain)->method().starts_with("torch's operators"));
    const std::vector<Example> examples = somePictures(pictures, count);
    const Rows theirs = judged(**plain, examples);
    CHECK(largestDifference(judged(**fused, examples), theirs) < 2e-4F);
    // Answers that are all the same would prove little.
    CHECK(std::abs(theirs[0][0] - theirs[1][0]) > 5e-4F);
}

}  // namespace

TEST_CASE("fused steps give torch's answers, for every architecture")
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    for (const std::string& architecture : engine->architectures()) {
        if (architecture != "vgg16") {  // half a gigabyte; vgg16_bn is the same and more
            compareWays(*engine, architecture, {.channels = 3, .height = 64, .width = 64, .scalars = 2}, 3);
        }
    }
}

TEST_CASE("fused steps give torch's answers for odd pictures and the compact head")
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    compareWays(*engine, "signalnet-m", {.channels = 1, .height = 37, .width = 90}, 3);
    compareWays(*engine, "signalnet-l", {.channels = 2, .height = 127, .width = 65, .scalars = 1}, 2);
    compareWays(*engine, "sweepnet-s", {.channels = 1, .height = 48, .width = 64}, 3);
    compareWays(*engine, "sweepnet-s", {.channels = 3, .height = 45, .width = 99, .scalars = 2}, 3);
    compareWays(*engine, "resnet18", {.channels = 1, .height = 117, .width = 71}, 3);
    compareWays(*engine, "resnet18", {.channels = 4, .height = 64, .width = 96, .scalars = 3, .head = "compact"}, 2);
    compareWays(*engine, "mobilenet_v3_small", {.channels = 2, .height = 75, .width = 33, .head = "compact"}, 3);
}

TEST_CASE("a verdict does not depend on what else is judged with it, nor on the threads")
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    for (const char* architecture : {"signalnet-s", "sweepnet-s", "resnet18", "mobilenet_v3_small"}) {
        CAPTURE(architecture);
        const Pictures pictures{.channels = 3, .height = 64, .width = 64, .scalars = 1};
        const ModelPtr model = namedModel(*engine, architecture, pictures);
        const auto one = engine->openWith(model, {.fused = true, .threads = 1});
        const auto three = engine->openWith(model, {.fused = true, .threads = 3});
        REQUIRE(one);
        REQUIRE(three);
        CHECK((*three)->method() == "fused steps, 3 threads");
        const std::vector<Example> examples = somePictures(pictures, 32);
        const Rows together = judged(**one, examples);
        CHECK(judged(**three, examples) == together);
        for (const std::size_t i : {std::size_t{0}, std::size_t{17}, std::size_t{31}}) {
            CHECK(judged(**one, {&examples[i], 1}).front() == together[i]);
            CHECK(judged(**three, {&examples[i], 1}).front() == together[i]);
        }
    }
}

TEST_CASE("an opened model chooses its threads by itself and says how it judges")
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const Pictures pictures;
    const auto classifier = engine->open(namedModel(*engine, "signalnet-s", pictures));
    REQUIRE(classifier);
    CHECK((*classifier)->method().starts_with("fused steps, "));
    CHECK(judged(**classifier, somePictures(pictures, 3)).size() == 3);
}

TEST_CASE("pieces shrink where memory runs out, and stay small")
{
    std::vector<std::size_t> done;
    std::size_t largest = 16;
    const auto judge = [&](std::size_t first, std::size_t count) -> Result<void> {
        if (count > 5) {
            return fail(ErrorCode::OutOfMemory, "full");
        }
        for (std::size_t i = 0; i < count; ++i) {
            done.push_back(first + i);
        }
        return {};
    };
    CHECK(judgeInPieces(11, largest, judge, {}));
    CHECK(largest == 5);
    std::vector<std::size_t> all(11);
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = i;
    }
    CHECK(done == all);
}

TEST_CASE("a lost graphics card loses no example")
{
    std::vector<std::size_t> done;
    std::size_t largest = 4;
    bool onGraphicsCard = true;
    const auto judge = [&](std::size_t first, std::size_t count) -> Result<void> {
        if (onGraphicsCard && first >= 4) {
            return fail(ErrorCode::Internal, "the card is lost");
        }
        for (std::size_t i = 0; i < count; ++i) {
            done.push_back(first + i);
        }
        return {};
    };
    std::string why;
    const auto leave = [&](const Error& error) -> Result<void> {
        why = error.message;
        onGraphicsCard = false;
        return {};
    };
    CHECK(judgeInPieces(10, largest, judge, leave));
    CHECK(why == "the card is lost");
    CHECK(done == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("a graphics card too small for one picture is left, a processor that fails is an error")
{
    std::size_t largest = 8;
    int left = 0;
    const auto never = [](std::size_t, std::size_t) -> Result<void> { return fail(ErrorCode::OutOfMemory, "full"); };
    const auto leave = [&](const Error& error) -> Result<void> {
        CHECK(error.code == ErrorCode::OutOfMemory);
        ++left;
        return {};
    };
    const auto failed = judgeInPieces(8, largest, never, leave);
    REQUIRE(!failed);
    CHECK(failed.error().code == ErrorCode::OutOfMemory);
    CHECK(left == 1);
    const auto nowhere = [](const Error&) -> Result<void> { return fail(ErrorCode::Invalid, "no weights"); };
    largest = 1;
    CHECK(judgeInPieces(1, largest, never, nowhere).error().code == ErrorCode::Invalid);
}

TEST_CASE("several threads are used where they pay and left while the cores are busy")
{
    CHECK(ThreadChoice(4, 1.0, 0.4).threads() == 4);
    CHECK(ThreadChoice(4, 1.0, 0.9).threads() == 1);
    CHECK(ThreadChoice(1, 1.0, 0.1).threads() == 1);

    ThreadChoice choice(2, 1.0, 0.6);
    choice.took(0.6);
    CHECK(choice.threads() == 2);
    choice.took(20);  // another program took a core
    CHECK(choice.threads() == 1);
    int alone = 0;
    while (choice.threads() == 1) {
        choice.took(1.1);
        REQUIRE(++alone < 1000);
    }
    choice.took(20);  // still there
    CHECK(choice.threads() == 1);
    int longer = 0;
    while (choice.threads() == 1) {
        choice.took(1.1);
        REQUIRE(++longer < 1000);
    }
    CHECK(longer == 2 * alone);
    choice.took(0.6);
    CHECK(choice.threads() == 2);
}
