// Others' weights as models to start from; the networks that begin with them.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/random.h"
#include "core/learning/torch_file.h"
#include "core/learning/weights.h"
#include "tests/learning/cases.h"
#include "tests/learning/parity_case.h"
#include "tests/learning/torch_half.h"

using namespace sightline;
using namespace sightline::learning;

namespace {

nlohmann::json configFor(int channels, int side, int scalars, int classes)
{
    return {{"channels", channels}, {"height", side}, {"width", side}, {"scalars", scalars}, {"classes", classes}};
}

/// Weights as a file from elsewhere would hold them; batch norms that do something.
TensorFile foreignWeights(Engine& engine, const std::string& architecture, int classes)
{
    const auto begun = engine.begin(architecture, configFor(3, 64, 0, classes), 7, nullptr);
    REQUIRE_MESSAGE(begun, begun.error().message);
    TensorFile file;
    for (const auto& [name, tensor] : begun->tensors) {
        const std::string plain = name.substr(begun->member.prefix.size());
        file.tensors.emplace(plain, cases::namedTensor(plain, tensor.shape, 0.9));
    }
    return file;
}

std::vector<float> valuesOf(const Tensor& tensor)
{
    std::vector<float> values(tensor.bytes.size() / sizeof(float));
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    return values;
}

/// Pictures with the same grey in each of their channels.
std::vector<Example> greyPictures(int channels, int side, std::size_t scalars)
{
    Rng random(5);
    std::vector<Example> examples;
    for (int i = 0; i < 3; ++i) {
        Example example;
        example.image = SignalImage(channels, side, side);
        for (std::size_t p = 0; p < example.image.channel(0).size(); ++p) {
            const auto grey = static_cast<float>(0.3 * (i + 1) * random.uniform());
            for (int c = 0; c < channels; ++c) {
                example.image.channel(c)[p] = grey;
            }
        }
        example.scalars.assign(scalars, 0.5F * static_cast<float>(i));
        examples.push_back(std::move(example));
    }
    return examples;
}

double largestDifference(const std::vector<std::vector<float>>& a, const std::vector<std::vector<float>>& b)
{
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t k = 0; k < a[i].size(); ++k) {
            largest = std::max(largest, static_cast<double>(std::abs(a[i][k] - b[i][k])));
        }
    }
    return largest;
}

/// Puts the base's head on a network that began with the base, so that only the first convolution tells them apart.
void lendHead(const Model& base, BegunNetwork& begun)
{
    for (const char* name : {"fc.weight", "fc.bias"}) {
        begun.tensors.at(begun.member.prefix + name) = base.tensors.at("member0." + std::string(name));
    }
}

}  // namespace

TEST_CASE("imported weights become a model of no domain that is written, read and opened; exported they are the same")
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::TemporaryFolder folder;
    TensorFile weights = foreignWeights(*engine, "resnet18", 12);
    const std::map<std::string, Tensor> original = weights.tensors;
    weights.tensors.erase("bn1.num_batches_tracked");  // as files of long ago
    auto model = bareModel(std::move(weights), "resnet18", PictureScale::ImageNet);
    REQUIRE_MESSAGE(model, model.error().message);
    CHECK(isBare(model->info));
    CHECK(model->info.classIds.size() == 12);
    CHECK(model->info.channels == 3);
    REQUIRE(writeModel(folder / "base.safetensors", *model));
    const auto back = readModel(folder / "base.safetensors");
    REQUIRE_MESSAGE(back, back.error().message);
    CHECK(engine->open(std::make_shared<Model>(*back)));

    const auto plain = plainWeights(*back, 0);
    REQUIRE(plain);
    CHECK(plain->tensors == original);
    CHECK(plain->metadata.at("architecture") == "resnet18");
    REQUIRE(writeSafetensors(folder / "plain.safetensors", *plain));
    CHECK(readWeights(folder / "plain.safetensors").value().tensors == original);
    CHECK_FALSE(plainWeights(*back, 1));
}

