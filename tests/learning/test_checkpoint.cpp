#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "core/base/file.h"
#include "core/learning/checkpoint.h"
#include "core/learning/feature_cache.h"
#include "core/learning/feature_table.h"
#include "core/learning/member_state.h"
#include "tests/learning/cases.h"
#include "tests/learning/shapes.h"

using namespace sightline;
using namespace sightline::learning;

namespace {

std::vector<std::filesystem::path> filesIn(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    return files;
}

void spoil(const std::filesystem::path& path)
{
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(-3, std::ios::end);
    file.put('!');
}

/// Sums of rows instead of a network, and a count of what it was asked for.
struct Summing {
    std::size_t computed = 0;

    Result<CollectedFeatures> collect(const ExampleSource& source, const FeatureCache& cache, std::size_t copies = 2,
                                      std::size_t failAfter = 1'000'000)
    {
        const std::atomic<bool> stop = false;
        const ScalarNormalisation scalars{{"ink", "noise"}, {0, 0}, {1, 1}, 4};
        const FeatureRequest request{
            .source = source,
            .scalars = scalars,
            .withCopies = {0, 1, 2, 3, 4, 5},
            .plainOnly = {6, 7},
            .copies = copies,
            .width = 3,
            .trunk = "trunk",
            .piece = 4,
            .drawers = 2,
            .compute = [&](const std::vector<std::size_t>&,
                           const std::vector<Example>& pictures) -> Result<std::vector<float>> {
                if (computed >= failAfter) {
                    return fail(ErrorCode::Cancelled, "stopped");
                }
                computed += pictures.size();
                std::vector<float> rows;
                for (const Example& picture : pictures) {
                    float sum = 0;
                    for (const float pixel : picture.image.pixels) {
                        sum += pixel;
                    }
                    rows.insert(rows.end(), {sum, 2 * sum, 1});
                }
                return rows;
            },
            .done = [](std::size_t) {},
            .stop = stop};
        return collectFeatures(request, cache);
    }
};

}  // namespace

TEST_CASE("a checkpoint is found by its own training only, and damage is noticed")
{
    const cases::TemporaryFolder folder;
    const CheckpointFolder checkpoint(folder / "m.checkpoint", "job");
    REQUIRE(checkpoint.read(0));
    CHECK_FALSE(checkpoint.read(0)->has_value());
    TensorFile file;
    file.tensors["state/a"] = floatTensor({2}, {1, 2});
    REQUIRE(checkpoint.write(0, file));
    CHECK(checkpoint.read(0).value()->tensors == file.tensors);
    CHECK_FALSE(checkpoint.read(1)->has_value());
    CHECK(CheckpointFolder(folder / "m.checkpoint", "other").read(0).error().code == ErrorCode::Invalid);
    CHECK_FALSE(CheckpointFolder({}, "job").active());

    std::filesystem::resize_file(filesIn(folder / "m.checkpoint").front(), 40);
    CHECK(checkpoint.read(0).error().code == ErrorCode::Corrupt);
    REQUIRE(writeFileAtomically(folder / "m.checkpoint/notes.txt", "mine"));
    removeCheckpoint(folder / "m.checkpoint");
    CHECK(filesIn(folder / "m.checkpoint").size() == 1);  // what is somebody else's stays
    removeCheckpoint(folder / "nowhere");
}

TEST_CASE("a job is another one as soon as anything differs that its weights depend on")
{
    TrainOptions options;
    const std::vector<MemberParts> parts = {{{0, 1, 2}, {3}}};
    const std::string job = jobOf(options, parts, {"ink"}, "torch 2");
    CHECK(jobOf(options, parts, {"ink"}, "torch 2") == job);
    options.threads = 7;
    CHECK(jobOf(options, parts, {"ink"}, "torch 2") == job);
    CHECK(jobOf(options, parts, {"ink"}, "torch 3") != job);
    CHECK(jobOf(options, parts, {}, "torch 2") != job);
    CHECK(jobOf(options, {{{0, 1}, {3}}}, {"ink"}, "torch 2") != job);
    options.seed = 2;
    CHECK(jobOf(options, parts, {"ink"}, "torch 2") != job);
    options.seed = 1;
    options.drawsPerClass = 8;
    CHECK(jobOf(options, parts, {"ink"}, "torch 2") != job);
    options.drawsPerClass = 0;
    options.checkpoint.job = "other data";
    CHECK(jobOf(options, parts, {"ink"}, "torch 2") != job);
}

