// The linear judge beside scikit-learn (reference/linear.py made the constants), and as a member of a model.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <limits>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/random.h"
#include "core/learning/combination.h"
#include "core/learning/forest_member.h"
#include "core/learning/linear_member.h"
#include "core/learning/model.h"
#include "tests/learning/cases.h"
#include "tests/learning/torch_half.h"

using namespace sightline;
using namespace sightline::learning;
using cases::engineOrNone;
using doctest::Approx;

namespace {

/// The cases of reference/linear.py: four numbers of unlike size, three classes.
NumbersTable referenceRows()
{
    constexpr double scale[] = {1, 100, 0.01, 1};
    constexpr double offset[] = {0, 50, 3, -1};
    constexpr double direction[3][4] = {{2, 0, -1, 0}, {-1, 1.5, 0, 0}, {0, -1, 1, 0}};
    cases::Generator unit(4321);
    NumbersTable table;
    for (int i = 0; i < 150; ++i) {
        double numbers[4];
        for (double& number : numbers) {
            number = 2 * unit() - 1;
        }
        double scores[3];
        for (std::size_t k = 0; k < 3; ++k) {
            scores[k] = std::inner_product(std::begin(numbers), std::end(numbers), direction[k], 2 * unit());
        }
        table.classes.push_back(static_cast<std::size_t>(std::max_element(scores, scores + 3) - scores));
        std::vector<float> row;
        for (std::size_t d = 0; d < 4; ++d) {
            row.push_back(static_cast<float>(scale[d] * numbers[d] + offset[d]));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

LinearJudge fitted(const NumbersTable& table, const LinearOptions& options = {}, std::size_t classes = 3)
{
    NoProgress quiet;
    auto judge = LinearJudge::fit(table.rows, table.classes, classes, options, quiet);
    REQUIRE_MESSAGE(judge, judge.error().message);
    return std::move(*judge);
}

class Stopped final : public Progress {
public:
    [[nodiscard]] bool cancelled() const override { return true; }
    void report(double /*fraction*/, std::string_view /*stage*/) override {}
};

/// A grey picture; the first number is a scalar, the others are features.
class RowsSource final : public ExampleSource {
public:
    explicit RowsSource(NumbersTable table) : m_table(std::move(table)) {}
    [[nodiscard]] std::size_t count() const override { return m_table.rows.size(); }
    [[nodiscard]] std::size_t classCount() const override { return 3; }
    [[nodiscard]] std::size_t classOf(std::size_t index) const override { return m_table.classes[index]; }
    [[nodiscard]] Result<Example> example(std::size_t index) const override
    {
        const std::vector<float>& row = m_table.rows[index];
        return Example{SignalImage(1, 16, 16), {row[0]}, {row.begin() + 1, row.end()}};
    }
    [[nodiscard]] Result<Example> augmented(std::size_t index, std::uint64_t /*seed*/) const override
    {
        return example(index);
    }

private:
    NumbersTable m_table;
};

MemberParts thirdToTune(std::size_t count)
{
    MemberParts parts;
    for (std::size_t i = 0; i < count; ++i) {
        (i % 3 == 0 ? parts.tune : parts.train).push_back(i);
    }
    return parts;
}

/// Networks that know nothing of the samples to tune on, and say so.
TrainedNetworks unknowing(const MemberParts& parts, const std::string& combination = meanOfProbabilities)
{
    TrainedNetworks trained;
    trained.combination = combination;
    trained.members.resize(2);
    trained.members[0].weight = trained.members[1].weight = 0.5;
    for (const std::size_t i : parts.tune) {
        trained.heldOut.emplace_back(i, std::vector<float>(3, 1.0F / 3));
    }
    return trained;
}

Model modelOf(const TrainedNetworks& trained)
{
    Model model;
    model.info.name = "linear";
    model.info.domain = "test";
    model.info.task = "test";
    model.info.classIds = {"a", "b", "c"};
    model.info.recipe = {"test-1", {}};
    model.info.channels = 1;
    model.info.height = model.info.width = 16;
    model.info.scalars = {{"one"}, {0}, {1}, 4};
    model.info.members = trained.members;
    model.info.combination = trained.combination;
    model.tensors = trained.tensors;
    return model;
}

std::vector<float> judged(Engine& engine, const Model& model, const Example& example)
{
    const auto classifier = engine.open(std::make_shared<const Model>(model));
    REQUIRE_MESSAGE(classifier, classifier.error().message);
    const auto said = (*classifier)->classify({&example, 1});
    REQUIRE_MESSAGE(said, said.error().message);
    return said->front();
}

}  // namespace

TEST_CASE("weights, constants and probabilities are scikit-learn's (reference/linear.py)")
{
    const NumbersTable table = referenceRows();
    const std::vector<float> middle = {0, 50, 3, -1};
    const auto check = [&](double ridge, const std::vector<std::vector<double>>& weights,
                           const std::vector<double>& constants, const std::vector<std::vector<double>>& said) {
        CAPTURE(ridge);
        const LinearJudge judge = fitted(table, {.ridge = ridge});
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(static_cast<double>(judge.constants()[k]) == Approx(constants[k]).epsilon(2e-5));
            for (std::size_t d = 0; d < 4; ++d) {
                CHECK(static_cast<double>(judge.weightsOf(k)[d]) == Approx(weights[k][d]).epsilon(2e-5));
            }
        }
        const std::vector<float>* const rows[] = {&table.rows[0], &table.rows[7], &middle};
        for (std::size_t i = 0; i < 3; ++i) {
            const std::vector<float> probabilities = softmax(judge.logits(*rows[i]));
            for (std::size_t k = 0; k < 3; ++k) {
                CHECK(static_cast<double>(probabilities[k]) == Approx(said[i][k]).epsilon(2e-5));
            }
        }
    };
    check(2,
          {{1.4238836, -0.1101996, -0.6764400, 0.0858057},
           {-1.2399736, 1.1009464, -0.0939889, -0.0151121},
           {-0.1839100, -0.9907469, 0.7704289, -0.0706936}},
          {0.2355196, -0.2369243, 0.0014047},
          {{0.8573045, 0.0035986, 0.1390969}, {0.3656638, 0.0394274, 0.5949088}, {0.3741851, 0.2951715, 0.3306434}});
    check(0.01,
          {{1.8941692, -0.2260925, -0.8409678, 0.1195809},
           {-1.7025566, 1.4454752, -0.1116579, -0.0107477},
           {-0.1916126, -1.2193827, 0.9526257, -0.1088332}},
          {0.2357840, -0.3563043, 0.1205203},
          {{0.9102803, 0.0005755, 0.0891442}, {0.3459540, 0.0173765, 0.6366695}, {0.3584006, 0.2731834, 0.3684160}});
}

TEST_CASE("a weight of the rows and a ridge mean what they say, and equal rows give equal judges")
{
    const NumbersTable table = referenceRows();
    NumbersTable thrice;
    for (std::size_t i = 0; i < table.rows.size() * 3; ++i) {
        thrice.rows.push_back(table.rows[i / 3]);
        thrice.classes.push_back(table.classes[i / 3]);
    }
    const LinearJudge one = fitted(table);
    const LinearJudge same = fitted(thrice, {.ridge = 1, .rowWeight = 1.0 / 3});
    CHECK(same.weightsOf(0)[0] == Approx(one.weightsOf(0)[0]).epsilon(1e-4));
    CHECK(std::abs(fitted(table, {.ridge = 1000}).weightsOf(0)[0]) < 0.2F);
    CHECK(fitted(table).tensors("l.") == one.tensors("l."));
}

TEST_CASE("what parts the classes wholly, never varies or lies far out does no harm")
{
    NumbersTable table;
    for (int i = 0; i < 40; ++i) {
        table.rows.push_back({i < 20 ? -1.0F : 1.0F, 7, static_cast<float>(i % 2)});
        table.classes.push_back(i < 20 ? 0 : 1);
    }
    const LinearJudge judge = fitted(table, {}, 2);
    CHECK(judge.weightsOf(1)[0] > 1);
    CHECK(judge.weightsOf(1)[0] < 10);
    CHECK(judge.logits(std::vector<float>{1, 7, 0}) == judge.logits(std::vector<float>{1, -1e9F, 0}));
    CHECK(judge.logits(std::vector<float>{8, 7, 0}) == judge.logits(std::vector<float>{1e30F, 7, 0}));
    // A class nobody gave an example of is unlikely, and the others are told apart as ever.
    const std::vector<float> three = softmax(fitted(table, {}, 3).logits(table.rows[0]));
    CHECK(three[0] > 0.9F);
    CHECK(three[2] < 1e-3F);
}

TEST_CASE("more numbers than samples, many classes: the fit still ends at its minimum")
{
    // At the minimum the classes' weights for a number sum to 0, and so do the shares less the classes.
    NumbersTable table;
    Rng random(5);
    for (std::size_t i = 0; i < 60; ++i) {
        std::vector<float> row;
        for (std::size_t d = 0; d < 90; ++d) {
            row.push_back(static_cast<float>(random.normal()));
        }
        row[i % 6] += 2;
        table.rows.push_back(std::move(row));
        table.classes.push_back(i % 6);
    }
    const LinearJudge judge = fitted(table, {.ridge = 0.5}, 6);
    std::vector<double> shares(6);
    for (const std::vector<float>& row : table.rows) {
        const std::vector<float> p = softmax(judge.logits(row));
        std::transform(p.begin(), p.end(), shares.begin(), shares.begin(),
                       [](float share, double sum) { return sum + static_cast<double>(share); });
    }
    for (std::size_t k = 0; k < 6; ++k) {
        CHECK(shares[k] == Approx(10).epsilon(1e-4));
    }
    for (std::size_t d = 0; d < 90; ++d) {
        float sum = 0;
        for (std::size_t k = 0; k < 6; ++k) {
            sum += judge.weightsOf(k)[d];
        }
        CHECK(std::abs(sum) < 1e-4F);
    }
}

TEST_CASE("what cannot be fitted is refused with a reason")
{
    NoProgress quiet;
    const auto codeOf = [&](const NumbersTable& table, std::size_t classes, const LinearOptions& options) {
        const auto judge = LinearJudge::fit(table.rows, table.classes, classes, options, quiet);
        REQUIRE_FALSE(judge);
        return judge.error().code;
    };
    CHECK(codeOf({}, 2, {}) == ErrorCode::Invalid);
    CHECK(codeOf({std::vector<std::vector<float>>(1), {0}}, 2, {}) == ErrorCode::Invalid);
    CHECK(codeOf({{{1}, {2}}, {0, 0}}, 1, {}) == ErrorCode::Invalid);
    CHECK(codeOf({{{1}, {1, 2}}, {0, 1}}, 2, {}) == ErrorCode::Invalid);
    CHECK(codeOf({{{1}, {2}}, {0, 2}}, 2, {}) == ErrorCode::Invalid);
    CHECK(codeOf({{{1}, {2}}, {0, 1}}, 2, {.ridge = 0}) == ErrorCode::Invalid);
    const NumbersTable broken{{{1}, {NAN}}, {0, 1}};
    CHECK(LinearJudge::fit(broken.rows, broken.classes, 2, {}, quiet).error().message.find("sample 1") !=
          std::string::npos);
    Stopped stopped;
    CHECK(LinearJudge::fit({{1}, {2}}, {0, 1}, 2, {}, stopped).error().code == ErrorCode::Cancelled);
}

TEST_CASE("damaged linear judges are Corrupt, or answer with finite numbers")
{
    const LinearJudge judge = fitted(referenceRows());
    const auto whole = judge.tensors("l.");
    REQUIRE(LinearJudge::fromTensors("l.", whole));
    CHECK(LinearJudge::fromTensors("l.", whole)->tensors("l.") == whole);
    const auto errorOf = [](const std::map<std::string, Tensor>& tensors) {
        const auto read = LinearJudge::fromTensors("l.", tensors);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == ErrorCode::Corrupt);
        return read.error().message;
    };
    for (const auto& [name, tensor] : whole) {
        CAPTURE(name);
        auto changed = whole;
        changed.erase(name);
        CHECK(errorOf(changed).find(name) != std::string::npos);
        changed[name] = {DType::I32, tensor.shape, tensor.bytes};
        CHECK(errorOf(changed).find(name) != std::string::npos);
        changed[name] = floatTensor({9}, std::vector<float>(9, 1.0F));
        CHECK(errorOf(changed).find(name) != std::string::npos);
        changed[name] = tensor;
        const float notFinite = std::numeric_limits<float>::infinity();
        std::memcpy(changed[name].bytes.data(), &notFinite, sizeof(float));
        CHECK(errorOf(changed).find(name) != std::string::npos);
    }
    auto changed = whole;
    changed["l.deviation"] = floatTensor({4}, {1, 1, 0, 1});
    CHECK(errorOf(changed).find("deviation") != std::string::npos);
    changed = whole;
    changed["l.clamp"] = floatTensor({1}, {-1});
    CHECK(errorOf(changed).find("clamp") != std::string::npos);
    changed = whole;
    changed["l.more"] = floatTensor({1}, {1});
    CHECK(errorOf(changed).find("l.more") != std::string::npos);
    changed = whole;
    changed["l.weight"].shape = {std::int64_t{1} << 62, std::int64_t{1} << 62};
    CHECK(errorOf(changed).find("weight") != std::string::npos);

    Rng random(9);
    for (int round = 0; round < 300; ++round) {
        changed = whole;
        auto entry = changed.begin();
        std::advance(entry, static_cast<std::ptrdiff_t>(random.below(changed.size())));
        std::vector<std::byte>& bytes = entry->second.bytes;
        bytes[random.below(bytes.size())] = static_cast<std::byte>(random.below(256));
        const auto read = LinearJudge::fromTensors("l.", changed);
        if (!read) {
            CHECK(read.error().code == ErrorCode::Corrupt);
            continue;
        }
        for (const float logit : read->logits(std::vector<float>{1, -1e20F, 3, 1e20F})) {
            CHECK(std::isfinite(logit));
        }
    }
}

TEST_CASE("as a member, a linear judge takes its share and answers for what was held back")
{
    const RowsSource source(referenceRows());
    const MemberParts parts = thirdToTune(source.count());
    TrainedNetworks trained = unknowing(parts);
    NoProgress quiet;
    REQUIRE(addLinear(trained, source, parts, {.share = 0.4}, quiet));
    REQUIRE(trained.members.size() == 3);
    const ModelMember& member = trained.members.back();
    CHECK(member.kind == "linear");
    CHECK(member.weight == Approx(0.4));
    CHECK(trained.members[0].weight == Approx(0.3));
    std::size_t hits = 0;
    for (const auto& [index, p] : trained.heldOut) {
        CHECK(std::accumulate(p.begin(), p.end(), 0.0) == Approx(1));
        hits += static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin()) == source.classOf(index);
    }
    CHECK(hits > 25);  // of 50: the networks knew nothing

