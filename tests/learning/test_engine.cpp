// The torch half through its door. Without the module these tests say so and leave.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "core/base/file.h"
#include "core/learning/engine.h"
#include "core/learning/metrics.h"
#include "tests/learning/cases.h"
#include "tests/learning/shapes.h"
#include "tests/learning/torch_half.h"

using namespace sightline;
using namespace sightline::learning;
using cases::engineOrNone;
using doctest::Approx;

namespace {

TrainOptions quickOptions(int epochs)
{
    TrainOptions options;
    options.epochs = epochs;
    options.warmUpEpochs = 1;
    options.seed = 11;
    options.threads = 2;
    return options;
}

Model modelOf(const TrainedNetworks& trained)
{
    Model model;
    ModelInfo& info = model.info;
    info.name = "shapes";
    info.domain = "test";
    info.task = "shape";
    info.classIds = {"ring", "cross", "across", "upright"};
    info.recipe = {"shapes-1", {}};
    info.channels = 2;
    info.height = cases::shapeSide;
    info.width = cases::shapeSide;
    info.scalars = trained.scalars;
    info.members = trained.members;
    model.tensors = trained.tensors;
    return model;
}

double accuracyOf(Classifier& classifier, const cases::ShapeSource& source)
{
    const auto judged = classifier.classify(source.examples());
    REQUIRE(judged);
    std::vector<Outcome> outcomes;
    for (std::size_t i = 0; i < source.count(); ++i) {
        outcomes.push_back({.truth = source.classOf(i), .probabilities = (*judged)[i], .group = {}});
    }
    return accuracy(outcomes);
}

double neighbourAccuracy(const cases::ShapeSource& known, const cases::ShapeSource& asked)
{
    std::size_t hits = 0;
    for (std::size_t i = 0; i < asked.count(); ++i) {
        double least = std::numeric_limits<double>::infinity();
        std::size_t guess = 0;
        for (std::size_t j = 0; j < known.count(); ++j) {
            const auto& a = asked.examples()[i].image.pixels;
            const auto& b = known.examples()[j].image.pixels;
            double distance = 0;
            for (std::size_t k = 0; k < a.size(); ++k) {
                distance += static_cast<double>((a[k] - b[k]) * (a[k] - b[k]));
            }
            if (distance < least) {
                least = distance;
                guess = known.classOf(j);
            }
        }
        hits += guess == asked.classOf(i) ? 1 : 0;
    }
    return static_cast<double>(hits) / static_cast<double>(asked.count());
}

/// Cancelled from the moment `after` epochs were reported.
class StoppingProgress final : public Progress {
public:
    [[nodiscard]] bool cancelled() const override { return reportsLeft <= 0; }
    void report(double fraction, std::string_view /*stage*/) override
    {
        rising = rising && fraction >= last && fraction <= 1;
        last = fraction;
    }
    int reportsLeft = std::numeric_limits<int>::max();
    double last = 0;
    bool rising = true;
};

/// Fails for one example.
class BrokenSource final : public ExampleSource {
public:
    explicit BrokenSource(const ExampleSource& source) : m_source(source) {}
    [[nodiscard]] std::size_t count() const override { return m_source.count(); }
    [[nodiscard]] std::size_t classCount() const override { return m_source.classCount(); }
    [[nodiscard]] std::size_t classOf(std::size_t index) const override { return m_source.classOf(index); }
    [[nodiscard]] Result<Example> example(std::size_t index) const override { return m_source.example(index); }
    [[nodiscard]] Result<Example> augmented(std::size_t index, std::uint64_t seed) const override
    {
        return index == 37 ? fail(ErrorCode::Corrupt, "the card is gone") : m_source.augmented(index, seed);
    }

private:
    const ExampleSource& m_source;
};

/// Trained once for the tests that only need some model.
const TrainedNetworks& quickModel(Engine& engine)
{
    static const TrainedNetworks trained = [&engine] {
        const cases::ShapeSource source(160, 1);
        TrainOptions options = quickOptions(10);
        options.members = 2;
        NoProgress progress;
        return engine.train(source, cases::shapeParts(160, 2), cases::shapeScalarNames, options, progress).value();
    }();
    return trained;
}

}  // namespace

