// The network for spectrograms: what it keeps of frequency and of time, and that it tells sweeps by their direction.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/learning/engine.h"
#include "core/learning/schedule.h"
#include "tests/learning/torch_half.h"

using namespace sightline;
using namespace sightline::learning;
using cases::engineOrNone;

namespace {

constexpr int bands = 48;
constexpr int frames = 64;
constexpr std::size_t rows = 6;  // of the last map

/// A ridge over the same bands at any time, in noise: only its direction differs between the classes.
Example ridge(bool rising, Rng& random)
{
    Example example{SignalImage(1, bands, frames), {}};
    const double length = random.uniform(14, 26);
    const double start = random.uniform(4, frames - 4 - length);
    const double low = random.uniform(6, 12);
    const double high = random.uniform(26, 40);
    for (int x = 0; x < frames; ++x) {
        const double done = (x - start) / length;
        const double at = low + (high - low) * (rising ? done : 1 - done);
        for (int y = 0; y < bands; ++y) {
            const bool sounds = done >= 0 && done <= 1;
            const double loud = sounds ? 0.5 * std::exp(-(y - at) * (y - at) / 3) : 0;
            example.image.pixels[static_cast<std::size_t>(y * frames + x)] =
                static_cast<float>(loud + 0.5 * random.uniform());
        }
    }
    return example;
}

struct Ridges {
    std::vector<Example> examples;
    std::vector<std::size_t> classes;

    Ridges(std::size_t count, std::uint64_t seed)
    {
        for (std::size_t i = 0; i < count; ++i) {
            Rng random(mixSeed(seed, i));
            examples.push_back(ridge(i % 2 == 1, random));
            classes.push_back(i % 2);
        }
    }
};

nlohmann::json config(int scalars, int classes)
{
    return {{"channels", 1}, {"height", bands}, {"width", frames}, {"scalars", scalars}, {"classes", classes}};
}

Model modelOf(std::vector<ModelMember> members, std::map<std::string, Tensor> tensors, std::vector<std::string> classes)
{
    Model model;
    model.info.domain = "test";
    model.info.classIds = std::move(classes);
    model.info.channels = 1;
    model.info.height = bands;
    model.info.width = frames;
    model.info.members = std::move(members);
    model.tensors = std::move(tensors);
    return model;
}

}  // namespace