TEST_CASE("a member's state survives its way through a file; a senseless one is refused")
{
    const std::vector<std::size_t> truth = {0, 1, 1};
    MemberState state;
    state.epochsDone = 5;
    state.best = {3, {{"head", floatTensor({1}, {0.1F})}}, judgedBy({{1, 0}, {0.25F, 0.5F}, {2, 1}}, truth)};
    state.curve = {{{"epoch", 1}, {"train_loss", 1.0 / 3}}};
    state.notes = {"Memory ran out."};
    state.piece = 8;
    const TensorFile file = checkpointOf(state, {{"weight/a", floatTensor({1}, {7})}});
    const auto read = readCheckpoint(file, truth, 2, 10);
    REQUIRE(read);
    CHECK(read->state.epochsDone == 5);
    CHECK(read->state.best.epoch == 3);
    CHECK(read->state.best.weights == state.best.weights);
    CHECK(read->state.best.tune.logits == state.best.tune.logits);
    CHECK(read->state.best.tune.temperature == state.best.tune.temperature);
    CHECK(read->state.curve == state.curve);
    CHECK(read->state.notes == state.notes);
    CHECK(read->learner.at("weight/a") == floatTensor({1}, {7}));
    CHECK_FALSE(readCheckpoint(file, truth, 2, 4));
    CHECK_FALSE(readCheckpoint(file, {0, 1}, 2, 10));
    CHECK_FALSE(readCheckpoint({}, truth, 2, 10));
}

TEST_CASE("features are computed once; the next time they come from the disk, to the bit")
{
    const cases::TemporaryFolder folder;
    const cases::ShapeSource source(8, 5);
    const FeatureCache cache({folder / "features"});
    Summing first;
    const auto computed = first.collect(source, cache);
    REQUIRE(computed);
    CHECK(first.computed == 20);
    CHECK(computed->computed == 20);
    CHECK(computed->table.featuresOf(1, 2)[1] == 2 * computed->table.featuresOf(1, 2)[0]);
    CHECK(computed->table.featuresOf(1, 2)[0] != computed->table.featuresOf(1, 0)[0]);
    CHECK(computed->table.scalarsOf(7, 0)[1] == source.examples()[7].scalars[1]);

    Summing second;
    const auto found = second.collect(source, cache);
    REQUIRE(found);
    CHECK(second.computed == 0);
    CHECK(found->found == 20);
    CHECK(found->table.features == computed->table.features);
    // One copy more costs one more of each.
    CHECK(second.collect(source, cache, 3)->computed == 6);
}

TEST_CASE("a damaged file of the cache is thrown away and its features computed anew")
{
    const cases::TemporaryFolder folder;
    const cases::ShapeSource source(8, 5);
    const FeatureCache cache({folder / "features"});
    Summing summing;
    const auto whole = summing.collect(source, cache);
    spoil(filesIn(folder / "features").front());
    const auto mended = summing.collect(source, cache);
    REQUIRE(mended);
    CHECK(mended->damaged == 1);
    CHECK(mended->computed == 20);
    CHECK(mended->table.features == whole->table.features);
    CHECK(summing.collect(source, cache)->found == 20);
}

TEST_CASE("what was computed until a stop is not lost, and the cache keeps its limit")
{
    const cases::TemporaryFolder folder;
    const cases::ShapeSource source(8, 5);
    const FeatureCache cache({folder / "features"});
    Summing stopped;
    const auto none = stopped.collect(source, cache, 2, 8);
    REQUIRE_FALSE(none);
    CHECK(none.error().code == ErrorCode::Cancelled);
    CHECK(stopped.collect(source, cache)->found == 8);

    FeatureCache({folder / "features", 1}).trim();
    CHECK(filesIn(folder / "features").empty());
    // A cache that cannot be written is said, and is no reason to fail.
    REQUIRE(writeFileAtomically(folder / "file", "x"));
    const auto without = stopped.collect(source, FeatureCache({folder / "file"}));
    REQUIRE(without);
    CHECK_FALSE(without->cacheProblem.empty());
}
