#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include <doctest/doctest.h>

#include "core/base/random.h"
#include "core/learning/forest.h"
#include "core/learning/forest_member.h"
#include "core/learning/model.h"

using namespace sightline;
using namespace sightline::learning;
using doctest::Approx;

namespace {

struct Table {
    std::vector<std::vector<float>> rows;
    std::vector<std::size_t> classes;
};

/// Three classes in a checkerboard over two of five numbers: no single number tells them apart.
Table board(std::size_t count, std::uint64_t seed)
{
    Rng random(seed);
    Table table;
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<float> row;
        for (int k = 0; k < 5; ++k) {
            row.push_back(static_cast<float>(random.uniform()));
        }
        const auto x = static_cast<std::size_t>(row[1] * 3);
        const auto y = static_cast<std::size_t>(row[3] * 3);
        table.classes.push_back((x + y) % 3);
        table.rows.push_back(std::move(row));
    }
    return table;
}

double accuracyOf(const Forest& forest, const Table& table)
{
    std::size_t hits = 0;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const std::vector<float> p = forest.probabilities(table.rows[i]);
        hits += static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin()) == table.classes[i] ? 1 : 0;
    }
    return static_cast<double>(hits) / static_cast<double>(table.rows.size());
}

Forest grown(const Table& table, int trees = 100, std::size_t samplesPerTree = 2000)
{
    NoProgress quiet;
    auto forest = Forest::grow(table.rows, table.classes, 3, {.trees = trees, .samplesPerTree = samplesPerTree}, quiet);
    REQUIRE(forest);
    return std::move(*forest);
}

class Stopped final : public Progress {
public:
    [[nodiscard]] bool cancelled() const override { return true; }
    void report(double /*fraction*/, std::string_view /*stage*/) override {}
};

class TableSource final : public ExampleSource {
public:
    explicit TableSource(const Table& table) : m_table(table) {}
    [[nodiscard]] std::size_t count() const override { return m_table.rows.size(); }
    [[nodiscard]] std::size_t classCount() const override { return 3; }
    [[nodiscard]] std::size_t classOf(std::size_t index) const override { return m_table.classes[index]; }
    [[nodiscard]] Result<Example> example(std::size_t index) const override
    {
        const std::vector<float>& row = m_table.rows[index];
        return Example{SignalImage(1, 2, 2), {row[0], row[1]}, {row[2], row[3], row[4]}};
    }
    [[nodiscard]] Result<Example> augmented(std::size_t index, std::uint64_t /*seed*/) const override
    {
        return example(index);
    }

private:
    const Table& m_table;
};

}  // namespace

TEST_CASE("a forest learns what no single number tells, and knows its own samples by heart")
{
    const Table known = board(900, 1);
    const Forest forest = grown(known);
    CHECK(accuracyOf(forest, known) == 1);
    CHECK(accuracyOf(forest, board(900, 2)) > 0.8);
    for (const std::vector<float>& row : board(20, 3).rows) {
        const std::vector<float> p = forest.probabilities(row);
        CHECK(std::accumulate(p.begin(), p.end(), 0.0) == Approx(1));
        CHECK(*std::min_element(p.begin(), p.end()) >= 0);
    }
}

TEST_CASE("the same seed grows the same forest, another seed another one")
{
    const Table known = board(200, 1);
    CHECK(grown(known).tensors("f.") == grown(known).tensors("f."));
    NoProgress quiet;
    const auto other = Forest::grow(known.rows, known.classes, 3, {.trees = 100, .seed = 2}, quiet);
    REQUIRE(other);
    CHECK(other->tensors("f.") != grown(known).tensors("f."));
}

TEST_CASE("samples a tree may draw bound its size")
{
    const Table known = board(3000, 1);
    const auto nodes = [](const Forest& forest) { return forest.tensors("").at("number").elementCount(); };
    CHECK(nodes(grown(known, 5, 100)) < 5 * 200);
    CHECK(nodes(grown(known, 5, 3000)) > 5 * 200);
}

TEST_CASE("equal rows of unlike classes end in one leaf that says both")
{
    const Table table{{{1, 2}, {1, 2}, {1, 2}, {1, 2}}, {0, 1, 1, 1}};
    const std::vector<float> p = grown(table, 7).probabilities(table.rows[0]);
    CHECK(p[0] == Approx(0.25));
    CHECK(p[1] == Approx(0.75));
    CHECK(p[2] == 0);
}

