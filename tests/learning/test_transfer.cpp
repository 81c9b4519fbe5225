// Frozen trunks, checkpoints and lack of memory, through the engine's door.
#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <new>
#include <string>

#include <doctest/doctest.h>

#include "core/learning/checkpoint.h"
#include "core/learning/engine.h"
#include "tests/learning/cases.h"
#include "tests/learning/shapes.h"
#include "tests/learning/torch_half.h"

using namespace sightline;
using namespace sightline::learning;
using cases::engineOrNone;

namespace {

constexpr std::size_t exampleCount = 64;

const cases::ShapeSource& shapes()
{
    static const cases::ShapeSource source(exampleCount, 3);
    return source;
}

/// Cancelled once so many epochs were reported.
class StopAfter final : public Progress {
public:
    explicit StopAfter(int epochs = std::numeric_limits<int>::max()) : left(epochs) {}
    [[nodiscard]] bool cancelled() const override { return left <= 0; }
    void report(double /*fraction*/, std::string_view /*stage*/) override {}
    int left;
};

Result<TrainedNetworks> train(Engine& engine, TrainOptions options, int stopAfter = std::numeric_limits<int>::max())
{
    StopAfter progress(stopAfter);
    options.onEpoch = [&progress](const EpochReport&) { --progress.left; };
    return engine.train(shapes(), cases::shapeParts(exampleCount, options.members), cases::shapeScalarNames, options,
                        progress);
}

TrainOptions quick(int epochs)
{
    TrainOptions options;
    options.epochs = epochs;
    options.warmUpEpochs = 1;
    options.seed = 7;
    options.threads = 2;
    options.batch = 16;
    return options;
}

/// Weights to start from: those of a network that learnt for two epochs.
ModelPtr base(Engine& engine)
{
    static const ModelPtr model = [&engine] {
        const TrainedNetworks trained = train(engine, quick(2)).value();
        Model made;
        made.info.domain = "test";
        made.info.classIds = {"ring", "cross", "across", "upright"};
        made.info.members = trained.members;
        made.tensors = trained.tensors;
        made.info.id = "base";
        return std::make_shared<const Model>(std::move(made));
    }();
    return model;
}

TrainOptions frozen(Engine& engine, int epochs)
{
    TrainOptions options = quick(epochs);
    options.base = base(engine);
    options.transfer.freeze = true;
    options.transfer.copies = 2;
    return options;
}

/// Names without the member's prefix of what differs from the base.
std::vector<std::string> changed(const TrainedNetworks& trained, const Model& from)
{
    std::vector<std::string> names;
    for (const auto& [name, tensor] : trained.tensors) {
        if (tensor != from.tensors.at(name)) {
            names.push_back(name.substr(name.find('.') + 1));
        }
    }
    return names;
}

bool noneBeginsWith(const std::vector<std::string>& names, const std::vector<std::string>& beginnings)
{
    return std::none_of(names.begin(), names.end(), [&](const std::string& name) {
        return std::any_of(beginnings.begin(), beginnings.end(),
                           [&](const std::string& beginning) { return name.starts_with(beginning); });
    });
}

}  // namespace

TEST_CASE("a frozen trunk stays as it was, its features are kept, and found again they give the same head")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::TemporaryFolder folder;
    TrainOptions options = frozen(*engine, 4);
    options.featureCache.folder = folder / "features";
    std::string said;
    options.onNote = [&said](const std::string& note) { said += note + "\n"; };
    const auto first = train(*engine, options);
    REQUIRE(first);
    CHECK(said.find("0 known from an earlier training") != std::string::npos);
    const std::vector<std::string> names = changed(*first, *options.base);
    CHECK(std::find(names.begin(), names.end(), "output.weight") != names.end());
    CHECK(noneBeginsWith(names, {"stem", "block", "position"}));

    said.clear();
    const auto again = train(*engine, options);
    REQUIRE(again);
    CHECK(said.find(", 0 computed") != std::string::npos);
    CHECK(again->tensors == first->tensors);
    CHECK(again->heldOut == first->heldOut);
    // Without the cache and with another learning rate it is another head on the same features.
    options.featureCache.folder.clear();
    CHECK(train(*engine, options)->tensors == first->tensors);
    options.learningRate *= 2;
    CHECK(train(*engine, options)->tensors != first->tensors);
    options.base = nullptr;
    CHECK(train(*engine, options).error().code == ErrorCode::Invalid);
}