// The first of this file and the first to ask for the module: once it is there, it is handed out whatever is asked for.
TEST_CASE("a module that is missing or is none is said to be so, and asking again works")
{
    const cases::TemporaryFolder folder;
    const auto missing = loadEngine(folder / "nowhere.so");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::NotFound);
    CHECK(missing.error().message.find("nowhere.so") != std::string::npos);
    REQUIRE(writeFileAtomically(folder / "text.so", "no library at all"));
    const auto none = loadEngine(folder / "text.so");
    REQUIRE_FALSE(none);
    CHECK(none.error().code == ErrorCode::Unreadable);
    CHECK(none.error().where.file.ends_with("text.so"));
}

TEST_CASE("training learns a small picture set, beats the nearest neighbour, and says how it went")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::ShapeSource source(320, 1);
    const cases::ShapeSource unseen(200, 2);
    TrainOptions options = quickOptions(14);
    options.members = 2;
    std::vector<EpochReport> reports;
    const std::thread::id caller = std::this_thread::get_id();
    options.onEpoch = [&](const EpochReport& report) {
        CHECK(std::this_thread::get_id() == caller);
        reports.push_back(report);
    };
    StoppingProgress progress;
    const auto parts = cases::shapeParts(320, 2);
    const auto trained = engine->train(source, parts, cases::shapeScalarNames, options, progress);
    REQUIRE(trained);
    CHECK(progress.rising);
    CHECK(progress.last == Approx(1));
    CHECK_FALSE(trained->stoppedEarly);

    REQUIRE(trained->members.size() == 2);
    CHECK(trained->members[0].weight == 0.5);
    CHECK(trained->members[1].prefix == "member1.");
    CHECK(trained->members[0].temperature > 0.05);
    CHECK(trained->scalars.names == cases::shapeScalarNames);
    CHECK(trained->scalars.mean[0] > 100);
    CHECK(reports.size() == 28);
    CHECK(trained->curves.size() == 28);
    CHECK(std::count_if(reports.begin(), reports.end(), [](const EpochReport& r) { return r.member == 1; }) == 14);
    CHECK(reports.back().trainLoss < reports.front().trainLoss);

    std::set<std::size_t> tuned(parts[0].tune.begin(), parts[0].tune.end());
    tuned.insert(parts[1].tune.begin(), parts[1].tune.end());
    REQUIRE(trained->heldOut.size() == tuned.size());
    for (const auto& [index, probabilities] : trained->heldOut) {
        CHECK(tuned.contains(index));
        float sum = 0;
        for (const float value : probabilities) {
            sum += value;
        }
        CHECK(sum == Approx(1).epsilon(1e-5));
    }

    auto classifier = engine->open(std::make_shared<Model>(modelOf(*trained)));
    REQUIRE(classifier);
    const double network = accuracyOf(**classifier, unseen);
    const double neighbour = neighbourAccuracy(source, unseen);
    INFO("network ", network, ", nearest neighbour ", neighbour);
    CHECK(network > 0.85);
    CHECK(network > neighbour + 0.1);
}

TEST_CASE("the same seed gives the same bits, whatever the number of cores; another seed does not")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::ShapeSource source(96, 3);
    const auto parts = cases::shapeParts(96, 2);
    NoProgress progress;
    const auto train = [&](std::uint64_t seed, int threads) {
        TrainOptions options = quickOptions(2);
        options.members = 2;
        options.seed = seed;
        options.threads = threads;
        return engine->train(source, parts, cases::shapeScalarNames, options, progress).value();
    };
    const TrainedNetworks first = train(5, 1);
    for (const int threads : {1, 2, 5}) {
        const TrainedNetworks again = train(5, threads);
        CHECK(again.tensors == first.tensors);
        CHECK(again.heldOut == first.heldOut);
        CHECK(again.members[1].temperature == first.members[1].temperature);
    }
    CHECK(train(6, 2).tensors != first.tensors);
    // Two members of one model are two networks.
    CHECK(first.tensors.at("member0.output.weight") != first.tensors.at("member1.output.weight"));
}