TEST_CASE("a forest comes back from its tensors as it was")
{
    const Table known = board(300, 1);
    const Forest forest = grown(known, 20);
    const auto again = Forest::fromTensors("f.", forest.tensors("f."));
    REQUIRE(again);
    for (const std::vector<float>& row : board(50, 4).rows) {
        CHECK(again->probabilities(row) == forest.probabilities(row));
    }
}

TEST_CASE("damaged forests are refused or still end every walk")
{
    const Forest forest = grown(board(60, 1), 3);
    const auto whole = forest.tensors("f.");
    SUBCASE("a missing tensor is named")
    {
        for (const auto& [name, tensor] : whole) {
            auto part = whole;
            part.erase(name);
            const auto read = Forest::fromTensors("f.", part);
            REQUIRE(!read);
            CHECK(read.error().message.find(name) != std::string::npos);
        }
    }
    SUBCASE("any number changed anywhere")
    {
        Rng random(9);
        int refused = 0;
        for (int round = 0; round < 500; ++round) {
            auto changed = whole;
            auto entry = changed.begin();
            std::advance(entry, static_cast<std::ptrdiff_t>(random.below(changed.size())));
            std::vector<std::byte>& bytes = entry->second.bytes;
            if (bytes.empty()) {
                continue;
            }
            const auto value = static_cast<std::int32_t>(random.next());
            std::memcpy(bytes.data() + random.below(bytes.size() / 4) * 4, &value, 4);
            const auto read = Forest::fromTensors("f.", changed);
            refused += read ? 0 : 1;
            if (read && read->numberCount() == 5) {
                CHECK(read->probabilities(std::vector<float>(5, 0.5F)).size() == read->classCount());
            }
        }
        CHECK(refused > 100);
    }
}

TEST_CASE("what cannot be grown is refused with a reason")
{
    NoProgress quiet;
    CHECK(Forest::grow({}, {}, 2, {}, quiet).error().code == ErrorCode::Invalid);
    CHECK(Forest::grow({{}}, {0}, 2, {}, quiet).error().code == ErrorCode::Invalid);
    CHECK(Forest::grow({{1}, {1, 2}}, {0, 1}, 2, {}, quiet).error().code == ErrorCode::Invalid);
    CHECK(Forest::grow({{1}, {NAN}}, {0, 1}, 2, {}, quiet).error().message.find("sample 1") != std::string::npos);
    CHECK(Forest::grow({{1}, {2}}, {0, 2}, 2, {}, quiet).error().code == ErrorCode::Invalid);
    Stopped stopped;
    CHECK(Forest::grow({{1}, {2}}, {0, 1}, 2, {}, stopped).error().code == ErrorCode::Cancelled);
}

namespace {

/// Classes part at 0; every plain example lies far from there, its changed copies anywhere on its side.
class SidesSource final : public ExampleSource {
public:
    [[nodiscard]] std::size_t count() const override { return 40; }
    [[nodiscard]] std::size_t classCount() const override { return 2; }
    [[nodiscard]] std::size_t classOf(std::size_t index) const override { return index % 2; }
    [[nodiscard]] Result<Example> example(std::size_t index) const override { return at(index, 1); }
    [[nodiscard]] Result<Example> augmented(std::size_t index, std::uint64_t seed) const override
    {
        Rng random(seed);
        return at(index, 0.02 + 0.98 * random.uniform());
    }

private:
    [[nodiscard]] Example at(std::size_t index, double distance) const
    {
        const double side = classOf(index) == 0 ? -1 : 1;
        return {SignalImage(1, 1, 1), {}, {static_cast<float>(side * distance)}};
    }
};

}  // namespace

TEST_CASE("a forest learns from changed examples too, the same ones for the same seed")
{
    const SidesSource source;
    MemberParts parts;
    for (std::size_t i = 0; i < source.count(); ++i) {
        parts.train.push_back(i);
    }
    const auto certainty = [&](int copies, std::uint64_t seed) {
        TrainedNetworks trained;
        NoProgress quiet;
        REQUIRE(addForest(trained, source, parts,
                          {.share = 1, .copies = copies, .forest = {.trees = 100, .seed = seed}}, quiet));
        const auto forest = Forest::fromTensors("forest.", trained.tensors);
        REQUIRE(forest);
        return forest->probabilities(std::vector<float>{0.1F})[1];
    };
    CHECK(certainty(0, 1) < 0.8);  // cut anywhere between -1 and 1
    CHECK(certainty(6, 1) > 0.95);
    CHECK(certainty(6, 1) == certainty(6, 1));
}