TEST_CASE("a trunk joins its head stage by stage, and no further than told")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    TrainOptions options = frozen(*engine, 3);
    options.transfer.unfreezeAfter = 1;
    options.transfer.unfreezeStages = 1;
    const auto first = train(*engine, options);
    REQUIRE(first);
    std::vector<std::string> names = changed(*first, *options.base);
    CHECK(std::find(names.begin(), names.end(), "position.conv.weight") != names.end());
    CHECK(noneBeginsWith(names, {"stem", "block"}));
    options.transfer.unfreezeStages = 0;
    options.transfer.unfreezeEvery = 1;
    const auto further = train(*engine, options);
    REQUIRE(further);
    names = changed(*further, *options.base);
    CHECK_FALSE(noneBeginsWith(names, {"block3"}));
    CHECK(noneBeginsWith(names, {"stem", "block1", "block2"}));
}

TEST_CASE("stopped and taken up again, training ends at the same bits as if it had never stopped")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    TrainOptions everything = quick(6);
    everything.members = 2;
    everything.ema = 0.9;
    everything.mixup = 0.4;
    everything.clipNorm = 1;
    everything.balanceClasses = true;
    TrainOptions momentum = quick(6);
    momentum.optimizer = Optimizer::Sgd;
    momentum.schedule = Schedule::OneCycle;
    momentum.learningRate = 0.02;
    momentum.weightDecay = 1e-4;
    TrainOptions stages = frozen(*engine, 6);
    stages.transfer.unfreezeAfter = 2;
    stages.transfer.unfreezeEvery = 1;
    TrainOptions patient = quick(6);
    patient.patience = 2;
    TrainOptions drawn = quick(6);
    drawn.drawsPerClass = 24;
    for (const TrainOptions& wanted : {everything, momentum, stages, patient, drawn}) {
        const TrainedNetworks whole = train(*engine, wanted).value();
        for (const int stopAfter : {1, 3}) {
            CAPTURE(stopAfter);
            const cases::TemporaryFolder folder;
            TrainOptions options = wanted;
            options.checkpoint = {folder / "checkpoint", "shapes", 0};
            std::string said;
            options.onNote = [&said](const std::string& note) { said += note + "\n"; };
            REQUIRE(train(*engine, options, stopAfter));
            CHECK(std::filesystem::exists(folder / "checkpoint"));
            const auto resumed = train(*engine, options);
            REQUIRE(resumed);
            CHECK((said.find("going on after epoch") != std::string::npos || said.find("done") != std::string::npos));
            CHECK(resumed->tensors == whole.tensors);
            CHECK(resumed->heldOut == whole.heldOut);
            CHECK(resumed->curves == whole.curves);
            CHECK_FALSE(resumed->stoppedEarly);
        }
    }
}

TEST_CASE("a checkpoint of another training or a broken one is not gone on from, and that is said")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::TemporaryFolder folder;
    TrainOptions options = quick(2);
    const TrainedNetworks whole = train(*engine, options).value();
    options.checkpoint = {folder / "checkpoint", "shapes", 0};
    options.seed = 8;
    REQUIRE(train(*engine, options));
    std::string said;
    options.seed = 7;
    options.onNote = [&said](const std::string& note) { said += note + "\n"; };
    CHECK(train(*engine, options)->tensors == whole.tensors);
    CHECK(said.find("another training") != std::string::npos);

    const auto file = std::filesystem::directory_iterator(folder / "checkpoint")->path();
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    said.clear();
    CHECK(train(*engine, options)->tensors == whole.tensors);
    CHECK(said.find("starts anew") != std::string::npos);
}