    // The one that is kept learnt from both parts.
    CHECK(LinearJudge::fromTensors("linear.", trained.tensors).value().weightsOf(0)[0] ==
          Approx(fitted(referenceRows()).weightsOf(0)[0]).epsilon(1e-3));

    Model model = modelOf(trained);
    const auto judge = openNumbersJudge(model, member);
    REQUIRE(judge);
    Example fewer = *source.example(7);
    CHECK(checkNumbers(**judge, fewer, 7));
    fewer.features.pop_back();
    CHECK(checkNumbers(**judge, fewer, 7).error().message.find("example 7") != std::string::npos);
    model.info.classIds.emplace_back("d");
    CHECK(openNumbersJudge(model, member).error().code == ErrorCode::Invalid);
    model.info.classIds.pop_back();
    model.tensors.erase("linear.bias");
    CHECK(openNumbersJudge(model, member).error().code == ErrorCode::Corrupt);

    TrainedNetworks other = unknowing(parts);
    CHECK(addLinear(other, source, parts, {.share = 1.5}, quiet).error().code == ErrorCode::Invalid);
}

TEST_CASE("a mixture is the weighted mean of probabilities, or of calibrated logits")
{
    const std::vector<float> sure = {4, 0, -4};
    const std::vector<float> other = {0, 1, 0};
    Mixture ofProbabilities(meanOfProbabilities, 3);
    Mixture ofLogits(meanOfLogits, 3);
    for (Mixture* mixture : {&ofProbabilities, &ofLogits}) {
        mixture->add(sure, 2, 0.25);
        mixture->add(other, 1, 0.75);
    }
    const std::vector<float> expected = softmax({0.5F, 0.75F, -0.5F});
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(ofProbabilities.probabilities()[k] == Approx(0.25F * softmax(sure, 2)[k] + 0.75F * softmax(other)[k]));
        CHECK(ofLogits.probabilities()[k] == Approx(expected[k]));
    }
    // Whatever was said can be taken up as logits again.
    Mixture again(meanOfLogits, 3);
    again.add(logitsOf(expected), 1, 1);
    CHECK(again.probabilities()[2] == Approx(expected[2]));
    CHECK(std::isfinite(logitsOf({1, 0})[1]));
    CHECK(isCombination("logits"));
    CHECK_FALSE(isCombination("votes"));
}