TEST_CASE("a model judges the same before it is saved, after it was loaded, alone and in a batch")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::TemporaryFolder folder;
    const cases::ShapeSource source(160, 1);
    const TrainedNetworks& trained = quickModel(*engine);
    const Model model = modelOf(trained);
    REQUIRE(writeModel(folder / "shapes.safetensors", model));
    auto before = engine->open(std::make_shared<Model>(model));
    auto after = engine->open(std::make_shared<Model>(readModel(folder / "shapes.safetensors").value()));
    REQUIRE(before);
    REQUIRE(after);
    CHECK((*after)->info().name == "shapes");
    CHECK((*after)->device() == "cpu");
    const auto judged = (*before)->classify(source.examples()).value();
    CHECK((*after)->classify(source.examples()).value() == judged);
    for (std::size_t i = 0; i < source.count(); i += 29) {
        const auto alone = (*after)->classify({&source.examples()[i], 1}).value().front();
        for (std::size_t k = 0; k < alone.size(); ++k) {
            CHECK(alone[k] == Approx(judged[i][k]).epsilon(1e-4));
        }
    }
    CHECK((*after)->classify({}).value().empty());

    // One member alone must say what it said of the examples held out from it, when its batch norms were not folded.
    Model single = model;
    single.info.members.resize(1);
    single.info.members[0].weight = 1;
    std::erase_if(single.tensors, [](const auto& entry) { return entry.first.starts_with("member1."); });
    auto one = engine->open(std::make_shared<Model>(single));
    REQUIRE(one);
    const auto tuned = cases::shapeParts(160, 2)[0].tune;
    std::size_t compared = 0;
    for (const auto& [index, probabilities] : trained.heldOut) {
        if (std::find(tuned.begin(), tuned.end(), index) != tuned.end()) {
            const auto said = (*one)->classify({&source.examples()[index], 1}).value().front();
            for (std::size_t k = 0; k < said.size(); ++k) {
                CHECK(said[k] == Approx(probabilities[k]).epsilon(1e-3));
            }
            ++compared;
        }
    }
    CHECK(compared == tuned.size());
}

TEST_CASE("stopping keeps the best so far; before the first epoch there is nothing to keep")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::ShapeSource source(64, 4);
    TrainOptions options = quickOptions(100000);
    StoppingProgress progress;
    options.onEpoch = [&](const EpochReport&) { --progress.reportsLeft; };
    progress.reportsLeft = 3;
    const auto stopped = engine->train(source, cases::shapeParts(64, 1), cases::shapeScalarNames, options, progress);
    REQUIRE(stopped);
    CHECK(stopped->stoppedEarly);
    CHECK(stopped->curves.size() >= 3);
    CHECK(stopped->curves.size() < 1000);
    CHECK(engine->open(std::make_shared<Model>(modelOf(*stopped))));

    StoppingProgress atOnce;
    atOnce.reportsLeft = 0;
    const auto nothing = engine->train(source, cases::shapeParts(64, 1), cases::shapeScalarNames, options, atOnce);
    REQUIRE_FALSE(nothing);
    CHECK(nothing.error().code == ErrorCode::Cancelled);

    // One after the other on one core: the first member is finished and kept, the second was never begun.
    TrainOptions two = quickOptions(2);
    two.members = 2;
    two.threads = 1;
    StoppingProgress between;
    between.reportsLeft = 2;
    two.onEpoch = [&](const EpochReport& report) {
        CHECK(report.member == 0);
        --between.reportsLeft;
    };
    const cases::ShapeSource larger(1600, 4);
    const auto half = engine->train(larger, cases::shapeParts(1600, 2), cases::shapeScalarNames, two, between);
    REQUIRE(half);
    CHECK(half->stoppedEarly);
    REQUIRE(half->members.size() == 1);
    CHECK(half->members[0].weight == 1);
}

TEST_CASE("with patience, training ends when the tune loss has stopped falling, and the best epoch is kept")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::ShapeSource source(64, 4);
    TrainOptions options = quickOptions(2000);
    options.patience = 3;
    options.learningRate = 0.05;
    NoProgress progress;
    const auto parts = cases::shapeParts(64, 1);
    const auto trained = engine->train(source, parts, cases::shapeScalarNames, options, progress);
    REQUIRE(trained);
    CHECK_FALSE(trained->stoppedEarly);
    REQUIRE(trained->curves.size() > 3);
    REQUIRE(trained->curves.size() < 2000);
    const auto best =
        std::min_element(trained->curves.begin(), trained->curves.end(), [](const auto& a, const auto& b) {
            return a["tune_loss"].template get<double>() < b["tune_loss"].template get<double>();
        });
    CHECK(trained->curves.end() - best == 4);
    std::size_t hits = 0;
    for (const auto& [index, p] : trained->heldOut) {
        hits += static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin()) == index % 4 ? 1 : 0;
    }
    CHECK(static_cast<double>(hits) / static_cast<double>(parts[0].tune.size()) ==
          Approx((*best)["tune_accuracy"].get<double>()));
}