TEST_CASE("where memory runs out, batches go through the network in pieces, and the report says so")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    TrainOptions options = quick(3);
    std::size_t largest = 0;
    options.beforePass = [&largest](std::size_t pictures) {
        if (pictures > 5) {
            throw std::bad_alloc();
        }
        largest = std::max(largest, pictures);
    };
    const auto trained = train(*engine, options);
    REQUIRE(trained);
    CHECK(largest > 2);
    REQUIRE_FALSE(trained->notes.empty());
    CHECK(trained->notes.front().find("Memory ran out") != std::string::npos);
    CHECK(trained->curves.size() == 3);

    TrainOptions withFeatures = frozen(*engine, 2);
    withFeatures.beforePass = options.beforePass;
    CHECK(train(*engine, withFeatures)->notes.size() > 0);

    options.beforePass = [](std::size_t) { throw std::bad_alloc(); };
    const auto never = train(*engine, options);
    REQUIRE_FALSE(never);
    CHECK(never.error().code == ErrorCode::OutOfMemory);
}

TEST_CASE("every way of learning lowers the loss, and each is another")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const TrainOptions plain = quick(5);
    const std::vector<std::function<void(TrainOptions&)>> changes = {
        [](TrainOptions&) {},
        [](TrainOptions& o) {
            o.optimizer = Optimizer::Sgd;
            o.learningRate = 0.03;
        },
        [](TrainOptions& o) { o.schedule = Schedule::OneCycle; },
        [](TrainOptions& o) { o.ema = 0.9; },
        [](TrainOptions& o) { o.mixup = 0.3; },
        [](TrainOptions& o) { o.clipNorm = 0.1; },
        [](TrainOptions& o) { o.labelSmoothing = 0; }};
    std::vector<Tensor> outputs;
    for (const auto& change : changes) {
        TrainOptions options = plain;
        change(options);
        const auto trained = train(*engine, options);
        REQUIRE(trained);
        CHECK(trained->curves.back()["train_loss"].get<double>() < trained->curves.front()["train_loss"].get<double>());
        const Tensor& output = trained->tensors.at("member0.output.weight");
        CHECK(std::find(outputs.begin(), outputs.end(), output) == outputs.end());
        outputs.push_back(output);
    }
}

TEST_CASE("a network of torchvision's learns its head on frozen features, and judges like it did in training")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    TrainOptions options = quick(1);
    options.architecture = "resnet18";
    options.head = "compact";
    Model bare;
    const auto begun = engine->begin(
        "resnet18", {{"channels", 2}, {"height", 32}, {"width", 32}, {"scalars", 0}, {"classes", 9}}, 3, nullptr);
    REQUIRE(begun);
    bare.info.members = {begun->member};
    bare.tensors = begun->tensors;
    options.base = std::make_shared<const Model>(bare);
    options.transfer = {.freeze = true, .copies = 1};
    options.epochs = 3;
    const auto trained = train(*engine, options);
    REQUIRE(trained);
    Model model;
    model.info.classIds = {"ring", "cross", "across", "upright"};
    model.info.channels = 2;
    model.info.height = cases::shapeSide;
    model.info.width = cases::shapeSide;
    model.info.scalars = trained->scalars;
    model.info.members = trained->members;
    model.tensors = trained->tensors;
    auto classifier = engine->open(std::make_shared<const Model>(model));
    REQUIRE(classifier);
    for (const auto& [index, probabilities] : trained->heldOut) {
        const auto said = (*classifier)->classify({&shapes().examples()[index], 1}).value().front();
        for (std::size_t k = 0; k < said.size(); ++k) {
            CHECK(said[k] == doctest::Approx(probabilities[k]).epsilon(1e-3));
        }
    }
}
