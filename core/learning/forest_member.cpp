#include "core/learning/forest_member.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>

#include "core/base/random.h"
#include "core/learning/calibration.h"

namespace sightline::learning {

namespace {

struct Table {
    std::vector<std::vector<float>> rows;
    std::vector<std::size_t> classes;
};

/// Each example plain, then `copies` times changed at random: the same ones for the same seed.
Result<void> append(Table& table, const ExampleSource& source, const std::vector<std::size_t>& indices, int copies,
                    std::uint64_t seed, Progress& progress)
{
    for (const std::size_t index : indices) {
        for (int copy = 0; copy <= copies; ++copy) {
            if (progress.cancelled()) {
                return fail(ErrorCode::Cancelled, "growing the forest was stopped");
            }
            const std::uint64_t own = mixSeed(mixSeed(seed, index), static_cast<std::uint64_t>(copy));
            const Result<Example> example = copy == 0 ? source.example(index) : source.augmented(index, own);
            if (!example) {
                return tl::unexpected(example.error());
            }
            table.rows.push_back(forestNumbers(*example));
            table.classes.push_back(source.classOf(index));
        }
    }
    return {};
}

std::vector<float> logitsOf(const Forest& forest, std::span<const float> row)
{
    const float least = 0.1F / static_cast<float>(forest.treeCount());
    std::vector<float> logits = forest.probabilities(row);
    for (float& value : logits) {
        value = std::log(std::max(value, least));
    }
    return logits;
}

/// What the networks and the forest say of one sample that neither has learnt from.
struct HeldOut {
    std::vector<float>* networks;  ///< calibrated probabilities; replaced by the mixture's
    std::vector<float> forest;     ///< logits
    std::size_t truth;
};

std::vector<HeldOut> heldOutOf(TrainedNetworks& trained, const Table& tune, const std::vector<std::size_t>& indices,
                               const Forest& forest)
{
    std::vector<HeldOut> held;
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const auto found = std::find_if(trained.heldOut.begin(), trained.heldOut.end(),
                                        [&](const auto& entry) { return entry.first == indices[i]; });
        if (found != trained.heldOut.end()) {
            held.push_back({&found->second, logitsOf(forest, tune.rows[i]), tune.classes[i]});
        }
    }
    return held;
}

/// The mixture when every member's temperature is `factor` times what it was alone.
std::vector<float> mixed(const HeldOut& held, double temperature, double share, double factor)
{
    std::vector<float> logs(held.networks->size());
    std::transform(held.networks->begin(), held.networks->end(), logs.begin(),
                   [](float value) { return std::log(std::max(value, 1e-12F)); });
    std::vector<float> result = softmax(logs, factor);
    const std::vector<float> own = softmax(held.forest, temperature * factor);
    std::transform(result.begin(), result.end(), own.begin(), result.begin(), [share](float networks, float forest) {
        return static_cast<float>((1 - share) * networks + share * forest);
    });
    return result;
}

/// Mixes the forest into what the networks say of held-back samples. Returns the factor for all temperatures.
double mixHeldOut(const std::vector<HeldOut>& held, double temperature, double share)
{
    const double factor = fitTemperature([&](double tried) {
        double loss = 0;
        for (const HeldOut& one : held) {
            const double right = mixed(one, temperature, share, tried)[one.truth];
            loss -= std::log(std::max(right, 1e-12));
        }
        return loss;
    });
    for (const HeldOut& one : held) {
        *one.networks = mixed(one, temperature, share, factor);
    }
    return factor;
}

}  // namespace

std::vector<float> forestNumbers(const Example& example)
{
    std::vector<float> numbers = example.scalars;
    numbers.insert(numbers.end(), example.features.begin(), example.features.end());
    return numbers;
}

Result<void> checkNumbers(const Forest& forest, const Example& example, std::size_t index)
{
    const std::size_t count = example.scalars.size() + example.features.size();
    if (count != forest.numberCount()) {
        return fail(ErrorCode::Invalid, "example " + std::to_string(index) + " has " + std::to_string(count) +
                                            " numbers for the forest, and " + std::to_string(forest.numberCount()) +
                                            " are needed");
    }
    const auto finite = [](float value) { return std::isfinite(value); };
    if (!std::all_of(example.features.begin(), example.features.end(), finite)) {
        return fail(ErrorCode::Invalid,
                    "example " + std::to_string(index) + " holds a value that is not a finite number");
    }
    return {};
}

std::vector<float> forestLogits(const Forest& forest, const Example& example)
{
    return logitsOf(forest, forestNumbers(example));
}

Result<Forest> openForest(const Model& model, const ModelMember& member)
{
    auto forest = Forest::fromTensors(member.prefix, model.tensors);
    if (forest && forest->classCount() != model.info.classIds.size()) {
        return fail(ErrorCode::Invalid, "the forest \"" + member.prefix + "\" knows " +
                                            std::to_string(forest->classCount()) + " classes, and the model " +
                                            std::to_string(model.info.classIds.size()));
    }
    if (forest && forest->numberCount() < model.info.scalars.names.size()) {
        return fail(ErrorCode::Invalid, "the forest \"" + member.prefix +
                                            "\" was grown on fewer numbers than the "
                                            "model has scalars");
    }
    return forest;
}

Result<void> addForest(TrainedNetworks& trained, const ExampleSource& source, const MemberParts& parts,
                       const ForestMemberOptions& options, Progress& progress)
{
    progress.report(1, "growing the forest");
    const std::uint64_t seed = options.forest.seed;
    Table table;
    if (auto read = append(table, source, parts.train, options.copies, seed, progress); !read) {
        return read;
    }
    double temperature = 1;
    double factor = 1;
    if (!parts.tune.empty()) {
        const auto judge = Forest::grow(table.rows, table.classes, source.classCount(), options.forest, progress);
        if (!judge) {
            return tl::unexpected(judge.error());
        }
        Table tune;
        if (auto read = append(tune, source, parts.tune, 0, seed, progress); !read) {
            return read;
        }
        std::vector<std::vector<float>> logits;
        for (const std::vector<float>& row : tune.rows) {
            logits.push_back(logitsOf(*judge, row));
        }
        temperature = fitTemperature(logits, tune.classes);
        factor = mixHeldOut(heldOutOf(trained, tune, parts.tune, *judge), temperature, options.share);
        if (auto read = append(table, source, parts.tune, options.copies, seed, progress); !read) {
            return read;
        }
    }
    const auto forest = Forest::grow(table.rows, table.classes, source.classCount(), options.forest, progress);
    if (!forest) {
        return tl::unexpected(forest.error());
    }
    for (ModelMember& network : trained.members) {
        network.weight *= 1 - options.share;
        network.temperature *= factor;
    }
    ModelMember member;
    member.kind = forestKind;
    member.architecture = "extra-trees";
    member.config = {{"trees", options.forest.trees}, {"numbers", forest->numberCount()}};
    member.prefix = "forest.";
    member.weight = options.share;
    member.temperature = temperature * factor;
    trained.tensors.merge(forest->tensors(member.prefix));
    trained.members.push_back(std::move(member));
    return {};
}

}  // namespace sightline::learning