TEST_CASE("weights of something else are refused with a reason")
{
    TensorFile nothing;
    nothing.tensors["w"] = floatTensor({2}, {1, 2});
    CHECK(bareModel(nothing, "resnet18", PictureScale::Plain).error().message.find("conv1.weight") !=
          std::string::npos);
    CHECK_FALSE(bareModel(nothing, "transformer", PictureScale::Plain));
    TensorFile gray;
    gray.tensors["conv1.weight"] = floatTensor({1, 1, 1, 1}, {1});
    gray.tensors["fc.weight"] = floatTensor({2, 1}, {1, 2});
    CHECK_FALSE(bareModel(gray, "resnet18", PictureScale::ImageNet));
    CHECK(bareModel(gray, "resnet18", PictureScale::Plain));

    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    // Enough for a first look, and one list of all that is missing at the second.
    const auto model = bareModel(gray, "resnet18", PictureScale::Plain);
    const auto opened = engine->open(std::make_shared<Model>(*model));
    REQUIRE_FALSE(opened);
    CHECK(opened.error().message.find("layer4.1.bn2.running_var") != std::string::npos);
    CHECK(opened.error().message.find("conv1.weight") != std::string::npos);
}

TEST_CASE("the first convolution takes over pictures of any channels: equal channels answer as grey did")
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const auto base = bareModel(foreignWeights(*engine, "resnet18", 5), "resnet18", PictureScale::Plain);
    REQUIRE(base);
    const auto expected = engine->pass(base->info.members[0], base->tensors, greyPictures(3, 224, 0), false);
    REQUIRE_MESSAGE(expected, expected.error().message);
    for (const int channels : {1, 2, 3, 4, 7, 10}) {
        CAPTURE(channels);
        auto begun = engine->begin("resnet18", configFor(channels, 224, 0, 5), 3, &*base);
        REQUIRE_MESSAGE(begun, begun.error().message);
        CHECK(begun->freshHead);
        CHECK(begun->adaptedStem == (channels != 3));
        lendHead(*base, *begun);
        const auto answer = engine->pass(begun->member, begun->tensors, greyPictures(channels, 224, 0), false);
        REQUIRE(answer);
        CHECK(largestDifference(answer->logits, expected->logits) < 1e-4);
        // Channels begin with filters of their own.
        if (channels > 1) {
            const auto stem = valuesOf(begun->tensors.at("member0.conv1.weight"));
            CHECK(std::abs(stem[0] - stem[49]) > 1e-3F);
        }
    }
}

TEST_CASE("the normalisation of pretrained weights goes with them, and is the mean of theirs for other channels")
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const auto base = bareModel(foreignWeights(*engine, "resnet18", 5), "resnet18", PictureScale::ImageNet);
    REQUIRE(base);
    const auto expected = engine->pass(base->info.members[0], base->tensors, greyPictures(3, 224, 0), false);
    REQUIRE(expected);
    auto same = engine->begin("resnet18", configFor(3, 224, 0, 5), 3, &*base);
    REQUIRE(same);
    CHECK_FALSE(same->adaptedStem);
    for (std::size_t channel = 0; channel < 3; ++channel) {
        CHECK(same->member.config["mean"][channel].get<double>() ==
              doctest::Approx(base->info.members[0].config["mean"][channel].get<double>()));
    }
    auto grey = engine->begin("resnet18", configFor(1, 224, 0, 5), 3, &*base);
    REQUIRE(grey);
    CHECK(grey->member.config["mean"][0].get<double>() == doctest::Approx((0.485 + 0.456 + 0.406) / 3));
    lendHead(*base, *grey);
    const auto answer = engine->pass(grey->member, grey->tensors, greyPictures(1, 224, 0), false);
    REQUIRE(answer);
    // Exact but for the picture's border, where both see zeros; without the constant it would be off by far.
    float largest = 0;
    for (const std::vector<float>& row : expected->logits) {
        for (const float logit : row) {
            largest = std::max(largest, std::abs(logit));
        }
    }
    CHECK(largestDifference(answer->logits, expected->logits) < 0.01F * largest);
}