TEST_CASE("sweepnet-s is as small as it is meant to be, and keeps six rows of frequencies")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const auto begun = engine->begin("sweepnet-s", config(0, 10), 1, nullptr);
    REQUIRE_MESSAGE(begun, begun.error().message);
    CHECK(begun->tensors.at("member0.output.weight").shape == std::vector<std::int64_t>{10, 64 * rows});
    std::size_t weights = 0;
    for (const auto& [name, tensor] : begun->tensors) {
        weights += name.find("running") == std::string::npos ? tensor.elementCount() : 0;
    }
    CHECK(weights > 25'000);
    CHECK(weights < 29'000);

    const auto heard = engine->begin("sweepnet-s", config(3, 2), 1, nullptr);
    REQUIRE(heard);
    CHECK(heard->tensors.at("member0.output.weight").shape == std::vector<std::int64_t>{2, 64 * rows + 32});
    CHECK(planCores({.architecture = "sweepnet-s", .threads = 2}, 2, bands, frames).workers == 2);
}

TEST_CASE("sweepnet-s does not care when something sounds, but at what pitch")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    auto begun = engine->begin("sweepnet-s", config(0, 3), 5, nullptr);
    REQUIRE(begun);
    // Class 0 listens to the highest rows of all maps alone, class 1 to the lowest, class 2 to nothing.
    std::vector<float> weight(3 * 64 * rows, 0.0F);
    for (std::size_t map = 0; map < 64; ++map) {
        weight[map * rows] = 1;
        weight[64 * rows + map * rows + rows - 1] = 1;
    }
    begun->tensors.at("member0.output.weight") = floatTensor({3, 64 * rows}, weight);
    begun->tensors.at("member0.output.bias") = floatTensor({3}, {0, 0, 0});
    const auto classifier = engine->open(
        std::make_shared<const Model>(modelOf({begun->member}, begun->tensors, {"top", "bottom", "none"})));
    REQUIRE_MESSAGE(classifier, classifier.error().message);

    const auto toneAt = [](int row, int column) {
        Example example{SignalImage(1, bands, frames), {}};
        for (int y = row; y < row + 4; ++y) {
            for (int x = column; x < column + 8; ++x) {
                example.image.pixels[static_cast<std::size_t>(y * frames + x)] = 1;
            }
        }
        return example;
    };
    const std::vector<Example> tones = {toneAt(0, 16), toneAt(0, 40), toneAt(bands - 4, 16), toneAt(24, 16)};
    const Example silence{SignalImage(1, bands, frames), {}};
    const auto quiet = (*classifier)->classify({&silence, 1});
    const auto said = (*classifier)->classify(tones);
    REQUIRE(said);
    REQUIRE(quiet);
    const auto logit = [](const std::vector<float>& p, std::size_t k) { return std::log(p[k] / p[2]); };
    const float floorTop = logit(quiet->front(), 0);
    const float floorBottom = logit(quiet->front(), 1);
    CHECK(std::abs(logit((*said)[0], 0) - floorTop) > 0.01F);
    CHECK(logit((*said)[0], 0) == doctest::Approx(logit((*said)[1], 0)).epsilon(1e-3));
    CHECK(logit((*said)[0], 1) == doctest::Approx(floorBottom).epsilon(1e-4));
    CHECK(std::abs(logit((*said)[2], 1) - floorBottom) > 0.01F);
    CHECK(logit((*said)[2], 0) == doctest::Approx(floorTop).epsilon(1e-4));
    CHECK(logit((*said)[3], 0) == doctest::Approx(floorTop).epsilon(1e-4));
}

TEST_CASE("sweepnet-s learns to tell rising ridges from falling ones, and points at them")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const Ridges known(240, 1);
    const Ridges fresh(200, 2);
    const MemorySource source(known.examples, known.classes, 2);
    MemberParts parts;
    for (std::size_t i = 0; i < known.examples.size(); ++i) {
        (i / 2 % 6 == 0 ? parts.tune : parts.train).push_back(i);
    }
    TrainOptions options;
    options.architecture = "sweepnet-s";
    options.epochs = 12;
    options.warmUpEpochs = 1;
    options.seed = 3;
    options.threads = 1;
    NoProgress quiet;
    const auto trained = engine->train(source, {parts}, {}, options, quiet);
    REQUIRE_MESSAGE(trained, trained.error().message);
    const auto classifier =
        engine->open(std::make_shared<const Model>(modelOf(trained->members, trained->tensors, {"falling", "rising"})));
    REQUIRE_MESSAGE(classifier, classifier.error().message);
    CHECK_MESSAGE((*classifier)->method().starts_with("fused steps"), (*classifier)->method());
    const auto said = (*classifier)->classify(fresh.examples);
    REQUIRE(said);
    std::size_t hits = 0;
    for (std::size_t i = 0; i < said->size(); ++i) {
        hits += ((*said)[i][1] > 0.5F) == (fresh.classes[i] == 1) ? 1 : 0;
    }
    CHECK(hits >= 190);

    // Where there is more of the ridge than of noise, there is more light.
    double onRidge = 0;
    double beside = 0;
    std::size_t bright = 0;
    std::size_t dark = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        const auto explanation = (*classifier)->explain(fresh.examples[i], fresh.classes[i]);
        REQUIRE(explanation);
        REQUIRE(explanation->mapState == MapState::Shown);
        for (std::size_t p = 0; p < explanation->map.pixels.size(); ++p) {
            const bool on = fresh.examples[i].image.pixels[p] > 0.55F;
            (on ? onRidge : beside) += static_cast<double>(explanation->map.pixels[p]);
            (on ? bright : dark) += 1;
        }
    }
    CHECK(onRidge / static_cast<double>(bright) > 1.5 * beside / static_cast<double>(dark));
}