TEST_CASE("training without scalars, without a tune part, on an odd rectangle")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    std::vector<Example> examples;
    std::vector<std::size_t> classes;
    Rng random(1);
    for (std::size_t i = 0; i < 40; ++i) {
        Example example{SignalImage(1, 23, 90), {}};
        for (float& pixel : example.image.pixels) {
            pixel = static_cast<float>(random.uniform(0, i % 2 == 0 ? 1 : 0.5));
        }
        examples.push_back(std::move(example));
        classes.push_back(i % 2);
    }
    const MemorySource source(examples, classes, 2);
    MemberParts parts;
    for (std::size_t i = 0; i < 40; ++i) {
        parts.train.push_back(i);
    }
    TrainOptions options = quickOptions(25);
    options.balanceClasses = true;
    options.clipNorm = 1;
    NoProgress progress;
    for (const std::string& architecture : engine->architectures()) {
        if (!architecture.starts_with("signalnet")) {
            continue;
        }
        options.architecture = architecture;
        const auto trained = engine->train(source, {parts}, {}, options, progress);
        REQUIRE(trained);
        CHECK(trained->heldOut.empty());
        CHECK(trained->members[0].temperature == 1);
        Model model = modelOf(*trained);
        model.info.classIds = {"bright", "dark"};
        model.info.channels = 1;
        model.info.height = 23;
        model.info.width = 90;
        auto classifier = engine->open(std::make_shared<Model>(model));
        REQUIRE(classifier);
        const auto judged = (*classifier)->classify(examples).value();
        std::size_t hits = 0;
        for (std::size_t i = 0; i < 40; ++i) {
            hits += (judged[i][0] > judged[i][1]) == (i % 2 == 0) ? 1 : 0;
        }
        CHECK(hits > 36);
    }
}

TEST_CASE("a member that trained on everything is calibrated like the others")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::ShapeSource source(96, 3);
    auto parts = cases::shapeParts(96, 2);
    parts[1].train.insert(parts[1].train.end(), parts[1].tune.begin(), parts[1].tune.end());
    parts[1].tune.clear();
    TrainOptions options = quickOptions(3);
    options.members = 2;
    options.patience = 1;
    NoProgress progress;
    const auto trained = engine->train(source, parts, cases::shapeScalarNames, options, progress);
    REQUIRE(trained);
    CHECK(trained->members.at(0).temperature != 1);
    CHECK(trained->members.at(1).temperature == Approx(trained->members.at(0).temperature));
    CHECK(trained->heldOut.size() == parts[0].tune.size());
    // Early stopping is the business of those that have something to tune on.
    const auto epochs = std::count_if(trained->curves.begin(), trained->curves.end(),
                                      [](const auto& point) { return point["member"] == 1; });
    CHECK(epochs == 3);
}

TEST_CASE("training goes on from the weights of a base model")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::ShapeSource source(160, 1);
    TrainOptions options = quickOptions(1);
    options.learningRate = 1e-7;
    options.warmUpEpochs = 0;
    NoProgress progress;
    const auto lossOf = [&](ModelPtr base) {
        options.base = std::move(base);
        const auto trained =
            engine->train(source, cases::shapeParts(160, 1), cases::shapeScalarNames, options, progress).value();
        return trained.curves[0]["tune_loss"].get<double>();
    };
    const double fresh = lossOf(nullptr);
    const double continued = lossOf(std::make_shared<Model>(modelOf(quickModel(*engine))));
    CHECK(continued < fresh - 0.2);
    // A base of other classes still lends its trunk.
    Model other = modelOf(quickModel(*engine));
    other.tensors["member0.output.weight"] = floatTensor({9, 1}, std::vector<float>(9));
    CHECK(std::isfinite(lossOf(std::make_shared<Model>(other))));
}