TEST_CASE("networks take any head: own branch for scalars, a compact one, own dropout")
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    for (const char* architecture : {"resnet18", "mobilenet_v3_small", "vgg16_bn"}) {
        CAPTURE(architecture);
        nlohmann::json config = configFor(2, 40, 3, 4);
        config["head"] = "compact";
        config["dropout"] = 0.25;
        const auto compact = engine->begin(architecture, config, 1, nullptr);
        REQUIRE_MESSAGE(compact, compact.error().message);
        CHECK(compact->tensors.contains("member0.compact.output.weight"));
        CHECK_FALSE(compact->tensors.contains("member0.classifier.0.weight"));
        const auto examples = greyPictures(2, 40, 3);
        const auto answer = engine->pass(compact->member, compact->tensors, examples, false);
        REQUIRE(answer);
        CHECK(answer->logits.front().size() == 4);
        auto deaf = examples;
        for (Example& example : deaf) {
            example.scalars.assign(3, -2);
        }
        CHECK(largestDifference(engine->pass(compact->member, compact->tensors, deaf, false)->logits, answer->logits) >
              1e-4);
    }
    const auto native = engine->begin("resnet18", configFor(2, 40, 3, 4), 1, nullptr);
    REQUIRE(native);
    CHECK(native->tensors.at("member0.fc.weight").shape == std::vector<std::int64_t>{4, 512});
    CHECK(native->tensors.at("member0.scalars.output.weight").shape == std::vector<std::int64_t>{4, 32});

    nlohmann::json wrong = configFor(2, 40, 3, 4);
    wrong["head"] = "third";
    CHECK_FALSE(engine->begin("resnet18", wrong, 1, nullptr));
    wrong["head"] = "compact";
    CHECK_FALSE(engine->begin("signalnet-s", wrong, 1, nullptr));
    wrong["dropout"] = 1;
    CHECK_FALSE(engine->begin("resnet18", wrong, 1, nullptr));
    CHECK_FALSE(engine->begin("resnet18", configFor(2, 31, 0, 4), 1, nullptr));
    wrong = configFor(2, 40, 3, 4);
    wrong["mean"] = {0.1};
    CHECK_FALSE(engine->begin("resnet18", wrong, 1, nullptr));
}

TEST_CASE("a compact head grows on the trunk of native weights; other architectures and broken trunks are refused")
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    auto base = bareModel(foreignWeights(*engine, "mobilenet_v3_small", 5), "mobilenet_v3_small", PictureScale::Plain);
    REQUIRE(base);
    nlohmann::json config = configFor(3, 64, 0, 5);
    config["head"] = "compact";
    const auto begun = engine->begin("mobilenet_v3_small", config, 1, &*base);
    REQUIRE_MESSAGE(begun, begun.error().message);
    const char* const trunk = "member0.features.4.block.2.fc1.weight";
    CHECK(begun->tensors.at(trunk) == base->tensors.at(trunk));

    CHECK(engine->begin("mobilenet_v3_large", config, 1, &*base).error().code == ErrorCode::Invalid);
    base->tensors.at(trunk).shape = {1};
    base->tensors.at(trunk).bytes.resize(sizeof(float));
    base->tensors.erase("member0.features.0.1.bias");
    const auto refused = engine->begin("mobilenet_v3_small", config, 1, &*base);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("features.4.block.2.fc1.weight") != std::string::npos);
    CHECK(refused.error().message.find("features.0.1.bias") != std::string::npos);
}

TEST_CASE("first weights depend on the seed alone, and folded networks judge as unfolded ones")
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const auto config = configFor(3, 64, 0, 5);
    CHECK(engine->begin("resnet18", config, 1, nullptr)->tensors ==
          engine->begin("resnet18", config, 1, nullptr)->tensors);
    CHECK(engine->begin("resnet18", config, 1, nullptr)->tensors !=
          engine->begin("resnet18", config, 2, nullptr)->tensors);
    for (const char* architecture : {"resnet18", "resnet50", "mobilenet_v3_small", "mobilenet_v3_large"}) {
        CAPTURE(architecture);
        auto model = bareModel(foreignWeights(*engine, architecture, 5), architecture, PictureScale::ImageNet);
        REQUIRE(model);
        model->info.height = model->info.width = 64;
        model->info.members[0].config["height"] = model->info.members[0].config["width"] = 64;
        const auto examples = greyPictures(3, 64, 0);
        const auto bare = engine->pass(model->info.members[0], model->tensors, examples, false);
        REQUIRE(bare);
        const auto classifier = engine->open(std::make_shared<Model>(*model));
        REQUIRE_MESSAGE(classifier, classifier.error().message);
        const auto judged = (*classifier)->classify(examples);
        REQUIRE(judged);
        std::vector<std::vector<float>> expected;
        for (const auto& logits : bare->logits) {
            expected.push_back(softmax(logits));
        }
        CHECK(largestDifference(*judged, expected) < 1e-4);
    }
}