TEST_CASE("mixing by logits is what held-back samples are answered by, too")
{
    const RowsSource source(referenceRows());
    const MemberParts parts = thirdToTune(source.count());
    NoProgress quiet;
    TrainedNetworks trained = unknowing(parts, meanOfLogits);
    REQUIRE(addLinear(trained, source, parts, {.share = 0.5}, quiet));
    // Networks that know nothing only make the linear judge half as sure; the common temperature makes up for it.
    const double factor = trained.members[0].temperature;
    CHECK(factor < 0.9);
    NumbersTable learnt;
    for (const std::size_t i : parts.train) {
        const auto example = source.example(i);
        learnt.rows.push_back(numbersOf(*example));
        learnt.classes.push_back(source.classOf(i));
    }
    const LinearJudge judge = fitted(learnt);
    for (const auto& [index, p] : trained.heldOut) {
        std::vector<float> logits = judge.logits(numbersOf(*source.example(index)));
        const std::vector<float> expected = softmax(logits, trained.members.back().temperature / 0.5);
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(p[k] == Approx(expected[k]).epsilon(1e-4));
        }
    }
}

TEST_CASE("a model's file keeps the linear judge and the combination; a file without one is of the old kind")
{
    const RowsSource source(referenceRows());
    const MemberParts parts = thirdToTune(source.count());
    NoProgress quiet;
    TrainedNetworks trained;
    trained.combination = meanOfLogits;
    REQUIRE(addLinear(trained, source, parts, {.share = 1}, quiet));
    const cases::TemporaryFolder folder;
    Model model = modelOf(trained);
    REQUIRE(writeModel(folder / "m.safetensors", model));
    const auto read = readModel(folder / "m.safetensors");
    REQUIRE_MESSAGE(read, read.error().message);
    CHECK(read->info.combination == "logits");
    const auto judge = openNumbersJudge(*read, read->info.members.front());
    REQUIRE(judge);
    const std::vector<float> row = numbersOf(*source.example(3));
    CHECK((*judge)->logits(row) == openNumbersJudge(model, model.info.members.front()).value()->logits(row));

    auto file = readSafetensors(folder / "m.safetensors");
    REQUIRE(file);
    nlohmann::json description = nlohmann::json::parse(file->metadata.at("sightline"));
    description.erase("combination");
    file->metadata["sightline"] = description.dump();
    REQUIRE(writeSafetensors(folder / "old.safetensors", *file));
    CHECK(readModel(folder / "old.safetensors").value().info.combination == "probabilities");
    description["combination"] = "votes";
    file->metadata["sightline"] = description.dump();
    REQUIRE(writeSafetensors(folder / "odd.safetensors", *file));
    const auto odd = readModelInfo(folder / "odd.safetensors");
    REQUIRE_FALSE(odd);
    CHECK(odd.error().code == ErrorCode::Corrupt);
    CHECK(odd.error().message.find("combination") != std::string::npos);
}