TEST_CASE("what cannot be trained is refused with a reason")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::ShapeSource source(64, 4);
    NoProgress progress;
    const auto errorOf = [&](const ExampleSource& from, const std::function<void(TrainOptions&)>& change,
                             std::vector<MemberParts> parts = cases::shapeParts(64, 1),
                             const std::vector<std::string>& names = cases::shapeScalarNames) {
        TrainOptions options = quickOptions(2);
        change(options);
        const auto trained = engine->train(from, parts, names, options, progress);
        REQUIRE_FALSE(trained);
        return trained.error();
    };
    const auto nothing = [](TrainOptions&) {};
    CHECK(errorOf(source, [](TrainOptions& o) { o.architecture = "vgg-900"; }).message.find("vgg-900") !=
          std::string::npos);
    CHECK(errorOf(source, [](TrainOptions& o) { o.epochs = 0; }).code == ErrorCode::Invalid);
    CHECK(errorOf(source, [](TrainOptions& o) { o.learningRate = -1; }).code == ErrorCode::Invalid);
    CHECK(errorOf(source, [](TrainOptions& o) { o.members = 2; }).code == ErrorCode::Invalid);
    CHECK(errorOf(source, [](TrainOptions& o) { o.drawsPerClass = -1; }).code == ErrorCode::Invalid);
    CHECK(errorOf(source, [](TrainOptions& o) {
              o.drawsPerClass = 10;
              o.balanceClasses = true;
          }).code == ErrorCode::Invalid);
    CHECK(errorOf(source, nothing, {MemberParts{{0, 1, 64}, {}}}).code == ErrorCode::Invalid);
    CHECK(errorOf(source, nothing, {MemberParts{{0}, {1}}}).code == ErrorCode::Invalid);
    CHECK(errorOf(source, nothing, cases::shapeParts(64, 1), {"ink"}).code == ErrorCode::Invalid);
    CHECK(errorOf(BrokenSource(source), nothing).message == "the card is gone");

    // A step as large as this blows the weights up.
    const Error broke = errorOf(source, [](TrainOptions& o) {
        o.weightDecay = 1e9;
        o.learningRate = 9;
        o.warmUpEpochs = 0;
        o.epochs = 20;
    });
    CHECK(broke.code == ErrorCode::Invalid);
    CHECK(broke.message.find("learning rate") != std::string::npos);

    std::vector<Example> mixed = source.examples();
    mixed[9].image = SignalImage(2, 32, 16);
    std::vector<std::size_t> classes;
    for (std::size_t i = 0; i < mixed.size(); ++i) {
        classes.push_back(i % 4);
    }
    CHECK(errorOf(MemorySource(mixed, classes, 4), nothing).message.find("example 9") != std::string::npos);
    mixed = source.examples();
    mixed[9].scalars[1] = std::numeric_limits<float>::quiet_NaN();
    CHECK(errorOf(MemorySource(mixed, classes, 4), nothing).message.find("example 9") != std::string::npos);
}

TEST_CASE("a model whose weights do not fit is refused with one list of all that is wrong")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const Model good = modelOf(quickModel(*engine));
    const auto errorOf = [&](const std::function<void(Model&)>& change) {
        Model model = good;
        change(model);
        const auto classifier = engine->open(std::make_shared<Model>(model));
        REQUIRE_FALSE(classifier);
        CHECK(classifier.error().code == ErrorCode::Invalid);
        return classifier.error().message;
    };
    const auto names = [](const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    };
    const std::string list = errorOf([](Model& m) {
        m.tensors.erase("member0.stem.conv.weight");
        m.tensors["member0.extra"] = floatTensor({1}, {1});
        m.tensors["member1.output.bias"] = floatTensor({5}, {1, 2, 3, 4, 5});
        m.tensors["member1.stem.norm.weight"].bytes[3] = std::byte{0x7f};
        m.tensors["member1.stem.norm.weight"].bytes[2] = std::byte{0xc0};
    });
    CHECK(names(list, "\"member0.stem.conv.weight\" is missing"));
    CHECK(names(list, "\"member0.extra\" is unexpected"));
    CHECK(names(list, "\"member1.output.bias\" has the shape [5] instead of [4]"));
    CHECK(names(list, "\"member1.stem.norm.weight\" holds values that are no finite numbers"));
    CHECK(names(errorOf([](Model& m) { m.info.members[0].architecture = "resnet-7"; }), "resnet-7"));
    CHECK(names(errorOf([](Model& m) { m.info.members[1].kind = "oracle"; }), "oracle"));
    CHECK(names(errorOf([](Model& m) { m.info.members[0].config.erase("scalars"); }), "scalars"));
    CHECK(names(errorOf([](Model& m) { m.info.classIds.pop_back(); }), "classes"));
    CHECK(names(errorOf([](Model& m) { m.info.width = 64; }), "picture"));
}