TEST_CASE("a forest may draw so many changed examples of every class, however rare one is")
{
    const SidesSource source;
    MemberParts parts;
    for (std::size_t i = 0; i < source.count(); ++i) {
        if (i % 2 == 0 || i == 1) {
            parts.train.push_back(i);
        }
    }
    const auto sure = [&](int draws) {
        TrainedNetworks trained;
        NoProgress quiet;
        REQUIRE(addForest(trained, source, parts,
                          {.share = 1, .copies = 0, .drawsPerClass = draws, .forest = {.trees = 100}}, quiet));
        const auto forest = Forest::fromTensors("forest.", trained.tensors);
        REQUIRE(forest);
        return forest->probabilities(std::vector<float>{0.1F})[1];
    };
    CHECK(sure(200) > 0.9);
    CHECK(sure(200) == sure(200));
    CHECK(sure(200) > sure(0));
}

TEST_CASE("judges who are right on different samples are scaled together until their mixture means what it says")
{
    // The networks are always right and say 60 %.
    const Table known = board(400, 1);
    const TableSource source(known);
    TrainedNetworks trained;
    trained.members.resize(1);
    MemberParts parts;
    for (std::size_t i = 0; i < 400; ++i) {
        (i < 200 ? parts.tune : parts.train).push_back(i);
    }
    for (const std::size_t i : parts.tune) {
        std::vector<float> said(3, 0.2F);
        said[known.classes[i]] = 0.6F;
        trained.heldOut.emplace_back(i, said);
    }
    NoProgress quiet;
    REQUIRE(addForest(trained, source, parts, {.share = 0.5, .forest = {.trees = 100}}, quiet));
    CHECK(trained.members.front().temperature < 0.9);
    double right = 0;
    for (const auto& [index, p] : trained.heldOut) {
        CHECK(std::accumulate(p.begin(), p.end(), 0.0) == Approx(1));
        right += static_cast<double>(p[known.classes[index]]) / static_cast<double>(trained.heldOut.size());
    }
    CHECK(right > 0.7);  // always right, and now it says so
}

TEST_CASE("as a member, a forest takes its share from the networks and answers for what was held back")
{
    const Table known = board(400, 1);
    const TableSource source(known);
    TrainedNetworks trained;
    trained.members.resize(2);
    trained.members[0].weight = trained.members[1].weight = 0.5;
    MemberParts parts;
    for (std::size_t i = 0; i < 400; ++i) {
        (i < 100 ? parts.tune : parts.train).push_back(i);
    }
    for (const std::size_t i : parts.tune) {
        trained.heldOut.emplace_back(i, std::vector<float>(3, 1.0F / 3));
    }
    NoProgress quiet;
    REQUIRE(addForest(trained, source, parts, {.share = 0.4, .forest = {.trees = 100}}, quiet));

    REQUIRE(trained.members.size() == 3);
    const ModelMember& member = trained.members.back();
    CHECK(member.kind == "forest");
    CHECK(member.weight == Approx(0.4));
    CHECK(trained.members[0].weight == Approx(0.3));
    CHECK(member.temperature > 0);
    std::size_t hits = 0;
    for (const auto& [index, p] : trained.heldOut) {
        CHECK(std::accumulate(p.begin(), p.end(), 0.0) == Approx(1));
        hits += static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin()) == known.classes[index];
    }
    CHECK(hits > 60);   // the networks knew nothing
    CHECK(hits < 100);  // and the forest that answers here had not seen these samples

    Model model;
    model.info.classIds = {"a", "b", "c"};
    model.info.scalars.names = {"one", "two"};
    model.tensors = trained.tensors;
    const auto forest = openNumbersJudge(model, member);
    REQUIRE(forest);
    const auto example = source.example(7);
    CHECK(checkNumbers(**forest, *example, 7));
    const std::vector<float> logits = (*forest)->logits(numbersOf(*example));
    CHECK(static_cast<std::size_t>(std::max_element(logits.begin(), logits.end()) - logits.begin()) ==
          known.classes[7]);
    CHECK(std::isfinite(*std::min_element(logits.begin(), logits.end())));
    Example fewer = *example;
    fewer.features.pop_back();
    CHECK(checkNumbers(**forest, fewer, 7).error().message.find("example 7") != std::string::npos);
    model.info.classIds.emplace_back("d");
    CHECK(openNumbersJudge(model, member).error().code == ErrorCode::Invalid);
}