TEST_CASE("the classifier combines network, forest and linear judge as the model says")
{
    Engine* const engine = engineOrNone();
    if (engine == nullptr) {
        return;
    }
    const RowsSource source(referenceRows());
    const MemberParts parts = thirdToTune(source.count());
    const nlohmann::json config = {{"channels", 1}, {"height", 16}, {"width", 16}, {"scalars", 1}, {"classes", 3}};
    const auto begun = engine->begin("signalnet-s", config, 3, nullptr);
    REQUIRE(begun);
    TrainedNetworks trained;
    trained.members = {begun->member};
    trained.tensors = begun->tensors;
    NoProgress quiet;
    REQUIRE(addForest(trained, source, parts, {.share = 0.5, .copies = 0, .forest = {.trees = 30}}, quiet));
    REQUIRE(addLinear(trained, source, parts, {.share = 0.4}, quiet));
    REQUIRE(trained.members.size() == 3);
    CHECK(trained.members[1].weight == Approx(0.3));

    for (const char* combination : {meanOfProbabilities, meanOfLogits}) {
        CAPTURE(combination);
        Model model = modelOf(trained);
        model.info.combination = combination;
        for (const std::size_t i : {std::size_t{1}, std::size_t{8}}) {
            const Example example = *source.example(i);
            Mixture expected(combination, 3);
            for (const ModelMember& member : trained.members) {
                std::vector<float> logits;
                if (member.kind == "network") {
                    TrainedNetworks only;
                    only.members = {member};
                    only.tensors = begun->tensors;
                    Model alone = modelOf(only);
                    alone.info.members.front().weight = 1;
                    logits = logitsOf(judged(*engine, alone, example));
                    expected.add(logits, 1, member.weight);
                } else {
                    const auto judge = openNumbersJudge(model, member);
                    REQUIRE(judge);
                    expected.add((*judge)->logits(numbersOf(example)), member.temperature, member.weight);
                }
            }
            const std::vector<float> said = judged(*engine, model, example);
            CHECK(std::accumulate(said.begin(), said.end(), 0.0) == Approx(1).epsilon(1e-5));
            for (std::size_t k = 0; k < 3; ++k) {
                CHECK(said[k] == Approx(expected.probabilities()[k]).epsilon(1e-4));
            }
        }
    }

    Model broken = modelOf(trained);
    broken.tensors.erase("linear.bias");
    const auto refused = engine->open(std::make_shared<const Model>(broken));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("linear.bias") != std::string::npos);
    Model odd = modelOf(trained);
    odd.info.members.back().kind = "oracle";
    CHECK(engine->open(std::make_shared<const Model>(odd)).error().message.find("oracle") != std::string::npos);
    Example fewer = *source.example(1);
    fewer.features.pop_back();
    const auto classifier = engine->open(std::make_shared<const Model>(modelOf(trained)));
    REQUIRE(classifier);
    CHECK((*classifier)->classify({&fewer, 1}).error().code == ErrorCode::Invalid);
}