TEST_CASE("examples that do not fit the model are refused, and the next good one is judged")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    auto classifier = engine->open(std::make_shared<Model>(modelOf(quickModel(*engine))));
    REQUIRE(classifier);
    const cases::ShapeSource source(4, 9);
    const auto refuses = [&](const std::function<void(Example&)>& change) {
        std::vector<Example> examples = source.examples();
        change(examples[2]);
        const auto judged = (*classifier)->classify(examples);
        return !judged && judged.error().code == ErrorCode::Invalid &&
               judged.error().message.find("example 2") != std::string::npos;
    };
    CHECK(refuses([](Example& e) { e.image = SignalImage(2, 32, 31); }));
    CHECK(refuses([](Example& e) { e.image = SignalImage(3, 32, 32); }));
    CHECK(refuses([](Example& e) { e.image.pixels.pop_back(); }));
    CHECK(refuses([](Example& e) { e.image.pixels[5] = std::numeric_limits<float>::infinity(); }));
    CHECK(refuses([](Example& e) { e.scalars.clear(); }));
    CHECK(refuses([](Example& e) { e.scalars[0] = std::numeric_limits<float>::quiet_NaN(); }));
    CHECK((*classifier)->classify(source.examples()).value().size() == 4);
}

TEST_CASE("the device is said in words")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const DeviceStatus status = engine->chooseDevice(DeviceChoice::Cpu);
    CHECK(status.device == "cpu");
    CHECK(status.whyNotGpu.empty());  // nobody asked for it
    CHECK(status.description.find("CPU") != std::string::npos);
    CHECK(engine->version().starts_with("torch 2."));
    CHECK(engine->architectures().front() == "signalnet-s");
}

TEST_CASE("the stand-in answers by the picture and the first scalar, and checks what it is given")
{
    ModelInfo info = cases::smallModel().info;
    const auto classifier = makeStandInClassifier(info);
    Example example{SignalImage(3, 64, 48), {3, 0.1F}};
    example.image.pixels[100] = 0.5F;
    const auto first = classifier->classify({&example, 1}).value().front();
    CHECK(first.size() == 3);
    CHECK(first[0] + first[1] + first[2] == Approx(1));
    example.scalars = {3, 9};
    CHECK(classifier->classify({&example, 1}).value().front() == first);
    example.scalars = {2, 0.1F};
    CHECK(classifier->classify({&example, 1}).value().front() != first);
    example.scalars = {3, 0.1F};
    example.image.pixels[100] = 0.6F;
    CHECK(classifier->classify({&example, 1}).value().front() != first);
    example.scalars = {9};
    CHECK(classifier->classify({&example, 1}).error().code == ErrorCode::Invalid);
    CHECK(classifier->info().name == info.name);
}

TEST_CASE("training takes head, dropout and the base's weights as asked")
{
    Engine* const engine = cases::engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const cases::ShapeSource source(24, 3);
    MemberParts parts;
    for (std::size_t i = 0; i < source.count(); ++i) {
        parts.train.push_back(i);
    }
    TrainOptions options = quickOptions(1);
    options.architecture = "mobilenet_v3_small";
    options.head = "compact";
    options.dropout = 0.25;
    NoProgress quiet;
    const auto first = engine->train(source, {parts}, cases::shapeScalarNames, options, quiet);
    REQUIRE(first);
    CHECK(first->members[0].config["head"] == "compact");
    CHECK(first->members[0].config["dropout"] == 0.25);

    const auto base = std::make_shared<const Model>(modelOf(*first));
    options.base = base;
    options.learningRate = 1e-12;
    const auto again = engine->train(source, {parts}, cases::shapeScalarNames, options, quiet);
    REQUIRE(again);
    std::size_t compared = 0;
    for (const auto& [name, tensor] : first->tensors) {
        if (name.ends_with(".weight")) {
            const auto* was = reinterpret_cast<const float*>(tensor.bytes.data());
            const auto* is = reinterpret_cast<const float*>(again->tensors.at(name).bytes.data());
            CHECK(is[0] == Approx(was[0]).epsilon(1e-4));
            ++compared;
        }
    }
    CHECK(compared > 50);

    options.architecture = "resnet18";
    const auto other = engine->train(source, {parts}, cases::shapeScalarNames, options, quiet);
    REQUIRE(!other);
    CHECK(other.error().message.find("resnet18") != std::string::npos);
}
